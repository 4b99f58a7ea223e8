//! Reads the bytes as a folder of the text form: no panic, no hang; what is read applies or is refused, and read again it changes nothing.
#![no_main]

#[path = "../../crates/import/tests/import_folder/mod.rs"]
mod import_folder;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| import_folder::check(bytes));
