//! The document as checks see it: every look is written down.

use crate::facts::{Fact, saw};
use baton_model::{
    Agent, Capability, Document, Environment, EscalationPath, Find, Handoff, Held, Kind, Lifecycle,
    ObservedHandoff, RecordKey, Team,
};
use std::collections::BTreeSet;

/// All records of a registry.
#[derive(Clone, Copy)]
pub(crate) struct Records<'a> {
    document: &'a Document,
}

impl<'a> Records<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self { document }
    }

    pub fn get(self, key: &RecordKey) -> Option<&'a Held> {
        saw(Fact::Record(key.kind, &key.id));
        self.document.get(key)
    }

    /// A record that the caller has told of by another name.
    pub fn untold(self, kind: Kind, id: &str) -> Option<&'a Held> {
        self.document.entry(kind, id)
    }

    pub fn find<T: Find + 'a>(self, id: impl AsRef<str>) -> Option<&'a T> {
        saw(Fact::Record(T::KIND, id.as_ref()));
        self.document.find(id)
    }

    pub fn contains(self, kind: Kind, id: &str) -> bool {
        saw(Fact::Record(kind, id));
        self.document.contains(kind, id)
    }

    /// The records that refer to one, in order of kind and id.
    pub fn referrers(self, key: &RecordKey) -> impl Iterator<Item = &'a RecordKey> + use<'a> {
        saw(Fact::Referrers(key.kind, &key.id));
        self.document.referrers(key)
    }

    pub fn agents(self) -> impl Iterator<Item = &'a Agent> {
        self.all()
    }

    /// The tags that agents declare, retired ones left out.
    pub fn provided(self) -> BTreeSet<&'a str> {
        saw(Fact::Provided);
        let held = self.document.of_kind(Kind::Agent);
        let agents = held.filter_map(|held| Agent::from_record(&held.record));
        let tags = agents.flat_map(provided_by);
        tags.map(String::as_str).collect()
    }

    pub fn handoffs(self) -> impl Iterator<Item = &'a Handoff> {
        self.all()
    }

    pub fn teams(self) -> impl Iterator<Item = &'a Team> {
        self.all()
    }

    pub fn capabilities(self) -> impl Iterator<Item = &'a Capability> {
        self.all()
    }

    pub fn environments(self) -> impl Iterator<Item = &'a Environment> {
        self.all()
    }

    pub fn escalation_paths(self) -> impl Iterator<Item = &'a EscalationPath> {
        self.all()
    }

    pub fn observed_handoffs(self) -> impl Iterator<Item = &'a ObservedHandoff> {
        self.all()
    }

    /// All records of a kind, by id.
    fn all<T: Find + 'a>(self) -> impl Iterator<Item = &'a T> {
        saw(Fact::Kind(T::KIND));
        let held = self.document.of_kind(T::KIND);
        held.filter_map(|held| T::from_record(&held.record))
    }
}

/// The tags that an agent declares; none once it is retired.
pub(crate) fn provided_by(agent: &Agent) -> &[String] {
    match agent.lifecycle {
        Lifecycle::Retired => &[],
        _ => &agent.capabilities,
    }
}
