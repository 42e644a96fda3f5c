//! Which lists a wish asks for, and what their rows have.

use blueprint::{Kind, NewField};

use crate::draft::Draft;
use crate::items::{Item, items};
use crate::lexicon::{Habit, noun};
use crate::templates::template;
use crate::words::{Words, is_plural, singular};

/// Verbs by which an owner says what to keep.
const KEEP: &str = "track|keep|keeps|manage|manages|record|records|store|stores|collect|collects|organise|organize|maintain|save|log|list|register|catalogue|catalog|administer";
/// Verbs by which others hand something in.
const LEAVE: &str = "leave|leaves|write|writes|post|posts|submit|submits|enter|enters|give|gives|share|shares|send|open|file|place|add|adds|book|books|order|request|requests";
/// Nouns that only say that there is a list.
const CONTAINER: &str = "list|log|logbook|register|directory|catalogue|catalog|collection|library|database|inventory|table|overview|diary|journal|archive|calendar|tracker";

/// Reads the lists out of a wish.
pub(crate) fn create(words: &mut Words, draft: &mut Draft) {
    title(words, draft);
    template(words, draft);
    if draft.lists.is_empty() {
        opening(words, draft);
    }
    let mut current: Vec<usize> = (0..draft.lists.len()).collect();
    for index in 0..words.len() {
        if words.is_used(index) {
            continue;
        }
        let made = kept(words, draft, index)
            .or_else(|| contained(words, draft, index))
            .or_else(|| possessed(words, draft, index, &current))
            .or_else(|| left(words, draft, index, &current))
            .or_else(|| spelt_out(words, draft, index, &current))
            .or_else(|| accompanied(words, draft, index, &current));
        if let Some(made) = made {
            current = made;
        }
    }
    if draft.lists.is_empty() {
        mentioned(words, draft);
        draft.guessed = true;
    }
    states(words, draft);
    usual_fields(words, draft);
}

/// Reads what the app is called: `for our dental clinic`, `for my gym`.
fn title(words: &mut Words, draft: &mut Draft) {
    let found = words.find("website|page|app|site|application for our|my|the|a");
    let Some(range) = found else { return };
    let start = range.end;
    let end = (start..words.len()).find(|index| {
        words.ends(*index)
            || matches!(
                words.at(*index),
                "," | "with" | "where" | "that" | "which" | "and" | "to" | "so" | "in"
            )
    });
    let end = end.unwrap_or(words.len());
    if end > start && end - start <= 4 {
        draft.name = Some(blueprint::heading(words.quote(start..end)));
        words.use_up(range.start..end);
    }
}

/// `Track our surgery cases`, `keep customers and invoices`.
fn kept(words: &mut Words, draft: &mut Draft, index: usize) -> Option<Vec<usize>> {
    let start = words.stands(index, KEEP)?;
    if matches!(words.at(start), "of" | "for") {
        return None;
    }
    let start = words.stands(start, "track of").unwrap_or(start);
    let start = words.stands(start, "a|the list|log|record|register of").unwrap_or(start);
    let (items, _) = items(words, start);
    let made = lists_of(words, draft, &items, Habit::Ledger);
    if made.is_empty() {
        return None;
    }
    words.use_up(index..start);
    Some(made)
}

/// `A list of books`, `a log for visitors and vehicles`.
fn contained(words: &mut Words, draft: &mut Draft, index: usize) -> Option<Vec<usize>> {
    let end = words.stands(index, CONTAINER).and_then(|_| words.stands(index + 1, "of|for"))?;
    let (items, _) = items(words, end);
    let made = lists_of(words, draft, &items, Habit::Ledger);
    if made.is_empty() {
        return None;
    }
    // "A list of books" is called by what it lists, "a gate log for visitors" by its own name.
    let reach = if words.at(index) == "list" { 0 } else { 2 };
    let before = (1..=reach)
        .take_while(|back| index >= *back && !words.ends(index - back) && !words.is_used(index - back))
        .count();
    if draft.name.is_none() && before > 0 {
        let start = if matches!(words.at(index - before), "a" | "an" | "the" | "our" | "my") {
            index - before + 1
        } else {
            index - before
        };
        let name = if start < index {
            words.quote(start..index + 1)
        } else {
            words.quote(index..items.last().map_or(end, |item| item.range.end))
        };
        draft.name = Some(blueprint::heading(name));
    }
    words.use_up(index - before..end);
    Some(made)
}

