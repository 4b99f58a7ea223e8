//! The whole catalogue over a registry of 1,000 agents and 3,000 handoffs, after one edit of it, and over a hundred times as much.
#![allow(missing_docs, clippy::unwrap_used, clippy::needless_pass_by_value)]

use baton_graph::TopologyGraph;
use baton_model::{Change, Date, Document, Kind, Record, RecordsDiff, TopologyId};
use baton_rules::{Checked, Scope, check};
use divan::{Bencher, black_box};
use registries::{Drawn, Size, USUAL, output_schema, payload_schema, registry};
use serde_json::Value;
use std::cell::RefCell;
use std::sync::Arc;

mod registries;

// As in the programs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

fn today() -> Date {
    Date::new("2026-06-01").unwrap()
}

const ALL: [Drawn; 3] = [Drawn::Finished, Drawn::Bare, Drawn::Agreed];

/// Without any proof at hand.
#[divan::bench(args = ALL)]
fn catalogue(bencher: Bencher, drawn: Drawn) {
    let document = registry(USUAL, drawn);
    bencher.bench(|| check(black_box(&document), Scope::Registry, &today(), &[]));
}

/// What is paid once so that edits are quick, without any proof at hand.
#[divan::bench(args = ALL)]
fn catalogue_kept(bencher: Bencher, drawn: Drawn) {
    let document = registry(USUAL, drawn);
    bencher.bench(|| Checked::new(black_box(&document), &today()));
}

/// The same with all proofs at hand: everything is checked again because the day is another.
#[divan::bench(args = ALL)]
fn catalogue_kept_and_proved(bencher: Bencher, drawn: Drawn) {
    let document = registry(USUAL, drawn);
    let mut checked = Checked::new(&document, &today());
    let mut days = [Date::new("2026-06-02").unwrap(), today()];
    bencher.bench_local(|| {
        checked.update(black_box(&document), &RecordsDiff::default(), &days[0]);
        days.reverse();
    });
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

/// The same where there are many contracts; a schema of a contract that fifteen handoffs carry, and what one agent puts out.
fn agreed_edits() -> Vec<(Kind, &'static str, &'static str, Value)> {
    let mut edits: Vec<_> = EDITS[..5].iter().map(|edit| of_text(*edit)).collect();
    edits.push((
        Kind::ContractVersion,
        "c7@1.1.0",
        "payload_schema",
        payload_schema(7, 1, 3_000),
    ));
    edits.push((
        Kind::AgentVersion,
        "a7@1.0.0",
        "output_schema",
        output_schema(7, 7, 900),
    ));
    edits
}

fn of_text(
    (kind, id, field, value): (Kind, &'static str, &'static str, &str),
) -> (Kind, &'static str, &'static str, Value) {
    (kind, id, field, serde_json::from_str(value).unwrap())
}

/// What sets a field of a record.
fn setting(
    document: &Document,
    (kind, id, field, value): (Kind, &str, &str, Value),
) -> RecordsDiff {
    let before = Arc::clone(&document.entry(kind, id).unwrap().record);
    let mut record = before.to_json();
    record[field] = value;
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

fn one_edit(bencher: Bencher, drawn: Drawn, edit: (Kind, &str, &str, Value)) {
    let mut documents = [registry(USUAL, drawn), registry(USUAL, drawn)];
    let diffs = {
        let diff = setting(&documents[0], edit);
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
    one_edit(bencher, Drawn::Finished, of_text(EDITS[at]));
}

/// The same where there is much to say.
#[divan::bench(args = 0..EDITS.len())]
fn edit_of_an_unfinished_registry(bencher: Bencher, at: usize) {
    one_edit(bencher, Drawn::Bare, of_text(EDITS[at]));
}

/// The same with many contracts; what has to be proved was proved before.
#[divan::bench(args = 0..agreed_edits().len())]
fn edit_of_an_agreed_registry(bencher: Bencher, at: usize) {
    one_edit(bencher, Drawn::Agreed, agreed_edits().swap_remove(at));
}

/// Schemas that nobody has seen before: of a contract that fifteen handoffs carry, and of what one agent puts out.
#[divan::bench(args = [Kind::ContractVersion, Kind::AgentVersion], sample_size = 1)]
fn edit_with_proofs(bencher: Bencher, kind: Kind) {
    let document = RefCell::new(registry(USUAL, Drawn::Agreed));
    let mut checked = Checked::new(&document.borrow(), &today());
    let mut longest = 2_000;
    let bencher = bencher.with_inputs(|| {
        longest += 1;
        let edit = if kind == Kind::ContractVersion {
            let schema = payload_schema(7, 1, longest);
            (kind, "c7@1.1.0", "payload_schema", schema)
        } else {
            let schema = output_schema(7, 7, longest);
            (kind, "a7@1.0.0", "output_schema", schema)
        };
        let diff = setting(&document.borrow(), edit);
        let mut document = document.borrow_mut();
        let revision = document.revision() + 1;
        document.commit(&diff, revision);
        diff
    });
    bencher.bench_local_values(|diff| checked.update(&document.borrow(), &diff, &today()));
}

/// 100,000 agents and 1,000,000 handoffs, on two threads.
#[divan::bench(args = [1, 100], sample_count = 5, sample_size = 1)]
fn large(bencher: Bencher, topologies: usize) {
    let size = Size {
        agents: 100_000,
        handoffs: 1_000_000,
        topologies,
    };
    let document = registry(size, Drawn::Finished);
    bencher.bench(|| check(black_box(&document), Scope::Registry, &today(), &[]));
}

#[divan::bench]
fn graph(bencher: Bencher) {
    let document = registry(USUAL, Drawn::Finished);
    let topology = TopologyId::new("t0").unwrap();
    bencher.bench(|| TopologyGraph::new(black_box(&document), &topology));
}
