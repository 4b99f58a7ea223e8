//! The JSON Schema of the envelope, generated from its type.

use super::Envelope;
use crate::draft::Draft;
use serde_json::{Map, Value, json};

/// The envelope's identifier: a name, never fetched.
pub const ENVELOPE_SCHEMA_ID: &str = "urn:baton:schema:envelope:1";

/// The formats of draft 2020-12 that the envelope uses; the widths of numbers that the generator adds are none.
const FORMATS: [&str; 1] = ["date-time"];

/// The envelope around any payload, in draft 2020-12.
pub fn envelope_schema() -> Value {
    let mut schema = schemars::schema_for!(Envelope).to_value();
    drop_own_formats(&mut schema);
    let mut named = Map::new();
    named.insert("$schema".to_owned(), json!(Draft::Draft202012.uri()));
    named.insert("$id".to_owned(), json!(ENVELOPE_SCHEMA_ID));
    named.insert("title".to_owned(), json!("Handoff envelope"));
    if let Value::Object(fields) = schema {
        for (name, value) in fields {
            named.entry(name).or_insert(value);
        }
    }
    Value::Object(named)
}

fn drop_own_formats(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|name, value| {
                name != "format"
                    || value
                        .as_str()
                        .is_none_or(|format| FORMATS.contains(&format))
            });
            members.values_mut().for_each(drop_own_formats);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_own_formats),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PayloadValidator;

    /// The smallest envelope that is complete.
    fn smallest() -> Value {
        json!({
            "correlation_id": "c-1", "handoff_id": "h-1", "attempt": 1, "timestamp": "2026-03-01T09:00:00Z",
            "source": {"agent": "triage", "version": "1.2.0"}, "destination": {"agent": "refunds"},
            "contract": {"id": "refund-request", "version": "1.0.0"},
            "message_type": "TASK", "task_state": "in_progress",
            "user_intent": {"verbatim": "I want my money back"}, "payload": {"amount": 3}
        })
    }

    fn full() -> Value {
        let mut full = smallest();
        let more = json!({
            "expiry": "2026-03-01T10:00:00Z", "entity_key": "order-7", "use_count": 1, "tool_attempts": 2,
            "context_digest": format!("sha256:{}", "0".repeat(64)),
            "user_intent": {"structured": {"goal": "refund"}},
            "constraints": [{"type": "budget", "value": 50, "unit": "EUR"}],
            "tool_outputs": [{"name": "lookup", "call_id": "1", "result": {"found": true}, "is_error": false}],
            "confidence": 0.8, "reason_code": "authority_limit", "path": [{"agent": "entry", "handoff": "h0"}],
            "locale": "de-CH", "channel": "chat", "capabilities": ["refund"],
            "fallback_owner": {"kind": "team", "id": "payments"},
            "snapshot": {"intent": "refund", "resolution_status": "open", "verified_data": {"order": 7},
                         "steps_tried": ["looked it up"], "sentiment": -0.4},
            "summary": {"text": "Wants 50 EUR back.", "decision": "Approve?"}
        });
        full.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        full
    }

    #[test]
    fn type_and_schema_accept_the_same_envelopes() {
        let validator = PayloadValidator::compile(&envelope_schema()).unwrap();
        for message in [smallest(), full()] {
            assert_eq!(validator.check(&message), []);
            let read: Envelope = serde_json::from_value(message.clone()).unwrap();
            let written = serde_json::to_value(&read).unwrap();
            assert_eq!(validator.check(&written), []);
            assert_eq!(serde_json::from_value::<Envelope>(written).unwrap(), read);
        }
    }

    #[test]
    fn what_every_message_needs_is_required() {
        let validator = PayloadValidator::compile(&envelope_schema()).unwrap();
        for name in smallest().as_object().unwrap().keys() {
            let mut message = smallest();
            message.as_object_mut().unwrap().shift_remove(name);
            assert!(!validator.accepts(&message), "{name}");
        }
    }

    #[test]
    fn wrong_members_are_rejected() {
        let validator = PayloadValidator::compile(&envelope_schema()).unwrap();
        let wrong = [
            ("attempt", json!(0)),
            ("timestamp", json!("yesterday")),
            ("task_state", json!("nearly done")),
            ("message_type", json!("task")),
            ("user_intent", json!({"summary": "wants money"})),
            ("constraints", json!(["at most 50 EUR"])),
            ("constraints", json!([{"type": "mood", "value": 1}])),
            (
                "tool_outputs",
                json!([{"name": "a", "call_id": "1", "result": "it went well", "is_error": false}]),
            ),
            ("confidence", json!(80)),
            ("context_digest", json!("abc")),
            ("source", json!({"agent": "../x"})),
            ("snapshot", json!({"sentiment": 2})),
        ];
        for (name, value) in wrong {
            let mut message = full();
            message[name] = value.clone();
            assert!(!validator.accepts(&message), "{name}: {value}");
        }
    }

    #[test]
    fn every_format_is_one_of_the_draft() {
        let text = envelope_schema().to_string();
        assert!(!text.contains("uint32") && !text.contains("\"double\""));
        jsonschema::meta::validate(&envelope_schema()).unwrap();
    }
}
