//! The certified state tree, and the parts of it that requests ask to see.
//!
//! Whole subtrees that nobody asked for are left out as one digest, neighbours included: some clients
//! misread two visible labels of which one is a prefix of the other. A neighbour's label is shown only
//! to prove that what lies between is absent.

use crate::canister::Canister;
use crate::state::{State, tree_leaf};
use crate::trie::Shown;
use replica_api::{Digest, HashTree, Label, RequestStatus, digest_labeled};
use std::collections::BTreeMap;

type Path<'a> = &'a [Label];

/// Makes the part of a subtree that some paths ask for.
type Show<'a> = Box<dyn Fn(&[Path<'_>]) -> HashTree + 'a>;

/// One labelled entry of a level: its digest is cheap, its tree is made on demand.
struct Entry<'a> {
    label: Label,
    digest: Digest,
    show: Show<'a>,
}

/// Returns the root of the certified tree, which the replica's key signs.
pub fn certified_root(state: &State) -> Digest {
    level(&top(state), &[]).digest()
}

/// Returns the tree that shows these paths, or their absence.
pub fn witness(state: &State, paths: &[Vec<Label>]) -> HashTree {
    let paths: Vec<Path<'_>> = paths.iter().map(Vec::as_slice).collect();
    level(&top(state), &paths)
}

fn top(state: &State) -> Vec<Entry<'_>> {
    let ranges = canister_ranges(state);
    vec![
        fixed("canister", canisters(state, &[]).digest(), move |paths| canisters(state, paths)),
        from_tree("canister_ranges", ranges),
        fixed("request_status", state.ingress.calls.digest(), move |paths| request_statuses(state, paths)),
        from_tree("subnet", subnets(state)),
        from_tree("time", value(leb128(state.time))),
    ]
}

fn fixed<'a>(label: &str, digest: Digest, show: impl Fn(&[Path<'_>]) -> HashTree + 'a) -> Entry<'a> {
    Entry { label: label.as_bytes().to_vec(), digest, show: Box::new(show) }
}

fn from_tree(label: &str, tree: BTree) -> Entry<'static> {
    let digest = tree.show_all().digest();
    fixed(label, digest, move |paths| tree.show(paths))
}

/// Joins a level's entries, showing those that a path enters.
fn level(entries: &[Entry<'_>], paths: &[Path<'_>]) -> HashTree {
    let mut shown: BTreeMap<usize, Option<Vec<Path<'_>>>> = BTreeMap::new();
    for path in paths {
        let Some((label, rest)) = path.split_first() else {
            // The path ends here: everything below is asked for.
            return HashTree::join(
                entries
                    .iter()
                    .map(|e| HashTree::Labeled(e.label.clone(), Box::new((e.show)(&[&[]]))))
                    .collect(),
            );
        };
        match entries.binary_search_by(|entry| entry.label.cmp(label)) {
            Ok(index) => shown.entry(index).or_default().get_or_insert_default().push(rest),
            Err(next) => {
                for neighbour in
                    [next.checked_sub(1), (next < entries.len()).then_some(next)].into_iter().flatten()
                {
                    shown.entry(neighbour).or_default();
                }
            }
        }
    }
    let trees = entries.iter().enumerate().map(|(index, entry)| match shown.get(&index) {
        None => HashTree::Pruned(digest_labeled(&entry.label, &entry.digest)),
        Some(None) => HashTree::Labeled(entry.label.clone(), Box::new(HashTree::Pruned(entry.digest))),
        Some(Some(rests)) => HashTree::Labeled(entry.label.clone(), Box::new((entry.show)(rests))),
    });
    prune(HashTree::join(trees.collect()))
}

/// Turns forks of which nothing is visible into one digest.
fn prune(tree: HashTree) -> HashTree {
    match tree {
        HashTree::Fork(left, right) => match (prune(*left), prune(*right)) {
            (left @ HashTree::Pruned(_), right @ HashTree::Pruned(_)) => {
                HashTree::Pruned(HashTree::Fork(Box::new(left), Box::new(right)).digest())
            }
            (left, right) => HashTree::Fork(Box::new(left), Box::new(right)),
        },
        other => other,
    }
}

/// A small tree held in memory: labels to subtrees, or a value.
enum BTree {
    Value(HashTree),
    Level(BTreeMap<Label, BTree>),
}

impl BTree {
    fn show_all(&self) -> HashTree {
        self.show(&[&[]])
    }

    fn show(&self, paths: &[Path<'_>]) -> HashTree {
        match self {
            BTree::Value(tree) => tree.clone(),
            BTree::Level(below) => {
                let entries: Vec<Entry<'_>> = below
                    .iter()
                    .map(|(label, tree)| Entry {
                        label: label.clone(),
                        digest: tree.show_all().digest(),
                        show: Box::new(|paths| tree.show(paths)),
                    })
                    .collect();
                level(&entries, paths)
            }
        }
    }
}

fn tree_level<L: Into<Label>, const N: usize>(entries: [(L, BTree); N]) -> BTree {
    BTree::Level(entries.into_iter().map(|(label, tree)| (label.into(), tree)).collect())
}

fn value(bytes: impl Into<Vec<u8>>) -> BTree {
    BTree::Value(tree_leaf(bytes))
}

/// The range of ids this replica hosts: all there are.
const FIRST_CANISTER: [u8; 10] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1];
const LAST_CANISTER: [u8; 10] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1];

/// The ranges in self-described CBOR: `[[first, last]]`.
fn ranges_cbor() -> Vec<u8> {
    let mut out = vec![0xd9, 0xd9, 0xf7, 0x81, 0x82];
    for id in [FIRST_CANISTER, LAST_CANISTER] {
        out.push(0x40 | id.len() as u8);
        out.extend(id);
    }
    out
}

