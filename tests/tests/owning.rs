//! `baton who`, `runbook`, `on-call`, `rotation`, `transfer`, `capability`, `deployments`, and tables as CSV.

use baton_tests::{Desk, has_fields};
use serde_json::json;

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

fn desk() -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    desk.apply(&json!([
        {"op": "put", "kind": "team", "id": "pay", "record": {"name": "Payments", "contacts": [{"channel": "slack", "address": "#pay"}]}},
        {"op": "put", "kind": "team", "id": "care", "record": {"name": "Care"}},
        {"op": "put", "kind": "person", "id": "noa", "record": {"name": "Noa", "email": "noa@example.com"}},
        {"op": "put", "kind": "rotation", "id": "duty", "record": {"name": "Duty", "team": "pay"}},
        {"op": "put", "kind": "escalation_path", "id": "ladder", "record": {"name": "Ladder", "team": "pay", "steps": [
            {"after_minutes": 0, "notify": {"kind": "rotation", "id": "duty"}, "channel": "page"},
            {"after_minutes": 20, "notify": {"kind": "team", "id": "care"}}]}},
        {"op": "put", "kind": "environment", "id": "production", "record": {"name": "Production"}},
        {"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}},
        {"op": "put", "kind": "agent", "id": "triage", "record": {"name": "=Triage", "team": "care", "capabilities": ["refunds"]}},
        {"op": "put", "kind": "agent", "id": "refund", "record": {"name": "Refund", "team": "pay"}},
        {"op": "put", "kind": "agent_version", "record": {"agent": "refund", "version": "1.0.0"}},
        {"op": "put", "kind": "deployment", "record": {"agent": "refund", "version": "1.0.0", "environment": "production"}},
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "support", "from": "triage", "to": "refund", "owners": ["pay"],
            "escalation_path": "ladder", "fallbacks": ["triage"], "runbook": {"checks": ["Is the ledger up?"]}}},
    ]));
    desk
}

const NIGHT: [&str; 4] = ["--at", "2026-11-29T02:00", "--zone", "Europe/Zurich"];

#[test]
fn who_is_paged_now_and_next_follows_the_rotation() {
    let desk = desk();
    let before = desk
        .json(&[&["who", "h"][..], &NIGHT].concat())
        .expect(0)
        .value();
    has_fields(
        &before,
        &[
            "subject",
            "owners",
            "now",
            "next",
            "fallbacks",
            "runbook",
            "last_changes",
            "moment",
        ],
    );
    assert_eq!(before["now"][0]["problem"], "No shifts are planned.");
    let plan = [
        "rotation",
        "plan",
        "duty",
        "--people",
        "noa",
        "--from",
        "2026-11-23T09:00",
        "--zone",
        "Europe/Zurich",
        "--turns",
        "2",
    ];
    desk.json(&[&plan[..], &["--dry-run"]].concat()).expect(0);
    assert!(desk.show("rotation", "duty").get("schedule").is_none());
    desk.json(&plan).expect(0);
    let after = desk
        .json(&[&["who", "h"][..], &NIGHT].concat())
        .expect(0)
        .value();
    assert_eq!(after["now"][0]["people"][0]["name"], "Noa");
    assert_eq!(after["now"][0]["at"], "2026-11-29T01:00:00Z");
    assert_eq!(after["next"][0]["name"], "Care");
    let said = desk
        .run(&[&["who", "h"][..], &NIGHT].concat())
        .expect(0)
        .stdout;
    for words in [
        "owner: Payments",
        "now   at once by page: Noa (Duty)",
        "next  after 20 min: Care",
        "check: Is the ledger up?",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
    let agent = desk.json(&["who", "refund"]).expect(0).value();
    assert_eq!(agent["subject"], json!({"kind": "agent", "id": "refund"}));
    let (code, message, hints) = desk.json(&["who", "refunt"]).expect(2).error();
    assert_eq!(code, "not_found");
    assert!(message.contains("refunt") && hints[0].contains("refund"));
    let (_, message, _) = desk.json(&["who", "h", "--zone", "Mars"]).expect(2).error();
    assert!(message.contains("Mars"));
}

#[test]
fn runbooks_ladders_and_calendars_are_told() {
    let desk = desk();
    let page = desk.json(&["runbook", "h"]).expect(0).value();
    has_fields(
        &page,
        &["who", "runbook", "incidents", "gaps", "text", "file"],
    );
    assert!(
        desk.run(&["runbook", "h"])
            .expect(0)
            .stdout
            .contains("Is the ledger up?")
    );
    let ladders = desk.json(&["on-call"]).expect(0).value();
    assert_eq!(ladders["ladders"][0]["calls"][1]["after_minutes"], 20);
    assert!(
        desk.run(&["on-call", "ladder"])
            .expect(0)
            .stdout
            .contains("gap:")
    );
    desk.json(&["on-call", "none"]).expect(2);
    let calendar = desk
        .json(&["rotation", "show", "--days", "7"])
        .expect(0)
        .value();
    assert_eq!(calendar["days"].as_array().unwrap().len(), 7);
    let cover = [
        "rotation",
        "cover",
        "duty",
        "--person",
        "noa",
        "--from",
        "2026-11-29T00:00",
        "--to",
        "2026-11-28T00:00",
    ];
    let (_, message, _) = desk.json(&cover).expect(2).error();
    assert!(message.contains("ends before"));
}

#[test]
fn a_team_hands_over_and_tags_are_renamed_in_one_step_each() {
    let desk = desk();
    let preview = desk
        .json(&["transfer", "pay", "care", "--dry-run"])
        .expect(0)
        .value();
    assert_eq!(
        preview["diff"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|c| c["kind"] != "notice")
            .count(),
        4
    );
    desk.json(&["transfer", "pay", "care", "--only", "handoff:h"])
        .expect(0);
    assert_eq!(desk.show("handoff", "h")["owners"], json!(["care"]));
    assert_eq!(desk.show("agent", "refund")["team"], "pay");
    desk.json(&["undo"]).expect(0);
    assert_eq!(desk.show("handoff", "h")["owners"], json!(["pay"]));
    let tags = desk.json(&["capability", "list"]).expect(0).value();
    assert_eq!(tags["tags"][0]["oddities"], json!(["undefined", "unasked"]));
    desk.json(&["capability", "rename", "refunds", "--to", "refund"])
        .expect(0);
    assert_eq!(
        desk.show("agent", "triage")["capabilities"],
        json!(["refund"])
    );
    assert_eq!(
        desk.show("capability", "refund")["synonyms"],
        json!(["refunds"])
    );
    let matrix = desk.json(&["deployments"]).expect(0).value();
    assert_eq!(matrix["agents"][0]["cells"][0]["state"], "newest");
    assert!(
        desk.run(&["deployments"])
            .expect(0)
            .stdout
            .contains("1.0.0")
    );
}

#[test]
fn tables_are_written_as_csv_without_formulas() {
    let desk = desk();
    let text = desk
        .run(&[
            "list",
            "agent",
            "--csv",
            "--columns",
            "name,id",
            "--sort",
            "id",
        ])
        .expect(0)
        .stdout;
    assert_eq!(text, "Name,Id\r\nRefund,refund\r\n\"'=Triage\",triage\r\n");
    let (_, message, hints) = desk
        .json(&["list", "agent", "--csv", "--columns", "colour"])
        .expect(2)
        .error();
    assert!(message.contains("colour") && hints[0].contains("name"));
}
