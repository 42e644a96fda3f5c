//! A wish about an app that is there: what to add, rename, remove, require, allow or show.

use blueprint::{Blueprint, Entity, Kind, NewField, Order, Who};

use crate::items::items;
use crate::statements::{Statement, statements};
use crate::words::{Words, singular};
use crate::{Understanding, too_much_or_nothing};

const EXAMPLE: &str = "\"Each message also has an optional city\" or \"only I can delete\"";

/// Reads a wish about the app that `old` describes. The blueprint is there only when something changes.
pub fn change(old: &Blueprint, wish: &str) -> Understanding {
    if let Some(refused) = too_much_or_nothing(wish, EXAMPLE) {
        return refused;
    }
    let mut reading = Reading { words: Words::new(wish), app: old.clone(), notes: Vec::new() };
    reading.renames();
    reading.removals();
    reading.requirements();
    reading.additions();
    reading.statements();
    let Reading { words, app, notes } = reading;
    let problem = blueprint::check(&app).into_iter().next();
    let not_understood = words.left_over();
    if let Some(problem) = problem {
        let problem = Some(format!("This change does not fit: {problem}."));
        return Understanding { not_understood, problem, ..Understanding::default() };
    }
    let mut understood = blueprint::diff(old, &app);
    understood.extend(notes.iter().cloned());
    if app == *old {
        let reason = notes
            .first()
            .map(|note| note.replace("Part of this", "All of this"))
            .unwrap_or_else(|| no_change(old, &words));
        let not_understood = if not_understood.is_empty() && notes.is_empty() {
            vec![wish.trim().to_owned()]
        } else {
            not_understood
        };
        return Understanding { not_understood, problem: Some(reason), ..Understanding::default() };
    }
    Understanding { blueprint: Some(app), understood, questions: Vec::new(), not_understood, problem: None }
}

fn no_change(app: &Blueprint, words: &Words) -> String {
    if (0..words.len()).any(|index| crate::lexicon::is_beyond(words.at(index))) {
        return "This writer keeps text, numbers, dates and choices, and no pictures, files or passwords; a language model or an outside writer can. Ask for something else.".to_owned();
    }
    let has = |entity: &Entity| {
        let fields: Vec<String> = entity.fields.iter().map(|field| field.name.clone()).collect();
        format!("{} with {}", entity.plural, blueprint::listed(&fields))
    };
    let lists: Vec<String> = app.entities.iter().map(has).collect();
    format!(
        "Nothing in this wish changes the app, which keeps {}. Say what should be different, such as: {EXAMPLE}",
        lists.join("; ")
    )
}

struct Reading<'a> {
    words: Words<'a>,
    app: Blueprint,
    /// What the owner should know beside the differences.
    notes: Vec<String>,
}

/// A field or a list that words name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thing {
    Field(u32, u32),
    List(u32),
}

