//! `baton check --apply`: fixes that somebody decides on; and settings and silences that have no effect, which are told.

use baton_tests::Desk;
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// The first finding that has a fix which nobody may decide but a person.
fn undecided(desk: &Desk) -> Value {
    let found = desk.json(&["check"]).value();
    let mut findings = found["findings"].as_array().unwrap().iter();
    let is_undecided = |finding: &&Value| {
        let fixes = finding["fixes"].as_array().unwrap();
        fixes.first().is_some_and(|fix| fix["safe"] == false)
    };
    findings.find(is_undecided).unwrap().clone()
}

#[test]
fn a_fix_that_needs_a_decision_is_looked_at_and_applied() {
    let desk = Desk::from_template(BATON, "sample-support");
    let finding = undecided(&desk);
    let key = finding["key"].as_str().unwrap();
    let edits = finding["fixes"][0]["edits"].as_array().unwrap();
    assert!(!edits.is_empty());
    let looked = desk.json(&["check", "--apply", key, "--dry-run"]).value();
    assert!(!looked["diff"].as_array().unwrap().is_empty());
    assert_eq!(desk.revision(), 1);
    let done = desk
        .json(&["check", "--apply", &format!("{key}:1")])
        .value();
    assert_eq!(done["applied"][0]["title"], finding["fixes"][0]["title"]);
    assert_eq!(done["diff"], looked["diff"]);
    let left = done["findings"].as_array().unwrap();
    assert!(left.iter().all(|left| left["key"] != key));
    assert_eq!(desk.revision(), 2);
    desk.run(&["undo"]).expect(0);
    assert_eq!(undecided(&desk)["key"], key);
    for wrong in [
        "CAP001/handoff/nope",
        &format!("{key}:0"),
        &format!("{key}:99"),
    ] {
        let (code, ..) = desk.json(&["check", "--apply", wrong]).expect(2).error();
        assert_eq!(code, "not_found");
    }
    desk.json(&["check", "--dry-run"]).expect(2);
}

#[test]
fn settings_without_effect_are_told_by_every_format() {
    let desk = Desk::from_template(BATON, "sample-support");
    let before = desk.json(&["check"]).value();
    assert_eq!(before["ignored"], json!([]));
    let first = before["findings"][0].clone();
    let done = desk.apply(&json!([
        {"op": "put", "kind": "rule_setting", "id": "odd", "record": {"code": "TOP999"}},
        {"op": "put", "kind": "rule_setting", "id": "odd-option", "record": {"code": "TOP004", "options": {"nope": "x"}}},
    ]));
    let notes = done["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 2, "{notes:?}");
    let told = desk.json(&["check"]).value()["ignored"].clone();
    assert_eq!(told.as_array().unwrap().len(), 2, "{told}");
    assert!(told[0]["message"].as_str().unwrap().contains("TOP999"));
    for format in ["text", "sarif", "github"] {
        let said = desk.run(&["check", "--format", format]).stdout;
        assert!(said.contains("TOP999"), "{format}: {said}");
    }
    // A silence says why, or it is none.
    let silence = json!([{"op": "put", "kind": "silence", "id": "hush", "record":
        {"code": first["code"], "subject": first["subject"], "reason": " "}}]);
    let refused = desk.json_with_input(&["apply", "-"], silence.to_string().as_bytes());
    let (code, message, _) = refused.expect(2).error();
    assert_eq!(code, "invalid_input");
    assert!(message.contains("reason"), "{message}");
}

#[test]
fn what_others_wrote_begins_no_line_of_its_own() {
    let desk = Desk::from_template(BATON, "sample-support");
    let rules = "[[rule]]\ncode = \"ACME001\"\nname = \"hostile\"\non = \"topology\"\nwhen = \"true\"\nmessage = \"one\\n::error::two\"\n";
    let file = desk.write("hostile.toml", rules);
    for format in ["text", "github"] {
        let words = [
            "check",
            "--rules",
            file.to_str().unwrap(),
            "--format",
            format,
        ];
        let said = desk.run(&words).stdout;
        assert!(said.contains("two"), "{format}: {said}");
        assert!(
            !said
                .lines()
                .any(|line| line.trim_start().starts_with("::error::two")),
            "{format}: {said}"
        );
    }
}

#[test]
fn a_day_to_come_has_no_audit() {
    let desk = Desk::from_template(BATON, "sample-support");
    let (code, message, _) = desk
        .json(&["audit", "--since", "2999-01-01"])
        .expect(2)
        .error();
    assert_eq!(code, "invalid_input");
    assert!(message.contains("2999-01-01"), "{message}");
}
