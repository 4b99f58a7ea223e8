//! Payload validation: one compiled schema, many payloads.

mod options;
mod problem;

use options::options_for;
pub(crate) use options::{known, options};
pub use problem::SchemaProblem;

use crate::draft::Draft;
use jsonschema::json::Json;
use jsonschema::{PatternOptions, Validator};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// Most violations that one check reports.
pub const MOST_VIOLATIONS: usize = 50;

/// Largest compiled regular expression, in bytes. `^[a-z]{1,1000}$` takes a tenth of it.
const PATTERN_BYTES: usize = 2 << 20;

/// Largest table that a regular expression may build while it runs, in bytes.
const PATTERN_TABLE_BYTES: usize = 2 << 20;

/// Longest message of a violation, in characters.
const MESSAGE_CHARACTERS: usize = 300;

/// A payload schema that is ready to check payloads. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct PayloadValidator {
    compiled: Arc<Validator>,
    draft: Draft,
}

/// One reason why a payload was rejected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// JSON pointer of the value in the payload.
    pub instance_pointer: String,
    /// JSON pointer of the keyword in the schema.
    pub schema_pointer: String,
    /// What is wrong, in words; at most 300 characters of it.
    pub message: String,
}

impl PayloadValidator {
    /// Compiles a schema of any draft that Baton reads; `null`, a schema that nobody has written yet, accepts everything.
    ///
    /// Formats are asserted, patterns follow the ECMA dialect on an engine that runs in linear time (look-around and back references are
    /// refused), and a reference that leads out of the schema is an error: nothing is ever fetched.
    pub fn compile(schema: &Value) -> Result<Self, SchemaProblem> {
        let (compiled, draft) = compile(schema)?;
        Ok(Self {
            compiled: Arc::new(compiled),
            draft,
        })
    }

    /// The draft that the schema is written in.
    pub fn draft(&self) -> Draft {
        self.draft
    }

    /// Whether the payload is accepted; quicker than [`check`](Self::check).
    pub fn accepts(&self, payload: &Value) -> bool {
        self.compiled.is_valid(payload)
    }

    /// Why the payload is rejected: at most [`MOST_VIOLATIONS`] reasons, none if it is accepted.
    pub fn check(&self, payload: &Value) -> Vec<Violation> {
        if self.accepts(payload) {
            return Vec::new();
        }
        self.compiled
            .iter_errors(payload)
            .take(MOST_VIOLATIONS)
            .map(|error| Violation {
                instance_pointer: error.instance_path().as_str().to_owned(),
                schema_pointer: error.schema_path().as_str().to_owned(),
                message: cut(&error.to_string()),
            })
            .collect()
    }
}

/// A schema for values in the representation `F`, and its draft; see [`PayloadValidator::compile`].
pub(crate) fn compile<F: Json>(schema: &Value) -> Result<(Validator<F>, Draft), SchemaProblem> {
    let open = Value::Bool(true);
    let schema = if schema.is_null() { &open } else { schema };
    if !schema.is_object() && !schema.is_boolean() {
        return Err(SchemaProblem::new(
            "",
            "a JSON Schema is an object or a boolean",
        ));
    }
    let draft = Draft::of(schema).map_err(|named| {
        SchemaProblem::new(
            "/$schema",
            format!(
                "{named} is no draft that Baton reads; use {}",
                Draft::Draft202012.uri()
            ),
        )
    })?;
    options_for(draft, true)
        .with_pattern_options(
            PatternOptions::regex()
                .size_limit(PATTERN_BYTES)
                .dfa_size_limit(PATTERN_TABLE_BYTES),
        )
        .build(schema)
        .map(|compiled| (compiled, draft))
        .map_err(|error| SchemaProblem::from_error(schema, &error))
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MESSAGE_CHARACTERS) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests;
