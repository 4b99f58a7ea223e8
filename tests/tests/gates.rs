//! `baton gates`: where a person has to decide, and which gates nothing needs.

use baton_tests::{Desk, has_fields};
use serde_json::Value;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

const EDITS: &str = r#"
{"op":"put","kind":"topology","id":"pay","record":{"name":"Pay"}}
{"op":"put","kind":"team","id":"money","record":{"name":"Money"}}
{"op":"put","kind":"agent","id":"in","record":{"name":"Intake"}}
{"op":"put","kind":"agent","id":"plan","record":{"name":"Plan"}}
{"op":"put","kind":"agent","id":"look","record":{"name":"Look-up"}}
{"op":"put","kind":"agent","id":"refund","record":{"name":"Refund","team":"money","tools":[{"name":"pay_out","irreversible":true}]}}
{"op":"put","kind":"agent","id":"cancel","record":{"name":"Cancel","team":"money","tools":[{"name":"cancel","irreversible":true}]}}
{"op":"put","kind":"agent","id":"desk","record":{"name":"Desk","kind":"human","team":"money"}}
{"op":"put","kind":"entry","id":"chat","record":{"topology":"pay","agent":"in"}}
{"op":"put","kind":"handoff","id":"in-plan","record":{"topology":"pay","from":"in","to":"plan","policy":{"boundary_validation":true}}}
{"op":"put","kind":"handoff","id":"plan-look","record":{"topology":"pay","from":"plan","to":"look","policy":{"boundary_validation":true},"gate":{"question":"Go on?"}}}
{"op":"put","kind":"handoff","id":"plan-refund","record":{"topology":"pay","from":"plan","to":"refund","policy":{"boundary_validation":true}}}
{"op":"put","kind":"handoff","id":"plan-cancel","record":{"topology":"pay","from":"plan","to":"cancel","policy":{"boundary_validation":true}}}
{"op":"put","kind":"handoff","id":"plan-desk","record":{"topology":"pay","from":"plan","to":"desk","trigger":{"on":"user_asks"}}}
"#;

fn drawn() -> Desk {
    let desk = Desk::new(BATON);
    desk.run(&["init"]).expect(0);
    let edits = EDITS.trim().lines();
    desk.apply(
        &edits
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .collect(),
    );
    desk
}

fn ids(advice: &Value) -> Vec<&str> {
    let proposals = advice["proposals"].as_array().unwrap();
    proposals
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect()
}

#[test]
fn one_gate_is_proposed_for_several_and_the_one_that_guards_nothing_is_told() {
    let desk = drawn();
    let advice = desk.json(&["gates"]).expect(0).value();
    has_fields(
        &advice,
        &[
            "topology",
            "standing",
            "consequences",
            "proposals",
            "unguarded",
            "summary",
        ],
    );
    assert_eq!(ids(&advice), ["add:in-plan", "remove:plan-look"]);
    let add = &advice["proposals"][0];
    has_fields(
        add,
        &[
            "id",
            "act",
            "title",
            "handoff",
            "required",
            "reasons",
            "cost",
            "instead_of",
            "edits",
            "notes",
        ],
    );
    assert_eq!(add["required"], true);
    assert_eq!(add["instead_of"].as_array().unwrap().len(), 2);
    let text = desk.run(&["gates", "pay"]).expect(0).stdout;
    assert!(
        text.contains("needed Put a gate on the handoff from Intake to Plan"),
        "{text}"
    );
    assert!(
        text.contains("superfluous Take the gate away from the handoff from Plan to Look-up"),
        "{text}"
    );
    assert!(text.contains("in-plan -> plan-refund"), "{text}");
    assert!(
        text.contains("instead of a gate on each of plan-cancel, plan-refund"),
        "{text}"
    );
}

#[test]
fn proposals_are_rehearsed_applied_and_undone() {
    let desk = drawn();
    let before = desk.revision();
    let words = ["gates", "--apply", "add:in-plan,remove:plan-look"];
    let preview = desk
        .json(&[&words[..], &["--dry-run"]].concat())
        .expect(0)
        .value();
    assert_eq!(preview["diff"].as_array().unwrap().len(), 2);
    assert_eq!(desk.revision(), before);
    let done = desk.json(&words).expect(0).value();
    assert_eq!(done["applied"].as_array().unwrap().len(), 2);
    assert!(!done["to_do"].as_array().unwrap().is_empty());
    assert_eq!(
        ids(&desk.json(&["gates"]).expect(0).value()),
        Vec::<&str>::new()
    );
    let findings = desk.json(&["check"]).value();
    let codes = findings["findings"].as_array().unwrap().iter();
    assert!(
        codes
            .map(|one| one["code"].as_str().unwrap())
            .all(|code| code != "HIL001")
    );
    desk.run(&["undo"]).expect(0);
    assert_eq!(ids(&desk.json(&["gates"]).expect(0).value()).len(), 2);
    let refused = desk.run(&["gates", "--apply", "add:nothing"]).expect(2);
    assert!(refused.stderr.contains("add:in-plan"), "{}", refused.stderr);
}
