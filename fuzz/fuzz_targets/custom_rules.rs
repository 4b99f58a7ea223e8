//! Bytes as a file of custom rules: no panic and no hang; every mistake has its place, and what is left runs.
#![no_main]

#[path = "../checks/custom_rules.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
