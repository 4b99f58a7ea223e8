//! `baton simulate`: solved and sampled alike, refused by name, held to requirements.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

const OUTCOMES: [&str; 8] = [
    "resolved",
    "wrong",
    "human",
    "human_repeat",
    "abandoned",
    "dropped",
    "killed",
    "stuck",
];

fn share(result: &Value, outcome: &str) -> f64 {
    result["outcomes"][outcome].as_f64().unwrap()
}

#[test]
fn templates_are_solved_and_sampled_alike() {
    for template in ["customer-support", "order-fulfilment", "sample-support"] {
        let desk = Desk::from_template(BATON, template);
        for profile in ["calm", "production", "request-10001"] {
            let exact = desk
                .json(&["simulate", "--exact", "--profile", profile])
                .expect(0)
                .value();
            let sampled = desk
                .json(&["simulate", "--requests", "100000", "--profile", profile])
                .expect(0)
                .value();
            for result in [&exact, &sampled] {
                has_fields(
                    result,
                    &[
                        "method",
                        "outcomes",
                        "hops",
                        "cost_usd",
                        "latency_ms",
                        "handoff_success",
                        "context_fidelity",
                        "agents",
                        "handoffs",
                    ],
                );
                has_fields(&result["outcomes"], &OUTCOMES);
                has_fields(&result["agents"][0], &["id", "recovers", "digs_deeper"]);
                has_fields(&result["handoffs"][0], &["id", "uses", "ends_here"]);
            }
            assert_eq!(
                (&exact["method"], &sampled["method"]),
                (&json!("exact"), &json!("sampled"))
            );
            let sum: f64 = OUTCOMES.iter().map(|outcome| share(&exact, outcome)).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{template} {profile}: {sum}");
            assert!(exact["bound"].as_f64().unwrap() < 1e-9);
            for outcome in OUTCOMES {
                let (exact, sampled) = (share(&exact, outcome), share(&sampled, outcome));
                assert!(
                    (exact - sampled).abs() < 0.01,
                    "{template} {profile} {outcome}: {exact} {sampled}"
                );
            }
            has_fields(&sampled["latency_ms"], &["mean", "p50", "p95", "p99"]);
        }
    }
}

#[test]
fn the_same_seed_gives_the_same_result() {
    let desk = Desk::from_template(BATON, "customer-support");
    let run = |seed: &str| {
        desk.json(&["simulate", "--requests", "50000", "--seed", seed])
            .expect(0)
            .value()
    };
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7")["outcomes"], run("8")["outcomes"]);
}

#[test]
fn requirements_decide_about_the_exit_code() {
    let desk = Desk::from_template(BATON, "customer-support");
    desk.run(&[
        "simulate",
        "--exact",
        "--require",
        "hops<=100",
        "--require",
        "stuck<=0.5",
    ])
    .expect(0);
    let failed = desk
        .json(&["simulate", "--exact", "--require", "hops<=0.01"])
        .expect(1)
        .value();
    assert_eq!(failed["requirements"][0]["holds"], false);
    let told = desk
        .run(&["simulate", "--exact", "--require", "hops<=0.01"])
        .expect(1)
        .stdout;
    assert!(told.contains("does not hold hops<=0.01"), "{told}");
    let unknown = desk.json(&["simulate", "--require", "speed<=1"]).expect(2);
    assert!(
        unknown.stdout.contains("is no figure") || unknown.stderr.contains("is no figure"),
        "{unknown:?}"
    );
}

#[test]
fn what_cannot_be_simulated_is_refused_by_name() {
    let desk = Desk::from_template(BATON, "customer-support");
    for (words, expected) in [
        (
            ["simulate", "--profile", "storm"],
            "there is no fault profile",
        ),
        (["simulate", "--scenario", "none"], "there is no scenario"),
        (
            ["simulate", "--requests", "0"],
            "0 requests cannot be walked",
        ),
    ] {
        let reply = desk.json(&words).expect(2);
        let told = format!("{}{}", reply.stdout, reply.stderr);
        assert!(told.contains(expected), "{told}");
    }
}

/// A topology `t` in which `a` gets all requests; `edits` say the rest.
fn drawn(edits: &[Value]) -> Desk {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    let mut all = vec![
        put("topology", "t", json!({ "name": "T" })),
        put("entry", "in", json!({ "topology": "t", "agent": "a" })),
        put(
            "agent",
            "person",
            json!({ "name": "Person", "kind": "human" }),
        ),
    ];
    all.extend_from_slice(edits);
    desk.apply(&Value::Array(all));
    desk
}

fn put(kind: &str, id: &str, record: Value) -> Value {
    let mut record = record;
    record["id"] = json!(id);
    json!({ "op": "put", "kind": kind, "id": id, "record": record })
}

