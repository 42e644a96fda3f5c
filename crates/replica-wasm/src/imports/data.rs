//! The message itself: argument, caller, reply, reject.

use super::{Address, imports};
use crate::host::mode::*;
use crate::host::{Host, call, contract, copy_out, read};
use crate::message::Response;
use std::sync::Arc;
use wasmtime::{Caller, Linker};

const REPLYING: u32 = U | RQ | NRQ | TQ | CQ | RY | RT | CRY | CRT;
const WITH_ARG: u32 = I | U | RQ | NRQ | TQ | CQ | RY | CRY | F;
const INFO: u32 = U | RQ | NRQ | CQ | RY | RT | CRY | CRT | C | CC | F;

pub(super) fn link<I: Address>(linker: &mut Linker<Host>) -> wasmtime::Result<()> {
    imports! { linker;
        msg_arg_data_size [WITH_ARG] (caller) -> I { Ok(I::narrow(call(caller).context.arg.len() as u64)) }
        msg_arg_data_copy [WITH_ARG] (caller, target: I, offset: I, size: I) {
            let arg = call(caller).context.arg.clone();
            copy_out(caller, &arg, (target.wide(), offset.wide(), size.wide()))
        }
        msg_caller_size [ALL] (caller) -> I { Ok(I::narrow(call(caller).context.caller.as_slice().len() as u64)) }
        msg_caller_copy [ALL] (caller, target: I, offset: I, size: I) {
            let id = call(caller).context.caller;
            copy_out(caller, id.as_slice(), (target.wide(), offset.wide(), size.wide()))
        }
        msg_caller_info_data_size [INFO] (caller) -> I { Ok(I::narrow(caller_info(caller).0.len() as u64)) }
        msg_caller_info_data_copy [INFO] (caller, target: I, offset: I, size: I) {
            let info = caller_info(caller).0;
            copy_out(caller, &info, (target.wide(), offset.wide(), size.wide()))
        }
        msg_caller_info_signer_size [INFO] (caller) -> I { Ok(I::narrow(caller_info(caller).1.len() as u64)) }
        msg_caller_info_signer_copy [INFO] (caller, target: I, offset: I, size: I) {
            let signer = caller_info(caller).1;
            copy_out(caller, &signer, (target.wide(), offset.wide(), size.wide()))
        }
        msg_reject_code [RY | RT | CRY | CRT | C] (caller) -> u32 {
            Ok(call(caller).context.reject.as_ref().map_or(0, |reject| reject.code as u32))
        }
        msg_reject_msg_size [RT | CRT] (caller) -> I { Ok(I::narrow(reject_message(caller)?.len() as u64)) }
        msg_reject_msg_copy [RT | CRT] (caller, target: I, offset: I, size: I) {
            let message = reject_message(caller)?;
            copy_out(caller, message.as_bytes(), (target.wide(), offset.wide(), size.wide()))
        }
        msg_deadline [U | RQ | NRQ | CQ | RY | RT | CRY | CRT] (caller) -> u64 { Ok(call(caller).context.deadline) }
        msg_reply_data_append [REPLYING] (caller, source: I, size: I) {
            let bytes = read(caller, source.wide(), size.wide())?;
            may_answer(caller)?;
            let limits = caller.data().limits.clone();
            let call = call(caller);
            let query = call.mode & (NRQ | TQ | CQ) != 0;
            let bytes_max = if query { limits.query_reply_bytes_max } else { limits.reply_bytes_max };
            if call.reply.len() + bytes.len() > bytes_max {
                return Err(contract(format!("the reply has more than {bytes_max} bytes")));
            }
            call.reply.extend(bytes);
            Ok(())
        }
        msg_reply [REPLYING] (caller) {
            may_answer(caller)?;
            let call = call(caller);
            call.response = Some(Response::Reply(std::mem::take(&mut call.reply)));
            Ok(())
        }
        msg_reject [REPLYING] (caller, source: I, size: I) {
            let text = read(caller, source.wide(), size.wide())?;
            may_answer(caller)?;
            let text = String::from_utf8(text).map_err(|_| contract("the reject message is not UTF-8"))?;
            call(caller).response = Some(Response::Reject(text));
            Ok(())
        }
        msg_method_name_size [F] (caller) -> I { Ok(I::narrow(call(caller).context.method.len() as u64)) }
        msg_method_name_copy [F] (caller, target: I, offset: I, size: I) {
            let name = call(caller).context.method.clone();
            copy_out(caller, name.as_bytes(), (target.wide(), offset.wide(), size.wide()))
        }
        accept_message [F] (caller) {
            if call(caller).accepted {
                return Err(contract("accept_message was called twice"));
            }
            call(caller).accepted = true;
            Ok(())
        }
    }
    Ok(())
}

/// What a canister says of the caller, and which; both are empty if none does.
fn caller_info(caller: &mut Caller<'_, Host>) -> (Arc<[u8]>, Vec<u8>) {
    match &call(caller).context.sender_info {
        Some(said) => (said.info.clone(), said.signer.as_slice().to_vec()),
        None => (Arc::default(), Vec::new()),
    }
}

/// Checks that nobody has answered the caller yet.
fn may_answer(caller: &mut Caller<'_, Host>) -> wasmtime::Result<()> {
    let call = call(caller);
    if call.response.is_some() || call.context.answered {
        return Err(contract("the call was already answered"));
    }
    Ok(())
}

fn reject_message(caller: &mut Caller<'_, Host>) -> wasmtime::Result<String> {
    let reject = call(caller).context.reject.as_ref();
    reject.map(|reject| reject.message.clone()).ok_or_else(|| contract("there is no reject message"))
}
