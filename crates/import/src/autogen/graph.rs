//! A graph of agents: edges with words that have to be said, and receivers that wait for several senders.

use super::agents::Seat;
use super::component::Component;
use super::ends::Ends;
use super::teams::{Exit, exits};
use crate::error::ImportError;
use crate::pen::{Pen, Within, at, guess_by, str_of};
use crate::text::visible;
use baton_model::{ContextMode, Join, Json, Kind, Pattern, RecordKey, Target, Trigger, TriggerOn};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// An edge of the graph.
struct Edge<'v> {
    from: &'v str,
    to: &'v str,
    fields: &'v Map<String, Value>,
    place: String,
}

pub(super) fn flow(
    pen: &mut Pen<'_>,
    team: &Component<'_>,
    within: &Within,
    members: &[Seat],
    ends: &Ends,
) -> Result<Seat, ImportError> {
    let graph = team.config.get("graph").unwrap_or(&Value::Null);
    let place = team.at("graph");
    let nodes = pen.members(&at(&place, "nodes"), graph.get("nodes"));
    let mut seats: BTreeMap<&str, Seat> = BTreeMap::new();
    for seat in members.iter().rev() {
        seats.insert(seat.name.as_str(), seat.clone());
    }
    let edges = read(pen, &nodes, &mut seats, within, &at(&place, "nodes"))?;
    let waits = waiting(&nodes, &edges);
    let mut free: BTreeMap<&str, usize> = BTreeMap::new();
    for edge in &edges {
        *free.entry(edge.from).or_default() +=
            usize::from(seats.contains_key(edge.to) && str_of(edge.fields, "condition").is_none());
    }
    for edge in &edges {
        let fans_out = free.get(edge.from).is_some_and(|count| *count > 1);
        let waits = waits.get(edge.to).copied().unwrap_or_default();
        draw(pen, edge, &seats, within, ends, fans_out, waits)?;
    }
    if !edges.is_empty() {
        pen.notes.info(&place, "a condition written as a function is not in the file: an edge without one may have one");
    }
    let (starts, lasts) = borders(graph, &nodes, &edges);
    let mut left: Vec<Exit> = lasts
        .iter()
        .filter_map(|name| seats.get(name))
        .flat_map(|seat| seat.exits.clone())
        .collect();
    if left.is_empty() {
        left = exits(pen, members, ends, &place);
    }
    let mut entries: Vec<_> = starts
        .iter()
        .filter_map(|name| seats.get(name))
        .flat_map(|seat| seat.entries.clone())
        .collect();
    if entries.is_empty() {
        entries = members
            .first()
            .map(|seat| seat.entries.clone())
            .unwrap_or_default();
    }
    Ok(Seat {
        entries,
        exits: left,
        ..Seat::default()
    })
}

/// The edges of the nodes. Nodes that take no part in the team get a seat.
fn read<'v>(
    pen: &mut Pen<'_>,
    nodes: &[(&'v str, &'v Value)],
    seats: &mut BTreeMap<&'v str, Seat>,
    within: &Within,
    place: &str,
) -> Result<Vec<Edge<'v>>, ImportError> {
    let mut edges = Vec::new();
    for (name, node) in nodes {
        let node_place = at(place, name);
        if !seats.contains_key(name) {
            pen.notes.warning(
                &node_place,
                format!(
                    "{:?} takes no part in the team, so the library would refuse this graph",
                    visible(name, 80)
                ),
            );
            let agent = pen.agent(&within.key(name), name, &node_place, &guess_by(name))?;
            pen.stands(&agent, within.group.as_ref())?;
            let exit = Exit {
                agent: agent.clone(),
                trigger: None,
            };
            let seat = Seat {
                name: (*name).to_owned(),
                entries: vec![agent],
                exits: vec![exit],
                ..Seat::default()
            };
            seats.insert(name, seat);
        }
        let list = at(&node_place, "edges");
        for (index, fields) in pen.objects(&list, node.get("edges")) {
            let edge_place = format!("{list}/{index}");
            match str_of(fields, "target") {
                Some(to) => edges.push(Edge {
                    from: name,
                    to,
                    fields,
                    place: edge_place,
                }),
                None => pen
                    .notes
                    .warning(&edge_place, "this edge names no target and was left out"),
            }
        }
    }
    Ok(edges)
}

/// The handoffs of an edge.
fn draw(
    pen: &mut Pen<'_>,
    edge: &Edge<'_>,
    seats: &BTreeMap<&str, Seat>,
    within: &Within,
    ends: &Ends,
    fans_out: bool,
    waits: Join,
) -> Result<(), ImportError> {
    let (Some(from), Some(to)) = (seats.get(edge.from), seats.get(edge.to)) else {
        pen.notes.warning(
            &edge.place,
            format!(
                "no node is called {:?}; the edge was left out",
                visible(edge.to, 80)
            ),
        );
        return Ok(());
    };
    for (exit, entry) in from
        .exits
        .iter()
        .flat_map(|exit| to.entries.iter().map(move |to| (exit, to)))
    {
        let key = format!("{}->{}", edge.from, edge.to);
        let id = pen.handoff(
            &within.key(&key),
            &exit.agent,
            Target::Agent(entry.clone()),
            &edge.place,
        )?;
        let condition = pen.text(&at(&edge.place, "condition"), edge.fields.get("condition"));
        pen.about(&id, |handoff| {
            handoff.context_mode = ContextMode::FullHistory;
            handoff.pattern = Some(Pattern::Pipeline);
            handoff.trigger = trigger(&condition);
            if fans_out && condition.is_empty() {
                handoff.parallel_group = Some(visible(edge.from, 200));
            }
            handoff.join = waits;
            ends.limit(handoff, 1);
        });
        pen.keep(
            &RecordKey::new(Kind::Handoff, id.as_str()),
            edge.fields,
            &["target", "condition"],
            &edge.place,
        );
    }
    Ok(())
}

/// A word that the message has to hold.
fn trigger(condition: &str) -> Trigger {
    let mut trigger = Trigger::new();
    if !condition.is_empty() {
        trigger.on = TriggerOn::Keyword;
        trigger.value = Some(Json(Value::String(condition.to_owned())));
    }
    trigger
}

/// Whether a node waits for all or for any of those that lead to it.
fn waiting<'v>(nodes: &[(&'v str, &Value)], edges: &[Edge<'v>]) -> BTreeMap<&'v str, Join> {
    let any = |value: Option<&Value>| value.and_then(Value::as_str) == Some("any");
    let mut waits: BTreeMap<&str, Join> = nodes
        .iter()
        .filter(|(_, node)| any(node.get("activation")))
        .map(|(name, _)| (*name, Join::Any))
        .collect();
    for edge in edges {
        if any(edge.fields.get("activation_condition")) {
            waits.insert(edge.to, Join::Any);
        }
    }
    waits
}

/// Where the graph begins and where it ends.
fn borders<'v>(
    graph: &'v Value,
    nodes: &[(&'v str, &Value)],
    edges: &[Edge<'v>],
) -> (Vec<&'v str>, Vec<&'v str>) {
    let targets: BTreeSet<&str> = edges.iter().map(|edge| edge.to).collect();
    let sources: BTreeSet<&str> = edges.iter().map(|edge| edge.from).collect();
    let names = || nodes.iter().map(|(name, _)| *name);
    let starts = match graph["default_start_node"].as_str() {
        Some(start) => vec![start],
        None => names().filter(|name| !targets.contains(name)).collect(),
    };
    let lasts = names().filter(|name| !sources.contains(name)).collect();
    (starts, lasts)
}
