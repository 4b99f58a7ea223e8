//! The graph of a topology as checks see it: every look is written down.
//!
//! What looks at an agent's own ways depends on these and on who stands at their other ends; what walks further depends on the whole topology.

use crate::facts::{Fact, saw};
use crate::glimpse::{Glimpsed, Line, Node, Stride};
use baton_graph::{Exploration, Hop, Place, Step, TopologyGraph, Ways};
use baton_model::{Agent, AgentId, Entry, Handoff, HandoffId, Kind, Outcome, Target, Topology};
use std::borrow::Cow;

/// One topology.
#[derive(Clone, Copy)]
pub(crate) struct Graph<'a> {
    whole: &'a TopologyGraph<'a>,
    glimpsed: &'a Glimpsed,
    /// The handoff that is looked at, if it is one, and where it stands: it and its ends are found without looking them up.
    here: Option<(&'a Handoff, usize)>,
}

impl<'a> Graph<'a> {
    pub fn new(whole: &'a TopologyGraph<'a>, glimpsed: &'a Glimpsed) -> Self {
        Self {
            whole,
            glimpsed,
            here: None,
        }
    }

    /// For a look at one handoff.
    pub fn at(self, position: usize) -> Self {
        let here = Some((self.whole.handoffs()[position], position));
        Self { here, ..self }
    }

    /// Where a handoff stands if it is the one that is looked at.
    fn here(self, handoff: &Handoff) -> Option<usize> {
        let (_, position) = self.here.filter(|(here, _)| std::ptr::eq(*here, handoff))?;
        Some(position)
    }

    /// For what walks anywhere, and looks at nothing but who leads to whom.
    fn wired(self) -> &'a TopologyGraph<'a> {
        saw(Fact::Wires);
        self.whole
    }

    /// For what walks from where requests start.
    fn started(self) -> &'a TopologyGraph<'a> {
        saw(Fact::Entries);
        self.wired()
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

    pub fn member(self, id: &AgentId) -> Option<&'a Agent> {
        saw_agent(id);
        match self.here {
            Some((here, position)) if std::ptr::eq(&raw const here.from, id) => {
                self.whole.sender_of(position)
            }
            Some((here, position)) if here.to.agent().is_some_and(|to| std::ptr::eq(to, id)) => {
                self.whole.receivers_of(position).first().copied()
            }
            _ => self.whole.member(id),
        }
    }

    /// Where an agent stands, if it sends the handoff that is looked at or is the one to which it goes.
    pub fn seat(self, id: &AgentId) -> Option<usize> {
        let (here, position) = self.here?;
        if here.from == *id {
            return self.whole.sender_position(position);
        }
        if here.to.agent() == Some(id) {
            return self.whole.receiver_positions(position).next();
        }
        None
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

    /// The same, as records.
    pub fn transferred_by(self, agent: &AgentId) -> Vec<&'a Handoff> {
        self.left(agent).transferred_by(agent)
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

    /// The ways into an agent with whoever takes them there, in order of handoff and way, and what is asked of either.
    pub fn strides_into(self, agent: &AgentId) -> impl Iterator<Item = (Node<'a>, Stride<'a>)> {
        let steps = self.wired().steps_into(agent).into_iter();
        steps.map(move |(sender, step)| (Node::new(sender), Stride::new(&step, self.glimpsed)))
    }

    pub fn candidates(self, handoff: &HandoffId) -> &'a [&'a Agent] {
        saw_handoff(handoff);
        let candidates = self.whole.candidates(handoff);
        saw_agents(candidates);
        candidates
    }

