//! Compares two schemas made of the bytes: no panic, no `safe` that a payload contradicts, no `breaking` without a payload that shows it.
#![no_main]

#[path = "../../crates/contract/tests/compare_bytes/mod.rs"]
mod compare_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| compare_bytes::check(bytes));
