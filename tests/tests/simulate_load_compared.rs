//! `baton simulate --load`: two designs under the same load, what is refused beside it, and runs that end early.

use baton_tests::Desk;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

const RUSH: [&str; 6] = ["simulate", "t", "--load", "4/s", "--requests", "10000"];

fn put(kind: &str, id: &str, record: Value) -> Value {
    json!({ "op": "put", "kind": kind, "id": id, "record": record })
}

fn handoff(topology: &str, policy: Value) -> Value {
    let record = json!({ "topology": topology, "from": "a", "to": "b", "policy": policy });
    put("handoff", &format!("{topology}-up"), record)
}

/// Four requests a second come to an agent that can do two, and the same without a timeout.
fn desk() -> Desk {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    let quick = json!({ "latency_p50_ms": 10.0, "latency_p95_ms": 10.0 });
    let slow = json!({ "resolves": 1.0, "latency_p50_ms": 1000.0, "latency_p95_ms": 1000.0 });
    desk.apply(&json!([
        put("topology", "t", json!({ "name": "T" })),
        put("topology", "u", json!({ "name": "U" })),
        put("agent", "a", json!({ "name": "A", "behaviour": quick })),
        put(
            "agent",
            "b",
            json!({ "name": "B", "capacity": { "at_once": 2, "queue_limit": 5 }, "behaviour": slow })
        ),
        put("entry", "t-in", json!({ "topology": "t", "agent": "a" })),
        put("entry", "u-in", json!({ "topology": "u", "agent": "a" })),
        handoff("t", json!({ "retries": 1 })),
        handoff("u", json!({ "retries": 1 })),
    ]));
    desk
}

fn with_breaker(desk: &Desk) -> String {
    let breaker = json!({ "threshold": 3, "window_seconds": 10, "reset_seconds": 5 });
    let edits = json!([handoff("t", json!({ "retries": 1, "breaker": breaker }))]);
    let file = desk.write("breaker.json", edits.to_string());
    file.to_str().unwrap().to_owned()
}

fn row<'r>(both: &'r Value, figure: &str) -> &'r Value {
    let rows = both["differences"].as_array().unwrap();
    rows.iter().find(|row| row["figure"] == figure).unwrap()
}

#[test]
fn a_change_is_tried_under_load() {
    let desk = desk();
    let (file, revision) = (with_breaker(&desk), desk.revision());
    let words = [&RUSH[..], &["--with-change", &file]].concat();
    let both = desk.json(&words).expect(0).value();
    assert_eq!(both["a"]["seed"], both["b"]["seed"]);
    assert_eq!(both["a"]["handoffs"][0]["breaker_open"], 0.0);
    assert!(both["b"]["handoffs"][0]["breaker_open"].as_f64().unwrap() > 0.1);
    let dropped = row(&both, "dropped");
    let interval = |end: &str| dropped["interval"][end].as_f64().unwrap();
    assert_eq!(dropped["is_better"], false);
    assert!(interval("low") > 0.0 && interval("high") >= interval("low"));
    let waiting = row(&both, "waiting_ms.mean");
    assert_eq!(waiting["is_better"], true);
    // The second is judged.
    let open = both["b"]["amplification"].as_f64().unwrap();
    let least = format!("amplification<={}", open + 1e-6);
    let required = [&words[..], &["--require", &least]].concat();
    desk.run(&required).expect(0);
    desk.run(&[&RUSH[..], &["--require", &least]].concat())
        .expect(1);
    let told = desk.run(&words).expect(0).stdout;
    assert!(
        told.contains("changed:") && told.contains("worse") && told.contains(" to +"),
        "{told}"
    );
    assert_eq!(desk.revision(), revision);
    let missing = [&RUSH[..], &["--with-change", "nowhere.json"]].concat();
    desk.run(&missing).expect(2);
}

#[test]
fn another_topology_is_set_beside_it_under_load() {
    let desk = desk();
    let words = [&RUSH[..], &["--against", "u"]].concat();
    let both = desk.json(&words).expect(0).value();
    assert_eq!(both["b"]["topology"], "u");
    for row in both["differences"].as_array().unwrap() {
        assert_eq!(row["difference"], 0.0, "{row}");
        assert!(row["is_better"].is_null(), "{row}");
    }
    desk.run(&[&RUSH[..], &["--against", "elsewhere"]].concat())
        .expect(2);
}

#[test]
fn what_does_not_go_with_load_is_refused() {
    let desk = desk();
    for more in [
        &["--improve"][..],
        &["--precision", "0.01"],
        &["--profiles"],
    ] {
        let words = [&RUSH[..], more].concat();
        let (_, message, hints) = desk.json(&words).expect(2).error();
        let expected = format!("{} does not go together with --load", more[0]);
        assert_eq!(message, expected);
        assert!(!hints.is_empty());
    }
}

#[test]
fn a_walked_comparison_says_what_it_does_not_show() {
    let desk = desk();
    let file = with_breaker(&desk);
    for method in [&["--exact"][..], &["--requests", "20000"]] {
        let words = [&["simulate", "t", "--with-change", &file], method].concat();
        let both = desk.json(&words).expect(0).value();
        let note = both["b"]["notes"].to_string();
        assert!(
            note.contains("policy.breaker of t-up acts under load alone")
                && note.contains("--load"),
            "{note}"
        );
        // The same to every request, so walked alike.
        for row in both["differences"].as_array().unwrap() {
            assert_eq!(row["difference"], 0.0, "{row}");
            assert!(row["is_better"].is_null(), "{row}");
        }
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_run_under_load_with_what_is_complete() {
    use std::process::{Command, Stdio};
    let desk = desk();
    let words = [
        "--format",
        "json",
        "simulate",
        "t",
        "--load",
        "1/s",
        "--requests",
        "10000000",
        "--replications",
        "2000",
    ];
    let child = desk
        .command()
        .args(words)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(4));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    let note = result["notes"][0].as_str().unwrap();
    assert!(note.starts_with("ended early, after"), "{note}");
    assert!((5..2000).contains(&result["replications"].as_u64().unwrap()));
}
