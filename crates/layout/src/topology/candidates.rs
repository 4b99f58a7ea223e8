//! Which agents a capability query is linked with in the drawing.

use baton_model::{Agent, Candidates, Document, Handoff, Target};
use std::collections::HashSet;

/// Most agents of one query that are drawn because of it alone.
const MOST_OTHERS: usize = 8;
/// Most agents that one query is linked with.
const MOST_LINKED: usize = 24;

/// What a query finds.
pub(super) struct Linked<'a> {
    /// The number of agents of the registry that qualify.
    pub(super) qualify: u32,
    /// Those that its box is linked with, in order of id; the default is one of them.
    pub(super) agents: Vec<&'a Agent>,
}

/// Beside `handoffs`: what each query finds; nothing where there is none. Takes those that are drawn because of a query in among the `shown`.
pub(super) fn linked<'a>(
    document: &'a Document,
    handoffs: &[&'a Handoff],
    shown: &mut HashSet<&'a str>,
) -> Vec<Option<Linked<'a>>> {
    let mut candidates = None;
    let mut drawn_too = Vec::new();
    let links = handoffs
        .iter()
        .map(|handoff| {
            let Target::Query(query) = &handoff.to else {
                return None;
            };
            let candidates = candidates.get_or_insert_with(|| Candidates::new(document));
            let mut agents = candidates.of(handoff);
            let qualify = agents.len() as u32;
            let others = agents
                .iter()
                .filter(|agent| !shown.contains(agent.id.as_str()));
            if others.count() > MOST_OTHERS {
                agents.retain(|agent| shown.contains(agent.id.as_str()));
            }
            if agents.len() > MOST_LINKED {
                agents.clear();
            }
            let default = query.default.as_ref();
            if let Some(default) = default.and_then(|id| document.find::<Agent>(id))
                && let Err(place) = agents.binary_search_by(|agent| agent.id.cmp(&default.id))
            {
                agents.insert(place, default);
            }
            drawn_too.extend(agents.iter().map(|agent| agent.id.as_str()));
            Some(Linked { qualify, agents })
        })
        .collect();
    shown.extend(drawn_too);
    links
}
