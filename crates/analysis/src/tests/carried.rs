//! Fields that are passed on carry the hit downstream.

use super::*;

/// a -> b -> c -> d, each over a contract of its own.
pub(super) fn chain(habits: [&str; 2], first: &str, second: &str, third: &str) -> String {
    format!(
        r#"
    trust_domain inner
    trust_domain outer
    topology t
    agent a {{"trust_domain": "inner"}}
    agent b {{"trust_domain": "inner", "passes_on": [{}]}}
    agent c {{"trust_domain": "inner", "passes_on": [{}]}}
    agent d {{"trust_domain": "outer"}}
    contract x
    contract y
    contract z
    contract_version x@1.0.0 {{"contract": "x", "version": "1.0.0", "state": "published", "payload_schema": {{"type": "object", {first}}}}}
    contract_version y@1.0.0 {{"contract": "y", "version": "1.0.0", "state": "published", "payload_schema": {{"type": "object", {second}}}}}
    contract_version z@1.0.0 {{"contract": "z", "version": "1.0.0", "state": "published", "payload_schema": {{"type": "object", {third}}}}}
    handoff ab {{"topology": "t", "from": "a", "to": "b", "contract": "x", "version": "1.0.0"}}
    handoff bc {{"topology": "t", "from": "b", "to": "c", "contract": "y", "version": "1.0.0"}}
    handoff cd {{"topology": "t", "from": "c", "to": "d", "contract": "z", "version": "1.0.0"}}
    "#,
        habits[0], habits[1]
    )
}

pub(super) const SUM: &str =
    r#""required": ["sum"], "properties": {"sum": {"type": "number"}, "who": {"type": "string"}}"#;
pub(super) const TOTAL: &str =
    r#""required": ["total"], "properties": {"total": {"type": "number"}}"#;
pub(super) const DECLARED: [&str; 2] = [
    r#"{"from": "/sum", "to": "/total"}"#,
    r#"{"from": "/total", "to": "/total"}"#,
];

pub(super) fn draft(schema: Value) -> Value {
    json!({"ask": "contract_draft", "contract": "x", "schema": schema})
}