/// `Each case has a record number`, `members have a balance`, `with each book having a title`.
fn possessed(words: &mut Words, draft: &mut Draft, index: usize, current: &[usize]) -> Option<Vec<usize>> {
    let verb = words.stands(index, "has|have|having|needs|contains|includes|shows")?;
    if index == 0 {
        return None;
    }
    let subject = words.at(index - 1).to_owned();
    let lists = match subject.as_str() {
        "each" | "it" | "they" | "one" | "row" | "entry" if !current.is_empty() => current.to_vec(),
        "i" | "we" | "you" | "that" | "who" | "which" => return None,
        word => {
            let one = singular(word);
            let said_of_each = index > 1 && matches!(words.at(index - 2), "each" | "every" | "a" | "an");
            let known = draft.lists.iter().any(|list| list.name == one) || noun(&one).is_some();
            if !known && !said_of_each && !is_plural(word) {
                return None;
            }
            vec![draft.list(&one, Habit::Ledger)]
        }
    };
    let start = if words.at(verb) == "also" { verb + 1 } else { verb };
    let (items, _) = items(words, start);
    if items.is_empty() {
        return None;
    }
    let back = if index > 1 && matches!(words.at(index - 2), "each" | "every" | "a" | "an" | "with") {
        2
    } else {
        1
    };
    words.use_up(index - back..start);
    fields_of(words, draft, &lists, &items, true);
    Some(lists)
}

/// `Visitors leave their name and a message`, `people post jobs`, `patients book`.
fn left(words: &mut Words, draft: &mut Draft, index: usize, current: &[usize]) -> Option<Vec<usize>> {
    words.stands(index, LEAVE)?;
    let verb = words.at(index).trim_end_matches('s').to_owned();
    let subject = index.checked_sub(1).map(|before| words.at(before).to_owned()).unwrap_or_default();
    let subject = subject.as_str();
    let someone = is_plural(subject)
        || matches!(subject, "people" | "everyone" | "anyone" | "can" | "may" | "to" | "someone" | "and");
    if !someone {
        return None;
    }
    if let Some(made) = booked(words, draft, index, &verb) {
        return Some(made);
    }
    let (items, _) = items(words, index + 1);
    let things: Vec<Item> = items
        .iter()
        .filter(|item| {
            let last = item.name.rsplit(' ').next().unwrap_or_default();
            noun(&singular(last)).is_some_and(|noun| noun.habit != Habit::Ledger)
                || (current.is_empty() && is_plural(last))
        })
        .cloned()
        .collect();
    // "Visitors leave their name, email and a message": the one known thing is what is kept, the rest is what it has.
    if current.is_empty() && things.len() == 1 && items.len() > 2 && !is_plural(&things[0].name) {
        let made = lists_of(words, draft, &things, Habit::Feed);
        use_subject(words, index);
        fields_of(words, draft, &made, &items, true);
        return Some(made);
    }
    let names_a_list = |list: &usize| items.iter().any(|item| draft.lists[*list].name == item.name);
    // In a guest book, "leave their name and a message" says what a message has.
    if !current.is_empty() && items.len() > 1 && (things.is_empty() || current.iter().any(names_a_list)) {
        use_subject(words, index);
        let current = current.to_vec();
        fields_of(words, draft, &current, &items, true);
        return Some(current);
    }
    let made = lists_of(words, draft, &things, Habit::Feed);
    if made.is_empty() {
        return None;
    }
    use_subject(words, index);
    // What people post themselves is not the owner's to put up.
    for list in made
        .iter()
        .filter(|_| matches!(subject, "people" | "everyone" | "anyone" | "members" | "users" | "visitors"))
    {
        let list = &mut draft.lists[*list];
        if matches!(list.habit, Habit::Catalogue | Habit::Ledger) {
            list.habit = Habit::Feed;
        }
    }
    Some(made)
}

