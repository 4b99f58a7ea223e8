//! Fields of generated registries that say what travels, and who may see and decide it.

use super::{one_of, put};
use proptest::prelude::*;
use serde_json::{Value, json};

type Fields = Vec<(&'static str, BoxedStrategy<Value>)>;

fn just(value: Value) -> BoxedStrategy<Value> {
    Just(value).boxed()
}

/// Where agents are, what they may decide, and how much they can hold.
pub fn agent_fields() -> Fields {
    let limit = |limit: u32| json!({"authority": [{"action": "pay", "limit": limit}]});
    vec![
        (
            "trust_domain",
            one_of(vec![json!("inside"), json!("outside")]),
        ),
        (
            "function",
            one_of(vec![json!("router"), json!("supervisor")]),
        ),
        ("context_window_tokens", just(json!(10))),
        ("flow_limit", just(json!(1))),
        (
            "role",
            one_of(vec![json!({"talks_to_user": true}), limit(5), limit(9)]),
        ),
    ]
}

/// What handoffs carry beside their contract's payload.
pub fn handoff_fields() -> Fields {
    let key = json!([{"memory": "m", "key": "k"}]);
    vec![
        ("memory_reads", just(key.clone())),
        ("memory_writes", just(key)),
        ("masking", just(json!([{"pointer": "/order"}]))),
        (
            "transport",
            one_of(vec![
                json!({"packaging": "raw json"}),
                json!({"packaging": "baton-envelope"}),
            ]),
        ),
        ("parallel_group", just(json!("g"))),
    ]
}

/// The payload of a contract version. Nothing in it is sensitive: a fix that names a contract would bring to light what leaks already.
pub fn payload(version: &str) -> Value {
    let order = json!({"type": "string", "maxLength": 400});
    let members = match version {
        "1.0.0" => json!({"order": order}),
        "1.1.0" => {
            json!({"order": order, "intent": {"type": "object", "properties": {"verbatim": {"type": "string"}}}, "budget": {"type": "number"}})
        }
        _ => {
            json!({"order": order, "number": {"type": "number"}, "intent": {"enum": ["buy", "sell"]}, "locale": {"type": "string"}})
        }
    };
    json!({"type": "object", "properties": members})
}

/// Trust domains and a memory.
pub fn surroundings() -> Vec<Value> {
    vec![
        put("trust_domain", "inside", json!({"name": "Inside"})),
        put("trust_domain", "outside", json!({"name": "Outside"})),
        put("memory", "m", json!({"keys": [{"name": "k"}]})),
    ]
}
