//! What goes wrong is said clearly, with the right exit code, and loses nothing.

use std::io::Write as _;
use std::process::Stdio;

use crate::world::{World, program, ran};

#[test]
fn an_empty_wish_and_an_endless_one() {
    let world = World::new();
    let empty = world.run(&["new", "  "]);
    assert_eq!(empty.code, 64, "{empty:?}");
    assert!(empty.err.contains("the wish is empty"), "{empty:?}");
    let mut command = program();
    command.args(["new", "-", "--data"]).arg(world.data());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut noisy = command.spawn().unwrap();
    noisy.stdin.take().unwrap().write_all(&vec![b'x'; 1 << 20]).unwrap();
    let noisy = ran(noisy.wait_with_output().unwrap());
    assert_eq!(noisy.code, 64, "{noisy:?}");
    assert!(noisy.err.contains("1048576 bytes"), "{noisy:?}");
    assert!(world.ok(&["list"]).contains("There are no apps yet"));
}

#[test]
fn an_unknown_app_is_not_confused_with_another() {
    let world = World::with_guestbook(0);
    let ran = world.run(&["show", "gestbook"]);
    assert_eq!(ran.code, 64, "{ran:?}");
    assert!(ran.err.contains("did you mean `guestbook`?"), "{ran:?}");
    let ran = world.run(&["call", "guestbook", "adEntry"]);
    assert!(ran.err.contains("did you mean `addEntry`?"), "{ran:?}");
    let ran = world.run(&["call", "guestbook", "addEntry", "(7)"]);
    assert_eq!(ran.code, 64, "{ran:?}");
    assert!(ran.err.contains("the arguments do not fit"), "{ran:?}");
}

#[test]
fn a_port_or_a_folder_in_use_is_said() {
    let world = World::new();
    let port = world.port.to_string();
    let other = world.folder.path().join("other");
    let taken =
        ran(program().args(["up", "--port", &port, "--data", other.to_str().unwrap()]).output().unwrap());
    assert_eq!(taken.code, 1, "{taken:?}");
    assert!(taken.err.contains(&format!("port {port} is in use")), "{taken:?}");
    let locked = world.run(&["up", "--port", "0"]);
    assert_eq!(locked.code, 1, "{locked:?}");
    assert!(locked.err.contains("another process has the data folder"), "{locked:?}");
    world.ok(&["list"]);
}

#[test]
fn without_a_server_the_way_to_start_one_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let ran = ran(program().args(["list", "--data", folder.path().to_str().unwrap()]).output().unwrap());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("selfwright up"), "{ran:?}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let data = file.join("data");
    let ran = ran(program().args(["up", "--port", "0", "--data", data.to_str().unwrap()]).output().unwrap());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("cannot be opened"), "{ran:?}");
}

#[test]
fn an_unknown_verb_is_a_usage_error() {
    assert_eq!(ran(program().arg("destroy").output().unwrap()).code, 64);
}