fn canister_ranges(state: &State) -> BTree {
    let shard = tree_level([(FIRST_CANISTER, value(ranges_cbor()))]);
    tree_level([(state.identity.subnet.as_slice(), shard)])
}

fn subnets(state: &State) -> BTree {
    let identity = &state.identity;
    let node = tree_level([("public_key", value(identity.node_key_der.to_vec()))]);
    let subnet = tree_level([
        ("canister_ranges", value(ranges_cbor())),
        ("metrics", value(metrics_cbor(state))),
        ("node", tree_level([(identity.node.as_slice(), node)])),
        ("public_key", value(identity.root_key_der.to_vec())),
        ("type", value("application")),
    ]);
    tree_level([(identity.subnet.as_slice(), subnet)])
}

/// What the replica holds and has done: `{0: canisters, 1: their bytes, 2: {0: cycles used, 1: beyond 64 bits}, 3: calls taken}`.
fn metrics_cbor(state: &State) -> Vec<u8> {
    let bytes_of = |canister: &Canister| {
        let module = canister.module.as_ref().map_or(0, |module| module.bytes.len() as u64);
        canister.image.memory.bytes() + canister.image.stable.bytes() + module
    };
    let bytes = state.canisters.values().map(|canister| bytes_of(canister)).sum();
    let mut out = vec![0xd9, 0xd9, 0xf7, 0xa4];
    write_cbor_entry(&mut out, 0, state.canisters.len() as u64);
    write_cbor_entry(&mut out, 1, bytes);
    // Nothing costs cycles here.
    out.extend([2, 0xa2, 0, 0, 1, 0]);
    write_cbor_entry(&mut out, 3, state.updates_total);
    out
}

fn write_cbor_entry(out: &mut Vec<u8>, key: u8, number: u64) {
    out.extend([key, 0x1b]);
    out.extend(number.to_be_bytes());
}

fn canisters(state: &State, paths: &[Path<'_>]) -> HashTree {
    let entries: Vec<Entry<'_>> = state
        .canisters
        .values()
        .map(|canister| Entry {
            label: canister.id.as_slice().to_vec(),
            digest: *canister.digests.certified.get_or_init(|| canister_tree(canister).show_all().digest()),
            show: Box::new(|paths| canister_tree(canister).show(paths)),
        })
        .collect();
    level(&entries, paths)
}

fn canister_tree(canister: &Canister) -> BTree {
    let facts = &canister.facts;
    let mut below = BTreeMap::new();
    let mut put = |label: &str, tree: BTree| below.insert(label.as_bytes().to_vec(), tree);
    put("canister_creation_timestamp", value(leb128(facts.created)));
    put("certified_data", value(facts.certified_data.clone()));
    put("controllers", value(controllers_cbor(canister)));
    if let Some(module) = &canister.module {
        put("last_install_timestamp", value(leb128(facts.installed)));
        put("module_hash", value(module.hash));
        let sections = module.metadata().iter();
        let sections =
            sections.map(|(name, section)| (name.as_bytes().to_vec(), value(section.content.to_vec())));
        put("metadata", BTree::Level(sections.collect()));
    }
    BTree::Level(below)
}

fn controllers_cbor(canister: &Canister) -> Vec<u8> {
    let controllers = &canister.facts.controllers;
    let mut out = vec![0xd9, 0xd9, 0xf7, 0x80 | controllers.len() as u8];
    for controller in controllers {
        let id = controller.as_slice();
        if id.len() < 24 {
            out.push(0x40 | id.len() as u8);
        } else {
            out.extend([0x58, id.len() as u8]);
        }
        out.extend(id);
    }
    out
}

fn request_statuses(state: &State, paths: &[Path<'_>]) -> HashTree {
    let mut asked: BTreeMap<[u8; 32], Vec<Path<'_>>> = BTreeMap::new();
    let mut neighbours = Vec::new();
    for path in paths {
        let Some((label, rest)) = path.split_first() else { continue };
        let key = <[u8; 32]>::try_from(label.as_slice()).ok().filter(|key| state.ingress.get(key).is_some());
        match key {
            Some(key) => asked.entry(key).or_default().push(rest),
            None => {
                let mut nearest = [0; 32];
                let known = label.len().min(32);
                nearest[..known].copy_from_slice(&label[..known]);
                neighbours.extend(state.ingress.calls.neighbours(&nearest));
            }
        }
    }
    state.ingress.calls.witness(&|key| match asked.get(key) {
        Some(rests) => Some(Shown::Tree(
            status_level(&state.ingress.get(key).expect("looked up above").status).show(rests),
        )),
        None => neighbours.contains(key).then_some(Shown::Label),
    })
}

/// The subtree of a request's status, in full.
pub(crate) fn status_tree(status: &RequestStatus) -> HashTree {
    status_level(status).show_all()
}

fn status_level(status: &RequestStatus) -> BTree {
    match status {
        RequestStatus::Processing => tree_level([("status", value("processing"))]),
        RequestStatus::Replied { reply } => {
            tree_level([("reply", value(reply.clone())), ("status", value("replied"))])
        }
        RequestStatus::Rejected { reject } => tree_level([
            ("error_code", value(reject.error.to_string())),
            ("reject_code", value(leb128(reject.code as u64))),
            ("reject_message", value(reject.message.clone())),
            ("status", value("rejected")),
        ]),
    }
}

fn leb128(mut number: u64) -> Vec<u8> {
    let mut out = Vec::new();
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(byte);
            return out;
        }
        out.push(byte | 0x80);
    }
}
