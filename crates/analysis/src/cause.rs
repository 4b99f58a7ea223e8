//! What happens to a handoff, and why.

use baton_graph::AgentNumber;
use baton_model::{Date, Json};
use serde::{Deserialize, Serialize};

/// What a change does to a handoff, from bad to good.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A payload shows that it fails, or what it needs is gone.
    Breaks,
    /// Not proven either way.
    Undecided,
    /// Owner, fallback owner or escalation target is gone.
    Unowned,
    /// Safe in itself, but the receiver's accepted range leaves the new version out.
    NeedsUpgrade,
    /// What it carries has a date on which it ends.
    Deprecated,
    /// Nothing.
    Unaffected,
}

impl Effect {
    /// From bad to good.
    pub const ALL: [Effect; 6] = [
        Effect::Breaks,
        Effect::Undecided,
        Effect::Unowned,
        Effect::NeedsUpgrade,
        Effect::Deprecated,
        Effect::Unaffected,
    ];
}

/// Who can move first without breaking the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MoveOrder {
    /// New receivers read what old senders write.
    ReceiversFirst,
    /// Old receivers read what new senders write.
    SendersFirst,
    /// Both hold.
    AnyOrder,
    /// Neither is proven: both at once, or old and new side by side.
    Together,
    /// Senders alone have to do something.
    SendersOnly,
    /// Receivers alone have to do something.
    ReceiversOnly,
    /// The owners have to.
    Owners,
}

/// Why a handoff is hit, and what it asks for. Shared by all handoffs that it is true of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cause {
    pub(crate) effect: Effect,
    /// One sentence or two.
    pub(crate) reason: String,
    /// A payload, or for a field that was passed on a value of that field.
    pub(crate) counterexample: Option<Json>,
    pub(crate) order: Option<MoveOrder>,
    /// The one receiver that it concerns; all where there is none.
    pub(crate) receiver: Option<AgentNumber>,
    /// The day on which what the handoff carries ends.
    pub(crate) until: Option<Date>,
}

impl Cause {
    /// A cause with a reason alone.
    pub(crate) fn new(effect: Effect, reason: impl Into<String>) -> Self {
        Self {
            effect,
            reason: reason.into(),
            counterexample: None,
            order: None,
            receiver: None,
            until: None,
        }
    }

    /// What it asks for, and of whom first.
    pub(crate) fn order(mut self, order: MoveOrder) -> Self {
        self.order = Some(order);
        self
    }

    /// Of those who take the payload only this one has to do something.
    pub(crate) fn of(mut self, receiver: AgentNumber) -> Self {
        self.receiver = Some(receiver);
        self
    }

    pub(crate) fn until(mut self, until: Option<&Date>) -> Self {
        self.until = until.cloned();
        self
    }

    pub(crate) fn counterexample(mut self, payload: Option<Json>) -> Self {
        self.counterexample = payload;
        self
    }

    /// The worse of two, the first where they are equal.
    pub(crate) fn worse(self, other: Self) -> Self {
        if other.effect < self.effect {
            other
        } else {
            self
        }
    }
}
