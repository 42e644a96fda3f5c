//! Runs fixtures: commands behind `$ `, below each what comes back.

use conformance::Script;
use testkit::{bless, files, root};

/// Compares each fixture of a directory with what its commands give.
pub(crate) fn answer_as_written(directory: &str, extension: &str) {
    std::env::set_current_dir(root()).expect("the repository is there");
    let mut wrong = Vec::new();
    for path in files(directory, extension) {
        let text = std::fs::read_to_string(&path).expect("a fixture can be read");
        let actual = played(&text);
        if bless() {
            std::fs::write(&path, actual).expect("a fixture can be written");
        } else if actual != text {
            wrong.push(format!("{}:\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn played(text: &str) -> String {
    let mut script = Script::new().expect("a replica in memory starts");
    let mut actual = String::new();
    for line in text.lines() {
        if let Some(command) = line.strip_prefix("$ ") {
            actual.push_str(&format!("{line}\n"));
            script.run(command).iter().for_each(|line| actual.push_str(&format!("{line}\n")));
        } else if line.is_empty() || line.starts_with('#') {
            actual.push_str(&format!("{line}\n"));
        }
    }
    actual
}
