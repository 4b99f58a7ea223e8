//! One of the two schemas: the document, its draft, and the validator that judges payloads by it.

use super::minimise::parts;
use super::{CompareOptions, Formats};
use crate::draft::Draft;
use crate::validate::{SchemaProblem, Violation, options};
use baton_model::Limits;
use jsonschema::PatternOptions;
use serde_json::Value;
use std::cell::OnceCell;

/// Most steps back that a pattern with look-around may take on one string.
const BACKTRACKS: usize = 100_000;

/// Bytes that all compiled patterns of a document may take together, and bytes that each may take in any case and at most.
const PATTERN_BYTES: usize = 96 << 20;
const LEAST_PATTERN_BYTES: usize = 256 << 10;
const MOST_PATTERN_BYTES: usize = 10 << 20;

/// JSON values of a document that are read in the time of one step, and steps that a pattern takes to be made ready.
const PARTS_A_STEP: u64 = 2;
const STEPS_A_PATTERN: u64 = 16;

/// What a schema that nobody has written yet says.
static OPEN: Value = Value::Bool(true);

/// A schema that takes part in a comparison.
pub(super) struct Side<'a> {
    document: &'a Value,
    draft: Draft,
    formats: Formats,
    judge: OnceCell<jsonschema::Validator>,
}

impl<'a> Side<'a> {
    /// Reads a schema; `null`, which nobody has written yet, accepts everything. What is no schema, names a draft that is not read, or is
    /// nested deeper than any file may be is an error.
    pub(super) fn new(
        document: &'a Value,
        options: &CompareOptions,
    ) -> Result<Self, SchemaProblem> {
        let document = if document.is_null() { &OPEN } else { document };
        if is_deeper_than(document, Limits::DEFAULT.json_depth) {
            return Err(SchemaProblem::new(
                "",
                format!(
                    "the schema is nested deeper than {} levels; name its parts in $defs and refer to them",
                    Limits::DEFAULT.json_depth
                ),
            ));
        }
        if !document.is_object() && !document.is_boolean() {
            return Err(SchemaProblem::new(
                "",
                "a JSON Schema is an object or a boolean",
            ));
        }
        let draft = if document.get("$schema").is_some() {
            Draft::of(document).map_err(|named| {
                SchemaProblem::new(
                    "/$schema",
                    format!(
                        "{named} is no draft that Baton reads; use {}",
                        Draft::Draft202012.uri()
                    ),
                )
            })?
        } else {
            options.draft
        };
        Ok(Self {
            document,
            draft,
            formats: options.formats,
            judge: OnceCell::new(),
        })
    }

    /// Steps of a decision that reading the schema takes as long as.
    pub(super) fn price(&self) -> u64 {
        let patterns = patterns(self.document) as u64;
        parts(self.document) as u64 / PARTS_A_STEP + patterns * STEPS_A_PATTERN
    }

    /// The schema as it was written.
    pub(super) fn document(&self) -> &'a Value {
        self.document
    }

    /// The draft that it is written in.
    pub(super) fn draft(&self) -> Draft {
        self.draft
    }

    /// Whether `format` is an assertion in it.
    pub(super) fn asserts_formats(&self) -> bool {
        self.formats == Formats::Assert
    }

    /// The validator, made when it is first asked for.
    pub(super) fn judge(&self) -> Result<&jsonschema::Validator, SchemaProblem> {
        if let Some(judge) = self.judge.get() {
            return Ok(judge);
        }
        let bytes = PATTERN_BYTES / patterns(self.document).max(1);
        let patterns = PatternOptions::fancy_regex()
            .backtrack_limit(BACKTRACKS)
            .size_limit(bytes.clamp(LEAST_PATTERN_BYTES, MOST_PATTERN_BYTES));
        let judge = options(self.draft, self.asserts_formats())
            .with_pattern_options(patterns)
            .build(self.document)
            .map_err(|error| SchemaProblem::from_error(self.document, &error))?;
        Ok(self.judge.get_or_init(|| judge))
    }

    /// Whether the validator accepts a payload.
    pub(super) fn accepts(&self, payload: &Value) -> Result<bool, SchemaProblem> {
        Ok(self.judge()?.is_valid(payload))
    }

    /// What the validator says first against a payload; nothing if it accepts it.
    pub(super) fn objection(&self, payload: &Value) -> Result<Option<Violation>, SchemaProblem> {
        let first = self.judge()?.iter_errors(payload).next();
        Ok(first.map(|error| Violation {
            instance_pointer: error.instance_path().as_str().to_owned(),
            schema_pointer: error.schema_path().as_str().to_owned(),
            message: error.to_string(),
        }))
    }
}

/// How many patterns a document has, about.
fn patterns(document: &Value) -> usize {
    let mut count = 0;
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                let of_names = members.get("patternProperties").and_then(Value::as_object);
                count += of_names.map_or(0, serde_json::Map::len);
                count += usize::from(members.get("pattern").is_some_and(Value::is_string));
                open.extend(members.values());
            }
            _ => {}
        }
    }
    count
}

/// Whether a value is nested deeper than so many levels; walks without recursion.
fn is_deeper_than(value: &Value, most: usize) -> bool {
    let mut open = vec![(value, 0_usize)];
    while let Some((value, depth)) = open.pop() {
        if depth > most {
            return true;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => open.extend(members.values().map(|item| (item, depth + 1))),
            _ => {}
        }
    }
    false
}
