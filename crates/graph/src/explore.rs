//! Walks that carry something along: what holds when a request arrives may depend on the way it took.

use crate::wires::Node;
use crate::{Place, Step, TopologyGraph};
use baton_model::{Agent, AgentId, HandoffId};

/// No arrival.
const NONE: u32 = u32::MAX;

/// An agent reached in a state.
struct Arrival<S> {
    node: Node,
    state: S,
    /// The arrival before, and the handoff taken from there; [`NONE`] at a start.
    before: u32,
    handoff: u32,
}

/// Everywhere that a walk came, in which state, and how it first came there.
pub struct Exploration<'g, 'a, S> {
    graph: &'g TopologyGraph<'a>,
    /// In order; each agent once in each state.
    arrivals: Vec<Arrival<S>>,
    /// Beside the agents: the states, sorted, each with the number of its arrival.
    states: Vec<Vec<(S, u32)>>,
}

impl<'a> TopologyGraph<'a> {
    /// Walks every way from the starts, breadth first. `state` holds at the starts; `after` says what holds once an agent has
    /// taken a step to another.
    pub fn explore<S: Copy + Ord>(
        &self,
        state: S,
        after: impl Fn(S, &'a Agent, &Step<'a>) -> S,
    ) -> Exploration<'_, 'a, S> {
        let mut walk = Exploration {
            graph: self,
            arrivals: Vec::with_capacity(self.agents.len()),
            states: std::iter::repeat_with(Vec::new)
                .take(self.agents.len())
                .collect(),
        };
        for node in self.start_nodes() {
            walk.arrive(node, state, (NONE, NONE));
        }
        let mut next = 0;
        while let Some(&Arrival { node, state, .. }) = walk.arrivals.get(next) {
            let sender = self.agents[node.index()];
            for edge in self.wires.out.of(node) {
                let Some(agent) = self.agent_at(edge.node) else {
                    continue;
                };
                let step = Step {
                    handoff: self.handoff_of(*edge),
                    position: edge.handoff as usize,
                    way: edge.way,
                    to: Place::Agent(agent),
                };
                let state = after(state, sender, &step);
                walk.arrive(edge.node, state, (next as u32, edge.handoff));
            }
            next += 1;
        }
        walk
    }
}

impl<'a, S: Copy + Ord> Exploration<'_, 'a, S> {
    /// Whether an agent is reached in a state.
    pub fn reaches(&self, agent: &AgentId, state: S) -> bool {
        let node = self.graph.agent_node(agent);
        node.is_some_and(|node| self.known(node, state).is_some())
    }

    /// A shortest way on which an agent is reached in a state, as handoffs in order; empty if it is so at a start.
    pub fn path(&self, agent: &AgentId, state: S) -> Option<Vec<&'a HandoffId>> {
        let mut at = self.known(self.graph.agent_node(agent)?, state)?;
        let mut path = Vec::new();
        while let Some(before) = self.arrivals.get(at.before as usize) {
            path.push(&self.graph.handoffs[at.handoff as usize].id);
            at = before;
        }
        path.reverse();
        Some(path)
    }

    /// Comes to an agent, if it is for the first time in this state.
    fn arrive(&mut self, node: Node, state: S, (before, handoff): (u32, u32)) {
        let known = &mut self.states[node.index()];
        if let Err(place) = known.binary_search_by_key(&state, |(state, _)| *state) {
            known.insert(place, (state, self.arrivals.len() as u32));
            self.arrivals.push(Arrival {
                node,
                state,
                before,
                handoff,
            });
        }
    }

    fn known(&self, node: Node, state: S) -> Option<&Arrival<S>> {
        let known = &self.states[node.index()];
        let place = known.binary_search_by_key(&state, |(state, _)| *state);
        Some(&self.arrivals[known[place.ok()?].1 as usize])
    }
}
