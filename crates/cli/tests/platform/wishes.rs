//! From words to a running app, and its changes.

use crate::world::World;

#[test]
fn a_wish_becomes_an_app_that_changes_keep_alive() {
    let world = World::new();
    let out = world.ok(&[
        "new",
        "A guest book: visitors leave their name and a message, newest first",
        "--name",
        "book",
    ]);
    assert!(out.contains(&format!("http://book.localhost:{}/", world.port)), "{out}");
    for n in 0..3 {
        let message = format!("(record {{ name = \"guest {n}\"; message = \"hello {n}\" }})");
        world.ok(&["call", "book", "addMessage", &message, "--as", "ann"]);
    }
    let out = world.ok(&["change", "book", "Each message also has an optional city"]);
    assert!(out.contains("verdict: safe") && out.contains("3 rows kept"), "{out}");
    let out = world.ok(&["change", "book", "Rename message to comment"]);
    assert!(out.contains("3 values of `messages.message` are carried over to `messages.comment`"), "{out}");

    let before = world.state_hash("book");
    let removed = world.run(&["change", "book", "Remove the comment"]);
    assert_eq!(removed.code, 3, "{removed:?}");
    assert!(removed.out.contains("3 values of `messages.comment` would be deleted"), "{removed:?}");
    assert_eq!(world.state_hash("book"), before, "without consent nothing changes");
    world.ok(&["consent", "book", &world.waiting("book")]);
    assert!(world.rows("book", "messages")[0]["value"]["comment"].is_null());

    let back = world.run(&["rollback", "book", "3"]);
    assert_eq!(back.code, 3, "{back:?}");
    assert!(back.out.contains("Code and data go back"), "{back:?}");
    world.ok(&["consent", "book", &world.waiting("book")]);
    let rows = world.rows("book", "messages");
    assert_eq!((rows.len(), &rows[2]["value"]["comment"]), (3, &"hello 2".into()));
}

#[test]
fn an_app_written_by_hand_is_not_changed_by_the_composer() {
    let world = World::with_guestbook(0);
    let ran = world.run(&["change", "guestbook", "Each message also has an optional city"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("was not made from a blueprint"), "{ran:?}");
}
