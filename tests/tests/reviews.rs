//! A change that two teams have to agree to, on the command line.

use baton_tests::{Desk, has_fields};
use serde_json::{Value, json};

const BATON: &str = env!("CARGO_BIN_EXE_baton-under-test");

/// A refund contract of `front`, used by a handoff that `pay` owns, with 1.0.0 published and 1.1.0 drafted.
fn refunds() -> Desk {
    let desk = Desk::new(BATON);
    desk.json(&["init"]).expect(0);
    let schema = |more: Value| {
        let mut properties = json!({"order": {"type": "string"}});
        properties
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({"type": "object", "properties": properties, "required": ["order"]})
    };
    desk.apply(&json!([
        {"op": "put", "kind": "team", "id": "front", "record": {"name": "Front"}},
        {"op": "put", "kind": "team", "id": "pay", "record": {"name": "Payments"}},
        {"op": "put", "kind": "team", "id": "plat", "record": {"name": "Platform", "platform": true}},
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "Support"}},
        {"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "team": "front"}},
        {"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "pay"}},
        {"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund", "team": "front"}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": schema(json!({}))}},
        {"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.1.0", "payload_schema": schema(json!({"note": {"type": "string"}}))}},
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "triage", "to": "refunds", "contract": "refund", "version": "1.0.0", "owner_model": "downstream", "owners": ["pay"]}},
    ]));
    desk
}

