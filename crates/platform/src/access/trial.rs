//! Carries out the trials of one version, and says what came of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use candid::types::FuncMode;
use candid::types::value::IDLValue;
use candid::{DecoderConfig, IDLArgs};
use replica_api::{CallOutcome, CanisterId, ErrorCode, Principal};
use replica_core::Fork;

use super::arguments::arguments;
use super::stored::Stored;
use super::{Person, Version};
use crate::audit::Audit;
use crate::rehearsal::audit_of;

/// Work that a reply may make when it is read.
const DECODING_MAX: usize = 10_000_000;
/// A method that never ends for somebody is somebody else's finding.
const METHODS_MAX: usize = 200;

/// What a person gets by a method, over all arguments that were tried.
#[derive(Clone, Debug, Default)]
pub(super) struct Access {
    /// Whether it did what it does at least once, instead of turning the person away.
    pub(super) done: bool,
    /// Whether it is a query that is asked without arguments, so that it has no reason of its own to say no.
    pub(super) is_plain_query: bool,
    pub(super) is_query: bool,
    /// What its replies showed: how many stored values of a path, and how many of them in rows of others.
    pub(super) seen: BTreeMap<String, Seen>,
    /// What it changed of the data.
    pub(super) changed: BTreeSet<String>,
    /// What the dearest trial cost, in instructions.
    pub(super) cost: u64,
    /// Whether it ran and ran, as far as it was let.
    pub(super) endless: bool,
    /// What turned the person away.
    pub(super) refusal: Option<String>,
    /// Methods that had turned the person away, and no longer do once this one was called.
    pub(super) opens: BTreeSet<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) values: usize,
    pub(super) of_others: usize,
}

/// By method and person.
pub(super) type Matrix = BTreeMap<(String, Principal), Access>;

struct Method<'v> {
    name: &'v str,
    func: candid::types::Function,
    is_query: bool,
    is_composite: bool,
}

/// Tries every method as every person; of those in `watched`, also what they change. Also returns how many trials there was no time for.
pub(super) fn try_all(
    canister: CanisterId,
    version: &Version<'_>,
    stored: &Stored,
    people: &[Person],
    watched: &BTreeSet<String>,
    deadline: Instant,
) -> (Matrix, usize) {
    let methods: Vec<Method<'_>> = version
        .interface
        .methods
        .iter()
        .filter_map(|(name, _)| {
            let func = version.interface.method(name)?;
            let is_query =
                func.modes.iter().any(|mode| matches!(mode, FuncMode::Query | FuncMode::CompositeQuery));
            let is_composite = func.modes.contains(&FuncMode::CompositeQuery);
            Some(Method { name, func, is_query, is_composite })
        })
        .collect();
    let audit = if watched.is_empty() { None } else { audit_of(version.fork, canister).ok() };
    let trials = Trials { canister, version, stored, watched, audit };
    let (mut matrix, mut missed) = (Matrix::new(), methods.len().saturating_sub(METHODS_MAX));
    for method in methods.iter().take(METHODS_MAX) {
        for person in people {
            if Instant::now() >= deadline {
                missed += 1;
                continue;
            }
            let others: Vec<Principal> = people
                .iter()
                .filter(|it| it.principal != person.principal && !it.principal.as_slice().is_empty())
                .filter(|it| it.principal != Principal::anonymous())
                .rev()
                .map(|it| it.principal)
                .collect();
            let access = trials.of(method, person, &others);
            matrix.insert((method.name.to_owned(), person.principal), access);
        }
    }
    for person in people.iter().filter(|it| !it.is_owner) {
        trials.promotions(&methods, person, people, &mut matrix, deadline);
    }
    (matrix, missed)
}

struct Trials<'a> {
    canister: CanisterId,
    version: &'a Version<'a>,
    stored: &'a Stored,
    /// Of these methods it is asked what they change; to find it out takes as long as the data is large.
    watched: &'a BTreeSet<String>,
    audit: Option<Audit>,
}

