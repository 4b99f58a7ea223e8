//! Bytes as the manifest beside exported files: no panic; what is trusted names files of the folder alone, each once.
#![no_main]

#[path = "../checks/manifest.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::check(bytes));