#[test]
fn both_sides_say_their_word() {
    let desk = refunds();
    let asked = desk
        .json(&[
            "review",
            "ask",
            "refund@1.1.0",
            "--message",
            "Refunds carry a note",
        ])
        .expect(0)
        .value();
    has_fields(&asked, &["review", "revision", "diff", "findings"]);
    let review = &asked["review"];
    has_fields(
        review,
        &[
            "id",
            "subject",
            "state",
            "clearance",
            "asked",
            "said",
            "verdict",
            "message",
            "asked_by",
        ],
    );
    assert_eq!(
        review["clearance"],
        json!({"state": "waiting", "teams": ["front", "pay"]})
    );
    assert_eq!(review["asked_by"], "tester");
    let against = &review["verdict"]["against"][0];
    assert_eq!(against["old"], "1.0.0");
    // Strict writers: an optional field more is safe in both directions.
    for way in ["backward", "forward"] {
        assert_eq!(against[way]["verdict"], "safe", "{against}");
    }
    has_fields(&review["impact"], &["summary", "counts", "hits", "plan"]);
    assert_eq!(
        desk.show("contract_version", "refund@1.1.0")["state"],
        "in_review"
    );

    let (code, _, hints) = desk
        .json(&["review", "approve", "refund@1.1.0", "--team", "plat"])
        .expect(2)
        .error();
    assert_eq!(code, "invalid_input");
    assert!(hints[0].contains("front, pay"), "{hints:?}");
    desk.json(&["review", "object", "refund@1.1.0", "--team", "pay"])
        .expect(2);
    desk.json(&[
        "review",
        "object",
        "refund@1.1.0",
        "--team",
        "pay",
        "--comment",
        "Too long",
    ])
    .expect(0);
    let listed = desk.run(&["review", "list"]).expect(0).stdout;
    assert!(
        listed.contains("refund@1.1.0-review") && listed.contains("objected"),
        "{listed}"
    );
    for team in ["pay", "front"] {
        desk.json(&[
            "--as",
            "grace",
            "review",
            "approve",
            "refund@1.1.0",
            "--team",
            team,
        ])
        .expect(0);
    }
    let page = desk
        .json(&["review", "show", "refund@1.1.0-review"])
        .expect(0)
        .value();
    assert_eq!(page["clearance"], json!({"state": "approved"}));
    let said: Vec<&str> = page["said"]
        .as_array()
        .unwrap()
        .iter()
        .map(|word| word["decision"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["reject", "approve", "approve"]);
    let shown = desk
        .run(&["review", "show", "refund@1.1.0"])
        .expect(0)
        .stdout;
    assert!(
        shown.contains("grace (claimed)") && shown.contains("handoff h"),
        "{shown}"
    );
    everybody_was_told(&desk);
}

/// Asking, objecting and agreeing stand in the outbox and in the log.
fn everybody_was_told(desk: &Desk) {
    let topics: Vec<Value> = desk.json(&["notices"]).expect(0).value()["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| notice["topic"].clone())
        .collect();
    for topic in ["review_asked", "review_objected", "review_approved"] {
        assert!(topics.contains(&json!(topic)), "{topics:?}");
    }
    let log = desk.run(&["log"]).expect(0).stdout;
    assert!(log.contains("pay objects to refund@1.1.0-review"), "{log}");
}

#[test]
fn a_draft_that_changed_has_to_be_asked_for_again() {
    let desk = refunds();
    desk.json(&["review", "ask", "refund@1.1.0", "--message", "Please"])
        .expect(0);
    desk.apply(&json!([{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.1.0", "state": "in_review", "payload_schema": {"type": "object"}}}]));
    let (code, message, _) = desk
        .json(&["review", "approve", "refund@1.1.0", "--team", "pay"])
        .expect(3)
        .error();
    assert_eq!(code, "conflict");
    assert!(message.contains("stale"), "{message}");
    desk.json(&[
        "review",
        "override",
        "refund@1.1.0",
        "--team",
        "plat",
        "--reason",
        "now",
    ])
    .expect(3);
    desk.json(&["review", "ask", "refund@1.1.0", "--message", "Again"])
        .expect(0);
    desk.json(&[
        "review",
        "override",
        "refund@1.1.0",
        "--team",
        "pay",
        "--reason",
        "now",
    ])
    .expect(2);
    let done = desk
        .json(&[
            "review",
            "override",
            "refund@1.1.0",
            "--team",
            "plat",
            "--reason",
            "Outage",
        ])
        .expect(0)
        .value();
    assert_eq!(
        done["review"]["clearance"],
        json!({"state": "overridden", "reason": "Outage", "by": "tester"})
    );
    desk.json(&["review", "withdraw", "refund@1.1.0"]).expect(0);
    assert_eq!(
        desk.show("contract_version", "refund@1.1.0")["state"],
        "draft"
    );
    let all = desk
        .json(&["review", "list", "refund@1.1.0", "--all"])
        .expect(0)
        .value();
    let states: Vec<&str> = all["reviews"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["withdrawn", "withdrawn"]);
}

#[test]
fn topologies_are_reviewed_against_a_baseline() {
    let desk = refunds();
    desk.json(&["review", "ask", "t", "--message", "x"])
        .expect(2);
    let set = desk
        .json(&["baseline", "set", "t", "Winter plan"])
        .expect(0)
        .value();
    assert_eq!(set["baseline"]["id"], "winter-plan");
    desk.apply(&json!([
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "triage", "to": "refunds", "contract": "refund", "version": "1.0.0", "owner_model": "downstream", "owners": ["pay"], "criticality": "high"}},
        {"op": "put", "kind": "placement", "id": "t.agent.triage", "record": {"topology": "t", "subject": {"kind": "agent", "id": "triage"}, "x": 1, "y": 2}},
    ]));
    let diff = desk.json(&["baseline", "changes", "t"]).expect(0).value();
    assert_eq!(
        diff["changed"][0]["key"],
        json!({"kind": "handoff", "id": "h"})
    );
    assert_eq!(diff["changed"][0]["fields"][0]["pointer"], "/criticality");
    assert_eq!(diff["moved"][0]["key"]["id"], "triage");
    assert_eq!((&diff["added"], &diff["removed"]), (&json!([]), &json!([])));
    let text = desk
        .run(&["baseline", "changes", "t", "--baseline", "winter-plan"])
        .expect(0)
        .stdout;
    assert!(
        text.contains("/criticality") && text.contains("1 moved"),
        "{text}"
    );

    desk.json(&["review", "ask", "t", "--message", "Higher"])
        .expect(0);
    let done = desk
        .json(&["review", "approve", "t", "--team", "pay"])
        .expect(0)
        .value();
    assert_eq!(done["review"]["clearance"], json!({"state": "approved"}));
    desk.json(&["baseline", "set", "t", "Spring plan"])
        .expect(0);
    assert_eq!(
        desk.json(&["review", "list"]).expect(0).value()["reviews"],
        json!([])
    );
    let listed = desk.json(&["baseline", "list", "t"]).expect(0).value();
    assert_eq!(listed["baselines"].as_array().unwrap().len(), 2);
    desk.json(&["baseline", "set", "t", "Then", "--at", "99"])
        .expect(2);
    desk.json(&["baseline", "set", "nowhere", "Then"]).expect(2);
}

#[test]
fn remarks_are_written_settled_and_listed() {
    let desk = refunds();
    let record = "contract_version:refund@1.1.0";
    let made = desk
        .json(&[
            "review-comment",
            record,
            "Why a string?",
            "--pointer",
            "/payload_schema/properties/note",
        ])
        .expect(0)
        .value();
    has_fields(
        &made["comment"],
        &["id", "subject", "text", "by", "pointer", "resolved"],
    );
    let id = made["comment"]["id"].as_str().unwrap();
    desk.json(&["review-comment", record, "x", "--pointer", "/nowhere"])
        .expect(2);
    desk.json(&["review-comment", "refund", "x"]).expect(2);
    let count = |words: &[&str]| {
        let listed = desk.json(words).expect(0).value();
        listed["comments"].as_array().unwrap().len()
    };
    assert_eq!(count(&["review-comment", record]), 1);
    desk.json(&["review-comment", "--resolve", id]).expect(0);
    assert_eq!(count(&["review-comment"]), 0);
    assert_eq!(count(&["review-comment", "--all"]), 1);
    desk.json(&["review-comment", "--reopen", id]).expect(0);
    assert_eq!(count(&["review-comment"]), 1);
}
