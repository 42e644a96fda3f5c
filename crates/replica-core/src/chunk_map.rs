//! A persistent, hashed map in the order of its keys: a copy costs a pointer for some dozens of entries, and a digest what has changed
//! since the last one.
//!
//! The entries lie in chunks. Whether a chunk begins with a key follows from the key alone (content-defined chunking), so equal maps have
//! equal chunks and digests, however they came about.

use replica_api::{Codec, Decoder, Digest, Encoder, TruncatedError};
use sha2::{Digest as _, Sha256};
use std::borrow::Borrow;
use std::ops::Index;
use std::sync::{Arc, OnceLock};

/// A key that says whether it begins a chunk; about every thirtieth should.
pub trait Key: Ord + Clone {
    fn begins_chunk(&self) -> bool;
}

impl Key for u64 {
    fn begins_chunk(&self) -> bool {
        self.is_multiple_of(32)
    }
}

impl Key for replica_api::Principal {
    fn begins_chunk(&self) -> bool {
        spread(self.as_slice()).is_multiple_of(32)
    }
}

impl Key for (replica_api::Principal, u64) {
    fn begins_chunk(&self) -> bool {
        self.1.begins_chunk()
    }
}

impl Key for Vec<u8> {
    fn begins_chunk(&self) -> bool {
        spread(self).is_multiple_of(32)
    }
}

/// The FNV-1a hash, its bits mixed once more.
fn spread(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, step);
    hash ^ hash >> 32
}

/// The map.
pub struct ChunkMap<K, V> {
    chunks: Vec<Arc<Chunk<K, V>>>,
    len: usize,
}

struct Chunk<K, V> {
    /// Never empty.
    entries: Vec<(K, V)>,
    digest: OnceLock<Digest>,
}

impl<K: Clone, V: Clone> Clone for Chunk<K, V> {
    fn clone(&self) -> Self {
        // A chunk is cloned to be changed.
        Chunk { entries: self.entries.clone(), digest: OnceLock::new() }
    }
}

impl<K, V> Clone for ChunkMap<K, V> {
    fn clone(&self) -> Self {
        ChunkMap { chunks: self.chunks.clone(), len: self.len }
    }
}

impl<K, V> Default for ChunkMap<K, V> {
    fn default() -> Self {
        ChunkMap { chunks: Vec::new(), len: 0 }
    }
}

fn chunk<K, V>(entries: Vec<(K, V)>) -> Arc<Chunk<K, V>> {
    Arc::new(Chunk { entries, digest: OnceLock::new() })
}

impl<K, V> ChunkMap<K, V> {
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.chunks.iter().flat_map(|chunk| &chunk.entries).map(|(key, value)| (key, value))
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Returns a digest of all entries, of which `leaf` gives the bytes.
    pub(crate) fn digest(&self, leaf: impl Fn(&K, &V) -> Vec<u8>) -> Digest {
        let mut whole = Sha256::new();
        for chunk in &self.chunks {
            whole.update(chunk.digest.get_or_init(|| {
                let mut hash = Sha256::new();
                for (key, value) in &chunk.entries {
                    let bytes = leaf(key, value);
                    hash.update((bytes.len() as u64).to_le_bytes());
                    hash.update(bytes);
                }
                hash.finalize().into()
            }));
        }
        whole.finalize().into()
    }
}

impl<K: Ord, V> ChunkMap<K, V> {
    /// The chunk in which a key is or belongs, unless it comes before all.
    fn chunk_of<Q: Ord + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.chunks.partition_point(|chunk| chunk.entries[0].0.borrow() <= key).checked_sub(1)
    }

    /// Chunk and place of a key that is there.
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Option<(usize, usize)>
    where
        K: Borrow<Q>,
    {
        let at = self.chunk_of(key)?;
        let found = self.chunks[at].entries.binary_search_by(|(own, _)| own.borrow().cmp(key));
        Some((at, found.ok()?))
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let (chunk, place) = self.place(key)?;
        Some(&self.chunks[chunk].entries[place].1)
    }

    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.place(key).is_some()
    }

    /// The entries from a key on.
    pub fn range_from<'a, Q: Ord + ?Sized>(
        &'a self,
        from: &Q,
    ) -> impl Iterator<Item = (&'a K, &'a V)> + use<'a, K, V, Q>
    where
        K: Borrow<Q>,
    {
        let at = self.chunk_of(from).unwrap_or(0);
        let begin = self
            .chunks
            .get(at)
            .map_or(0, |chunk| chunk.entries.partition_point(|(key, _)| key.borrow() < from));
        let entries = self.chunks.iter().skip(at).flat_map(|chunk| &chunk.entries);
        entries.skip(begin).map(|(key, value)| (key, value))
    }
}

