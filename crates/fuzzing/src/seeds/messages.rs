//! Messages that fuzzers of the Candid reader start from.

use candid::{Encode, Principal};

use crate::CandidHost;

/// Messages of several kinds, each for every method.
pub(super) fn messages() -> Vec<Vec<u8>> {
    let encoded = [
        Encode!(),
        Encode!(&candid::Nat::from(5u8), &candid::Int::from(-7), &vec![candid::Int::from(1)]),
        Encode!(&Some(Principal::anonymous()), &"text", &vec![1u8, 2, 3]),
        Encode!(&(1u8, 2u16, 3u32, 4u64), &(-1i8, -2i16, -3i32, -4i64), &1.5f64, &2.5f32, &true),
        Encode!(&vec![(), ()], &vec![Some(candid::Reserved)], &Some(Some("a")), &()),
    ];
    let text = [
        "(record { a = 1 : nat8; b = vec { 2 : nat16 }; c = opt (3 : nat32); d = 4 : nat64; e = record { 1 : int8; 2 : int16; 3 : int32; 4 : int64 }; f = 1.0 : float64; g = 65 : nat32; h = \"h\"; i = blob \"i\"; j = principal \"aaaaa-aa\"; k = vec { opt true; null }; l = variant { two = 2 : nat } })",
        "(opt record { head = 1 : int; tail = opt record { head = 2 : int; tail = null } }, opt variant { leaf = \"x\" })",
        "(func \"aaaaa-aa\".raw_rand, service \"aaaaa-aa\", vec { principal \"aaaaa-aa\" }, null)",
        "(record { a = opt (1 : nat); b = opt opt \"x\"; c = null; d = 5; e = opt variant { x } }, null)",
        "(vec {}, vec { record {} }, vec { null; null }, vec { null : reserved })",
    ];
    let values = text.map(|text| candid_parser::parse_idl_args(text).expect("the message is well formed"));
    let written = values.iter().map(|values| values.to_bytes().expect("the message can be encoded"));
    let all: Vec<Vec<u8>> = encoded.into_iter().filter_map(Result::ok).chain(written).collect();
    let of_each =
        |bytes: &Vec<u8>| (0..6u8).map(|method| [&[method], bytes.as_slice()].concat()).collect::<Vec<_>>();
    // What is encoded without knowing the method fits few of them: an answer's type is not seen from a function's name.
    let typed = values.iter().flat_map(|values| CandidHost::shared().messages_of(values));
    all.iter().flat_map(of_each).chain(typed).collect()
}
