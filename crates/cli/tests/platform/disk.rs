//! The disk says no, or kept only a part: a clear message, nothing lost, and a start afterwards.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::world::{World, program, ran};

/// Somebody without privileges, to whom a folder's mode matters.
const NOBODY: u32 = 65534;

/// The newest segment of the log.
fn last_segment(data: &Path) -> PathBuf {
    let mut found = Vec::new();
    let mut folders = vec![data.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "log") {
                found.push(path);
            }
        }
    }
    found.into_iter().max().expect("there is a log")
}

#[test]
fn a_torn_last_record_is_cut_off_with_a_word() {
    let mut world = World::with_guestbook(3);
    world.kill();
    let log = last_segment(&world.data());
    let whole = std::fs::read(&log).unwrap();
    // As if the power had gone in the middle of a write.
    std::fs::write(&log, [whole.as_slice(), &whole[64..114]].concat()).unwrap();

    let mut command = program();
    command.args(["up", "--port", "0", "--json", "--data"]).arg(world.data());
    let mut server = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(r#""event":"up""#), "it starts: {line}");
    server.kill().unwrap();
    let words = ran(server.wait_with_output().unwrap()).err;
    assert!(words.contains("was not whole") && words.contains("cut off"), "{words}");

    world.start();
    assert_eq!(std::fs::read(&log).unwrap()[..whole.len()], whole);
    assert_eq!(world.rows("guestbook", "entries").len(), 3);
    world.add(3);
    assert_eq!(world.rows("guestbook", "entries").len(), 4);
}

#[test]
fn a_full_disk_stops_the_writing_and_keeps_what_was_written() {
    let mut world = World::with_guestbook(5);
    world.kill();
    let room = std::fs::metadata(last_segment(&world.data())).unwrap().len() / 512 + 8;
    // No file may grow beyond this, which to a program is the same as a disk that is full.
    let script = format!("trap '' XFSZ; ulimit -f {room}; exec \"$@\"");
    let mut limited = Command::new("sh");
    limited.args(["-c", &script, "sh"]).arg(env!("CARGO_BIN_EXE_selfwright"));
    world.start_with(limited);
    let mut acknowledged = 5;
    let refusal = loop {
        let entry = format!("(record {{ name = \"guest\"; message = \"{}\" }})", "x".repeat(200));
        let ran = world.run(&["call", "guestbook", "addEntry", &entry, "--as", "ann"]);
        if ran.code != 0 {
            break ran;
        }
        acknowledged += 1;
        assert!(acknowledged < 200, "the limit of {room} blocks is never met");
    };
    assert_eq!(refusal.code, 70, "{refusal:?}");
    assert!(refusal.err.contains("cannot be written"), "{refusal:?}");
    world.kill();

    world.start();
    let stored = world.rows("guestbook", "entries").len();
    assert!(stored == acknowledged, "{stored} of {acknowledged} are there");
    world.add(acknowledged);
}

#[test]
fn a_folder_that_may_not_be_written_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    // Root may write everywhere: the program runs as somebody else, who must be able to reach it.
    let copy = folder.path().join("selfwright");
    std::fs::copy(env!("CARGO_BIN_EXE_selfwright"), &copy).unwrap();
    for path in [folder.path(), &data, &copy] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o555)).unwrap();
    }
    let mut command = Command::new(&copy);
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.env_remove("SELFWRIGHT_DATA").args(["up", "--port", "0", "--data"]).arg(&data);
    let ran = ran(command.output().unwrap());
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("cannot be opened") && ran.err.contains("ermission denied"), "{ran:?}");
    assert_eq!(std::fs::read_dir(&data).unwrap().count(), 0, "nothing half made");
}

/// Whether this process is root, to whom modes mean nothing.
fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().unwrap();
    output.stdout.trim_ascii() == b"0"
}

#[test]
fn verify_says_that_all_is_there_or_what_is_not() {
    let mut world = World::with_guestbook(3);
    let open = world.run(&["verify"]);
    assert_eq!(open.code, 1, "{open:?}");
    assert!(open.err.contains("another process") && open.err.contains("stop the server first"), "{open:?}");
    world.kill();
    let whole = world.json(&["verify"]);
    assert!(whole["blocks"].as_u64().is_some_and(|blocks| blocks > 3), "{whole}");
    assert!(world.ok(&["verify"]).contains("every one is as it was written"));

    let log = last_segment(&world.data());
    let mut bytes = std::fs::read(&log).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    let damaged = world.run(&["verify"]);
    assert_eq!(damaged.code, 1, "{damaged:?}");
    assert!(damaged.err.contains("the log is damaged") && damaged.err.contains("offset 64"), "{damaged:?}");
    let nothing = ran(program().args(["verify", "--data", "/nowhere/at/all"]).output().unwrap());
    assert_eq!(nothing.code, 1, "{nothing:?}");
    assert!(nothing.err.contains("no data folder"), "{nothing:?}");
}
