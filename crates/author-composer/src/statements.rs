//! Statements that hold for a wish and for a change: who may do what, in which order, what the page offers.

use blueprint::{Action, Order, Who};

use crate::words::Words;

/// Something said about the lists, with the list it names, if it names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Statement {
    Rule {
        action: Action,
        who: Who,
        list: Option<String>,
    },
    Order(Order),
    /// By the field of this name; `true` for largest first.
    SortBy(String, bool),
    Search(bool),
    Export,
    /// The owner does this too, whoever else may.
    Also {
        action: Action,
        list: Option<String>,
    },
}

/// Reads all statements, and notes the words that they took.
pub(crate) fn statements(words: &mut Words, names: &[(String, String)]) -> Vec<Statement> {
    let mut found = Vec::new();
    order(words, &mut found);
    offers(words, &mut found);
    rules(words, names, &mut found);
    found
}

fn order(words: &mut Words, found: &mut Vec<Statement>) {
    const NEWEST: [&str; 6] = [
        "newest|latest first",
        "newest|latest ones|entries|messages|items first",
        "newest|latest on|at top",
        "newest|latest at the top",
        "most recent first",
        "in reverse order",
    ];
    const OLDEST: [&str; 3] = ["oldest first", "newest|latest last", "oldest on|at top"];
    if NEWEST.iter().any(|said| words.take(said)) {
        take_lead(words);
        found.push(Statement::Order(Order::NewestFirst));
    } else if OLDEST.iter().any(|said| words.take(said)) {
        take_lead(words);
        found.push(Statement::Order(Order::OldestFirst));
    } else if let Some(range) =
        words.find("sorted|ordered|sort|order by").or_else(|| words.find("sort|order them|it by"))
    {
        let (items, _) = crate::items::items(words, range.end);
        if let Some(item) = items.first() {
            let end = item.range.end;
            let next = words.stands(end, ",").unwrap_or(end);
            let largest = words
                .stands(next, "largest|highest|newest|latest|biggest first")
                .or_else(|| words.stands(next, "descending"));
            let smallest = words
                .stands(next, "smallest|lowest|oldest|earliest|cheapest first")
                .or_else(|| words.stands(next, "ascending"));
            words.use_up(range.start..largest.or(smallest).unwrap_or(item.range.end));
            found.push(Statement::SortBy(item.name.clone(), largest.is_some()));
        }
    } else if words.take("alphabetically")
        || words.take("alphabetical order")
        || words.take("in alphabetical order")
    {
        found.push(Statement::SortBy("name".to_owned(), false));
    }
}

/// Notes the words that only lead to an order: `show the newest first`.
fn take_lead(words: &mut Words) {
    for lead in ["show the|them", "list the|them", "show", "listed", "shown", "sorted", "put the"] {
        if words.take(lead) {
            return;
        }
    }
}

fn offers(words: &mut Words, found: &mut Vec<Statement>) {
    const SEARCH: [&str; 11] = [
        "let me|us|people|everyone|visitors search every|all|any field|fields",
        "one search over everything",
        "a search over everything",
        "let me|us|people|everyone|visitors search",
        "everyone|anyone|people|visitors|i|we can|may search",
        "add|and|with a search box|field",
        "add search",
        "and|with search",
        "can|may|be search|searched|searchable",
        "search box|field|bar",
        "searchable",
    ];
    const NO_SEARCH: [&str; 2] = ["remove|drop|without the|a search", "no|without|remove search"];
    if NO_SEARCH.iter().any(|said| words.take(said)) {
        found.push(Statement::Search(false));
    } else if SEARCH.iter().any(|said| words.take(said)) {
        for rest in ["in it|them", "every|all|any field|fields"] {
            words.take(rest);
        }
        found.push(Statement::Search(true));
    }
    const EXPORT: [&str; 7] = [
        "export csv|excel",
        "export to|as|with|in csv|excel",
        "export it|them",
        "csv export",
        "export",
        "download as csv|excel",
        "save as csv|excel",
    ];
    if EXPORT.iter().any(|said| words.take(said)) {
        for rest in ["let me", "to|as|with csv|excel", "csv|excel", "add an|a"] {
            words.take(rest);
        }
        found.push(Statement::Export);
    }
}

