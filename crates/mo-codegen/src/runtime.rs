//! The runtime functions that generated code calls by itself.

use mo_ir::{Function, Rep};
use wasm_encoder::ValType;

use crate::code::val_type;

/// Checks that a function of the runtime takes and gives what generated code expects; returns what it should be if not.
pub(crate) fn expected_instead(name: &str, function: &Function) -> Option<String> {
    let (_, params, result) = CALLED.iter().find(|row| row.0 == name)?;
    let found: Vec<ValType> = function.parameters().iter().filter_map(|rep| val_type(*rep)).collect();
    let fits = found == params.chars().map(ty).collect::<Vec<_>>()
        && (function.result == Rep::Never || val_type(function.result) == result.chars().map(ty).next());
    (!fits).then(|| format!("({params}) -> {result}"))
}

fn ty(letter: char) -> ValType {
    match letter {
        'i' => ValType::I32,
        'f' => ValType::F64,
        _ => ValType::I64,
    }
}

/// Name, parameters, result: `v` a value or 64 raw bits, `i` 32 bits, `f` a float.
#[rustfmt::skip]
const CALLED: &[(&str, &str, &str)] = &[
    ("alloc", "i", "i"),            // bytes -> address; moves `free`, grows the memory and its limit
    ("remember", "i", ""),          // address of an old slot that points to a young object
    ("shapes_register", "ii", ""),  // address and number of shapes: each its hash, n, n label hashes
    ("object_slot", "vi", "i"),     // object, label -> address of the slot
    ("array_new", "vv", "v"),       // size, value
    ("int_add", "vv", "v"),
    ("int_sub", "vv", "v"),
    ("int_mul", "vv", "v"),
    ("int_div", "vv", "v"),         // never by zero
    ("int_rem", "vv", "v"),         // never by zero
    ("int_pow", "vv", "v"),
    ("nat_sub", "vv", "v"),         // traps below zero
    ("nat_pow", "vv", "v"),
    ("int_neg", "v", "v"),
    ("int_cmp", "vv", "i"),         // -1, 0, 1
    ("int_to_f64", "v", "f"),
    ("f64_to_int", "f", "v"),
    ("u64_to_int", "v", "v"),
    ("i64_to_int", "v", "v"),
    ("int_to_u64", "v", "v"),       // traps out of range
    ("int_to_i64", "v", "v"),       // traps out of range
    ("int_wrap64", "v", "v"),
    ("f64_pow", "ff", "f"),
    ("f64_rem", "ff", "f"),
    ("text_cmp", "vv", "i"),        // -1, 0, 1
    ("blob_cmp", "vv", "i"),        // -1, 0, 1
    ("bytes_eq", "vv", "i"),        // two texts or blobs of one size
    ("text_concat", "vv", "v"),
    ("equal", "ivv", "i"),          // address of the type
    ("show", "iv", "v"),            // address of the type
];