impl<K: Key, V: Clone> ChunkMap<K, V> {
    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let (at, place) = self.place(key)?;
        Some(&mut self.changed(at)[place].1)
    }

    /// The entries of a chunk, to change them.
    fn changed(&mut self, at: usize) -> &mut Vec<(K, V)> {
        let chunk = Arc::make_mut(&mut self.chunks[at]);
        chunk.digest = OnceLock::new();
        &mut chunk.entries
    }

    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let Some(at) = self.chunk_of(&key) else {
            self.len += 1;
            match self.chunks.first() {
                Some(first) if !first.entries[0].0.begins_chunk() => self.changed(0).insert(0, (key, value)),
                _ => self.chunks.insert(0, chunk(vec![(key, value)])),
            }
            return None;
        };
        match self.chunks[at].entries.binary_search_by(|(own, _)| own.cmp(&key)) {
            Ok(place) => Some(std::mem::replace(&mut self.changed(at)[place].1, value)),
            Err(place) => {
                self.len += 1;
                if key.begins_chunk() {
                    let mut rest = self.changed(at).split_off(place);
                    rest.insert(0, (key, value));
                    self.chunks.insert(at + 1, chunk(rest));
                } else {
                    self.changed(at).insert(place, (key, value));
                }
                None
            }
        }
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (at, place) = self.place(key)?;
        self.len -= 1;
        let entries = self.changed(at);
        let (_, value) = entries.remove(place);
        if place == 0 && (at > 0 || entries.is_empty()) {
            // The others of the chunk begin none: they belong to the one before.
            let rest = std::mem::take(entries);
            self.chunks.remove(at);
            if !rest.is_empty() {
                self.changed(at - 1).extend(rest);
            }
        }
        Some(value)
    }
}

/// A list that grows at its end and shrinks at its front, as persistent and hashed as a map.
#[derive(Clone)]
pub struct Ring<T> {
    entries: ChunkMap<u64, T>,
    next: u64,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Ring { entries: ChunkMap::default(), next: 0 }
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Ring<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> Ring<T> {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Its items, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.entries.chunks.iter().flat_map(|chunk| &chunk.entries).map(|(_, item)| item)
    }
}

impl<T: Clone> Ring<T> {
    pub(crate) fn push_back(&mut self, item: T) {
        self.entries.insert(self.next, item);
        self.next += 1;
    }

    pub(crate) fn pop_front(&mut self) -> Option<T> {
        let first = *self.entries.keys().next()?;
        self.entries.remove(&first)
    }
}

impl<T: Codec> Ring<T> {
    pub(crate) fn digest(&self) -> Digest {
        self.entries.digest(|_, item| item.to_bytes())
    }
}

impl<T: Codec + Clone> Codec for Ring<T> {
    fn encode(&self, to: &mut Encoder) {
        (self.next, self.len() as u64).encode(to);
        self.iter().for_each(|item| item.encode(to));
    }

    fn decode(from: &mut Decoder<'_>) -> Result<Self, TruncatedError> {
        let (next, len) = <(u64, u64)>::decode(from)?;
        let mut ring =
            Ring { entries: ChunkMap::default(), next: next.checked_sub(len).ok_or(TruncatedError)? };
        for _ in 0..len {
            ring.push_back(T::decode(from)?);
        }
        Ok(ring)
    }
}

impl<K: Ord, V> Index<&K> for ChunkMap<K, V> {
    type Output = V;

    fn index(&self, key: &K) -> &V {
        self.get(key).expect("the caller knows that the key is there")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn digest(map: &ChunkMap<u64, u64>) -> Digest {
        map.digest(|key, value| [key.to_le_bytes(), value.to_le_bytes()].concat())
    }

    /// A cheap sequence of numbers without a pattern.
    fn numbers() -> impl Iterator<Item = u64> {
        let mut x = 9u64;
        std::iter::repeat_with(move || {
            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            x >> 33
        })
    }

    #[test]
    fn it_does_what_a_tree_does_and_its_digest_knows_no_history() {
        let (mut map, mut tree) = (ChunkMap::default(), BTreeMap::new());
        let mut numbers = numbers();
        for step in 0..20_000 {
            let key = numbers.next().unwrap_or_default() % 500;
            if numbers.next().unwrap_or_default().is_multiple_of(3) {
                assert_eq!(map.remove(&key), tree.remove(&key));
            } else {
                assert_eq!(map.insert(key, step), tree.insert(key, step));
            }
            if let Some(value) = map.get_mut(&(key / 2)) {
                *value += 1;
                tree.entry(key / 2).and_modify(|value| *value += 1);
            }
            assert_eq!(map.len(), tree.len());
            if step % 500 == 0 {
                assert!(map.iter().eq(tree.iter()));
                assert!(map.range_from(&key).eq(tree.range(key..)));
                let mut again = ChunkMap::default();
                for (key, value) in tree.iter().rev() {
                    again.insert(*key, *value);
                }
                assert_eq!(digest(&map), digest(&again));
            }
        }
    }

    #[test]
    fn a_copy_stays_as_it_was() {
        let mut map = ChunkMap::default();
        for key in 0..100u64 {
            map.insert(key, key);
        }
        let (copy, before) = (map.clone(), digest(&map));
        map.insert(50, 0);
        assert_ne!(digest(&map), before);
        assert_eq!(digest(&copy), before);
        map.insert(50, 50);
        assert_eq!(digest(&map), before);
    }
}
