//! The hash tree that certificates are made of.

use crate::Digest;
use sha2::{Digest as _, Sha256};

/// An edge's name: bytes, not necessarily text.
pub type Label = Vec<u8>;

/// A tree whose root digest stands for all of it, so that parts can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HashTree {
    Empty,
    Fork(Box<HashTree>, Box<HashTree>),
    Labeled(Label, Box<HashTree>),
    Leaf(Vec<u8>),
    Pruned(Digest),
}

fn digest(domain: &str, parts: &[&[u8]]) -> Digest {
    let mut hash = Sha256::new();
    hash.update([domain.len() as u8]);
    hash.update(domain);
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// Returns the digest of the empty tree.
pub fn digest_empty() -> Digest {
    digest("ic-hashtree-empty", &[])
}

/// Returns the digest of two trees side by side.
pub fn digest_fork(left: &Digest, right: &Digest) -> Digest {
    digest("ic-hashtree-fork", &[left, right])
}

/// Returns the digest of a tree under a label.
pub fn digest_labeled(label: &[u8], tree: &Digest) -> Digest {
    digest("ic-hashtree-labeled", &[label, tree])
}

/// Returns the digest of a value.
pub fn digest_leaf(value: &[u8]) -> Digest {
    digest("ic-hashtree-leaf", &[value])
}

impl HashTree {
    /// Returns the digest of the whole tree.
    pub fn digest(&self) -> Digest {
        match self {
            HashTree::Empty => digest_empty(),
            HashTree::Fork(left, right) => digest_fork(&left.digest(), &right.digest()),
            HashTree::Labeled(label, tree) => digest_labeled(label, &tree.digest()),
            HashTree::Leaf(value) => digest_leaf(value),
            HashTree::Pruned(digest) => *digest,
        }
    }

    /// Puts labelled trees, in the order of their labels, under one balanced root.
    pub fn join(trees: Vec<HashTree>) -> HashTree {
        match trees.len() {
            0 => HashTree::Empty,
            1 => trees.into_iter().next().expect("there is one"),
            count => {
                let mut left = trees;
                let right = left.split_off(count / 2);
                HashTree::Fork(Box::new(HashTree::join(left)), Box::new(HashTree::join(right)))
            }
        }
    }

    /// Returns the value at a path, where the tree shows it.
    pub fn lookup(&self, path: &[&[u8]]) -> Option<&[u8]> {
        match (self, path) {
            (HashTree::Leaf(value), []) => Some(value),
            (HashTree::Fork(left, right), [_, ..]) => left.lookup(path).or_else(|| right.lookup(path)),
            (HashTree::Labeled(label, tree), [first, rest @ ..]) if label == first => tree.lookup(rest),
            _ => None,
        }
    }

    /// Appends the CBOR of the tree: nested arrays that begin with the node's number.
    pub fn write_cbor(&self, out: &mut Vec<u8>) {
        match self {
            HashTree::Empty => out.extend([0x81, 0]),
            HashTree::Fork(left, right) => {
                out.extend([0x83, 1]);
                left.write_cbor(out);
                right.write_cbor(out);
            }
            HashTree::Labeled(label, tree) => {
                out.extend([0x83, 2]);
                write_cbor_bytes(label, out);
                tree.write_cbor(out);
            }
            HashTree::Leaf(value) => {
                out.extend([0x82, 3]);
                write_cbor_bytes(value, out);
            }
            HashTree::Pruned(digest) => {
                out.extend([0x82, 4]);
                write_cbor_bytes(digest, out);
            }
        }
    }
}

/// Appends a CBOR byte string.
pub(crate) fn write_cbor_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    match bytes.len() {
        length @ 0..24 => out.push(0x40 | length as u8),
        length @ 24..0x100 => out.extend([0x58, length as u8]),
        length @ 0x100..0x1_0000 => {
            out.push(0x59);
            out.extend((length as u16).to_be_bytes());
        }
        length => {
            out.push(0x5a);
            out.extend((length as u32).to_be_bytes());
        }
    }
    out.extend_from_slice(bytes);
}