fn agent(id: &str, behaviour: Value) -> Value {
    put("agent", id, json!({ "name": id, "behaviour": behaviour }))
}

fn handoff(from: &str, to: &str, behaviour: Value, more: Value) -> Value {
    let mut record = json!({ "topology": "t", "from": from, "to": to, "behaviour": behaviour });
    for (field, value) in more.as_object().unwrap() {
        record[field] = value.clone();
    }
    put("handoff", &format!("{from}-{to}"), record)
}

/// Whether any number of a result could not be written down.
fn has_no_number(value: &Value, names: &[&str]) -> bool {
    names.iter().any(|name| value[name].is_null())
}

#[test]
fn numbers_that_cannot_be_are_named_with_their_record() {
    let b = || agent("b", json!({ "resolves": 1.0 }));
    let to_b = || handoff("a", "b", json!({}), json!({}));
    for (edits, expected) in [
        (
            vec![agent("a", json!({ "resolves": 1.5 }))],
            "agent a: resolves is 1.5",
        ),
        (
            vec![agent("a", json!({ "hallucination": -0.1 }))],
            "agent a: hallucination is -0.1",
        ),
        (
            vec![agent("a", json!({ "tool_limit": 0 }))],
            "agent a: tool_limit is 0",
        ),
        (
            vec![agent(
                "a",
                json!({ "latency_p50_ms": 900.0, "latency_p95_ms": 100.0 }),
            )],
            "agent a: latency_p95_ms is 100",
        ),
        (
            vec![agent(
                "a",
                json!({ "latency_p50_ms": 1e-300, "latency_p95_ms": 1e12 }),
            )],
            "at most a million times",
        ),
        (
            vec![agent("a", json!({ "cost_usd": 1e308 }))],
            "agent a: cost_usd is",
        ),
        (
            vec![
                agent("a", json!({})),
                b(),
                handoff("a", "b", json!({ "malformed": 2.0 }), json!({})),
            ],
            "handoff a-b: malformed is 2",
        ),
        (
            vec![
                agent("a", json!({})),
                b(),
                handoff("a", "b", json!({ "share": -1.0 }), json!({})),
            ],
            "handoff a-b: share is -1",
        ),
        (
            vec![
                agent("a", json!({})),
                b(),
                handoff("a", "b", json!({}), json!({ "gate": { "catches": 7.0 } })),
            ],
            "handoff a-b: catches is 7",
        ),
        (
            vec![
                agent("a", json!({})),
                b(),
                to_b(),
                put(
                    "scenario",
                    "s",
                    json!({ "name": "S", "topology": "t", "abandon_on_repeat": 3.0 }),
                ),
            ],
            "abandon_on_repeat is 3",
        ),
    ] {
        let desk = drawn(&edits);
        let scenario: &[&str] = if expected.starts_with("abandon") {
            &["--scenario", "s"]
        } else {
            &[]
        };
        for method in [&["--exact"][..], &[]] {
            let words = [&["simulate"], method, scenario].concat();
            let (_, message, hints) = desk.json(&words).expect(2).error();
            assert!(message.contains(expected), "{message}");
            assert!(!hints.is_empty());
        }
    }
}

#[test]
fn requests_that_cannot_go_on_are_stuck_and_it_is_said_why() {
    let ways_out = [
        // Nothing is left to choose: no share at all.
        (
            vec![
                agent("a", json!({ "resolves": 0.25 })),
                handoff("a", "person", json!({ "share": 0.0 }), json!({})),
            ],
            0.75,
            "stuck",
        ),
        // A circle without a way out.
        (
            vec![
                agent("a", json!({})),
                agent("b", json!({})),
                handoff("a", "b", json!({}), json!({})),
                handoff("b", "a", json!({}), json!({})),
            ],
            1.0,
            "never end",
        ),
    ];
    for (edits, stuck, reason) in ways_out {
        let desk = drawn(&edits);
        let exact = desk.json(&["simulate", "--exact"]).expect(0).value();
        assert!((share(&exact, "stuck") - stuck).abs() < 1e-12, "{exact}");
        assert!(
            exact["notes"].to_string().contains(reason),
            "{}",
            exact["notes"]
        );
        let sampled = desk
            .json(&["simulate", "--requests", "20000"])
            .expect(0)
            .value();
        assert!((share(&sampled, "stuck") - stuck).abs() < 0.02);
        assert!(sampled["notes"].to_string().contains("stuck"));
        for result in [&exact, &sampled] {
            assert!(!has_no_number(&result["outcomes"], &OUTCOMES), "{result}");
        }
        // Where some requests never end, neither has a mean.
        for figure in ["hops", "cost_usd", "context_fidelity"] {
            assert_eq!(exact[figure].is_null(), sampled[figure].is_null());
        }
        let told = desk.run(&["simulate", "--exact"]).expect(0).stdout;
        assert!(!told.contains("NaN") && told.contains("note"), "{told}");
    }
}

