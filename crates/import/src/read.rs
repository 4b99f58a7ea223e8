//! Bytes become text, JSON or YAML, or an error with its line.

use crate::InputFile;
use crate::error::ImportError;
use crate::limits;
use baton_model::{Limits, parse_json};
use serde_json::Value;
use serde_saphyr::options::DuplicateKeyPolicy;

/// Larger files are refused, in bytes.
const FILE_LIMIT: u64 = Limits::DEFAULT.file_bytes;
/// Larger YAML files are refused: no system that people wrote gets there.
const YAML_LIMIT: u64 = 16 << 20;
const SMALLER: &str = "import a part of it, for example one graph without its expanded subgraphs";
/// Deepest nesting of YAML: its reader needs a lot of stack for each level.
const YAML_DEPTH: usize = 32;

/// Reads a JSON file. Duplicate keys, nesting deeper than 128 and more values than memory is meant for are refused.
pub(crate) fn json(file: &InputFile<'_>) -> Result<Value, ImportError> {
    within(file, FILE_LIMIT)?;
    // Each value but the first has a comma or a bracket before it.
    let values = memchr::memchr3_iter(b',', b'[', b'{', file.bytes).count();
    if values > limits::VALUES {
        return Err(ImportError::new(
            file.name,
            "",
            format!("up to {values} values; {} is the limit", limits::VALUES),
            SMALLER,
        ));
    }
    parse_json(text(file)?).map_err(|error| {
        ImportError::new(
            file.name,
            error.place,
            error.message,
            "write the file again with the tool it came from; it has to be one JSON document",
        )
    })
}

/// Reads the documents of a YAML file. Duplicate keys, nesting deeper than 32, aliases that multiply and numbers that are none are
/// refused; nothing is included from elsewhere.
pub(crate) fn yaml(file: &InputFile<'_>) -> Result<Vec<Value>, ImportError> {
    within(file, YAML_LIMIT)?;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: YAML_DEPTH,
            flow_nesting_limit: YAML_DEPTH,
            max_events: 4_000_000,
            max_nodes: 2_000_000,
            max_inclusion_depth: 0,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 100_000,
        },
        duplicate_keys: DuplicateKeyPolicy::Error,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Value>(text(file)?, options).map_err(|error| {
        let place = error.location().map_or_else(String::new, |at| {
            format!("line {}, column {}", at.line(), at.column())
        });
        let message = error.to_string();
        let message = message.lines().next().unwrap_or_default();
        ImportError::new(
            file.name,
            place,
            crate::text::visible(message, 300),
            "write the file again with the tool it came from; it has to be plain YAML",
        )
    })
}

/// The file as text, without its byte order mark.
pub(crate) fn text<'a>(file: &InputFile<'a>) -> Result<&'a str, ImportError> {
    within(file, FILE_LIMIT)?;
    match std::str::from_utf8(file.bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let line = file.bytes[..error.valid_up_to()]
                .split(|byte| *byte == b'\n')
                .count();
            Err(ImportError::new(
                file.name,
                format!("line {line}"),
                format!("byte {} is not UTF-8", error.valid_up_to()),
                "save the file as UTF-8",
            ))
        }
    }
}

fn within(file: &InputFile<'_>, limit: u64) -> Result<(), ImportError> {
    let limit = limit.min(FILE_LIMIT);
    if file.bytes.len() as u64 <= limit {
        return Ok(());
    }
    Err(ImportError::new(
        file.name,
        "",
        format!(
            "the file has {} bytes; {limit} is the limit",
            file.bytes.len()
        ),
        SMALLER,
    ))
}

/// A JSON pointer's segment with `~` and `/` escaped.
pub(crate) fn escape(segment: &str) -> String {
    segment.replace('~', "~0").replace('/', "~1")
}
