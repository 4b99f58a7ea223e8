//! Requests walked a second, on one core and on two: `cargo bench -p baton-simulation --bench sample`.
//!
//! The networks have ten agents each: the template `customer-support` as it is shipped (20 handoffs, delegations among them), and a desk with
//! eight specialists and a person, drawn so that every die of the definition is thrown (31 handoffs). Both run under the profile `production`.

#![allow(clippy::unwrap_used)]

use baton_model::{Document, TopologyId, apply, parse_edits};
use baton_simulation::{Network, SampleOptions, Setup, sample};
use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::{Value, json};

fn main() {
    divan::main();
}

/// Requests of one run.
const REQUESTS: u64 = 1 << 20;

/// What is drawn of each request.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Drawn {
    Outcomes,
    Latencies,
}

#[divan::bench(args = [Drawn::Outcomes, Drawn::Latencies], sample_count = 10)]
fn template_on_one_core(bencher: Bencher, drawn: Drawn) {
    walk(bencher, &template(), drawn, 1);
}

#[divan::bench(args = [Drawn::Outcomes, Drawn::Latencies], sample_count = 10)]
fn desk_on_one_core(bencher: Bencher, drawn: Drawn) {
    walk(bencher, &desk(), drawn, 1);
}

#[divan::bench(args = [Drawn::Outcomes, Drawn::Latencies], sample_count = 10)]
fn desk_on_two_cores(bencher: Bencher, drawn: Drawn) {
    walk(bencher, &desk(), drawn, 2);
}

fn walk(bencher: Bencher, network: &Network, drawn: Drawn, threads: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.unwrap();
    let options = SampleOptions {
        requests: REQUESTS,
        seed: 1,
        precision: None,
        times: drawn == Drawn::Latencies,
    };
    bencher
        .counter(ItemsCount::new(REQUESTS))
        .bench(|| pool.install(|| sample(network, &options, |_| true)));
}

fn template() -> Network {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../templates/customer-support/records.json"
    );
    network(&std::fs::read_to_string(path).unwrap(), "customer-support")
}

fn desk() -> Network {
    let put = |kind: &str, id: &str, record: Value| json!({ "op": "put", "kind": kind, "id": id, "record": record });
    let agent = |id: &str, resolves: f64| {
        put(
            "agent",
            id,
            json!({ "name": id, "behaviour": {
                "resolves": resolves, "recovery": 0.2, "hallucination": 0.03, "tool_calls": 2, "tool_failure": 0.2,
                "tool_limit": 2, "silent": 0.1, "cost_usd": 0.01,
            } }),
        )
    };
    let handoff = |from: &str, to: &str, share: f64, more: Value| {
        let mut record = json!({
            "topology": "t", "from": from, "to": to,
            "behaviour": { "share": share, "unavailable": 0.05, "malformed": 0.03, "context_loss": 0.02 },
        });
        for (field, value) in more.as_object().unwrap() {
            record[field] = value.clone();
        }
        put("handoff", &format!("{from}-{to}"), record)
    };
    let mut edits = vec![
        put("topology", "t", json!({ "name": "Desk" })),
        put("entry", "in", json!({ "topology": "t", "agent": "desk" })),
        put(
            "agent",
            "person",
            json!({ "name": "Person", "kind": "human" }),
        ),
        agent("desk", 0.1),
    ];
    let names: Vec<String> = (1..=8).map(|number| format!("expert-{number}")).collect();
    for (at, name) in names.iter().enumerate() {
        let next = &names[(at + 1) % names.len()];
        edits.push(agent(name, 0.5));
        let limited =
            json!({ "policy": { "loop_limit": 2, "retries": 1 }, "fallbacks": ["person"] });
        edits.push(handoff("desk", name, 1.0, limited.clone()));
        edits.push(handoff(
            name,
            "person",
            0.3,
            json!({ "gate": { "catches": 0.8 } }),
        ));
        edits.push(handoff(name, next, 0.7, limited));
        if at < 7 {
            let checked = json!({ "policy": { "boundary_validation": true }, "trigger": { "on": "error" }, "fallbacks": ["person"] });
            edits.push(handoff(name, "desk", 1.0, checked));
        }
    }
    network(&Value::Array(edits).to_string(), "t")
}

fn network(records: &str, topology: &str) -> Network {
    let mut document = Document::new();
    let edits = parse_edits(records, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    let setup = Setup::of_profile("production").unwrap();
    Network::new(&document, &TopologyId::new(topology).unwrap(), &setup).unwrap()
}
