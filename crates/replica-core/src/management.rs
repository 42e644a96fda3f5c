//! The management canister: the methods of `aaaaa-aa`.

macro_rules! decode {
    ($arg:expr, $ty:ty) => {
        Decode!($arg, $ty).map_err(bad_payload)?
    };
}

mod chunks;
pub(crate) mod outcalls;
mod settings;
mod threshold;
pub(crate) mod told;
mod transfer;
mod types;

use crate::calls::Origin;
use crate::canister::{Canister, RunState, Snapshot};
use crate::execute::Machine;
use crate::install::not_found;
use crate::platform::INITIAL_CYCLES;
use candid::{CandidType, Decode, Encode, Nat};
use replica_api::{CallOutcome, CanisterId, ErrorCode, InstallMode, Principal, Reject};
use std::sync::Arc;
pub(crate) use types::Settings;
use types::*;

const CONTROLLERS_MAX: usize = 10;
const MANAGED: &str = "this canister belongs to the platform: change it with a release";

pub(crate) fn empty_reply() -> Vec<u8> {
    Encode!().expect("no values always encode")
}

fn encode<T: CandidType>(value: &T) -> Vec<u8> {
    Encode!(value).expect("our own types encode")
}

fn bad_payload(error: impl std::fmt::Display) -> Reject {
    Reject::new(ErrorCode::InvalidManagementPayload, format!("the argument does not decode: {error}"))
}

/// Whether a method puts code into a canister: code is compiled and run, so no block waits for it.
pub(crate) fn installs(method: &str) -> bool {
    matches!(method, "install_code" | "install_chunked_code" | "load_canister_snapshot")
}

/// Returns the canister that a call of a method changes, which is not to happen while it is being worked on. Those that read are not among them.
pub(crate) fn changed_by(method: &str, arg: &[u8]) -> Option<CanisterId> {
    match method {
        "install_chunked_code" => Decode!(arg, InstallTarget).ok().map(|target| target.target_canister),
        "install_code"
        | "update_settings"
        | "start_canister"
        | "stop_canister"
        | "uninstall_code"
        | "delete_canister"
        | "provisional_top_up_canister"
        | "deposit_cycles"
        | "take_canister_snapshot"
        | "load_canister_snapshot"
        | "delete_canister_snapshot"
        | "upload_canister_snapshot_metadata"
        | "upload_canister_snapshot_data"
        | "upload_chunk"
        | "clear_chunk_store" => Decode!(arg, CanisterRecord).ok().map(|record| record.canister_id),
        _ => None,
    }
}

/// The answer of a management method, or that it will come later.
enum Managed {
    Done(Vec<u8>),
    Later,
}

