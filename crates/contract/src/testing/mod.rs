//! Random schemas and values for tests, made from a string of bytes: fewer and smaller bytes make smaller ones, so that failures shrink, and
//! the same bytes make the same ones everywhere.

mod objects;
mod schemas;
mod values;

use crate::draft::Draft;
use crate::validate::options;
use jsonschema::{PatternOptions, Validator};
use proptest::prelude::*;
use serde_json::Value;

pub(crate) use objects::{edited, object_schema};
pub(crate) use schemas::schema;
pub(crate) use values::{plain_value, value_like};

/// All drafts, the newest first.
pub(crate) const DRAFTS: [Draft; 5] = [
    Draft::Draft202012,
    Draft::Draft201909,
    Draft::Draft7,
    Draft::Draft6,
    Draft::Draft4,
];

/// The validator as it judges payloads in comparisons: formats asserted, look-around allowed, nothing fetched.
pub(crate) fn judge(schema: &Value, draft: Draft) -> Option<Validator> {
    options(draft, true)
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(100_000))
        .build(schema)
        .ok()
}

/// Bytes to make things from.
pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..160)
}

/// So many bytes that look random and are the same for the same seed (`SplitMix64`).
pub(crate) fn seeded(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as u8
    };
    (0..length).map(next).collect()
}

/// Choices taken from bytes. When they are used up, the first, simplest choice is taken.
pub(crate) struct Choices<'a> {
    bytes: &'a [u8],
}

impl<'a> Choices<'a> {
    /// Choices from these bytes.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// A number below `count`, which is not zero.
    pub(crate) fn below(&mut self, count: usize) -> usize {
        let Some((byte, rest)) = self.bytes.split_first() else {
            return 0;
        };
        self.bytes = rest;
        usize::from(*byte) % count
    }

    /// One of these.
    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }

    fn is_used_up(&self) -> bool {
        self.bytes.is_empty()
    }
}

const NAMES: [&str; 6] = ["a", "b", "c", "ab", "x-a", ""];
const STRINGS: [&str; 10] = [
    "a",
    "b",
    "",
    "ab",
    "abc",
    "x-1",
    "2024-02-29",
    "10.0.0.1",
    "ä",
    "a\nb",
];

const TYPES: [&str; 7] = [
    "object", "string", "integer", "array", "number", "boolean", "null",
];