impl Reading<'_> {
    /// `Rename message to comment`, `call the city town`.
    fn renames(&mut self) {
        while let Some(range) = self.find_unused("rename") {
            let Some((thing, end, name)) = self.thing(range.end) else { return };
            let Some(to) = self.words.stands(end, "to|into|as") else { return };
            let (items, _) = items(&self.words, to);
            let Some(item) = items.first() else { return };
            self.words.use_up(range.start..item.range.end);
            self.rename(thing, &name, &item.name);
        }
    }

    fn rename(&mut self, thing: Thing, old: &str, new: &str) {
        match thing {
            Thing::Field(list, field) => {
                let also_a_list = self.app.entity_named(old).is_some();
                let entity = self.app.entity_mut(list);
                if entity.field_named(new).is_some_and(|other| other.id != field) {
                    self.notes.push(format!(
                        "The {} already have a field called {new}; take another name.",
                        entity.plural
                    ));
                    return;
                }
                if let Some(field) = entity.fields.iter_mut().find(|candidate| candidate.id == field) {
                    field.name = new.to_owned();
                }
                if also_a_list {
                    let many = entity.plural.clone();
                    self.notes.push(format!("{old} is also what a row is called; this renames the field, and the list stays {many}. For the list, say: rename the list of {many}."));
                }
            }
            Thing::List(list) => {
                let one = singular(new);
                let entity = self.app.entity_mut(list);
                entity.plural = blueprint::plural(&one);
                entity.name = one;
            }
        }
    }

    /// `Remove the message`, `we no longer need the city`.
    fn removals(&mut self) {
        for pattern in ["remove|delete|drop", "get rid of", "no longer need", "leave out", "without"] {
            while let Some(range) = self.find_unused(pattern) {
                // "Only I can remove messages" says who may, and "remove search" what the page has.
                let subject =
                    range.start.checked_sub(1).map(|before| self.words.at(before)).unwrap_or_default();
                if matches!(subject, "can" | "may" | "i" | "and" | "or" | "," | "to" | "only")
                    && pattern.starts_with("remove")
                {
                    return;
                }
                let Some((thing, end, _)) = self.thing(range.end) else { return };
                self.words.use_up(range.start..end);
                self.remove(thing);
                let mut end = end;
                while let Some((thing, next, _)) =
                    self.words.stands(end, "and|,").and_then(|next| self.thing(next))
                {
                    self.words.use_up(end..next);
                    self.remove(thing);
                    end = next;
                }
            }
        }
    }

    fn remove(&mut self, thing: Thing) {
        match thing {
            Thing::Field(list, field) => {
                let entity = self.app.entity(list).expect("found in this app");
                if entity.fields.len() == 1 {
                    let note = "The {} would have no field left, so {} stays; add another first.";
                    self.notes.push(note.replacen("{}", &entity.plural, 1).replacen(
                        "{}",
                        &entity.fields[0].name,
                        1,
                    ));
                } else {
                    self.app.remove_field(list, field);
                }
            }
            Thing::List(list) => self.app.entities.retain(|entity| entity.id != list),
        }
    }

    /// `Make city required`, `the name is optional`.
    fn requirements(&mut self) {
        for index in 0..self.words.len() {
            let start = self.words.stands(index, "make|the|a").unwrap_or(index);
            let Some((Thing::Field(list, field), end, _)) = self.thing(start) else { continue };
            let end = self.words.stands(end, "is|becomes|be|should|must").unwrap_or(end);
            let end = self.words.stands(end, "be|become").unwrap_or(end);
            let said = self.words.at(end);
            let (required, end) = match crate::items::needed(said) {
                Some(required) if said != "must" => (required, end + 1),
                _ => match self.words.stands(end, "given|filled") {
                    Some(end) => (true, self.words.stands(end, "in").unwrap_or(end)),
                    None => continue,
                },
            };
            self.app.set_required(list, field, required);
            self.words.use_up(index..end);
        }
    }

    /// `Each message also has an optional city`, `add a phone number to customers`.
    fn additions(&mut self) {
        for index in 0..self.words.len() {
            if self.words.is_used(index) {
                continue;
            }
            let found = self.words.stands(index, "has|have|gets|get|needs|need|should").and_then(|end| {
                let end = self.words.stands(end, "have|also|get").unwrap_or(end);
                let end = self.words.stands(end, "also").unwrap_or(end);
                let list = self.subject(index)?;
                Some((list.0, list.1, end))
            });
            let found = found.or_else(|| {
                let end = self.words.stands(index, "add|include")?;
                // "Anyone may add messages" says who may.
                let before = index.checked_sub(1).map(|before| self.words.at(before)).unwrap_or_default();
                let grants = matches!(before, "can" | "may" | "i" | "anyone" | "everyone" | "and" | "people");
                (!grants && !matches!(self.words.at(end), "search")).then_some((None, index, end))
            });
            if let Some((list, from, start)) = found {
                self.add_fields(list, from, start);
            }
        }
    }

    fn add_fields(&mut self, list: Option<u32>, from: usize, start: usize) {
        let (items, end) = items(&self.words, start);
        let named = self.words.stands(end, "to|for|in").and_then(|next| {
            let next = self.words.stands(next, "the|each|every|all").unwrap_or(next);
            self.list_at(next)
        });
        let list = list.or(named.map(|(list, _)| list)).or_else(|| self.only_list());
        let Some(list) = list else {
            if !items.is_empty() {
                let lists: Vec<&str> = self.app.entities.iter().map(|entity| entity.name.as_str()).collect();
                self.notes
                    .push(format!("Which list is meant? Say it with one of these: {}.", lists.join(", ")));
            }
            return;
        };
        for item in &items {
            let name = item.name.strip_suffix(" field").unwrap_or(&item.name).to_owned();
            if name.is_empty()
                || name.starts_with("search")
                || name.starts_with("export")
                || name.starts_with("csv")
            {
                continue;
            }
            self.words.use_up(item.range.clone());
            self.words.use_up(from..start);
            let entity = self.app.entity(list).expect("found in this app");
            if entity.field_named(&name).is_some() {
                self.notes.push(format!("The {} already have {name}.", entity.plural));
                continue;
            }
            let field = NewField { name, ..item.field(false) };
            if !(field.kind == Kind::YesNo || field.required) || item.required.is_none() {
                // Nothing to add to what the difference says.
            } else if field.required {
                self.notes.push(format!(
                    "Rows that are there have no {}; it must be given from now on.",
                    field.name
                ));
            }
            self.app.add_field_later(list, field);
        }
        if let Some((_, next)) = named {
            self.words.use_up(end..next);
        }
    }

    fn statements(&mut self) {
        let names: Vec<(String, String)> =
            self.app.entities.iter().map(|entity| (entity.name.clone(), entity.plural.clone())).collect();
        for statement in statements(&mut self.words, &names) {
            let sorts = self.sort_field(&statement);
            let before = self.app.clone();
            for entity in &mut self.app.entities {
                apply(entity, &statement, sorts);
            }
            if self.app == before {
                self.notes.push("Part of this is so already.".to_owned());
            }
        }
    }

    fn sort_field(&mut self, statement: &Statement) -> Option<(u32, u32)> {
        let Statement::SortBy(name, _) = statement else { return None };
        let found = self.app.entities.iter().find_map(|entity| {
            let same = entity.field_named(name);
            let ends =
                || entity.fields.iter().find(|field| field.name.rsplit(' ').next() == Some(name.as_str()));
            same.or_else(ends).map(|field| (entity.id, field.id))
        });
        if found.is_none() {
            self.notes.push(format!("No list has a field {name} to sort by."));
        }
        found
    }

    /// Returns the field or list named there, where its words end, and the words. A field goes before a list.
    fn thing(&self, start: usize) -> Option<(Thing, usize, String)> {
        let mut at = start;
        while matches!(self.words.at(at), "the" | "a" | "an" | "every" | "all" | "our" | "my" | "field") {
            at += 1;
        }
        if let Some(of) =
            self.words.stands(at, "list").map(|end| self.words.stands(end, "of|called").unwrap_or(end))
        {
            return self
                .list_at(of)
                .map(|(list, end)| (Thing::List(list), end, self.words.quote(of..end).to_lowercase()));
        }
        let fields = self
            .app
            .entities
            .iter()
            .flat_map(|entity| entity.fields.iter().map(move |field| (entity, field)));
        let mut found: Option<(Thing, usize)> = None;
        for (entity, field) in fields {
            let Some(end) = self.named(at, &field.name) else { continue };
            if found.is_none_or(|(_, longest)| end > longest) {
                found = Some((Thing::Field(entity.id, field.id), end));
            }
        }
        if let Some((thing, end)) = found {
            let name = self.words.quote(at..end).to_lowercase();
            let end = self.words.stands(end, "field").unwrap_or(end);
            return Some((thing, end, name));
        }
        self.list_at(at).map(|(list, end)| (Thing::List(list), end, self.words.quote(at..end).to_lowercase()))
    }

    fn list_at(&self, at: usize) -> Option<(u32, usize)> {
        self.app.entities.iter().find_map(|entity| {
            let end = self.named(at, &entity.plural).or_else(|| self.named(at, &entity.name))?;
            let end = self.words.stands(end, "list").unwrap_or(end);
            Some((entity.id, end))
        })
    }

    fn named(&self, at: usize, name: &str) -> Option<usize> {
        self.words.stands(at, &name.to_lowercase())
    }

    /// Returns the list that a sentence is about, and where the sentence begins: `each message`, `they`.
    fn subject(&self, verb: usize) -> Option<(Option<u32>, usize)> {
        for back in 1..=verb.min(4) {
            let at = verb - back;
            if let Some((list, end)) = self.list_at(at)
                && (end == verb || (end + 1 == verb && self.words.at(end) == "also"))
            {
                let from = if at > 0
                    && matches!(self.words.at(at - 1), "each" | "every" | "a" | "an" | "the" | "all")
                {
                    at - 1
                } else {
                    at
                };
                return Some((Some(list), from));
            }
        }
        let pronoun = matches!(
            self.words.at(verb.checked_sub(1)?),
            "it" | "they" | "each" | "we" | "i" | "row" | "rows"
        );
        pronoun.then_some((None, verb - 1))
    }

    fn only_list(&self) -> Option<u32> {
        match self.app.entities.as_slice() {
            [only] => Some(only.id),
            _ => None,
        }
    }

    fn find_unused(&self, pattern: &str) -> Option<std::ops::Range<usize>> {
        (0..self.words.len())
            .filter(|index| !self.words.is_used(*index))
            .find_map(|index| self.words.stands(index, pattern).map(|end| index..end))
    }
}

fn apply(entity: &mut Entity, statement: &Statement, sorts: Option<(u32, u32)>) {
    match statement {
        Statement::Rule { list: Some(named), .. } if *named != entity.name => {}
        Statement::Rule { action, who, .. } => entity.rules.set(*action, *who),
        Statement::Also { list: Some(named), .. } if *named != entity.name => {}
        Statement::Also { action, .. } => {
            if entity.rules.of(*action) == Who::Author {
                entity.rules.set(*action, Who::AuthorOrOwner);
            }
        }
        Statement::Order(order) => entity.order = *order,
        Statement::SortBy(_, largest) => {
            if let Some((list, field)) = sorts
                && list == entity.id
            {
                entity.order = if *largest { Order::Descending(field) } else { Order::Ascending(field) };
            }
        }
        Statement::Search(search) => entity.search = *search,
        Statement::Export => entity.export = true,
    }
}
