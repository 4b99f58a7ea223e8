//! A supervisor turned into a chain, or a chain into a supervisor: the same agents, contracts, owners and policies, joined in another way.

use baton_graph::TopologyGraph;
use baton_model::{
    AgentId, AgentKind, ContractId, Document, EditCommand, Handoff, HandoffMode, Join, Kind,
    Pattern, Record, RecordKey, Target, TopologyId, Version,
};
use serde::Serialize;
use std::fmt;

/// What a restructuring would do: a group of edits, and what somebody has to look at afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Restructured {
    /// The pattern that comes out.
    pub pattern: Pattern,
    /// The agents in their order: the controller first, or the chain from its beginning.
    pub agents: Vec<String>,
    /// How each handoff that changes is joined, before and after; everything else of it stays.
    pub moves: Vec<MovedHandoff>,
    /// The edits, all or nothing.
    pub edits: Vec<EditCommand>,
    /// What does not carry over by itself, a sentence each.
    pub notes: Vec<String>,
}

/// A handoff that is joined in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MovedHandoff {
    /// The handoff.
    pub handoff: String,
    /// Who sends it now.
    pub from_before: String,
    /// Who sends it then.
    pub from_after: String,
    /// Who gets it, now and then; null where it ends at an outcome.
    pub to: Option<String>,
    /// How it is handed over now.
    pub mode_before: HandoffMode,
    /// How it is handed over then.
    pub mode_after: HandoffMode,
    /// Its contract, which it keeps; null where it has none.
    pub contract: Option<String>,
    /// Whether it has owners, which it keeps.
    pub owned: bool,
}

/// Why a drawing cannot be restructured that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotRestructure {
    /// There is no such agent in the topology.
    NoAgent(String),
    /// The agent delegates to fewer than two agents.
    NoSupervisor(String),
    /// No chain of at least three agents begins there.
    NoChain(String),
    /// Only supervisors and chains can be turned into each other.
    NoSuchPattern,
}

impl fmt::Display for CannotRestructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAgent(id) => write!(f, "the topology has no agent {id}"),
            Self::NoSupervisor(id) => write!(f, "{id} does not delegate to two or more agents"),
            Self::NoChain(id) => write!(f, "no chain of three or more agents begins at {id}"),
            Self::NoSuchPattern => {
                f.write_str("only a supervisor and a chain can be turned into each other")
            }
        }
    }
}

impl std::error::Error for CannotRestructure {}

/// Restructures what begins at an agent (the controller, or the head of the chain) into the pattern.
///
/// A supervisor becomes a chain in the order of its delegations: by priority, then by id; tools stay called by it. A chain becomes a supervisor whose controller is its
/// head. Handoffs keep their ids, contracts, owners, policies and everything else but their ends, mode and pattern.
///
/// # Errors
/// If the agent is not there or does not begin the other pattern.
pub fn restructure(
    document: &Document,
    topology: &TopologyId,
    head: &AgentId,
    into: Pattern,
) -> Result<Restructured, CannotRestructure> {
    let graph = TopologyGraph::new(document, topology);
    if graph.member(head).is_none() {
        return Err(CannotRestructure::NoAgent(head.as_str().to_owned()));
    }
    match into {
        Pattern::Chain => to_chain(document, &graph, head),
        Pattern::Supervisor => to_supervisor(document, &graph, head),
        _ => Err(CannotRestructure::NoSuchPattern),
    }
}

fn to_chain(
    document: &Document,
    graph: &TopologyGraph<'_>,
    head: &AgentId,
) -> Result<Restructured, CannotRestructure> {
    let mut calls: Vec<&Handoff> = graph
        .delegations_out(head)
        .into_iter()
        .filter_map(|id| graph.handoff(id))
        .filter(|handoff| handoff.to.agent().is_some())
        .collect();
    calls.dedup_by_key(|handoff| &handoff.id);
    // A tool answers and cannot hand on: it stays called by whoever calls it.
    let is_tool = |call: &&Handoff| {
        let to = call.to.agent().and_then(|id| graph.member(id));
        to.is_some_and(|agent| agent.kind == AgentKind::Tool)
    };
    calls.retain(|call| !is_tool(call));
    calls.sort_by(|a, b| (a.trigger.priority, &a.id).cmp(&(b.trigger.priority, &b.id)));
    let mut seen = vec![head];
    calls.retain(|handoff| {
        let to = handoff.to.agent();
        let fresh = to.is_some_and(|to| !seen.contains(&to));
        seen.extend(to.filter(|_| fresh));
        fresh
    });
    if calls.len() < 2 {
        return Err(CannotRestructure::NoSupervisor(head.as_str().to_owned()));
    }
    let mut work = Work::new(document);
    let mut from = head.clone();
    for call in &calls {
        work.change(call, |handoff| {
            handoff.from = from.clone();
            handoff.mode = HandoffMode::Transfer;
            handoff.parallel_group = None;
            handoff.join = Join::default();
            handoff.pattern = Some(Pattern::Chain);
        });
        if call.from != from {
            work.check_sender(call, &from);
        }
        from.clone_from(call.to.agent().unwrap_or(&call.from));
    }
    // What the controller did once all had answered, the last of the chain does.
    let last = from;
    for id in graph.transfers_out(head) {
        let Some(handoff) = graph.handoff(id) else {
            continue;
        };
        if handoff.trigger.on.is_error() || goes_to_people(graph, handoff) {
            continue;
        }
        work.change(handoff, |handoff| handoff.from = last.clone());
        work.check_sender(handoff, &last);
    }
    Ok(work.done(Pattern::Chain, &seen))
}

