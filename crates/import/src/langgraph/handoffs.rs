//! Edges become handoffs, entries and an outcome.

use super::agents::{Agents, interrupts};
use super::graph::{Edge, Graph, NodeRole};
use super::pins::Pins;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{Gate, HandoffId, HandoffMode, Json, Kind, Target, TriggerOn};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn fill(
    sketch: &mut Sketch,
    graph: &Graph,
    agents: &Agents,
    calls: &BTreeMap<usize, usize>,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let edges = distinct(graph, notes);
    entries(sketch, graph, agents, &edges, notes)?;
    let mut alike: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for edge in &edges {
        *alike.entry((edge.source, edge.target)).or_default() += 1;
    }
    let mut end = None;
    let mut made: BTreeMap<(usize, usize), HandoffId> = BTreeMap::new();
    let mut pins = Pins::default();
    for edge in &edges {
        let (source, target) = (&graph.nodes[edge.source], &graph.nodes[edge.target]);
        match (source.role, target.role) {
            (NodeRole::Start, NodeRole::Work) => {}
            (NodeRole::Work, NodeRole::Work) if is_return(calls, edge) => {
                notes.info(&edge.pointer, format!("taken as the return of the delegation from {:?}, not as a handoff (a guess)", target.key));
            }
            (NodeRole::Work, NodeRole::Work | NodeRole::End) => {
                let to = match agents.get(&edge.target) {
                    Some(agent) => Target::Agent(agent.clone()),
                    None => outcome(sketch, &mut end)?,
                };
                let is_only = alike.get(&(edge.source, edge.target)) == Some(&1);
                let drawn = draw(sketch, graph, agents, calls, edge, (to, is_only), notes)?;
                if let Some(id) = drawn {
                    made.insert((edge.source, edge.target), id.clone());
                    pins.pin(sketch, graph, edge, &id, notes)?;
                }
            }
            _ => notes.warning(
                &edge.pointer,
                format!(
                    "the edge from {:?} to {:?} passes nobody and was left out",
                    source.key, target.key
                ),
            ),
        }
    }
    at_once(sketch, graph, &edges, calls, &made);
    if !edges
        .iter()
        .any(|edge| graph.nodes[edge.target].role == NodeRole::End)
    {
        notes.info(
            "/edges",
            "no edge leads to __end__, so no outcome was made: draw how requests end",
        );
    }
    if edges
        .iter()
        .any(|edge| edge.conditional && edge.label.is_none())
    {
        notes.info("/edges", "conditional edges without a label: the target's name was taken as the intent, and a rule as what decides (a guess)");
    }
    pins.tell(graph, notes);
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

/// Edges without those that say the same twice.
fn distinct<'g>(graph: &'g Graph, notes: &mut Notes) -> Vec<&'g Edge> {
    let mut seen = BTreeMap::new();
    let mut out = Vec::with_capacity(graph.edges.len());
    for edge in &graph.edges {
        let key = (edge.source, edge.target, edge.label.as_deref());
        if let Some(first) = seen.get(&key) {
            if *first != &edge.pointer {
                notes.info(
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
    sketch: &mut Sketch,
    graph: &Graph,
    agents: &Agents,
    edges: &[&Edge],
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let starts: Vec<_> = edges
        .iter()
        .filter(|edge| graph.nodes[edge.source].role == NodeRole::Start)
        .collect();
    if starts.is_empty() {
        notes.warning(
            "/nodes",
            "no edge leaves __start__, so no entry was made: draw where requests come in",
        );
    }
    let mut known = BTreeSet::new();
    for edge in &starts {
        let Some(agent) = agents.get(&edge.target) else {
            continue;
        };
        if !known.insert(agent.clone()) {
            continue;
        }
        let key = format!("__start__->{}", graph.nodes[edge.target].key);
        let entry = sketch.entry(&key, agent, &edge.pointer)?;
        if interrupts(&graph.nodes[edge.target], "before") {
            notes.warning(
                &edge.pointer,
                format!(
                    "LangGraph pauses before {:?}, where requests start; an entry has no gate, so that is not in the drawing: let somebody stand before it",
                    visible(&graph.nodes[edge.target].name, 80)
                ),
            );
        }
        if edge.conditional {
            sketch.guessed(
                Kind::Entry,
                entry.as_str(),
                "a routing function chooses where requests start; all have the same weight",
            );
        }
    }
    Ok(())
}

/// The outcome that `__end__` becomes, made once.
fn outcome(sketch: &mut Sketch, end: &mut Option<Target>) -> Result<Target, ImportError> {
    if let Some(end) = end {
        return Ok(end.clone());
    }
    let made = sketch.outcome("__end__", "Completed", true, "/nodes")?;
    if let Target::Outcome(target) = &made {
        sketch.guessed(
            Kind::Outcome,
            target.outcome.as_str(),
            "__end__ became a good outcome: the file does not tell success from giving up",
        );
    }
    *end = Some(made.clone());
    Ok(made)
}

fn draw(
    sketch: &mut Sketch,
    graph: &Graph,
    agents: &Agents,
    calls: &BTreeMap<usize, usize>,
    edge: &Edge,
    (to, is_only): (Target, bool),
    notes: &mut Notes,
) -> Result<Option<HandoffId>, ImportError> {
    let Some(from) = agents.get(&edge.source) else {
        return Ok(None);
    };
    let (source, target) = (&graph.nodes[edge.source], &graph.nodes[edge.target]);
    let key = match &edge.label {
        Some(label) if !is_only => format!("{}->{} {label}", source.key, target.key),
        _ => format!("{}->{}", source.key, target.key),
    };
    let id = sketch.handoff(&key, from, to, &edge.pointer)?;
    if let (Some(label), false) = (&edge.label, edge.conditional) {
        notes.info(
            &edge.pointer,
            format!(
                "the label {:?} of an unconditional edge became the handoff's intent",
                visible(label, 80)
            ),
        );
    }
    if calls.get(&edge.target) == Some(&edge.source) {
        let message = format!(
            "{:?} only returns to its caller: taken as a delegation; make it a transfer if control moves",
            target.key
        );
        sketch.guessed(Kind::Handoff, id.as_str(), message);
    }
    if interrupts(target, "before") || interrupts(source, "after") {
        notes.info(&edge.pointer, "LangGraph pauses here: a gate was drawn; say who decides, on what, and what each answer does");
    }
    say(sketch, graph, calls, edge, &id);
    Ok(Some(id))
}

fn say(
    sketch: &mut Sketch,
    graph: &Graph,
    calls: &BTreeMap<usize, usize>,
    edge: &Edge,
    id: &HandoffId,
) {
    let Some(handoff) = sketch.handoff_mut(id) else {
        return;
    };
    if let Some(intent) = intent(graph, edge) {
        handoff.trigger.on = TriggerOn::Intent;
        handoff.trigger.value = Some(Json(Value::String(intent)));
    }
    if calls.get(&edge.target) == Some(&edge.source) {
        handoff.mode = HandoffMode::Delegate;
    }
    let (source, target) = (&graph.nodes[edge.source], &graph.nodes[edge.target]);
    if interrupts(target, "before") || interrupts(source, "after") {
        handoff.gate = Some(Gate::new());
    }
}

/// Several unconditional edges of one node run at once in LangGraph.
fn at_once(
    sketch: &mut Sketch,
    graph: &Graph,
    edges: &[&Edge],
    calls: &BTreeMap<usize, usize>,
    made: &BTreeMap<(usize, usize), HandoffId>,
) {
    let mut fans: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    for edge in edges {
        let works = [edge.source, edge.target]
            .iter()
            .all(|index| graph.nodes[*index].role == NodeRole::Work);
        if works
            && !edge.conditional
            && calls.get(&edge.target) != Some(&edge.source)
            && !is_return(calls, edge)
        {
            fans.entry(edge.source).or_default().push(edge);
        }
    }
    for (source, fan) in fans.iter().filter(|(_, fan)| fan.len() > 1) {
        for edge in fan {
            let id = made.get(&(edge.source, edge.target));
            if let Some(handoff) = id.and_then(|id| sketch.handoff_mut(id)) {
                handoff.parallel_group = Some(visible(&graph.nodes[*source].key, 200));
            }
        }
    }
}
