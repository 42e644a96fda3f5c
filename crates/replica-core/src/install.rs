//! Putting code into a canister: all of it works, or nothing has changed.

use crate::canister::Canister;
use crate::execute::{Machine, surroundings};
use replica_api::{CanisterId, ErrorCode, InstallMode, Principal, Reject};
use replica_wasm::{EngineError, Entry, Message, Module, PageMap, PersistenceSupport};
use std::sync::Arc;

impl Machine<'_> {
    /// Installs, reinstalls or upgrades. On an error the canister is as it was.
    pub(crate) fn install(
        &mut self,
        id: CanisterId,
        by: Principal,
        mode: InstallMode,
        wasm: &[u8],
        arg: Arc<[u8]>,
    ) -> Result<(), Reject> {
        let before = self.state.canisters.get(&id).cloned().ok_or_else(|| not_found(id))?;
        let result = self.install_unprotected(&before, by, mode, wasm, arg);
        match &result {
            Ok(()) => self.engine.forget(id),
            Err(_) => {
                // What was printed on the way to the failure stays readable.
                let failed = self.state.canister_mut(id).expect("it was there above").facts.clone();
                let mut restored = Canister::clone(&before);
                (restored.facts.logs, restored.facts.logs_next) = (failed.logs, failed.logs_next);
                self.state.put_canister(Arc::new(restored));
            }
        }
        result
    }

    fn install_unprotected(
        &mut self,
        before: &Canister,
        by: Principal,
        mode: InstallMode,
        wasm: &[u8],
        arg: Arc<[u8]>,
    ) -> Result<(), Reject> {
        let id = before.id;
        let module = self.engine.load(wasm).map_err(|error| invalid_module(id, &error))?;
        let upgrade = matches!(mode, InstallMode::Upgrade { .. });
        match (mode, &before.module) {
            (InstallMode::Install, Some(_)) => {
                let text = format!("Canister {id} already has code: use the mode reinstall or upgrade");
                return Err(Reject::new(ErrorCode::CanisterAlreadyInstalled, text));
            }
            (InstallMode::Upgrade { .. }, None) => return Err(crate::calls::no_module(id)),
            _ => {}
        }
        if let InstallMode::Upgrade { skip_pre_upgrade: false, .. } = mode {
            self.run_install_step(id, by, Entry::PreUpgrade, [].into())?;
        }
        let old = self.state.canisters[&id].image.clone();
        let mut image = self.engine.initial_image(&module).map_err(|error| invalid_module(id, &error))?;
        if let InstallMode::Upgrade { keep_memory, .. } = mode {
            image.stable = old.stable;
            if keeps_memory(keep_memory, &module, before.module.as_ref())? {
                image.memory = kept_memory(old.memory, &image.memory);
            }
        }
        self.check_memory_limit(id, image.memory.bytes())?;
        self.enter_code(id, module, image, upgrade);
        self.run_install_step(id, by, Entry::Start, [].into())?;
        self.run_install_step(id, by, if upgrade { Entry::PostUpgrade } else { Entry::Init }, arg)?;
        let what = match mode {
            InstallMode::Install => "install",
            InstallMode::Reinstall => "reinstall",
            InstallMode::Upgrade { .. } => "upgrade",
        };
        let time = self.now;
        let canister = self.state.canister_mut(id).expect("it was there above");
        canister.facts.installed = time;
        canister.note_change(time, by, what);
        Ok(())
    }

    /// Whether the memory that code begins with is one that its canister wants to have.
    fn check_memory_limit(&self, id: CanisterId, bytes: u64) -> Result<(), Reject> {
        match self.memory_limit(id) {
            0 => Ok(()),
            limit if bytes <= limit => Ok(()),
            limit => {
                let text = format!(
                    "Canister {id} begins with {bytes} bytes of Wasm memory, and its wasm_memory_limit is {limit}"
                );
                Err(Reject::new(ErrorCode::CanisterWasmMemoryLimitExceeded, text))
            }
        }
    }

    fn enter_code(&mut self, id: CanisterId, module: Arc<Module>, image: replica_wasm::Image, upgrade: bool) {
        let canister = self.state.canister_mut(id).expect("callers look first");
        canister.module = Some(module);
        canister.image = image;
        // A timer belongs to the code that set it.
        canister.facts.global_timer = 0;
        if !upgrade {
            canister.facts.certified_data.clear();
        }
    }

    fn run_install_step(
        &mut self,
        id: CanisterId,
        by: Principal,
        entry: Entry,
        arg: Arc<[u8]>,
    ) -> Result<(), Reject> {
        let canister = &self.state.canisters[&id];
        let wasm_memory_limit = match entry {
            Entry::Init | Entry::PostUpgrade => self.memory_limit(id),
            _ => 0,
        };
        let context = replica_wasm::Context {
            arg,
            wasm_memory_limit,
            ..surroundings(self.state, self.now, canister, by)
        };
        let message =
            Message { entry, context, instructions_max: self.engine.limits.install_instructions_max };
        self.execute(id, message).result.map_err(|trap| trap.to_reject(id))
    }

    /// Takes the code out and drops the state; the canister itself stays.
    pub(crate) fn uninstall(&mut self, id: CanisterId, by: Principal) {
        let time = self.now;
        let canister = self.state.canister_mut(id).expect("callers look first");
        canister.module = None;
        canister.image = Default::default();
        canister.facts.certified_data.clear();
        canister.facts.global_timer = 0;
        canister.note_change(time, by, "uninstall");
        self.engine.forget(id);
    }
}

/// Decides whether main memory stays, as the interface specification has it.
fn keeps_memory(wanted: Option<bool>, new: &Module, old: Option<&Arc<Module>>) -> Result<bool, Reject> {
    let old_enhanced = old.is_some_and(|module| module.persistence() == PersistenceSupport::Enhanced);
    match (wanted, new.persistence()) {
        (Some(true), PersistenceSupport::Enhanced) => Ok(true),
        (Some(true), PersistenceSupport::Classical) => Err(Reject::new(
            ErrorCode::CanisterContractViolation,
            "Invalid upgrade option: `wasm_memory_persistence: opt Keep` requires that the new canister module supports enhanced orthogonal persistence.",
        )),
        (None, _) if old_enhanced => Err(Reject::new(
            ErrorCode::CanisterContractViolation,
            "Missing upgrade option: Enhanced orthogonal persistence requires the `wasm_memory_persistence` upgrade option.",
        )),
        _ => Ok(false),
    }
}

/// The old memory, at least as large as the new module wants it. Data segments of the new module are not
/// written over it: with kept memory the module places its own constants.
fn kept_memory(mut old: PageMap, initial: &PageMap) -> PageMap {
    old.grow(initial.bytes());
    old
}

pub(crate) fn not_found(id: CanisterId) -> Reject {
    Reject::new(ErrorCode::CanisterNotFound, format!("Canister {id} not found"))
}

pub(crate) fn invalid_module(id: CanisterId, error: &EngineError) -> Reject {
    let text = format!("Canister {id}: the Wasm module was not accepted: {error}");
    Reject::new(ErrorCode::CanisterInvalidWasm, text)
}
