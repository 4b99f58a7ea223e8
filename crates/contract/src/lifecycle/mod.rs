//! The life of a contract version: where it may go, what it is compared with, and which number it needs.
//!
//! Everything here is a decision about records that are handed in; nothing reads a clock or writes.

mod invariants;
mod named;
mod parts;
mod publish;
mod soundness;
mod state;
mod versions;

pub use named::{directions, distance, named, next_version, predecessor};
pub use publish::{Judgement, NumberRefused, judge, judge_by};
pub use soundness::{schema_problems, version_problems};
pub use state::{Refusal, deprecate, publishable, retire};
pub use versions::{Part, VersionComparison, VersionDirection, compare_versions};

#[cfg(test)]
mod tests;
