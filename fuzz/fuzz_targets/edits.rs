//! Bytes as a list of edits: no panic; what is read either applies, with nothing left dangling, or is refused as a whole.
#![no_main]

#[path = "../checks/edits.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
