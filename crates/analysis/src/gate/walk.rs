//! What a request brings along: whether a person has decided about it, and whether something unchecked came into it.

use baton_graph::{Exploration, Step, TopologyGraph, Way};
use baton_model::{Agent, AgentId, AgentKind, Handoff, HandoffId};
use std::collections::BTreeSet;

/// Handoffs with a gate, as they are or as they are proposed.
pub(super) type Gated<'a> = BTreeSet<&'a HandoffId>;

/// What is followed from agent to agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// No person has decided since the last unchecked input: as requests come in, and again after every handoff without boundary
    /// validation. The rule HIL001 follows the same.
    Undecided,
    /// Something came in that nobody checked, or that an outside agent made: over a handoff without boundary validation, or from
    /// an agent of the kind `external`, whose words fit a schema and may be wrong all the same.
    Tainted,
}

impl Follow {
    /// Whether requests come in so.
    pub fn begins_at_starts(self) -> bool {
        self == Self::Undecided
    }

    /// Whether it begins on a handoff, whatever was before.
    pub fn begins_on(self, sender: &Agent, handoff: &Handoff) -> bool {
        !handoff.policy.boundary_validation
            || (self == Self::Tainted && sender.kind == AgentKind::External)
    }

    /// Whether it holds after a step.
    pub fn after(self, before: bool, sender: &Agent, step: &Step<'_>, gated: &Gated<'_>) -> bool {
        let decides = gated.contains(&step.handoff.id) && !goes_round(step.way);
        if decides || sender.kind == AgentKind::Human {
            return false;
        }
        before || self.begins_on(sender, step.handoff)
    }

    /// Every place that a request comes to, and whether it is so there.
    pub fn explore<'g, 'a>(self, graph: &'g TopologyGraph<'a>, gated: &Gated<'_>) -> Walk<'g, 'a> {
        let found = graph.explore(self.begins_at_starts(), |before, sender, step| {
            self.after(before, sender, step, gated)
        });
        Walk {
            graph,
            follow: self,
            found,
        }
    }
}

/// Where a walk came.
pub(super) struct Walk<'g, 'a> {
    graph: &'g TopologyGraph<'a>,
    follow: Follow,
    found: Exploration<'g, 'a, bool>,
}

impl<'a> Walk<'_, 'a> {
    /// The shortest way on which an agent is reached so; `None` if it is not.
    pub fn path(&self, agent: &AgentId) -> Option<Vec<&'a HandoffId>> {
        self.found.path(agent, true)
    }

    /// The shortest way on which a request leaves over a handoff so, that handoff the last; `None` where it does not.
    pub fn path_over(&self, handoff: &'a Handoff, gated: &Gated<'_>) -> Option<Vec<&'a HandoffId>> {
        let sender = self.graph.member(&handoff.from)?;
        let steps: Vec<Step<'_>> = self
            .graph
            .steps_from(&sender.id)
            .filter(|step| step.handoff.id == handoff.id && !goes_round(step.way))
            .collect();
        let leaves = |before: bool| {
            steps
                .iter()
                .any(|step| self.follow.after(before, sender, step, gated))
        };
        let mut paths: Vec<Vec<&HandoffId>> = [true, false]
            .into_iter()
            .filter(|before| leaves(*before))
            .filter_map(|before| self.found.path(&sender.id, before))
            .collect();
        paths.sort_by_key(Vec::len);
        let mut path = paths.into_iter().next()?;
        path.push(&handoff.id);
        Some(path)
    }
}

/// Whether a way does not pass the gate of its handoff.
pub(super) fn goes_round(way: Way) -> bool {
    matches!(way, Way::Fallback | Way::CalledFallback)
}
