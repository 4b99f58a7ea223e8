//! How a given value is judged by a keyword that could not be read as a set, where that takes no more than the keyword itself.

use super::evaluate::size;
use super::number::is_written_as_integer;
use crate::draft::Draft;
use crate::validate::options;
use jsonschema::{PatternOptions, Validator};
use serde_json::Value;
use std::cell::OnceCell;

/// Most steps back that a pattern with look-around may take on one string.
const BACKTRACKS: usize = 100_000;

/// Looks that stepping back on one string takes as long as, at most.
const MOST_LOOKS_BACK: u64 = 20_000;

/// Looks that making a validator takes as long as.
const LOOKS_TO_MAKE: u64 = 2_000;

/// Judges values.
pub(super) enum Judge {
    /// A number is accepted if it is written without a fraction or exponent: the integers of draft 4. Values of other types are accepted.
    WrittenAsInteger,
    /// The validator, for a schema without references.
    Validator(Box<Written>),
}

/// A schema, and its validator once it was asked.
pub(super) struct Written {
    schema: Value,
    draft: Draft,
    asserts_formats: bool,
    /// Looks at sets that a look at a value of one part takes as long as.
    weight: u64,
    /// Whether one of its patterns is sought by stepping back.
    steps_back: bool,
    validator: OnceCell<Option<Validator>>,
}

impl Judge {
    /// The validator of a small schema that refers to nothing.
    pub(super) fn of(schema: Value, draft: Draft, asserts_formats: bool) -> Self {
        Judge::Validator(Box::new(Written {
            weight: 8 + size(&schema),
            steps_back: has_a_pattern_that_steps_back(&schema),
            schema,
            draft,
            asserts_formats,
            validator: OnceCell::new(),
        }))
    }

    /// Whether it accepts the value; `None` if the validator takes the schema for none.
    pub(super) fn accepts(&self, value: &Value) -> Option<bool> {
        match self {
            Judge::WrittenAsInteger => Some(match value {
                Value::Number(number) => is_written_as_integer(number),
                _ => true,
            }),
            Judge::Validator(written) => {
                let validator = written.validator.get_or_init(|| {
                    options(written.draft, written.asserts_formats)
                        .with_pattern_options(
                            PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS),
                        )
                        .build(&written.schema)
                        .ok()
                });
                Some(validator.as_ref()?.is_valid(value))
            }
        }
    }

    /// Looks at sets that judging the value takes as long as.
    pub(super) fn price(&self, value: &Value) -> u64 {
        match self {
            Judge::WrittenAsInteger => 1,
            Judge::Validator(written) => {
                let parts = size(value);
                let back = if written.steps_back {
                    let ways = 1_u64.checked_shl(longest_text(value) as u32);
                    ways.unwrap_or(u64::MAX).min(MOST_LOOKS_BACK)
                } else {
                    0
                };
                let making = match written.validator.get() {
                    Some(_) => 0,
                    None => LOOKS_TO_MAKE,
                };
                let once = written.weight.saturating_add(back);
                once.saturating_mul(parts).saturating_add(making)
            }
        }
    }
}

/// Bytes of the longest text in a value; 63 where it is longer.
fn longest_text(value: &Value) -> usize {
    let longest = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(longest_text).max().unwrap_or(0),
        Value::Object(members) => {
            let of_member =
                |(name, member): (&String, &Value)| name.len().max(longest_text(member));
            members.iter().map(of_member).max().unwrap_or(0)
        }
        _ => 0,
    };
    longest.min(63)
}

/// Whether some pattern in it looks around or refers back.
fn has_a_pattern_that_steps_back(schema: &Value) -> bool {
    match schema {
        Value::String(text) => steps_back(text),
        Value::Array(items) => items.iter().any(has_a_pattern_that_steps_back),
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| steps_back(name) || has_a_pattern_that_steps_back(member)),
        _ => false,
    }
}

/// Whether a pattern looks around or refers back, so that the validator has to seek it by stepping back.
pub(crate) fn steps_back(pattern: &str) -> bool {
    let looks = ["(?=", "(?!", "(?<"];
    looks.iter().any(|mark| pattern.contains(mark))
        || pattern
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0] == b'\\' && (pair[1].is_ascii_digit() || pair[1] == b'k'))
}