impl Machine<'_> {
    /// Carries out a management method and answers its caller.
    pub(crate) fn manage(
        &mut self,
        caller: Principal,
        method: &str,
        arg: &[u8],
        cycles: u128,
        origin: Origin,
    ) {
        let mut refund = cycles;
        match self.dispatch(caller, method, arg, &mut refund, &origin) {
            Ok(Managed::Done(reply)) => self.answer(origin, Ok(reply), refund),
            Ok(Managed::Later) => {}
            Err(reject) => self.answer(origin, Err(reject), refund),
        }
    }

    fn dispatch(
        &mut self,
        caller: Principal,
        method: &str,
        arg: &[u8],
        refund: &mut u128,
        origin: &Origin,
    ) -> Result<Managed, Reject> {
        let reply = match method {
            "provisional_create_canister_with_cycles" => self.create_provisional(caller, arg)?,
            "create_canister" => self.create(caller, arg, std::mem::take(refund))?,
            "install_code" => self.install_code(caller, arg)?,
            "update_settings" => self.update_settings(caller, arg)?,
            "canister_status" => {
                let id = decode!(arg, CanisterRecord).canister_id;
                let canister = self.readable(id, caller)?;
                encode(&status(canister))
            }
            "start_canister" => {
                let id = decode!(arg, CanisterRecord).canister_id;
                self.controlled(id, caller)?.facts.run_state = RunState::Running;
                empty_reply()
            }
            "stop_canister" => return self.stop(caller, arg, origin),
            "uninstall_code" => {
                let id = decode!(arg, CanisterRecord).canister_id;
                self.controlled(id, caller)?;
                self.uninstall(id, caller);
                empty_reply()
            }
            "delete_canister" => self.delete_canister(caller, arg)?,
            "provisional_top_up_canister" => {
                let TopUp { canister_id, amount } = decode!(arg, TopUp);
                let amount = amount_of(&amount)?;
                self.state.canister_mut(canister_id).ok_or_else(|| not_found(canister_id))?.facts.cycles +=
                    amount;
                empty_reply()
            }
            "deposit_cycles" => {
                let id = decode!(arg, CanisterRecord).canister_id;
                let canister = self.state.canister_mut(id).ok_or_else(|| not_found(id))?;
                canister.facts.cycles += std::mem::take(refund);
                empty_reply()
            }
            "raw_rand" => {
                self.state.random_counter += 1;
                let bytes = self.block.randomness(&self.state.random_counter.to_le_bytes());
                encode(&serde_bytes::ByteBuf::from(bytes.to_vec()))
            }
            "take_canister_snapshot" => {
                let TakeSnapshot { canister_id, replace_snapshot } = decode!(arg, TakeSnapshot);
                self.controlled(canister_id, caller)?;
                if let Some(old) = replace_snapshot {
                    let old = snapshot_number(&old)?;
                    self.controlled(canister_id, caller)?.snapshots.remove(&old);
                }
                let number = self.take_snapshot(canister_id);
                encode(&snapshot_info(&self.state.canisters[&canister_id], number))
            }
            "load_canister_snapshot" => {
                let LoadSnapshot { canister_id, snapshot_id, .. } = decode!(arg, LoadSnapshot);
                self.controlled(canister_id, caller)?;
                self.load_snapshot(canister_id, snapshot_number(&snapshot_id)?, caller)?;
                empty_reply()
            }
            "list_canister_snapshots" => {
                let id = decode!(arg, CanisterRecord).canister_id;
                let canister = self.state.canisters.get(&id).ok_or_else(|| not_found(id))?;
                check_visible(canister.may_see_snapshots(caller), canister, caller)?;
                encode(
                    &canister
                        .snapshots
                        .keys()
                        .map(|&number| snapshot_info(canister, number))
                        .collect::<Vec<_>>(),
                )
            }
            "delete_canister_snapshot" => {
                let LoadSnapshot { canister_id, snapshot_id, .. } = decode!(arg, LoadSnapshot);
                let number = snapshot_number(&snapshot_id)?;
                self.controlled(canister_id, caller)?.snapshots.remove(&number);
                empty_reply()
            }
            "canister_info" => self.canister_info(arg)?,
            "canister_metadata" => self.canister_metadata(caller, arg)?,
            "read_canister_snapshot_metadata" => self.read_snapshot_metadata(caller, arg)?,
            "read_canister_snapshot_data" => self.read_snapshot_data(caller, arg)?,
            "upload_canister_snapshot_metadata" => self.upload_snapshot_metadata(caller, arg)?,
            "upload_canister_snapshot_data" => self.upload_snapshot_data(caller, arg)?,
            "upload_chunk" => self.upload_chunk(caller, arg)?,
            "stored_chunks" => self.stored_chunks(caller, arg)?,
            "clear_chunk_store" => self.clear_chunk_store(caller, arg)?,
            "install_chunked_code" => self.install_chunked_code(caller, arg)?,
            "http_request" if self.state.rules >= 1 => return self.http_request(caller, arg, origin),
            method if self.state.rules >= 1 && threshold::is_one(method) => {
                return self.threshold(caller, method, arg, origin);
            }
            _ => {
                let text = format!("Management canister has no method '{method}'");
                return Err(Reject::new(ErrorCode::UnknownManagementMessage, text));
            }
        };
        Ok(Managed::Done(reply))
    }

    fn create_provisional(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let ProvisionalCreate { amount, settings, specified_id } = decode!(arg, ProvisionalCreate);
        let cycles = amount.as_ref().map(amount_of).transpose()?.unwrap_or(INITIAL_CYCLES);
        self.create_with(caller, settings, specified_id, cycles)
    }

    fn create(&mut self, caller: Principal, arg: &[u8], cycles: u128) -> Result<Vec<u8>, Reject> {
        let Create { settings, .. } = decode!(arg, Create);
        self.create_with(caller, settings, None, cycles.max(INITIAL_CYCLES))
    }

    fn create_with(
        &mut self,
        caller: Principal,
        settings: Option<Settings>,
        wanted: Option<Principal>,
        cycles: u128,
    ) -> Result<Vec<u8>, Reject> {
        let canister_id = match wanted {
            Some(id) => self.create_under(id, caller, settings, cycles)?,
            None => self.create_for(caller, settings, cycles)?,
        };
        Ok(encode(&CanisterRecord { canister_id }))
    }

    /// Makes a canister under the next free id.
    pub(crate) fn create_for(
        &mut self,
        caller: Principal,
        settings: Option<Settings>,
        cycles: u128,
    ) -> Result<CanisterId, Reject> {
        self.create_under(self.state.free_canister_id(), caller, settings, cycles)
    }

    fn create_under(
        &mut self,
        id: CanisterId,
        caller: Principal,
        settings: Option<Settings>,
        cycles: u128,
    ) -> Result<CanisterId, Reject> {
        let settings = settings.unwrap_or_default();
        let controllers = check_controllers(settings.controllers.clone())?.unwrap_or_else(|| vec![caller]);
        self.create_at(id, controllers, cycles, caller)?;
        self.apply_settings(id, settings)?;
        Ok(id)
    }

    fn install_code(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let Install { mode, canister_id, wasm_module, arg } = decode!(arg, Install);
        self.controlled(canister_id, caller)?;
        self.install(canister_id, caller, mode_of(mode), &wasm_module, Arc::from(arg.into_vec()))?;
        Ok(empty_reply())
    }

    fn update_settings(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let UpdateSettings { canister_id, settings } = decode!(arg, UpdateSettings);
        let time = self.now;
        let controllers = check_controllers(settings.controllers.clone())?;
        self.controlled(canister_id, caller)?;
        self.apply_settings(canister_id, settings)?;
        let canister = self.controlled(canister_id, caller)?;
        let what = match controllers {
            Some(controllers) => {
                let what = told::with_controllers("controllers", &controllers);
                canister.facts.controllers = controllers;
                what
            }
            None => "settings".to_owned(),
        };
        canister.note_change(time, caller, &what);
        Ok(empty_reply())
    }

    fn stop(&mut self, caller: Principal, arg: &[u8], origin: &Origin) -> Result<Managed, Reject> {
        let id = decode!(arg, CanisterRecord).canister_id;
        let canister = self.controlled(id, caller)?;
        if canister.facts.run_state == RunState::Stopped {
            return Ok(Managed::Done(empty_reply()));
        }
        canister.facts.run_state = RunState::Stopping;
        canister.facts.stop_waiters.push(origin.clone());
        self.finish_stopping(id);
        Ok(Managed::Later)
    }

    fn delete_canister(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let id = decode!(arg, CanisterRecord).canister_id;
        if self.controlled(id, caller)?.facts.run_state != RunState::Stopped {
            let text = format!("Canister {id} must be stopped before it is deleted");
            return Err(Reject::new(ErrorCode::CanisterNotStopped, text));
        }
        self.delete(id);
        Ok(empty_reply())
    }

    /// Finds a canister to change it.
    fn controlled(&mut self, id: CanisterId, caller: Principal) -> Result<&mut Canister, Reject> {
        let canister = self.state.canisters.get(&id).ok_or_else(|| not_found(id))?;
        check_controller(canister, caller)?;
        if canister.managed {
            return Err(Reject::new(ErrorCode::CanisterInvalidController, MANAGED));
        }
        Ok(self.state.canister_mut(id).expect("looked up above"))
    }

    fn readable(&self, id: CanisterId, caller: Principal) -> Result<&Canister, Reject> {
        let canister = self.state.canisters.get(&id).ok_or_else(|| not_found(id))?;
        check_visible(canister.may_see_status(caller), canister, caller)?;
        Ok(canister)
    }
}

