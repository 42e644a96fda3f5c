//! Batches of the embedding platform: a release becomes visible whole, in one block, or not at all.

use crate::beyond::{LowMemory, SnapshotBeyond};
use crate::calls::Job;
use crate::canister::{Canister, RunState, Snapshot};
use crate::execute::{Effect, Machine};
use crate::install::not_found;
use crate::management::told::with_controllers;
use crate::state::State;
use replica_api::{
    CanisterAction, CanisterChange, CanisterId, ErrorCode, MANAGEMENT, PlatformBatch, Principal, Reject,
};
use replica_wasm::{Entry, Image, WASM_PAGE_BYTES};
use std::sync::Arc;

/// Cycles a new canister starts with. Nothing here is paid for; canisters only expect to have some.
pub(crate) const INITIAL_CYCLES: u128 = 1_000_000_000_000_000;

impl Machine<'_> {
    pub(crate) fn run_platform(&mut self, batch: &PlatformBatch) {
        let before = self.state.clone();
        let effects_before = self.effects.len();
        let by = batch.caller.unwrap_or(MANAGEMENT);
        let mut snapshots = Vec::new();
        let outcome = batch.changes.iter().try_for_each(|change| self.change(change, by, &mut snapshots));
        if outcome.is_err() {
            self.restore(before, batch);
            self.effects.truncate(effects_before);
            batch.changes.iter().for_each(|change| self.engine.forget(change.canister));
        } else {
            for write in &batch.writes {
                self.state.write_platform(write.key.clone(), write.value.clone());
            }
        }
        self.effects.push(Effect::PlatformDone { id: batch.id, outcome: outcome.map(|()| snapshots) });
    }

    /// Takes everything back, except for what was printed on the way to the failure.
    fn restore(&mut self, before: State, batch: &PlatformBatch) {
        let failed = std::mem::replace(self.state, before);
        for change in &batch.changes {
            let Some(logs) = failed.canisters.get(&change.canister).map(|canister| &canister.facts) else {
                continue;
            };
            if let Some(canister) = self.state.canister_mut(change.canister) {
                (canister.facts.logs, canister.facts.logs_next) = (logs.logs.clone(), logs.logs_next);
            }
        }
    }

    fn change(
        &mut self,
        change: &CanisterChange,
        by: Principal,
        snapshots: &mut Vec<u64>,
    ) -> Result<(), Reject> {
        let id = change.canister;
        if let CanisterAction::Create { controllers } = &change.action {
            return self.create_at(id, controllers.clone(), INITIAL_CYCLES, by);
        }
        if !self.state.canisters.contains_key(&id) {
            return Err(not_found(id));
        }
        match &change.action {
            CanisterAction::Create { .. } => unreachable!("handled above"),
            CanisterAction::Install { mode, module, arg } => {
                self.install(id, by, *mode, module, arg.clone().into())?;
            }
            CanisterAction::SetControllers { controllers } => {
                let time = self.now;
                let canister = self.existing(id);
                canister.facts.controllers = controllers.clone();
                canister.note_change(time, by, &with_controllers("controllers", controllers));
            }
            CanisterAction::TakeSnapshot => snapshots.push(self.take_snapshot(id)),
            CanisterAction::LoadSnapshot { snapshot } => self.load_snapshot(id, *snapshot, by)?,
            CanisterAction::DropSnapshot { snapshot } => {
                self.existing(id).snapshots.remove(snapshot);
            }
            CanisterAction::Start => self.existing(id).facts.run_state = RunState::Running,
            CanisterAction::Stop => {
                self.existing(id).facts.run_state = RunState::Stopping;
                self.finish_stopping(id);
            }
            CanisterAction::Delete => self.delete(id),
            CanisterAction::Manage => self.existing(id).managed = true,
        }
        Ok(())
    }

    fn existing(&mut self, id: CanisterId) -> &mut Canister {
        self.state.canister_mut(id).expect("the caller has looked")
    }

    /// Makes a canister under a given id.
    pub(crate) fn create_at(
        &mut self,
        id: CanisterId,
        controllers: Vec<Principal>,
        cycles: u128,
        by: Principal,
    ) -> Result<(), Reject> {
        let Some(counter) = replica_api::canister_counter(id) else {
            let text = format!("{id} is not the id of a canister of this replica");
            return Err(Reject::new(ErrorCode::CanisterNotFound, text));
        };
        if self.state.canisters.contains_key(&id) || self.state.stands_in_for(id) {
            let text = format!("there is already a canister {id}");
            return Err(Reject::new(ErrorCode::CanisterIdAlreadyExists, text));
        }
        self.state.canisters_made = self.state.canisters_made.max(counter + 1);
        let what = with_controllers("create", &controllers);
        let mut canister = Canister::new(id, controllers, cycles, self.now);
        canister.note_change(self.now, by, &what);
        self.state.put_canister(Arc::new(canister));
        Ok(())
    }

    /// Keeps code and state of a canister; memory is shared until one of the two changes it.
    pub(crate) fn take_snapshot(&mut self, id: CanisterId) -> u64 {
        let (time, rules) = (self.now, self.state.rules);
        let canister = self.existing(id);
        let beyond = (rules >= 1).then(|| SnapshotBeyond {
            global_timer: Some(canister.facts.global_timer),
            low_memory: Some(canister.beyond.low_memory),
            chunks: canister.chunks.clone(),
        });
        let number = canister.facts.snapshots_next;
        canister.facts.snapshots_next += 1;
        let snapshot = Snapshot {
            time,
            module: canister.module.clone(),
            image: canister.image.clone(),
            certified_data: canister.facts.certified_data.clone(),
            version: canister.facts.version,
            upload: None,
            beyond,
        };
        canister.snapshots.insert(number, Arc::new(snapshot));
        number
    }

    /// Puts code and state back to what a snapshot holds.
    pub(crate) fn load_snapshot(&mut self, id: CanisterId, number: u64, by: Principal) -> Result<(), Reject> {
        let time = self.now;
        let canister = self.existing(id);
        let Some(snapshot) = canister.snapshots.get(&number).cloned() else {
            let text = format!("Canister {id} has no snapshot {number}");
            return Err(Reject::new(ErrorCode::CanisterSnapshotNotFound, text));
        };
        let module = match &snapshot.upload {
            None => snapshot.module.clone(),
            Some(upload) => {
                let mut bytes = vec![0; upload.bytes() as usize];
                upload.read(0, &mut bytes);
                let module =
                    self.engine.load(&bytes).map_err(|error| crate::install::invalid_module(id, &error))?;
                let initial = self.engine.initial_image(&module);
                let initial = initial.map_err(|error| crate::install::invalid_module(id, &error))?;
                fits(&initial, &snapshot.image)?;
                Some(module)
            }
        };
        let canister = self.existing(id);
        canister.module = module;
        canister.image = snapshot.image.clone();
        canister.facts.certified_data = snapshot.certified_data.clone();
        match &snapshot.beyond {
            // Those of the first version have none of it.
            None => canister.facts.global_timer = 0,
            Some(SnapshotBeyond { global_timer, low_memory, chunks }) => {
                canister.facts.global_timer = global_timer.unwrap_or(canister.facts.global_timer);
                canister.beyond.low_memory = low_memory.unwrap_or(canister.beyond.low_memory);
                canister.chunks = chunks.clone();
            }
        }
        canister.note_change(time, by, &format!("load-snapshot {number} {}", snapshot.time));
        self.engine.forget(id);
        if self.state.canisters[&id].beyond.low_memory == LowMemory::Due {
            self.state.queue.push_first(id, Job::Task { canister: id, entry: Entry::LowWasmMemory });
        }
        Ok(())
    }

    /// Removes a canister. Calls it still had open are answered by the reject that follows.
    pub(crate) fn delete(&mut self, id: CanisterId) {
        self.state.remove_canister(id);
        self.engine.forget(id);
    }

    /// Turns stopping into stopped once nothing is open, and tells those who wait for it.
    pub(crate) fn finish_stopping(&mut self, id: CanisterId) {
        let Some(canister) = self.state.canisters.get(&id) else { return };
        if canister.facts.run_state != RunState::Stopping || self.state.has_contexts(id) {
            return;
        }
        let canister = self.existing(id);
        canister.facts.run_state = RunState::Stopped;
        for waiter in std::mem::take(&mut canister.facts.stop_waiters) {
            self.answer(waiter, Ok(crate::management::empty_reply()), 0);
        }
    }
}

/// Whether an image that came from outside is one of the module that has this initial image.
fn fits(expected: &Image, image: &Image) -> Result<(), Reject> {
    let kinds = |image: &Image| image.globals.iter().map(std::mem::discriminant).collect::<Vec<_>>();
    let wrong = if kinds(image) != kinds(expected) {
        "other globals than its module has"
    } else if image.memory.bytes() < expected.memory.bytes()
        || !image.memory.bytes().is_multiple_of(WASM_PAGE_BYTES as u64)
    {
        "a memory that its module cannot have"
    } else {
        return Ok(());
    };
    Err(Reject::new(ErrorCode::InvalidManagementPayload, format!("the snapshot has {wrong}")))
}

/// Whether a batch puts code into a canister: code is compiled and run, so no block waits for it.
pub(crate) fn installs(batch: &PlatformBatch) -> bool {
    let runs = |change: &CanisterChange| {
        matches!(change.action, CanisterAction::Install { .. } | CanisterAction::LoadSnapshot { .. })
    };
    batch.changes.iter().any(runs)
}
