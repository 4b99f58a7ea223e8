//! Requests under load: `cargo bench -p baton-simulation --bench queue`.
//!
//! The first is the plain model of a queue: one agent, Poisson arrivals, exponential service, a queue. `scripts/bench-queue.mjs` measures `SimPy` on
//! the same model in the same run. Each of the others adds one feature to it, or to two agents with a handoff between them. One replication
//! at a time on one thread; an item is a request.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::needless_pass_by_value,
    reason = "a drawing reads as it is written"
)]

use baton_model::{Document, TopologyId, apply, parse_edits};
use baton_simulation::{LoadOptions, Queues, ServiceTimes, Setup};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use serde_json::{Value, json};

/// Requests of a run, over five replications.
const REQUESTS: u64 = 500_000;

fn main() {
    // One thread, as the peer has.
    rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global()
        .unwrap();
    let (queues, options) = plain(ServiceTimes::Exponential);
    let run = queues.run(&options, |_| true).unwrap();
    let agent = &run.agents[0];
    eprintln!(
        "plain model: utilisation {:.3}, mean waiting {:.1} ms",
        agent.utilisation.unwrap().mean,
        agent.waiting_ms.unwrap().mean
    );
    divan::main();
}

/// A topology `t` whose requests come to `a`.
fn queues(records: Value) -> Queues {
    let mut edits = vec![
        json!({ "op": "put", "kind": "topology", "id": "t", "record": { "name": "T" } }),
        json!({ "op": "put", "kind": "entry", "id": "in", "record": { "topology": "t", "agent": "a" } }),
    ];
    edits.extend(records.as_array().cloned().unwrap());
    let mut document = Document::new();
    let edits = parse_edits(&Value::Array(edits).to_string(), &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    Queues::new(
        &document,
        &TopologyId::new("t").unwrap(),
        &Setup::default(),
        None,
    )
    .unwrap()
}

/// Visits of a second on average, at two slots.
fn agent(id: &str, more: Value) -> Value {
    let mut record = json!({ "name": id, "capacity": { "at_once": 2 },
        "behaviour": { "resolves": 1.0, "latency_p50_ms": 1000.0, "latency_p95_ms": 1000.0 } });
    merge(&mut record, more);
    json!({ "op": "put", "kind": "agent", "id": id, "record": record })
}

fn merge(record: &mut Value, more: Value) {
    for (field, value) in more.as_object().cloned().unwrap() {
        if value.is_object() && record[&field].is_object() {
            merge(&mut record[&field], value);
        } else {
            record[&field] = value;
        }
    }
}

/// Eight requests for every ten that two slots can serve.
fn options(service: ServiceTimes) -> LoadOptions {
    LoadOptions {
        rate_per_second: 1.6,
        requests: REQUESTS,
        warm_up_seconds: Some(0.0),
        replications: 5,
        service,
        ..LoadOptions::default()
    }
}

fn plain(service: ServiceTimes) -> (Queues, LoadOptions) {
    (queues(json!([agent("a", json!({}))])), options(service))
}

fn measure(bencher: Bencher<'_, '_>, queues: &Queues, options: &LoadOptions) {
    bencher
        .counter(ItemsCount::new(REQUESTS))
        .bench(|| black_box(queues.run(options, |_| true)).unwrap());
}

#[divan::bench]
fn plain_queue(bencher: Bencher<'_, '_>) {
    let (queues, options) = plain(ServiceTimes::Exponential);
    measure(bencher, &queues, &options);
}

#[divan::bench]
fn with_log_normal_times(bencher: Bencher<'_, '_>) {
    let spread = json!({ "behaviour": { "latency_p50_ms": 800.0, "latency_p95_ms": 2400.0 } });
    let queues = queues(json!([agent("a", spread)]));
    measure(bencher, &queues, &options(ServiceTimes::LogNormal));
}

#[divan::bench]
fn with_a_queue_limit_and_a_rate_limit(bencher: Bencher<'_, '_>) {
    let limits = json!({ "capacity": { "at_once": 2, "queue_limit": 10, "rate_per_second": 2.0 } });
    let queues = queues(json!([agent("a", limits)]));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

/// From `a`, which takes everybody at once, to `b`.
fn handed_over(handoff: Value, b: Value) -> Queues {
    let mut record = json!({ "topology": "t", "from": "a", "to": "b" });
    merge(&mut record, handoff);
    queues(json!([
        { "op": "put", "kind": "agent", "id": "a", "record": { "name": "a", "behaviour": { "latency_p50_ms": 0.0, "latency_p95_ms": 0.0 } } },
        agent("b", b),
        { "op": "put", "kind": "handoff", "id": "h", "record": record },
    ]))
}

#[divan::bench]
fn with_a_handoff(bencher: Bencher<'_, '_>) {
    let queues = handed_over(json!({}), json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

#[divan::bench]
fn with_a_handoff_and_timeouts_with_retries(bencher: Bencher<'_, '_>) {
    let policy = json!({ "policy": { "timeout_ms": 3000, "retries": 2, "backoff": "exponential", "idempotent_by": "handoff_id" } });
    let queues = handed_over(policy, json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

#[divan::bench]
fn with_a_handoff_timeouts_and_a_breaker(bencher: Bencher<'_, '_>) {
    let policy = json!({ "policy": { "timeout_ms": 3000, "retries": 2, "backoff": "exponential", "idempotent_by": "handoff_id",
        "breaker": { "threshold": 5, "window_seconds": 10, "reset_seconds": 5 } } });
    let queues = handed_over(policy, json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

#[divan::bench]
fn with_a_delegation(bencher: Bencher<'_, '_>) {
    let queues = queues(json!([
        agent("a", json!({ "capacity": { "at_once": 4 } })),
        agent("b", json!({})),
        { "op": "put", "kind": "handoff", "id": "h", "record": { "topology": "t", "from": "a", "to": "b", "mode": "delegate" } },
    ]));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

#[divan::bench]
fn with_a_handoff_that_is_debounced(bencher: Bencher<'_, '_>) {
    let queues = handed_over(json!({ "trigger": { "debounce_seconds": 2 } }), json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

#[divan::bench]
fn with_a_gate(bencher: Bencher<'_, '_>) {
    let gate = json!({ "gate": { "minutes": 0.1 } });
    let queues = handed_over(gate, json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

/// Attempts begin again at once, so that every one that is given up makes the queue longer.
#[divan::bench]
fn with_a_retry_storm(bencher: Bencher<'_, '_>) {
    let policy = json!({ "policy": { "timeout_ms": 3000, "retries": 2, "backoff": "none", "idempotent_by": "handoff_id" } });
    let queues = handed_over(policy, json!({}));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}

/// Four people, two of them at any time, who take turns every twelve hours.
#[divan::bench]
fn with_a_team_in_shifts(bencher: Bencher<'_, '_>) {
    let desk = json!({ "name": "Desk", "kind": "human", "team": "care", "capacity": { "at_once": 1 },
        "behaviour": { "resolves": 1.0, "latency_p50_ms": 1000.0, "latency_p95_ms": 1000.0 } });
    let person =
        |id: &str| json!({ "op": "put", "kind": "person", "id": id, "record": { "name": id } });
    let shift =
        |person: &str, from: &str, to: &str| json!({ "person": person, "from": from, "to": to });
    let queues = queues(json!([
        person("ada"), person("ben"), person("cem"), person("dan"),
        { "op": "put", "kind": "team", "id": "care", "record": { "name": "Care", "rotation": "days" } },
        { "op": "put", "kind": "rotation", "id": "days", "record": { "name": "Days", "team": "care", "schedule": [
            shift("ada", "2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z"),
            shift("ben", "2026-01-01T00:00:00Z", "2026-01-01T12:00:00Z"),
            shift("cem", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z"),
            shift("dan", "2026-01-01T12:00:00Z", "2026-01-02T00:00:00Z"),
        ] } },
        { "op": "put", "kind": "agent", "id": "a", "record": desk },
    ]));
    measure(bencher, &queues, &options(ServiceTimes::Exponential));
}
