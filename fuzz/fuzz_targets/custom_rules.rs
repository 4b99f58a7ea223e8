//! Bytes as a file of custom rules: no panic and no hang; every mistake has its place, and what is left runs.
#![no_main]

#[path = "../../crates/rules/tests/rule_bytes/mod.rs"]
mod rule_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rule_bytes::check(bytes));
