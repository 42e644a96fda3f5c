//! Two matrices to facts.

use std::collections::{BTreeMap, BTreeSet};

use replica_api::Principal;
use upgrade::Fact;

use super::trial::{Access, Matrix, Seen};
use super::{Person, TRIAL_MAX};
use crate::secrets::is_secret_name;

/// A method that costs so many times as much as before, and at least so many instructions, is asked about.
const SLOWER_BY: u64 = 5;
const SLOW_FROM: u64 = 20_000_000;

/// Says what people can do with the new version that they could not before, and the other way round.
pub(super) fn compare(people: &[Person], before: &Matrix, after: &Matrix) -> Vec<Fact> {
    let mut facts = Vec::new();
    let methods: BTreeSet<&String> = after.keys().map(|(method, _)| method).collect();
    for method in methods {
        let mut of_method = Vec::new();
        for person in people {
            let key = (method.clone(), person.principal);
            let Some(now) = after.get(&key) else { continue };
            if now.endless {
                let was_endless = before.get(&key).is_some_and(|was| was.endless);
                let fact = Fact::Endless {
                    method: method.clone(),
                    who: person.name.clone(),
                    instructions: TRIAL_MAX,
                };
                of_method.extend((!was_endless).then_some(fact));
                continue;
            }
            if let Some(was) = before.get(&key)
                && was.done
                && now.done
                && now.cost > (was.cost * SLOWER_BY).max(SLOW_FROM)
            {
                let (before, after) = (was.cost, now.cost);
                of_method.push(Fact::Slower { method: method.clone(), before, after });
            }
            match before.get(&key) {
                Some(was) => of_method.extend(same_method(method, person, was, now)),
                None => of_method.extend(new_method(method, person, now, before)),
            }
            of_method.extend(promotion(method, person, now, before.get(&key)));
        }
        facts.extend(merged(of_method));
    }
    facts
}

fn same_method(method: &str, person: &Person, was: &Access, now: &Access) -> Vec<Fact> {
    let (method, who) = (method.to_owned(), person.name.clone());
    match (was.done, now.done) {
        (false, true) if !person.is_owner => {
            let secret = now.seen.keys().find(|path| is_secret_name(path)).cloned();
            if let Some(path) = secret {
                return vec![Fact::SecretShown { method, who, path }];
            }
            let (path, rows) = most(&now.seen).map_or((None, 0), |(path, seen)| (Some(path), seen.values));
            vec![Fact::AccessWidened { method, who, path, rows: rows as u64, changes: !now.is_query }]
        }
        (true, false) => {
            let message = now.refusal.clone().unwrap_or_default();
            vec![if person.is_owner && now.is_plain_query {
                Fact::QueryFails { method, message, answered_before: true }
            } else {
                Fact::AccessNarrowed { method, who, message }
            }]
        }
        (true, true) if !person.is_owner => shown_more(&method, &who, &was.seen, &now.seen),
        (false, false) if person.is_owner && now.is_plain_query && was.refusal.is_none() => {
            let message = now.refusal.clone().unwrap_or_default();
            vec![Fact::QueryFails { method, message, answered_before: false }]
        }
        _ => Vec::new(),
    }
}

/// Stored values that a reply shows and did not show before.
fn shown_more(
    method: &str,
    who: &str,
    was: &BTreeMap<String, Seen>,
    now: &BTreeMap<String, Seen>,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (path, seen) in now {
        let known = was.get(path).copied().unwrap_or_default();
        let (method, who, path) = (method.to_owned(), who.to_owned(), path.clone());
        if seen.values > 0 && known.values == 0 && is_secret_name(&path) {
            facts.push(Fact::SecretShown { method, who, path });
        } else if seen.of_others > 0 && known.of_others == 0 {
            facts.push(Fact::OthersShown { method, who, path, values: seen.of_others as u64 });
        } else if seen.values > 0 && known.values == 0 {
            facts.push(Fact::ShownMore { method, who, path, values: seen.values as u64 });
        }
    }
    facts
}

