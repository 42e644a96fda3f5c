//! A copy of a data folder, made while the server writes to it; and what there was after an earlier block.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::world::{World, ran};

/// Runs a verb on another data folder.
fn on(data: &std::path::Path, args: &[&str]) -> crate::world::Ran {
    ran(crate::world::program().args(args).arg("--data").arg(data).output().unwrap())
}

#[test]
fn a_backup_under_writers_is_a_data_folder_with_all_that_was_acknowledged() {
    let world = World::with_guestbook(2);
    let stop = AtomicBool::new(false);
    let acknowledged = std::sync::atomic::AtomicUsize::new(2);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Ordering::SeqCst) {
                let n = acknowledged.load(Ordering::SeqCst);
                world.add(n);
                acknowledged.store(n + 1, Ordering::SeqCst);
            }
        });
        for round in 0..4 {
            // Not two copies of the same.
            let wanted = acknowledged.load(Ordering::SeqCst) + 2;
            while acknowledged.load(Ordering::SeqCst) < wanted {
                std::thread::yield_now();
            }
            let before = acknowledged.load(Ordering::SeqCst);
            let to = world.folder.path().join(format!("backup{round}"));
            let said = world.json(&["backup", "--to", to.to_str().unwrap()]);
            assert!(said["block"].as_u64().is_some_and(|block| block as usize >= before), "{said}");
            let verified = on(&to, &["--json", "verify"]);
            assert_eq!(verified.code, 0, "{verified:?}");
            let last = said["block"].to_string();
            let then = on(&to, &["--json", "verify", "--at", &last]);
            let then: serde_json::Value = serde_json::from_str(&then.out).unwrap();
            let entries = then["apps"][0]["collections"].as_array().unwrap();
            let entries = entries.iter().find(|it| it["path"] == "entries").unwrap();
            let rows = entries["rows"].as_u64().unwrap() as usize;
            assert!(rows >= before, "{rows} of {before} rows are in the backup");
        }
        stop.store(true, Ordering::SeqCst);
    });

    let to = world.folder.path().join("backup3");
    let again = world.run(&["backup", "--to", to.to_str().unwrap()]);
    assert_eq!(again.code, 1, "{again:?}");
    assert!(again.err.contains("is not empty") && again.err.contains("hint: name a folder"), "{again:?}");
    let keys = std::fs::metadata(to.join("keys")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&keys.permissions()) & 0o777, 0o600);

    // The copy goes on as the folder would have.
    let rows = world.rows("guestbook", "entries");
    let mut copy = world.with_data(to);
    let copied = copy.rows("guestbook", "entries");
    assert_eq!(copied[..], rows[..copied.len()]);
    copy.add(1000);
    assert_eq!(copy.rows("guestbook", "entries").len(), copied.len() + 1);
    copy.kill();
}

#[test]
fn a_backup_of_what_is_damaged_or_of_nothing_is_refused() {
    let mut world = World::with_guestbook(2);
    world.kill();
    let log = world.data().join("log/00000000000000000001.log");
    let mut bytes = std::fs::read(&log).unwrap();
    bytes[200] ^= 1;
    std::fs::write(&log, bytes).unwrap();
    let to = world.folder.path().join("backup");
    let damaged = world.run(&["backup", "--to", to.to_str().unwrap()]);
    assert_eq!(damaged.code, 1, "{damaged:?}");
    assert!(damaged.err.contains("00000000000000000001.log, offset 64"), "{damaged:?}");
    assert!(damaged.err.contains("nothing was backed up"), "{damaged:?}");
    let opened = on(&to, &["verify"]);
    assert!(
        opened.code == 1 && opened.err.contains("is no data folder"),
        "half a backup is none: {opened:?}"
    );
    let nothing = on(&world.folder.path().join("nowhere"), &["backup", "--to", to.to_str().unwrap()]);
    assert!(nothing.code == 1 && nothing.err.contains("is no data folder"), "{nothing:?}");
}

#[test]
fn an_earlier_block_is_brought_back() {
    let mut world = World::with_guestbook(0);
    let mut hashes = Vec::new();
    for n in 0..4 {
        world.add(n);
        hashes.push(world.state_hash("guestbook"));
    }
    world.kill();
    let last = world.json(&["verify"])["blocks"].as_u64().unwrap();
    let rows = |at: u64| {
        let past = world.json(&["verify", "--at", &at.to_string()]);
        assert_eq!(past["block"], at);
        let collections = past["apps"][0]["collections"].as_array().cloned().unwrap_or_default();
        let entries = collections.iter().find(|it| it["path"] == "entries").map(|it| it["rows"].clone());
        (entries.and_then(|rows| rows.as_u64()), past["apps"][0]["stateHash"].clone())
    };
    let mut seen: Vec<u64> = (0..=last).filter_map(|at| rows(at).0).collect();
    assert!(seen.is_sorted(), "{seen:?}");
    seen.dedup();
    assert_eq!(seen, [0, 1, 2, 3, 4]);
    assert_eq!(rows(last).1, hashes[3], "the newest is what the server showed");
    let shown = world.ok(&["verify", "--at", &last.to_string()]);
    assert!(shown.contains("entries") && shown.contains("guestbook"), "{shown}");

    let beyond = world.run(&["verify", "--at", "100000"]);
    assert_eq!(beyond.code, 1, "{beyond:?}");
    let words = format!("cannot be brought back: those after the blocks 0 to {last} can");
    assert!(beyond.err.contains(&words), "{beyond:?}");
}
