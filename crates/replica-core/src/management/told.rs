//! What a canister's history and metadata tell.

use super::types::{ChangeTold, Deployment, Details, Info, InfoOf, MetadataOf, MetadataValue, Origin};
use super::{Decode, bad_payload, check_controller, encode};
use crate::canister::Change;
use crate::execute::Machine;
use crate::install::not_found;
use replica_api::{ErrorCode, Principal, Reject};
use serde_bytes::ByteBuf;

impl Machine<'_> {
    pub(super) fn canister_info(&mut self, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let InfoOf { canister_id, num_requested_changes } = decode!(arg, InfoOf);
        let canister = self.state.canisters.get(&canister_id).ok_or_else(|| not_found(canister_id))?;
        let wanted = usize::try_from(num_requested_changes.unwrap_or(0)).unwrap_or(usize::MAX);
        let history = &canister.facts.history;
        let recent = history.iter().skip(history.len().saturating_sub(wanted));
        Ok(encode(&Info {
            total_num_changes: canister.facts.history_total,
            recent_changes: recent.map(told).collect(),
            module_hash: canister.module.as_ref().map(|module| ByteBuf::from(module.hash.to_vec())),
            controllers: canister.facts.controllers.clone(),
        }))
    }

    pub(super) fn canister_metadata(&mut self, caller: Principal, arg: &[u8]) -> Result<Vec<u8>, Reject> {
        let MetadataOf { canister_id, name } = decode!(arg, MetadataOf);
        let canister = self.state.canisters.get(&canister_id).ok_or_else(|| not_found(canister_id))?;
        let found = canister.module.as_ref().and_then(|module| module.metadata().get(&name));
        let Some(found) = found else {
            let text = format!("Canister {canister_id} has no custom section named {name}");
            return Err(Reject::new(ErrorCode::CanisterRejectedMessage, text));
        };
        if !found.public && caller != canister_id {
            check_controller(canister, caller)?;
        }
        Ok(encode(&MetadataValue { value: ByteBuf::from(found.content.to_vec()) }))
    }
}

/// Returns what a change is called in the history when it sets controllers.
pub(crate) fn with_controllers(what: &str, controllers: &[Principal]) -> String {
    let ids: String = controllers.iter().map(|id| format!(" {id}")).collect();
    format!("{what}{ids}")
}

/// Says a change in the words of the specification. In the history, it is one word and what belongs to it.
fn told(change: &Change) -> ChangeTold {
    let mut words = change.what.split(' ');
    let word = words.next().unwrap_or_default();
    let controllers = || words.clone().filter_map(|id| Principal::from_text(id).ok()).collect();
    let number = |at: usize| words.clone().nth(at).and_then(|word| word.parse().ok()).unwrap_or(0u64);
    let deployed = |mode| {
        let hash = change.module_hash.map_or_else(Vec::new, |hash| hash.to_vec());
        Details::code_deployment { mode, module_hash: ByteBuf::from(hash) }
    };
    let details = match word {
        "create" => Some(Details::creation { controllers: controllers(), environment_variables_hash: None }),
        "install" => Some(deployed(Deployment::install)),
        "reinstall" => Some(deployed(Deployment::reinstall)),
        "upgrade" => Some(deployed(Deployment::upgrade)),
        "uninstall" => Some(Details::code_uninstall),
        "controllers" => Some(Details::controllers_change { controllers: controllers() }),
        "load-snapshot" => Some(Details::load_snapshot {
            canister_version: change.version,
            snapshot_id: ByteBuf::from(number(0).to_be_bytes().to_vec()),
            taken_at_timestamp: number(1),
        }),
        _ => None,
    };
    // Ids of canisters are short; those made from keys are not.
    let origin = if replica_api::canister_counter(change.by).is_some() {
        Origin::from_canister { canister_id: change.by, canister_version: None }
    } else {
        Origin::from_user { user_id: change.by }
    };
    ChangeTold { timestamp_nanos: change.time, canister_version: change.version, origin, details }
}
