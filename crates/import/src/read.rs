//! Bytes become text, JSON or YAML, or an error with its line.

use crate::InputFile;
use crate::error::ImportError;
use crate::limits;
use crate::text::visible;
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
        // YAML 1.2: `no`, `y` and `on` are words, and `0123` is a number of a form, not an amount.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    };
    serde_saphyr::from_multiple_with_options::<Value>(text(file)?, options).map_err(|error| {
        let place = error.location().map_or_else(String::new, |at| {
            format!("line {}, column {}", at.line(), at.column())
        });
        let (message, hint) = in_words(&error);
        ImportError::new(file.name, place, message, hint)
    })
}

/// What is wrong with YAML, and what to do.
fn in_words(error: &serde_saphyr::Error) -> (String, &'static str) {
    use serde_saphyr::Error;
    const AGAIN: &str = "write the file again with the tool it came from; it has to be plain YAML";
    let (message, hint) = match error.without_snippet() {
        Error::DuplicateMappingKey { key, .. } => (
            match key {
                Some(key) => format!("the key {:?} stands there twice", visible(key, 80)),
                None => "a key stands there twice".to_owned(),
            },
            "keep one of the two: YAML does not say which of them counts",
        ),
        Error::RecursiveReferencesRequireWeakTypes { .. } => (
            "an alias (*) leads back into what it stands in".to_owned(),
            "write out what is meant instead of the alias",
        ),
        Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => (
            "its aliases (*) multiply to more than is read".to_owned(),
            "write out what is meant instead of aliases of aliases",
        ),
        Error::UnknownAnchor { .. } => (
            "an alias (*) names an anchor (&) that does not stand before it".to_owned(),
            "write the anchor before the alias, or write out what is meant",
        ),
        Error::MergeValueNotMapOrSeqOfMaps { .. } => (
            "what is merged with << is no object".to_owned(),
            "merge objects only, or write out what is meant",
        ),
        Error::NonFiniteFloat { value, .. } => (
            format!("{:?} is no finite number", visible(value, 80)),
            "write a number, or the word in quotes",
        ),
        Error::Budget { .. } => (
            "it is nested deeper, or holds more, than is read".to_owned(),
            SMALLER,
        ),
        Error::Eof { .. } => ("it ends in the middle".to_owned(), AGAIN),
        other => {
            let message = other.to_string();
            let line = message.lines().next().unwrap_or_default();
            (
                format!("this is no plain YAML: {}", visible(line, 300)),
                AGAIN,
            )
        }
    };
    (message, hint)
}

/// What archives, compressed files and pictures begin with.
const PACKED: [(&[u8], &str, &str); 8] = [
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"\x1f\x8b", "a gzip file", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"\x28\xb5\x2f\xfd", "a zstd file", UNPACK),
    (b"BZh", "a bzip2 file", UNPACK),
    (b"\xfd7zXZ", "an xz file", UNPACK),
    (b"\x89PNG", "a picture", NO_PICTURES),
    (b"%PDF-", "a PDF", NO_PICTURES),
];
const UNPACK: &str = "unpack it, and import the folder or the files in it";
const NO_PICTURES: &str =
    "import the file that it was made from: the source of the diagram, or the system's own export";

/// The file as text, without its byte order mark.
pub(crate) fn text<'a>(file: &InputFile<'a>) -> Result<&'a str, ImportError> {
    within(file, FILE_LIMIT)?;
    for (begins, what, hint) in PACKED {
        // A text may begin so by chance.
        if file.bytes.starts_with(begins)
            && (std::str::from_utf8(file.bytes).is_err() || begins.starts_with(b"PK"))
        {
            return Err(ImportError::new(
                file.name,
                "",
                format!("the file is {what}, no text"),
                hint,
            ));
        }
    }
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
