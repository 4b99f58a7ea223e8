//! A large registry with owners, fallbacks and contracts, so that rules and searches have something to look at.
#![allow(clippy::unwrap_used, missing_docs)]

use baton_model::{Document, EditCommand, parse_edits};
use serde_json::{Value, json};

pub fn agent(n: usize, name: &str) -> Value {
    json!({"op": "put", "kind": "agent", "id": format!("agent-{n}"), "record": {
        "name": name, "kind": if n.is_multiple_of(50) { "human" } else { "ai" }, "team": format!("team-{}", n % 20),
        "role": {"scope": {"text": "Answers questions about orders"}}, "capabilities": ["orders", "refunds"],
        "languages": ["en", "de"], "behaviour": {"resolves": 0.6},
    }})
}

/// Edits that make a registry of so many agents and handoffs.
pub fn registry(agents: usize, handoffs: usize) -> Vec<Value> {
    let mut out = vec![
        json!({"op": "put", "kind": "topology", "id": "t", "record": {"name": "Large"}}),
        json!({"op": "put", "kind": "contract", "id": "c", "record": {"name": "Task"}}),
        json!({"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0", "state": "published",
            "payload_schema": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]}}}),
        json!({"op": "put", "kind": "person", "id": "ana", "record": {"name": "Ana", "email": "ana@example.org"}}),
        json!({"op": "put", "kind": "escalation_path", "id": "path", "record": {"name": "Path", "team": "team-0",
            "steps": [{"after_minutes": 0, "notify": {"kind": "person", "id": "ana"}, "channel": "page"}]}}),
        json!({"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "agent-0", "channel": "chat"}}),
    ];
    for n in 0..20 {
        out.push(json!({"op": "put", "kind": "team", "id": format!("team-{n}"), "record": {"name": format!("Team {n}")}}));
    }
    out.extend((0..agents).map(|n| agent(n, &format!("Agent {n}"))));
    for n in 0..handoffs {
        // A tree for reach, then shortcuts to later agents: no loops.
        let (from, to) = if n + 1 < agents {
            (n / 3, n + 1)
        } else {
            (n % 300, agents / 2 + n % 500)
        };
        out.push(json!({"op": "put", "kind": "handoff", "id": format!("handoff-{n}"), "record": {
            "topology": "t", "from": format!("agent-{from}"), "to": format!("agent-{to}"),
            "contract": "c", "version": "1.0.0", "owner_model": "downstream", "owners": [format!("team-{}", to % 20)],
            "fallback_owner": {"kind": "person", "id": "ana"}, "escalation_path": "path",
            "policy": {"timeout_ms": 2000, "loop_limit": 2, "boundary_validation": true},
        }}));
    }
    out
}

pub fn parse(values: &[Value]) -> Vec<EditCommand> {
    parse_edits(&Value::Array(values.to_vec()).to_string(), &Document::new()).unwrap()
}
