//! Runs `tests/actors/*.txt`.

mod scripts;

#[test]
fn actors_answer_as_written() {
    scripts::answer_as_written("tests/actors", ".txt");
}
