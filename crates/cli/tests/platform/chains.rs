//! Apps with a chain of migrations, `backend/migrations`, through the gate.

use std::path::Path;

use crate::world::World;

/// Writes an app's folder out of `tests/actors/chain`: an actor and the folder of its steps.
fn folder(world: &World, name: &str, actor: &str, steps: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/actors/chain");
    let folder = world.folder.path().join(name);
    let migrations = folder.join("backend/migrations");
    std::fs::create_dir_all(&migrations).unwrap();
    std::fs::copy(fixtures.join(actor), folder.join("backend/main.mo")).unwrap();
    for step in std::fs::read_dir(fixtures.join(steps)).unwrap() {
        let step = step.unwrap();
        std::fs::copy(step.path(), migrations.join(step.file_name())).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

#[test]
fn steps_that_were_not_made_are_rehearsed_and_made() {
    let world = World::new();
    world.ok(&["release", &folder(&world, "one", "v1.mo", "one"), "--app", "people"]);
    for name in ["ann", "bob"] {
        world.ok(&["call", "people", "add", &format!("(\"{name}\")")]);
    }
    // Visits move to a map of their own; nothing is lost.
    let two = world.run(&["release", &folder(&world, "two", "v2.mo", "two"), "--app", "people"]);
    assert!(two.out.contains("2 rows kept") && two.out.contains("A migration makes `visits`"), "{two:?}");
    // The method `list` now says more, which open pages do not know.
    world.ok(&["consent", "people", &world.waiting("people")]);
    assert_eq!(world.rows("people", "visits").len(), 2);
    // The oldest step leaves the source, a new one takes `open` away: that is asked.
    let trimmed = folder(&world, "trimmed", "v3.mo", "trimmed");
    let asked = world.run(&["release", &trimmed, "--app", "people"]);
    assert_eq!(asked.code, 3, "{asked:?}");
    assert!(asked.out.contains("`open`"), "{asked:?}");
}

#[test]
fn steps_that_were_made_stay_as_they_are() {
    let world = World::new();
    world.ok(&["release", &folder(&world, "two", "v2.mo", "two"), "--app", "people"]);
    let refused = |name: &str, actor: &str, steps: &str, change: &dyn Fn(&Path), word: &str| {
        let release = folder(&world, name, actor, steps);
        change(&Path::new(&release).join("backend/migrations"));
        let before = world.state_hash("people");
        let ran = world.run(&["release", &release, "--app", "people"]);
        assert_eq!(ran.code, 1, "{name}: {ran:?}");
        assert!(ran.out.contains("M0268") && ran.out.contains(word), "{name}: {ran:?}");
        assert_eq!(world.state_hash("people"), before, "{name}");
    };
    refused("backdated", "late.mo", "backdated", &|_| {}, "stands before one that was made");
    let edit = |steps: &Path| {
        let path = steps.join("2026_02_visits.mo");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replace("person.visits", "person.visits + 1")).unwrap();
    };
    refused("edited", "v2.mo", "two", &edit, "has been edited");
}
