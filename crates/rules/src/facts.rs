//! What a check looks at, written down while it runs, so that it runs again when that changes, and only then.
//!
//! A thread runs one check at a time. [`Records`](crate::records::Records), [`Graph`](crate::ways::Graph) and whatever else checks look through
//! tell [`saw`] what they are asked for; [`watched`] gathers it. So nobody can forget to declare what a rule depends on.

use baton_model::Kind;
use std::cell::{Cell, RefCell};
use std::hash::Hasher;

/// Something that a check can look at. Facts without an id are those of the topology that is looked at, or of the registry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact<'f> {
    /// A record, or that there is none of that id.
    Record(Kind, &'f str),
    /// All records of a kind in the registry.
    Kind(Kind),
    /// Which records refer to one.
    Referrers(Kind, &'f str),
    /// The versions of an agent, and where each runs.
    VersionsOf(&'f str),
    /// A contract with its versions.
    Contract(&'f str),
    /// Every capability query of the registry.
    Queries,
    /// The topology's own record.
    Topology,
    /// Its agents, whatever they say.
    Members,
    /// The people among them.
    People,
    /// Its handoffs, whatever they say.
    Handoffs,
    Entries,
    Outcomes,
    /// Which dead letters its handoffs use.
    DeadLetters,
    /// An agent, or that it is no member.
    Member(&'f str),
    /// A handoff of the topology, or that it is none.
    Handoff(&'f str),
    /// The handoffs that an agent sends.
    From(&'f str),
    /// The handoffs that may come to an agent.
    Into(&'f str),
}

/// A fact as one number. Two facts may have the same: then a check runs once too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mark(u32);

impl Mark {
    pub fn bits(self) -> u32 {
        self.0
    }
}

impl Fact<'_> {
    pub fn mark(self) -> Mark {
        let (what, id) = match self {
            Self::Record(kind, id) => (0x100 + kind as u64, id),
            Self::Kind(kind) => (0x200 + kind as u64, ""),
            Self::Referrers(kind, id) => (0x300 + kind as u64, id),
            Self::VersionsOf(id) => (1, id),
            Self::Contract(id) => (2, id),
            Self::Queries => (3, ""),
            Self::Topology => (4, ""),
            Self::Members => (5, ""),
            Self::People => (6, ""),
            Self::Handoffs => (7, ""),
            Self::Entries => (8, ""),
            Self::Outcomes => (9, ""),
            Self::Member(id) => (10, id),
            Self::Handoff(id) => (11, id),
            Self::From(id) => (12, id),
            Self::Into(id) => (13, id),
            Self::DeadLetters => (14, ""),
        };
        let mut hasher = baton_graph::Mixed::default();
        hasher.write(id.as_bytes());
        let mixed = (hasher.finish() ^ what).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Mark((mixed >> 32) as u32)
    }

    /// The same in less detail: any agent or any handoff of the topology.
    fn coarse(self) -> Self {
        match self {
            Self::Member(_) | Self::People => Self::Members,
            Self::Handoff(_) | Self::From(_) | Self::Into(_) => Self::Handoffs,
            fact => fact,
        }
    }
}

/// How exactly a check is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watch {
    /// Not at all: nobody goes on from this run.
    Not,
    /// As somebody who looks at the topology as a whole.
    Coarsely,
    Exactly,
}

thread_local! {
    static WATCH: Cell<Watch> = const { Cell::new(Watch::Not) };
    static SEEN: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
}

/// Tells that the check which runs on this thread has looked at something.
#[inline]
pub(crate) fn saw(fact: Fact<'_>) {
    let watch = WATCH.get();
    if watch == Watch::Not {
        return;
    }
    let fact = if watch == Watch::Coarsely {
        fact.coarse()
    } else {
        fact
    };
    let mark = fact.mark();
    SEEN.with_borrow_mut(|seen| {
        if seen.last() != Some(&mark) {
            seen.push(mark);
        }
    });
}

/// Runs a check and returns what it has looked at, in order, each once.
pub(crate) fn watched<T>(watch: Watch, check: impl FnOnce() -> T) -> (T, Box<[Mark]>) {
    WATCH.set(watch);
    let result = check();
    WATCH.set(Watch::Not);
    let marks = SEEN.with_borrow_mut(|seen| {
        seen.sort_unstable();
        seen.dedup();
        let marks = seen.as_slice().into();
        seen.clear();
        marks
    });
    (result, marks)
}
