//! All handoffs of a registry at once, whatever their topology: who gets what from whom, and how far a change travels.
//!
//! Made for registries of a hundred thousand agents and a million handoffs: agents and handoffs are numbers, who leads where stands in
//! compressed rows, and walks mark what they saw in one set of bits. Committed edits are taken in one by one.

mod build;
pub(crate) mod ids;
mod reach;
mod rows;
mod slots;
mod update;

pub use reach::Reached;

use baton_model::{Agent, AgentId, Handoff, Record, Target};
use rows::{EVERYONE, NOBODY, Rows};
use slots::Slots;
use std::collections::BTreeSet;

/// An agent of a [`RegistryGraph`]. The number stays the same for as long as the graph lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentNumber(pub u32);

/// A handoff of a [`RegistryGraph`]. The number stays the same for as long as the graph lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandoffNumber(pub u32);

/// Every handoff of a registry with everybody who may get its payload: the named receiver or the candidates of the query and its
/// default, fallbacks, and agents at the branches of its gate.
#[derive(Clone, Debug, Default)]
pub struct RegistryGraph {
    agents: Slots,
    handoffs: Slots,
    /// Beside `handoffs`: the sender's number; [`NOBODY`] for a handoff that is gone.
    senders: Vec<u32>,
    /// Beside `handoffs`: the only agent that may get it, [`NOBODY`], or [`EVERYONE`] where the rows say who.
    only: Vec<u32>,
    rows: Rows,
    /// Handoffs whose receiver is a capability query.
    queries: BTreeSet<u32>,
}

impl RegistryGraph {
    /// Numbers of agents run from 0 to before this.
    pub fn agent_numbers(&self) -> usize {
        self.agents.len()
    }

    /// Numbers of handoffs run from 0 to before this.
    pub fn handoff_numbers(&self) -> usize {
        self.handoffs.len()
    }

    /// The number of an agent.
    pub fn agent_number(&self, id: &AgentId) -> Option<AgentNumber> {
        self.agents.number(id.as_str()).map(AgentNumber)
    }

    /// The number of a handoff.
    pub fn handoff_number(&self, id: impl AsRef<str>) -> Option<HandoffNumber> {
        self.handoffs.number(id.as_ref()).map(HandoffNumber)
    }

    /// The agent of a number; `None` once it is gone.
    #[inline]
    pub fn agent(&self, number: AgentNumber) -> Option<&Agent> {
        match self.agents.get(number.0)? {
            Record::Agent(agent) => Some(agent),
            _ => None,
        }
    }

    /// The handoff of a number; `None` once it is gone.
    #[inline]
    pub fn handoff(&self, number: HandoffNumber) -> Option<&Handoff> {
        match self.handoffs.get(number.0)? {
            Record::Handoff(handoff) => Some(handoff),
            _ => None,
        }
    }

    /// The id of a handoff, also of one that is gone.
    #[inline]
    pub fn handoff_id(&self, number: HandoffNumber) -> &str {
        self.handoffs.id(number.0)
    }

    /// Every handoff that is there.
    pub fn handoffs(&self) -> impl Iterator<Item = HandoffNumber> + '_ {
        self.handoffs.numbers().map(HandoffNumber)
    }

    /// The sender of a handoff.
    #[inline]
    pub fn sender(&self, handoff: HandoffNumber) -> Option<AgentNumber> {
        let sender = *self.senders.get(handoff.0 as usize)?;
        (sender != NOBODY).then_some(AgentNumber(sender))
    }

    /// Everybody who may get the payload of a handoff, each once, by number.
    pub fn takers(&self, handoff: HandoffNumber) -> Vec<AgentNumber> {
        let mut takers = Vec::new();
        self.each_taker(handoff, |taker| takers.push(taker));
        takers
    }

    /// Calls for everybody who may get the payload of a handoff, each once, by number.
    pub fn each_taker(&self, handoff: HandoffNumber, mut call: impl FnMut(AgentNumber)) {
        let only = self.only.get(handoff.0 as usize);
        match only.copied().unwrap_or(NOBODY) {
            NOBODY => {}
            EVERYONE => self.each_of_several(handoff, call),
            only => call(AgentNumber(only)),
        }
    }

    fn each_of_several(&self, handoff: HandoffNumber, mut call: impl FnMut(AgentNumber)) {
        let Some(AgentNumber(sender)) = self.sender(handoff) else {
            return;
        };
        match self.rows.places_of(sender, handoff.0) {
            [NOBODY] => {}
            [named @ .., EVERYONE] => {
                let is_taker = |agent: &u32| *agent != sender || named.contains(agent);
                let takers = self.agents.numbers().filter(is_taker);
                takers.for_each(|agent| call(AgentNumber(agent)));
            }
            named => named.iter().for_each(|agent| call(AgentNumber(*agent))),
        }
    }

    /// Calls for every handoff that leaves an agent, each once, by number.
    pub fn each_handoff_from(&self, agent: AgentNumber, mut call: impl FnMut(HandoffNumber)) {
        let mut last = NOBODY;
        for handoff in self.rows.handoffs(agent.0) {
            if *handoff != last {
                call(HandoffNumber(*handoff));
                last = *handoff;
            }
        }
    }

    /// Every handoff whose payload an agent may get, by number. Looks at each handoff of the registry.
    pub fn handoffs_into(&self, agent: AgentNumber) -> Vec<HandoffNumber> {
        let mut found: Vec<HandoffNumber> = Vec::new();
        for sender in self.agents.numbers() {
            let cells = self
                .rows
                .places(sender)
                .iter()
                .zip(self.rows.handoffs(sender));
            for (place, handoff) in cells {
                if *place == agent.0 || (*place == EVERYONE && sender != agent.0) {
                    found.push(HandoffNumber(*handoff));
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Handoffs in order of id.
    #[inline]
    pub fn by_id(&self, a: HandoffNumber, b: HandoffNumber) -> std::cmp::Ordering {
        self.handoffs.compare(a.0, b.0)
    }

    /// Agents in order of id.
    #[inline]
    pub fn agents_by_id(&self, a: AgentNumber, b: AgentNumber) -> std::cmp::Ordering {
        self.agents.compare(a.0, b.0)
    }
}

/// Agents that a handoff names as places to go, candidates left out.
fn named(handoff: &Handoff) -> impl Iterator<Item = &AgentId> {
    let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
    let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
    std::iter::once(&handoff.to)
        .chain(targets)
        .filter_map(|target| match target {
            Target::Agent(id) => Some(id),
            Target::Outcome(_) => None,
            Target::Query(query) => query.default.as_ref(),
        })
        .chain(&handoff.fallbacks)
}

/// The place of a handoff that leads to no other; [`EVERYONE`] where it leads to several.
fn only(places: &[u32]) -> u32 {
    match places {
        [] => NOBODY,
        [only] => *only,
        _ => EVERYONE,
    }
}

/// Puts the places of one handoff in order, [`EVERYONE`] last; none at all are [`NOBODY`].
fn settle(places: &mut Vec<u32>) {
    places.sort_unstable();
    places.dedup();
    if places.is_empty() {
        places.push(NOBODY);
    }
}

#[cfg(test)]
mod tests;
