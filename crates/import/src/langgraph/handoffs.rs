//! Edges become handoffs, entries and an outcome.

use super::agents::{Agents, interrupts};
use super::graph::{Edge, Graph, NodeRole};
use crate::error::ImportError;
use crate::routes::{End, Routes, Wanted};
use crate::run::Run;
use crate::text::visible;
use baton_model::{
    AgentId, Entry, EntryId, Gate, Handoff, HandoffId, HandoffMode, Json, Kind, Level,
    OutcomeTarget, RecordKey, Target, TopologyId, TriggerOn,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn carry(
    run: &mut Run<'_>,
    topology: &TopologyId,
    graph: &Graph,
    agents: &Agents,
    calls: &BTreeMap<usize, usize>,
) -> Result<(), ImportError> {
    let edges = distinct(run, graph);
    entries(run, topology, graph, agents, &edges)?;
    let routes = Routes::new(run, topology, wanted(graph, agents, calls, &edges));
    for (index, edge) in edges.iter().enumerate() {
        let (source, target) = (&graph.nodes[edge.source], &graph.nodes[edge.target]);
        match (source.role, target.role) {
            (NodeRole::Start, NodeRole::Work) => {}
            (NodeRole::Work, NodeRole::Work) if is_return(calls, edge) => {
                run.notes.info(&edge.pointer, format!("taken as the return of the delegation from {:?}, not as a handoff (a guess)", target.key));
            }
            (NodeRole::Work, NodeRole::Work | NodeRole::End) => match routes.found(index) {
                Some(known) => update(run, known, edge),
                None => draw(run, topology, graph, agents, calls, edge)?,
            },
            _ => run.notes.warning(
                &edge.pointer,
                format!(
                    "the edge from {:?} to {:?} passes nobody and was left out",
                    source.key, target.key
                ),
            ),
        }
    }
    routes.tell_unmatched(run, &agents.values().collect(), "/edges");
    tell_parallel(run, graph, &edges, calls);
    if !edges
        .iter()
        .any(|edge| graph.nodes[edge.target].role == NodeRole::End)
    {
        run.notes.info(
            "/edges",
            "no edge leads to __end__, so no outcome was made: draw how requests end",
        );
    }
    if edges
        .iter()
        .any(|edge| edge.conditional && edge.label.is_none())
    {
        run.notes.info("/edges", "conditional edges without a label: the target's name was taken as the intent, and a rule as what decides (a guess)");
    }
    run.notes.info("/edges", "LangGraph passes the whole state along every edge, so no contract was pinned: design each from what its receiver needs");
    Ok(())
}

/// Whether an edge is the way back from a delegation.
fn is_return(calls: &BTreeMap<usize, usize>, edge: &Edge) -> bool {
    calls.get(&edge.source) == Some(&edge.target)
}

/// The intent that an edge stands for.
fn intent(graph: &Graph, edge: &Edge) -> Option<String> {
    edge.label.clone().or_else(|| {
        edge.conditional
            .then(|| graph.nodes[edge.target].name.clone())
    })
}

/// What an earlier import made of an edge; only a label is the file's word about it.
fn update(run: &mut Run<'_>, known: &Handoff, edge: &Edge) {
    let mut handoff = known.clone();
    if let Some(label) = &edge.label {
        handoff.trigger.on = TriggerOn::Intent;
        handoff.trigger.value = Some(Json(Value::String(label.clone())));
    }
    run.put(handoff);
}

/// Edges without those that say the same twice.
fn distinct<'g>(run: &mut Run<'_>, graph: &'g Graph) -> Vec<&'g Edge> {
    let mut seen = BTreeMap::new();
    let mut out = Vec::with_capacity(graph.edges.len());
    for edge in &graph.edges {
        let key = (edge.source, edge.target, edge.label.as_deref());
        if let Some(first) = seen.get(&key) {
            if *first != &edge.pointer {
                run.notes.info(
                    &edge.pointer,
                    format!("the same edge as {first}; one was made of both"),
                );
            }
        } else {
            seen.insert(key, &edge.pointer);
            out.push(edge);
        }
    }
    out
}

fn entries(
    run: &mut Run<'_>,
    topology: &TopologyId,
    graph: &Graph,
    agents: &Agents,
    edges: &[&Edge],
) -> Result<(), ImportError> {
    let starts: Vec<_> = edges
        .iter()
        .filter(|edge| graph.nodes[edge.source].role == NodeRole::Start)
        .collect();
    if starts.is_empty() {
        run.notes.warning(
            "/nodes",
            "no edge leaves __start__, so no entry was made: draw where requests come in",
        );
    }
    let mut known: BTreeSet<AgentId> = run
        .existing
        .entries()
        .filter(|entry| entry.topology == *topology)
        .map(|entry| entry.agent.clone())
        .collect();
    for edge in &starts {
        let Some(agent) = agents.get(&edge.target).cloned() else {
            continue;
        };
        if !known.insert(agent.clone()) {
            continue;
        }
        let (id, _) = run
            .ids
            .take(Kind::Entry, &format!("{topology}-start-{agent}"));
        let id = run.typed(EntryId::new(id))?;
        if edge.conditional {
            let message = format!(
                "a routing function chooses where requests start; {agent} became an entry of equal weight (a guess)"
            );
            run.notes.push(
                Level::Info,
                &edge.pointer,
                message,
                Some(RecordKey::new(Kind::Entry, id.as_str())),
            );
        }
        run.put(Entry::new(id, topology.clone(), agent));
    }
    Ok(())
}

/// Who hands over to whom along an edge; none where nobody works at its start, or it leads nowhere.
fn ends(graph: &Graph, agents: &Agents, edge: &Edge) -> Option<(AgentId, End)> {
    let from = agents.get(&edge.source)?.clone();
    match graph.nodes[edge.target].role {
        NodeRole::End => Some((from, End::Outcome)),
        _ => Some((from, End::Agent(agents.get(&edge.target)?.clone()))),
    }
}

/// The edges that are handoffs, as an earlier import may have made them.
fn wanted(
    graph: &Graph,
    agents: &Agents,
    calls: &BTreeMap<usize, usize>,
    edges: &[&Edge],
) -> Vec<Wanted> {
    let handoffs = edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| !is_return(calls, edge));
    let wanted = handoffs.filter_map(|(index, edge)| {
        let (from, end) = ends(graph, agents, edge)?;
        Some(Wanted {
            index,
            from,
            end,
            intent: intent(graph, edge),
        })
    });
    wanted.collect()
}

