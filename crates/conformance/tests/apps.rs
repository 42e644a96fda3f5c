//! Runs `tests/apps/*/script.txt`: whole apps, installed, called by several people and upgraded.

mod scripts;

#[test]
fn apps_answer_as_written() {
    scripts::answer_as_written("tests/apps", "script.txt");
}
