//! What Baton exported, read back by the ids in its metadata.
//!
//! Agents, handoffs with their contracts, gates, outcomes and entries come back. What the export tells in words alone (triggers, policies,
//! owners of handoffs) stays in the origin and is noted.

use super::own_parts::{self, Known};
use super::spec::{Part, Spec};
use crate::error::ImportError;
use crate::pen::{Pen, at, str_of};
use crate::text::visible;
use baton_model::{
    CapabilityQuery, ContextMode, DecidedBy, Gate, GateBranch, HandoffId, HandoffMode, Kind,
    RecordKey, Target,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A handoff of the metadata, with its place.
struct Told<'v> {
    id: String,
    fields: &'v Map<String, Value>,
    place: String,
}

pub(super) fn draw(pen: &mut Pen<'_>, spec: &Spec<'_>, root: &Part<'_>) -> Result<(), ImportError> {
    let told = root.told();
    if let Some(team) = told["team"].as_str() {
        let team = pen.sketch.team(team, "/metadata/baton/team")?;
        pen.sketch.topology.team = Some(team);
    }
    let handoffs = collect(spec, root);
    let mut known = Known::default();
    known.agents(pen, spec)?;
    known.outcomes(pen, spec)?;
    let mut drawn: BTreeMap<String, HandoffId> = BTreeMap::new();
    for told in &handoffs {
        if let Some(id) = handoff(pen, spec, &mut known, told)? {
            drawn.insert(told.id.clone(), id);
        }
    }
    match root.kind {
        "Swarm" => relationships(pen, spec, root, &mut known, &handoffs)?,
        "Flow" => gates(pen, spec, root, &known, &drawn),
        _ => {}
    }
    entries(pen, spec, root, &known)?;
    pen.notes.info("", "read back by the ids that the export wrote; what it does not write is not here: policies, owners, escalation, runbooks, alerts, sensitive fields, places on the drawing");
    if handoffs.iter().any(|told| told.fields.contains_key("when")) {
        pen.notes.warning("", "when a handoff happens is told in words alone: the words are kept under its origin, and its trigger is the default");
    }
    Ok(())
}

/// Handoffs of all metadata, each once: of ways, and of agents for whom they call and how they end.
fn collect<'v>(spec: &Spec<'v>, root: &Part<'v>) -> Vec<Told<'v>> {
    let mut found: Vec<Told<'v>> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut take = |value: &'v Value, place: String| {
        if value["kind"] == "handoff"
            && let Some(fields) = value.as_object()
            && let Some(id) = str_of(fields, "id")
            && seen.insert(id.to_owned())
        {
            found.push(Told {
                id: id.to_owned(),
                fields,
                place,
            });
        }
    };
    let ways = root
        .fields
        .get("control_flow_connections")
        .and_then(Value::as_array);
    for (index, way) in ways.into_iter().flatten().enumerate() {
        let place = format!("/control_flow_connections/{index}");
        if let Some(way) = spec.part(way, &place) {
            take(way.told(), format!("{}/metadata/baton", way.place));
        }
    }
    for part in spec.parts() {
        for list in ["calls", "ends"] {
            let told = part.told()[list].as_array();
            for (index, told) in told.into_iter().flatten().enumerate() {
                take(
                    told,
                    format!("{}/metadata/baton/{list}/{index}", part.place),
                );
            }
        }
    }
    found
}

fn handoff(
    pen: &mut Pen<'_>,
    spec: &Spec<'_>,
    known: &mut Known,
    told: &Told<'_>,
) -> Result<Option<HandoffId>, ImportError> {
    let fields = told.fields;
    let from = str_of(fields, "from").and_then(|from| known.agent(from));
    let to = match fields.get("to") {
        Some(Value::String(to)) => known.agent(to).map(Target::Agent),
        Some(Value::Object(to)) => match str_of(to, "outcome") {
            Some(outcome) => Some(known.outcome(pen, outcome, &told.place)?),
            None => query(to, known).map(Target::Query),
        },
        _ => None,
    };
    let (Some(from), Some(to)) = (from, to) else {
        pen.notes.warning(
            &told.place,
            format!(
                "the handoff {:?} leads from or to nobody in the file and was left out",
                visible(&told.id, 80)
            ),
        );
        return Ok(None);
    };
    let id = pen.handoff(&told.id, &from, to, &told.place)?;
    pen.sketch.wish(Kind::Handoff, id.as_str(), &told.id);
    let contract = match str_of(fields, "contract") {
        Some(contract) => Some(Known::contract(
            pen,
            spec,
            contract,
            str_of(fields, "version"),
            &told.place,
        )?),
        None => None,
    };
    let delegates = str_of(fields, "mode") == Some("delegate");
    pen.about(&id, |handoff| {
        if delegates {
            handoff.mode = HandoffMode::Delegate;
        }
        if let Some((contract, version)) = contract {
            handoff.contract = Some(contract);
            handoff.version = version;
        }
    });
    let key = RecordKey::new(Kind::Handoff, id.as_str());
    pen.keep(
        &key,
        fields,
        &["kind", "id", "from", "to", "mode", "contract", "version"],
        &told.place,
    );
    Ok(Some(id))
}

fn query(to: &Map<String, Value>, known: &Known) -> Option<CapabilityQuery> {
    let tags = to.get("capabilities")?.as_array()?;
    let tags: Vec<String> = tags
        .iter()
        .filter_map(Value::as_str)
        .map(|tag| visible(tag, 200))
        .collect();
    let mut query = CapabilityQuery::new(tags);
    query.default = str_of(to, "default").and_then(|default| known.agent(default));
    Some(query)
}