fn booked(words: &mut Words, draft: &mut Draft, index: usize, verb: &str) -> Option<Vec<usize>> {
    if verb != "book" && verb != "order" {
        return None;
    }
    let what = if verb == "book" { "booking" } else { "order" };
    let (items, _) = items(words, index + 1);
    let last = items.first().map(|item| singular(item.name.rsplit(' ').next().unwrap_or_default()));
    let name = last.filter(|last| noun(last).is_some_and(|noun| noun.habit == Habit::Intake));
    let list = draft.list(name.as_deref().unwrap_or(what), Habit::Intake);
    use_subject(words, index);
    if let Some(item) = items.first() {
        words.use_up(item.range.clone());
    }
    Some(vec![list])
}

fn use_subject(words: &mut Words, verb: usize) {
    let subject = verb.saturating_sub(1);
    let start = if words.ends(subject) || words.at(subject) == "," { verb } else { subject };
    words.use_up(start..verb + 1);
}

/// `with title, author and year`: lists where the words are known for many things, fields elsewhere.
fn accompanied(words: &mut Words, draft: &mut Draft, index: usize, current: &[usize]) -> Option<Vec<usize>> {
    let start = words.stands(index, "with|including|and|by")?;
    // What follows something that was not understood belongs to that.
    if index == 0 || !(words.is_known(index - 1) || matches!(words.at(index - 1), "," | ")")) {
        return None;
    }
    let (items, _) = items(words, start);
    let preposition = words.at(index).to_owned();
    let is_list = |item: &Item| {
        let last = item.name.rsplit(' ').next().unwrap_or_default();
        is_plural(last) && noun(&singular(last)).is_some()
    };
    if items.iter().any(is_list) && preposition != "by" {
        let (lists, fields): (Vec<Item>, Vec<Item>) = items.into_iter().partition(is_list);
        let made = lists_of(words, draft, &lists, Habit::Ledger);
        words.use_up(index..start);
        for item in fields {
            // "A form to book an appointment" is another thought.
            if item.range.len() <= 3 && noun(&item.name).is_some() {
                words.use_up(item.range);
            }
        }
        return Some(made);
    }
    if current.is_empty() || items.is_empty() || preposition == "and" {
        return None;
    }
    if preposition == "by" {
        let known = |item: &Item| {
            current.iter().any(|list| draft.lists[*list].all_fields().iter().any(|f| f.name == item.name))
        };
        if items.iter().all(known) {
            words.use_up(index..items.last().map_or(start, |item| item.range.end));
            return Some(current.to_vec());
        }
        return None;
    }
    words.use_up(index..start);
    let current = current.to_vec();
    // One thing more, or things that are there anyway, leave the usual fields as they are.
    let usual = |item: &Item| {
        current.iter().all(|list| draft.lists[*list].all_fields().iter().any(|field| field.name == item.name))
    };
    let untouched = current.iter().all(|list| draft.lists[*list].fields.is_empty());
    // Whoever orders or books must be known, whatever else is said.
    let intake = current.iter().all(|list| draft.lists[*list].habit == Habit::Intake);
    let adds = untouched && (intake || items.len() == 1 || items.iter().all(usual));
    let first = if adds { Place::Extra } else { Place::Fields };
    add_fields(words, draft, &current, &items, first, true);
    Some(current)
}

