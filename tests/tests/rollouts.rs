//! `baton can-i-deploy`: an agent version against everything that runs in an environment.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn put(kind: &str, id: Option<&str>, record: &Value) -> Value {
    let mut edit = json!({"op": "put", "kind": kind, "record": record});
    if let Some(id) = id {
        edit["id"] = json!(id);
    }
    edit
}

fn agent(id: &str) -> Value {
    put("agent", Some(id), &json!({"name": id}))
}

fn agent_version(agent: &str, version: &str, emits: &[&str], accepts: Option<&str>) -> Value {
    let emits: Vec<Value> = emits
        .iter()
        .map(|v| json!({"contract": "refund", "version": v}))
        .collect();
    let accepts: Vec<Value> = accepts
        .iter()
        .map(|range| json!({"contract": "refund", "range": range}))
        .collect();
    put(
        "agent_version",
        None,
        &json!({"agent": agent, "version": version, "emits": emits, "accepts": accepts}),
    )
}

fn deployed(agent: &str, version: &str) -> Value {
    put(
        "deployment",
        None,
        &json!({"agent": agent, "version": version, "environment": "production"}),
    )
}

fn contract_version(number: &str, kind: &str) -> Value {
    let schema =
        json!({"type": "object", "required": ["amount"], "properties": {"amount": {"type": kind}}});
    put(
        "contract_version",
        None,
        &json!({"contract": "refund", "version": number, "state": "published", "payload_schema": schema}),
    )
}

/// triage hands over to refunds; both run 1.0.0 in production, with version 1.0.0 of the contract.
fn desk(more: &[Value]) -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    let mut edits = vec![
        put(
            "environment",
            Some("production"),
            &json!({"name": "Production"}),
        ),
        put(
            "topology",
            Some("support"),
            &json!({"name": "Support", "environment": "production"}),
        ),
        put("contract", Some("refund"), &json!({"name": "Refund"})),
        contract_version("1.0.0", "integer"),
        contract_version("2.0.0", "string"),
        agent("triage"),
        agent("refunds"),
        agent_version("triage", "1.0.0", &["1.0.0"], None),
        agent_version("triage", "2.0.0", &["2.0.0"], None),
        agent_version("refunds", "1.0.0", &[], Some("^1")),
        deployed("triage", "1.0.0"),
        deployed("refunds", "1.0.0"),
        put(
            "handoff",
            Some("h"),
            &json!({"topology": "support", "from": "triage", "to": "refunds", "contract": "refund", "version": "1.0.0"}),
        ),
    ];
    edits.extend_from_slice(more);
    desk.apply(&Value::from(edits));
    desk
}

fn ask(desk: &Desk, id: &str, code: i32) -> Value {
    desk.json(&["can-i-deploy", id, "--to", "production"])
        .expect(code)
        .value()
}

