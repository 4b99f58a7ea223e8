//! The kinds of way from an agent to the next, and sets of them.

use baton_model::{Agent, Handoff, Outcome};
use std::ops::BitOr;

/// How a handoff leads from its sender to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// Control moves to the receiver, a candidate of the query, or its default.
    Transfer,
    /// The receiver is called and returns.
    Delegation,
    /// A fallback of a transfer takes over.
    Fallback,
    /// A fallback of a delegation is called instead, and returns.
    CalledFallback,
    /// An answer at the gate sends the task elsewhere.
    Branch,
}

/// A set of ways to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ways(u8);

impl Ways {
    /// Control moves when everything works: transfers and branches of gates.
    pub const PLANNED: Self = Self(Self::bit(Way::Transfer) | Self::bit(Way::Branch));
    /// Control moves at all: also along fallbacks of transfers.
    pub const CONTROL: Self = Self(Self::PLANNED.0 | Self::bit(Way::Fallback));
    /// Calls that return.
    pub const CALLS: Self = Self(Self::bit(Way::Delegation) | Self::bit(Way::CalledFallback));
    /// Fallbacks of every kind.
    pub const FALLBACKS: Self = Self(Self::bit(Way::Fallback) | Self::bit(Way::CalledFallback));
    /// Every way.
    pub const ANY: Self = Self(Self::CONTROL.0 | Self::CALLS.0);

    const fn bit(way: Way) -> u8 {
        1 << way as u8
    }

    /// Whether a way is in the set.
    pub const fn contains(self, way: Way) -> bool {
        self.0 & Self::bit(way) != 0
    }
}

impl From<Way> for Ways {
    fn from(way: Way) -> Self {
        Self(Self::bit(way))
    }
}

impl BitOr for Ways {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Where a way leads.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place<'a> {
    /// To an agent.
    Agent(&'a Agent),
    /// To the end of the request.
    Outcome(&'a Outcome),
}

/// One way out of an agent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'a> {
    /// The handoff that it belongs to.
    pub handoff: &'a Handoff,
    /// Where it stands among the topology's handoffs.
    pub position: usize,
    /// What kind of way it is.
    pub way: Way,
    /// Where it leads.
    pub to: Place<'a>,
}