const LIST_VERBS: &str = "see|sees|view|views|read|reads|look|list|browse|access";
const ADD_VERBS: &str = "add|adds|write|writes|post|posts|leave|leaves|create|creates|submit|submits|enter|enters|book|books|contribute";
const CHANGE_VERBS: &str = "change|changes|edit|edits|update|updates|modify|modifies|correct|tick|assign|set";
const REMOVE_VERBS: &str = "delete|deletes|remove|removes|erase|erases|deleting|removing";

fn rules(words: &mut Words, names: &[(String, String)], found: &mut Vec<Statement>) {
    own(words, names, found);
    also(words, names, found);
    let mut index = 0;
    while index < words.len() {
        let subject = if words.is_used(index) { None } else { subject(words, index) };
        let Some((who, start)) = subject else {
            index += 1;
            continue;
        };
        let start = words.stands(start, "can|may|should|must|shall|could").unwrap_or(start);
        let start = words.stands(start, "be able to").unwrap_or(start);
        index = verbs(words, names, index, start, who, found).unwrap_or(index + 1);
    }
}

/// Reads the verbs after a subject: `add, change and delete messages`; returns where they end.
fn verbs(
    words: &mut Words,
    names: &[(String, String)],
    from: usize,
    start: usize,
    who: Who,
    found: &mut Vec<Statement>,
) -> Option<usize> {
    let mut at = start;
    let mut actions = Vec::new();
    while let Some(action) = action(words.at(at)) {
        actions.push(action);
        at += 1;
        let next = (at..at + 3)
            .take_while(|index| matches!(words.at(*index), "," | "and" | "or"))
            .last()
            .map_or(at, |last| last + 1);
        if action_follows(words, next) {
            at = next;
        }
    }
    if actions.is_empty() {
        return None;
    }
    let own = words.stands(at, "their own").or_else(|| words.stands(at, "what they added|wrote|posted|left"));
    let mut end = own.unwrap_or(at);
    let (list, object_end) = object(words, end, names);
    end = object_end;
    let who = match (own.is_some(), who) {
        (true, Who::Everyone | Who::SignedIn) => Who::AuthorOrOwner,
        _ => who,
    };
    words.use_up(from..end);
    for action in actions {
        // An author of what is not there yet is whoever has an identity.
        let who = match (action, who) {
            (Action::Add, Who::AuthorOrOwner | Who::Author) => Who::SignedIn,
            (Action::List, Who::AuthorOrOwner) => Who::Author,
            _ => who,
        };
        found.push(Statement::Rule { action, who, list: list.clone() });
    }
    // "At the desk we see the appointments, set the doctors' hours": the same people go on.
    let next = (end..end + 2)
        .take_while(|index| matches!(words.at(*index), "," | "and"))
        .last()
        .map_or(end, |last| last + 1);
    let has_object = |verb: usize| object(words, verb + 1, names).1 > verb + 1;
    if next > end && action_follows(words, next) && has_object(next) {
        return verbs(words, names, next, next, who, found);
    }
    Some(end)
}

fn action_follows(words: &Words, index: usize) -> bool {
    action(words.at(index)).is_some()
}

fn action(word: &str) -> Option<Action> {
    let among = |verbs: &str| verbs.split('|').any(|verb| verb == word);
    [
        (LIST_VERBS, Action::List),
        (ADD_VERBS, Action::Add),
        (CHANGE_VERBS, Action::Change),
        (REMOVE_VERBS, Action::Remove),
    ]
    .into_iter()
    .find(|(verbs, _)| among(verbs))
    .map(|(_, action)| action)
}