#[test]
fn a_retyped_field_breaks_where_it_no_longer_fits() {
    let text = draft(
        json!({"type": "object", "required": ["sum"], "properties": {"sum": {"type": "string"}, "who": {"type": "string"}}}),
    );
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL);
    check(
        &lines,
        &text,
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
    let told = report(&registry(&lines), &text);
    assert!(
        told.hits[2].counterexample.as_ref().unwrap().0.is_string(),
        "a value of the field"
    );
    // What fits in between is carried on all the same.
    let any = r#""properties": {"total": {}}"#;
    check(
        &chain(DECLARED, SUM, any, TOTAL),
        &text,
        &[
            "breaks ab [/sum]",
            "breaks cd [/total] < bc < ab",
            "unaffected bc [/total] < ab",
        ],
    );
    // Who passes nothing on ends it, and so does a payload without the field.
    check(
        &chain([DECLARED[0], ""], SUM, TOTAL, SUM),
        &text,
        &["breaks ab [/sum]", "breaks bc [/total] < ab"],
    );
    check(
        &chain(DECLARED, SUM, r#""properties": {"other": {}}"#, TOTAL),
        &text,
        &["breaks ab [/sum]"],
    );
}

#[test]
fn a_field_that_goes_is_missed_where_it_is_required() {
    let less = draft(json!({"type": "object", "properties": {"who": {"type": "string"}}}));
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL);
    check(
        &lines,
        &less,
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
    check_reason(
        &lines,
        &less,
        "cd",
        "/total no longer comes from upstream, and z 1.0.0 requires it.",
    );
    // What may be missing anyway is not missed; whoever requires it all the same may have it from elsewhere.
    let optional = r#""properties": {"total": {"type": "number"}}"#;
    check(
        &chain(DECLARED, SUM, optional, TOTAL),
        &less,
        &[
            "breaks ab [/sum]",
            "undecided cd [/total] < bc < ab",
            "unaffected bc [/total] < ab",
        ],
    );
    // What is required in an object goes with it.
    let nested = r#""properties": {"sum": {"type": "object", "required": ["n"], "properties": {"n": {"type": "number"}}}}"#;
    let copied = nested.replace("sum", "total");
    check(
        &chain(DECLARED, nested, &copied, &copied),
        &less,
        &[
            "unaffected ab [/sum /sum/n /who]",
            "unaffected bc [/total /total/n] < ab",
            "unaffected cd [/total /total/n] < bc < ab",
        ],
    );
}

#[test]
fn the_same_name_and_a_fitting_type_are_taken_for_passed_on_and_marked() {
    let text = draft(
        json!({"type": "object", "required": ["sum"], "properties": {"sum": {"type": "string"}, "who": {"type": "string"}}}),
    );
    check(
        &chain(["", ""], SUM, SUM, TOTAL),
        &text,
        &["breaks ab [/sum]", "breaks bc [/sum?] < ab"],
    );
    // Another type was never passed on.
    let boolean = r#""properties": {"sum": {"type": "boolean"}}"#;
    check(
        &chain(["", ""], SUM, boolean, SUM),
        &text,
        &["breaks ab [/sum]"],
    );
    // Once inferred, always inferred.
    let second = [
        r#"{"from": "/other", "to": "/other"}"#,
        r#"{"from": "/sum", "to": "/total"}"#,
    ];
    check(
        &chain(second, SUM, SUM, TOTAL),
        &text,
        &[
            "breaks ab [/sum]",
            "breaks bc [/sum?] < ab",
            "breaks cd [/total?] < bc < ab",
        ],
    );
    // What is declared to go elsewhere does not go by name too.
    let away = [r#"{"from": "/sum", "to": "/total"}"#, ""];
    let both = r#""properties": {"sum": {"type": "number"}, "total": {"type": "number"}}"#;
    check(
        &chain(away, SUM, both, r#""properties": {"sum": {}}"#),
        &text,
        &["breaks ab [/sum]", "breaks bc [/total] < ab"],
    );
}

#[test]
fn fields_inside_a_declared_one_go_with_it() {
    let nested = r#""properties": {"order": {"type": "object", "properties": {"id": {"type": "string"}, "sum": {"type": "number"}}}}"#;
    let copy = r#""properties": {"copy": {"type": "object", "properties": {"id": {"type": "string"}, "sum": {"type": "number"}}}}"#;
    let habits = [
        r#"{"from": "/order", "to": "/copy"}"#,
        r#"{"from": "/copy/sum", "to": "/total"}"#,
    ];
    let changed = draft(
        json!({"type": "object", "properties": {"order": {"type": "object", "properties": {"id": {"type": "string"}, "sum": {"type": "boolean"}}}}}),
    );
    check(
        &chain(habits, nested, copy, TOTAL),
        &changed,
        &[
            "breaks ab [/order/sum]",
            "breaks bc [/copy/sum] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
}

#[test]
fn circles_end() {
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL)
        + r#"
        handoff back {"topology": "t", "from": "c", "to": "b", "contract": "y", "version": "1.0.0"}
        handoff self {"topology": "t", "from": "b", "to": "b", "contract": "y", "version": "1.0.0"}
    "#;
    let lines = lines.replace(
        r#"{"from": "/sum", "to": "/total"}"#,
        r#"{"from": "/sum", "to": "/total"}, {"from": "/total", "to": "/total"}"#,
    );
    let text = draft(
        json!({"type": "object", "required": ["sum"], "properties": {"sum": {"type": "string"}, "who": {"type": "string"}}}),
    );
    check(
        &lines,
        &text,
        &[
            "breaks ab [/sum]",
            "breaks bc [/total] < ab",
            "breaks self [/total] < ab",
            "breaks back [/total] < bc < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
    let grows = lines.replace(TOTAL, r##""properties": {"total": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "number", "properties": {"total": {"$ref": "#/$defs/n"}}}}"##);
    let grows = grows.replace(
        r#"{"from": "/total", "to": "/total"}"#,
        r#"{"from": "/total", "to": "/total/total"}"#,
    );
    assert!(
        report(&registry(&grows), &text).hits.len() >= 3,
        "ends, though a field without end is passed on"
    );
}

#[test]
fn what_is_retired_no_longer_feeds_what_comes_after() {
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL);
    check(
        &lines,
        &json!({"ask": "contract_retired", "contract": "x"}),
        &[
            "breaks ab [/sum /who]",
            "breaks bc [/total] < ab",
            "breaks cd [/total] < bc < ab",
        ],
    );
    check(
        &lines,
        &json!({"ask": "agent_retired", "agent": "b"}),
        &["breaks ab", "breaks bc [/total]", "breaks cd [/total] < bc"],
    );
}

#[test]
fn sensitive_fields_stay_in_their_domain_or_are_masked() {
    let question = json!({"ask": "sensitive_added", "contract": "x", "pointer": "/sum"});
    let lines = chain(DECLARED, SUM, TOTAL, TOTAL);
    check(
        &lines,
        &question,
        &[
            "breaks cd [/total] < bc < ab",
            "unaffected ab [/sum]",
            "unaffected bc [/total] < ab",
        ],
    );
    check_reason(
        &lines,
        &question,
        "cd",
        "/total leaves inner for outer unmasked, with d.",
    );
    let masked = |handoff: &str, pointer: &str| {
        lines.replace(
            &format!("handoff {handoff} {{"),
            &format!("handoff {handoff} {{\"masking\": [{{\"pointer\": \"{pointer}\"}}], "),
        )
    };
    check(
        &masked("cd", "/total"),
        &question,
        &[
            "unaffected ab [/sum]",
            "unaffected bc [/total] < ab",
            "unaffected cd [/total] < bc < ab",
        ],
    );
    check(&masked("ab", "/sum"), &question, &["unaffected ab [/sum]"]);
    let unknown = lines.replace(r#"agent d {"trust_domain": "outer"}"#, "agent d");
    check(
        &unknown,
        &question,
        &[
            "undecided cd [/total] < bc < ab",
            "unaffected ab [/sum]",
            "unaffected bc [/total] < ab",
        ],
    );
}
