//! `baton simulate`: whose targets are judged, what is required of them, and what is said of requests that never end.

use baton_tests::Desk;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn put(kind: &str, id: &str, record: Value) -> Value {
    json!({ "op": "put", "kind": kind, "id": id, "record": record })
}

/// One of ten requests fails on the way to a person; `targets` are those of the topology.
fn desk(targets: &Value) -> Desk {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    desk.apply(&json!([
        put("topology", "t", json!({ "name": "T", "targets": targets })),
        put("agent", "a", json!({ "name": "A" })),
        put("agent", "h", json!({ "name": "H", "kind": "human" })),
        put("entry", "in", json!({ "topology": "t", "agent": "a" })),
        put(
            "handoff",
            "up",
            json!({ "topology": "t", "from": "a", "to": "h", "behaviour": { "unavailable": 0.1, "context_loss": 0.1 } })
        ),
    ]));
    desk
}

#[test]
fn targets_of_the_topology_stand_in_place_of_the_defaults() {
    let wanted =
        json!({ "success": 0.5, "human_rate": 1.0, "context_loss": 0.2, "latency_p95_ms": 5 });
    let desk = desk(&wanted);
    let result = desk.json(&["simulate", "--exact"]).expect(0).value();
    let told: Vec<(&str, &str, f64, bool)> = result["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["figure"].as_str().unwrap(),
                one["source"].as_str().unwrap(),
                one["wanted"].as_f64().unwrap(),
                one["holds"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("handoff_success", "topology", 0.5, true),
            ("context_loss", "topology", 0.2, true),
            ("human_rate", "topology", 1.0, true),
            ("hops", "default", 4.0, true),
            ("latency_p95_ms", "topology", 5.0, false),
        ]
    );
    let text = desk.run(&["simulate", "--exact"]).expect(0).stdout;
    assert!(text.contains("as the topology wants"), "{text}");
}

#[test]
fn all_targets_can_be_required_at_once() {
    let fine =
        json!({ "success": 0.5, "human_rate": 1.0, "context_loss": 0.2, "latency_p95_ms": 50 });
    let all = ["simulate", "--exact", "--require", "targets"];
    let held = desk(&fine).json(&all).expect(0).value();
    assert_eq!(held["requirements"][0]["found"], 0.0);
    let desk = desk(&json!({}));
    let failed = desk.json(&all).expect(1).value();
    assert_eq!(failed["requirements"][0]["requirement"], "targets");
    assert_eq!(failed["requirements"][0]["holds"], false);
    let text = desk.run(&all).expect(1).stdout;
    assert!(
        text.contains("does not hold targets (found: 3 missed)"),
        "{text}"
    );
    for (required, code) in [
        ("human_rate<=0.91", 0),
        ("human_rate>=0.95", 1),
        ("context_loss<=0.11", 0),
        ("context_loss<=0.09", 1),
        ("bad_ends<=0.11", 0),
        ("bad_ends<=0.09", 1),
    ] {
        for method in [&["--exact"][..], &["--load", "1/s"]] {
            let words = [&["simulate", "--require", required], method].concat();
            desk.run(&words).expect(code);
        }
    }
    desk.run(&["simulate", "--load", "1/s", "--require", "targets"])
        .expect(2);
}

#[test]
fn only_bad_outcomes_end_at_a_handoff() {
    let desk = desk(&json!({}));
    let result = desk.json(&["simulate", "--exact"]).expect(0).value();
    let ends = result["handoffs"][0]["ends_here"].as_object().unwrap();
    let names: Vec<&str> = ends.keys().map(String::as_str).collect();
    assert_eq!(names, ["wrong", "abandoned", "dropped", "killed", "stuck"]);
    assert!((ends["dropped"].as_f64().unwrap() - 0.1).abs() < 1e-12);
}

#[test]
fn requests_that_never_end_are_told_alike_by_both_solvers() {
    let desk = desk(&json!({}));
    let to = |id: &str, from: &str, to: &str| {
        put(
            "handoff",
            id,
            json!({ "topology": "t", "from": from, "to": to }),
        )
    };
    desk.apply(&json!([
        put("agent", "b", json!({ "name": "B" })),
        put("agent", "c", json!({ "name": "C" })),
        to("away", "a", "b"),
        to("round", "b", "c"),
        to("back", "c", "b"),
    ]));
    for method in [&["--exact"][..], &["--requests", "20000"]] {
        let words = [&["simulate"], method].concat();
        let result = desk.json(&words).expect(0).value();
        for figure in [
            "hops",
            "cost_usd",
            "latency_ms",
            "handoff_success",
            "context_fidelity",
        ] {
            assert!(result[figure].is_null(), "{figure}: {}", result[figure]);
        }
        let notes = result["notes"].to_string();
        assert!(
            notes.contains("never end, so hops, time and cost have no mean")
                && notes.contains("stuck going round at b, c"),
            "{notes}"
        );
        for handoff in result["handoffs"].as_array().unwrap() {
            let stuck = handoff["ends_here"]["stuck"].as_f64().unwrap();
            let expected = if handoff["id"] == "away" { 0.5 } else { 0.0 };
            assert!((stuck - expected).abs() < 0.02, "{handoff}");
        }
        let text = desk.run(&words).expect(0).stdout;
        let lost = text.lines().find(|line| line.contains("  away  "));
        assert!(lost.unwrap().contains("stuck "), "{text}");
    }
}

#[test]
fn what_ends_badly_before_any_handoff_is_listed_and_intervals_have_two_ends() {
    let desk = desk(&json!({}));
    desk.apply(&json!([put("agent", "a", json!({ "name": "A", "behaviour": { "tool_calls": 1, "tool_failure": 0.5, "tool_limit": 1 } }))]));
    let text = desk.run(&["simulate", "--requests", "3"]).expect(0).stdout;
    assert!(!text.contains('±') && text.contains(" to "), "{text}");
    let text = desk.run(&["simulate", "--exact"]).expect(0).stdout;
    assert!(
        text.contains("50.00 %  before any handoff  dropped 50.00"),
        "{text}"
    );
}

#[test]
fn a_design_walked_against_itself_differs_in_nothing() {
    let desk = Desk::from_template(BATON, "customer-support");
    for seed in ["1", "2", "3"] {
        let words = [
            "simulate",
            "customer-support",
            "--against",
            "customer-support",
            "--profile",
            "production",
            "--requests",
            "20000",
            "--seed",
            seed,
        ];
        let both = desk.json(&words).expect(0).value();
        for row in both["differences"].as_array().unwrap() {
            assert_eq!(row["difference"], 0.0, "{row}");
            assert!(row["is_better"].is_null(), "{row}");
        }
    }
}