/// The opening words, when they name many things: `Our real-estate listings`.
fn opening(words: &mut Words, draft: &mut Draft) {
    let (items, _) = items(words, 0);
    let Some(first) = items.into_iter().next() else { return };
    let end = first.range.end;
    let is_over =
        words.ends(end) || matches!(words.at(end), "," | "with" | "by" | "and" | "where" | "(" | "that");
    let last = first.name.rsplit(' ').next().unwrap_or_default();
    // "Keep customers" and "Customers book services" say more than a name.
    let has_verb = first
        .name
        .split(' ')
        .filter(|word| first.range.len() == 1 || *word != last)
        .any(|word| [KEEP, LEAVE].iter().any(|verbs| verbs.split('|').any(|verb| verb == word)));
    if has_verb || first.range.len() > 4 {
        return;
    }
    if is_over && is_plural(last) {
        for list in lists_of(words, draft, &[first], Habit::Ledger) {
            // What is mine is mine to fill.
            if matches!(words.at(0), "my" | "our") && draft.lists[list].habit == Habit::Feed {
                draft.lists[list].habit = Habit::Catalogue;
            }
        }
    } else if is_over && CONTAINER.split('|').chain(["book", "app"]).any(|container| container == last) {
        named_after(words, draft, &first);
    }
}

/// `Events calendar`, `complaints register`: called by its own name, keeping what the name says.
fn named_after(words: &mut Words, draft: &mut Draft, item: &Item) {
    let mut before = item.name.split(' ').rev().skip(1);
    let Some(noun) = before.next().map(singular).filter(|one| noun(one).is_some()) else { return };
    draft.name.get_or_insert_with(|| blueprint::heading(&item.name));
    draft.list(&noun, Habit::Ledger);
    words.use_up(item.range.clone());
}

/// `Daily temperatures: date, temperature and remarks`.
fn spelt_out(words: &mut Words, draft: &mut Draft, index: usize, current: &[usize]) -> Option<Vec<usize>> {
    if words.at(index) != ":" || current.is_empty() || !words.is_known(index.checked_sub(1)?) {
        return None;
    }
    let (items, end) = items(words, index + 1);
    let plain = |item: &Item| {
        let verb = |word: &str| [KEEP, LEAVE].iter().any(|verbs| verbs.split('|').any(|verb| verb == word));
        let listed = noun(&singular(&item.name)).is_some() && is_plural(&item.name);
        item.name.split(' ').count() <= 3 && !item.name.split(' ').any(verb) && !listed
    };
    if items.len() < 2 || !words.ends(end) || !items.iter().all(plain) {
        return None;
    }
    let current = current.to_vec();
    fields_of(words, draft, &current, &items, true);
    Some(current)
}

/// `The order goes from received to on its way`: a state.
fn states(words: &mut Words, draft: &mut Draft) {
    let Some(range) = words.find("go|goes|move|moves|changes|change from") else { return };
    let Some(to) = (range.end..words.len().min(range.end + 6)).find(|index| words.at(*index) == "to") else {
        return;
    };
    let end =
        (to..words.len()).find(|index| words.ends(*index) || words.at(*index) == ",").unwrap_or(words.len());
    let (first, last) = (words.quote(range.end..to).to_lowercase(), words.quote(to + 1..end).to_lowercase());
    if first.is_empty() || last.is_empty() || end - to > 5 {
        return;
    }
    let subject = singular(words.at(range.start.wrapping_sub(1)));
    let found = draft.lists.iter_mut().find(|list| list.name == subject);
    let Some(list) = found else { return };
    let knows = |field: &NewField| field.options.contains(&first) && field.options.contains(&last);
    if !list.all_fields().iter().any(knows) {
        let mut state = NewField::new("state", Kind::Choice).options(&[&first, &last]);
        state.default = Some(first);
        list.extra.push(state);
    }
    list.narrow = Some("state".to_owned());
    let mut start = range.start - 1;
    while start > 0
        && matches!(words.at(start - 1), "the" | "an" | "a" | "their" | "watch" | "follow" | "see" | "track")
    {
        start -= 1;
    }
    words.use_up(start..end);
}

