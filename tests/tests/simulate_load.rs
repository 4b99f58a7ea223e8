//! `baton simulate --load`: what queues, shifts and limits do, the same for the same seed, refused by name.

use baton_tests::{Desk, Reply, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// Requests come to a desk with one slot, which hands every other one to a person who takes two tickets at once.
fn desk() -> Desk {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    let put = |kind: &str, id: &str, record: Value| json!({ "op": "put", "kind": kind, "id": id, "record": record });
    desk.apply(&json!([
        put("topology", "t", json!({ "name": "T" })),
        put("team", "care", json!({ "name": "Care" })),
        put("agent", "bot", json!({ "name": "Bot", "capacity": { "at_once": 1 },
            "behaviour": { "resolves": 0.5, "latency_p50_ms": 1000.0, "latency_p95_ms": 1000.0 } })),
        put("agent", "person", json!({ "name": "Person", "kind": "human", "team": "care", "capacity": { "at_once": 2, "queue_limit": 3 },
            "behaviour": { "latency_p50_ms": 6000.0, "latency_p95_ms": 6000.0 } })),
        put("entry", "in", json!({ "topology": "t", "agent": "bot" })),
        put("handoff", "up", json!({ "topology": "t", "from": "bot", "to": "person", "policy": { "timeout_ms": 60_000 } })),
        put("scenario", "rush", json!({ "name": "Rush", "topology": "t", "rate_per_second": 0.5 })),
    ]));
    desk
}

#[test]
fn load_is_felt_where_capacity_is_scarce() {
    let desk = desk();
    let calm = desk
        .json(&["simulate", "--load", "0.1/s", "--requests", "20000"])
        .expect(0)
        .value();
    let busy = desk
        .json(&["simulate", "--load", "48/min", "--requests", "20000"])
        .expect(0)
        .value();
    for result in [&calm, &busy] {
        has_fields(
            result,
            &[
                "topology",
                "method",
                "rate_per_second",
                "outcomes",
                "intervals",
                "by_load",
                "throughput_per_second",
                "latency_ms",
                "waiting_ms",
                "amplification",
                "agents",
                "teams",
                "handoffs",
                "series_step_seconds",
                "seed",
                "replications",
                "notes",
            ],
        );
        assert_eq!(result["method"], "queues");
        has_fields(
            &result["agents"][0],
            &[
                "id",
                "slots",
                "utilisation",
                "demand",
                "waiting_ms",
                "queue",
                "series",
            ],
        );
        assert_eq!(result["agents"][0]["series"].as_array().unwrap().len(), 60);
        assert_eq!(result["teams"][0]["id"], "care");
        has_fields(
            &result["handoffs"][0],
            &[
                "id",
                "uses",
                "amplification",
                "timed_out",
                "openings_per_hour",
                "lost",
            ],
        );
        let outcomes = result["outcomes"].as_object().unwrap().values();
        let sum: f64 = outcomes.map(|share| share.as_f64().unwrap()).sum();
        assert!((sum + result["inside"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    }
    let used = |result: &Value| result["agents"][0]["utilisation"]["mean"].as_f64().unwrap();
    assert!(
        (used(&calm) - 0.1).abs() < 0.01 && (used(&busy) - 0.8).abs() < 0.02,
        "{} {}",
        used(&calm),
        used(&busy)
    );
    // 0.4 a second come to the person, who can do a third of one: what finds no room is dropped.
    assert!(calm["outcomes"]["dropped"].as_f64().unwrap() < 0.001);
    assert!(busy["outcomes"]["dropped"].as_f64().unwrap() > 0.08);
    assert_eq!(busy["by_load"][0]["cause"], "queue_full");
    assert_eq!(busy["by_load"][0]["outcome"], "dropped");
    assert!(
        busy["notes"][0]
            .as_str()
            .unwrap()
            .starts_with("person cannot keep up"),
        "{busy}"
    );
}

#[test]
fn people_are_told_what_is_busy() {
    let told = desk()
        .run(&["simulate", "--load", "48/min", "--requests", "20000"])
        .expect(0)
        .stdout;
    for expected in [
        "slots in use, and waiting for one",
        "bot",
        "██",
        " to ",
        "48 a minute",
        "queue_full",
        "turned away",
        "note  person cannot keep up",
    ] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn the_same_seed_gives_the_same_result_and_the_rate_may_be_the_scenarios() {
    let desk = desk();
    let run = |seed: &str| {
        let words = [
            "simulate",
            "--load",
            "--scenario",
            "rush",
            "--for",
            "30min",
            "--warm-up",
            "60s",
            "--replications",
            "8",
            "--seed",
            seed,
        ];
        desk.json(&words).expect(0).value()
    };
    let first = run("7");
    assert_eq!(first, run("7"));
    assert_ne!(first["outcomes"], run("8")["outcomes"]);
    assert_eq!(
        (&first["rate_per_second"], &first["seconds"]),
        (&json!(0.5), &json!(1800.0))
    );
    assert_eq!(
        (&first["warm_up_seconds"], &first["replications"]),
        (&json!(60.0), &json!(8))
    );
}

#[test]
fn what_cannot_be_is_refused_by_name() {
    let desk = desk();
    for (words, expected) in [
        (
            vec!["simulate", "--load"],
            "nothing says how many requests arrive",
        ),
        (vec!["simulate", "--load", "fast"], "a rate is a number"),
        (
            vec!["simulate", "--load", "-1"],
            "a rate is a number above 0",
        ),
        (
            vec!["simulate", "--load", "-3/s"],
            "a rate is a number above 0",
        ),
        (
            vec!["simulate", "--load", "1", "--exact"],
            "cannot be used with",
        ),
        (vec!["simulate", "--for", "1h"], "--load"),
        (
            vec!["simulate", "--load", "1", "--for", "long"],
            "a time is a number",
        ),
        (
            vec!["simulate", "--load", "1", "--replications", "1"],
            "replications is 1; it has to be between 5 and 10000",
        ),
        (
            vec!["simulate", "--load", "1", "--from", "noon"],
            "is not an RFC 3339 time",
        ),
        (
            vec!["simulate", "--load", "1000000/s", "--for", "1d"],
            "at most 1000000000",
        ),
    ] {
        let reply = desk.json(&words).expect(2);
        let told = format!("{}{}", reply.stdout, reply.stderr);
        assert!(told.contains(expected), "{words:?}: {told}");
    }
    desk.apply(&json!([{ "op": "put", "kind": "agent", "id": "bot", "record": { "name": "Bot", "capacity": { "at_once": 0 } } }]));
    let reply = desk.json(&["simulate", "--load", "1"]).expect(2);
    let told = format!("{}{}", reply.stdout, reply.stderr);
    assert!(
        told.contains("agent bot: capacity.at_once is 0; it has to be between 1"),
        "{told}"
    );
}

#[test]
fn requirements_are_held_against_what_load_makes_of_it() {
    let desk = desk();
    let held = desk
        .json(&[
            "simulate",
            "--load",
            "0.1/s",
            "--requests",
            "20000",
            "--require",
            "utilisation@bot<=0.2",
            "--require",
            "lost@up<=0.01",
            "--require",
            "latency_ms.p95<=60000",
        ])
        .expect(0)
        .value();
    assert_eq!(held["requirements"].as_array().unwrap().len(), 3);
    let used = held["requirements"][0]["found"].as_f64().unwrap();
    assert!((used - 0.1).abs() < 0.01, "{used}");
    let failed = desk
        .run(&[
            "simulate",
            "--load",
            "48/min",
            "--requests",
            "20000",
            "--require",
            "waiting_ms.mean<=1",
        ])
        .expect(1);
    assert!(failed.stdout.contains("does not hold waiting_ms.mean<=1"));
    let unknown = desk
        .json(&["simulate", "--load", "1/s", "--require", "utilisation<=1"])
        .expect(2);
    let said = |words: &str, run: &Reply| run.stdout.contains(words) || run.stderr.contains(words);
    assert!(
        said("no figure of a run under load", &unknown),
        "{unknown:?}"
    );
    let nobody = desk
        .json(&["simulate", "--load", "1/s", "--require", "queue@nobody<=1"])
        .expect(2);
    assert!(said("has no agent", &nobody), "{nobody:?}");
}
