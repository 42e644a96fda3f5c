//! The newest committed state, as readers see it, and its signature.

use crate::keys::Keys;
use replica_api::{CanisterId, Certificate, Label, QueryReply, QueryRequest};
use replica_core::{QueryView, State, certified_root, query, witness};
use replica_wasm::Engine;
use std::cell::Cell;
use std::sync::{Arc, OnceLock};

/// A state that will not change any more.
pub(crate) struct Published {
    pub(crate) state: State,
    keys: Arc<Keys>,
    /// Made when first asked for: most blocks are never certified to anyone.
    signature: OnceLock<Vec<u8>>,
}

impl Published {
    pub(crate) fn new(state: State, keys: Arc<Keys>) -> Published {
        Published { state, keys, signature: OnceLock::new() }
    }

    /// Returns the signed part of the tree that shows these paths.
    pub(crate) fn certificate(&self, paths: &[Vec<Label>]) -> Certificate {
        let signature = self.signature.get_or_init(|| self.keys.sign_root(&certified_root(&self.state)));
        Certificate { tree: witness(&self.state, paths), signature: signature.clone() }
    }

    /// Whether a query of a canister finds an instance that waits, or needs none.
    pub(crate) fn is_warm(&self, engine: &Engine, canister: CanisterId) -> bool {
        let Some(canister) = self.state.canisters.get(&canister) else { return true };
        canister.module.as_ref().is_none_or(|module| engine.is_warm(canister.id, module, &canister.image))
    }

    /// Answers a query on this state. Returns nothing if it does not end within so many instructions, fewer than queries may run.
    pub(crate) fn query(
        self: &Arc<Self>,
        engine: &Engine,
        request: &QueryRequest,
        instructions_max: u64,
    ) -> Option<QueryReply> {
        let lookup = |id: CanisterId| self.state.canisters.get(&id).cloned();
        let (published, canister) = (self.clone(), request.canister);
        let data_certificate = move || {
            let data = vec![b"canister".to_vec(), canister.as_slice().to_vec(), b"certified_data".to_vec()];
            published.certificate(&[data, vec![b"time".to_vec()]]).to_cbor()
        };
        let view = QueryView {
            engine,
            identity: &self.state.identity,
            time: self.state.time,
            lookup: &lookup,
            data_certificate: Some(Arc::new(data_certificate)),
            instructions_max,
            is_exhausted: Cell::new(false),
        };
        let outcome = query(&view, request);
        let goes_on = view.is_exhausted.get() && instructions_max < engine.limits.query_instructions_max;
        (!goes_on).then_some(QueryReply { outcome, time: self.state.time })
    }
}
