//! The graph of a topology as checks see it: every look is written down.
//!
//! What looks at an agent's own ways depends on these and on who stands at their other ends; what walks further depends on the whole topology.

use crate::facts::{Fact, saw};
use baton_graph::{Exploration, Place, Step, TopologyGraph, Ways};
use baton_model::{Agent, AgentId, Entry, Handoff, HandoffId, Kind, Outcome, Target, Topology};

/// One topology.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'a> {
    whole: &'a TopologyGraph<'a>,
}

impl<'a> Graph<'a> {
    pub fn new(whole: &'a TopologyGraph<'a>) -> Self {
        Self { whole }
    }

    /// For what looks at every agent and handoff.
    fn walked(self) -> &'a TopologyGraph<'a> {
        for fact in [
            Fact::Topology,
            Fact::Members,
            Fact::Handoffs,
            Fact::Entries,
            Fact::Outcomes,
        ] {
            saw(fact);
        }
        self.whole
    }

    /// For what looks at the ways out of an agent.
    fn left(self, agent: &AgentId) -> &'a TopologyGraph<'a> {
        saw_agent(agent);
        saw(Fact::From(agent.as_str()));
        self.whole
    }

    /// For what looks at the ways into an agent.
    fn entered(self, agent: &AgentId) -> &'a TopologyGraph<'a> {
        saw_agent(agent);
        saw(Fact::Into(agent.as_str()));
        self.whole
    }

    pub fn topology(self) -> Option<&'a Topology> {
        saw(Fact::Topology);
        self.whole.topology()
    }

    pub fn members(self) -> impl ExactSizeIterator<Item = &'a Agent> {
        saw(Fact::Members);
        self.whole.members()
    }

    pub fn member_at(self, position: usize) -> &'a Agent {
        let agent = self.whole.member_at(position);
        saw_agent(&agent.id);
        agent
    }

    /// People among the members, by id.
    pub fn people(self) -> &'a [&'a Agent] {
        saw(Fact::People);
        self.whole.people()
    }

    pub fn member(self, id: &AgentId) -> Option<&'a Agent> {
        saw_agent(id);
        self.whole.member(id)
    }

    pub fn handoffs(self) -> &'a [&'a Handoff] {
        saw(Fact::Handoffs);
        self.whole.handoffs()
    }

    pub fn handoff_at(self, position: usize) -> &'a Handoff {
        let handoff = self.whole.handoffs()[position];
        saw_handoff(&handoff.id);
        handoff
    }

    pub fn handoff(self, id: &HandoffId) -> Option<&'a Handoff> {
        saw_handoff(id);
        self.whole.handoff(id)
    }

    pub fn entries(self) -> &'a [&'a Entry] {
        saw(Fact::Entries);
        self.whole.entries()
    }

    pub fn outcomes(self) -> &'a [&'a Outcome] {
        saw(Fact::Outcomes);
        self.whole.outcomes()
    }

    /// The handoffs that an agent sends, by id, wherever they lead.
    pub fn sent_by(self, agent: &AgentId) -> impl Iterator<Item = &'a Handoff> {
        self.left(agent).sent_by(agent)
    }

    pub fn transfers_out(self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.left(agent).transfers_out(agent)
    }

    pub fn transfers_in(self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.entered(agent).transfers_in(agent)
    }

    pub fn delegations_out(self, agent: &AgentId) -> Vec<&'a HandoffId> {
        self.left(agent).delegations_out(agent)
    }

    pub fn steps_from(self, agent: &AgentId) -> impl Iterator<Item = Step<'a>> {
        let steps = self.left(agent).steps_from(agent);
        steps.inspect(|step| match step.to {
            Place::Agent(agent) => saw_agent(&agent.id),
            Place::Outcome(outcome) => {
                saw(Fact::Record(Kind::Outcome, outcome.id.as_str()));
            }
        })
    }

    pub fn steps_into(self, agent: &AgentId) -> Vec<(&'a Agent, Step<'a>)> {
        let steps = self.entered(agent).steps_into(agent);
        saw_agents(steps.iter().map(|(sender, _)| sender));
        steps
    }

    pub fn candidates(self, handoff: &HandoffId) -> &'a [&'a Agent] {
        saw_handoff(handoff);
        let candidates = self.whole.candidates(handoff);
        saw_agents(candidates);
        candidates
    }

    pub fn receivers(self, handoff: &Handoff) -> Vec<&'a Agent> {
        saw_handoff(&handoff.id);
        if let Target::Agent(id) = &handoff.to {
            saw_agent(id);
        }
        let receivers = self.whole.receivers(handoff);
        saw_agents(&receivers);
        receivers
    }

    pub fn is_entered(self, agent: &AgentId, ways: Ways) -> bool {
        self.entered(agent).is_entered(agent, ways)
    }

    pub fn is_only_called(self, agent: &AgentId) -> bool {
        saw(Fact::Entries);
        self.entered(agent).is_only_called(agent)
    }

    pub fn can_resolve(self, agent: &AgentId) -> bool {
        self.left(agent).can_resolve(agent)
    }

    pub fn starts(self) -> Vec<&'a AgentId> {
        self.walked().starts()
    }

    pub fn reachable(self) -> Vec<&'a AgentId> {
        self.walked().reachable()
    }

    pub fn reaching_a_human(self) -> Vec<&'a AgentId> {
        self.walked().reaching_a_human()
    }

    pub fn traps(self) -> Vec<Vec<&'a AgentId>> {
        self.walked().traps()
    }

    pub fn circles(self, follow: impl Fn(&Handoff) -> bool) -> Vec<Vec<&'a AgentId>> {
        self.walked().circles(follow)
    }

    pub fn circle_through(
        self,
        handoff: &HandoffId,
        follow: impl Fn(&Handoff) -> bool,
    ) -> Option<Vec<&'a HandoffId>> {
        self.walked().circle_through(handoff, follow)
    }

    pub fn dominators(self) -> Vec<(&'a AgentId, Vec<&'a AgentId>)> {
        self.walked().dominators()
    }

    pub fn reading_order(self) -> Vec<&'a AgentId> {
        self.walked().reading_order()
    }

    pub fn shortest_path(
        self,
        from: &[&AgentId],
        to: &[&AgentId],
        ways: Ways,
    ) -> Option<Vec<&'a HandoffId>> {
        self.walked().shortest_path(from, to, ways)
    }

    pub fn explore<S: Copy + Ord>(
        self,
        state: S,
        after: impl Fn(S, &'a Agent, &Step<'a>) -> S,
    ) -> Exploration<'a, 'a, S> {
        self.walked().explore(state, after)
    }

    /// Where a handoff stands among all of the topology.
    pub fn position(self, handoff: &HandoffId) -> Option<usize> {
        saw_handoff(handoff);
        self.whole.handoff_position(handoff)
    }
}

fn saw_agent(agent: &AgentId) {
    saw(Fact::Member(agent.as_str()));
}

fn saw_agents<'x>(agents: impl IntoIterator<Item = &'x &'x Agent>) {
    agents.into_iter().for_each(|agent| saw_agent(&agent.id));
}

fn saw_handoff(handoff: &HandoffId) {
    saw(Fact::Handoff(handoff.as_str()));
}
