//! The whole catalogue over a registry of 1,000 agents and 3,000 handoffs.
#![allow(missing_docs, clippy::unwrap_used, clippy::needless_pass_by_value)]

use baton_graph::TopologyGraph;
use baton_model::{Date, Document, TopologyId, apply, parse_edits};
use baton_rules::{Scope, check};
use divan::{Bencher, black_box};
use serde_json::{Value, json};

fn main() {
    divan::main();
}

const AGENTS: usize = 1_000;
const HANDOFFS: usize = 3_000;

/// A registry with one topology. If `finished`, handoffs have contract, owner and limits, and rules find 50 things instead of 14,000.
fn registry(finished: bool) -> Document {
    let put = |kind: &str, id: String, record: Value| json!({"op": "put", "kind": kind, "id": id, "record": record});
    let mut edits = vec![
        put(
            "team",
            "team".into(),
            json!({"name": "Team", "contacts": [{"channel": "pager", "address": "1"}]}),
        ),
        put("topology", "t".into(), json!({"name": "T", "team": "team"})),
        put(
            "escalation_path",
            "path".into(),
            json!({"name": "Path", "team": "team", "steps": [{"after_minutes": 15, "notify": {"kind": "team", "id": "team"}}]}),
        ),
        put("contract", "c".into(), json!({"name": "C"})),
        put(
            "contract_version",
            "c@1.0.0".into(),
            json!({"contract": "c", "version": "1.0.0", "state": "published"}),
        ),
        put(
            "entry",
            "in".into(),
            json!({"topology": "t", "agent": "a0"}),
        ),
    ];
    for at in 0..AGENTS {
        let kind = if at % 100 == 99 { "human" } else { "ai" };
        let mut agent = json!({"name": format!("Agent {at}"), "kind": kind, "capabilities": [format!("tag-{}", at % 50)]});
        if finished {
            agent["team"] = json!("team");
            agent["behaviour"] = json!({"resolves": 0.5});
        }
        agent["role"] = json!({"talks_to_user": at % 10 == 0});
        agent["tools"] = json!([{"name": "pay", "irreversible": at % 20 == 0}]);
        edits.push(put("agent", format!("a{at}"), agent));
        edits.push(put("agent_version", format!("a{at}@1.0.0"), json!({
            "agent": format!("a{at}"), "version": "1.0.0",
            "emits": [{"contract": "c", "version": "1.0.0"}], "accepts": [{"contract": "c", "range": "^1"}],
        })));
    }
    for at in 0..HANDOFFS {
        let from = at % AGENTS;
        // Forward mostly, backward sometimes.
        let to = (from * 7 + at / AGENTS * 13 + 1) % AGENTS;
        let mut handoff =
            json!({"topology": "t", "from": format!("a{from}"), "to": format!("a{to}")});
        if at % 100 == 0 {
            handoff["to"] = json!({"capabilities": [format!("tag-{}", at % 50)]});
        }
        if finished {
            handoff["contract"] = json!("c");
            handoff["version"] = json!("1.0.0");
            handoff["owner_model"] = json!("downstream");
            handoff["owners"] = json!(["team"]);
            handoff["fallback_owner"] = json!({"kind": "team", "id": "team"});
            handoff["escalation_path"] = json!("path");
            handoff["policy"] = json!({"loop_limit": 2, "boundary_validation": true});
        }
        edits.push(put("handoff", format!("h{at}"), handoff));
    }
    let mut document = Document::new();
    let edits = parse_edits(&Value::from(edits).to_string(), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

#[divan::bench(args = [true, false])]
fn catalogue(bencher: Bencher, finished: bool) {
    let document = registry(finished);
    let today = Date::new("2026-06-01").unwrap();
    bencher.bench(|| check(black_box(&document), Scope::Registry, &today, &[]));
}

#[divan::bench]
fn graph(bencher: Bencher) {
    let document = registry(true);
    let topology = TopologyId::new("t").unwrap();
    bencher.bench(|| TopologyGraph::new(black_box(&document), &topology));
}
