//! Regular languages over Unicode under the ECMA dialect.
//!
//! A [`Language`] is a set of strings: the ones that a `pattern` or a `format` of a JSON Schema accepts, the names that an object may use, or
//! what is left of them after intersection and difference. Two languages can be compared exactly: [`Language::is_subset`] decides inclusion,
//! and [`Language::shortest`] names a word that tells why it fails.
//!
//! The judge of every word is the `jsonschema` validator with its backtracking engine: a language holds exactly the strings that it accepts,
//! also where that differs from the letter of ECMA-262 (`.` excludes the line feed only, `\b` looks at Unicode words, and `\d`, `\w`, `\s` are
//! those of Unicode as soon as a pattern looks around).
//!
//! The crate does no I/O, keeps no state and never runs a pattern: it is turned into a minimal deterministic automaton within a fixed number
//! of steps and states, so that the cost of a question does not depend on how the pattern was written. What does not fit is told as
//! [`Unsupported`] or [`TooLarge`], never guessed.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod alphabet;
mod automaton;
mod expression;
mod finite;
mod format;
mod language;
mod meter;
mod pattern;
mod points;
mod program;
mod quick;
mod subsets;
mod unicode;

pub use language::{Language, MOST_CHARACTERS, TooLarge};
pub use meter::Meter;
pub use pattern::Unsupported;

/// Most states that an automaton may have, and that an operation may visit while it builds one.
pub const MOST_STATES: usize = 20_000;
