//! A persistent, hashed map from request ids: what changes costs as many nodes as the tree is deep, and digests are made when they are asked for.
//!
//! A binary tree that forks at the first bit in which its keys differ. Its shape depends on the keys
//! alone, not on the order in which they came, so every replica has the same root.

use replica_api::{Digest, HashTree, digest_empty, digest_fork, digest_labeled};
use std::sync::{Arc, OnceLock};

type Key = [u8; 32];

/// What a value is in the certified tree.
pub(crate) trait Certified: Clone {
    fn tree_digest(&self) -> Digest;
}

#[derive(Clone)]
pub(crate) struct Trie<V> {
    root: Option<Arc<Node<V>>>,
}

impl<V> Default for Trie<V> {
    fn default() -> Self {
        Trie { root: None }
    }
}

#[derive(Clone)]
enum Node<V> {
    Leaf { key: Key, value: V, digest: OnceLock<Digest> },
    Fork { bit: usize, left: Arc<Node<V>>, right: Arc<Node<V>>, digest: OnceLock<Digest> },
}

fn bit_of(key: &Key, bit: usize) -> bool {
    key[bit / 8] >> (7 - bit % 8) & 1 == 1
}

/// The first bit in which two keys differ; 256 if they are equal.
fn first_difference(left: &Key, right: &Key) -> usize {
    let byte = left.iter().zip(right).position(|(left, right)| left != right);
    byte.map_or(256, |byte| byte * 8 + (left[byte] ^ right[byte]).leading_zeros() as usize)
}

fn leaf<V>(key: Key, value: V) -> Arc<Node<V>> {
    Arc::new(Node::Leaf { key, value, digest: OnceLock::new() })
}

fn fork<V>(bit: usize, left: Arc<Node<V>>, right: Arc<Node<V>>) -> Arc<Node<V>> {
    Arc::new(Node::Fork { bit, left, right, digest: OnceLock::new() })
}

impl<V> Node<V> {
    /// Returns the leaf that following the bits of `key` leads to.
    fn nearest(&self, key: &Key) -> (&Key, &V) {
        let mut node = self;
        loop {
            match node {
                Node::Leaf { key, value, .. } => return (key, value),
                Node::Fork { bit, left, right, .. } => node = if bit_of(key, *bit) { right } else { left },
            }
        }
    }

    /// The first key, or the last.
    fn outermost(&self, last: bool) -> &Key {
        let mut node = self;
        loop {
            match node {
                Node::Leaf { key, .. } => return key,
                Node::Fork { left, right, .. } => node = if last { right } else { left },
            }
        }
    }
}

impl<V: Certified> Node<V> {
    fn digest(&self) -> &Digest {
        match self {
            Node::Leaf { key, value, digest } => {
                digest.get_or_init(|| digest_labeled(key, &value.tree_digest()))
            }
            Node::Fork { left, right, digest, .. } => {
                digest.get_or_init(|| digest_fork(left.digest(), right.digest()))
            }
        }
    }

    fn insert(node: &mut Arc<Node<V>>, key: Key, value: V, differs_at: usize) {
        let goes_on = match &**node {
            Node::Fork { bit, .. } => *bit < differs_at,
            Node::Leaf { .. } => false,
        };
        if goes_on {
            let Node::Fork { bit, left, right, digest } = Arc::make_mut(node) else { return };
            *digest = OnceLock::new();
            return Node::insert(if bit_of(&key, *bit) { right } else { left }, key, value, differs_at);
        }
        *node = if differs_at == 256 {
            leaf(key, value)
        } else if bit_of(&key, differs_at) {
            fork(differs_at, node.clone(), leaf(key, value))
        } else {
            fork(differs_at, leaf(key, value), node.clone())
        };
    }

    /// Takes a key out that is there, below a node that has others.
    fn remove(node: &mut Arc<Node<V>>, gone: &Key) {
        let Node::Fork { bit, left, right, digest } = Arc::make_mut(node) else { return };
        *digest = OnceLock::new();
        let (inside, beside) = if bit_of(gone, *bit) { (right, left) } else { (left, right) };
        if let Node::Leaf { .. } = **inside {
            *node = beside.clone();
        } else {
            Node::remove(inside, gone);
        }
    }

