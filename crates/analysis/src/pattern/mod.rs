//! Which shapes of coordination a drawing has, and which would fit the nature of its work.
//!
//! [`advise`] recognises patterns in a topology or a part of it, reads the nature of the work (declared in the topology, else inferred from the
//! drawing and marked so), and ranks the patterns for it with the reasons on both sides and what each costs. [`restructure`] turns a
//! supervisor into a chain or back, keeping contracts and owners.

mod nature;
mod recognise;
mod recommend;
mod restructure;

#[cfg(test)]
mod tests;

pub use nature::{Coupled, NatureRead, Trait};
pub use recommend::{Fit, TradeOffs};
pub use restructure::{CannotRestructure, MovedHandoff, Restructured, restructure};

use baton_graph::TopologyGraph;
use baton_model::{AgentId, Document, Pattern, TopologyId};
use serde::Serialize;
use std::collections::BTreeSet;

/// What is said about one topology.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Advice {
    /// The topology.
    pub topology: String,
    /// Patterns that are there, by pattern, then by agents.
    pub recognised: Vec<Recognised>,
    /// What the work is like.
    pub nature: NatureRead,
    /// Patterns for work of that nature, the best first.
    pub fits: Vec<Fit>,
}

/// A pattern that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
pub struct Recognised {
    /// The pattern.
    pub pattern: Pattern,
    /// The agents that form it, in the order that matters for it: the controller first, a chain from its beginning.
    pub agents: Vec<String>,
    /// The handoffs that form it, in the same order.
    pub handoffs: Vec<String>,
    /// By what it was recognised, as a sentence.
    pub because: String,
    /// How sure that is.
    pub confidence: PatternConfidence,
    /// What its handoffs say of themselves, as a sentence.
    pub said: String,
    /// What it can be turned into as it stands, beginning at its first agent; null where it cannot.
    pub turns_into: Option<Pattern>,
}

/// How sure a pattern is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PatternConfidence {
    /// At least half of its handoffs are marked as part of it.
    High,
    /// By its shape alone.
    Medium,
    /// Most of its handoffs are marked as part of something else.
    Low,
}

/// Advice for a topology; for a part of it if agents are named. Schemas are compared on the way: it needs a deep stack.
pub fn advise(
    document: &Document,
    topology: &TopologyId,
    part: Option<&BTreeSet<AgentId>>,
) -> Advice {
    let graph = TopologyGraph::new(document, topology);
    let drawing = Drawing::new(&graph, part);
    let mut recognised = recognise::all(&drawing);
    let whole = Drawing::new(&graph, None);
    let chains = match part {
        Some(_) => recognise::chains(&whole),
        None => recognised.clone(),
    };
    let ground = restructure::Ground {
        document,
        drawing: &whole,
        chains: &chains,
    };
    for one in &mut recognised {
        one.turns_into = ground.turn(one);
    }
    let nature = nature::read(&drawing, &recognised);
    let fits = recommend::ranked(&nature, &recognised);
    Advice {
        topology: topology.as_str().to_owned(),
        recognised,
        nature,
        fits,
    }
}

/// For example `1 flow` and `2 flows`.
fn counted(count: impl Into<u64>, one: &str, many: &str) -> String {
    let count = count.into();
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A topology, or the part of it that was asked about.
struct Drawing<'a> {
    graph: &'a TopologyGraph<'a>,
    /// The agents looked at, by id.
    agents: Vec<&'a baton_model::Agent>,
    /// Handoffs between them, by id; those to outcomes too.
    handoffs: Vec<&'a baton_model::Handoff>,
}

impl<'a> Drawing<'a> {
    fn new(graph: &'a TopologyGraph<'a>, part: Option<&BTreeSet<AgentId>>) -> Self {
        let is_in = |id: &AgentId| part.is_none_or(|part| part.contains(id));
        let handoffs = graph
            .handoffs()
            .iter()
            .copied()
            .filter(|handoff| is_in(&handoff.from) && handoff.to.agent().is_none_or(is_in));
        Self {
            graph,
            agents: graph.members().filter(|agent| is_in(&agent.id)).collect(),
            handoffs: handoffs.collect(),
        }
    }

    fn agent(&self, id: &AgentId) -> Option<&'a baton_model::Agent> {
        self.graph.member(id)
    }

    /// Handoffs that an agent sends, by id.
    fn sent_by(&self, id: &AgentId) -> impl Iterator<Item = &'a baton_model::Handoff> {
        self.handoffs
            .iter()
            .copied()
            .filter(move |handoff| handoff.from == *id)
    }
}
