//! Fields that go more than one way, and payloads that say less than yes or no.

use super::carried::{DECLARED, SUM, TOTAL, chain, draft};
use super::*;

/// The sum as text.
fn retyped() -> Value {
    draft(
        json!({"type": "object", "required": ["sum"], "properties": {"sum": {"type": "string"}, "who": {"type": "string"}}}),
    )
}

#[test]
fn a_field_that_may_be_missing_is_missed_where_it_is_required() {
    let optional = draft(
        json!({"type": "object", "properties": {"sum": {"type": "number"}, "who": {"type": "string"}}}),
    );
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL);
    check(
        &lines,
        &optional,
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
    check_reason(
        &lines,
        &optional,
        "bc",
        "/total may be missing upstream from then on, and y 1.0.0 requires it.",
    );
    let lets = r#""properties": {"total": {"type": "number"}}"#;
    check(
        &chain(DECLARED, SUM, lets, TOTAL),
        &optional,
        &[
            "breaks ab [/sum]",
            "undecided cd [/total] < bc < ab",
            "unaffected bc [/total] < ab",
        ],
    );
    // Receivers may move first, and whoever comes after them is hit all the same.
    check(
        &lines.replace(
            "contract x\n",
            "contract x {\"compatibility\": \"backward\"}\n",
        ),
        &optional,
        &[
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
            "unaffected ab [/sum]",
        ],
    );
}

#[test]
fn what_depends_on_other_fields_is_undecided() {
    let less = draft(json!({"type": "object", "properties": {"who": {"type": "string"}}}));
    let either = r#""properties": {"total": {"type": "number"}, "other": {}}, "anyOf": [{"required": ["total"]}, {"required": ["other"]}]"#;
    check(
        &chain(DECLARED, SUM, either, TOTAL),
        &less,
        &[
            "breaks ab [/sum]",
            "undecided bc [/total] < ab",
            "undecided cd [/total] < bc < ab",
        ],
    );
    let some = r#""oneOf": [{"properties": {"total": {"type": "number"}}}, {"properties": {"other": {"type": "number"}}}]"#;
    check(
        &chain(DECLARED, SUM, some, TOTAL),
        &retyped(),
        &[
            "breaks ab [/sum]",
            "breaks cd [/total] < bc < ab",
            "undecided bc [/total] < ab",
        ],
    );
}

#[test]
fn the_worst_of_all_versions_that_go_over_a_handoff_counts() {
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL)
        + r#"
        contract_version y@2.0.0 {"contract": "y", "version": "2.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"total": {}}}}
        agent_version b@1.0.0 {"agent": "b", "version": "1.0.0", "emits": [{"contract": "y", "version": "2.0.0"}]}
    "#;
    check(
        &lines,
        &retyped(),
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
}

#[test]
fn contracts_with_equal_schemas_stay_apart() {
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL)
        + r#"handoff bz {"topology": "t", "from": "b", "to": "d", "contract": "z", "version": "1.0.0"}"#;
    let told = report(&registry(&lines), &retyped());
    for (handoff, name) in [("bc", "y 1.0.0"), ("bz", "z 1.0.0"), ("cd", "z 1.0.0")] {
        let hit = told
            .hits
            .iter()
            .find(|hit| hit.handoff.as_str() == handoff)
            .unwrap();
        let expected = format!("what {name} rejects");
        assert!(hit.reason.contains(&expected), "{}", hit.reason);
    }
}

#[test]
fn whoever_writes_the_field_decides_what_may_be_in_it() {
    let order = |more: &str| {
        format!(
            r#""properties": {{"order": {{"type": "object", "properties": {{"n": {{"type": "number"}}{more}}}}}}}"#
        )
    };
    let whole = r#"{"from": "/order", "to": "/order"}"#;
    let lines = chain(
        [whole, ""],
        &order(""),
        &order(r#", "tag": {"type": "string"}"#),
        r#""properties": {}"#,
    );
    let changed = draft(
        json!({"type": "object", "properties": {"order": {"type": "object", "minProperties": 1, "properties": {"n": {"type": "number"}}}}}),
    );
    check(
        &lines,
        &changed,
        &["breaks ab [/order]", "unaffected bc [/order] < ab"],
    );
    // Then a tag of any kind may be in it, whatever the next contract promises.
    let as_written = lines.replace("contract x\n", "contract x {\"writers\": \"as_written\"}\n");
    check(
        &as_written,
        &changed,
        &["breaks ab [/order]", "breaks bc [/order] < ab"],
    );
}

#[test]
fn a_declared_way_counts_although_an_inferred_one_was_found_first() {
    let lines = chain(["", r#"{"from": "/sum", "to": "/sum"}"#], SUM, SUM, SUM)
        + r#"
        agent e {"passes_on": [{"from": "/sum", "to": "/sum"}]}
        handoff ae {"topology": "t", "from": "a", "to": "e", "contract": "x", "version": "1.0.0"}
        handoff ec {"topology": "t", "from": "e", "to": "c", "contract": "y", "version": "1.0.0"}
    "#;
    check(
        &lines,
        &retyped(),
        &[
            "breaks ab [/sum]",
            "breaks ae [/sum]",
            "breaks bc [/sum?] < ab",
            "breaks ec [/sum] < ae",
            "breaks cd [/sum] < bc < ab",
        ],
    );
}

#[test]
fn a_field_goes_by_name_where_its_declared_place_is_not_there() {
    let away = [r#"{"from": "/sum", "to": "/total"}"#, ""];
    check(
        &chain(away, SUM, SUM, r#""properties": {}"#),
        &retyped(),
        &["breaks ab [/sum]", "breaks bc [/sum?] < ab"],
    );
}

#[test]
fn queries_carry_to_everybody_who_may_take_them() {
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL)
        .replace("agent c {", r#"agent c {"capabilities": ["count"], "#)
        .replace(
            r#""from": "b", "to": "c""#,
            r#""from": "b", "to": {"capabilities": ["count"], "default": "e"}"#,
        )
        + r#"
        agent e {"passes_on": [{"from": "/total", "to": "/total"}]}
        handoff ed {"topology": "t", "from": "e", "to": "d", "contract": "z", "version": "1.0.0", "fallbacks": ["e"]}
    "#;
    check(
        &lines,
        &retyped(),
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
            "breaks ed [/total] < bc < ab",
        ],
    );
}

#[test]
fn an_agent_that_hands_over_to_itself_is_retired_once() {
    let lines = r#"
        topology t
        agent a
        handoff again {"topology": "t", "from": "a", "to": "a"}
    "#;
    check(
        lines,
        &json!({"ask": "agent_retired", "agent": "a"}),
        &["breaks again"],
    );
}

#[test]
fn a_rotation_that_goes_with_its_team_is_missed_on_every_path() {
    let lines = r#"
        team desk
        team shop
        rotation shop-call {"team": "shop"}
        escalation_path desk-path {"team": "desk", "steps": [{"after_minutes": 5, "notify": {"kind": "team", "id": "desk"}}, {"after_minutes": 30, "notify": {"kind": "rotation", "id": "shop-call"}}]}
        topology t
        agent a {"team": "desk"}
        handoff h {"topology": "t", "from": "a", "to": "a", "escalation_path": "desk-path"}
    "#;
    let question = json!({"ask": "responder_removed", "kind": "team", "id": "shop"});
    check(lines, &question, &["unowned h"]);
    check_reason(
        lines,
        &question,
        "h",
        "It loses whom desk-path calls after 30 minutes (rotation shop-call). desk still owns it.",
    );
}
