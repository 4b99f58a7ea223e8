//! What walks over a whole topology see of agents and handoffs: one thing at a time.
//!
//! Who has only asked whether handoffs have gates need not look again when an owner changes. [`Node`] and [`Line`] show nothing but what is listed
//! here, and every look is told to [`glimpsed`]. Whom a handoff joins needs no telling: it is part of how the topology is wired.

use crate::facts::{Fact, glimpsed, saw};
use crate::travels::{Envelope, carries_task, envelope};
use crate::{causes, consequence, people, seam, tools};
use baton_graph::{Step, Way};
use baton_model::{
    Agent, AgentFunction, AgentId, AgentKind, ContextMode, ContractId, Handoff, HandoffId,
    HandoffMode, Lifecycle, MemoryAccess, Target, TriggerOn, Version,
};
use std::sync::atomic::{AtomicU32, Ordering};

/// An agent of a topology that is wired as it is.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a> {
    record: &'a Agent,
}

/// A handoff of a topology that is wired as it is.
#[derive(Clone, Copy)]
pub(crate) struct Line<'a> {
    record: &'a Handoff,
    /// Where it stands among all.
    pub at: usize,
    read: &'a AtomicU32,
}

/// What of a handoff does not fit into a number.
#[derive(Clone, Copy)]
struct Told<'a>(&'a Handoff);

/// A step of a walk from one agent to another.
#[derive(Clone, Copy)]
pub(crate) struct Stride<'a> {
    pub line: Line<'a>,
    pub way: Way,
}

/// Which payload goes over a handoff.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Carrying<'a> {
    pub contract: Option<&'a ContractId>,
    pub version: Option<&'a Version>,
}

/// Questions about a record, and a function that tells which of them two of its states answer differently.
macro_rules! glimpses {
    ($shown:ident of $record:ty, numbered by $number:ident from $first:literal:
     $($(#[$meta:meta])* $variant:ident $name:ident -> $answer:ty: $read:expr;)*) => {
        #[derive(Clone, Copy)]
        enum $number { $($variant,)* }

        impl<'a> $shown<'a> {
            $($(#[$meta])*
            #[inline]
            pub fn $name(self) -> $answer {
                glimpsed($first + $number::$variant as u8);
                let read: fn($record) -> $answer = $read;
                read(self.shown())
            })*

            /// The looks that show something else after a change.
            fn differing(before: $record, after: $record) -> Vec<Fact<'static>> {
                let mut changed = Vec::new();
                $({
                    let read: fn($record) -> $answer = $read;
                    if read(before) != read(after) {
                        changed.push(Fact::Glimpse($first + $number::$variant as u8));
                    }
                })*
                changed
            }
        }
    };
}

glimpses! { Node of &'a Agent, numbered by OfAgent from 0:
    IsPerson is_person -> bool: people::is_person;
    IsTool is_tool -> bool: |agent| agent.kind == AgentKind::Tool;
    MayCall may_call -> bool: tools::may_call;
    ActsIrreversibly acts_irreversibly -> bool: consequence::acts_irreversibly;
    TalksToUser talks_to_user -> bool: |agent| agent.role.talks_to_user;
    /// Whether requests end with it as such, whatever it hands over.
    Resolves resolves -> bool: baton_graph::resolves;
    IsObserver is_observer -> bool: |agent| agent.function == Some(AgentFunction::Observer);
    IsInProduction is_in_production -> bool: |agent| agent.lifecycle == Lifecycle::Production;
    OnlyPassesOn only_passes_on -> bool: people::only_passes_on;
    HasWindow has_window -> bool: |agent| agent.context_window_tokens.is_some();
}

glimpses! { Line of Quick, numbered by OfHandoff from 32:
    IsGated is_gated -> bool: |handoff| handoff.is(Quick::GATED);
    IsValidated is_validated -> bool: |handoff| handoff.is(Quick::VALIDATED);
    /// Whether nothing ends a circle here.
    IsUnbounded is_unbounded -> bool: |handoff| handoff.is(Quick::UNBOUNDED);
    WaitsForError waits_for_error -> bool: |handoff| handoff.is(Quick::WAITS_FOR_ERROR);
    CarriesTask carries_task -> bool: |handoff| handoff.is(Quick::CARRIES_TASK);
    Envelope envelope -> Envelope: Quick::envelope;
    ContextMode context_mode -> ContextMode: Quick::context_mode;
    WritesMemory writes_memory -> bool: |handoff| handoff.is(Quick::WRITES_MEMORY);
    /// Whether it takes what exceeds its sender's authority.
    IsBeyondLimit is_beyond_limit -> bool: |handoff| handoff.is(Quick::BEYOND_LIMIT);
    RequiresAny requires_any -> bool: |handoff| handoff.is(Quick::REQUIRES_ANY);
}

glimpses! { Told of &'a Handoff, numbered by OfTold from 48:
    Carrying carrying -> Carrying<'a>: |handoff| Carrying {
        contract: handoff.contract.as_ref(),
        version: handoff.version.as_ref(),
    };
    MemoryWrites memory_writes -> &'a [MemoryAccess]: |handoff| &handoff.memory_writes;
    Requires requires -> &'a [String]: |handoff| &handoff.required_capabilities;
}

/// The looks that show something else of an agent.
pub(crate) fn changed_of_agent<'a>(before: &'a Agent, after: &'a Agent) -> Vec<Fact<'static>> {
    Node::differing(before, after)
}

/// The looks that show something else of a handoff.
pub(crate) fn changed_of_handoff<'a>(
    before: &'a Handoff,
    after: &'a Handoff,
) -> Vec<Fact<'static>> {
    let mut changed = Line::differing(Quick::of(before), Quick::of(after));
    changed.extend(Told::differing(before, after));
    changed
}

