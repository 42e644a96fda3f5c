//! Wishes as people say them, and what comes of each, held as text.

use std::fmt::Write as _;

use author_composer::{Understanding, answer, change, understand};
use blueprint::{Kind, Order, Who};

const GUEST_BOOK: &str = "A guest book: visitors leave their name and a message, newest first";

fn report(understanding: &Understanding) -> String {
    let mut text = String::new();
    for sentence in &understanding.understood {
        let _ = writeln!(text, "{sentence}");
    }
    for question in &understanding.questions {
        let _ = writeln!(text, "? {} {} [{}]", question.id, question.text, question.default);
    }
    for phrase in &understanding.not_understood {
        let _ = writeln!(text, "not understood: {phrase:?}");
    }
    if let Some(problem) = &understanding.problem {
        let _ = writeln!(text, "problem: {problem}");
    }
    text
}

/// The wishes that are kept beside this file: a name, the wish, and two columns that do not matter here.
fn wishes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("wishes.tsv").lines().skip(1);
    lines.filter_map(|line| {
        let mut columns = line.split('\t');
        Some((columns.next()?, columns.next()?))
    })
}

#[test]
fn every_wish() {
    for (name, wish) in wishes() {
        let understanding = understand(wish);
        if let Some(app) = &understanding.blueprint {
            assert_eq!(blueprint::check(app), [], "{name}");
        }
        insta::assert_snapshot!(name, format!("{wish}\n\n{}", report(&understanding)));
    }
}

#[test]
fn more_wishes() {
    const WISHES: [&str; 31] = [
        GUEST_BOOK,
        "A list of books with title, author, year and whether it is lent out (yes/no). Anyone can see them, only I can add or delete.",
        "Track our bicycles: each has a frame number, a colour (red, green, blue), a purchase date and an optional price. Sorted by colour.",
        "People post jobs with a title, salary and description; everyone can search.",
        "An app where members share recipes",
        "I want to keep my expenses. Each expense has an amount, a date and a category (food, travel, other), let me export it as CSV",
        "A contact form: visitors leave their name, email and a message, only I can see them",
        "Keep track of the plants in my garden",
        "An inventory of tools with name, place and quantity; everybody may change them but only the owner may delete",
        "Collect feedback from our guests, only signed-in people can add",
        "A message board where anyone can write and people can delete their own messages",
        "Two lists: students and courses. Each student has a name and a class. Each course has a title, a teacher and a start time.",
        "a todo list for the family where everyone may see and change everything",
        "Hello there",
        "Keep a list of our suppliers with name, phone number and payment terms. Only I can see them.",
        "I run a bakery. Customers order cakes online with a pick-up date and time; I see all orders and change their state.",
        "A place where my students hand in their homework",
        "A shared shopping list for our flat: anyone can add items and tick them off",
        "A library of board games: each game has a title, number of players, playing time and owner. Everybody can browse; only members can add games.",
        "Record daily temperatures: date, temperature and remarks",
        "My recipes, searchable, with ingredients and steps",
        "An app to manage vehicles and drivers. Vehicles have a plate, a make and a mileage. Drivers have a name and a licence number.",
        "Let visitors sign a guest book with name, country and a message",
        "Events calendar with title, date, time and place, sorted by date. Everyone sees it, only the office may add events.",
        "A suggestion box where everyone can leave an idea anonymously and only I can read them",
        "Make me a todo app",
        "a CRM",
        "Complaints register: each complaint has a date, customer, description and a status (open, in progress, closed)",
        "Track expenses",
        "Help desk: customers open tickets, only I can close them",
        "Job applications: applicants leave their name, email, phone and a cover letter; only I can see them",
    ];
    for (number, wish) in WISHES.iter().enumerate() {
        insta::assert_snapshot!(
            format!("more_{number:02}"),
            format!("{wish}\n\n{}", report(&understand(wish)))
        );
    }
}

#[test]
fn changes_to_the_guest_book() {
    const CHANGES: [&str; 24] = [
        "Each message also has an optional city",
        "Rename message to comment",
        "Remove the message",
        "only I can delete",
        "Only I can delete messages and everyone may add them",
        "make the name optional",
        "The city must be given",
        "anyone may add",
        "oldest first",
        "add search",
        "Add a phone number and a rating (1, 2, 3) to messages",
        "Add an optional date of visit",
        "rename the list of messages to greetings",
        "Let people search and show the newest last",
        "sort by name",
        "Each person sees only their own messages",
        "Move the permission check into one helper so the code is shorter.",
        "Make one fixed user name and password for everyone.",
        "Make it blue and send me an email when someone writes",
        "Add a photo",
        "Remove the search and export CSV",
        "Nobody may change messages",
        "Rename nmae to author",
        "Remove the name and the message",
    ];
    let app = understand(GUEST_BOOK).blueprint.expect("a guest book is known");
    let mut text = String::new();
    for wish in CHANGES {
        let _ = writeln!(text, "> {wish}\n{}", report(&change(&app, wish)));
    }
    insta::assert_snapshot!("changes", text);
}

