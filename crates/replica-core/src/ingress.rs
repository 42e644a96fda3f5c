//! The calls from outside that are remembered, in shards, so that publishing a state copies little.

use crate::state::IngressEntry;
use replica_api::{RequestId, TimeNs};
use std::collections::BTreeMap;
use std::sync::Arc;

const SECOND_NS: TimeNs = 1_000_000_000;

/// Remembered calls by id (sharded by the first byte), and their ids by the second they expire in.
#[derive(Clone)]
pub(crate) struct Ingress {
    shards: Vec<Arc<BTreeMap<RequestId, Arc<IngressEntry>>>>,
    expiries: BTreeMap<u64, Arc<Vec<RequestId>>>,
}

impl Default for Ingress {
    fn default() -> Ingress {
        Ingress { shards: vec![Arc::default(); 256], expiries: BTreeMap::new() }
    }
}

impl Ingress {
    pub(crate) fn get(&self, id: &RequestId) -> Option<&IngressEntry> {
        self.shards[id[0] as usize].get(id).map(|entry| &**entry)
    }

    pub(crate) fn insert(&mut self, id: RequestId, entry: IngressEntry) {
        let second = entry.expiry / SECOND_NS;
        let shard = Arc::make_mut(&mut self.shards[id[0] as usize]);
        if shard.insert(id, Arc::new(entry)).is_none() {
            Arc::make_mut(self.expiries.entry(second).or_default()).push(id);
        }
    }

    /// Takes out the ids whose last second lies wholly before `now`.
    pub(crate) fn take_expired(&mut self, now: TimeNs) -> Vec<RequestId> {
        let mut expired = Vec::new();
        while let Some(oldest) = self.expiries.first_entry().filter(|oldest| *oldest.key() < now / SECOND_NS)
        {
            expired.extend(oldest.remove().iter());
        }
        expired
    }

    /// Puts an id back among those that expire, a while later: its call is still running.
    pub(crate) fn postpone(&mut self, id: RequestId, until: TimeNs) {
        Arc::make_mut(self.expiries.entry(until / SECOND_NS).or_default()).push(id);
    }

    pub(crate) fn remove(&mut self, id: &RequestId) {
        Arc::make_mut(&mut self.shards[id[0] as usize]).remove(id);
    }

    /// All entries, in the order of their ids.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&RequestId, &IngressEntry)> {
        self.shards.iter().flat_map(|shard| shard.iter()).map(|(id, entry)| (id, &**entry))
    }

    /// The ids just before and after a place where there is none.
    pub(crate) fn neighbours(&self, id: &RequestId) -> impl Iterator<Item = RequestId> {
        let at = id[0] as usize;
        let before = self.shards[..=at].iter().rev().find_map(|shard| shard.range(..*id).next_back());
        let after = self.shards[at..].iter().find_map(|shard| shard.range(*id..).next());
        [before, after].into_iter().flatten().map(|(id, _)| *id).collect::<Vec<_>>().into_iter()
    }
}
