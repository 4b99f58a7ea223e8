//! The whole catalogue over a registry of 1,000 agents and 3,000 handoffs, after one edit of it, and over a hundred times as much.
#![allow(missing_docs, clippy::unwrap_used, clippy::needless_pass_by_value)]

use baton_graph::TopologyGraph;
use baton_model::{Change, Date, Document, Held, Kind, Record, RecordsDiff, TopologyId};
use baton_rules::{Checked, Scope, check};
use divan::{Bencher, black_box};
use serde_json::{Value, json};
use std::sync::Arc;

fn main() {
    divan::main();
}

/// How much there is, in how many topologies.
#[derive(Clone, Copy)]
struct Size {
    agents: usize,
    handoffs: usize,
    topologies: usize,
}

const USUAL: Size = Size {
    agents: 1_000,
    handoffs: 3_000,
    topologies: 1,
};

/// A registry. If `finished`, handoffs have contract, owner and limits, and rules find 50 things in the usual size instead of 14,000.
fn registry(size: Size, finished: bool) -> Document {
    let mut held = Vec::with_capacity(size.agents * 2 + size.handoffs + 10);
    let mut put = |kind: Kind, id: String, mut record: Value| {
        record["id"] = Value::String(id);
        held.push(Held {
            revision: 1,
            record: Arc::new(Record::from_json(kind, record).unwrap()),
        });
    };
    put(
        Kind::Team,
        "team".into(),
        json!({"name": "Team", "contacts": [{"channel": "pager", "address": "1"}]}),
    );
    put(
        Kind::EscalationPath,
        "path".into(),
        json!({"name": "Path", "team": "team", "steps": [{"after_minutes": 15, "notify": {"kind": "team", "id": "team"}}]}),
    );
    put(Kind::Contract, "c".into(), json!({"name": "C"}));
    put(
        Kind::ContractVersion,
        "c@1.0.0".into(),
        json!({"contract": "c", "version": "1.0.0", "state": "published"}),
    );
    let each = size.agents / size.topologies;
    for at in 0..size.topologies {
        let topology = format!("t{at}");
        put(
            Kind::Topology,
            topology.clone(),
            json!({"name": "T", "team": "team"}),
        );
        let agent = format!("a{}", at * each);
        put(
            Kind::Entry,
            format!("in{at}"),
            json!({"topology": topology, "agent": agent}),
        );
    }
    for at in 0..size.agents {
        let kind = if at % 100 == 99 { "human" } else { "ai" };
        let mut agent = json!({"name": format!("Agent {at}"), "kind": kind, "capabilities": [format!("tag-{}", at % (size.agents / 20))]});
        if finished {
            agent["team"] = json!("team");
            agent["behaviour"] = json!({"resolves": 0.5});
        }
        agent["role"] = json!({"talks_to_user": at % 10 == 0});
        agent["tools"] = json!([{"name": "pay", "irreversible": at % 20 == 0}]);
        put(Kind::Agent, format!("a{at}"), agent);
        let version = json!({
            "agent": format!("a{at}"), "version": "1.0.0",
            "emits": [{"contract": "c", "version": "1.0.0"}], "accepts": [{"contract": "c", "range": "^1"}],
        });
        put(Kind::AgentVersion, format!("a{at}@1.0.0"), version);
    }
    for at in 0..size.handoffs {
        let from = at % size.agents;
        let first = from / each * each;
        // Forward mostly, backward sometimes, within the topology.
        let to = first + (from * 7 + at / size.agents * 13 + 1) % each;
        let mut handoff = json!({"topology": format!("t{}", from / each), "from": format!("a{from}"), "to": format!("a{to}")});
        if at % 100 == 0 {
            handoff["to"] = json!({"capabilities": [format!("tag-{}", at % (size.agents / 20))]});
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
        put(Kind::Handoff, format!("h{at}"), handoff);
    }
    Document::load(1, held)
}

fn today() -> Date {
    Date::new("2026-06-01").unwrap()
}

#[divan::bench(args = [true, false])]
fn catalogue(bencher: Bencher, finished: bool) {
    let document = registry(USUAL, finished);
    bencher.bench(|| check(black_box(&document), Scope::Registry, &today(), &[]));
}

/// What is paid once so that edits are quick.
#[divan::bench(args = [true, false])]
fn catalogue_kept(bencher: Bencher, finished: bool) {
    let document = registry(USUAL, finished);
    bencher.bench(|| Checked::new(black_box(&document), &today()));
}

/// Fields of records, with another value.
const EDITS: [(Kind, &str, &str, &str); 6] = [
    (Kind::Agent, "a7", "name", "\"Anew\""),
    (Kind::Agent, "a7", "kind", "\"human\""),
    (Kind::Handoff, "h7", "owners", "[]"),
    (Kind::Handoff, "h7", "to", "\"a500\""),
    (Kind::Handoff, "h7", "policy", "{\"timeout_ms\": 100}"),
    (
        Kind::ContractVersion,
        "c@1.0.0",
        "payload_schema",
        "{\"type\": \"object\"}",
    ),
];

/// What sets a field of a record.
fn setting(document: &Document, (kind, id, field, value): (Kind, &str, &str, &str)) -> RecordsDiff {
    let before = Arc::clone(&document.entry(kind, id).unwrap().record);
    let mut record = before.to_json();
    record[field] = serde_json::from_str(value).unwrap();
    let record = Record::from_json(kind, record).unwrap();
    let change = Change {
        key: record.key(),
        before: Some(before),
        after: Some(Arc::new(record)),
    };
    RecordsDiff {
        changes: vec![change],
    }
}

fn back(diff: &RecordsDiff) -> RecordsDiff {
    let changes = diff.changes.iter().cloned();
    let changes = changes.map(|change| Change {
        key: change.key,
        before: change.after,
        after: change.before,
    });
    RecordsDiff {
        changes: changes.collect(),
    }
}

fn one_edit(bencher: Bencher, finished: bool, at: usize) {
    let mut documents = [registry(USUAL, finished), registry(USUAL, finished)];
    let diffs = {
        let diff = setting(&documents[0], EDITS[at]);
        [diff.clone(), back(&diff)]
    };
    documents[0].commit(&diffs[0], 2);
    documents[1].commit(&diffs[0], 2);
    documents[1].commit(&diffs[1], 3);
    let mut checked = Checked::new(&documents[1], &today());
    let mut turn = 0;
    bencher.bench_local(|| {
        checked.update(black_box(&documents[turn]), &diffs[turn], &today());
        turn = 1 - turn;
    });
}

/// One edit in a finished registry, done and taken back by turns.
#[divan::bench(args = 0..EDITS.len())]
fn edit_of_a_finished_registry(bencher: Bencher, at: usize) {
    one_edit(bencher, true, at);
}

/// The same where there is much to say.
#[divan::bench(args = 0..EDITS.len())]
fn edit_of_an_unfinished_registry(bencher: Bencher, at: usize) {
    one_edit(bencher, false, at);
}

/// 100,000 agents and 1,000,000 handoffs, on two threads.
#[divan::bench(args = [1, 100], sample_count = 5, sample_size = 1)]
fn large(bencher: Bencher, topologies: usize) {
    let size = Size {
        agents: 100_000,
        handoffs: 1_000_000,
        topologies,
    };
    let document = registry(size, true);
    bencher.bench(|| check(black_box(&document), Scope::Registry, &today(), &[]));
}

#[divan::bench]
fn graph(bencher: Bencher) {
    let document = registry(USUAL, true);
    let topology = TopologyId::new("t0").unwrap();
    bencher.bench(|| TopologyGraph::new(black_box(&document), &topology));
}
