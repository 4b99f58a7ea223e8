//! `baton audit`: which handoffs deserve attention first.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn handoffs(report: &Value) -> &[Value] {
    report["handoffs"].as_array().unwrap()
}

fn of<'r>(report: &'r Value, id: &str) -> &'r Value {
    let mut all = handoffs(report).iter();
    all.find(|handoff| handoff["id"] == id).unwrap()
}

#[test]
fn every_handoff_is_asked_and_the_riskiest_comes_first() {
    let desk = Desk::from_template(BATON, "sample-support");
    let report = desk.json(&["audit"]).expect(0).value();
    let drawn = desk.json(&["list", "handoff"]).expect(0).value();
    assert_eq!(
        handoffs(&report).len(),
        drawn["records"].as_array().unwrap().len()
    );
    for handoff in handoffs(&report) {
        has_fields(handoff, &["id", "risk", "answers", "terms"]);
        has_fields(
            &handoff["answers"],
            &[
                "contract",
                "versioned",
                "owned",
                "instrumented",
                "failure_path",
                "tested",
                "reviewed",
            ],
        );
    }
    let risks: Vec<f64> = handoffs(&report)
        .iter()
        .map(|handoff| handoff["risk"].as_f64().unwrap())
        .collect();
    assert!(risks.is_sorted_by(|a, b| a >= b), "{risks:?}");
    assert!(risks[0] > 3.0 * risks[risks.len() - 1], "{risks:?}");

    // The deliberate finding CON001 is seen in the answers and in the likelihood.
    let without_contract = of(&report, "outage-to-visit");
    assert_eq!(without_contract["answers"]["contract"], false);
    let reasons = without_contract["terms"].to_string();
    assert!(reasons.contains("CON001 is an error"), "{reasons}");
    let unowned = &report["sprawl"][0];
    assert_eq!(
        (&unowned["reason"], &unowned["agent"]),
        (&json!("unowned"), &json!("outage-specialist"))
    );

    let text = desk
        .run(&["audit", "--topology", "sample-support"])
        .expect(0)
        .stdout;
    let first = text.lines().next().unwrap();
    assert!(
        first.contains(handoffs(&report)[0]["id"].as_str().unwrap()),
        "{first}"
    );
    desk.json(&["audit", "--topology", "none"]).expect(2);
}

#[test]
fn an_incident_raises_the_risk_and_a_silence_lowers_it() {
    let desk = Desk::from_template(BATON, "sample-support");
    let risk = || {
        let report = desk.json(&["audit"]).expect(0).value();
        of(&report, "outage-to-visit")["risk"].as_f64().unwrap()
    };
    let before = risk();
    desk.apply(&json!({"op": "put", "kind": "incident", "id": "june", "record": {
        "handoff": "outage-to-visit", "at": "2026-06-01T03:00:00Z", "cause": "The engineer got no address."}}));
    let after = risk();
    assert!(after > before, "{before} {after}");
    desk.apply(&json!({"op": "put", "kind": "silence", "id": "known", "record": {
        "code": "CON001", "subject": {"kind": "handoff", "id": "outage-to-visit"}, "reason": "The vendor answers."}}));
    assert!(risk() < after);
}
