//! Closure entries: how a function is called through the table.

use mo_ir::{Function, Rep};
use wasm_encoder::ValType;

use crate::code::{Callee, Code, Emitted, I};

/// Returns whether the function can stand in the table as it is.
pub(crate) fn is_own_entry(function: &Function) -> bool {
    function.is_callback() || function.closure && function.result == Rep::Value
}

/// Emits (closure, values) -> value for a function without captures, or one that never returns.
pub(crate) fn emit(id: mo_ir::FuncId, function: &Function) -> Emitted {
    let without_closure = u32::from(!function.closure);
    let params = function.params as u32 + without_closure;
    let mut code = Code::new(vec![ValType::I64; params as usize]);
    for param in without_closure..params {
        code.push(I::LocalGet(param));
    }
    code.call(Callee::Function(id));
    if function.result == Rep::Never {
        code.push(I::Unreachable);
    }
    code.finish(&format!("{} as closure", function.name), vec![ValType::I64])
}
