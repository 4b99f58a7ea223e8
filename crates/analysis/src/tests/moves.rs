//! Versions come, and both sides have to come along.

use super::*;

/// Three agents in a row with versions, and a contract of two published versions.
const ROW: &str = r#"
    environment staging
    environment production
    team desk
    team shop {"platform": true}
    topology t {"team": "desk"}
    agent a {"team": "desk"}
    agent b {"team": "shop"}
    contract c
    contract_version c@1.0.0 {"contract": "c", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}
    contract_version c@1.1.0 {"contract": "c", "version": "1.1.0", "state": "published", "payload_schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "note": {"type": "string"}}}}
    contract_version c@2.0.0 {"contract": "c", "version": "2.0.0", "state": "published", "payload_schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}}
    handoff h {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0"}
"#;

fn with(more: &str) -> String {
    format!("{ROW}{more}")
}

fn draft(properties: Value, required: &[&str]) -> Value {
    json!({"ask": "contract_draft", "contract": "c", "schema": {"type": "object", "required": required, "properties": properties}})
}

#[test]
fn a_draft_breaks_what_its_mode_promises() {
    let required = draft(
        json!({"id": {"type": "string"}, "amount": {"type": "number"}}),
        &["id", "amount"],
    );
    let optional = draft(
        json!({"id": {"type": "string"}, "amount": {"type": "number"}}),
        &["id"],
    );
    let less = draft(json!({"id": {"type": "string"}}), &[]);
    check(ROW, &required, &["breaks h [/amount]"]);
    check(ROW, &optional, &["unaffected h [/amount]"]);
    check(ROW, &less, &["breaks h [/id]"]);
    // Senders may leave out what old receivers require: only receivers can move first.
    let backward = ROW.replace(
        "contract c\n",
        "contract c {\"compatibility\": \"backward\"}\n",
    );
    check(&backward, &less, &["unaffected h [/id]"]);
    check(&backward, &required, &["breaks h [/amount]"]);
    let forward = ROW.replace(
        "contract c\n",
        "contract c {\"compatibility\": \"forward\"}\n",
    );
    check(&forward, &less, &["breaks h [/id]"]);
    check(&forward, &required, &["unaffected h [/amount]"]);
    let none = ROW.replace("contract c\n", "contract c {\"compatibility\": \"none\"}\n");
    check(&none, &less, &["breaks h [/id]"]);
}

#[test]
fn what_breaks_is_shown_by_a_payload_and_says_who_can_move_first() {
    let required = draft(
        json!({"id": {"type": "string"}, "amount": {"type": "number"}}),
        &["id", "amount"],
    );
    let told = report(&registry(ROW), &required);
    let hit = &told.hits[0];
    let payload = &hit.counterexample.as_ref().unwrap().0;
    assert!(
        payload["id"].is_string() && payload["amount"].is_null(),
        "{payload}"
    );
    assert_eq!(hit.order, Some(crate::MoveOrder::SendersFirst));
    let plan: Vec<String> = told
        .plan
        .iter()
        .map(|step| format!("{} {}", step.order, step.message))
        .collect();
    assert_eq!(
        plan,
        [
            "1 desk changes what a sends.",
            "2 shop changes what b can take."
        ]
    );
    assert!(!told.holds);
}

#[test]
fn a_range_that_leaves_the_new_version_out_needs_an_upgrade() {
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.1.0"});
    check(ROW, &moves, &["unaffected h [/note]"]);
    let narrow = with(
        r#"agent_version b@1.0.0 {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "~1.0"}]}"#,
    );
    check(&narrow, &moves, &["needs_upgrade h [/note]"]);
    check_reason(
        &narrow,
        &moves,
        "h",
        "Safe in itself, but b accepts ~1.0, which leaves 1.1.0 out.",
    );
    // A draft gets the next number: a minor here, since the mode holds.
    let optional = draft(
        json!({"id": {"type": "string"}, "note": {"type": "string"}, "amount": {"type": "number"}}),
        &["id"],
    );
    check(&narrow, &optional, &["needs_upgrade h [/amount /note]"]);
    check_reason(
        &narrow,
        &optional,
        "h",
        "Safe in itself, but b accepts ~1.0, which leaves 1.2.0 out.",
    );
}

#[test]
fn versions_are_those_of_the_environment_else_the_highest() {
    let lines = with(
        r#"
        agent_version b@1.0.0 {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "~1.0"}]}
        agent_version b@2.0.0 {"agent": "b", "version": "2.0.0", "accepts": [{"contract": "c", "range": "^1"}]}
        deployment b@production {"agent": "b", "version": "1.0.0", "environment": "production"}
    "#,
    );
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.1.0"});
    check_in(&lines, &moves, None, &["unaffected h [/note]"]);
    check_in(&lines, &moves, Some("staging"), &["unaffected h [/note]"]);
    check_in(
        &lines,
        &moves,
        Some("production"),
        &["needs_upgrade h [/note]"],
    );
    let own = lines.replace(
        r#"topology t {"team": "desk"}"#,
        r#"topology t {"team": "desk", "environment": "production"}"#,
    );
    check_in(&own, &moves, None, &["needs_upgrade h [/note]"]);
    check_in(&own, &moves, Some("staging"), &["unaffected h [/note]"]);
}

#[test]
fn what_the_sender_sends_counts_beside_what_is_pinned() {
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.1.0"});
    let sends = |version: &str| {
        with(&format!(
            r#"agent_version a@1.0.0 {{"agent": "a", "version": "1.0.0", "emits": [{{"contract": "c", "version": "{version}"}}]}}"#
        ))
    };
    check(&sends("1.0.0"), &moves, &["unaffected h [/note]"]);
    check(&sends("2.0.0"), &moves, &["breaks h [/id /note]"]);
    let unpinned = ROW.replace(
        r#""to": "b", "contract": "c", "version": "1.0.0""#,
        r#""to": "b", "contract": "c""#,
    );
    check(&unpinned, &moves, &["breaks h [/id /note]"]);
}

#[test]
fn a_receiver_that_accepts_two_majors_has_moved_already() {
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "2.0.0"});
    let accepts = |range: &str| {
        with(&format!(
            r#"agent_version b@1.0.0 {{"agent": "b", "version": "1.0.0", "accepts": [{{"contract": "c", "range": "{range}"}}]}}"#
        ))
    };
    check(ROW, &moves, &["breaks h [/id]"]);
    check(&accepts(">=1, <3"), &moves, &["unaffected h [/id]"]);
    check(&accepts("*"), &moves, &["breaks h [/id]"]);
    check(&accepts("^2"), &moves, &["breaks h [/id]"]);
}

