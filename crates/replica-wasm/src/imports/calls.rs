//! Calls to other canisters, and the cycles that travel with them.

use super::{Address, imports};
use crate::host::mode::*;
use crate::host::{Call, Host, call, contract, read, write};
use crate::message::{Callback, OutgoingCall};
use replica_api::Principal;
use wasmtime::{Caller, Linker};

const CALLING: u32 = U | CQ | RY | RT | CRY | CRT | T;
const PAYING: u32 = U | RY | RT | T;

/// What `call_perform` returns when the call could not be queued: the number of SYS_TRANSIENT.
const NOT_QUEUED: u32 = 2;

pub(super) fn link<I: Address>(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        call_new [CALLING] (
            caller, callee: I, callee_size: I, name: I, name_size: I,
            reply_function: I, reply_environment: I, reject_function: I, reject_environment: I
        ) {
            let callee = read(caller, callee.wide(), callee_size.wide())?;
            let callee = Principal::try_from_slice(&callee).map_err(|_| contract("the callee is not a principal"))?;
            let method = read(caller, name.wide(), name_size.wide())?;
            let method = String::from_utf8(method).map_err(|_| contract("the method name is not UTF-8"))?;
            abandon(call(caller));
            call(caller).pending = Some(OutgoingCall {
                callee,
                method,
                arg: Vec::new(),
                cycles: 0,
                on_reply: Callback { function: reply_function.wide(), environment: reply_environment.wide() },
                on_reject: Callback { function: reject_function.wide(), environment: reject_environment.wide() },
                on_cleanup: None,
                timeout_seconds: None,
            });
            Ok(())
        }
        call_on_cleanup [CALLING] (caller, function: I, environment: I) {
            let pending = pending(caller)?;
            if pending.on_cleanup.is_some() {
                return Err(contract("call_on_cleanup was called twice"));
            }
            pending.on_cleanup = Some(Callback { function: function.wide(), environment: environment.wide() });
            Ok(())
        }
        call_data_append [CALLING] (caller, source: I, size: I) {
            let bytes = read(caller, source.wide(), size.wide())?;
            let bytes_max = caller.data().limits.call_payload_bytes_max;
            let pending = pending(caller)?;
            if pending.arg.len() + bytes.len() > bytes_max {
                return Err(contract(format!("the argument has more than {bytes_max} bytes")));
            }
            pending.arg.extend(bytes);
            Ok(())
        }
        call_with_best_effort_response [CALLING] (caller, timeout_seconds: u32) {
            let pending = pending(caller)?;
            if pending.timeout_seconds.is_some() {
                return Err(contract("call_with_best_effort_response was called twice"));
            }
            pending.timeout_seconds = Some(timeout_seconds);
            Ok(())
        }
        call_cycles_add128 [PAYING] (caller, high: u64, low: u64) { add_cycles(caller, wide(high, low)) }
        call_perform [CALLING] (caller) -> u32 {
            pending(caller)?;
            let call = call(caller);
            if call.calls.len() >= call.context.call_slots {
                abandon(call);
                return Ok(NOT_QUEUED);
            }
            let pending = call.pending.take().expect("looked up above");
            call.calls.push(pending);
            Ok(0)
        }
        msg_cycles_available128 [U | RQ | RT | RY] (caller, target: I) {
            let call = call(caller);
            let amount = call.context.cycles_available - call.cycles_accepted;
            write(caller, target.wide(), &amount.to_le_bytes())
        }
        msg_cycles_refunded128 [RT | RY] (caller, target: I) {
            let amount = call(caller).context.cycles_refunded;
            write(caller, target.wide(), &amount.to_le_bytes())
        }
        msg_cycles_accept128 [U | RQ | RT | RY] (caller, high: u64, low: u64, target: I) {
            let amount = accept_cycles(caller, wide(high, low));
            write(caller, target.wide(), &amount.to_le_bytes())
        }
        cycles_burn128 [ super::system::EFFECTS | G ] (caller, high: u64, low: u64, target: I) {
            let call = call(caller);
            let amount = wide(high, low).min(call.cycles_left());
            call.cycles_burned += amount;
            write(caller, target.wide(), &amount.to_le_bytes())
        }
    }
    Ok(())
}

pub(super) fn wide(high: u64, low: u64) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// Drops a call that was begun and not performed; its cycles come back.
fn abandon(call: &mut Call) {
    if let Some(dropped) = call.pending.take() {
        call.cycles_sent -= dropped.cycles;
    }
}

fn pending<'a>(caller: &'a mut Caller<'_, Host>) -> wasmtime::Result<&'a mut OutgoingCall> {
    call(caller).pending.as_mut().ok_or_else(|| contract("there is no call under construction"))
}

pub(super) fn add_cycles(caller: &mut Caller<'_, Host>, amount: u128) -> wasmtime::Result<()> {
    if amount > call(caller).cycles_left() {
        return Err(contract(format!("the canister does not have {amount} cycles to send")));
    }
    pending(caller)?.cycles += amount;
    call(caller).cycles_sent += amount;
    Ok(())
}

pub(super) fn accept_cycles(caller: &mut Caller<'_, Host>, amount_max: u128) -> u128 {
    let call = call(caller);
    let amount = amount_max.min(call.context.cycles_available - call.cycles_accepted);
    call.cycles_accepted += amount;
    amount
}