/// Reads who: `only I`, `nobody`, `everyone`, `only signed-in people`.
fn subject(words: &Words, index: usize) -> Option<(Who, usize)> {
    const SUBJECTS: [(&str, Who); 17] = [
        ("only i|me|myself", Who::Owner),
        ("only we|us", Who::Owner),
        ("just i|me", Who::Owner),
        ("only the owner", Who::Owner),
        ("only the owner|admin|administrator|office|manager|boss of this app", Who::Owner),
        ("only the admin|administrator|office|manager|boss", Who::Owner),
        ("only admins|administrators|managers|owners", Who::Owner),
        ("only signed-in|logged-in|registered people|users|visitors|members", Who::SignedIn),
        ("only members|users", Who::SignedIn),
        ("signed-in|logged-in|registered people|users|visitors|members", Who::SignedIn),
        ("only the author|writer|creator", Who::AuthorOrOwner),
        ("only authors|writers|creators", Who::AuthorOrOwner),
        ("only the person who added|wrote it|them", Who::AuthorOrOwner),
        ("the author|writer", Who::AuthorOrOwner),
        ("at the desk we", Who::Owner),
        ("nobody|no-one|noone", Who::Nobody),
        ("no one", Who::Nobody),
    ];
    for (pattern, who) in SUBJECTS {
        if let Some(end) = words.stands(index, pattern) {
            let end = words.stands(end, "of this app").unwrap_or(end);
            return Some((who, end));
        }
    }
    let everyone = words.stands(index, "anyone|everyone|everybody|anybody");
    let people = || words.stands(index, "people|visitors|users|guests|all can|may").map(|end| end - 1);
    let each = || words.stands(index, "each|every person|user|member|visitor");
    everyone.or_else(people).or_else(each).map(|end| (Who::Everyone, end))
}

/// Reads what it is done to: `messages`, `the invoices`, `them`.
fn object(words: &Words, start: usize, names: &[(String, String)]) -> (Option<String>, usize) {
    let mut at = start;
    while matches!(words.at(at), "a" | "an" | "the" | "all" | "any" | "new" | "every" | "my" | "our" | "of") {
        at += 1;
    }
    for (one, many) in names {
        if let Some(end) = words.stands(at, one).or_else(|| words.stands(at, many)) {
            return (Some(one.clone()), end);
        }
    }
    if let Some(end) = words.stands(at, "them|it|entries|rows|everything|anything|something|things|items") {
        return (None, words.stands(end, "off").unwrap_or(end));
    }
    (None, if words.ends(start) || words.at(start) == "," { start } else { start.min(at) })
}

/// `I see all orders`: the owner is among those who may.
fn also(words: &mut Words, names: &[(String, String)], found: &mut Vec<Statement>) {
    for index in 0..words.len() {
        let Some(verb) = words.stands(index, "i|we").map(|end| words.stands(end, "can|may").unwrap_or(end))
        else {
            continue;
        };
        let said_only = index > 0 && matches!(words.at(index - 1), "only" | "just" | "desk");
        let Some(action) = action(words.at(verb)).filter(|_| !said_only && !words.is_used(index)) else {
            continue;
        };
        let (list, end) = object(words, verb + 1, names);
        if list.is_some() {
            words.use_up(index..end);
            found.push(Statement::Also { action, list });
        }
    }
}

/// `Each person sees only their own`: nobody sees what another added.
fn own(words: &mut Words, names: &[(String, String)], found: &mut Vec<Statement>) {
    const OWN: [&str; 6] = [
        "each|every person|user|member|one|visitor sees only their own",
        "everyone|everybody sees only their own",
        "people|users|members|everyone|each can|may only see their own",
        "people|users|members|everyone can|may see only their own",
        "each sees only their own",
        "people|users|members see only their own",
    ];
    for pattern in OWN {
        let Some(range) = words.find(pattern) else { continue };
        let (list, end) = object(words, range.end, names);
        words.use_up(range.start..end);
        found.push(Statement::Rule { action: Action::List, who: Who::Author, list: list.clone() });
        for action in [Action::Change, Action::Remove] {
            found.push(Statement::Rule { action, who: Who::Author, list: list.clone() });
        }
        found.push(Statement::Rule { action: Action::Add, who: Who::SignedIn, list });
    }
}
