//! Bytes become JSON, or an error with its line.

use crate::InputFile;
use crate::error::ImportError;
use baton_model::{Limits, parse_json};
use serde_json::Value;

/// Reads a JSON file of at most `limit` bytes. Duplicate keys and nesting deeper than 128 are refused.
pub(crate) fn json(file: &InputFile<'_>, limit: u64) -> Result<Value, ImportError> {
    let limit = limit.min(Limits::DEFAULT.file_bytes);
    let refuse = |place: String, message: String, hint: &str| {
        Err(ImportError::new(file.name, place, message, hint))
    };
    if file.bytes.len() as u64 > limit {
        return refuse(
            String::new(),
            format!(
                "the file has {} bytes; {limit} is the limit",
                file.bytes.len()
            ),
            "import a part of it, for example one graph without its expanded subgraphs",
        );
    }
    let text = match std::str::from_utf8(file.bytes) {
        Ok(text) => text,
        Err(error) => {
            let line = file.bytes[..error.valid_up_to()]
                .split(|byte| *byte == b'\n')
                .count();
            return refuse(
                format!("line {line}"),
                format!("byte {} is not UTF-8", error.valid_up_to()),
                "save the file as UTF-8",
            );
        }
    };
    parse_json(text).map_err(|error| {
        ImportError::new(
            file.name,
            error.place,
            error.message,
            "write the file again with the tool it came from; it has to be one JSON document",
        )
    })
}

/// A JSON pointer's segment with `~` and `/` escaped.
pub(crate) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
