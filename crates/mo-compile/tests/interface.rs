//! Compares the Candid interfaces of `tests/candid/*.mo` with what is written below them behind `//> `.

use source::MemoryWorld;
use testkit::{bless, files};

const MARK: &str = "//> ";

#[test]
fn interfaces_are_as_written() {
    let mut wrong = Vec::new();
    for path in files("tests/candid", ".mo") {
        let text = std::fs::read_to_string(&path).expect("a fixture can be read");
        let source: String =
            text.lines().filter(|line| !line.starts_with(MARK)).map(|line| format!("{line}\n")).collect();
        let interface = mo_compile::with_stack(|| {
            let world = MemoryWorld::new([("Main.mo", source.as_str())]);
            let checked = mo_compile::check(&world, "Main.mo", &mo_compile::Options::default());
            mo_compile::candid(&checked).expect("the program is an actor")
        });
        let below: String = interface.lines().map(|line| format!("{MARK}{line}\n")).collect();
        let actual = format!("{source}{below}");
        if bless() {
            std::fs::write(&path, actual).expect("a fixture can be written");
        } else if actual != text {
            wrong.push(format!("{}:\n{interface}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
