//! Whether one schema may take the place of another, whatever they belong to.

use crate::{AppError, ErrorCode};
use baton_contract::{Comparator, CompareOptions, Comparison, SchemaProblem};
use baton_model::{Limits, parse_json};
use serde_json::Value;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

/// Stack of the thread that compares: as deep as the deepest schema that is read needs it, several times over. It is memory only where it is used.
const STACK_BYTES: usize = 256 << 20;

/// Compares two schemas. `examples` are accepted payloads of the old one, which counterexamples then look like.
///
/// A schema that cannot be used is an error that says which of the two, where, and what to do.
pub fn compare_schemas(
    old: &Value,
    new: &Value,
    options: &CompareOptions,
    examples: &[Value],
) -> Result<Comparison, AppError> {
    with_deep_stack(|| {
        let comparator = Comparator::new(*options)
            .with_examples(examples)
            .with_clock(&milliseconds);
        comparator.compare(old, new).map_err(|problem| {
            // Each alone tells whose problem it is.
            let is_old = comparator.inclusion(old, old).is_err();
            refused(if is_old { "old" } else { "new" }, &problem)
        })
    })?
}

fn refused(which: &str, problem: &SchemaProblem) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("the {which} schema cannot be used: {problem}"),
        "mend it, then compare again; `$ref` has to lead into the same document",
    )
}

/// Runs work that may go as deep as the deepest schema that is read.
pub(crate) fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Result<T, AppError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .name("schemas".to_owned())
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, work)
            .map_err(|error| AppError::io(Path::new("a thread"), error))?;
        thread.join().map_err(|_| {
            AppError::new(
                ErrorCode::Internal,
                "comparing schemas failed",
                "please report it with both schemas",
            )
        })
    })
}

/// Milliseconds since the first time that they were asked for.
pub(crate) fn milliseconds() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_millis() as u64
}

/// Reads a schema from a file, or from standard input for `-`. Size, nesting, duplicate keys and encoding are bounded and named.
pub fn read_schema(path: &Path) -> Result<Value, AppError> {
    let text = crate::read_input(path)?;
    let wrong = |message: String, hint: &str| {
        AppError::new(
            ErrorCode::InvalidFile,
            format!("{}: {message}", path.display()),
            hint,
        )
    };
    if text.len() > Limits::DEFAULT.record_bytes {
        return Err(wrong(
            format!(
                "a schema has at most {} MiB",
                Limits::DEFAULT.record_bytes >> 20
            ),
            "split it into parts that are compared one by one",
        ));
    }
    parse_json(&text).map_err(|error| {
        wrong(
            format!("{}: {}", error.place, error.message),
            "a schema file is one JSON value: an object or a boolean",
        )
    })
}
