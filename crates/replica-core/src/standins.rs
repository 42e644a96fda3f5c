//! Two canisters of the network that tools ask for at fixed ids: the one that mints cycles and the ledger of cycles.
//!
//! There is nothing to pay on a replica of one's own. These answer what the tools need to make, fill and delete canisters, and
//! say of the rest that it is not there.

use candid::{CandidType, Decode, Encode, Nat};
use replica_api::{CallOutcome, CanisterId, ErrorCode, Principal, Reject};
use serde::Deserialize;

use crate::execute::Machine;
use crate::platform::INITIAL_CYCLES;

/// `rkp4c-7iaaa-aaaaa-aaaca-cai`
pub(crate) const MINTER: CanisterId = Principal::from_slice(&[0, 0, 0, 0, 0, 0, 0, 4, 1, 1]);
/// `um5iw-rqaaa-aaaaq-qaaba-cai`
pub(crate) const LEDGER: CanisterId = Principal::from_slice(&[0, 0, 0, 0, 2, 16, 0, 2, 1, 1]);

/// What everybody has, in cycles. Nothing is ever taken from it.
const BALANCE: u128 = 1_000_000_000_000_000;

pub(crate) fn is_standin(id: CanisterId) -> bool {
    id == MINTER || id == LEDGER
}

#[derive(CandidType, Deserialize, Default)]
struct Creation {
    settings: Option<crate::management::Settings>,
}

#[derive(CandidType, Deserialize)]
struct CreateCanister {
    amount: Nat,
    creation_args: Option<Creation>,
}

#[derive(CandidType)]
struct Created {
    block_id: Nat,
    canister_id: Principal,
}

#[derive(CandidType)]
enum CreateResult {
    Ok(Created),
}

#[derive(CandidType)]
struct Deposited {
    balance: Nat,
    block_index: Nat,
}

#[derive(CandidType, Deserialize)]
struct Withdraw {
    amount: Nat,
    to: Principal,
}

#[derive(CandidType)]
enum WithdrawResult {
    Ok(Nat),
}

fn encoded<T: CandidType>(value: &T) -> Vec<u8> {
    Encode!(value).expect("our own types encode")
}

fn undecodable(error: impl std::fmt::Display) -> Reject {
    Reject::new(ErrorCode::InvalidManagementPayload, format!("the argument does not decode: {error}"))
}

fn unknown(id: CanisterId, method: &str) -> Reject {
    let text =
        format!("Canister {id} has no method '{method}': it only stands in for the one of the network");
    Reject::new(ErrorCode::CanisterMethodNotFound, text)
}

/// Answers a query to one of them.
pub(crate) fn query(id: CanisterId, method: &str, subnet: Principal) -> CallOutcome {
    match (id, method) {
        (MINTER, "get_default_subnets") => Ok(encoded(&vec![subnet])),
        (LEDGER, "icrc1_balance_of") => Ok(encoded(&Nat::from(BALANCE))),
        (LEDGER, "icrc1_fee") => Ok(encoded(&Nat::from(0u8))),
        (LEDGER, "icrc1_decimals") => Ok(encoded(&12u8)),
        (LEDGER, "icrc1_symbol") => Ok(encoded(&"TCYCLES")),
        (LEDGER, "icrc1_name") => Ok(encoded(&"Trillion Cycles")),
        _ => Err(unknown(id, method)),
    }
}

impl Machine<'_> {
    /// Carries out a call to one of them. What comes with it in cycles stays there.
    pub(crate) fn stand_in(
        &mut self,
        id: CanisterId,
        caller: Principal,
        method: &str,
        arg: &[u8],
    ) -> CallOutcome {
        match (id, method) {
            (LEDGER, "create_canister") => {
                let CreateCanister { amount, creation_args } =
                    Decode!(arg, CreateCanister).map_err(undecodable)?;
                let cycles = u128::try_from(amount.0).map_err(undecodable)?.max(INITIAL_CYCLES);
                let settings = creation_args.unwrap_or_default().settings;
                let canister_id = self.create_for(caller, settings, cycles)?;
                Ok(encoded(&CreateResult::Ok(Created { block_id: Nat::from(0u8), canister_id })))
            }
            (LEDGER, "deposit") => {
                Ok(encoded(&Deposited { balance: Nat::from(BALANCE), block_index: Nat::from(0u8) }))
            }
            (LEDGER, "withdraw") => {
                let Withdraw { amount, to } = Decode!(arg, Withdraw).map_err(undecodable)?;
                let amount = u128::try_from(amount.0).map_err(undecodable)?;
                let canister = self.state.canister_mut(to).ok_or_else(|| crate::install::not_found(to))?;
                canister.facts.cycles = canister.facts.cycles.saturating_add(amount);
                Ok(encoded(&WithdrawResult::Ok(Nat::from(0u8))))
            }
            _ => query(id, method, self.state.identity.subnet),
        }
    }
}
