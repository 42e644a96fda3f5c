//! `tests/motoko/*.txt`: the commands of the compiler on files, as someone would type them, and what they print.
//!
//! `=== NAME` begins a file, `$ ARGUMENTS` runs `selfwright motoko ARGUMENTS` among the files so far, with the text up to the next
//! such line on standard input where it begins with `< `. What follows is what was printed (`! ` for standard error) and the
//! exit code, if it is not 0. `DIR` stands for the folder of the files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use testkit::{bless, files};

const FOLDER: &str = "DIR";

#[test]
fn commands_answer_as_written() {
    let mut wrong = Vec::new();
    for path in files("tests/motoko", ".txt") {
        let text = std::fs::read_to_string(&path).unwrap();
        let actual = replay(&text);
        if bless() {
            std::fs::write(&path, actual).unwrap();
        } else if actual != text {
            wrong.push(format!("{}:\n{actual}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Carries out a script and returns it with what was printed.
fn replay(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("=== ") {
            let mut content = String::new();
            out.push_str(&format!("{line}\n"));
            while let Some(line) = lines.next_if(|line| !line.starts_with("=== ") && !line.starts_with("$ "))
            {
                content.push_str(&format!("{line}\n"));
            }
            out.push_str(&content);
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content.replace(FOLDER, folder.path().to_str().unwrap())).unwrap();
        } else if let Some(arguments) = line.strip_prefix("$ ") {
            let mut input = String::new();
            out.push_str(&format!("{line}\n"));
            while let Some(line) = lines.next_if(|line| line.starts_with("< ")) {
                out.push_str(&format!("{line}\n"));
                input.push_str(&format!("{}\n", &line[2..]));
            }
            while lines.next_if(|line| !line.starts_with("=== ") && !line.starts_with("$ ")).is_some() {}
            out.push_str(&run(folder.path(), arguments, &input));
        } else {
            out.push_str(&format!("{line}\n"));
        }
    }
    out
}

fn run(folder: &Path, arguments: &str, input: &str) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_selfwright"))
        .arg("motoko")
        .args(arguments.split(' '))
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.replace(FOLDER, folder.to_str().unwrap()).as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(folder.to_str().unwrap(), FOLDER);
    let mut out = text(output.stdout);
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    for line in text(output.stderr).lines() {
        out.push_str(&format!("! {line}\n"));
    }
    match output.status.code() {
        Some(0) => {}
        Some(code) => out.push_str(&format!("exit {code}\n")),
        None => out.push_str("killed\n"),
    }
    out
}