/// What fits into one number of a handoff.
#[derive(Clone, Copy)]
struct Quick(u32);

impl Quick {
    const KNOWN: u32 = 1;
    const GATED: u32 = 1 << 1;
    const VALIDATED: u32 = 1 << 2;
    const UNBOUNDED: u32 = 1 << 3;
    const WAITS_FOR_ERROR: u32 = 1 << 4;
    const CARRIES_TASK: u32 = 1 << 5;
    const WRITES_MEMORY: u32 = 1 << 6;
    const BEYOND_LIMIT: u32 = 1 << 7;
    const REQUIRES_ANY: u32 = 1 << 8;
    const BATON_ENVELOPE: u32 = 1 << 9;
    const NO_ENVELOPE: u32 = 1 << 10;
    const SUMMARY: u32 = 1 << 11;
    const FULL_HISTORY: u32 = 1 << 12;
    const QUERYABLE: u32 = 1 << 13;
    const HAS_RECEIVER: u32 = 1 << 14;
    const FALLS_BACK: u32 = 1 << 15;

    fn of(handoff: &Handoff) -> Self {
        let policy = &handoff.policy;
        let is_unbounded = policy.loop_limit.is_none() && policy.breaker.is_none();
        let is_beyond_limit = causes::any(handoff, |on| matches!(on, TriggerOn::AuthorityLimit));
        let flags = [
            (Self::GATED, handoff.gate.is_some()),
            (Self::VALIDATED, policy.boundary_validation),
            (Self::UNBOUNDED, is_unbounded),
            (Self::WAITS_FOR_ERROR, handoff.trigger.on.is_error()),
            (Self::CARRIES_TASK, carries_task(handoff)),
            (Self::WRITES_MEMORY, !handoff.memory_writes.is_empty()),
            (Self::BEYOND_LIMIT, is_beyond_limit),
            (
                Self::REQUIRES_ANY,
                !handoff.required_capabilities.is_empty(),
            ),
            (Self::HAS_RECEIVER, seam::has_receiver(handoff)),
            (Self::FALLS_BACK, !handoff.fallbacks.is_empty()),
        ];
        let held = flags.into_iter().filter(|(_, holds)| *holds);
        let flags = held.fold(Self::KNOWN, |flags, (flag, _)| flags | flag);
        let envelope = match envelope(handoff) {
            Envelope::Unsaid => 0,
            Envelope::Baton => Self::BATON_ENVELOPE,
            Envelope::None => Self::NO_ENVELOPE,
        };
        let mode = match handoff.context_mode {
            ContextMode::Typed => 0,
            ContextMode::Summary => Self::SUMMARY,
            ContextMode::FullHistory => Self::FULL_HISTORY,
            ContextMode::Queryable => Self::QUERYABLE,
        };
        Self(flags | envelope | mode)
    }