#[test]
fn a_guest_book_is_what_it_says() {
    let app = understand(GUEST_BOOK).blueprint.expect("a guest book is known");
    let messages = &app.entities[0];
    assert_eq!((messages.name.as_str(), messages.order), ("message", Order::NewestFirst));
    let fields: Vec<(&str, Kind, bool)> =
        messages.fields.iter().map(|field| (field.name.as_str(), field.kind, field.required)).collect();
    assert_eq!(fields, [("name", Kind::Text, true), ("message", Kind::LongText, true)]);
}

#[test]
fn a_rename_keeps_the_field_and_its_name_on_the_wire() {
    let old = understand(GUEST_BOOK).blueprint.expect("a guest book is known");
    let new = change(&old, "Rename message to comment").blueprint.expect("a change");
    let (before, after) = (&old.entities[0].fields[1], &new.entities[0].fields[1]);
    assert_eq!((before.id, &before.code), (after.id, &after.code));
    assert_eq!(after.name, "comment");
    let migration = blueprint::migration_from(&old, &new).expect("memory follows the words");
    assert!(migration.contains("comment = row.message;"), "{migration}");
}

#[test]
fn what_a_wish_does_not_say_stays_private_or_is_asked() {
    for wish in ["Keep our customers", "Track our patients: each has a name and a diagnosis"] {
        let understanding = understand(wish);
        assert_eq!(understanding.blueprint.expect("a list").entities[0].rules.list, Who::Owner, "{wish}");
        assert!(understanding.questions.iter().any(|question| question.id.starts_with("see:")), "{wish}");
    }
}

#[test]
fn answers_are_applied() {
    let understanding = understand("Keep customers and invoices");
    let app = understanding.blueprint.expect("two lists");
    let question = &understanding.questions[0];
    let answered = answer(&app, &question.id, "Everyone").expect("one of the options");
    assert!(answered.entities.iter().all(|entity| entity.rules.list == Who::Everyone));
    for question in &understanding.questions {
        assert_eq!(answer(&app, &question.id, &question.default).as_ref(), Ok(&app));
        for option in &question.options {
            let answered = answer(&app, &question.id, option).expect("one of the options");
            assert_eq!(blueprint::check(&answered), []);
        }
    }
    assert!(answer(&app, &question.id, "my cat").is_err());
    for id in ["", "see", "see:", "see:99", "fly:1", "see:1,x"] {
        assert!(answer(&app, id, "everyone").is_err(), "{id}");
    }
}

#[test]
fn nothing_and_too_much_are_said_clearly() {
    let noise = "x".repeat(1 << 20);
    for wish in ["", "  \n", &noise] {
        let understanding = understand(wish);
        assert!(understanding.blueprint.is_none() && understanding.problem.is_some());
        assert!(report(&understanding).len() < 500);
    }
}

/// Words of wishes in any order, with odd letters between them: nothing may fail, and no app may come out that does not fit.
#[test]
fn any_words_are_read_without_fault() {
    let words: Vec<&str> = wishes()
        .flat_map(|(_, wish)| wish.split(' '))
        .chain(["é", "(", ")", ",", "🎉", "rename", "to", "\"", "\\"])
        .collect();
    let mut seed = 12_345_u64;
    let mut next = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("31 bits") % bound
    };
    let guest_book = understand(GUEST_BOOK).blueprint.expect("a guest book is known");
    for _ in 0..400 {
        let wish: Vec<&str> = (0..1 + next(25)).map(|_| words[next(words.len())]).collect();
        let wish = wish.join(" ");
        for understanding in [understand(&wish), change(&guest_book, &wish)] {
            if let Some(app) = understanding.blueprint {
                assert_eq!(blueprint::check(&app), [], "{wish}");
                assert_eq!(blueprint::read(&blueprint::write(&app)).expect("written here"), app);
            } else {
                assert!(understanding.problem.is_some(), "{wish}");
            }
        }
    }
}