/// A method that was not there shows or changes what nothing else let this person see or change.
fn new_method(method: &str, person: &Person, now: &Access, before: &Matrix) -> Vec<Fact> {
    if person.is_owner {
        let message = now.refusal.clone().unwrap_or_default();
        let fails = now.is_plain_query && !now.done && now.refusal.is_some();
        let fact = Fact::QueryFails { method: method.to_owned(), message, answered_before: false };
        return if fails { vec![fact] } else { Vec::new() };
    }
    if !now.done {
        return Vec::new();
    }
    let (seen, changed) = reach(person.principal, before);
    let mut facts = shown_more(method, &person.name, &seen, &now.seen);
    for path in now.changed.difference(&changed) {
        facts.push(Fact::ChangeOpened {
            method: method.to_owned(),
            who: person.name.clone(),
            path: path.clone(),
        });
    }
    facts
}

/// What a person sees and changes by all methods together.
fn reach(person: Principal, matrix: &Matrix) -> (BTreeMap<String, Seen>, BTreeSet<String>) {
    let (mut seen, mut changed) = (BTreeMap::new(), BTreeSet::new());
    for access in matrix.iter().filter(|((_, who), _)| *who == person).map(|(_, access)| access) {
        for (path, found) in &access.seen {
            let most: &mut Seen = seen.entry(path.clone()).or_default();
            most.values = most.values.max(found.values);
            most.of_others = most.of_others.max(found.of_others);
        }
        changed.extend(access.changed.iter().cloned());
    }
    (seen, changed)
}

fn promotion(method: &str, person: &Person, now: &Access, was: Option<&Access>) -> Option<Fact> {
    let known = was.map(|was| was.opens.clone()).unwrap_or_default();
    let opened: Vec<String> = now.opens.difference(&known).cloned().collect();
    let (method, who) = (method.to_owned(), person.name.clone());
    (!opened.is_empty()).then_some(Fact::Promotes { method, who, opened })
}

/// What many people gain alike is said once, of those who need least for it; and if the owner loses meanwhile, that is
/// said first: then the guard was turned round.
fn merged(facts: Vec<Fact>) -> Vec<Fact> {
    let loses = |fact: &Fact| {
        matches!(fact, Fact::AccessNarrowed { who, .. } if who == "The owner")
            || matches!(fact, Fact::QueryFails { answered_before: true, .. })
    };
    let owner_loses = facts.iter().any(loses);
    let mut kept: Vec<Fact> = Vec::new();
    for fact in facts {
        let fact = match fact {
            Fact::AccessWidened { method, who, .. } if owner_loses => Fact::AccessInverted { method, who },
            fact => fact,
        };
        if !kept.iter().any(|known| same_gain(known, &fact)) {
            kept.push(fact);
        }
    }
    kept
}

/// Whether two facts say the same of different people.
fn same_gain(left: &Fact, right: &Fact) -> bool {
    match (left, right) {
        (Fact::AccessWidened { .. }, Fact::AccessWidened { .. })
        | (Fact::AccessInverted { .. }, Fact::AccessInverted { .. })
        | (Fact::Endless { .. }, Fact::Endless { .. })
        | (Fact::Slower { .. }, Fact::Slower { .. })
        | (Fact::SecretShown { .. }, Fact::SecretShown { .. })
        | (Fact::Promotes { .. }, Fact::Promotes { .. }) => true,
        (Fact::OthersShown { path: left, .. }, Fact::OthersShown { path: right, .. })
        | (Fact::ShownMore { path: left, .. }, Fact::ShownMore { path: right, .. })
        | (Fact::ChangeOpened { path: left, .. }, Fact::ChangeOpened { path: right, .. }) => left == right,
        _ => false,
    }
}
fn most(seen: &BTreeMap<String, Seen>) -> Option<(String, Seen)> {
    seen.iter().max_by_key(|(_, seen)| seen.values).map(|(path, seen)| (path.clone(), *seen))
}