/// Known nouns wherever they stand, when nothing else said what to keep.
fn mentioned(words: &mut Words, draft: &mut Draft) {
    for index in 0..words.len() {
        let one = singular(words.at(index));
        // The verb "to order" and the like are no things, and what one word may mean is no reason for a list.
        let after_article = index > 0
            && matches!(words.at(index - 1), "a" | "an" | "the" | "their" | "our" | "my" | "your" | "in");
        let is_thing = is_plural(words.at(index)) || after_article;
        let is_field = draft.lists.iter().any(|list| list.all_fields().iter().any(|field| field.name == one));
        if is_thing && !is_field && noun(&one).is_some() && draft.lists.len() < 4 {
            draft.list(&one, Habit::Ledger);
            words.mention(words.at(index).to_owned().as_str());
        }
    }
}

/// Notes the usual fields that the wish mentions: they are there anyway.
fn usual_fields(words: &mut Words, draft: &mut Draft) {
    let names: Vec<String> =
        draft.lists.iter().flat_map(|list| list.all_fields()).map(|field| field.name).collect();
    for name in names {
        words.mention(&name);
    }
    let lists: Vec<String> = draft.lists.iter().map(|list| list.name.clone()).collect();
    for list in lists {
        words.mention(&list);
        words.mention(&blueprint::plural(&list));
    }
}

/// Makes a list of each thing that is many of something.
fn lists_of(words: &mut Words, draft: &mut Draft, items: &[Item], otherwise: Habit) -> Vec<usize> {
    let mut made = Vec::new();
    for item in items {
        let last = item.name.rsplit(' ').next().unwrap_or_default();
        let one = singular(last);
        let is_container = CONTAINER.split('|').any(|word| word == one);
        if is_container || (noun(&one).is_none() && !is_plural(last)) {
            continue;
        }
        let whole = item.name.strip_suffix(last).map_or(one.clone(), |before| format!("{before}{one}"));
        let name = if noun(&whole).is_some() { whole } else { one };
        if draft.lists.is_empty() && draft.name.is_none() && item.name != last {
            draft.name = Some(blueprint::heading(&item.name));
        }
        made.push(draft.list(&name, otherwise));
        words.use_up(item.range.clone());
    }
    between(words, items);
    made
}

/// Notes what joins things that were used.
fn between(words: &mut Words, items: &[Item]) {
    for pair in items.windows(2) {
        if words.is_used(pair[0].range.start) && words.is_used(pair[1].range.start) {
            words.use_up(pair[0].range.end..pair[1].range.start);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Instead of the usual fields.
    Fields,
    /// On top of them.
    Extra,
}

fn fields_of(words: &mut Words, draft: &mut Draft, lists: &[usize], items: &[Item], required: bool) {
    add_fields(words, draft, lists, items, Place::Fields, required);
}

fn add_fields(
    words: &mut Words,
    draft: &mut Draft,
    lists: &[usize],
    items: &[Item],
    place: Place,
    required: bool,
) {
    for item in items {
        words.use_up(item.range.clone());
    }
    between(words, items);
    for item in items {
        for list in lists {
            let list = &mut draft.lists[*list];
            let first = list.fields.is_empty() && list.extra.is_empty();
            // What a field like "name" or "message" is for, the usual fields know best.
            let usual = noun(&list.name)
                .and_then(|noun| noun.fields().into_iter().find(|field| field.name == item.name));
            let field = match usual {
                Some(usual) if item.required.is_none() && item.options.is_empty() => usual,
                _ => item.field(required && first && place == Place::Fields),
            };
            let fields = if place == Place::Fields { &mut list.fields } else { &mut list.extra };
            if !fields.iter().any(|known| known.name == field.name) {
                fields.push(field);
            }
        }
    }
}
