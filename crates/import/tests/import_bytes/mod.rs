//! Bytes as a file of a format: no panic and no hang; what is read applies, and read again it changes nothing.

use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{Document, apply};

/// More bytes say nothing more.
const MOST: usize = 64 << 10;

/// Reads the bytes as a file called `name`, of `format` or of whatever it looks like.
pub fn check(format: Option<Format>, name: &str, bytes: &[u8]) {
    let files = [InputFile {
        name,
        bytes: &bytes[..bytes.len().min(MOST)],
    }];
    let empty = Document::new();
    let options = ImportOptions::default();
    let imported = match import(format, &files, &empty, &options) {
        Ok(imported) => imported,
        Err(error) => {
            assert!(
                !error.message.is_empty() && !error.hint.is_empty(),
                "{error}"
            );
            return;
        }
    };
    let diff = apply(&empty, &imported.edits)
        .unwrap_or_else(|refused| panic!("what was read does not apply: {refused}"));
    let mut document = empty;
    document.commit(&diff, 1);
    let again = import(format, &files, &document, &options)
        .unwrap_or_else(|error| panic!("what was read once is refused: {error}"));
    assert_eq!(again.edits, [], "the same file again changes something");
}
