//! Who qualifies for a capability query.

use baton_model::{Agent, CapabilityQuery, Document, Handoff, Target};
use std::collections::BTreeMap;

/// Agents by capability tag, in order of id; made once for all queries of a topology.
struct Declared<'a> {
    document: &'a Document,
    by_tag: BTreeMap<&'a str, Vec<&'a Agent>>,
}

impl<'a> Declared<'a> {
    fn new(document: &'a Document) -> Self {
        let mut by_tag: BTreeMap<&str, Vec<&Agent>> = BTreeMap::new();
        for agent in document.agents() {
            for tag in &agent.capabilities {
                let agents = by_tag.entry(tag).or_default();
                // An agent may repeat a tag.
                if agents.last().is_none_or(|last| last.id != agent.id) {
                    agents.push(agent);
                }
            }
        }
        Self { document, by_tag }
    }

    /// Agents of the registry that declare all tags of the query, the sender left out, in order of id. A query
    /// without tags asks for nothing in particular: everybody qualifies.
    fn candidates(&self, handoff: &Handoff, query: &CapabilityQuery) -> Vec<&'a Agent> {
        let declared = query
            .capabilities
            .iter()
            .map(|tag| self.by_tag.get(tag.as_str()));
        let Some(rarest) = declared.min_by_key(|agents| agents.map_or(0, Vec::len)) else {
            return self
                .document
                .agents()
                .filter(|agent| agent.id != handoff.from)
                .collect();
        };
        rarest
            .into_iter()
            .flatten()
            .copied()
            .filter(|agent| agent.id != handoff.from)
            .filter(|agent| {
                query
                    .capabilities
                    .iter()
                    .all(|tag| agent.capabilities.contains(tag))
            })
            .collect()
    }
}

/// Beside `handoffs`: the candidates of each that is a query.
pub(crate) fn all<'a>(document: &'a Document, handoffs: &[&'a Handoff]) -> Vec<Vec<&'a Agent>> {
    let mut declared = None;
    handoffs
        .iter()
        .map(|handoff| match &handoff.to {
            Target::Query(query) => declared
                .get_or_insert_with(|| Declared::new(document))
                .candidates(handoff, query),
            Target::Agent(_) | Target::Outcome(_) => Vec::new(),
        })
        .collect()
}
