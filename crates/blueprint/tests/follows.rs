//! What follows from a blueprint, held as text.

use blueprint::{Blueprint, Kind, NewField, Order, Who};

fn guest_book() -> Blueprint {
    let mut app = Blueprint::new("Guest book");
    let messages = app.add_entity("message");
    app.add_field(messages, NewField::new("name", Kind::Text).required());
    app.add_field(messages, NewField::new("message", Kind::LongText).required());
    app
}

/// One list that has everything a list can have.
fn everything() -> Blueprint {
    let mut app = Blueprint::new("Cases \"at\" the clinic");
    let cases = app.add_entity("case");
    let text = app.add_field(cases, NewField::new("query", Kind::Text).required());
    app.add_field(cases, NewField::new("added by", Kind::LongText));
    app.add_field(cases, NewField::new("count", Kind::Number));
    app.add_field(cases, NewField::new("price", Kind::Decimal).required());
    app.add_field(cases, NewField::new("paid", Kind::YesNo));
    app.add_field(cases, NewField::new("arrival date", Kind::Date).required());
    app.add_field(cases, NewField::new("time", Kind::Time));
    let state =
        app.add_field(cases, NewField::new("state", Kind::Choice).options(&["open", "on \"hold\"", "done"]));
    let later = app.add_field_later(cases, NewField::new("urgent", Kind::YesNo));
    app.add_field_later(cases, NewField::new("city", Kind::Text));
    app.add_field_later(cases, NewField::new("level", Kind::Number).required());
    let case = app.entity_mut(cases);
    case.order = Order::Descending(text);
    case.search = true;
    case.export = true;
    case.narrow = Some(state);
    let notes = app.add_entity("note");
    app.add_field(notes, NewField::new("text", Kind::LongText).required());
    let note = app.entity_mut(notes);
    note.rules.list = Who::Author;
    note.rules.add = Who::SignedIn;
    note.rules.change = Who::Nobody;
    note.rules.remove = Who::Author;
    assert_ne!(later, state);
    app
}

#[test]
fn the_guest_book() {
    insta::assert_snapshot!("guest_book.toml", blueprint::write(&guest_book()));
    insta::assert_snapshot!("guest_book.mo", blueprint::motoko(&guest_book()));
    insta::assert_snapshot!("guest_book.words", blueprint::summary(&guest_book()));
    insta::assert_snapshot!("guest_book.scenarios", blueprint::scenarios(&guest_book())[0].text);
}

#[test]
fn everything_a_list_can_have() {
    assert_eq!(blueprint::check(&everything()), []);
    insta::assert_snapshot!("everything.mo", blueprint::motoko(&everything()));
}

#[test]
fn a_change_carries_the_rows_over() {
    let old = guest_book();
    let mut new = old.clone();
    let messages = new.entities[0].id;
    new.add_field_later(messages, NewField::new("city", Kind::Text));
    new.entity_mut(messages).fields[1].name = "comment".to_owned();
    let first = new.entities[0].fields[0].id;
    new.remove_field(messages, first);
    insta::assert_snapshot!(
        "change.migration",
        blueprint::migration_from(&old, &new).expect("rows are kept otherwise")
    );
    insta::assert_snapshot!("change.mo", blueprint::backend(&new, Some(&old))[0].text);
    insta::assert_snapshot!("change.words", blueprint::diff(&old, &new).join("\n"));
}

#[test]
fn what_is_written_reads_back() {
    for app in [guest_book(), everything()] {
        assert_eq!(blueprint::read(&blueprint::write(&app)).expect("written here"), app);
    }
}

#[test]
fn rows_that_are_kept_as_before_need_no_migration() {
    let old = guest_book();
    let mut new = old.clone();
    new.entities[0].order = Order::OldestFirst;
    new.entities[0].rules.remove = Who::Owner;
    new.entities[0].fields[1].kind = Kind::Text;
    assert_eq!(blueprint::migration_from(&old, &new), None);
}

#[test]
fn two_fields_that_swap_their_names_keep_their_values() {
    let old = guest_book();
    let mut new = old.clone();
    new.entities[0].fields[0].name = "message".to_owned();
    new.entities[0].fields[1].name = "name".to_owned();
    let migration = blueprint::migration_from(&old, &new).expect("the names changed places");
    assert!(migration.contains("message = row.name;"), "{migration}");
}

/// Writes what is generated where the reference compiler can check it: `BLUEPRINT_OUT=DIR cargo test -p blueprint -- --ignored`.
#[test]
#[ignore = "writes files for the reference compiler"]
fn write_for_the_reference() {
    let out = std::path::PathBuf::from(std::env::var("BLUEPRINT_OUT").expect("names a folder"));
    let mut changed = everything();
    let cases = changed.entities[0].id;
    let price = changed.entities[0].fields[3].id;
    let text = changed.entities[0].fields[0].id;
    changed.set_required(cases, price, false);
    changed.remove_field(cases, text);
    changed.entity_mut(cases).name = "surgery".to_owned();
    changed.entity_mut(cases).plural = "surgeries".to_owned();
    for (name, app, old) in [
        ("guest", guest_book(), None),
        ("everything", everything(), None),
        ("changed", changed, Some(everything())),
    ] {
        assert_eq!(blueprint::check(&app), []);
        for file in blueprint::files(&app, old.as_ref()) {
            let path = out.join(name).join(&file.path);
            std::fs::create_dir_all(path.parent().expect("has a folder")).expect("can be made");
            std::fs::write(path, file.text).expect("can be written");
        }
    }
}

/// What someone may have written by hand, and what they are told.
#[test]
fn what_does_not_fit_is_said() {
    let good = blueprint::write(&guest_book());
    let check = |from: &str, to: &str, said: &str| {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from}");
        let error = blueprint::read(&text).expect_err(to).to_string();
        assert!(error.contains(said), "{error}");
    };
    check("format = 1", "format = 2", "this version reads format 1");
    check("format = 1", "format = 1\ncolour = \"red\"", "unknown field `colour`");
    check("name = \"Guest book\"", "name = \" \"", "the app has no name");
    check("name = \"Guest book\"", "name = \"a\\nb\"", "a line break");
    check("next_id = 4", "next_id = 3", "raise next_id");
    check("id = 3", "id = 2", "used twice");
    check("code = \"name\"", "code = \"query\"", "needs itself");
    check("code = \"name\"", "code = \"a b\"", "letters and digits");
    check("code = \"name\"", "code = \"message\"", "both called `message`");
    check("kind = \"text\"", "kind = \"choice\"", "fewer than two options");
    check("kind = \"text\"", "kind = \"number\"\ndefault = \"x\"", "which is no number");
    check("kind = \"text\"", "kind = \"texts\"", "unknown variant `texts`");
    check("add = \"everyone\"", "add = \"author\"", "before it is added it has none");
    check("order = \"newest-first\"", "order = { ascending = 9 }", "field 9, which it does not have");
    check("order = \"newest-first\"", "narrow = 2\norder = \"newest-first\"", "is neither");
    assert!(blueprint::read(&"x".repeat(2 << 20)).expect_err("too large").to_string().contains("bytes"));
    assert!(blueprint::read("").is_err());
}