/// Pairs of a swarm for which no call stands in the metadata are transfers.
fn relationships(
    pen: &mut Pen<'_>,
    spec: &Spec<'_>,
    root: &Part<'_>,
    known: &mut Known,
    handoffs: &[Told<'_>],
) -> Result<(), ImportError> {
    let called: BTreeSet<(&str, &str)> = handoffs
        .iter()
        .filter_map(|told| str_of(told.fields, "from").zip(str_of(told.fields, "to")))
        .collect();
    let pairs = root.fields.get("relationships").and_then(Value::as_array);
    for (index, pair) in pairs.into_iter().flatten().enumerate() {
        let place = format!("/relationships/{index}");
        let end = |at: usize| pair.get(at).and_then(|end| spec.part(end, &place));
        let ids = end(0)
            .zip(end(1))
            .and_then(|(from, to)| from.told()["id"].as_str().zip(to.told()["id"].as_str()));
        let Some((from, to)) = ids else {
            pen.notes.warning(
                &place,
                "this pair names nobody of the file and was left out",
            );
            continue;
        };
        if called.contains(&(from, to)) {
            continue;
        }
        let Some((sender, receiver)) = known.agent(from).zip(known.agent(to)) else {
            continue;
        };
        let id = pen.handoff(
            &format!("{from}-{to}"),
            &sender,
            Target::Agent(receiver),
            &place,
        )?;
        let contract = Known::shared(pen, spec, from, to, &place)?;
        pen.about(&id, |handoff| {
            handoff.trigger.decided_by = DecidedBy::Model;
            handoff.context_mode = ContextMode::default();
            if let Some((contract, version)) = contract {
                handoff.contract = Some(contract);
                handoff.version = version;
            }
        });
    }
    if !pairs.is_none_or(Vec::is_empty) {
        pen.notes.info("/relationships", "the transfers of a swarm have no ids and no contracts of their own in the file: ids are new, and a payload that one side gives and the other takes became the contract (a guess)");
    }
    Ok(())
}

/// Questions to a person on the way.
fn gates(
    pen: &mut Pen<'_>,
    spec: &Spec<'_>,
    root: &Part<'_>,
    known: &Known,
    drawn: &BTreeMap<String, HandoffId>,
) {
    let mut gates: BTreeMap<String, Gate> = BTreeMap::new();
    for node in spec.parts() {
        let about = node.told();
        let Some(handoff) = about["handoff"]
            .as_str()
            .filter(|_| about["kind"] == "gate" && node.kind == "InputMessageNode")
        else {
            continue;
        };
        let mut gate = Gate::new();
        let message = pen.text(&node.at("message"), node.fields.get("message"));
        let mut parts = message.split("\n\n").map(str::to_owned);
        gate.question = parts.next().unwrap_or_default();
        let rest: Vec<String> = parts.collect();
        match &rest[..] {
            [] => {}
            [summary] => gate.summary.clone_from(summary),
            [summary @ .., action] => {
                gate.summary = summary.join("\n\n");
                gate.proposed_action.clone_from(action);
            }
        }
        gates.insert(handoff.to_owned(), gate);
    }
    let ways = root
        .fields
        .get("control_flow_connections")
        .and_then(Value::as_array);
    for (index, way) in ways.into_iter().flatten().enumerate() {
        let place = format!("/control_flow_connections/{index}");
        let Some(way) = spec.part(way, &place) else {
            continue;
        };
        let about = way.told();
        let handoff = about["handoff"]
            .as_str()
            .filter(|_| about["kind"] == "gate")
            .unwrap_or_default();
        let (Some(answer), Some(gate)) =
            (str_of(way.fields, "from_branch"), gates.get_mut(handoff))
        else {
            continue;
        };
        let to = way
            .fields
            .get("to_node")
            .and_then(|to| spec.part(to, &place));
        let Some(to) = to else { continue };
        // Whoever answers otherwise is asked again.
        if to.told()["kind"] == "gate" {
            continue;
        }
        let mut branch = GateBranch::new(visible(answer, 200));
        let goes_to = known.at_node(&to);
        let straight = drawn
            .get(handoff)
            .and_then(|id| pen.sketch.handoff_mut(id))
            .map(|handoff| handoff.to.clone());
        branch.goes_to = goes_to.filter(|to| Some(to) != straight.as_ref());
        gate.branches.push(branch);
    }
    if !gates.is_empty() {
        pen.notes.info("", "the words at gates stand in one message: question, summary and action were taken apart at empty lines (a guess), and placeholders in them stay as they were written");
    }
    for (handoff, gate) in gates {
        if let Some(id) = drawn.get(&handoff) {
            pen.about(id, |handoff| handoff.gate = Some(gate));
        }
    }
}

fn entries(
    pen: &mut Pen<'_>,
    spec: &Spec<'_>,
    root: &Part<'_>,
    known: &Known,
) -> Result<(), ImportError> {
    for member in ["first_agent", "group_manager"] {
        let first = root
            .fields
            .get(member)
            .and_then(|first| spec.part(first, ""));
        let agent = first.and_then(|first| known.agent(first.told()["id"].as_str()?));
        if let Some(agent) = agent {
            pen.entry(&agent, &at("", member))?;
        }
    }
    let ways = root
        .fields
        .get("control_flow_connections")
        .and_then(Value::as_array);
    for (index, way) in ways.into_iter().flatten().enumerate() {
        let place = format!("/control_flow_connections/{index}");
        let end = |member: &str| way.get(member).and_then(|node| spec.part(node, &place));
        let (Some(from), Some(to)) = (end("from_node"), end("to_node")) else {
            continue;
        };
        let is_start = from.kind == "StartNode" || own_parts::is_choice_of_entries(&from);
        if let (true, Some(Target::Agent(agent))) = (is_start, known.at_node(&to)) {
            pen.entry(&agent, &place)?;
        }
    }
    Ok(())
}
