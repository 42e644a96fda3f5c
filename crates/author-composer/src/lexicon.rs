//! What a business usually writes down about things: nouns with their usual fields, and who usually may do what with them.

use blueprint::{Kind, NewField, Rules, Who};

/// Who usually deals with rows of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Habit {
    /// Everyone adds and everyone reads: messages, reviews.
    Feed,
    /// The owner puts up what everyone reads: services, dishes.
    Catalogue,
    /// Everyone hands in what the owner works on: bookings, orders.
    Intake,
    /// The owner's own books: customers, invoices.
    Ledger,
    /// Each person's own: notes, tasks.
    Own,
}

/// A noun that is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    pub(crate) name: &'static str,
    pub(crate) habit: Habit,
    /// Its usual fields: `!` must be given; `?` is a yes or no; `=a|b` is a choice.
    fields: &'static str,
}

impl Habit {
    pub(crate) fn rules(self) -> Rules {
        let (list, add, change, remove) = match self {
            Habit::Feed => (Who::Everyone, Who::Everyone, Who::AuthorOrOwner, Who::AuthorOrOwner),
            Habit::Catalogue => (Who::Everyone, Who::Owner, Who::Owner, Who::Owner),
            Habit::Intake => (Who::AuthorOrOwner, Who::Everyone, Who::Owner, Who::Owner),
            Habit::Ledger => (Who::Owner, Who::Owner, Who::Owner, Who::Owner),
            Habit::Own => (Who::Author, Who::SignedIn, Who::Author, Who::Author),
        };
        Rules { list, add, change, remove }
    }
}

impl Noun {
    pub(crate) fn fields(&self) -> Vec<NewField> {
        self.fields.split(", ").map(field).collect()
    }
}

/// Finds a noun by the word for one of it.
pub(crate) fn noun(name: &str) -> Option<&'static Noun> {
    NOUNS.iter().find(|noun| noun.name == name)
}

/// Returns what kind of value a field of this name usually has.
pub(crate) fn kind_of(name: &str) -> Kind {
    let words: Vec<&str> = name.split([' ', '-']).collect();
    let last = words.last().copied().unwrap_or_default();
    let any = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if name.starts_with("number of ") || name.starts_with("how many") {
        Kind::Number
    } else if ["is ", "has ", "includes ", "whether "].iter().any(|start| name.starts_with(start)) {
        Kind::YesNo
    } else if last == "number" || last == "code" || last == "id" {
        // Numbers that only name something may start with zeros or have letters in them.
        Kind::Text
    } else if any(&["date", "birthday", "deadline", "day"]) || name == "due" {
        Kind::Date
    } else if last == "time"
        && (words.len() == 1
            || any(&["arrival", "departure", "start", "end", "opening", "closing", "pick-up"]))
    {
        Kind::Time
    } else if any(DECIMAL) {
        Kind::Decimal
    } else if YES_NO.contains(&last) {
        Kind::YesNo
    } else if NUMBER.contains(&last) {
        Kind::Number
    } else if LONG_TEXT.contains(&last) {
        Kind::LongText
    } else {
        Kind::Text
    }
}

/// What a field cannot be: this writer keeps no files and no places on a map.
pub(crate) fn is_beyond(word: &str) -> bool {
    const BEYOND: [&str; 24] = [
        "photo",
        "photos",
        "picture",
        "pictures",
        "image",
        "images",
        "file",
        "files",
        "video",
        "videos",
        "attachment",
        "attachments",
        "scan",
        "scans",
        "signature",
        "signatures",
        "map",
        "maps",
        "password",
        "passwords",
        "pdf",
        "chart",
        "charts",
        "barcode",
    ];
    BEYOND.contains(&word)
}

fn field(spec: &str) -> NewField {
    let (name, options) = spec.split_once('=').unwrap_or((spec, ""));
    let (name, required) = name.strip_suffix('!').map_or((name, false), |name| (name, true));
    let (name, yes_no) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
    let options: Vec<&str> = options.split('|').filter(|option| !option.is_empty()).collect();
    let kind = match (yes_no, options.is_empty()) {
        (true, _) => Kind::YesNo,
        (false, true) => kind_of(name),
        (false, false) => Kind::Choice,
    };
    let mut field = NewField::new(name, kind).options(&options);
    if required {
        field = field.required();
    }
    field.default = options.first().map(|first| (*first).to_owned());
    field
}

