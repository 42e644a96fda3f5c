//! The canister's surroundings: itself, time, certified data, printing, trapping.

use super::calls::{accept_cycles, add_cycles, wide};
use super::{Address, imports};
use crate::host::mode::*;
use crate::host::{Call, Host, HostTrap, call, contract, copy_out, read, write};
use crate::message::{Trap, TrapKind};
use replica_api::Principal;
use wasmtime::{Caller, Linker};

/// Where a message may change more than memory.
pub(super) const EFFECTS: u32 = I | U | RQ | RY | RT | C | T;

const CERTIFIED_DATA_BYTES_MAX: usize = 32;

pub(super) fn link<I: Address>(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        canister_self_size [ALL] (caller) -> I { Ok(I::narrow(call(caller).context.canister.as_slice().len() as u64)) }
        canister_self_copy [ALL] (caller, target: I, offset: I, size: I) {
            let id = call(caller).context.canister;
            copy_out(caller, id.as_slice(), (target.wide(), offset.wide(), size.wide()))
        }
        canister_cycle_balance128 [ALL] (caller, target: I) { write_balance(caller, target.wide()) }
        canister_liquid_cycle_balance128 [ALL] (caller, target: I) { write_balance(caller, target.wide()) }
        canister_status [ALL] (caller) -> u32 { Ok(call(caller).context.status) }
        canister_version [ALL] (caller) -> u64 { Ok(call(caller).context.version) }
        subnet_self_size [ALL] (caller) -> I { Ok(I::narrow(call(caller).context.subnet.as_slice().len() as u64)) }
        subnet_self_copy [ALL] (caller, target: I, offset: I, size: I) {
            let id = call(caller).context.subnet;
            copy_out(caller, id.as_slice(), (target.wide(), offset.wide(), size.wide()))
        }
        root_key_size [EFFECTS | G] (caller) -> I { Ok(I::narrow(call(caller).context.root_key.len() as u64)) }
        root_key_copy [EFFECTS | G] (caller, target: I, offset: I, size: I) {
            let key = call(caller).context.root_key.clone();
            copy_out(caller, &key, (target.wide(), offset.wide(), size.wide()))
        }
        certified_data_set [I | G | U | RY | RT | T] (caller, source: I, size: I) {
            if size.wide() > CERTIFIED_DATA_BYTES_MAX as u64 {
                return Err(contract("certified data has at most 32 bytes"));
            }
            let data = read(caller, source.wide(), size.wide())?;
            call(caller).certified_data = Some(data);
            Ok(())
        }
        data_certificate_present [ALL] (caller) -> u32 { Ok(u32::from(call(caller).context.data_certificate.is_some())) }
        data_certificate_size [NRQ | CQ] (caller) -> I { Ok(I::narrow(certificate(call(caller))?.len() as u64)) }
        data_certificate_copy [NRQ | CQ] (caller, target: I, offset: I, size: I) {
            let certificate = certificate(call(caller))?.to_vec();
            copy_out(caller, &certificate, (target.wide(), offset.wide(), size.wide()))
        }
        time [ALL] (caller) -> u64 { Ok(call(caller).context.time) }
        global_timer_set [I | G | U | RY | RT | C | T] (caller, at: u64) -> u64 {
            let call = call(caller);
            let old = call.global_timer.unwrap_or(call.context.global_timer);
            call.global_timer = Some(at);
            Ok(old)
        }
        performance_counter [ALL_AND_START] (caller, kind: u32) -> u64 {
            let left = caller.get_fuel()?;
            let call = call(caller);
            let spent = call.instructions_max - left;
            match kind {
                0 => Ok(spent),
                1 => Ok(call.context.instructions_before + spent),
                _ => Err(contract(format!("there is no performance counter {kind}"))),
            }
        }
        is_controller [ALL_AND_START] (caller, source: I, size: I) -> u32 {
            let id = read(caller, source.wide(), size.wide())?;
            let id = Principal::try_from_slice(&id).map_err(|_| contract("not a principal"))?;
            Ok(u32::from(call(caller).context.controllers.contains(&id)))
        }
        in_replicated_execution [ALL_AND_START] (caller) -> u32 { Ok(u32::from(call(caller).context.replicated)) }
        cost_call [ALL_AND_START] (caller, _method: u64, _payload: u64, target: I) { write_zero(caller, target.wide()) }
        cost_create_canister [ALL_AND_START] (caller, target: I) { write_zero(caller, target.wide()) }
        cost_http_request [ALL_AND_START] (caller, _request: u64, _reply: u64, target: I) { write_zero(caller, target.wide()) }
        cost_sign_with_ecdsa [ALL_AND_START] (caller, _source: I, _size: I, _curve: u32, target: I) -> u32 {
            write_zero(caller, target.wide())?;
            Ok(0)
        }
        cost_sign_with_schnorr [ALL_AND_START] (caller, _source: I, _size: I, _kind: u32, target: I) -> u32 {
            write_zero(caller, target.wide())?;
            Ok(0)
        }
        cost_vetkd_derive_key [ALL_AND_START] (caller, _source: I, _size: I, _curve: u32, target: I) -> u32 {
            write_zero(caller, target.wide())?;
            Ok(0)
        }
        env_var_count [ALL] (caller) -> I { Ok(I::narrow(call(caller).context.environment_variables.len() as u64)) }
        env_var_name_size [ALL] (caller, index: I) -> I { Ok(I::narrow(variable_at(caller, index.wide())?.0.len() as u64)) }
        env_var_name_copy [ALL] (caller, index: I, target: I, offset: I, size: I) {
            let name = variable_at(caller, index.wide())?.0;
            copy_out(caller, name.as_bytes(), (target.wide(), offset.wide(), size.wide()))
        }
        env_var_name_exists [ALL] (caller, name: I, name_size: I) -> u32 {
            Ok(u32::from(variable(caller, name.wide(), name_size.wide())?.is_some()))
        }
        env_var_value_size [ALL] (caller, name: I, name_size: I) -> I {
            let value = variable(caller, name.wide(), name_size.wide())?;
            Ok(I::narrow(value.ok_or_else(|| contract("there is no such environment variable"))?.len() as u64))
        }
        env_var_value_copy [ALL] (caller, name: I, name_size: I, target: I, offset: I, size: I) {
            let value = variable(caller, name.wide(), name_size.wide())?;
            let value = value.ok_or_else(|| contract("there is no such environment variable"))?;
            copy_out(caller, value.as_bytes(), (target.wide(), offset.wide(), size.wide()))
        }
        debug_print [ALL_AND_START] (caller, source: I, size: I) {
            // Printing never traps: what lies outside of memory is not printed.
            let bytes_max = caller.data().limits.debug_print_bytes_max;
            let memory_bytes = caller.data().memory.map_or(0, |memory| memory.data_size(&*caller)) as u64;
            let end = source.wide().saturating_add(size.wide());
            if end <= memory_bytes && call(caller).prints_bytes < bytes_max {
                let text = read(caller, source.wide(), size.wide().min(bytes_max as u64))?;
                let call = call(caller);
                call.prints_bytes += text.len() + 1;
                call.prints.push(text);
            }
            Ok(())
        }
        trap [ALL_AND_START] (caller, source: I, size: I) {
            let text = read(caller, source.wide(), size.wide().min(16 << 10))?;
            let message = String::from_utf8_lossy(&text).into_owned();
            Err(wasmtime::Error::new(HostTrap(Trap { kind: TrapKind::Called, message })))
        }
    }
    Ok(())
}

