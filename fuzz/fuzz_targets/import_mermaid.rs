//! Reads the bytes as `flow.mmd`: no panic, no hang; what is read applies, and read again it changes nothing.
#![no_main]

#[path = "../../crates/import/tests/import_bytes/mod.rs"]
mod import_bytes;

use baton_import::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import_bytes::check(
    Some(Format::Mermaid),
    "flow.mmd",
    bytes
));