#[test]
fn a_fallback_that_is_not_there_is_refused_by_name() {
    let desk = drawn(&[
        agent("a", json!({})),
        handoff("a", "person", json!({}), json!({})),
    ]);
    let change = json!([handoff(
        "a",
        "person",
        json!({}),
        json!({ "fallbacks": ["nobody"] })
    )]);
    let file = desk.write("change.json", change.to_string());
    let file = file.to_str().unwrap();
    let (_, message, _) = desk
        .json(&["simulate", "--with-change", file])
        .expect(2)
        .error();
    assert!(message.contains("nobody"), "{message}");
}

#[test]
fn profiles_of_ones_own_are_listed_and_used() {
    let desk = drawn(&[
        agent("a", json!({ "resolves": 1.0 })),
        put(
            "scenario",
            "storm",
            json!({ "name": "Storm", "topology": "t", "faults": { "hallucination": 0.4 } }),
        ),
        put(
            "scenario",
            "peak",
            json!({ "name": "Peak", "topology": "t", "profile": "holidays", "faults": { "hallucination": 0.2 } }),
        ),
        put(
            "scenario",
            "again",
            json!({ "name": "Again", "topology": "t", "profile": "holidays", "abandon_on_repeat": 0.9 }),
        ),
    ]);
    let listed = desk.json(&["simulate", "--profiles"]).expect(0).value();
    let names: Vec<&str> = listed["profiles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["calm", "production", "request-10001", "holidays", "storm"]
    );
    assert_eq!(listed["scenarios"].as_array().unwrap().len(), 3);
    for (flag, name, profile, wrong) in [
        ("--profile", "storm", "storm", 0.4),
        ("--profile", "holidays", "holidays", 0.2),
        ("--scenario", "again", "holidays", 0.2),
        ("--scenario", "storm", "storm", 0.4),
    ] {
        let result = desk
            .json(&["simulate", "--exact", flag, name])
            .expect(0)
            .value();
        assert!(
            (share(&result, "wrong") - wrong).abs() < 1e-12,
            "{name}: {result}"
        );
        assert_eq!(result["profile"], profile);
    }
    let (_, message, _) = desk
        .json(&["simulate", "--profile", "calmer"])
        .expect(2)
        .error();
    assert!(
        message.contains("holidays") && message.contains("storm"),
        "{message}"
    );
    desk.apply(&json!([put("scenario", "other", json!({ "name": "Other", "topology": "t", "profile": "holidays", "faults": { "hallucination": 0.3 } }))]));
    let (_, message, _) = desk
        .json(&["simulate", "--profile", "holidays"])
        .expect(2)
        .error();
    assert!(
        message.contains("peak") && message.contains("other"),
        "{message}"
    );
}

#[test]
fn targets_are_those_of_the_field_or_of_the_handoff() {
    let desk = drawn(&[
        agent("a", json!({})),
        handoff(
            "a",
            "person",
            json!({ "unavailable": 0.05 }),
            json!({ "targets": { "success": 0.9, "latency_p95_ms": 10 } }),
        ),
    ]);
    let result = desk.json(&["simulate", "--exact"]).expect(0).value();
    let told: Vec<(String, Value, bool, Value)> = result["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["figure"].as_str().unwrap().to_owned(),
                one["subject"]["id"].clone(),
                one["holds"].as_bool().unwrap(),
                one["source"].clone(),
            )
        })
        .collect();
    let whole =
        |figure: &str, holds: bool| (figure.to_owned(), Value::Null, holds, json!("default"));
    let own = |figure: &str, holds: bool| {
        (
            figure.to_owned(),
            json!("a-person"),
            holds,
            json!("handoff"),
        )
    };
    assert_eq!(
        told,
        [
            whole("handoff_success", false),
            whole("context_loss", true),
            whole("human_rate", true),
            whole("human_rate", false),
            whole("hops", true),
            own("handoff_success", true),
            own("latency_p95_ms", false),
        ]
    );
    desk.run(&[
        "simulate",
        "--exact",
        "--require",
        "handoff_success@a-person>=0.95",
    ])
    .expect(0);
    desk.run(&[
        "simulate",
        "--exact",
        "--require",
        "latency_p95_ms@a-person<=19",
    ])
    .expect(1);
    let (_, message, _) = desk
        .json(&["simulate", "--require", "uses@b<=1"])
        .expect(2)
        .error();
    assert!(message.contains("no handoff \"b\""), "{message}");
}