pub(super) fn link_legacy(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        msg_cycles_available [U | RQ | RT | RY] (caller) -> u64 {
            let call = call(caller);
            narrow(call.context.cycles_available - call.cycles_accepted)
        }
        msg_cycles_refunded [RT | RY] (caller) -> u64 { narrow(call(caller).context.cycles_refunded) }
        msg_cycles_accept [U | RQ | RT | RY] (caller, amount: u64) -> u64 { narrow(accept_cycles(caller, wide(0, amount))) }
        canister_cycle_balance [ALL] (caller) -> u64 { narrow(call(caller).cycles_left()) }
        call_cycles_add [U | RY | RT | T] (caller, amount: u64) { add_cycles(caller, wide(0, amount)) }
    }
    Ok(())
}

fn narrow(amount: u128) -> wasmtime::Result<u64> {
    u64::try_from(amount).map_err(|_| contract("the amount of cycles does not fit in 64 bits"))
}

fn write_balance(caller: &mut Caller<'_, Host>, target: u64) -> wasmtime::Result<()> {
    let balance = call(caller).cycles_left();
    write(caller, target, &balance.to_le_bytes())
}

/// Nothing costs cycles here: limits protect the machine, not a price.
fn write_zero(caller: &mut Caller<'_, Host>, target: u64) -> wasmtime::Result<()> {
    write(caller, target, &0u128.to_le_bytes())
}

fn certificate(call: &mut Call) -> wasmtime::Result<&[u8]> {
    let make =
        call.context.data_certificate.clone().ok_or_else(|| contract("there is no data certificate here"))?;
    Ok(call.certificate.get_or_insert_with(|| make()))
}

fn variable_at(caller: &mut Caller<'_, Host>, index: u64) -> wasmtime::Result<(String, String)> {
    let variables = call(caller).context.environment_variables.clone();
    variables.get(index as usize).cloned().ok_or_else(|| contract("there is no such environment variable"))
}

fn variable(caller: &mut Caller<'_, Host>, name: u64, size: u64) -> wasmtime::Result<Option<String>> {
    let name = read(caller, name, size)?;
    let variables = call(caller).context.environment_variables.clone();
    Ok(variables.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, value)| value.clone()))
}
