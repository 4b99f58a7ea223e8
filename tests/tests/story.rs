//! The newcomer's first minutes: open the sample, see what is wrong, fix one thing, draw a handoff, undo it, export.

use baton_tests::Desk;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

#[test]
fn the_first_minutes_with_the_sample() {
    let desk = Desk::from_template(BATON, "sample-support");
    let seen = desk.run(&["check"]).expect(1).stdout;
    assert!(seen.contains("3 errors, 4 warnings"), "{seen}");
    assert!(seen.contains("TOP003") && seen.contains("fix: "), "{seen}");

    let fixed = desk.json(&["check", "--fix"]).expect(1).value();
    let applied: Vec<&str> = fixed["applied"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fix| fix["code"].as_str().unwrap())
        .collect();
    assert!(applied.contains(&"TOP003"), "{applied:?}");
    let left = desk.json(&["check"]).expect(1).value();
    assert_eq!(
        left["findings"].as_array().unwrap().len(),
        7 - applied.len()
    );

    let drawn = json!([{"op": "put", "kind": "handoff", "id": "triage-to-visit", "record": {
        "topology": "sample-support", "from": "triage-desk", "to": "visit-planner-of-mine"}}]);
    let agent = json!({"op": "put", "kind": "agent", "id": "visit-planner-of-mine", "record": {"name": "My planner", "team": "desk-care"}});
    let both: Vec<Value> = vec![agent, drawn[0].clone()];
    desk.apply(&Value::Array(both));
    let worse = desk.json(&["check"]).expect(1).value();
    assert!(
        worse["findings"].as_array().unwrap().len() > left["findings"].as_array().unwrap().len()
    );
    desk.json(&["undo"]).expect(0);
    assert_eq!(desk.json(&["check"]).value(), left, "as before the handoff");
    desk.json(&["undo"]).expect(0);
    assert_eq!(
        desk.run(&["check"]).expect(1).stdout,
        seen,
        "as before the fix"
    );
    desk.json(&["redo"]).expect(0);

    desk.run(&["export", "contracts", "runbooks", "--out", "handoffs"])
        .expect(0);
    let runbook =
        std::fs::read_to_string(desk.path("handoffs/runbooks/account-back-to-triage.md")).unwrap();
    assert!(
        runbook.starts_with("# ") && runbook.contains("Triage"),
        "{runbook}"
    );
    desk.run(&["draw", "--out", "desk.svg"]).expect(0);
    desk.run(&[
        "export",
        "contracts",
        "runbooks",
        "--out",
        "handoffs",
        "--check",
    ])
    .expect(0);
}
