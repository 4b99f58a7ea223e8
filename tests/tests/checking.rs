//! The rules on the command line: what they find, what they fix, how they are explained.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn sample() -> Desk {
    Desk::from_template(BATON, "sample-support")
}

fn codes(findings: &Value) -> Vec<&str> {
    findings
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].as_str().unwrap())
        .collect()
}

#[test]
fn check_gives_findings_counts_and_its_exit_code() {
    let desk = sample();
    let report = desk.json(&["check"]).expect(1).value();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(
        codes(&report["findings"]),
        [
            "CAP001", "CON001", "TOP003", "CON010", "OWN001", "OWN003", "RES003"
        ]
    );
    for finding in findings {
        has_fields(
            finding,
            &["code", "name", "severity", "subject", "message", "fix"],
        );
        has_fields(&finding["subject"], &["kind", "id"]);
        assert!(finding["fix"].is_boolean());
    }
    assert!(
        findings.iter().any(|finding| finding["path"].is_array()),
        "a loop has a path"
    );
    assert_eq!(
        (&report["counts"]["error"], &report["counts"]["warning"]),
        (&json!(3), &json!(4)),
        "{}",
        report["counts"]
    );

    let all_errors_off = [
        "--rule",
        "CAP001=off",
        "--rule",
        "CON001=off",
        "--rule",
        "TOP003=off",
    ];
    let without = desk
        .json(&[&["check"][..], &all_errors_off].concat())
        .expect(0)
        .value();
    assert_eq!(
        codes(&without["findings"]),
        ["CON010", "OWN001", "OWN003", "RES003"]
    );
    desk.json(&[&["check", "--deny", "warnings"][..], &all_errors_off].concat())
        .expect(1);
    let raised = desk
        .json(&["check", "--rule", "OWN001=error"])
        .expect(1)
        .value();
    assert_eq!(raised["counts"]["error"], 4);
    let scoped = desk
        .json(&["check", "--topology", "sample-support"])
        .expect(1)
        .value();
    assert!(!scoped["findings"].as_array().unwrap().is_empty());
    for wrong in [
        ["--rule", "NOPE01=off"],
        ["--rule", "CON001=loud"],
        ["--rule", "CON001"],
        ["--topology", "nowhere"],
    ] {
        desk.json(&[&["check"][..], &wrong].concat())
            .expect(2)
            .error();
    }
}

#[test]
fn check_fix_mends_what_needs_no_decision() {
    let desk = sample();
    let before = desk.json(&["check"]).value();
    let dry = desk
        .json(&["check", "--fix", "--dry-run"])
        .expect(1)
        .value();
    assert_eq!(desk.revision(), 1);
    assert_eq!(desk.json(&["check"]).value(), before);
    let real = desk.json(&["check", "--fix"]).expect(1).value();
    has_fields(&real, &["revision", "applied", "diff", "findings"]);
    for name in ["applied", "diff", "findings"] {
        assert_eq!(dry[name], real[name]);
    }
    assert_eq!(real["revision"], 2);
    let applied = real["applied"].as_array().unwrap();
    assert!(applied.iter().any(|fix| fix["code"] == "TOP003"), "{real}");
    assert_eq!(desk.json(&["check", "--fix"]).value()["applied"], json!([]));
    desk.json(&["undo"]).expect(0);
    let codes_before = codes(&before["findings"]).join(" ");
    assert_eq!(
        codes(&desk.json(&["check"]).value()["findings"]).join(" "),
        codes_before
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = Desk::new(BATON);
    let listed = desk.json(&["rules"]).expect(0).value();
    let rules = listed["rules"].as_array().unwrap();
    for rule in rules {
        has_fields(rule, &["code", "name", "severity", "summary", "fix"]);
        assert!(rule["fix"].is_boolean());
    }
    for code in [
        "OWN001", "OWN002", "OWN003", "OWN004", "CON001", "CON003", "CON010", "TOP001", "TOP002",
        "TOP003", "TOP005", "RES003", "HIL001", "CAP001",
    ] {
        let one = desk.json(&["rules", code]).expect(0).value();
        assert_eq!(one["rules"][0]["code"], code);
        assert!(one["rules"][0]["explanation"].as_str().unwrap().len() > 100);
        assert!(desk.run(&["rules", code]).expect(0).stdout.contains(code));
    }
    assert_eq!(
        desk.json(&["rules", "XXX999"]).expect(2).error().0,
        "not_found"
    );
}

#[test]
fn findings_are_told_to_code_scanners_in_their_format() {
    let desk = sample();
    let log: Value =
        serde_json::from_str(&desk.run(&["check", "--format", "sarif"]).expect(1).stdout).unwrap();
    let schema: Value =
        serde_json::from_str(include_str!("../data/sarif-2.1.0.schema.json")).unwrap();
    let validator = baton_contract::PayloadValidator::compile(&schema).unwrap();
    assert_eq!(validator.check(&log), []);
    assert!(!validator.accepts(&json!({"version": "2.1.0"})));

    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    let circle = results.iter().find(|result| result["ruleId"] == "TOP003");
    let flow = &circle.unwrap()["codeFlows"][0]["threadFlows"][0]["locations"];
    assert_eq!(flow.as_array().unwrap().len(), 2);
    assert_eq!(
        flow[0]["location"]["logicalLocations"][0]["kind"],
        "handoff"
    );

    let silence = json!({"op": "put", "kind": "silence", "id": "known", "record": {
        "code": results[0]["ruleId"],
        "subject": {"kind": "handoff", "id": results[0]["locations"][0]["logicalLocations"][0]["name"]},
        "reason": "The vendor answers for it.",
    }});
    desk.apply(&silence);
    let log: Value =
        serde_json::from_str(&desk.run(&["check", "--format", "sarif"]).expect(1).stdout).unwrap();
    assert_eq!(validator.check(&log), []);
    let suppressed = |result: &&Value| {
        result["suppressions"][0]["justification"] == "The vendor answers for it."
    };
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.iter().filter(suppressed).count(), 1);
}

#[test]
fn findings_become_annotations_of_a_workflow() {
    let desk = sample();
    let lines = desk.run(&["check", "--format", "github"]).expect(1).stdout;
    let commands: Vec<&str> = lines
        .lines()
        .map(|line| line.split(' ').next().unwrap())
        .collect();
    assert_eq!(
        commands,
        [
            "::error",
            "::error",
            "::error",
            "::warning",
            "::warning",
            "::warning",
            "::warning"
        ]
    );
    assert!(
        lines.starts_with("::error file=registry.baton,title=CAP001 capability-missing (handoff "),
        "{lines}"
    );

    for other in [
        &["list", "agent"][..],
        &["check", "--fix", "--dry-run"],
        &["impact", "agent", "triage-desk", "--retire"],
    ] {
        let refused = desk
            .run(&[other, &["--format", "github"]].concat())
            .expect(2);
        assert!(refused.stderr.contains("baton check"), "{}", refused.stderr);
    }
}