    fn witness(&self, show: &dyn Fn(&Key) -> Option<Shown>) -> HashTree {
        match self {
            Node::Leaf { key, value, .. } => match show(key) {
                None => HashTree::Pruned(*self.digest()),
                Some(Shown::Label) => {
                    HashTree::Labeled(key.to_vec(), Box::new(HashTree::Pruned(value.tree_digest())))
                }
                Some(Shown::Tree(tree)) => HashTree::Labeled(key.to_vec(), Box::new(tree)),
            },
            Node::Fork { left, right, .. } => match (left.witness(show), right.witness(show)) {
                (HashTree::Pruned(_), HashTree::Pruned(_)) => HashTree::Pruned(*self.digest()),
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

impl<V> Trie<V> {
    pub(crate) fn get(&self, key: &Key) -> Option<&V> {
        let (found, value) = self.root.as_ref()?.nearest(key);
        (found == key).then_some(value)
    }

    /// All entries, in the order of their keys.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Key, &V)> {
        let mut open: Vec<&Node<V>> = self.root.iter().map(|root| &**root).collect();
        std::iter::from_fn(move || {
            loop {
                match open.pop()? {
                    Node::Leaf { key, value, .. } => return Some((key, value)),
                    Node::Fork { left, right, .. } => open.extend([&**right, &**left]),
                }
            }
        })
    }

    /// The last key before one, and the first that is not before it.
    pub(crate) fn neighbours(&self, key: &Key) -> impl Iterator<Item = Key> + use<V> {
        let (mut before, mut after) = (None, None);
        if let Some(root) = &self.root {
            let differs_at = first_difference(root.nearest(key).0, key);
            let mut node = &**root;
            while let Node::Fork { bit, left, right, .. } = node
                && *bit < differs_at
            {
                if bit_of(key, *bit) {
                    (before, node) = (Some(left.outermost(true)), right);
                } else {
                    (after, node) = (Some(right.outermost(false)), left);
                }
            }
            if differs_at < 256 && bit_of(key, differs_at) {
                before = Some(node.outermost(true));
            } else {
                after = Some(node.outermost(false));
            }
        }
        [before.copied(), after.copied()].into_iter().flatten()
    }
}

impl<V: Certified> Trie<V> {
    /// Returns the digest of the whole tree.
    pub(crate) fn digest(&self) -> Digest {
        self.root.as_ref().map_or_else(digest_empty, |root| *root.digest())
    }

    /// Puts a value under a key; tells whether there was none.
    pub(crate) fn insert(&mut self, key: Key, value: V) -> bool {
        let Some(root) = &mut self.root else {
            self.root = Some(leaf(key, value));
            return true;
        };
        let differs_at = first_difference(root.nearest(&key).0, &key);
        Node::insert(root, key, value, differs_at);
        differs_at < 256
    }

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: &Key) {
        if self.get(key).is_none() {
            return;
        }
        match &mut self.root {
            Some(root) if matches!(**root, Node::Fork { .. }) => Node::remove(root, key),
            root => *root = None,
        }
    }

    /// Returns the tree in which only what `show` names is visible.
    pub(crate) fn witness(&self, show: &dyn Fn(&Key) -> Option<Shown>) -> HashTree {
        self.root.as_ref().map_or(HashTree::Empty, |root| root.witness(show))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    impl Certified for u8 {
        fn tree_digest(&self) -> Digest {
            [*self; 32]
        }
    }

    fn key(byte: u8) -> Key {
        let mut key = [0; 32];
        key[0] = byte;
        key
    }

    fn build(keys: &[u8]) -> Trie<u8> {
        let mut trie = Trie::default();
        for &byte in keys {
            trie.insert(key(byte), byte);
        }
        trie
    }

    #[test]
    fn the_root_does_not_depend_on_the_order() {
        let all = build(&[1, 2, 3, 200]);
        assert_eq!(all.digest(), build(&[200, 3, 1, 2]).digest());
        let mut fewer = all.clone();
        fewer.remove(&key(3));
        assert_eq!(fewer.digest(), build(&[1, 2, 200]).digest());
        assert_eq!(all.digest(), build(&[1, 2, 3, 200]).digest(), "a copy does not change");
        let hidden = all.witness(&|known| (*known == key(2)).then_some(Shown::Label));
        assert_eq!(hidden.digest(), all.digest());
    }

    #[test]
    fn it_does_what_a_tree_does() {
        let (mut trie, mut tree) = (Trie::default(), BTreeMap::new());
        for step in 0..3_000u32 {
            let byte = (step.wrapping_mul(2_654_435_761) >> 13) as u8;
            if step % 3 == 0 {
                trie.remove(&key(byte));
                tree.remove(&key(byte));
            } else {
                assert_eq!(trie.insert(key(byte), step as u8), tree.insert(key(byte), step as u8).is_none());
            }
            let asked = key(byte.wrapping_add(7));
            assert_eq!(trie.get(&asked), tree.get(&asked));
            let near = [tree.range(..asked).next_back(), tree.range(asked..).next()];
            let near = near.into_iter().flatten().map(|(key, _)| *key);
            assert!(trie.neighbours(&asked).eq(near), "beside {byte}");
            assert!(trie.iter().eq(tree.iter()));
        }
    }
}