#[test]
fn a_capability_that_the_new_version_asks_for_may_be_missing() {
    let lines = with(
        r#"contract_version c@1.2.0 {"contract": "c", "version": "1.2.0", "required_capabilities": ["refund"], "payload_schema": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}}"#,
    );
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.2.0"});
    check(&lines, &moves, &["breaks h"]);
    check_reason(
        &lines,
        &moves,
        "h",
        "c 1.2.0 asks for the capability refund, which b does not declare.",
    );
    check(
        &lines.replace(r#"agent b {"#, r#"agent b {"capabilities": ["refund"], "#),
        &moves,
        &["unaffected h"],
    );
}

#[test]
fn task_states_that_go_break() {
    let lines = with(
        r#"
        contract_version c@1.2.0 {"contract": "c", "version": "1.2.0", "state": "published", "task_states": ["submitted", "completed"], "payload_schema": {"type": "object"}}
        contract_version c@1.3.0 {"contract": "c", "version": "1.3.0", "task_states": ["submitted"], "payload_schema": {"type": "object"}}
        handoff i {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.2.0"}
    "#,
    );
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.3.0"});
    let told = report(&registry(&lines), &moves);
    let hit = told
        .hits
        .iter()
        .find(|hit| hit.handoff.as_str() == "i")
        .unwrap();
    assert_eq!(hit.effect, crate::Effect::Breaks);
    assert_eq!(
        hit.counterexample.as_ref().unwrap().0,
        json!({"task_state": "completed"})
    );
}

#[test]
fn deprecation_counts_the_days() {
    let lines = ROW.replace(
        r#""1.0.0", "state": "published","#,
        r#""1.0.0", "state": "deprecated", "sunset_date": "2026-12-31","#,
    );
    let moves = json!({"ask": "contract_moves", "contract": "c", "version": "1.1.0"});
    check(&lines, &moves, &["deprecated h [/note]"]);
    let told = report(&registry(&lines), &moves);
    assert_eq!(
        (told.hits[0].days_left, told.hits[0].until.clone()),
        (Some(40), Some(date("2026-12-31")))
    );
    assert_eq!(
        told.plan[0].message,
        "desk changes what a sends by 2026-12-31."
    );
    // What breaks anyway has to be done by that day too.
    let told = report(
        &registry(&lines),
        &draft(json!({"id": {"type": "integer"}}), &["id"]),
    );
    assert_eq!(
        (told.hits[0].effect, told.hits[0].days_left),
        (crate::Effect::Breaks, Some(40))
    );
    let deprecates = json!({"ask": "version_deprecated", "contract": "c", "version": "1.0.0", "sunset": "2026-11-01"});
    let told = report(&registry(ROW), &deprecates);
    assert_eq!(
        (told.hits[0].effect, told.hits[0].days_left),
        (crate::Effect::Deprecated, Some(-20))
    );
    check(
        ROW,
        &json!({"ask": "version_deprecated", "contract": "c", "version": "1.1.0"}),
        &[],
    );
}

#[test]
fn a_sender_moves_to_another_version() {
    let lines = with(
        r#"
        agent_version a@1.0.0 {"agent": "a", "version": "1.0.0", "emits": [{"contract": "c", "version": "1.0.0"}], "model": "m1"}
        agent_version a@1.1.0 {"agent": "a", "version": "1.1.0", "emits": [{"contract": "c", "version": "1.1.0"}], "model": "m1"}
        agent_version a@2.0.0 {"agent": "a", "version": "2.0.0", "emits": [{"contract": "c", "version": "2.0.0"}], "model": "m1"}
        agent_version a@3.0.0 {"agent": "a", "version": "3.0.0", "emits": [{"contract": "d", "version": "1.0.0"}], "model": "m1"}
        agent_version a@4.0.0 {"agent": "a", "version": "4.0.0", "emits": [{"contract": "c", "version": "1.0.0"}], "model": "m2"}
        agent_version b@1.0.0 {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "~1.0"}]}
        contract d
        contract_version d@1.0.0 {"contract": "d", "version": "1.0.0"}
        deployment a@production {"agent": "a", "version": "1.0.0", "environment": "production"}
    "#,
    );
    for (version, expected) in [
        ("1.0.0", "unaffected h"),
        ("1.1.0", "needs_upgrade h [/note]"),
        ("2.0.0", "breaks h [/id]"),
        ("3.0.0", "breaks h"),
        ("4.0.0", "undecided h"),
    ] {
        let question = json!({"ask": "agent_moves", "agent": "a", "version": version});
        check_in(&lines, &question, Some("production"), &[expected]);
    }
}

