//! The apps that have a name of their own: a guest book, a to-do list, a chat.

use blueprint::{Kind, NewField};

use crate::draft::Draft;
use crate::lexicon::Habit;
use crate::words::Words;

/// An app that one or two words name.
struct Template {
    /// The words, with choices.
    pattern: &'static str,
    /// What the app is called.
    name: &'static str,
    /// What its rows are.
    list: &'static str,
    habit: Option<Habit>,
    /// Fields that are not the usual ones of the list.
    fields: &'static [(&'static str, Kind, bool)],
    /// The field that is ticked off.
    ticked: Option<&'static str>,
    /// What such an app does anyway, so that nothing is missed when the wish says it.
    anyway: &'static [&'static str],
}

const PLAIN: Template =
    Template { pattern: "", name: "", list: "", habit: None, fields: &[], ticked: None, anyway: &[] };

const TO_DO: Template = Template {
    name: "To-do list",
    list: "task",
    ticked: Some("done"),
    anyway: &[
        "tick off",
        "tick them off",
        "check off",
        "mark them as done",
        "mark as done",
        "complete",
        "add",
        "change",
        "edit",
        "delete after asking",
        "delete",
        "remove",
        "show all , active or|and done|completed",
        "filter by done",
        "all , active , done",
        "for my phone",
    ],
    ..PLAIN
};

const CHAT: Template = Template {
    name: "Chat",
    list: "message",
    anyway: &[
        "for my|our friends|family|team",
        "write|send messages",
        "you give your name",
        "everybody|everyone sees them",
        "refreshes by itself",
        "in one list",
    ],
    ..PLAIN
};

const CAR_POOL: Template = Template {
    name: "Car pool",
    list: "ride",
    anyway: &["who rode in the morning and evening", "price per trip", "cash they paid"],
    ..PLAIN
};

const TEMPLATES: &[Template] = &[
    Template {
        pattern: "contact form",
        name: "Contact form",
        list: "message",
        habit: Some(Habit::Intake),
        ..PLAIN
    },
    Template { pattern: "guest book", name: "Guest book", list: "message", anyway: &["sign"], ..PLAIN },
    Template { pattern: "guestbook", name: "Guest book", list: "message", anyway: &["sign"], ..PLAIN },
    Template { pattern: "visitors book", name: "Guest book", list: "message", ..PLAIN },
    Template { pattern: "message|notice|bulletin board", name: "Message board", list: "message", ..PLAIN },
    Template { pattern: "suggestion|suggestions|idea box", name: "Suggestion box", list: "idea", ..PLAIN },
    Template {
        pattern: "shopping|grocery list",
        name: "Shopping list",
        list: "item",
        habit: Some(Habit::Feed),
        fields: &[
            ("item", Kind::Text, true),
            ("quantity", Kind::Text, false),
            ("bought", Kind::YesNo, false),
        ],
        ticked: Some("bought"),
        ..PLAIN
    },
    Template { pattern: "to-do|todo list", ..TO_DO },
    Template { pattern: "to-do|todo app|application|tracker", ..TO_DO },
    Template { pattern: "task list|manager", name: "Task list", ..TO_DO },
    Template { pattern: "group chat", name: "Group chat", ..CHAT },
    Template { pattern: "chat room", ..CHAT },
    Template { pattern: "chat", ..CHAT },
    Template { pattern: "private|personal notes", name: "Notes", list: "note", ..PLAIN },
    Template { pattern: "notebook|notes", name: "Notes", list: "note", ..PLAIN },
    Template { pattern: "car pool", ..CAR_POOL },
    Template { pattern: "carpool|car-pool", ..CAR_POOL },
    Template { pattern: "contact list", name: "Contacts", list: "contact", ..PLAIN },
    Template { pattern: "address book", name: "Address book", list: "contact", ..PLAIN },
    Template { pattern: "crm", name: "Customers", list: "customer", ..PLAIN },
    Template { pattern: "help desk", name: "Help desk", list: "ticket", ..PLAIN },
    Template { pattern: "helpdesk", name: "Help desk", list: "ticket", ..PLAIN },
    Template { pattern: "blog", name: "Blog", list: "post", habit: Some(Habit::Catalogue), ..PLAIN },
    Template { pattern: "logbook|journal|diary", name: "Logbook", list: "entry", ..PLAIN },
];

/// How far into a wish such an app is named, in words; further on it is something else's.
const OPENING_WORDS: usize = 7;

/// Recognises such an app when the wish opens with one.
pub(crate) fn template(words: &mut Words, draft: &mut Draft) {
    let found = (0..words.len().min(OPENING_WORDS)).find_map(|index| {
        TEMPLATES.iter().find_map(|template| words.stands(index, template.pattern).map(|end| (template, end)))
    });
    let Some((template, end)) = found else { return };
    // A log of something is a list of that.
    if matches!(words.at(end), "of" | "for") && template.list == "entry" {
        return;
    }
    words.use_up(0..end);
    draft.name.get_or_insert_with(|| template.name.to_owned());
    let at = draft.list(template.list, Habit::Feed);
    let list = &mut draft.lists[at];
    list.habit = template.habit.unwrap_or(list.habit);
    list.narrow = template.ticked.map(str::to_owned);
    for (name, kind, required) in template.fields {
        let field = NewField::new(name, *kind);
        list.fields.push(if *required { field.required() } else { field });
    }
    for said in template.anyway {
        words.take(said);
    }
}
