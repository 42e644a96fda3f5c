//! What is kept about canisters and snapshots beside what the first version kept.
//!
//! It counts into digests only where it is not the default, so that states from before there was such a thing keep
//! their roots.

use crate::canister::Canister;
use replica_api::{Digest, Principal, TimeNs, codec_enum, codec_struct};
use replica_wasm::{Limits, Module};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Who may see something of a canister, beside its controllers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    #[default]
    Controllers,
    Public,
    Viewers(Vec<Principal>),
}
codec_enum!(Visibility { 1 => Controllers, 2 => Public, 3 => Viewers(viewers) });

impl Visibility {
    pub(crate) fn includes(&self, who: Principal) -> bool {
        match self {
            Visibility::Controllers => false,
            Visibility::Public => true,
            Visibility::Viewers(viewers) => viewers.contains(&who),
        }
    }
}

/// How it stands with the method that is called when memory runs out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LowMemory {
    /// There is enough.
    #[default]
    Enough,
    /// It is to run before the next message.
    Due,
    Done,
}
codec_enum!(LowMemory { 1 => Enough, 2 => Due, 3 => Done });

/// Of a canister.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beyond {
    /// Those who may read the logs, where `logs_public` does not say that all may.
    pub log_viewers: Vec<Principal>,
    pub snapshots: Visibility,
    pub status: Visibility,
    pub low_memory: LowMemory,
}
codec_struct!(Beyond { log_viewers, snapshots, status, low_memory });

impl Beyond {
    pub(crate) fn is_default(&self) -> bool {
        *self == Beyond::default()
    }
}

/// Of a snapshot. Where an uploaded one does not say, the canister's own stays when it is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnapshotBeyond {
    /// 0 if none is set.
    pub global_timer: Option<TimeNs>,
    pub low_memory: Option<LowMemory>,
    pub chunks: BTreeMap<Digest, Arc<[u8]>>,
}

impl Canister {
    pub(crate) fn may_see_logs(&self, who: Principal) -> bool {
        self.facts.logs_public || self.is_controller(who) || self.beyond.log_viewers.contains(&who)
    }

    pub(crate) fn logs_visibility(&self) -> Visibility {
        match &self.beyond.log_viewers {
            _ if self.facts.logs_public => Visibility::Public,
            viewers if viewers.is_empty() => Visibility::Controllers,
            viewers => Visibility::Viewers(viewers.clone()),
        }
    }

    pub(crate) fn may_see_snapshots(&self, who: Principal) -> bool {
        self.is_controller(who) || self.beyond.snapshots.includes(who)
    }

    pub(crate) fn may_see_status(&self, who: Principal) -> bool {
        who == self.id || self.is_controller(who) || self.beyond.status.includes(who)
    }

    /// Sees how much memory is left, and says whether the method for that has become due.
    pub(crate) fn note_memory_left(&mut self, limits: &Limits) -> bool {
        let facts = &self.facts;
        let hears = |module: &Arc<Module>| module.exports_system("canister_on_low_wasm_memory");
        let most = match facts.wasm_memory_limit {
            0 => u128::from(limits.wasm_memory_bytes_max),
            limit => limit.min(u128::from(limits.wasm_memory_bytes_max)),
        };
        let left = most.saturating_sub(u128::from(self.image.memory.bytes()));
        let is_low = self.module.as_ref().is_some_and(hears) && left < facts.wasm_memory_threshold;
        let before = self.beyond.low_memory;
        self.beyond.low_memory = match (is_low, before) {
            (false, _) => LowMemory::Enough,
            (true, LowMemory::Enough) => LowMemory::Due,
            (true, before) => before,
        };
        before == LowMemory::Enough && is_low
    }
}