fn mode_of(mode: Mode) -> InstallMode {
    match mode {
        Mode::install => InstallMode::Install,
        Mode::reinstall => InstallMode::Reinstall,
        Mode::upgrade(options) => {
            let options = options.unwrap_or_default();
            let keep_memory =
                options.wasm_memory_persistence.map(|wanted| matches!(wanted, Persistence::keep));
            InstallMode::Upgrade { keep_memory, skip_pre_upgrade: options.skip_pre_upgrade.unwrap_or(false) }
        }
    }
}

fn check_controller(canister: &Canister, caller: Principal) -> Result<(), Reject> {
    if canister.is_controller(caller) {
        return Ok(());
    }
    let text =
        format!("Only controllers of canister {} can call this; {caller} is not one of them", canister.id);
    Err(Reject::new(ErrorCode::CanisterInvalidController, text))
}

/// Refuses what not everybody may see.
fn check_visible(may: bool, canister: &Canister, caller: Principal) -> Result<(), Reject> {
    if may { Ok(()) } else { check_controller(canister, caller) }
}

fn check_controllers(controllers: Option<Vec<Principal>>) -> Result<Option<Vec<Principal>>, Reject> {
    match controllers {
        Some(controllers) if controllers.len() > CONTROLLERS_MAX => {
            Err(bad_payload(format!("a canister has at most {CONTROLLERS_MAX} controllers")))
        }
        other => Ok(other),
    }
}

fn amount_of(amount: &Nat) -> Result<u128, Reject> {
    u128::try_from(amount.0.clone()).map_err(|_| bad_payload("the number is too large"))
}