impl Trials<'_> {
    fn of(&self, method: &Method<'_>, person: &Person, others: &[Principal]) -> Access {
        let is_plain_query = method.is_query && method.func.args.is_empty();
        let mut access = Access { is_plain_query, is_query: method.is_query, ..Access::default() };
        let env = &self.version.interface.env;
        for arg in arguments(env, &method.func, self.stored, person.principal, others) {
            // A query, too, is called on a copy, which tells what it costs. Composite ones can only be asked.
            let mut fork = (!method.is_composite).then(|| self.version.fork.fork());
            let outcome = match &mut fork {
                Some(fork) => {
                    let reply = fork.call(person.principal, self.canister, method.name, &arg);
                    access.cost = access.cost.max(reply.instructions);
                    reply.outcome
                }
                None => self.version.fork.query(person.principal, self.canister, method.name, &arg),
            };
            match answer(outcome) {
                // It would be so with other arguments, too, and takes long.
                Answer::Endless => {
                    access.endless = true;
                    break;
                }
                Answer::Refused(why) => {
                    access.refusal.get_or_insert(why);
                }
                Answer::Done(values) => {
                    access.done = true;
                    self.look(&values, person.principal, &mut access.seen);
                    let is_watched =
                        !method.is_query && !person.is_owner && self.watched.contains(method.name);
                    if let (Some(fork), true) = (&fork, is_watched) {
                        access.changed.extend(self.changes(fork));
                    }
                }
            }
        }
        access
    }

    /// Counts stored values in a reply.
    fn look(&self, values: &[IDLValue], caller: Principal, seen: &mut BTreeMap<String, Seen>) {
        let mut leaves = BTreeSet::new();
        values.iter().for_each(|value| texts(value, &mut leaves));
        let mut found: BTreeMap<&str, Seen> = BTreeMap::new();
        for mark in leaves.iter().filter_map(|leaf| self.stored.mark(leaf.as_bytes())) {
            let count = found.entry(&mark.path).or_default();
            count.values += 1;
            count.of_others += usize::from(mark.of.is_some_and(|of| of != caller));
        }
        for (path, found) in found {
            let most = seen.entry(path.to_owned()).or_default();
            most.values = most.values.max(found.values);
            most.of_others = most.of_others.max(found.of_others);
        }
    }

    /// Paths whose content a call has changed.
    fn changes(&self, fork: &Fork) -> BTreeSet<String> {
        let Some(before) = &self.audit else { return BTreeSet::new() };
        let Ok(after) = audit_of(fork, self.canister) else { return BTreeSet::new() };
        // Nothing is lost of what has nothing in it yet.
        let changed =
            |(path, rows): &(&String, &u64)| **rows > 0 && after.collections.get(*path) != Some(*rows);
        let rows = before.collections.iter().filter(changed);
        let values = before.columns.iter().filter(|(path, column)| {
            column.values > 0 && after.columns.get(*path).is_none_or(|now| now.digest != column.digest)
        });
        rows.map(|(path, _)| path.clone()).chain(values.map(|(path, _)| path.clone())).collect()
    }

    /// Looks what a person can do that turned them away before they called a method.
    fn promotions(
        &self,
        methods: &[Method<'_>],
        person: &Person,
        people: &[Person],
        matrix: &mut Matrix,
        deadline: Instant,
    ) {
        let done = |matrix: &Matrix, method: &Method<'_>, who: Principal| {
            matrix.get(&(method.name.to_owned(), who)).is_some_and(|access| access.done)
        };
        // What is for some only: it turns away everybody but the owner.
        let closed: Vec<&Method<'_>> = methods
            .iter()
            .filter(|method| people.iter().all(|it| it.is_owner == done(matrix, method, it.principal)))
            .collect();
        if closed.is_empty() {
            return;
        }
        let env = &self.version.interface.env;
        let open: Vec<&Method<'_>> =
            methods.iter().filter(|it| !it.is_query && done(matrix, it, person.principal)).collect();
        for method in open {
            // To give oneself what one may not have.
            for arg in arguments(env, &method.func, self.stored, person.principal, &[]) {
                if Instant::now() >= deadline {
                    return;
                }
                let mut fork = self.version.fork.fork();
                let called = fork.call(person.principal, self.canister, method.name, &arg).outcome;
                if !matches!(answer(called), Answer::Done(_)) {
                    continue;
                }
                let opened = closed.iter().filter(|other| {
                    arguments(env, &other.func, self.stored, person.principal, &[]).iter().any(|arg| {
                        let outcome = if other.is_query {
                            fork.query(person.principal, self.canister, other.name, arg)
                        } else {
                            fork.fork().call(person.principal, self.canister, other.name, arg).outcome
                        };
                        matches!(answer(outcome), Answer::Done(_))
                    })
                });
                let opened: Vec<String> = opened.map(|other| other.name.to_owned()).collect();
                let key = (method.name.to_owned(), person.principal);
                matrix.entry(key).or_default().opens.extend(opened);
            }
        }
    }
}

/// Whether a call did what it does.
enum Answer {
    Done(Vec<IDLValue>),
    Endless,
    Refused(String),
}

fn answer(outcome: CallOutcome) -> Answer {
    let reply = match outcome {
        Ok(reply) => reply,
        Err(reject) if reject.error == ErrorCode::CanisterInstructionLimitExceeded => return Answer::Endless,
        Err(reject) => return Answer::Refused(reject.message),
    };
    let mut config = DecoderConfig::new();
    config.set_decoding_quota(DECODING_MAX);
    let values = IDLArgs::from_bytes_with_config(&reply, &config).map(|it| it.args).unwrap_or_default();
    match values.first().and_then(refusal) {
        Some(why) => Answer::Refused(why),
        None => Answer::Done(values),
    }
}

/// A reply that says no: `#err`, `#notAllowed` and the like.
fn refusal(value: &IDLValue) -> Option<String> {
    let IDLValue::Variant(variant) = value else { return None };
    const NO: [&str; 9] = [
        "err",
        "error",
        "unauthorized",
        "notauthorized",
        "forbidden",
        "denied",
        "notallowed",
        "accessdenied",
        "notfound",
    ];
    let hashes = NO.iter().flat_map(|word| {
        let capital = word[..1].to_uppercase() + &word[1..];
        [candid::idl_hash(word), candid::idl_hash(&capital)]
    });
    let id = variant.0.id.get_id();
    let more = [
        "notAuthorized",
        "notAllowed",
        "accessDenied",
        "notFound",
        "NotAuthorized",
        "NotAllowed",
        "NotFound",
    ];
    let said = hashes.chain(more.iter().map(|word| candid::idl_hash(word))).any(|hash| hash == id);
    said.then(|| variant.0.val.to_string())
}

fn texts(value: &IDLValue, found: &mut BTreeSet<String>) {
    match value {
        IDLValue::Text(text) => drop(found.insert(text.clone())),
        IDLValue::Opt(inner) => texts(inner, found),
        IDLValue::Vec(values) => values.iter().for_each(|value| texts(value, found)),
        IDLValue::Record(fields) => fields.iter().for_each(|field| texts(&field.val, found)),
        IDLValue::Variant(variant) => texts(&variant.0.val, found),
        _ => {}
    }
}
