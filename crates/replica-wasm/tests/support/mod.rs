//! The surroundings of a message where they do not matter; tests change what does.

use replica_api::{Principal, canister_id};
use replica_wasm::{Context, Metering};
use std::sync::Arc;

pub(crate) fn context() -> Context {
    Context {
        metering: Metering::Weighted,
        canister: canister_id(1),
        caller: Principal::anonymous(),
        arg: Arc::new([]),
        reject: None,
        method: String::new(),
        time: 1,
        deadline: 0,
        replicated: false,
        answered: false,
        cycles_available: 0,
        cycles_refunded: 0,
        balance: 0,
        version: 1,
        status: 1,
        controllers: Arc::new([]),
        environment_variables: Arc::new([]),
        data_certificate: None,
        root_key: Arc::new([]),
        subnet: Principal::anonymous(),
        instructions_before: 0,
        global_timer: 0,
        call_slots: 10,
        wasm_memory_limit: 0,
        sender_info: None,
    }
}
