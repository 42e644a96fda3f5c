//! What is generated, as the reference compiler sees it: a check for developers who have it, skipped with a word elsewhere.

use std::path::Path;
use std::process::Command;

use author_composer::{change, understand};
use blueprint::Blueprint;

const NOT_INSTALLED: i32 = 77;

#[test]
fn the_reference_compiler_accepts_every_version() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let wishes = include_str!("wishes.tsv").lines().skip(1).filter_map(|line| line.split('\t').nth(1));
    for (number, wish) in wishes.enumerate() {
        let Some(app) = understand(wish).blueprint else { continue };
        write(&folder.path().join(format!("{number:02}/1")), &app, None);
    }
    write_versions(&folder.path().join("guest-book"));
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference.mjs");
    let run = Command::new("node").arg("--stack-size=3000").arg(script).arg(folder.path()).output();
    let Ok(run) = run else {
        eprintln!("skipped: node is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout);
    if run.status.code() == Some(NOT_INSTALLED) {
        eprintln!("{said}");
        return;
    }
    assert!(
        run.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&run.stderr).chars().take(2_000).collect::<String>()
    );
}

/// A guest book and what becomes of it, each version after the one before.
fn write_versions(folder: &Path) {
    const CHANGES: [&str; 12] = [
        "Each message also has an optional city and a rating (good, bad)",
        "Rename message to comment",
        "make city required",
        "only I can delete",
        "Add a number of guests, a date of visit, a price and whether they paid",
        "sort by price, highest first",
        "Remove the name",
        "make the comment optional and add search",
        "rename the list of messages to greetings",
        "Each person sees only their own greetings",
        "sort by number of guests",
        "Nobody may change greetings and export CSV",
    ];
    let mut app =
        understand("A guest book: visitors leave their name and a message").blueprint.expect("a guest book");
    write(&folder.join("01"), &app, None);
    for (number, wish) in CHANGES.iter().enumerate() {
        let understanding = change(&app, wish);
        let next = understanding.blueprint.unwrap_or_else(|| panic!("{wish}: {:?}", understanding.problem));
        write(&folder.join(format!("{:02}", number + 2)), &next, Some(&app));
        app = next;
    }
}

fn write(folder: &Path, app: &Blueprint, old: Option<&Blueprint>) {
    for file in blueprint::files(app, old) {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().expect("has a folder")).expect("the folder can be made");
        std::fs::write(path, file.text).expect("the file can be written");
    }
}
