//! Compares the Candid interfaces of `tests/candid/*.mo` with what is written below them.

use source::MemoryWorld;

#[test]
fn interfaces_are_as_written() {
    testkit::check_below("tests/candid", "//> ", |source| {
        let world = MemoryWorld::new([("Main.mo", source)]);
        let interface = mo_compile::with_stack(|| {
            let checked = mo_compile::check(&world, "Main.mo", &mo_compile::Options::default());
            mo_compile::candid(&checked).expect("the program is an actor")
        });
        vec![interface]
    });
}