fn order(answer: &Value) -> Vec<String> {
    let steps = answer["order"].as_array().unwrap().iter();
    steps
        .map(|step| {
            format!(
                "{} {}",
                step["agent"].as_str().unwrap(),
                step["to"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn what_fits_may_run() {
    let desk = desk(&[agent_version("triage", "1.1.0", &["1.0.0"], None)]);
    let answer = ask(&desk, "triage@1.1.0", 0);
    assert_eq!(
        (&answer["holds"], &answer["blocked_by"], &answer["running"]),
        (&json!(true), &json!([]), &json!("1.0.0"))
    );
    assert_eq!(order(&answer), ["triage 1.1.0"]);
}

#[test]
fn a_sender_that_is_not_understood_is_blocked_and_told_why() {
    let desk = desk(&[]);
    let answer = ask(&desk, "triage@2.0.0", 1);
    assert_eq!(answer["holds"], false);
    let blocked = &answer["blocked_by"][0];
    has_fields(
        blocked,
        &[
            "agent",
            "version",
            "contract",
            "emits",
            "accepts",
            "direction",
            "reason",
            "handoffs",
        ],
    );
    assert_eq!(
        (
            &blocked["agent"],
            &blocked["version"],
            &blocked["emits"],
            &blocked["accepts"],
            &blocked["direction"]
        ),
        (
            &json!("refunds"),
            &json!("1.0.0"),
            &json!("2.0.0"),
            &json!("^1"),
            &json!("sends")
        )
    );
    assert_eq!(answer["order"], json!([]));
    assert!(
        answer["no_order"]
            .as_str()
            .unwrap()
            .contains("no newer version of refunds is recorded"),
        "{answer}"
    );
}

#[test]
fn receivers_that_take_both_go_first() {
    let desk = desk(&[
        agent_version("refunds", "1.1.0", &[], Some("^1 || ^2")),
        agent_version("refunds", "2.0.0", &[], Some("^2")),
    ]);
    let answer = ask(&desk, "triage@2.0.0", 1);
    assert_eq!(order(&answer), ["refunds 1.1.0", "triage 2.0.0"]);
    assert_eq!(answer["no_order"], Value::Null);
    assert_eq!(answer["order"][0]["from"], "1.0.0");
}

#[test]
fn a_receiver_that_gives_up_a_version_waits_for_a_sender_that_sends_another() {
    let desk = desk(&[
        contract_version("1.1.0", "integer"),
        agent_version("triage", "1.1.0", &["1.1.0"], None),
        agent_version("refunds", "1.1.0", &[], Some(">=1.1, <2")),
    ]);
    let answer = ask(&desk, "refunds@1.1.0", 1);
    assert_eq!(order(&answer), ["triage 1.1.0", "refunds 1.1.0"]);
}

#[test]
fn a_version_in_the_range_may_still_break() {
    let desk = desk(&[
        put(
            "contract",
            Some("refund"),
            &json!({"name": "Refund", "compatibility": "none"}),
        ),
        contract_version("1.1.0", "number"),
        agent_version("triage", "1.1.0", &["1.1.0"], None),
        contract_version("1.2.0", "integer"),
    ]);
    let answer = ask(&desk, "triage@1.1.0", 1);
    let blocked = &answer["blocked_by"][0];
    assert!(
        blocked["reason"]
            .as_str()
            .unwrap()
            .contains("is read as 1.2.0, and breaks"),
        "{blocked}"
    );
    assert!(blocked["counterexample"]["amount"].is_f64(), "{blocked}");
}

#[test]
fn drafts_and_retired_versions_are_not_sent() {
    let retired = put(
        "contract_version",
        None,
        &json!({"contract": "refund", "version": "1.3.0", "state": "draft"}),
    );
    let desk = desk(&[retired, agent_version("triage", "1.3.0", &["1.3.0"], None)]);
    let answer = ask(&desk, "triage@1.3.0", 1);
    assert!(
        answer["blocked_by"][0]["reason"]
            .as_str()
            .unwrap()
            .contains("is not published"),
        "{answer}"
    );
}

#[test]
fn another_environment_is_another_question() {
    let desk = desk(&[put("environment", Some("dev"), &json!({"name": "Dev"}))]);
    let answer = desk
        .json(&["can-i-deploy", "triage@2.0.0", "--to", "dev"])
        .expect(0)
        .value();
    assert_eq!(
        (&answer["holds"], &answer["running"]),
        (&json!(true), &Value::Null),
        "the topology runs in production"
    );
    assert_eq!(
        desk.json(&["can-i-deploy", "triage@2.0.0", "--to", "moon"])
            .expect(2)
            .error()
            .0,
        "not_found"
    );
    assert_eq!(
        desk.json(&["can-i-deploy", "triage@7.0.0", "--to", "dev"])
            .expect(2)
            .error()
            .0,
        "not_found"
    );
    assert_eq!(
        desk.json(&["can-i-deploy", "triage", "--to", "dev"])
            .expect(2)
            .error()
            .0,
        "invalid_input"
    );
}

#[test]
fn a_model_or_prompt_update_is_shown_as_what_changes() {
    let update = put(
        "agent_version",
        None,
        &json!({"agent": "triage", "version": "1.0.1", "emits": [{"contract": "refund", "version": "1.0.0"}], "model": "new-model", "prompt_version": "7"}),
    );
    let desk = desk(&[update]);
    let answer = ask(&desk, "triage@1.0.1", 0);
    assert_eq!(
        answer["changes"],
        json!([{"field": "model", "before": null, "after": "new-model"}, {"field": "prompt_version", "before": null, "after": "7"}])
    );
}

#[test]
fn people_read_the_order() {
    let desk = desk(&[agent_version("refunds", "1.1.0", &[], Some("^1 || ^2"))]);
    let told = desk
        .run(&["can-i-deploy", "triage@2.0.0", "--to", "production"])
        .expect(1)
        .stdout;
    assert!(
        told.contains("1. refunds 1.0.0 -> 1.1.0") && told.contains("2. triage 1.0.0 -> 2.0.0"),
        "{told}"
    );
}