/// What is said about the outcome that `__end__` becomes.
const END: &str = "__end__ became the good outcome Completed (a guess): the file does not tell success from giving up";

fn draw(
    run: &mut Run<'_>,
    topology: &TopologyId,
    graph: &Graph,
    agents: &Agents,
    calls: &BTreeMap<usize, usize>,
    edge: &Edge,
) -> Result<(), ImportError> {
    let Some((from, end)) = ends(graph, agents, edge) else {
        return Ok(());
    };
    let target = &graph.nodes[edge.target];
    let (name, to) = match &end {
        End::Agent(agent) => (agent.to_string(), Target::Agent(agent.clone())),
        End::Outcome => (
            "completed".to_owned(),
            Target::Outcome(OutcomeTarget::new(
                run.good_outcome(topology, "/nodes", END)?,
            )),
        ),
    };
    let (id, _) = run
        .ids
        .take(Kind::Handoff, &format!("{topology}-{from}-to-{name}"));
    let mut handoff = Handoff::new(run.typed(HandoffId::new(id))?, topology.clone(), from, to);
    if let Some(intent) = intent(graph, edge) {
        handoff.trigger.on = TriggerOn::Intent;
        handoff.trigger.value = Some(Json(Value::String(intent)));
    }
    if let (Some(label), false) = (&edge.label, edge.conditional) {
        run.notes.info(
            &edge.pointer,
            format!(
                "the label {:?} of an unconditional edge became the handoff's intent",
                visible(label, 80)
            ),
        );
    }
    let subject = Some(RecordKey::new(Kind::Handoff, handoff.id.as_str()));
    if calls.get(&edge.target) == Some(&edge.source) {
        handoff.mode = HandoffMode::Delegate;
        let message = format!(
            "{:?} only returns to its caller: taken as a delegation (a guess); make it a transfer if control moves",
            target.key
        );
        run.notes
            .push(Level::Info, &edge.pointer, message, subject.clone());
    }
    if interrupts(target, "before") || interrupts(&graph.nodes[edge.source], "after") {
        handoff.gate = Some(Gate::new());
        run.notes.push(Level::Info, &edge.pointer, "LangGraph pauses here: a gate was drawn; say who decides, on what, and what each answer does", subject);
    }
    run.put(handoff);
    Ok(())
}

/// Several unconditional edges of one node run at once in LangGraph; transfers are alternatives here.
fn tell_parallel(
    run: &mut Run<'_>,
    graph: &Graph,
    edges: &[&Edge],
    calls: &BTreeMap<usize, usize>,
) {
    let mut fans: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        let works = [edge.source, edge.target]
            .iter()
            .all(|index| graph.nodes[*index].role == NodeRole::Work);
        if works && !edge.conditional && calls.get(&edge.target) != Some(&edge.source) {
            fans.entry(edge.source).or_default().push(edge);
        }
    }
    for (source, fan) in fans.iter().filter(|(_, fan)| fan.len() > 1) {
        let message = format!(
            "{:?} starts {} nodes at once; the handoffs made are alternatives. Make them delegations of one parallel group if they are joined again",
            graph.nodes[*source].key,
            fan.len()
        );
        run.notes.warning(&fan[0].pointer, message);
    }
}
