//! Rules that users write: a condition in CEL over the records, with a severity and a message, in a TOML file.
//!
//! The file is hostile until read: [`CustomRules::read`] names everything that is wrong in it with line and column, leaves that rule out
//! and keeps the others. [`CustomRules::check`] is bounded in every single evaluation, and asks between them whether to stop. What it
//! could not tell it says as a problem; a rule never stays silent about a record because of a fault.

mod around;
mod file;
#[cfg(test)]
mod hostile_tests;
mod place;
mod run;
mod shapes;
mod template;
#[cfg(test)]
mod tests;

use crate::Severity;
use around::Surroundings;
use baton_contract::Formula;
use baton_model::{Kind, TopologyId};
use serde::Serialize;
use template::Template;

pub use run::{CustomMemory, CustomReport};

/// The rules of a file, ready to run.
#[derive(Debug, Default)]
pub struct CustomRules {
    compiled: Vec<Compiled>,
}

/// A rule as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CustomRule {
    /// Its code: letters, then digits; no code of the catalogue.
    pub code: String,
    /// Its name in words, joined by `-`.
    pub name: String,
    /// How grave its findings are unless settings say otherwise.
    pub severity: Severity,
    /// The kind of record that it looks at.
    pub on: Kind,
    /// The one topology that it looks at; all of them when left out.
    pub topology: Option<String>,
    /// The condition under which there is a finding.
    pub when: String,
    /// What the finding says; `${...}` stands for the value of an expression.
    pub message: String,
    /// Why it matters.
    pub why: String,
    /// Line of the rule in its file, from 1.
    pub line: u32,
}

/// Something that is wrong with a file of rules, or that a rule could not tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct CustomProblem {
    /// The rule, where one is meant.
    pub code: Option<String>,
    /// Line in the file, from 1.
    pub line: u32,
    /// Column in that line, in characters, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub remedy: String,
}

#[derive(Debug)]
struct Compiled {
    info: CustomRule,
    topology: Option<TopologyId>,
    when: Formula,
    message: Template,
    /// Line and column of the condition.
    place: (u32, u32),
    /// The variables that condition and message look at.
    surroundings: Surroundings,
}

impl CustomRules {
    /// Reads a file of rules. What is wrong comes in the order of the file; a rule with a mistake is left out. `should_stop` is asked
    /// before each rule.
    pub fn read(text: &str, should_stop: &dyn Fn() -> bool) -> (Self, Vec<CustomProblem>) {
        let (compiled, problems) = file::read(text, should_stop);
        (Self { compiled }, problems)
    }

    /// The rules, in the order of the file.
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &CustomRule> {
        self.compiled.iter().map(|rule| &rule.info)
    }

    /// The rule with a code or name, upper or lower case.
    pub fn explain(&self, code: &str) -> Option<&CustomRule> {
        self.rules().find(|rule| rule.is_meant_by(code))
    }
}

impl CustomRule {
    fn is_meant_by(&self, text: &str) -> bool {
        text.eq_ignore_ascii_case(&self.code) || text.eq_ignore_ascii_case(&self.name)
    }
}