const YES_NO: &[&str] = &[
    "done",
    "paid",
    "active",
    "finished",
    "complete",
    "completed",
    "checked",
    "urgent",
    "available",
    "sold",
];
const DECIMAL: &[&str] = &[
    "price", "amount", "cost", "costs", "fee", "total", "balance", "salary", "cash", "rent", "budget",
    "weight", "deposit",
];
const NUMBER: &[&str] = &[
    "quantity",
    "count",
    "age",
    "year",
    "score",
    "points",
    "stars",
    "seats",
    "guests",
    "rooms",
    "pieces",
    "rating",
    "floor",
    "kilometres",
    "mileage",
];
const LONG_TEXT: &[&str] = &[
    "message",
    "description",
    "notes",
    "note",
    "comment",
    "comments",
    "complaint",
    "text",
    "story",
    "feedback",
    "review",
    "reason",
    "details",
    "ingredients",
    "steps",
    "instructions",
    "items",
    "remarks",
    "diagnosis",
    "question",
    "answer",
    "content",
    "body",
    "idea",
    "summary",
];

macro_rules! nouns {
    ($($habit:ident { $($name:literal: $fields:literal,)* })*) => {
        &[$($(Noun { name: $name, habit: Habit::$habit, fields: $fields },)*)*]
    };
}

const NOUNS: &[Noun] = nouns! {
    Feed {
        "message": "name!, message!",
        "comment": "name!, comment!",
        "post": "title!, text!, name",
        "review": "name!, review!, stars",
        "idea": "idea!, name",
        "question": "question!, name",
        "recipe": "title!, ingredients!, steps!",
        "greeting": "name!, message!",
        "signature": "name!, message",
    }
    Catalogue {
        "service": "name!, description, price",
        "doctor": "name!, speciality, hours",
        "story": "name, story!",
        "dish": "name!, restaurant, description, price",
        "restaurant": "name!, cuisine, address, opening hours",
        "product": "name!, description, price!",
        "listing": "title!, category, address, price, description",
        "agent": "name!, phone, email",
        "event": "title!, date!, time, place, description",
        "article": "title!, text!",
        "news": "title!, date, text!",
        "course": "title!, teacher, date, description, price",
        "job": "title!, place, salary, description",
        "book": "title!, author, year",
        "movie": "title!, director, year",
        "link": "title!, address!",
        "team": "name!, trainer",
        "property": "title!, address, price, description",
    }
    Intake {
        "appointment": "name!, phone!, date!, time, reason",
        "booking": "name!, phone!, address, date!, time, notes",
        "reservation": "name!, phone!, date!, time!, number of guests",
        "order": "name!, phone!, address, items!, state=received|in preparation|on its way|delivered",
        "ticket": "name!, subject!, message!, state=open|in progress|closed",
        "feedback": "name, feedback!",
        "request": "name!, email, message!",
        "application": "name!, email!, message",
        "registration": "name!, email!",
        "complaint": "name!, email, complaint!",
        "enquiry": "name!, email!, message!",
        "lead": "name!, email, message",
    }
    Ledger {
        "case": "record number!, date!, name!, notes",
        "customer": "name!, phone, email, address",
        "client": "name!, phone, email, address",
        "patient": "name!, birth date, phone",
        "invoice": "invoice number!, customer!, date!, amount!, paid",
        "payment": "name!, date!, amount!",
        "expense": "what!, date!, amount!, category",
        "member": "name!, phone, email, membership",
        "membership": "name!, start date!, end date",
        "subscription": "name!, plan, start date!, end date, price",
        "visitor": "name!, company, date!, arrival time, departure time",
        "vehicle": "plate!, driver, date!, arrival time, departure time",
        "animal": "name!, species, breed, birth date",
        "pet": "name!, species, breed, owner",
        "employee": "name!, role, phone, email",
        "supplier": "name!, phone, email, address",
        "contact": "name!, phone, email",
        "trip": "traveller!, date!, price, paid",
        "ride": "traveller!, date!, morning?, evening?, price, cash paid",
        "student": "name!, class, email",
        "item": "name!, quantity!, place",
        "asset": "name!, place, value",
        "delivery": "date!, supplier, items!",
        "inspection": "date!, place!, result, notes",
        "machine": "name!, place, last service date",
        "project": "name!, customer, deadline, state=open|in progress|done",
        "meeting": "title!, date!, time, notes",
        "shift": "name!, date!, start time, end time",
        "entry": "date!, text!, name",
    }
    Own {
        "note": "title, note!",
        "task": "task!, due date, done",
        "habit": "habit!, done",
        "bookmark": "title!, address!",
        "workout": "date!, exercise!, notes",
        "goal": "goal!, deadline, done",
    }
};
