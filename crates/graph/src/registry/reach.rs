//! Everything that work can come to from some agents, hop by hop.

use super::rows::EVERYONE;
use super::{AgentNumber, RegistryGraph};
use fixedbitset::FixedBitSet;

/// What a walk came to. Kept by the caller and used again, so that a walk allocates nothing.
#[derive(Clone, Debug, Default)]
pub struct Reached {
    seen: FixedBitSet,
    /// Agents in the order in which they were met, with room for all and one more.
    order: Vec<u32>,
    /// So many of `order` count.
    met: usize,
    /// Where in `order` the agents of each hop begin.
    hops: Vec<usize>,
}

impl Reached {
    /// The agents in the order in which they were met, the starts first.
    pub fn agents(&self) -> impl ExactSizeIterator<Item = AgentNumber> + '_ {
        self.order[..self.met].iter().copied().map(AgentNumber)
    }

    /// Agents met after so many hops and not before; 0 are the starts.
    pub fn at_hop(&self, hop: usize) -> impl ExactSizeIterator<Item = AgentNumber> + '_ {
        let from = self.hops.get(hop).copied().unwrap_or(self.met);
        let to = self.hops.get(hop + 1).copied().unwrap_or(self.met);
        self.order[from..to].iter().copied().map(AgentNumber)
    }

    /// Whether an agent was met.
    pub fn contains(&self, agent: AgentNumber) -> bool {
        self.seen.contains(agent.0 as usize)
    }

    /// How many agents were met, the starts among them.
    pub fn len(&self) -> usize {
        self.met
    }

    /// Whether no agent was met, because there was no start.
    pub fn is_empty(&self) -> bool {
        self.met == 0
    }

    fn clear(&mut self, agents: usize) {
        self.seen.clear();
        self.seen.grow(agents);
        self.order.resize(agents + 1, 0);
        self.met = 0;
        self.hops.clear();
    }

    /// Written first and counted only if it was not seen: nobody can guess whether it was, and a wrong guess costs more than the write.
    #[inline]
    fn meet(&mut self, agent: u32) {
        let was_seen = self.seen.put(agent as usize);
        self.order[self.met] = agent;
        self.met += usize::from(!was_seen);
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
        let mut has_met_everyone = false;
        let mut from = 0;
        while from < reached.met && left > 0 {
            let to = reached.met;
            reached.hops.push(to);
            for at in from..to {
                let agent = reached.order[at];
                for place in self.rows.places(agent) {
                    if *place < EVERYONE {
                        reached.meet(*place);
                    } else if *place == EVERYONE && !has_met_everyone {
                        has_met_everyone = true;
                        self.agents.numbers().for_each(|agent| reached.meet(agent));
                    }
                }
            }
            from = to;
            left -= 1;
        }
    }
}
