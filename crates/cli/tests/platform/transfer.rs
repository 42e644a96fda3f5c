//! An app goes from one platform to another as a file, with its data and its history.

use crate::world::World;

fn export(world: &World, name: &str) -> String {
    let file = world.folder.path().join(format!("{name}.app"));
    let file = file.to_str().unwrap().to_owned();
    world.ok(&["export", name, "-o", &file]);
    file
}

#[test]
fn an_app_moves_with_its_data_and_goes_on_through_the_gate() {
    let here = World::with_guestbook(5);
    let file = export(&here, "guestbook");
    let rows = here.rows("guestbook", "entries");
    let records = here.ok(&["--json", "history", "guestbook"]).lines().count();

    let there = World::new();
    let said = there.json(&["import", &file]);
    assert_eq!(said["app"], "guestbook");
    assert_eq!(there.rows("guestbook", "entries"), rows);
    assert_eq!(there.ok(&["--json", "history", "guestbook"]).lines().count(), records + 1);
    let page = |world: &World| {
        world
            .http("GET", "guestbook.localhost:PORT", "/", &[], "")
            .split_once("\r\n\r\n")
            .unwrap()
            .1
            .to_owned()
    };
    assert_eq!(page(&there), page(&here));

    // It lives on there, and what happens there is not felt here.
    there.add(5);
    assert_eq!(there.rows("guestbook", "entries").len(), 6);
    assert_eq!(here.rows("guestbook", "entries").len(), 5);
    let next = there.guestbook("next", |source| format!("// Another line.\n{source}"));
    there.ok(&["release", &next, "--app", "guestbook"]);
    assert_eq!(there.rows("guestbook", "entries").len(), 6);
    there.ok(&["rollback", "guestbook", "1"]);
    assert_eq!(there.rows("guestbook", "entries").len(), 6);

    // A restart finds it, from the log alone, too.
    let mut there = there;
    let before = there.state_hash("guestbook");
    there.kill();
    there.ok(&["verify"]);
    there.start();
    assert_eq!(there.state_hash("guestbook"), before);
}

#[test]
fn a_file_comes_in_whole_under_a_free_name_or_not_at_all() {
    let world = World::with_guestbook(3);
    let file = export(&world, "guestbook");
    let before = world.ok(&["--json", "list"]);
    let taken = world.run(&["import", &file]);
    assert_eq!(taken.code, 1, "{taken:?}");
    assert!(
        taken.err.contains("there is already an app `guestbook`") && taken.err.contains("--app NAME"),
        "{taken:?}"
    );
    let again = world.run(&["export", "guestbook", "-o", &file]);
    assert!(again.code == 64 && again.err.contains("is there already"), "{again:?}");
    let unknown = world.run(&["export", "guestbok", "-o", &format!("{file}.2")]);
    assert!(unknown.code == 64 && unknown.err.contains("did you mean `guestbook`?"), "{unknown:?}");

    let whole = std::fs::read(&file).unwrap();
    let bad = world.folder.path().join("bad.app");
    let refused = |bytes: &[u8]| {
        std::fs::write(&bad, bytes).unwrap();
        let ran = world.run(&["import", bad.to_str().unwrap(), "--app", "copy"]);
        assert_eq!(ran.code, 64, "{ran:?}");
        ran.err
    };
    let step = whole.len() / 12;
    for at in (0..whole.len()).step_by(step) {
        let mut changed = whole.clone();
        changed[at] ^= 1;
        refused(&changed);
        assert!(refused(&whole[..at]).contains("this is no exported app"), "cut off at {at}");
    }
    let mut newer = whole.clone();
    newer[8] = 9;
    assert!(refused(&newer).contains("has format 9, and this program reads format 1"));
    assert_eq!(world.ok(&["--json", "list"]), before, "nothing came of any of them");

    world.ok(&["import", &file, "--app", "copy"]);
    assert_eq!(world.rows("copy", "entries"), world.rows("guestbook", "entries"));
    world.ok(&["call", "copy", "addEntry", "(record { name = \"x\"; message = \"y\" })", "--as", "ann"]);
    assert_eq!(world.rows("copy", "entries").len(), 4);
    assert_eq!(world.rows("guestbook", "entries").len(), 3);
}
