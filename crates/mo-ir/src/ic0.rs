//! The functions that a replica offers a module, with 32-bit addresses.

use crate::Rep;

/// Returns the operands and the result of an `ic0` function.
pub fn signature(name: &str) -> Option<(Vec<Rep>, Rep)> {
    let found = FUNCTIONS.binary_search_by_key(&name, |row| row.0).ok()?;
    let (_, operands, result) = FUNCTIONS[found];
    Some((operands.chars().map(rep).collect(), result.chars().next().map_or(Rep::Unit, rep)))
}

fn rep(letter: char) -> Rep {
    if letter == 'l' { Rep::I64 } else { Rep::I32 }
}

/// Name, operands, result: `i` is 32 bits, `l` is 64. Sorted by name.
#[rustfmt::skip]
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("accept_message", "", ""),
    ("call_cycles_add", "l", ""),
    ("call_cycles_add128", "ll", ""),
    ("call_data_append", "ii", ""),
    ("call_new", "iiiiiiii", ""),
    ("call_on_cleanup", "ii", ""),
    ("call_perform", "", "i"),
    ("call_with_best_effort_response", "i", ""),
    ("canister_cycle_balance", "", "l"),
    ("canister_cycle_balance128", "i", ""),
    ("canister_liquid_cycle_balance128", "i", ""),
    ("canister_self_copy", "iii", ""),
    ("canister_self_size", "", "i"),
    ("canister_status", "", "i"),
    ("canister_version", "", "l"),
    ("certified_data_set", "ii", ""),
    ("cost_call", "lli", ""),
    ("cost_create_canister", "i", ""),
    ("cost_http_request", "lli", ""),
    ("cost_sign_with_ecdsa", "iiii", "i"),
    ("cost_sign_with_schnorr", "iiii", "i"),
    ("cost_vetkd_derive_key", "iiii", "i"),
    ("cycles_burn128", "lli", ""),
    ("data_certificate_copy", "iii", ""),
    ("data_certificate_present", "", "i"),
    ("data_certificate_size", "", "i"),
    ("debug_print", "ii", ""),
    ("env_var_count", "", "i"),
    ("env_var_name_copy", "iiii", ""),
    ("env_var_name_exists", "ii", "i"),
    ("env_var_name_size", "i", "i"),
    ("env_var_value_copy", "iiiii", ""),
    ("env_var_value_size", "ii", "i"),
    ("global_timer_set", "l", "l"),
    ("in_replicated_execution", "", "i"),
    ("is_controller", "ii", "i"),
    ("msg_arg_data_copy", "iii", ""),
    ("msg_arg_data_size", "", "i"),
    ("msg_caller_copy", "iii", ""),
    ("msg_caller_info_data_copy", "iii", ""),
    ("msg_caller_info_data_size", "", "i"),
    ("msg_caller_info_signer_copy", "iii", ""),
    ("msg_caller_info_signer_size", "", "i"),
    ("msg_caller_size", "", "i"),
    ("msg_cycles_accept", "l", "l"),
    ("msg_cycles_accept128", "lli", ""),
    ("msg_cycles_available", "", "l"),
    ("msg_cycles_available128", "i", ""),
    ("msg_cycles_refunded", "", "l"),
    ("msg_cycles_refunded128", "i", ""),
    ("msg_deadline", "", "l"),
    ("msg_method_name_copy", "iii", ""),
    ("msg_method_name_size", "", "i"),
    ("msg_reject", "ii", ""),
    ("msg_reject_code", "", "i"),
    ("msg_reject_msg_copy", "iii", ""),
    ("msg_reject_msg_size", "", "i"),
    ("msg_reply", "", ""),
    ("msg_reply_data_append", "ii", ""),
    ("performance_counter", "i", "l"),
    ("root_key_copy", "iii", ""),
    ("root_key_size", "", "i"),
    ("stable64_grow", "l", "l"),
    ("stable64_read", "lll", ""),
    ("stable64_size", "", "l"),
    ("stable64_write", "lll", ""),
    ("stable_grow", "i", "i"),
    ("stable_read", "iii", ""),
    ("stable_size", "", "i"),
    ("stable_write", "iii", ""),
    ("subnet_self_copy", "iii", ""),
    ("subnet_self_size", "", "i"),
    ("time", "", "l"),
    ("trap", "ii", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_sorted() {
        assert!(FUNCTIONS.is_sorted());
    }

    #[test]
    fn knows_operands_and_result() {
        assert_eq!(signature("trap"), Some((vec![Rep::I32, Rep::I32], Rep::Unit)));
        assert_eq!(signature("global_timer_set"), Some((vec![Rep::I64], Rep::I64)));
        assert_eq!(signature("fetch"), None);
    }
}
