//! The settings of a canister, and what follows from them at once.

use super::{amount_of, bad_payload, types};
use crate::beyond::Visibility;
use crate::canister::Canister;
use crate::execute::Machine;
use replica_api::{CanisterId, Reject};

/// How many may be named that see something beside the controllers.
const VIEWERS_MAX: usize = 10;
/// The most that may be said of a limit or a threshold of memory.
const MEMORY_BYTES_MAX: u128 = 1 << 48;

impl Machine<'_> {
    /// Changes what is said, and has the canister hear if its memory counts as low from now on.
    pub(super) fn apply_settings(&mut self, id: CanisterId, settings: types::Settings) -> Result<(), Reject> {
        let rules = self.state.rules;
        let canister = self.state.canister_mut(id).expect("callers look first");
        apply(canister, settings, rules)?;
        self.watch_memory(id);
        Ok(())
    }
}

fn apply(canister: &mut Canister, settings: types::Settings, rules: u64) -> Result<(), Reject> {
    // All is looked at before anything is changed.
    let freezing_threshold = settings.freezing_threshold.as_ref().map(amount_of).transpose()?;
    let wasm_memory_limit = settings.wasm_memory_limit.as_ref().map(amount_of).transpose()?;
    let wasm_memory_threshold = settings.wasm_memory_threshold.as_ref().map(amount_of).transpose()?;
    if rules >= 1 {
        check_memory("wasm_memory_limit", wasm_memory_limit)?;
        check_memory("wasm_memory_threshold", wasm_memory_threshold)?;
    }
    let logs = settings.log_visibility.map(|wanted| read(wanted, rules)).transpose()?;
    let snapshots = settings.snapshot_visibility.map(|wanted| read(wanted, rules)).transpose()?;
    let status = settings.status_visibility.map(|wanted| read(wanted, rules)).transpose()?;
    let (facts, beyond) = (&mut canister.facts, &mut canister.beyond);
    set(&mut facts.freezing_threshold, freezing_threshold);
    set(&mut facts.wasm_memory_limit, wasm_memory_limit);
    set(&mut facts.wasm_memory_threshold, wasm_memory_threshold);
    if let Some(logs) = logs {
        facts.logs_public = logs == Visibility::Public;
        beyond.log_viewers = match logs {
            Visibility::Viewers(viewers) => viewers,
            Visibility::Controllers | Visibility::Public => Vec::new(),
        };
    }
    if rules >= 1 {
        set(&mut beyond.snapshots, snapshots);
        set(&mut beyond.status, status);
    }
    if let Some(variables) = settings.environment_variables {
        facts.environment_variables = variables.into_iter().map(|v| (v.name, v.value)).collect();
    }
    Ok(())
}

fn set<T>(kept: &mut T, wanted: Option<T>) {
    if let Some(wanted) = wanted {
        *kept = wanted;
    }
}

fn check_memory(what: &str, bytes: Option<u128>) -> Result<(), Reject> {
    match bytes {
        Some(bytes) if bytes > MEMORY_BYTES_MAX => {
            Err(bad_payload(format!("{what} is at most {MEMORY_BYTES_MAX}, and was {bytes}")))
        }
        _ => Ok(()),
    }
}

fn read(wanted: types::Visibility, rules: u64) -> Result<Visibility, Reject> {
    match wanted {
        types::Visibility::controllers => Ok(Visibility::Controllers),
        types::Visibility::public => Ok(Visibility::Public),
        // The first rules knew of no viewers.
        types::Visibility::allowed_viewers(_) if rules == 0 => Ok(Visibility::Controllers),
        types::Visibility::allowed_viewers(viewers) if viewers.len() > VIEWERS_MAX => Err(bad_payload(
            format!("at most {VIEWERS_MAX} viewers are allowed, and these are {}", viewers.len()),
        )),
        types::Visibility::allowed_viewers(viewers) => Ok(Visibility::Viewers(viewers)),
    }
}

/// A visibility in the words of the wire.
pub(super) fn shown(visibility: &Visibility) -> types::Visibility {
    match visibility {
        Visibility::Controllers => types::Visibility::controllers,
        Visibility::Public => types::Visibility::public,
        Visibility::Viewers(viewers) => types::Visibility::allowed_viewers(viewers.clone()),
    }
}
