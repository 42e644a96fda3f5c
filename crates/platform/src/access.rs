//! Who can do what: every method is tried by every kind of person, on forks of the live app with the old code and the
//! new, and the two are compared. What counts is behaviour, not source: a guard that moves into a helper changes nothing,
//! and one that vanishes does.
//!
//! People are the owner, strangers, and those whose principals the data holds; arguments are made from types and from
//! what is stored; what a reply shows is told by the stored values that come back in it. Start at [`compare_access`].

mod arguments;
mod compare;
mod stored;
mod trial;

use replica_api::{CanisterId, Principal};
use replica_core::Fork;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use upgrade::{Fact, Interface};

use crate::heap::Heap;
use stored::Stored;
use trial::{Matrix, try_all};

/// What a trial may run: some tenth of a second. Live, a call may run longer, but whoever waits for a page does not wait so long.
pub(crate) const TRIAL_MAX: u64 = 500_000_000;
/// How long trials may take, old and new together. What was not reached is said.
const TIME_MAX: Duration = Duration::from_secs(3);

/// One version of an app, on a fork that nobody else changes.
pub(crate) struct Version<'f> {
    pub(crate) fork: &'f Fork,
    pub(crate) interface: &'f Interface,
}

/// Somebody who tries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Person {
    principal: Principal,
    /// As the verdict names them.
    name: String,
    is_owner: bool,
}

/// Says who gains and who loses by an upgrade.
pub(crate) fn compare_access(
    canister: CanisterId,
    owner: Principal,
    old: &Version<'_>,
    new: &Version<'_>,
) -> Vec<Fact> {
    let deadline = Instant::now() + TIME_MAX;
    let read = |version: &Version<'_>| {
        let memory = &version.fork.canister(canister)?.image.memory;
        Heap::open(memory).and_then(|heap| Stored::read(&heap)).ok()
    };
    // Of a module of another compiler nothing is known but what it answers.
    let old_data = read(old).unwrap_or_default();
    let new_data = read(new).unwrap_or_default().with_places_of(&old_data);
    let people = people(owner, canister, &old_data);
    let mut left_out = 0;
    let mut run = |version: &Version<'_>, data: &Stored, watched: &BTreeSet<String>| -> Matrix {
        let (matrix, missed) = try_all(canister, version, data, &people, watched, deadline);
        left_out += missed;
        matrix
    };
    let names = |version: &Version<'_>| -> BTreeSet<String> {
        version.interface.methods.iter().map(|(name, _)| name.clone()).collect()
    };
    // What people could change before only matters where new methods change something.
    let added: BTreeSet<String> = names(new).difference(&names(old)).cloned().collect();
    let after = run(new, &new_data, &added);
    let changes = after.values().any(|access| !access.changed.is_empty());
    let before = run(old, &old_data, &if changes { names(old) } else { BTreeSet::new() });
    let mut facts = compare::compare(&people, &before, &after);
    if left_out > 0 {
        facts.push(Fact::AccessUntried { trials: left_out });
    }
    facts
}

/// Who is tried: strangers first, then people from the data, the owner last.
fn people(owner: Principal, canister: CanisterId, data: &Stored) -> Vec<Person> {
    let stranger = Principal::self_authenticating(b"a stranger at the rehearsal");
    let mut people = vec![
        Person { principal: Principal::anonymous(), name: "Anybody".into(), is_owner: false },
        Person { principal: stranger, name: "Somebody signed in".into(), is_owner: false },
    ];
    for (path, principal) in data.people() {
        let known =
            [owner, canister].contains(&principal) || people.iter().any(|it| it.principal == principal);
        // A person, not a canister.
        if !known && principal.as_slice().len() == 29 {
            let count = people.iter().filter(|it| it.name.contains(&format!("`{path}`"))).count();
            let word = if count == 0 { "A person" } else { "Another person" };
            people.push(Person { principal, name: format!("{word} in `{path}`"), is_owner: false });
        }
    }
    people.push(Person { principal: owner, name: "The owner".into(), is_owner: true });
    people
}
