//! The calls from outside that are remembered, until they could not be sent again anyway.

use crate::chunk_map::{ChunkMap, Key};
use crate::state::IngressEntry;
use crate::trie::{Certified, Trie};
use replica_api::{Digest, RequestId, TimeNs};
use std::sync::Arc;

const SECOND_NS: TimeNs = 1_000_000_000;

impl Certified for Arc<IngressEntry> {
    fn tree_digest(&self) -> Digest {
        crate::tree::status_tree(&self.status).digest()
    }
}

/// The ids that one block added, which expire in the same second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Batch {
    second: u64,
    number: u64,
}

impl Key for Batch {
    fn begins_chunk(&self) -> bool {
        self.number.is_multiple_of(32)
    }
}

/// Remembered calls by id, and their ids by the second they expire in.
#[derive(Clone, Default)]
pub(crate) struct Ingress {
    pub(crate) calls: Trie<Arc<IngressEntry>>,
    expiries: ChunkMap<Batch, Arc<Vec<RequestId>>>,
    batch: u64,
}

impl Ingress {
    /// A block begins: what it adds is kept apart, so that nothing older is copied for it.
    pub(crate) fn begin_batch(&mut self) {
        self.batch += 1;
    }

    pub(crate) fn get(&self, id: &RequestId) -> Option<&IngressEntry> {
        self.calls.get(id).map(|entry| &**entry)
    }

    pub(crate) fn insert(&mut self, id: RequestId, entry: IngressEntry) {
        let second = entry.expiry / SECOND_NS;
        if self.calls.insert(id, Arc::new(entry)) {
            self.expires(id, second);
        }
    }

    fn expires(&mut self, id: RequestId, second: u64) {
        let batch = Batch { second, number: self.batch };
        match self.expiries.get_mut(&batch) {
            Some(ids) => Arc::make_mut(ids).push(id),
            None => drop(self.expiries.insert(batch, Arc::new(vec![id]))),
        }
    }

    /// Takes out the ids whose last second lies wholly before `now`.
    pub(crate) fn take_expired(&mut self, now: TimeNs) -> Vec<RequestId> {
        let mut expired = Vec::new();
        loop {
            let oldest = self.expiries.iter().next().filter(|(batch, _)| batch.second < now / SECOND_NS);
            let Some((batch, ids)) = oldest else { return expired };
            expired.extend(ids.iter());
            let batch = *batch;
            self.expiries.remove(&batch);
        }
    }

    /// Puts an id back among those that expire, a while later: its call is still running.
    pub(crate) fn postpone(&mut self, id: RequestId, until: TimeNs) {
        self.expires(id, until / SECOND_NS);
    }

    pub(crate) fn remove(&mut self, id: &RequestId) {
        self.calls.remove(id);
    }

    /// All entries, in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RequestId, &IngressEntry)> {
        self.calls.iter().map(|(id, entry)| (id, &**entry))
    }
}
