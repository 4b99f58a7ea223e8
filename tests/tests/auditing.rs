//! `baton audit`: which handoffs deserve attention first.

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

#[test]
fn incidents_are_recorded_listed_resolved_and_stand_in_the_runbook() {
    let desk = Desk::from_template(BATON, "sample-support");
    let handoff = "outage-to-visit";
    let audited = || {
        let report = desk.json(&["audit"]).expect(0).value();
        of(&report, handoff).clone()
    };
    let before = audited()["risk"].as_f64().unwrap();
    let made = desk
        .json(&["incident", "record", handoff, "No address arrived"])
        .expect(0)
        .value();
    has_fields(&made, &["revision", "diff", "incident"]);
    let id = made["incident"]["id"].as_str().unwrap().to_owned();
    assert_eq!(made["incident"]["resolved_at"], Value::Null);

    let open = audited();
    assert!(open["risk"].as_f64().unwrap() > before);
    let terms = open["terms"].as_array().unwrap();
    let mut of_incidents = terms
        .iter()
        .filter(|term| term["reason"] == "1 incident is not resolved");
    let term = of_incidents.next().unwrap();
    assert_eq!(term["without"], json!(before));
    assert!(term["lower"].as_str().unwrap().contains("resolve"));

    let records = desk.json(&["list", "incident"]).expect(0).value();
    let records = records["records"].as_array().unwrap();
    assert!(records.iter().any(|record| record["id"] == *id));
    let rows = |words: &[&str]| {
        let list = desk.json(&[&["incident", "list"], words].concat());
        list.expect(0).value()["incidents"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((rows(&[]), rows(&[handoff])), (records.len(), 1));

    let runbook = || {
        desk.run(&["export", "runbooks", "--out", "out"]).expect(0);
        std::fs::read_to_string(desk.path("out/runbooks/outage-to-visit.md")).unwrap()
    };
    let text = runbook();
    assert!(
        text.contains("**not resolved**: No address arrived"),
        "{text}"
    );

    let words = ["incident", "resolve", &id, "--lesson", "Ask for it first"];
    let resolved = desk.run(&words).expect(0).stdout;
    assert!(
        resolved.contains("resolved ") && resolved.contains("Ask for it first"),
        "{resolved}"
    );
    assert_eq!(rows(&[handoff, "--open"]), 0);
    let risk = audited()["risk"].as_f64().unwrap();
    assert!(before < risk && risk < open["risk"].as_f64().unwrap());
    let text = runbook();
    assert!(
        text.contains("Learned: Ask for it first") && !text.contains("not resolved"),
        "{text}"
    );
    desk.run(&["incident", "reopen", &id]).expect(0);
    assert_eq!(rows(&[handoff, "--open"]), 1);

    for wrong in [
        &["incident", "record", "none", "Why"][..],
        &["incident", "record", handoff, " "],
        &["incident", "record", handoff, "Why", "--at", "yesterday"],
        &[
            "incident",
            "record",
            handoff,
            "Why",
            "--at",
            "2999-01-01T00:00:00Z",
        ],
        &["incident", "resolve", "none"],
        &["incident", "list", "none"],
    ] {
        desk.json(wrong).expect(2);
    }
}

#[test]
fn scores_are_told_over_time_as_the_registry_was() {
    let desk = Desk::from_template(BATON, "sample-support");
    let score = |line: &Value, i: usize| line["marks"][i]["score"].as_f64().unwrap();
    desk.apply(
        &json!({"op": "put", "kind": "handoff", "id": "bare", "record": {
        "topology": "sample-support", "from": "triage-desk", "to": "outage-specialist"}}),
    );
    desk.run(&["delete", "handoff", "bare"]).expect(0);
    let report = desk
        .json(&["audit", "--over", "all", "--points", "10"])
        .expect(0)
        .value();
    has_fields(&report, &["handoffs", "scores", "series"]);
    let points = report["series"]["points"].as_array().unwrap();
    let revisions: Vec<u64> = points
        .iter()
        .map(|point| point["revision"].as_u64().unwrap())
        .collect();
    assert_eq!(revisions, [1, 2, 3]);
    let all = &report["series"]["lines"][0];
    assert_eq!(all["about"], Value::Null);
    assert!(score(all, 1) < score(all, 0), "{all}");
    assert_eq!(all["marks"][2], all["marks"][0]);
    assert_eq!(
        all["marks"][2]["mean_risk"],
        report["scores"][0]["mean_risk"]
    );

    let one = desk
        .json(&["audit", "--over", "7d", "--of", "handoff:outage-to-visit"])
        .expect(0)
        .value();
    let lines = one["series"]["lines"].as_array().unwrap();
    assert_eq!(
        lines[0]["about"],
        json!({"kind": "handoff", "id": "outage-to-visit"})
    );
    let text = desk.run(&["audit", "--over", "all"]).expect(0).stdout;
    assert!(text.contains("3 points") && text.contains("▇▇▇"), "{text}");
    assert!(
        text.contains("team desk-care") && !text.contains("agent "),
        "{text}"
    );

    for wrong in [
        &["audit", "--over", "soon"][..],
        &["audit", "--since", "yesterday"],
        &["audit", "--over", "30d", "--points", "1"],
        &["audit", "--over", "30d", "--of", "team:none"],
    ] {
        desk.json(wrong).expect(2);
    }
}

#[test]
fn an_incident_names_versions_that_are_recorded_and_nothing_is_scored_where_nothing_is() {
    let desk = Desk::from_template(BATON, "sample-support");
    let record = |version: &str| {
        desk.json(&[
            "incident",
            "record",
            "triage-to-credit",
            "late",
            "--version-then",
            version,
        ])
    };
    for (unknown, remedy) in [
        ("support-ticket@9.9.9", "1.1.0"),
        ("nobody@1.0.0", "ID@VERSION"),
    ] {
        let refused = record(unknown).expect(2);
        let (code, message, _) = refused.error();
        assert_eq!(code, "not_found");
        assert!(message.contains(unknown), "{message}");
        assert!(refused.stdout.contains(remedy), "{}", refused.stdout);
    }
    let made = record("support-ticket@1.0.0").expect(0).value();
    assert_eq!(
        made["incident"]["versions"],
        json!(["support-ticket@1.0.0"])
    );

    let empty = Desk::new(BATON);
    empty.run(&["init"]).expect(0);
    let told = empty.run(&["audit"]).expect(0).stdout;
    assert!(told.contains("no handoffs to score"), "{told}");
    assert!(!told.contains('%'), "{told}");
}
