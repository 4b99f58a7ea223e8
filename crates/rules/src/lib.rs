//! The rule catalogue: what is wrong with a registry, why it matters, and how to mend it.
//!
//! One rule is one file in `rules/<family>/`: metadata, explanation, options, the check, its wording, its fixes, and its
//! cases. [`check`] runs the catalogue over a document. A finding is never an error: whatever users
//! wrote, the answer is a list of findings, in the same order every time.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod catalogue;
mod causes;
mod checked;
mod concern;
mod consequence;
mod context;
mod custom;
mod engine;
#[cfg(test)]
mod examples;
mod exchange;
mod facts;
mod finding;
mod fix;
mod flows;
mod gates;
mod glimpse;
mod inhabited;
mod languages;
mod order;
mod over;
mod parts;
mod people;
mod plan;
mod proofs;
mod records;
mod reference;
mod report;
mod rule;
mod rules;
mod run;
mod seam;
mod settings;
mod shape;
mod silences;
mod spread;
mod stage;
#[cfg(test)]
mod testing;
mod tools;
mod traces;
mod travels;
mod triggers;
mod ways;
mod wording;

pub use catalogue::{Category, RuleInfo, catalogue, explain};
pub use checked::Checked;
pub use concern::concerns;
pub use custom::{CustomMemory, CustomProblem, CustomReport, CustomRule, CustomRules};
pub use engine::{Scope, check};
pub use finding::{Finding, Fix, Severity};
pub use order::unshared;
pub use reference::reference_pages;
pub use settings::setting_diagnostics;
