//! Bytes as the manifest beside exported files: no panic; what is trusted names files of the folder alone, each once.
#![no_main]

#[path = "../../crates/export/tests/manifest_bytes/mod.rs"]
mod manifest_bytes;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| manifest_bytes::check(bytes));
