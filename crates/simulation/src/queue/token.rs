//! A thread of control: a request, or a branch of one that was delegated.

use super::LoadCause;
use crate::network::{End, Taint};

/// No token, no handoff, no event.
pub(super) const NONE: u32 = u32::MAX;

/// How a token comes to the agent at which it waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    Entry,
    Handoff,
    /// The loop guard sent it to a person.
    LoopGuard,
}

/// Which receiver of a handoff is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Try {
    /// The receiver itself; so many attempts have failed.
    Receiver(u32),
    /// A fallback by position.
    Fallback(u32),
}

/// What is known of the payload of a transfer; the dice are thrown once for all attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    Unknown,
    WellFormed,
    Malformed,
}

/// Everything about a thread of control, without anything on the heap.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says another thing, and any may hold with any other"
)]
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// When the request came, in milliseconds.
    pub born: f64,
    /// Since when it waits.
    pub since: f64,
    /// Of the whole request; only at its root.
    pub cost: f64,
    /// Time that the request has waited; only at its root.
    pub waited: f64,
    /// The token of the request.
    pub root: u32,
    /// Who delegated it.
    pub parent: u32,
    /// Where it is.
    pub agent: u32,
    /// The handoff that it uses, or used last.
    pub handoff: u32,
    /// Where the handoff leads it.
    pub end: End,
    pub via: Via,
    pub tried: Try,
    /// Changes whenever it moves on, so that what waits for it knows.
    pub ticket: u32,
    /// The event that ends its waiting.
    pub timeout: u32,
    pub arrivals: u32,
    /// The call that its visit has come to.
    pub call: u32,
    /// Branches that are still out.
    pub pending: u32,
    pub clean: u32,
    pub tainted: u32,
    pub missing: u32,
    pub taint: Taint,
    /// What load did to the transfer that it is in.
    pub cause: Option<LoadCause>,
    /// Whether its request counts: it came in the time that is measured.
    pub counts: bool,
    pub payload: Payload,
    /// Whether something on the way taints what a branch brings back.
    pub is_spoilt: bool,
    pub was_reviewed: bool,
    pub is_probe: bool,
}

impl Token {
    /// A request that starts at an agent.
    pub fn request(number: u32, agent: u32, born: f64, counts: bool) -> Self {
        Self {
            born,
            since: born,
            cost: 0.0,
            waited: 0.0,
            root: number,
            parent: NONE,
            agent,
            handoff: NONE,
            end: End::Agent(agent),
            via: Via::Entry,
            tried: Try::Receiver(0),
            ticket: 0,
            timeout: NONE,
            arrivals: 0,
            call: 0,
            pending: 0,
            clean: 0,
            tainted: 0,
            missing: 0,
            taint: Taint::Clean,
            cause: None,
            counts,
            payload: Payload::Unknown,
            is_spoilt: false,
            was_reviewed: false,
            is_probe: false,
        }
    }

    /// A branch of a caller's visit.
    pub fn branch(caller: &Token, parent: u32) -> Self {
        Self {
            root: caller.root,
            parent,
            taint: caller.taint,
            ..Self::request(caller.root, caller.agent, caller.born, caller.counts)
        }
    }

    pub fn is_branch(&self) -> bool {
        self.parent != NONE
    }

    /// Begins the use of a handoff.
    pub fn begin(&mut self, handoff: u32, end: End) {
        self.handoff = handoff;
        self.end = end;
        self.via = Via::Handoff;
        self.tried = Try::Receiver(0);
        self.cause = None;
        self.payload = Payload::Unknown;
        self.was_reviewed = false;
        self.is_probe = false;
    }
}
