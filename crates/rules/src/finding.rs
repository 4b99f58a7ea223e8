//! What a rule has to say.

use crate::fix::FixEdit;
use baton_model::{EditCommand, RecordKey};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How grave a finding is; the gravest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Should be mended.
    Warning,
    /// Good to know.
    Advice,
}

impl Severity {
    /// The word used in files, JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
        }
    }
}

/// Something that a rule found.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Finding {
    /// The same for the same finding in every run: code, subject, and what tells it from others of the same subject.
    pub key: String,
    /// The rule's code, for example `CON001`.
    pub code: Cow<'static, str>,
    /// The rule's name in words, for example `handoff-without-contract`.
    pub name: Cow<'static, str>,
    /// How grave it is, after settings.
    pub severity: Severity,
    /// What it is about.
    pub subject: RecordKey,
    /// The topology in which it holds; none for what all topologies share.
    pub topology: Option<String>,
    /// What is wrong with this subject, and what to do.
    pub message: String,
    /// Why it matters, in one or two sentences.
    pub why: Cow<'static, str>,
    /// The way to it, as handoffs in order, or the records that take part; empty where there is none.
    pub path: Vec<RecordKey>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<Fix>,
    /// The reason for which it was silenced.
    pub silenced: Option<String>,
}

/// One way to mend a finding.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Fix {
    /// What it does, as an instruction.
    pub title: Cow<'static, str>,
    /// Whether it can be applied without asking; otherwise it needs somebody's decision.
    pub safe: bool,
    /// The edits, made on the revisions that the rule saw.
    #[specta(type = Vec<EditCommand>)]
    pub edits: Vec<FixEdit>,
}
