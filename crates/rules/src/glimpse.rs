//! What walks over a whole topology see of agents and handoffs: one thing at a time.
//!
//! Who has only asked whether handoffs have gates need not look again when an owner changes. [`Node`] and [`Line`] show nothing but what is listed
//! here, and every look is told to [`glimpsed`]. Whom a handoff joins needs no telling: it is part of how the topology is wired.

use crate::facts::{Fact, glimpsed, saw};
use crate::travels::{Envelope, carries_task, envelope};
use crate::{causes, consequence, people, seam, tools};
use baton_graph::Way;
use baton_model::{
    Agent, AgentFunction, AgentId, AgentKind, ContextMode, ContractId, Handoff, HandoffId,
    HandoffMode, Lifecycle, MemoryAccess, Target, TriggerOn, Version,
};

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
}

/// A step of a walk from one agent to another.
#[derive(Clone, Copy)]
pub(crate) struct Stride<'a> {
    pub line: Line<'a>,
    pub way: Way,
}

/// Which payload goes over a handoff, and with which context.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Carrying<'a> {
    pub contract: Option<&'a ContractId>,
    pub version: Option<&'a Version>,
    pub context_mode: ContextMode,
}

/// Questions about a record, and a function that tells which of them two of its states answer differently.
macro_rules! glimpses {
    ($shown:ident of $record:ident, numbered by $number:ident from $first:literal, compared by $compare:ident:
     $($(#[$meta:meta])* $variant:ident $name:ident -> $answer:ty: $read:expr;)*) => {
        #[derive(Clone, Copy)]
        enum $number { $($variant,)* }

        impl<'a> $shown<'a> {
            $($(#[$meta])*
            #[inline]
            pub fn $name(self) -> $answer {
                glimpsed($first + $number::$variant as u8);
                let read: fn(&'a $record) -> $answer = $read;
                read(self.record)
            })*
        }

        /// The looks that show something else after a change.
        pub(crate) fn $compare<'a>(before: &'a $record, after: &'a $record) -> Vec<Fact<'static>> {
            let mut changed = Vec::new();
            $({
                let read: fn(&'a $record) -> $answer = $read;
                if read(before) != read(after) {
                    changed.push(Fact::Glimpse($first + $number::$variant as u8));
                }
            })*
            changed
        }
    };
}

glimpses! { Node of Agent, numbered by OfAgent from 0, compared by changed_of_agent:
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

glimpses! { Line of Handoff, numbered by OfHandoff from 32, compared by changed_of_handoff:
    IsGated is_gated -> bool: |handoff| handoff.gate.is_some();
    IsValidated is_validated -> bool: |handoff| handoff.policy.boundary_validation;
    /// Whether nothing ends a circle here.
    IsUnbounded is_unbounded -> bool:
        |handoff| handoff.policy.loop_limit.is_none() && handoff.policy.breaker.is_none();
    WaitsForError waits_for_error -> bool: |handoff| handoff.trigger.on.is_error();
    CarriesTask carries_task -> bool: carries_task;
    Envelope envelope -> Envelope: envelope;
    Carrying carrying -> Carrying<'a>: |handoff| Carrying {
        contract: handoff.contract.as_ref(),
        version: handoff.version.as_ref(),
        context_mode: handoff.context_mode,
    };
    MemoryWrites memory_writes -> &'a [MemoryAccess]: |handoff| &handoff.memory_writes;
    /// Whether it takes what exceeds its sender's authority.
    IsBeyondLimit is_beyond_limit -> bool:
        |handoff| causes::any(handoff, |on| matches!(on, TriggerOn::AuthorityLimit));
    Requires requires -> &'a [String]: |handoff| &handoff.required_capabilities;
}

impl<'a> Node<'a> {
    pub fn new(record: &'a Agent) -> Self {
        Self { record }
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
    pub fn new(record: &'a Handoff, at: usize) -> Self {
        Self { record, at }
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
        seam::has_receiver(self.record)
    }

    pub fn mode(self) -> HandoffMode {
        self.record.mode
    }

    pub fn fallbacks(self) -> &'a [AgentId] {
        &self.record.fallbacks
    }
}
