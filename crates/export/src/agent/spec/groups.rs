//! Swarms, and managers with workers.

use super::parts::{Parts, inert};
use super::{Design, is_agentic, reference};
use crate::cast;
use crate::escape::visible_line;
use baton_model::{Agent, HandoffMode};
use serde_json::{Value, json};

fn head(design: &Design<'_>, kind: &str) -> Value {
    let name = visible_line(&design.topology.name);
    json!({
        "component_type": kind,
        "id": format!("topology.{}", design.topology.id),
        "name": if name.is_empty() { design.topology.id.to_string() } else { name },
        "description": inert(&design.topology.purpose),
    })
}

pub(super) fn swarm<'a>(design: &Design<'a>, parts: &mut Parts<'a, '_>) -> Value {
    let mut relationships: Vec<Value> = Vec::new();
    let mut calls = false;
    for handoff in &design.handoffs {
        let Some(from) = design.members.iter().find(|agent| agent.id == handoff.from) else {
            continue;
        };
        for to in cast::receivers(design.scope.document, handoff) {
            if !is_agentic(to.kind) || !is_agentic(from.kind) {
                continue;
            }
            calls |= handoff.mode == HandoffMode::Delegate;
            let pair = json!([reference(&parts.agent(from)), reference(&parts.agent(to))]);
            if !relationships.contains(&pair) {
                relationships.push(pair);
            }
        }
    }
    let entries = design.entries();
    let first: Option<&&Agent> = entries.first().or(design.members.first());
    let mut root = head(design, "Swarm");
    root["first_agent"] = first.map_or(Value::Null, |agent| reference(&parts.agent(agent)));
    root["relationships"] = Value::Array(relationships);
    root["handoff"] = json!(if calls { "optional" } else { "always" });
    root
}

pub(super) fn manager_workers<'a>(design: &Design<'a>, parts: &mut Parts<'a, '_>) -> Value {
    let mut root = head(design, "ManagerWorkers");
    if let Some(manager) = design.manager() {
        root["group_manager"] = reference(&parts.agent(manager));
        let workers = design
            .members
            .iter()
            .filter(|agent| agent.id != manager.id && is_agentic(agent.kind))
            .map(|agent| reference(&parts.agent(agent)));
        root["workers"] = workers.collect();
    }
    root
}

pub(super) fn flow_head(design: &Design<'_>) -> Value {
    head(design, "Flow")
}
