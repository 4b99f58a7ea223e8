//! `baton simulate`: two designs side by side, and runs that end early.

use baton_tests::{Desk, has_fields};
use serde_json::Value;

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

#[test]
fn a_change_is_tried_without_being_stored() {
    let desk = Desk::from_template(BATON, "customer-support");
    let revision = desk.revision();
    let under = ["simulate", "--profile", "production"];
    let found = desk
        .json(&[&under[..], &["--improve"]].concat())
        .expect(0)
        .value();
    let best = &found["improvements"][0];
    has_fields(best, &["title", "subject", "parameter", "edits", "effect"]);
    let effect = best["effect"].as_f64().unwrap();
    assert!(effect < 0.0);
    let file = desk.write("change.json", best["edits"].to_string());
    let change = ["--with-change", file.to_str().unwrap()];
    let difference = |both: &Value, figure: &str| -> Value {
        let rows = both["differences"].as_array().unwrap();
        rows.iter()
            .find(|row| row["figure"] == figure)
            .unwrap()
            .clone()
    };
    let solved = desk
        .json(&[&under[..], &change, &["--exact"]].concat())
        .expect(0)
        .value();
    let bad = difference(&solved, "bad_ends");
    assert!(
        (bad["difference"].as_f64().unwrap() - effect).abs() < 1e-9,
        "{bad}"
    );
    assert_eq!(bad["is_better"], true);
    let walked = desk.json(&[&under[..], &change].concat()).expect(0).value();
    assert_ne!(walked["a"]["seed"], walked["b"]["seed"]);
    for figure in ["resolved", "bad_ends"] {
        let (solved, walked) = (difference(&solved, figure), difference(&walked, figure));
        let exact = solved["difference"].as_f64().unwrap();
        let interval = &walked["interval"];
        // Three times as far as 95 % of all runs come.
        let (low, high) = (
            interval["low"].as_f64().unwrap(),
            interval["high"].as_f64().unwrap(),
        );
        assert!(
            (exact - f64::midpoint(low, high)).abs() < 1.5 * (high - low),
            "{figure} {exact} {interval}"
        );
    }
    let told = desk
        .run(&[&under[..], &change, &["--exact"]].concat())
        .expect(0)
        .stdout;
    assert!(
        told.contains("changed:") && told.contains("better"),
        "{told}"
    );
    assert_eq!(desk.revision(), revision);
}

#[test]
fn a_design_against_itself_differs_in_nothing() {
    let desk = Desk::from_template(BATON, "customer-support");
    let words = [
        "simulate",
        "customer-support",
        "--exact",
        "--against",
        "customer-support",
    ];
    let both = desk.json(&words).expect(0).value();
    for row in both["differences"].as_array().unwrap() {
        assert!(row["is_better"].is_null(), "{row}");
        assert!(
            row["difference"].as_f64().unwrap_or(0.0).abs() < 1e-12,
            "{row}"
        );
    }
    let (_, message, _) = desk
        .json(&["simulate", "--against", "elsewhere"])
        .expect(2)
        .error();
    assert!(message.contains("elsewhere"), "{message}");
}

#[test]
fn a_run_ends_when_it_is_precise_enough() {
    let desk = Desk::from_template(BATON, "customer-support");
    let words = [
        "simulate",
        "--requests",
        "100000000",
        "--precision",
        "0.002",
    ];
    let result = desk.json(&words).expect(0).value();
    assert_eq!(result["ended"], "precise");
    assert!(result["requests"].as_u64().unwrap() < 1_000_000);
    for outcome in OUTCOMES {
        let interval = &result["intervals"][outcome];
        assert!(interval["high"].as_f64().unwrap() - interval["low"].as_f64().unwrap() <= 0.004);
    }
    let shares: f64 = result["histogram"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["share"].as_f64().unwrap())
        .sum();
    assert!((shares - 1.0).abs() < 1e-9);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_run_with_what_was_walked() {
    use std::process::{Command, Stdio};
    let desk = Desk::from_template(BATON, "customer-support");
    let words = ["--format", "json", "simulate", "--requests", "10000000000"];
    let child = desk
        .command()
        .args(words)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result["ended"], "cancelled");
    assert!((1..10_000_000_000).contains(&result["requests"].as_u64().unwrap()));
}
