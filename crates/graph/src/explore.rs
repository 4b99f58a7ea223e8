//! Walks that carry something along: what holds when a request arrives may depend on the way it took.

use crate::{Node, Place, Step, TopologyGraph, Ways};
use baton_model::{Agent, AgentId, HandoffId};
use std::collections::VecDeque;

/// The agent and state before, and the handoff taken; there is none at a start.
type Arrival<S> = ((Node, S), u32);

/// The states in which an agent is reached, sorted, each with how it first came to be.
type Reached<S> = Vec<(S, Option<Arrival<S>>)>;

/// Everywhere that a walk came, in which state, and how it first came there.
pub struct Exploration<'g, 'a, S> {
    graph: &'g TopologyGraph<'a>,
    /// Beside the agents.
    reached: Vec<Reached<S>>,
}

impl<'a> TopologyGraph<'a> {
    /// Walks every way from the starts, breadth first. `state` holds at the starts; `after` says what holds once an agent has
    /// taken a step to another.
    pub fn explore<S: Copy + Ord>(
        &self,
        state: S,
        after: impl Fn(S, &'a Agent, &Step<'a>) -> S,
    ) -> Exploration<'_, 'a, S> {
        let mut queue: VecDeque<(Node, S)> = VecDeque::new();
        let mut reached: Vec<Reached<S>> = Vec::new();
        reached.resize_with(self.agents.len(), Vec::new);
        for node in self.start_nodes() {
            reached[node.index()].push((state, None));
            queue.push_back((node, state));
        }
        while let Some(at) = queue.pop_front() {
            let Some(sender) = self.agent_at(at.0) else {
                continue;
            };
            for (to, edge) in self.edges(at.0, Ways::ANY) {
                let Some(agent) = self.agent_at(to) else {
                    continue;
                };
                let step = Step {
                    handoff: self.handoff_of(edge),
                    position: edge.handoff as usize,
                    way: edge.way,
                    to: Place::Agent(agent),
                };
                let state = after(at.1, sender, &step);
                let known = &mut reached[to.index()];
                if let Err(place) = known.binary_search_by_key(&state, |(state, _)| *state) {
                    known.insert(place, (state, Some((at, edge.handoff))));
                    queue.push_back((to, state));
                }
            }
        }
        Exploration {
            graph: self,
            reached,
        }
    }
}

impl<'a, S: Copy + Ord> Exploration<'_, 'a, S> {
    /// Whether an agent is reached in a state.
    pub fn reaches(&self, agent: &AgentId, state: S) -> bool {
        let node = self.graph.agent_node(agent);
        node.is_some_and(|node| self.known((node, state)).is_some())
    }

    /// A shortest way on which an agent is reached in a state, as handoffs in order; empty if it is so at a start.
    pub fn path(&self, agent: &AgentId, state: S) -> Option<Vec<&'a HandoffId>> {
        let mut at = (self.graph.agent_node(agent)?, state);
        let mut path = Vec::new();
        while let (_, Some((before, handoff))) = self.known(at)? {
            path.push(&self.graph.handoffs[*handoff as usize].id);
            at = *before;
        }
        path.reverse();
        Some(path)
    }

    /// A state in which an agent is reached, with how it first came to be; none inside at a start.
    fn known(&self, (node, state): (Node, S)) -> Option<&(S, Option<Arrival<S>>)> {
        let known = &self.reached[node.index()];
        let place = known.binary_search_by_key(&state, |(state, _)| *state);
        place.ok().map(|place| &known[place])
    }
}
