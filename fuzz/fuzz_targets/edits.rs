//! Bytes as a list of edits: no panic; what is read either applies, with nothing left dangling, or is refused as a whole.
#![no_main]

#[path = "../../crates/model/tests/edit_bytes/mod.rs"]
mod edit_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| edit_bytes::check(bytes));
