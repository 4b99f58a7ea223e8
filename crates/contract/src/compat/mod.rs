//! Whether one version of a schema may take the place of another.
//!
//! The definitions are those of the product: with `[S]` the values that S accepts and `W(S)` those that a sender of S may write, `backward` holds
//! when `W(old)` is within `[new]`, and `forward` when `W(new)` is within `[old]`. A direction is `safe` when that is proven, `breaking` when a
//! payload shows that it is not, and `undecided` otherwise, which counts as not safe.

mod alike;
mod compare;
mod direction;
mod evidence;
mod hunt;
mod minimise;
mod price;
mod question;
mod quick;
mod random;
mod resemble;
mod side;
mod written;

#[cfg(test)]
mod properties_tests;
#[cfg(test)]
mod strict_tests;

pub use compare::{Comparator, compare, inclusion};

use crate::draft::Draft;
use baton_model::{Json, Writers};
use serde::Serialize;

/// Which directions have to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// None.
    None,
    /// New receivers read what old senders write.
    Backward,
    /// Old receivers read what new senders write.
    Forward,
    /// Both.
    #[default]
    Full,
}

/// Whether `format` is an assertion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Formats {
    /// It rejects values that are not of the format.
    #[default]
    Assert,
    /// It says nothing.
    Ignore,
}

/// How hard to try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Steps of the decision, deterministic: the same schemas and the same number give the same answer on every machine.
    pub steps: u64,
    /// Stops earlier, and says so; read through the clock that the caller hands in.
    pub milliseconds: Option<u32>,
}

/// What to compare, and how.
#[derive(Clone, Copy, Debug)]
pub struct CompareOptions {
    /// Which directions have to hold.
    pub mode: Mode,
    /// What senders may write.
    pub writers: Writers,
    /// Whether `format` is an assertion.
    pub formats: Formats,
    /// How hard to try.
    pub effort: Effort,
    /// The draft of a schema that names none.
    pub draft: Draft,
}

impl Default for CompareOptions {
    /// What two schema files are compared with: `full`, `as_written`, formats asserted, 2020-12 where a schema names no draft.
    fn default() -> Self {
        Self {
            mode: Mode::Full,
            writers: Writers::AsWritten,
            formats: Formats::Assert,
            effort: Effort::default(),
            draft: Draft::Draft202012,
        }
    }
}

impl CompareOptions {
    /// What two versions of a contract are compared with: its mode, its writers, everything else as usual.
    pub fn for_contract(mode: Mode, writers: Writers) -> Self {
        Self {
            mode,
            writers,
            ..Self::default()
        }
    }
}

impl Default for Effort {
    /// Ends within two seconds for schemas of the size of a large public one (60 KB), on two slow cores.
    fn default() -> Self {
        Self {
            steps: 300_000,
            milliseconds: None,
        }
    }
}

impl Mode {
    /// Whether a verdict pair is what the mode asks for.
    pub fn holds(self, backward: Verdict, forward: Verdict) -> bool {
        let backward = backward == Verdict::Safe;
        let forward = forward == Verdict::Safe;
        match self {
            Mode::None => true,
            Mode::Backward => backward,
            Mode::Forward => forward,
            Mode::Full => backward && forward,
        }
    }
}

/// The answer about one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Inclusion is proven.
    Safe,
    /// A payload shows the contrary.
    Breaking,
    /// Neither was proven within the budget.
    Undecided,
}

/// One direction: the verdict and what it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Direction {
    /// The answer.
    pub verdict: Verdict,
    /// The payload that one side may write and the other rejects; there exactly when the verdict is `breaking`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub counterexample: Option<Json>,
    /// Why it is breaking (what the other side says about the payload) or undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub reason: Option<String>,
    /// JSON pointer of the place in the rejecting schema (breaking) or of what could not be decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub pointer: Option<String>,
}

/// How far the version number has to go up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Bump {
    /// Nothing but words changed.
    Patch,
    /// The mode holds.
    Minor,
    /// It does not.
    Major,
}

/// Two schemas compared.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Comparison {
    /// Which directions had to hold.
    pub mode: Mode,
    /// What senders may write.
    pub writers: Writers,
    /// Whether they are proven to hold.
    pub holds: bool,
    /// Receivers move first.
    pub backward: Direction,
    /// Senders move first.
    pub forward: Direction,
    /// What changed, for people.
    pub changes: Vec<Change>,
    /// What the version number needs.
    pub bump: Bump,
}

/// One change of a schema, for people. It explains a verdict; the verdict itself comes from the sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename = "SchemaChange")]
pub struct Change {
    /// JSON pointer in the new schema, or in the old one for what is gone.
    pub pointer: String,
    /// The kind in snake case, for example `field_added`.
    pub kind: String,
    /// The directions that it breaks: `backward`, `forward`.
    pub breaks: Vec<Way>,
    /// One sentence.
    pub message: String,
}

/// A direction by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Receivers move first.
    Backward,
    /// Senders move first.
    Forward,
}
