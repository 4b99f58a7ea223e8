//! Reads the text of a pattern.
//!
//! The grammar is that of ECMA-262 with the `u` flag, widened where the validator is lenient: identity escapes of punctuation, `]` and `}` as
//! themselves, and the prefix `(?i)`. What the validator refuses or reads as an extension of its own (possessive quantifiers, atomic groups,
//! conditions) is [`Unsupported`] rather than guessed.

mod class;
mod cursor;
mod reader;

use crate::expression::Expression;
use crate::language::TooLarge;
use std::fmt;

/// Why a pattern is not read as a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What it is about, ready to follow "the pattern".
    pub reason: &'static str,
    /// Where, in bytes from the beginning of the pattern.
    pub offset: usize,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the pattern {} (at {})", self.reason, self.offset)
    }
}

impl std::error::Error for Unsupported {}

impl From<TooLarge> for Unsupported {
    fn from(_: TooLarge) -> Self {
        Self {
            reason: "needs an automaton that is too large",
            offset: 0,
        }
    }
}

/// Which characters `\d`, `\w` and `\s` are.
///
/// The validator translates them to those of ECMA-262, except in a pattern that looks around: its translator gives that up and leaves them
/// to an engine that follows Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shorthands {
    Ecma,
    Unicode,
}

/// What the pattern says.
pub(crate) fn read(text: &str) -> Result<Expression, Unsupported> {
    let expression = reader::read(text, Shorthands::Ecma)?;
    if expression.looks() {
        return reader::read(text, Shorthands::Unicode);
    }
    Ok(expression)
}
