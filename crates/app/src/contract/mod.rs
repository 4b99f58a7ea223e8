//! Contracts as they are read.

pub mod fields;
pub mod matching;
