//! Bytes as a folder of the text form: no panic and no hang; what is read stays as it is when it is read again.

use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{Document, apply};

/// More bytes say nothing more.
const MOST: usize = 64 << 10;
/// What the line before a file begins with; its path follows.
const FILE: &str = "=== ";

/// Reads the bytes as a folder: a line `=== teams/care.json` begins a file of that path.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(MOST)]);
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix(FILE), files.last_mut()) {
            (Some(path), _) => files.push((format!("registry/{}", path.trim()), String::new())),
            (None, Some((_, inside))) => inside.push_str(line),
            (None, None) => {}
        }
    }
    let inputs: Vec<InputFile<'_>> = files
        .iter()
        .map(|(name, text)| InputFile {
            name,
            bytes: text.as_bytes(),
        })
        .collect();
    let empty = Document::new();
    let options = ImportOptions::default();
    for format in [Some(Format::Baton), None] {
        let imported = match import(format, &inputs, &empty, &options) {
            Ok(imported) => imported,
            Err(error) => {
                assert!(
                    !error.message.is_empty() && !error.hint.is_empty(),
                    "{error}"
                );
                continue;
            }
        };
        // A folder may name what it does not hold: that is told when it is stored.
        let Ok(diff) = apply(&empty, &imported.edits) else {
            continue;
        };
        let mut document = empty.clone();
        document.commit(&diff, 1);
        let again = import(format, &inputs, &document, &options)
            .unwrap_or_else(|error| panic!("what was read once is refused: {error}"));
        assert_eq!(again.edits, [], "the same folder again changes something");
    }
}
