//! Hash trees from others: reading them, and what they show or prove to be absent.

use crate::cbor;
use ciborium::Value;
use replica_api::HashTree;

/// How deep a tree may be nested; a balanced one of all canisters there can be stays far below.
const DEPTH_MAX: usize = 240;

/// Why bytes are no hash tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is not a hash tree")]
pub struct TreeError;

/// What a tree says of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup<'a> {
    Found(&'a HashTree),
    /// The tree proves that there is nothing.
    Absent,
    /// It may lie in a part that is left out, or the labels are not in order.
    Unknown,
}

/// Reads a tree from CBOR, with or without the self-describing tag.
pub fn read_tree(bytes: &[u8]) -> Result<HashTree, TreeError> {
    tree_of(&cbor::decode(bytes, DEPTH_MAX).map_err(|_| TreeError)?)
}

/// Reads the nested arrays that begin with the node's number (specification, "Certificates").
pub(crate) fn tree_of(value: &Value) -> Result<HashTree, TreeError> {
    let parts = value.as_array().ok_or(TreeError)?;
    let (number, parts) = parts.split_first().ok_or(TreeError)?;
    let bytes = |value: &Value| value.as_bytes().cloned().ok_or(TreeError);
    match (number.as_integer().map(i128::from), parts) {
        (Some(0), []) => Ok(HashTree::Empty),
        (Some(1), [left, right]) => Ok(HashTree::Fork(Box::new(tree_of(left)?), Box::new(tree_of(right)?))),
        (Some(2), [label, below]) => Ok(HashTree::Labeled(bytes(label)?, Box::new(tree_of(below)?))),
        (Some(3), [value]) => Ok(HashTree::Leaf(bytes(value)?)),
        (Some(4), [digest]) => Ok(HashTree::Pruned(bytes(digest)?.try_into().map_err(|_| TreeError)?)),
        _ => Err(TreeError),
    }
}

/// Follows a path down a tree.
pub fn look_up<'a, L: AsRef<[u8]>>(tree: &'a HashTree, path: &[L]) -> Lookup<'a> {
    let mut at = tree;
    for label in path {
        match step(at, label.as_ref()) {
            Lookup::Found(below) => at = below,
            other => return other,
        }
    }
    Lookup::Found(at)
}

/// Returns the value at a path.
pub fn value_at<'a, L: AsRef<[u8]>>(tree: &'a HashTree, path: &[L]) -> Option<&'a [u8]> {
    match look_up(tree, path) {
        Lookup::Found(HashTree::Leaf(value)) => Some(value),
        _ => None,
    }
}

fn step<'a>(tree: &'a HashTree, label: &[u8]) -> Lookup<'a> {
    let mut level = Vec::new();
    flatten(tree, &mut level);
    let labels = || level.iter().filter_map(|node| name(node));
    if !labels().is_sorted_by(|one, next| one < next) {
        return Lookup::Unknown;
    }
    // What may hide the label lies between the last smaller label and the first that is not smaller.
    let mut hidden = false;
    for node in level {
        match node {
            HashTree::Labeled(found, below) if found == label => return Lookup::Found(below),
            HashTree::Labeled(found, _) if found.as_slice() > label => break,
            HashTree::Labeled(..) => hidden = false,
            HashTree::Pruned(_) => hidden = true,
            _ => {}
        }
    }
    if hidden { Lookup::Unknown } else { Lookup::Absent }
}

fn name(node: &HashTree) -> Option<&[u8]> {
    if let HashTree::Labeled(label, _) = node { Some(label) } else { None }
}

/// Lists the nodes of one level, from left to right.
fn flatten<'a>(tree: &'a HashTree, level: &mut Vec<&'a HashTree>) {
    match tree {
        HashTree::Fork(left, right) => {
            flatten(left, level);
            flatten(right, level);
        }
        HashTree::Empty => {}
        other => level.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn labeled(label: &str, value: &str) -> HashTree {
        HashTree::Labeled(label.into(), Box::new(HashTree::Leaf(value.into())))
    }

    fn fork(left: HashTree, right: HashTree) -> HashTree {
        HashTree::Fork(Box::new(left), Box::new(right))
    }

    fn verdict(tree: &HashTree, label: &str) -> &'static str {
        match look_up(tree, &[label]) {
            Lookup::Found(_) => "found",
            Lookup::Absent => "absent",
            Lookup::Unknown => "unknown",
        }
    }

    #[test]
    fn what_is_left_out_is_unknown_only_where_it_could_be() {
        let pruned = HashTree::Pruned([0; 32]);
        let tree = fork(labeled("b", "1"), fork(pruned, fork(labeled("f", "2"), labeled("h", "3"))));
        assert_eq!(verdict(&tree, "a"), "absent");
        assert_eq!(verdict(&tree, "b"), "found");
        assert_eq!(verdict(&tree, "c"), "unknown");
        assert_eq!(verdict(&tree, "f"), "found");
        assert_eq!(verdict(&tree, "g"), "absent");
        assert_eq!(verdict(&tree, "i"), "absent");
        assert_eq!(verdict(&HashTree::Empty, "a"), "absent");
        assert_eq!(verdict(&HashTree::Leaf(vec![]), "a"), "absent");
        assert_eq!(value_at(&tree, &["h"]), Some(&b"3"[..]));
    }

    #[test]
    fn labels_out_of_order_prove_nothing() {
        let tree = fork(labeled("h", "1"), labeled("b", "2"));
        assert_eq!(verdict(&tree, "c"), "unknown");
        assert_eq!(verdict(&fork(labeled("b", "1"), labeled("b", "2")), "c"), "unknown");
    }

    #[test]
    fn a_tree_that_is_nested_too_deep_is_refused() {
        let mut tree = HashTree::Empty;
        for _ in 0..2 * DEPTH_MAX {
            tree = fork(tree, HashTree::Empty);
        }
        let mut bytes = Vec::new();
        tree.write_cbor(&mut bytes);
        assert_eq!(read_tree(&bytes), Err(TreeError));
    }

    fn any_tree() -> impl Strategy<Value = HashTree> {
        let leaf = prop_oneof![
            Just(HashTree::Empty),
            any::<Vec<u8>>().prop_map(HashTree::Leaf),
            any::<[u8; 32]>().prop_map(HashTree::Pruned),
        ];
        leaf.prop_recursive(6, 40, 2, |inner| {
            prop_oneof![
                (inner.clone(), inner.clone()).prop_map(|(left, right)| fork(left, right)),
                (any::<Vec<u8>>(), inner)
                    .prop_map(|(label, below)| HashTree::Labeled(label, Box::new(below))),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_tree_that_was_written_is_read_again(tree in any_tree()) {
            let mut bytes = Vec::new();
            tree.write_cbor(&mut bytes);
            prop_assert_eq!(read_tree(&bytes), Ok(tree));
        }

        #[test]
        fn noise_is_refused_without_a_panic(bytes: Vec<u8>, tree in any_tree(), at: prop::sample::Index, byte: u8) {
            let _ = read_tree(&bytes);
            let mut changed = Vec::new();
            tree.write_cbor(&mut changed);
            let at = at.index(changed.len());
            changed[at] = byte;
            let _ = read_tree(&changed);
        }
    }
}
