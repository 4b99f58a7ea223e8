//! The channel of a handoff, and the operations on it.

use crate::escape::{visible, visible_line};
use crate::wire::{Carried, agent_name, object, shown, target_name};
use baton_model::{Document, EscalationPath, Handoff, Responder, Target, Team};
use serde_json::{Map, Value, json};

/// The channel, with one message.
pub(super) fn channel(document: &Document, carried: &Carried<'_>, message: &str) -> Value {
    let handoff = carried.handoff;
    let giver = agent_name(document, &handoff.from);
    let receiver = target_name(document, &handoff.to);
    let reference = format!("#/components/messages/{message}");
    json!({
        "address": null,
        "title": format!("{giver} to {receiver}"),
        "description": visible(&format!("Handoff {}: {giver} hands over to {receiver}.", handoff.id)),
        "messages": { message: { "$ref": reference } },
        "x-baton": shown(json!(about(document, handoff))),
    })
}

/// What an engineer has to know about a handoff beside its message.
fn about(document: &Document, handoff: &Handoff) -> Map<String, Value> {
    let owners: Vec<Value> = handoff
        .owners
        .iter()
        .filter_map(|id| document.find::<Team>(id))
        .map(|team| json!({ "id": team.id, "name": team.name }))
        .collect();
    let path = handoff
        .escalation_path
        .as_ref()
        .and_then(|path| document.find::<EscalationPath>(path));
    object([
        ("handoff", json!(handoff.id)),
        ("topology", json!(handoff.topology)),
        ("mode", json!(handoff.mode)),
        ("message_type", json!(handoff.message_type)),
        ("contract", json!(handoff.contract)),
        ("version", json!(handoff.version)),
        ("criticality", json!(handoff.criticality)),
        ("owner_model", json!(handoff.owner_model)),
        ("owners", json!(owners)),
        (
            "escalation_path",
            json!(path.map(|path| json!({ "id": path.id, "name": path.name }))),
        ),
        ("fallbacks", json!(handoff.fallbacks)),
        (
            "fallback_owner",
            json!(
                handoff
                    .fallback_owner
                    .as_ref()
                    .map(|owner| responder(document, owner))
            ),
        ),
        ("transport", json!(handoff.transport)),
        ("policy", json!(handoff.policy)),
    ])
}

fn responder(document: &Document, responder: &Responder) -> Value {
    let key = responder.key();
    let held = document.get(&key);
    let name = held.and_then(|held| held.record.name().map(str::to_owned));
    json!({ "kind": key.kind, "id": key.id, "name": name })
}

/// The giver sends; who gets it receives, unless the handoff ends the request.
pub(super) fn operations(
    document: &Document,
    carried: &Carried<'_>,
    message: &str,
) -> Vec<(String, Value)> {
    let handoff = carried.handoff;
    let id = &handoff.id;
    let giver = agent_name(document, &handoff.from);
    let receiver = target_name(document, &handoff.to);
    let operation = |action: &str, title: String, about: Value| {
        let summary = visible_line(&format!("{title}."));
        let operation = json!({
            "action": action,
            "channel": { "$ref": format!("#/channels/{id}") },
            "title": title,
            "summary": summary,
            "messages": [{ "$ref": format!("#/channels/{id}/messages/{message}") }],
            "x-baton": about,
        });
        (format!("{id}.{action}"), operation)
    };
    let mut operations = vec![operation(
        "send",
        format!("{giver} sends to {receiver}"),
        json!({ "agent": handoff.from }),
    )];
    if !matches!(handoff.to, Target::Outcome(_)) {
        let receivers: Vec<&str> = carried.receivers.iter().map(|id| id.as_str()).collect();
        let about = match &handoff.to {
            Target::Agent(agent) => json!({ "agent": agent }),
            _ => {
                shown(json!({ "capabilities": capabilities(&handoff.to), "candidates": receivers }))
            }
        };
        operations.push(operation(
            "receive",
            format!("{receiver} receives from {giver}"),
            about,
        ));
    }
    operations
}

fn capabilities(target: &Target) -> &[String] {
    match target {
        Target::Query(query) => &query.capabilities,
        _ => &[],
    }
}
