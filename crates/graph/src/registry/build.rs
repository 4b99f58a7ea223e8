//! From a document to rows.

use super::ids::{Ids, Numbers};
use super::rows::{EVERYONE, Leads, NOBODY, Rows};
use super::slots::Slots;
use super::{RegistryGraph, named, settle};
use baton_model::{Agent, Candidates, Document, Handoff, Held, Kind, Record, Target};
use std::sync::Arc;

/// Handoffs that one thread reads; a registry with fewer is read on the caller's.
const SHARE: usize = 100_000;

impl RegistryGraph {
    /// Reads every agent and handoff of a document. A reference that leads nowhere, which only a damaged store holds, is left out.
    pub fn new(document: &Document) -> Self {
        let agents: Vec<&Held> = document.of_kind(Kind::Agent).collect();
        let handoffs: Vec<&Held> = document.of_kind(Kind::Handoff).collect();
        let mut names = Ids::with_capacity(agents.len());
        for held in &agents {
            names.push(held.record.id());
        }
        let numbers = Numbers::new(&names);
        let shares: Vec<Share> = std::thread::scope(|scope| {
            let mut parts = handoffs.chunks(SHARE.max(handoffs.len().div_ceil(4)));
            let own = parts.next();
            let numbers = &numbers;
            let others: Vec<_> = parts
                .map(|part| scope.spawn(|| Share::read(document, part, numbers)))
                .collect();
            let first = own.map(|part| Share::read(document, part, numbers));
            let rest = others.into_iter().map(|share| {
                let read = share.join();
                read.unwrap_or_else(|fault| std::panic::resume_unwind(fault))
            });
            first.into_iter().chain(rest).collect()
        });
        let records = agents.iter().map(|held| Arc::clone(&held.record));
        Self::assemble(Slots::sorted(records, names), shares)
    }

    fn assemble(agents: Slots, shares: Vec<Share>) -> Self {
        let all = shares.iter().map(|share| share.records.len()).sum();
        let mut graph = Self::default();
        let mut cells = Vec::with_capacity(all);
        let mut handoffs = Vec::with_capacity(all);
        let mut names = Ids::with_capacity(all);
        for share in shares {
            let offset = handoffs.len() as u32;
            handoffs.extend(share.records);
            names.append(&share.names);
            graph.senders.extend(share.senders);
            graph
                .queries
                .extend(share.queries.iter().map(|at| at + offset));
            cells.extend(share.cells.into_iter().map(|cell| Leads {
                handoff: cell.handoff + offset,
                ..cell
            }));
        }
        graph.rows = Rows::build(agents.len(), &cells);
        graph.agents = agents;
        graph.handoffs = Slots::sorted(handoffs.into_iter(), names);
        graph
    }
}

/// What was read from some of the handoffs, numbered from 0.
#[derive(Default)]
struct Share {
    records: Vec<Arc<Record>>,
    names: Ids,
    senders: Vec<u32>,
    cells: Vec<Leads>,
    queries: Vec<u32>,
}

impl Share {
    fn read(document: &Document, handoffs: &[&Held], numbers: &Numbers<'_>) -> Self {
        let mut share = Self {
            records: Vec::with_capacity(handoffs.len()),
            names: Ids::with_capacity(handoffs.len()),
            senders: Vec::with_capacity(handoffs.len()),
            cells: Vec::with_capacity(handoffs.len()),
            queries: Vec::new(),
        };
        let mut declared = None;
        let mut places = Vec::new();
        for held in handoffs {
            let number = share.records.len() as u32;
            share.records.push(Arc::clone(&held.record));
            share.names.push(held.record.id());
            let Record::Handoff(handoff) = held.record.as_ref() else {
                share.senders.push(NOBODY);
                continue;
            };
            let sender = numbers.get(handoff.from.as_str());
            share.senders.push(sender.unwrap_or(NOBODY));
            places.clear();
            places.extend(named(handoff).filter_map(|id| numbers.get(id.as_str())));
            if let Target::Query(query) = &handoff.to {
                share.queries.push(number);
                if query.capabilities.is_empty() {
                    places.push(EVERYONE);
                } else {
                    let declared = declared.get_or_insert_with(|| Candidates::new(document));
                    let candidates = declared.of(handoff);
                    let ids = candidates.iter().map(|agent| agent.id.as_str());
                    places.extend(ids.filter_map(|id| numbers.get(id)));
                }
            }
            settle(&mut places);
            if let Some(sender) = sender {
                share.cells.extend(places.iter().map(|place| Leads {
                    sender,
                    handoff: number,
                    place: *place,
                }));
            }
        }
        share
    }
}

/// Whether an agent declares all tags of a handoff's query; the sender never takes what it sends. The answer of
/// [`Candidates`] for one agent.
pub(super) fn qualifies(handoff: &Handoff, agent: &Agent) -> bool {
    match &handoff.to {
        Target::Query(query) => {
            agent.id != handoff.from
                && query
                    .capabilities
                    .iter()
                    .all(|tag| agent.capabilities.contains(tag))
        }
        Target::Agent(_) | Target::Outcome(_) => false,
    }
}