fn to_supervisor(
    document: &Document,
    graph: &TopologyGraph<'_>,
    head: &AgentId,
) -> Result<Restructured, CannotRestructure> {
    let mut work = Work::new(document);
    let mut seen = vec![head];
    let mut links: Vec<&Handoff> = Vec::new();
    while let Some(link) = only_way_on(graph, seen.last().copied().unwrap_or(head)) {
        let Some(to) = link.to.agent().filter(|to| !seen.contains(to)) else {
            break;
        };
        links.push(link);
        seen.push(to);
    }
    if links.len() < 2 {
        return Err(CannotRestructure::NoChain(head.as_str().to_owned()));
    }
    let last = seen.last().copied().unwrap_or(head);
    for (order, link) in (1_i32..).zip(&links) {
        work.change(link, |handoff| {
            handoff.from = head.clone();
            handoff.mode = HandoffMode::Delegate;
            handoff.pattern = Some(Pattern::Supervisor);
            handoff.trigger.priority = order;
        });
        if link.from != *head {
            work.check_sender(link, head);
        }
    }
    // The answers come back, so the controller ends the request.
    for id in graph.transfers_out(last) {
        let Some(handoff) = graph.handoff(id) else {
            continue;
        };
        if handoff.trigger.on.is_error() || goes_to_people(graph, handoff) {
            continue;
        }
        work.change(handoff, |handoff| handoff.from = head.clone());
        work.check_sender(handoff, head);
    }
    Ok(work.done(Pattern::Supervisor, &seen))
}

/// The one transfer to an agent at work that does not wait for an error.
fn only_way_on<'a>(graph: &TopologyGraph<'a>, from: &AgentId) -> Option<&'a Handoff> {
    let ways: Vec<&Handoff> = graph
        .transfers_out(from)
        .into_iter()
        .filter_map(|id| graph.handoff(id))
        .filter(|handoff| {
            handoff.to.agent().is_some()
                && !handoff.trigger.on.is_error()
                && !goes_to_people(graph, handoff)
        })
        .collect();
    match ways.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

fn goes_to_people(graph: &TopologyGraph<'_>, handoff: &Handoff) -> bool {
    let receiver = handoff.to.agent().and_then(|id| graph.member(id));
    receiver.is_some_and(|agent| agent.kind == AgentKind::Human)
        && !matches!(handoff.to, Target::Outcome(_))
}

struct Work<'d> {
    document: &'d Document,
    moves: Vec<MovedHandoff>,
    edits: Vec<EditCommand>,
    notes: Vec<String>,
}

impl<'d> Work<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            document,
            moves: Vec::new(),
            edits: Vec::new(),
            notes: Vec::new(),
        }
    }

    fn change(&mut self, handoff: &Handoff, change: impl FnOnce(&mut Handoff)) {
        let mut changed = handoff.clone();
        change(&mut changed);
        if changed == *handoff {
            return;
        }
        self.moves.push(MovedHandoff {
            handoff: handoff.id.as_str().to_owned(),
            from_before: handoff.from.as_str().to_owned(),
            from_after: changed.from.as_str().to_owned(),
            to: handoff.to.agent().map(|id| id.as_str().to_owned()),
            mode_before: handoff.mode,
            mode_after: changed.mode,
            contract: handoff.contract.as_ref().map(|id| id.as_str().to_owned()),
            owned: !handoff.owners.is_empty(),
        });
        let record: Record = changed.into();
        let entry = self.document.get(&record.key());
        let revision = entry.map_or(0, |entry| entry.revision);
        self.edits.push(EditCommand::put(record).on(revision));
    }

    /// Says so where the sender now has to emit what it did not.
    fn check_sender(&mut self, handoff: &Handoff, sender: &AgentId) {
        let Some(contract) = &handoff.contract else {
            return;
        };
        if !emits(self.document, sender, contract, handoff.version.as_ref()) {
            let version = handoff.version.as_ref();
            let named = version.map_or_else(
                || contract.to_string(),
                |version| format!("{contract}@{version}"),
            );
            self.notes.push(format!(
                "{sender} sends {} now and has to emit {named}.",
                handoff.id
            ));
        }
    }

    fn done(self, pattern: Pattern, agents: &[&AgentId]) -> Restructured {
        Restructured {
            pattern,
            agents: agents.iter().map(|id| id.as_str().to_owned()).collect(),
            moves: self.moves,
            edits: self.edits,
            notes: self.notes,
        }
    }
}

/// Whether any version of an agent emits a contract, in that version if one is named. An agent without versions has not said.
fn emits(
    document: &Document,
    agent: &AgentId,
    contract: &ContractId,
    version: Option<&Version>,
) -> bool {
    let key = RecordKey::new(Kind::Agent, agent.as_str());
    let mut versions = document
        .referrers(&key)
        .filter(|key| key.kind == Kind::AgentVersion)
        .filter_map(|key| document.find::<baton_model::AgentVersion>(&key.id))
        .peekable();
    versions.peek().is_none()
        || versions.any(|of_agent| {
            of_agent.emits.iter().any(|emits| {
                emits.contract == *contract
                    && version.is_none_or(|version| emits.version == *version)
            })
        })
}
