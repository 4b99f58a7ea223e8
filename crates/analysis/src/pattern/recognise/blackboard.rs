//! Blackboard: agents work together over a memory that all of them read and write.

use super::super::{Drawing, Recognised};
use super::{ids, recognised};
use baton_model::{Agent, AgentId, Handoff, MemoryId, Pattern};
use std::collections::{BTreeMap, BTreeSet};

/// Agents that share a memory before it is where they meet.
const FEWEST: usize = 3;

#[derive(Default)]
struct Users<'a> {
    readers: BTreeSet<&'a AgentId>,
    writers: BTreeSet<&'a AgentId>,
    handoffs: Vec<&'a Handoff>,
}

pub(super) fn found(drawing: &Drawing<'_>) -> Vec<Recognised> {
    let mut memories: BTreeMap<&MemoryId, Users<'_>> = BTreeMap::new();
    for handoff in &drawing.handoffs {
        let written = handoff.memory_writes.iter().map(|access| &access.memory);
        for memory in written.collect::<BTreeSet<_>>() {
            let users = memories.entry(memory).or_default();
            users.writers.insert(&handoff.from);
            users.handoffs.push(handoff);
        }
        let read = handoff.memory_reads.iter().map(|access| &access.memory);
        for memory in read.collect::<BTreeSet<_>>() {
            let users = memories.entry(memory).or_default();
            users.readers.extend(handoff.to.agent());
            if users
                .handoffs
                .last()
                .is_none_or(|last| last.id != handoff.id)
            {
                users.handoffs.push(handoff);
            }
        }
    }
    let mut found = Vec::new();
    for (memory, users) in memories {
        let all: Vec<&Agent> = users
            .readers
            .union(&users.writers)
            .filter_map(|id| drawing.agent(id))
            .collect();
        // Whoever only leaves something there for others hands over; those who meet there do both.
        let meet = users.readers.intersection(&users.writers).count();
        let is_marked = |handoff: &&&Handoff| handoff.pattern == Some(Pattern::Blackboard);
        let is_said = users.handoffs.iter().any(|handoff| is_marked(&handoff));
        if all.len() < FEWEST || users.writers.len() < 2 || (meet < 2 && !is_said) {
            continue;
        }
        let because = format!(
            "{} agents write {memory} and {} {} it",
            users.writers.len(),
            users.readers.len(),
            if users.readers.len() == 1 {
                "reads"
            } else {
                "read"
            }
        );
        found.push(recognised(
            Pattern::Blackboard,
            ids(all),
            users.handoffs,
            because,
        ));
    }
    found
}
