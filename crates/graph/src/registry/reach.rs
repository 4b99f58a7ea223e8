//! Everything that work can come to from some agents, hop by hop.

use super::rows::{EVERYONE, NOBODY};
use super::{AgentNumber, RegistryGraph};
use fixedbitset::FixedBitSet;

/// What a walk came to. Kept by the caller and used again, so that a walk allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    seen: FixedBitSet,
    /// Agents in the order in which they were met.
    order: Vec<u32>,
    /// Where in `order` the agents of each hop begin.
    hops: Vec<usize>,
}

impl Reached {
    /// The agents in the order in which they were met, the starts first.
    pub fn agents(&self) -> impl ExactSizeIterator<Item = AgentNumber> + '_ {
        self.order.iter().copied().map(AgentNumber)
    }

    /// Agents met after so many hops and not before; 0 are the starts.
    pub fn at_hop(&self, hop: usize) -> impl ExactSizeIterator<Item = AgentNumber> + '_ {
        let from = self.hops.get(hop).copied().unwrap_or(self.order.len());
        let to = self.hops.get(hop + 1).copied().unwrap_or(self.order.len());
        self.order[from..to].iter().copied().map(AgentNumber)
    }

    /// Whether an agent was met.
    pub fn contains(&self, agent: AgentNumber) -> bool {
        self.seen.contains(agent.0 as usize)
    }

    /// How many agents were met, the starts among them.
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether no agent was met, because there was no start.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    fn clear(&mut self, agents: usize) {
        self.seen.clear();
        self.seen.grow(agents);
        self.order.clear();
        self.hops.clear();
    }

    fn meet(&mut self, agent: u32) {
        if !self.seen.put(agent as usize) {
            self.order.push(agent);
        }
    }
}

impl RegistryGraph {
    /// Walks along every handoff from some agents, at most `hops` of them, and writes what it met into `reached`.
    pub fn reach(
        &self,
        starts: impl IntoIterator<Item = AgentNumber>,
        hops: Option<u32>,
        reached: &mut Reached,
    ) {
        reached.clear(self.agents.len());
        reached.hops.push(0);
        for AgentNumber(start) in starts {
            reached.meet(start);
        }
        let mut left = hops.unwrap_or(u32::MAX);
        let mut from = 0;
        while from < reached.order.len() && left > 0 {
            let to = reached.order.len();
            reached.hops.push(to);
            for at in from..to {
                let agent = reached.order[at];
                for place in self.rows.places(agent) {
                    if *place < EVERYONE {
                        reached.meet(*place);
                    } else if *place != NOBODY {
                        self.agents.numbers().for_each(|agent| reached.meet(agent));
                    }
                }
            }
            from = to;
            left -= 1;
        }
    }
}
