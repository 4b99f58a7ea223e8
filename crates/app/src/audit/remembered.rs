//! Audits that were made before, by revision, day and topology: the past does not change.

use super::series::Marks;
use baton_analysis::audit::Audit;
use baton_model::{Date, TopologyId};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// Most audits of the present that are held: of the registry, and of the topologies that are looked at in turn.
const MOST_NOW: usize = 4;
/// Most earlier states whose scores are held.
const MOST_PAST: usize = 128;

/// A state of the registry, the day on which it is judged, and the topology that it is narrowed to.
#[derive(Clone, PartialEq, Eq)]
struct Name {
    revision: u32,
    day: Date,
    topology: Option<TopologyId>,
}

/// The oldest make room.
#[derive(Default)]
pub(crate) struct Remembered {
    now: Shelf<Audit>,
    past: Shelf<Marks>,
}

impl Remembered {
    /// What `make` gives, made once.
    pub(super) fn now(
        &self,
        revision: u32,
        day: &Date,
        topology: Option<&TopologyId>,
        make: impl FnOnce() -> Audit,
    ) -> Arc<Audit> {
        let name = Name::new(revision, day, topology);
        if let Some(known) = self.now.find(&name) {
            return known;
        }
        self.now.keep(name, Arc::new(make()), MOST_NOW)
    }

    /// The scores of an earlier state, if they are known.
    pub(super) fn past(
        &self,
        revision: u32,
        day: &Date,
        topology: Option<&TopologyId>,
    ) -> Option<Arc<Marks>> {
        self.past.find(&Name::new(revision, day, topology))
    }

    /// Keeps the scores of an earlier state.
    pub(super) fn keep_past(
        &self,
        revision: u32,
        day: &Date,
        topology: Option<&TopologyId>,
        marks: Marks,
    ) -> Arc<Marks> {
        let name = Name::new(revision, day, topology);
        self.past.keep(name, Arc::new(marks), MOST_PAST)
    }
}

impl Name {
    fn new(revision: u32, day: &Date, topology: Option<&TopologyId>) -> Self {
        Self {
            revision,
            day: day.clone(),
            topology: topology.cloned(),
        }
    }
}

/// What is held, the oldest first. Never locked while something is made: other questions go on.
struct Shelf<T>(Mutex<VecDeque<(Name, Arc<T>)>>);

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Shelf<T> {
    fn find(&self, name: &Name) -> Option<Arc<T>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, found) = held.iter().find(|(known, _)| known == name)?;
        Some(Arc::clone(found))
    }

    fn keep(&self, name: Name, what: Arc<T>, most: usize) -> Arc<T> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(known, _)| *known != name);
        held.push_back((name, Arc::clone(&what)));
        if held.len() > most {
            held.pop_front();
        }
        what
    }
}