    fn is(self, flag: u32) -> bool {
        self.0 & flag != 0
    }

    fn envelope(self) -> Envelope {
        match self {
            _ if self.is(Self::BATON_ENVELOPE) => Envelope::Baton,
            _ if self.is(Self::NO_ENVELOPE) => Envelope::None,
            _ => Envelope::Unsaid,
        }
    }

    fn context_mode(self) -> ContextMode {
        match self {
            _ if self.is(Self::SUMMARY) => ContextMode::Summary,
            _ if self.is(Self::FULL_HISTORY) => ContextMode::FullHistory,
            _ if self.is(Self::QUERYABLE) => ContextMode::Queryable,
            _ => ContextMode::Typed,
        }
    }
}

/// What has been read of the handoffs of a topology, by position: numbers close together, since every walk over everything asks for them.
pub(crate) struct Glimpsed(Box<[AtomicU32]>);

impl Glimpsed {
    /// Nothing is read yet.
    pub fn new(handoffs: usize) -> Self {
        let unread = std::iter::repeat_with(AtomicU32::default);
        Self(unread.take(handoffs).collect())
    }
}

impl<'a> Stride<'a> {
    pub fn new(step: &Step<'a>, glimpsed: &'a Glimpsed) -> Self {
        Self {
            line: Line::new(step.handoff, step.position, glimpsed),
            way: step.way,
        }
    }
}

impl<'a> Told<'a> {
    fn shown(self) -> &'a Handoff {
        self.0
    }
}

impl<'a> Node<'a> {
    pub fn new(record: &'a Agent) -> Self {
        Self { record }
    }

    fn shown(self) -> &'a Agent {
        self.record
    }

    /// All of the agent.
    pub fn seen_whole(self) -> &'a Agent {
        saw(Fact::Member(self.record.id.as_str()));
        self.record
    }

    pub fn id(self) -> &'a AgentId {
        &self.record.id
    }
}

impl<'a> Line<'a> {
    pub fn new(record: &'a Handoff, at: usize, glimpsed: &'a Glimpsed) -> Self {
        let read = &glimpsed.0[at];
        Self { record, at, read }
    }

    fn shown(self) -> Quick {
        let known = self.read.load(Ordering::Relaxed);
        if known != 0 {
            return Quick(known);
        }
        let read = Quick::of(self.record);
        self.read.store(read.0, Ordering::Relaxed);
        read
    }

    pub fn carrying(self) -> Carrying<'a> {
        Told(self.record).carrying()
    }

    pub fn memory_writes(self) -> &'a [MemoryAccess] {
        if self.writes_memory() {
            Told(self.record).memory_writes()
        } else {
            &[]
        }
    }

    pub fn requires(self) -> &'a [String] {
        if self.requires_any() {
            Told(self.record).requires()
        } else {
            &[]
        }
    }

    /// The handoff itself. Whoever looks at it has to tell so.
    pub fn untold(self) -> &'a Handoff {
        self.record
    }

    pub fn id(self) -> &'a HandoffId {
        &self.record.id
    }

    pub fn from(self) -> &'a AgentId {
        &self.record.from
    }

    pub fn to(self) -> &'a Target {
        &self.record.to
    }

    /// Whether somebody takes over.
    pub fn has_receiver(self) -> bool {
        self.shown().is(Quick::HAS_RECEIVER)
    }

    pub fn mode(self) -> HandoffMode {
        self.record.mode
    }

    pub fn fallbacks(self) -> &'a [AgentId] {
        if self.shown().is(Quick::FALLS_BACK) {
            &self.record.fallbacks
        } else {
            &[]
        }
    }
}
