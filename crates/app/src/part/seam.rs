//! What every handoff of a part gets, so that it is owned, watched and can fail without losing anything.

use super::Piece;
use super::expand::Names;
use super::place::{Place, is_person, merge};
use baton_model::{Agent, Kind};
use serde_json::{Value, json};

/// Priorities that are tried; no agent sends so many handoffs.
const MOST_PRIORITIES: i64 = 100_000;
/// What users are told, by language: that a person takes over, and that an assistant does.
const TEXTS: &str = include_str!("../../../../parts/contracts/texts.json");

/// A handoff of a part with everything that it does not say itself.
pub(super) fn completed(
    place: &Place<'_>,
    pieces: &[Piece],
    piece: &Piece,
    id: &str,
    record: Value,
    names: &Names<'_, '_>,
) -> Value {
    let people = piece
        .record
        .get("to")
        .and_then(Value::as_str)
        .and_then(|to| to.strip_prefix('@'))
        .is_some_and(|to| leads_to_people(place, pieces, to));
    let delegates = record.get("mode") == Some(&json!("delegate"));
    let mut completed = json!({
        "id": id,
        "topology": place.topology,
        "mode": "transfer",
        "message_type": "TASK",
        "trigger": {},
        "policy": {
            "timeout_ms": 5000,
            "retries": 2,
            "backoff": "exponential",
            "entity_key": "/case_id",
            "acknowledge": true,
            "rollback": true,
            "idempotent_by": "handoff_id",
            "boundary_validation": true,
            "on_reject": "fallback_owner",
            "dead_letter": dead_letter(place),
            "resync": people,
        },
        "fallback_owner": place.responder,
        "owner_model": "downstream",
        "owners": [place.team.id],
        "escalation_path": place.path.as_ref().map(|path| &path.id),
        "alerts": [{
            "name": format!("{id}-failing"),
            "condition": format!(
                "sum(rate(baton_handoff_failed_total{{handoff=\"{id}\"}}[5m])) / sum(rate(baton_handoff_total{{handoff=\"{id}\"}}[5m])) > 0.02"
            ),
            "severity": "warning",
        }],
        "runbook": {
            "checks": [
                "Does the receiver answer, and who answers for it now?",
                format!("Read the newest messages of {} with handoff_id and reason.", dead_letter(place)),
            ],
            "replay": "Check the dead letters against the contract, then send them again; handoff_id makes a repeat harmless.",
        },
        "observability": {
            "span": true,
            "attributes": [
                "baton.handoff.id", "baton.correlation.id", "baton.contract.id", "baton.contract.version",
                "baton.source.version", "baton.destination.version", "baton.validation.result", "baton.latency_ms",
            ],
        },
        "behaviour": {"share": 0.05},
    });
    let defaults = &mut completed;
    if let (Ok(contract), Ok(version)) = (names.id("contract"), names.id("version")) {
        defaults["contract"] = json!(contract);
        defaults["version"] = json!(version);
    }
    if let Some(transport) = place
        .around
        .iter()
        .find_map(|handoff| handoff.transport.as_ref())
    {
        defaults["transport"] = json!(transport);
    }
    if people {
        defaults["snapshot"] = json!([
            "intent",
            "resolution_status",
            "verified_data",
            "steps_tried",
            "sentiment"
        ]);
    }
    if place.users_talk() && !delegates {
        defaults["discloses"] = json!(true);
        defaults["user_can_escalate"] = json!(true);
        defaults["continuity"] = continuity(place, people);
    }
    merge(defaults, record);
    if piece.record.get("from") == Some(&json!("@agent")) {
        defaults["trigger"]["priority"] = json!(free_priority(place, defaults));
    }
    completed
}

fn leads_to_people(place: &Place<'_>, pieces: &[Piece], name: &str) -> bool {
    if name == "agent" {
        return place
            .agent
            .is_some_and(|agent: &Agent| agent.kind == baton_model::AgentKind::Human);
    }
    let mut receivers = pieces.iter().filter(|piece| piece.kind == Kind::Agent);
    receivers.any(|piece| piece.name == name && is_person(piece.record.get("kind")))
}

/// Where messages of the place go that nobody takes.
fn dead_letter(place: &Place<'_>) -> String {
    let used = place
        .around
        .iter()
        .find_map(|handoff| handoff.policy.dead_letter.clone());
    used.unwrap_or_else(|| format!("{}.dead-letter", place.topology))
}

/// The priority that the part asks for, or the next one that the agent does not use yet.
fn free_priority(place: &Place<'_>, handoff: &Value) -> i64 {
    let wanted = handoff["trigger"]["priority"].as_i64().unwrap_or(0);
    let is_used = |priority: i64| {
        place
            .around
            .iter()
            .any(|other| i64::from(other.trigger.priority) == priority)
    };
    (wanted..wanted + MOST_PRIORITIES)
        .find(|priority| !is_used(*priority))
        .unwrap_or(wanted)
}

fn texts() -> Value {
    serde_json::from_str(TEXTS).unwrap_or_default()
}

/// The text of a language, by its first subtag.
fn text_in<'t>(texts: &'t Value, receiver: &str, language: &str) -> Option<&'t str> {
    let primary = language.split(['-', '_']).next().unwrap_or(language);
    texts[receiver][primary.to_lowercase()].as_str()
}

fn continuity(place: &Place<'_>, people: bool) -> Value {
    let receiver = if people { "person" } else { "assistant" };
    let texts = texts();
    let english = vec!["en".to_owned()];
    let languages = if place.languages.is_empty() {
        &english
    } else {
        &place.languages
    };
    let lines = languages.iter().map(|language| {
        let text = text_in(&texts, receiver, language).or_else(|| text_in(&texts, receiver, "en"));
        json!({"language": language, "text": text})
    });
    lines.collect()
}

/// The languages of a place for which there is no text, as a list.
pub(super) fn untranslated(place: &Place<'_>) -> Option<String> {
    let texts = texts();
    let missing: Vec<&str> = place
        .languages
        .iter()
        .filter(|language| text_in(&texts, "person", language).is_none())
        .map(String::as_str)
        .collect();
    (!missing.is_empty()).then(|| missing.join(", "))
}
