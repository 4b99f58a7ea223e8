//! How a given value is judged by a keyword that could not be read as a set, where that takes no more than the keyword itself.

use super::number::is_written_as_integer;
use crate::draft::Draft;
use crate::validate::options;
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;

/// Most steps back that a pattern with look-around may take on one string.
const BACKTRACKS: usize = 100_000;

/// Judges values.
pub(super) enum Judge {
    /// A number is accepted if it is written without a fraction or exponent: the integers of draft 4. Values of other types are accepted.
    WrittenAsInteger,
    /// The validator, for a schema without references.
    Validator(Box<Validator>),
}

impl Judge {
    /// The validator of a small schema that refers to nothing; `None` if it takes it for no schema.
    pub(super) fn of(schema: &Value, draft: Draft, asserts_formats: bool) -> Option<Self> {
        options(draft, asserts_formats)
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS))
            .build(schema)
            .ok()
            .map(|validator| Judge::Validator(Box::new(validator)))
    }

    /// Whether it accepts the value.
    pub(super) fn accepts(&self, value: &Value) -> bool {
        match self {
            Judge::WrittenAsInteger => match value {
                Value::Number(number) => is_written_as_integer(number),
                _ => true,
            },
            Judge::Validator(validator) => validator.is_valid(value),
        }
    }
}
