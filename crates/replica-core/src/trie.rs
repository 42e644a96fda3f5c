//! A persistent, hashed set of request statuses: a change costs as many digests as the tree is deep.
//!
//! A binary tree that forks at the first bit in which its keys differ. Its shape depends on the keys
//! alone, not on the order in which they came, so every replica has the same root.

use replica_api::{Digest, HashTree, digest_empty, digest_fork, digest_labeled};
use std::sync::Arc;

type Key = [u8; 32];

#[derive(Clone, Default)]
pub(crate) struct Trie {
    root: Option<Arc<Node>>,
}

enum Node {
    Leaf { key: Key, tree: Digest, digest: Digest },
    Fork { bit: usize, left: Arc<Node>, right: Arc<Node>, digest: Digest },
}

fn bit_of(key: &Key, bit: usize) -> bool {
    key[bit / 8] >> (7 - bit % 8) & 1 == 1
}

fn leaf(key: Key, tree: Digest) -> Arc<Node> {
    Arc::new(Node::Leaf { key, tree, digest: digest_labeled(&key, &tree) })
}

fn fork(bit: usize, left: Arc<Node>, right: Arc<Node>) -> Arc<Node> {
    let digest = digest_fork(left.digest(), right.digest());
    Arc::new(Node::Fork { bit, left, right, digest })
}

impl Node {
    fn digest(&self) -> &Digest {
        match self {
            Node::Leaf { digest, .. } | Node::Fork { digest, .. } => digest,
        }
    }

    /// Returns the key of the leaf that following the bits of `key` leads to.
    fn nearest(&self, key: &Key) -> &Key {
        match self {
            Node::Leaf { key, .. } => key,
            Node::Fork { bit, left, right, .. } => {
                (if bit_of(key, *bit) { right } else { left }).nearest(key)
            }
        }
    }

    fn insert(self: &Arc<Node>, key: Key, tree: Digest, differs_at: usize) -> Arc<Node> {
        match &**self {
            Node::Fork { bit, left, right, .. } if *bit < differs_at => {
                if bit_of(&key, *bit) {
                    fork(*bit, left.clone(), right.insert(key, tree, differs_at))
                } else {
                    fork(*bit, left.insert(key, tree, differs_at), right.clone())
                }
            }
            Node::Leaf { key: own, .. } if *own == key => leaf(key, tree),
            _ if bit_of(&key, differs_at) => fork(differs_at, self.clone(), leaf(key, tree)),
            _ => fork(differs_at, leaf(key, tree), self.clone()),
        }
    }

    fn remove(self: &Arc<Node>, gone: &Key) -> Option<Arc<Node>> {
        match &**self {
            Node::Leaf { key, .. } => (key != gone).then(|| self.clone()),
            Node::Fork { bit, left, right, .. } => {
                let (left, right) = if bit_of(gone, *bit) {
                    (Some(left.clone()), right.remove(gone))
                } else {
                    (left.remove(gone), Some(right.clone()))
                };
                match (left, right) {
                    (Some(left), Some(right)) => Some(fork(*bit, left, right)),
                    (one, other) => one.or(other),
                }
            }
        }
    }

    fn witness(&self, show: &dyn Fn(&Key) -> Option<Shown>) -> HashTree {
        match self {
            Node::Leaf { key, tree, digest } => match show(key) {
                None => HashTree::Pruned(*digest),
                Some(Shown::Label) => HashTree::Labeled(key.to_vec(), Box::new(HashTree::Pruned(*tree))),
                Some(Shown::Tree(tree)) => HashTree::Labeled(key.to_vec(), Box::new(tree)),
            },
            Node::Fork { left, right, digest, .. } => match (left.witness(show), right.witness(show)) {
                (HashTree::Pruned(_), HashTree::Pruned(_)) => HashTree::Pruned(*digest),
                (left, right) => HashTree::Fork(Box::new(left), Box::new(right)),
            },
        }
    }
}

/// How much of an entry a witness shows.
pub(crate) enum Shown {
    /// That it is there, to prove that a neighbour is not.
    Label,
    Tree(HashTree),
}

impl Trie {
    /// Returns the digest of the whole tree.
    pub(crate) fn digest(&self) -> Digest {
        self.root.as_ref().map_or_else(digest_empty, |root| *root.digest())
    }

    /// Puts the digest of a tree under a key.
    pub(crate) fn insert(&mut self, key: Key, tree: Digest) {
        self.root = Some(match &self.root {
            None => leaf(key, tree),
            Some(root) => {
                let nearest = root.nearest(&key);
                let differs_at =
                    (0..256).find(|&bit| bit_of(nearest, bit) != bit_of(&key, bit)).unwrap_or(256);
                root.insert(key, tree, differs_at)
            }
        });
    }

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.root = self.root.as_ref().and_then(|root| root.remove(key));
    }

    /// Returns the tree in which only what `show` names is visible.
    pub(crate) fn witness(&self, show: &dyn Fn(&Key) -> Option<Shown>) -> HashTree {
        self.root.as_ref().map_or(HashTree::Empty, |root| root.witness(show))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Key {
        let mut key = [0; 32];
        key[0] = byte;
        key
    }

    #[test]
    fn the_root_does_not_depend_on_the_order() {
        let build = |keys: &[u8]| {
            let mut trie = Trie::default();
            keys.iter().for_each(|&byte| trie.insert(key(byte), [byte; 32]));
            trie
        };
        let all = build(&[1, 2, 3, 200]);
        assert_eq!(all.digest(), build(&[200, 3, 1, 2]).digest());
        let mut fewer = all.clone();
        fewer.remove(&key(3));
        assert_eq!(fewer.digest(), build(&[1, 2, 200]).digest());
        let hidden = all.witness(&|known| (*known == key(2)).then_some(Shown::Label));
        assert_eq!(hidden.digest(), all.digest());
    }
}