#[test]
fn an_output_schema_that_takes_in_more_is_not_proven() {
    let version = |number: &str, kind: &str| {
        format!(
            r#"agent_version a@{number} {{"agent": "a", "version": "{number}", "output_schema": {{"type": {kind}}}}}"#
        )
    };
    let lines = with(&format!(
        "{}\n{}\n{}\ndeployment a@production {{\"agent\": \"a\", \"version\": \"1.0.0\", \"environment\": \"production\"}}",
        version("1.0.0", "[\"string\", \"null\"]"),
        version("1.1.0", "\"string\""),
        version("1.2.0", "[\"string\", \"integer\"]")
    ));
    let question = |version: &str| json!({"ask": "agent_moves", "agent": "a", "version": version});
    check_in(
        &lines,
        &question("1.1.0"),
        Some("production"),
        &["unaffected h"],
    );
    check_in(
        &lines,
        &question("1.2.0"),
        Some("production"),
        &["undecided h"],
    );
}

#[test]
fn a_receiver_moves_to_another_range() {
    let lines = with(
        r#"
        agent_version b@1.0.0 {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "^1"}]}
        agent_version b@2.0.0 {"agent": "b", "version": "2.0.0", "accepts": [{"contract": "c", "range": ">=1.1, <2"}]}
        agent_version b@3.0.0 {"agent": "b", "version": "3.0.0", "accepts": [{"contract": "c", "range": "^2"}]}
        agent_version b@4.0.0 {"agent": "b", "version": "4.0.0"}
    "#,
    );
    let range = |range: &str| json!({"ask": "range_changed", "agent": "b", "contract": "c", "range": range});
    check(&lines, &range("^1"), &["unaffected h"]);
    check(&lines, &range(">=1.1, <2"), &["needs_upgrade h"]);
    check(&lines, &range("^2"), &["breaks h"]);
    check(&lines, &range("^7"), &["breaks h"]);
    check_reason(
        &lines,
        &range("^7"),
        "h",
        "1.0.0 comes in, and no version in use is within ^7.",
    );
    let version = |version: &str| json!({"ask": "agent_moves", "agent": "b", "version": version});
    check(&lines, &version("1.0.0"), &["unaffected h"]);
    check(&lines, &version("2.0.0"), &["needs_upgrade h"]);
    check(&lines, &version("3.0.0"), &["breaks h"]);
    check(&lines, &version("4.0.0"), &[]);
}
