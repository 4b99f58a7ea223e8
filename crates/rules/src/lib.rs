//! The rule catalogue: what is wrong with a registry, why it matters, and how to mend it.
//!
//! One rule is one file in `rules/<family>/`: metadata, explanation, options, the check, its wording, its fixes, and its
//! cases. [`check`] runs the catalogue over a document. A finding is never an error: whatever users
//! wrote, the answer is a list of findings, in the same order every time.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod catalogue;
mod causes;
mod concern;
mod consequence;
mod context;
mod custom;
mod engine;
#[cfg(test)]
mod examples;
mod exchange;
mod finding;
mod fix;
mod flows;
mod gates;
mod inhabited;
mod languages;
mod people;
mod proofs;
mod reference;
mod report;
mod rule;
mod rules;
mod seam;
mod settings;
mod shape;
mod stage;
#[cfg(test)]
mod testing;
mod tools;
mod traces;
mod travels;
mod triggers;
mod wording;

pub use catalogue::{Category, RuleInfo, catalogue, explain};
pub use concern::concerns;
pub use custom::{CustomMemory, CustomProblem, CustomReport, CustomRule, CustomRules};
pub use engine::{Scope, check};
pub use finding::{Finding, Fix, Severity};
pub use reference::reference_pages;
pub use settings::setting_diagnostics;
