//! Feeds the oracle of the same name.
#![no_main]

libfuzzer_sys::fuzz_target!(init: mo_compile::warm_up(), |bytes: &[u8]| fuzzing::Target::Signature.run(bytes));
