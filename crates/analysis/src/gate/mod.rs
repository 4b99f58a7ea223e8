//! Where a person should decide, where nobody needs to, and what the reviewer sees.
//!
//! [`propose`] finds the places at which a person should have decided ([`GateNeed`]), the handoffs whose gates cover all that nobody
//! decides about yet with the least review time, and the gates without which nothing would be less covered. Every proposal is a list of edits.
//! [`review_card`] shows what a reviewer gets of a payload.

mod card;
mod cut;
mod draft;
mod need;
mod propose;
mod spare;
mod template;
mod traffic;
mod walk;

#[cfg(test)]
mod tests;

pub use card::{
    CardAnswer, CardPart, CardPartKind, ReviewCard, ReviewField, review_card, review_fields,
};
pub use need::GateNeed;
pub use propose::propose;

use baton_model::{EditCommand, RecordKey};
use serde::Serialize;

/// Minutes of a review where nobody has said.
pub const USUAL_MINUTES: f64 = 2.0;

/// What is said about the gates of one topology.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GateAdvice {
    /// The topology.
    pub topology: String,
    /// Gates that stand in it.
    pub standing: u32,
    /// Places at which a person should have decided.
    pub consequences: u32,
    /// What to change, what is required first.
    pub proposals: Vec<GateProposal>,
    /// Agents that no gate can guard, with the reason.
    pub unguarded: Vec<Unguarded>,
    /// All of it in a sentence.
    pub summary: String,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GateAct {
    /// Put a gate on the handoff.
    Add,
    /// Take the gate of the handoff away.
    Remove,
}

/// A gate that belongs somewhere, or one that does not.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GateProposal {
    /// The same for the same proposal in every run: `add:` or `remove:` and the handoff.
    pub id: String,
    /// What is proposed.
    pub act: GateAct,
    /// As an instruction.
    pub title: String,
    /// Where.
    pub handoff: String,
    /// Whether something irreversible happens undecided without it: the rule HIL001 finds an error there.
    pub required: bool,
    /// Why, the gravest first.
    pub reasons: Vec<GateReason>,
    /// What it costs, or gives back.
    pub cost: ReviewCost,
    /// Handoffs further on that would need a gate each, were this one not there.
    pub instead_of: Vec<String>,
    /// The edits, made on the revisions that were looked at.
    pub edits: Vec<EditCommand>,
    /// What somebody has to look at afterwards, a sentence each.
    pub notes: Vec<String>,
}

/// One reason for a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GateReason {
    /// What kind of reason; none for a gate that is not needed.
    pub need: Option<GateNeed>,
    /// Where it happens, or what makes the gate superfluous.
    pub subject: RecordKey,
    /// As a sentence.
    pub message: String,
    /// The shortest way to it, as handoffs in order; empty where there is none to show.
    pub path: Vec<String>,
}

/// What reviews take.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ReviewCost {
    /// Minutes of one review.
    pub minutes: f64,
    /// Share of all requests that pass it; none where nobody has said how requests are spread.
    pub share: Option<f64>,
}

/// An agent that no gate can guard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Unguarded {
    /// The agent.
    pub agent: String,
    /// Why, and what to do, as a sentence.
    pub message: String,
}
