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
    /// What the agents of the registry that are in use declare to be able to do.
    Provided,
    /// The topology's own record.
    Topology,
    /// Its agents, whatever they say.
    Members,
    /// Which people are last in line.
    LastInLine,
    /// Which agents and handoffs there are, and how they lead to each other.
    Wires,
    /// One of the looks of [`glimpse`](crate::glimpse), at any agent or any handoff.
    Glimpse(u8),
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
            Self::Glimpse(number) => (0x400 + u64::from(number), ""),
            Self::Wires => (15, ""),
            Self::Record(kind, id) => (0x100 + kind as u64, id),
            Self::Kind(kind) => (0x200 + kind as u64, ""),
            Self::Referrers(kind, id) => (0x300 + kind as u64, id),
            Self::VersionsOf(id) => (1, id),
            Self::Contract(id) => (2, id),
            Self::Queries => (3, ""),
            Self::Topology => (4, ""),
            Self::Members => (5, ""),
            Self::LastInLine => (6, ""),
            Self::Handoffs => (7, ""),
            Self::Entries => (8, ""),
            Self::Outcomes => (9, ""),
            Self::Member(id) => (10, id),
            Self::Handoff(id) => (11, id),
            Self::From(id) => (12, id),
            Self::Into(id) => (13, id),
            Self::DeadLetters => (14, ""),
            Self::Provided => (16, ""),
        };
        let mut hasher = baton_graph::Mixed::default();
        hasher.write(id.as_bytes());
        let mixed = (hasher.finish() ^ what).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Mark((mixed >> 32) as u32)
    }
}

thread_local! {
    /// Whether somebody wants to know what the check looks at.
    static IS_WATCHED: Cell<bool> = const { Cell::new(false) };
    static SEEN: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
    /// Where in it begins what the part that runs has seen.
    static BEGIN: Cell<usize> = const { Cell::new(0) };
    /// What was glimpsed at, by number, and whether all agents or all handoffs were seen, at [`ALL_MEMBERS`] and [`ALL_HANDOFFS`].
    static WIDELY: Cell<u64> = const { Cell::new(0) };
}

const ALL_MEMBERS: u64 = 1 << 62;
const ALL_HANDOFFS: u64 = 1 << 63;

/// Tells that the check which runs on this thread has looked at something.
#[inline]
pub(crate) fn saw(fact: Fact<'_>) {
    if IS_WATCHED.get() {
        write_down(fact);
    }
}

/// Whether somebody wants to know what is looked at.
#[inline]
pub(crate) fn is_watched() -> bool {
    IS_WATCHED.get()
}

/// Tells of a look at one thing of an agent or a handoff, by its number.
#[inline]
pub(crate) fn glimpsed(number: u8) {
    WIDELY.set(WIDELY.get() | 1 << number);
}

fn write_down(fact: Fact<'_>) {
    let widely = WIDELY.get();
    // Whoever has seen all of them is told of each.
    let all = match fact {
        Fact::Members | Fact::Member(_) => ALL_MEMBERS,
        Fact::Handoffs | Fact::Handoff(_) | Fact::From(_) | Fact::Into(_) => ALL_HANDOFFS,
        _ => 0,
    };
    if widely & all != 0 {
        return;
    }
    if matches!(fact, Fact::Members | Fact::Handoffs) {
        WIDELY.set(widely | all);
    }
    let mark = fact.mark();
    SEEN.with_borrow_mut(|seen| {
        if seen.get(BEGIN.get()..).and_then(<[Mark]>::last) != Some(&mark) {
            seen.push(mark);
        }
    });
}

/// Runs a check and returns what it has looked at, in order, each once; nothing where nobody goes on from this run.
pub(crate) fn watched<T>(is_kept: bool, check: impl FnOnce() -> T) -> (T, Box<[Mark]>) {
    if !is_kept {
        return (check(), Box::default());
    }
    WIDELY.set(0);
    IS_WATCHED.set(true);
    let result = check();
    IS_WATCHED.set(false);
    (result, taken())
}

/// Runs a part of a check that is watched, and returns what the part has looked at. That the check has done so is not written down.
pub(crate) fn watched_apart<T>(part: impl FnOnce() -> T) -> (T, Box<[Mark]>) {
    let widely = WIDELY.replace(0);
    let begin = BEGIN.replace(SEEN.with_borrow(Vec::len));
    let result = part();
    let marks = taken();
    BEGIN.set(begin);
    WIDELY.set(widely);
    (result, marks)
}

/// What was seen since the check or its part began, in order, each once.
fn taken() -> Box<[Mark]> {
    let widely = WIDELY.get() & !(ALL_MEMBERS | ALL_HANDOFFS);
    let glimpses = (0..62).filter(|number| widely & (1 << number) != 0);
    SEEN.with_borrow_mut(|seen| {
        seen.extend(glimpses.map(|number| Fact::Glimpse(number).mark()));
        let mut own = seen.split_off(BEGIN.get());
        own.sort_unstable();
        own.dedup();
        own.into_boxed_slice()
    })
}
