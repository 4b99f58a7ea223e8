//! What every handoff is asked, in words.

use serde::{Deserialize, Serialize};

/// One of the audit's questions.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// Does it name a contract?
    Contract,
    /// Is a version pinned that is in use?
    Versioned,
    /// Is somebody responsible?
    Owned,
    /// Would anybody see that it fails?
    Instrumented,
    /// Does a failure end well?
    FailurePath,
    /// Are there examples on both sides of the line?
    Tested,
    /// Did both sides agree?
    Reviewed,
}

/// All questions, in the order in which they are shown.
pub const QUESTIONS: [Question; 7] = [
    Question::Contract,
    Question::Versioned,
    Question::Owned,
    Question::Instrumented,
    Question::FailurePath,
    Question::Tested,
    Question::Reviewed,
];

/// A question as it is put to people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct AuditQuestion {
    /// Which.
    pub question: Question,
    /// One word or two, for the head of a column.
    pub title: &'static str,
    /// The question.
    pub asks: &'static str,
    /// What turns a no into a yes, as an instruction.
    pub advice: &'static str,
}

impl Question {
    /// As it stands in files: `failure_path`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Versioned => "versioned",
            Self::Owned => "owned",
            Self::Instrumented => "instrumented",
            Self::FailurePath => "failure_path",
            Self::Tested => "tested",
            Self::Reviewed => "reviewed",
        }
    }

    /// As it is put to people.
    pub fn in_words(self) -> AuditQuestion {
        let (title, asks, advice) = match self {
            Self::Contract => (
                "Contract",
                "Does it name a contract?",
                "Pin the contract that says what the receiver gets.",
            ),
            Self::Versioned => (
                "Version",
                "Is a version pinned that is in use: published or deprecated, and not past its sunset?",
                "Publish the version that it pins, or pin a published one.",
            ),
            Self::Owned => (
                "Owner",
                "Does a team own it, and is somebody named for when it fails?",
                "Choose an ownership model, the owning teams and a fallback owner. Where it ends in an outcome, give the sender a team.",
            ),
            Self::Instrumented => (
                "Instrumented",
                "Does it write a span, and does an alert cover it?",
                "Switch its span on and add an alert.",
            ),
            Self::FailurePath => (
                "Failure path",
                "Does a failure end: a timeout, and somebody or something that gets the task then?",
                "Set a timeout, and a fallback agent or a dead letter queue.",
            ),
            Self::Tested => (
                "Tested",
                "Has its contract version payloads that must be accepted and such that must be rejected?",
                "Add an accepted and a rejected example to the contract version.",
            ),
            Self::Reviewed => (
                "Reviewed",
                "Did the teams concerned agree to its contract version?",
                "Ask the owners of both sides for a review of the contract version.",
            ),
        };
        AuditQuestion {
            question: self,
            title,
            asks,
            advice,
        }
    }
}
