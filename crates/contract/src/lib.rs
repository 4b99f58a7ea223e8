//! Contracts: the envelope that every message travels in, payload validation and questions about schemas.
//!
//! The crate never fetches a reference, never runs a regular expression without a bound, and keeps no state between calls: what is
//! worth remembering goes into a [`VerdictCache`] that the caller owns.
//!
//! - [`envelope_schema`] and [`message_schema`] say what a message has to look like.
//! - [`compare`] proves whether one schema may take the place of another, or shows a payload that says no.
//! - [`samples`] makes accepted payloads and rejected ones with their reason.
//! - [`PayloadValidator`] checks payloads; [`examples_problems`] checks a version against its own examples.
//! - [`fields`] tells the fields of a payload in words.
//! - [`content_hash`] names a JSON value by its content.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod boundary;
mod canonical;
mod changes;
mod compat;
mod decide;
mod draft;
pub mod envelope;
mod examples;
mod fields;
mod formula;
mod invariant;
mod lifecycle;
mod light;
mod message;
mod replay;
mod sample;
mod set;
#[cfg(test)]
mod testing;
mod validate;
mod verdicts;
mod walk;

pub use boundary::{Boundary, Form, Passage, Transfer, Transfers};
pub use canonical::{canonical_json, content_hash};
pub use compat::{
    Bump, Change, Comparator, CompareOptions, Comparison, Direction, Effort, Formats, Mode,
    Verdict, Way, compare, inclusion,
};
pub use draft::Draft;
pub use envelope::{ENVELOPE_SCHEMA_ID, Envelope, envelope_schema};
pub use examples::examples_problems;
pub use fields::{FieldRow, fields};
pub use formula::{Formula, FormulaProblem, Unevaluated, Variables};
pub use invariant::Invariants;
pub use invariant::expression::Members;
pub use invariant::portable::condition_tree;
pub use lifecycle::{
    Judgement, NumberRefused, Part, Refusal, VersionComparison, VersionDirection, compare_versions,
    deprecate, directions, distance, judge, judge_by, named, next_version, predecessor,
    publishable, retire, schema_problems, version_problems,
};
pub use message::{
    Dialect, component_name, component_schemas, holds_reference_in_data, message_schema,
    payload_schema,
};
pub use replay::{Replay, ReplayReason, Replayer, replay};
pub use sample::{AcceptedSample, RejectedSample, Samples, accepted_samples, samples};
pub use validate::{MOST_VIOLATIONS, PayloadValidator, SchemaProblem, Violation};
pub use verdicts::VerdictCache;

/// The schemas of this crate: file name without extension, and the schema.
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    vec![("envelope".to_owned(), envelope_schema())]
}