fn snapshot_number(id: &[u8]) -> Result<u64, Reject> {
    id.try_into().map(u64::from_be_bytes).map_err(|_| bad_payload("not the id of a snapshot"))
}

fn snapshot_info(canister: &Canister, number: u64) -> SnapshotInfo {
    let snapshot = &canister.snapshots[&number];
    SnapshotInfo {
        id: serde_bytes::ByteBuf::from(number.to_be_bytes().to_vec()),
        taken_at_timestamp: snapshot.time,
        total_size: snapshot_bytes(snapshot),
    }
}

fn snapshot_bytes(snapshot: &Snapshot) -> u64 {
    transfer::module_bytes(snapshot) + snapshot.image.memory.bytes() + snapshot.image.stable.bytes()
}

fn status(canister: &Canister) -> Status {
    let facts = &canister.facts;
    let zero = || Nat::from(0u8);
    let memory = Nat::from(canister.image.memory.bytes());
    let stable = Nat::from(canister.image.stable.bytes());
    let module_bytes = Nat::from(canister.module.as_ref().map_or(0, |module| module.bytes.len()));
    Status {
        status: match facts.run_state {
            RunState::Running => RunStatus::running,
            RunState::Stopping => RunStatus::stopping,
            RunState::Stopped => RunStatus::stopped,
        },
        ready_for_migration: false,
        version: facts.version,
        settings: DefiniteSettings {
            controllers: facts.controllers.clone(),
            compute_allocation: zero(),
            memory_allocation: zero(),
            freezing_threshold: Nat::from(facts.freezing_threshold),
            reserved_cycles_limit: zero(),
            minimum_incoming_canister_call_cycles: zero(),
            log_visibility: settings::shown(&canister.logs_visibility()),
            snapshot_visibility: settings::shown(&canister.beyond.snapshots),
            status_visibility: settings::shown(&canister.beyond.status),
            log_memory_limit: Nat::from(4096u32),
            wasm_memory_limit: Nat::from(facts.wasm_memory_limit),
            wasm_memory_threshold: Nat::from(facts.wasm_memory_threshold),
            environment_variables: facts
                .environment_variables
                .iter()
                .map(|(name, value)| Variable { name: name.clone(), value: value.clone() })
                .collect(),
        },
        module_hash: canister.module.as_ref().map(|module| serde_bytes::ByteBuf::from(module.hash.to_vec())),
        memory_size: memory.clone() + stable.clone() + module_bytes.clone(),
        memory_metrics: MemoryMetrics {
            wasm_memory_size: memory,
            stable_memory_size: stable,
            global_memory_size: zero(),
            wasm_binary_size: module_bytes,
            custom_sections_size: zero(),
            canister_history_size: zero(),
            wasm_chunk_store_size: Nat::from(chunks::bytes_stored(canister)),
            snapshots_size: Nat::from(canister.snapshots.values().map(|it| snapshot_bytes(it)).sum::<u64>()),
            log_memory_store_size: zero(),
        },
        cycles: Nat::from(facts.cycles),
        reserved_cycles: zero(),
        idle_cycles_burned_per_day: zero(),
        query_stats: QueryStats {
            num_calls_total: zero(),
            num_instructions_total: zero(),
            request_payload_bytes_total: zero(),
            response_payload_bytes_total: zero(),
        },
    }
}

/// Answers a management method that may be asked as a query.
pub(crate) fn query(caller: Principal, method: &str, arg: &[u8], lookup: &crate::Lookup<'_>) -> CallOutcome {
    let id = decode!(arg, CanisterRecord).canister_id;
    let canister = lookup(id).ok_or_else(|| not_found(id))?;
    match method {
        "canister_status" => {
            check_visible(canister.may_see_status(caller), &canister, caller)?;
            Ok(encode(&status(&canister)))
        }
        "list_canister_snapshots" => {
            check_visible(canister.may_see_snapshots(caller), &canister, caller)?;
            let numbers = canister.snapshots.keys();
            Ok(encode(&numbers.map(|&number| snapshot_info(&canister, number)).collect::<Vec<_>>()))
        }
        "fetch_canister_logs" => {
            check_visible(canister.may_see_logs(caller), &canister, caller)?;
            let records = canister.facts.logs.iter().map(|record| Log {
                idx: record.index,
                timestamp_nanos: record.time,
                content: serde_bytes::ByteBuf::from(record.content.clone()),
            });
            Ok(encode(&Logs { canister_log_records: records.collect() }))
        }
        _ => {
            let text = format!("Management canister has no query method '{method}'");
            Err(Reject::new(ErrorCode::UnknownManagementMessage, text))
        }
    }
}
