//! The order of a function's locals: those of one type together, because a declaration says how many of a type follow.

use wasm_encoder::ValType;

use super::{I, Item};

/// Brings locals into order. Parameters stay where they are.
pub(super) fn grouped(items: &mut [Item], params: usize, locals: Vec<ValType>) -> Vec<ValType> {
    let mut order: Vec<usize> = (0..locals.len()).collect();
    order.sort_by_key(|at| place(locals[*at]));
    let mut new = vec![0; locals.len()];
    for (now, before) in (0..).zip(&order) {
        new[*before] = now;
    }
    for item in items {
        if let Item::Plain(I::LocalGet(local) | I::LocalSet(local) | I::LocalTee(local)) = item
            && let Some(own) = (*local as usize).checked_sub(params)
        {
            *local = params as u32 + new[own];
        }
    }
    order.into_iter().map(|at| locals[at]).collect()
}

fn place(ty: ValType) -> u8 {
    match ty {
        ValType::I64 => 0,
        ValType::I32 => 1,
        _ => 2,
    }
}