    pub fn receivers(self, handoff: &Handoff) -> Cow<'a, [&'a Agent]> {
        saw_handoff(&handoff.id);
        if let Target::Agent(id) = &handoff.to {
            saw_agent(id);
        }
        let position = self.here(handoff);
        let position = position.or_else(|| self.whole.handoff_position(&handoff.id));
        let receivers = match position {
            Some(position) => self.whole.receivers_of(position),
            None => Cow::Borrowed(&[][..]),
        };
        saw_agents(receivers.iter());
        receivers
    }

    pub fn is_entered(self, agent: &AgentId, ways: Ways) -> bool {
        self.entered(agent).is_entered(agent, ways)
    }

    pub fn is_only_called(self, agent: &AgentId) -> bool {
        saw(Fact::Entries);
        self.entered(agent).is_only_called(agent)
    }

    /// All agents, by id, with what is asked of them.
    pub fn nodes(self) -> impl ExactSizeIterator<Item = Node<'a>> {
        self.wired().members().map(Node::new)
    }

    /// All handoffs, by id, with what is asked of them.
    pub fn lines(self) -> impl ExactSizeIterator<Item = Line<'a>> {
        let handoffs = self.wired().handoffs().iter().enumerate();
        handoffs.map(move |(at, handoff)| Line::new(handoff, at, self.glimpsed))
    }

    pub fn line_at(self, position: usize) -> Line<'a> {
        Line::new(self.wired().handoffs()[position], position, self.glimpsed)
    }

    /// The agents of which something holds, by id.
    pub fn agents_that(self, holds: impl Fn(Node<'a>) -> bool) -> impl Iterator<Item = &'a Agent> {
        let holding = self.nodes().filter(move |node| holds(*node));
        holding.map(Node::seen_whole)
    }

    /// The handoffs of which something holds, by id.
    pub fn handoffs_that(
        self,
        holds: impl Fn(Line<'a>) -> bool,
    ) -> impl Iterator<Item = &'a Handoff> {
        let lines = self.lines().filter(move |line| holds(*line));
        lines.map(move |line| self.handoff_at(line.at))
    }

    /// The ways out of an agent at a position, in order of handoff.
    pub fn hops_from(self, agent: usize) -> impl Iterator<Item = Hop> {
        self.wired().hops_from(agent)
    }

    /// Where the agents stand to which a handoff may go when all is well.
    pub fn receiver_positions(self, handoff: usize) -> impl Iterator<Item = usize> {
        self.wired().receiver_positions(handoff)
    }

    pub fn node_at(self, position: usize) -> Node<'a> {
        Node::new(self.wired().member_at(position))
    }

    pub fn agent_position(self, agent: &AgentId) -> Option<usize> {
        self.wired().agent_position(agent)
    }

    pub fn starts(self) -> Vec<&'a AgentId> {
        self.started().starts()
    }

    /// Whether requests reach each agent, beside the members.
    pub fn is_reachable(self) -> Vec<bool> {
        self.started().is_reachable()
    }

    /// Whether a person can be reached from each agent, beside the members.
    pub fn is_reaching_a_human(self) -> Vec<bool> {
        let people = self
            .nodes()
            .enumerate()
            .filter(|(_, node)| node.is_person());
        self.whole.is_leading_to(people.map(|(at, _)| at))
    }

    /// Whether requests can end at each agent itself, beside the members.
    pub fn is_resolving(self) -> Vec<bool> {
        let ends =
            |(at, node): (usize, Node<'_>)| node.resolves() || self.whole.leads_to_an_outcome(at);
        self.nodes().enumerate().map(ends).collect()
    }

    pub fn traps(self) -> Vec<Vec<&'a AgentId>> {
        let waits = |handoff| self.line_at(handoff).waits_for_error();
        let resolves = |agent| self.node_at(agent).resolves();
        self.wired().traps_of(waits, resolves)
    }

    pub fn circles(self, follow: impl Fn(Line<'a>) -> bool) -> Vec<Vec<&'a AgentId>> {
        let circles = self.circle_positions(follow).into_iter();
        let named = |circle: Vec<usize>| {
            let agents = circle.into_iter().map(|at| self.node_at(at).id());
            agents.collect()
        };
        circles.map(named).collect()
    }

    /// The circles by the positions of their agents.
    pub fn circle_positions(self, follow: impl Fn(Line<'a>) -> bool) -> Vec<Vec<usize>> {
        let follow = |handoff| follow(self.line_at(handoff));
        self.wired().circle_positions(follow)
    }

    pub fn circle_through(
        self,
        handoff: &HandoffId,
        follow: impl Fn(Line<'a>) -> bool,
    ) -> Option<Vec<&'a HandoffId>> {
        let follow = |handoff| follow(self.line_at(handoff));
        self.wired().circle_through(handoff, follow)
    }

    /// Agents that every way to every end passes before the end, all by position.
    pub fn passed_by_all(self, is_end: impl Fn(usize) -> bool) -> Vec<usize> {
        self.started().passed_by_all(is_end)
    }

    /// Every agent once, by position, in the order in which a request meets them when all is well.
    pub fn reading_positions(self) -> Vec<usize> {
        self.started().reading_positions()
    }

    pub fn shortest_path(
        self,
        from: &[&AgentId],
        to: &[&AgentId],
        ways: Ways,
    ) -> Option<Vec<&'a HandoffId>> {
        self.wired().shortest_path(from, to, ways)
    }

    pub fn explore<S: Copy + Ord>(
        self,
        state: S,
        after: impl Fn(S, Node<'a>, Stride<'a>) -> S,
    ) -> Exploration<'a, 'a, S> {
        self.started().explore(state, |state, sender, step| {
            after(state, Node::new(sender), Stride::new(step, self.glimpsed))
        })
    }

    /// The revision at which a handoff last changed.
    pub fn revision(self, handoff: &Handoff) -> u32 {
        let position = self.position(&handoff.id);
        position.map_or(0, |position| self.whole.revision_of(position))
    }

    /// Where a handoff stands among all of the topology.
    pub fn position(self, handoff: &HandoffId) -> Option<usize> {
        saw_handoff(handoff);
        match self.here {
            Some((here, position)) if std::ptr::eq(&raw const here.id, handoff) => Some(position),
            _ => self.whole.handoff_position(handoff),
        }
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
