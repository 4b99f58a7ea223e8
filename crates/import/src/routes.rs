//! Finding again the handoffs that an earlier import of the same file made.

use crate::run::Run;
use baton_model::{AgentId, Handoff, Kind, Level, RecordKey, Target, TopologyId};
use std::collections::{BTreeMap, BTreeSet};

/// Who is at the end of a handoff, comparable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Agent(AgentId),
    Outcome,
}

/// A handoff as a file has it.
pub(crate) struct Wanted {
    /// What the caller knows it by.
    pub index: usize,
    pub from: AgentId,
    pub end: End,
    /// The intent that sets it off.
    pub intent: Option<String>,
}

/// The handoffs of a topology that wait for their place in the file, and those that found one, by the
/// caller's index.
pub(crate) struct Routes<'d> {
    waiting: BTreeMap<(AgentId, End), Vec<&'d Handoff>>,
    found: BTreeMap<usize, &'d Handoff>,
}

impl<'d> Routes<'d> {
    /// Finds handoffs by both ends and the intent, then by both ends alone where one of each is left.
    pub(crate) fn new(run: &Run<'d>, topology: &TopologyId, wanted: Vec<Wanted>) -> Self {
        let mut routes = Self {
            waiting: waiting(run, topology),
            found: BTreeMap::new(),
        };
        let mut left: BTreeMap<(AgentId, End), Vec<usize>> = BTreeMap::new();
        for wanted in wanted {
            let key = (wanted.from, wanted.end);
            let Some(waiting) = routes.waiting.get_mut(&key) else {
                continue;
            };
            let same = waiting
                .iter()
                .position(|handoff| intent(handoff) == wanted.intent.as_deref());
            match same {
                Some(at) => {
                    routes.found.insert(wanted.index, waiting.remove(at));
                }
                None => left.entry(key).or_default().push(wanted.index),
            }
        }
        for (key, indexes) in left {
            if let ([index], Some(waiting)) = (&indexes[..], routes.waiting.get_mut(&key))
                && waiting.len() == 1
            {
                routes.found.insert(*index, waiting.remove(0));
            }
        }
        routes
    }

    /// What an earlier import made of the handoff with that index.
    pub(crate) fn found(&self, index: usize) -> Option<&'d Handoff> {
        self.found.get(&index).copied()
    }

    /// Says which handoffs between agents of the file stand for nothing in it any more.
    pub(crate) fn tell_unmatched(&self, run: &mut Run<'_>, ours: &BTreeSet<&AgentId>, place: &str) {
        for ((from, end), handoffs) in &self.waiting {
            let End::Agent(to) = end else { continue };
            if !ours.contains(from) || !ours.contains(to) {
                continue;
            }
            for handoff in handoffs {
                run.notes.push(
                    Level::Info,
                    place,
                    format!("{} stands for nothing in the file: it was drawn here, or it is gone from there. It was kept", handoff.id),
                    Some(RecordKey::new(Kind::Handoff, handoff.id.as_str())),
                );
            }
        }
    }
}

fn intent(handoff: &Handoff) -> Option<&str> {
    let value = handoff.trigger.value.as_ref()?;
    value.0.as_str()
}

fn waiting<'d>(run: &Run<'d>, topology: &TopologyId) -> BTreeMap<(AgentId, End), Vec<&'d Handoff>> {
    let mut waiting: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for handoff in run
        .existing
        .handoffs()
        .filter(|handoff| handoff.topology == *topology)
    {
        let end = match &handoff.to {
            Target::Agent(agent) => End::Agent(agent.clone()),
            Target::Outcome(_) => End::Outcome,
            Target::Query(_) => continue,
        };
        waiting
            .entry((handoff.from.clone(), end))
            .or_default()
            .push(handoff);
    }
    waiting
}
