mod cost;

use super::*;
use baton_model::{Document, Handoff, TopologyId, apply, parse_edits};
use serde_json::{Value, json};

/// A topology `t` from agents (id and fields) and handoffs (`from>to` and fields, validated unless said otherwise). Requests come in at `in`.
fn drawing(agents: &[(&str, Value)], handoffs: &[(&str, Value)]) -> Document {
    let put = |kind: &str, id: &str, record: Value| json!({"op": "put", "kind": kind, "id": id, "record": record});
    let mut edits = vec![
        put("topology", "t", json!({"name": "T"})),
        put("team", "crew", json!({"name": "Crew"})),
        put("team", "other", json!({"name": "Other"})),
        put("trust_domain", "us", json!({"name": "Us"})),
        put("trust_domain", "them", json!({"name": "Them"})),
        put("contract", "c", json!({"name": "C"})),
        json!({"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0",
        "sensitive": [{"pointer": "/card", "rule": "last_four"}],
        "payload_schema": {"type": "object", "required": ["order_id", "amount"], "properties": {
            "note": {"type": "string"}, "order_id": {"type": "string"}, "card": {"type": "string"},
            "amount": {"type": "object", "properties": {"value": {"type": "number"}}},
            "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}}}},
        }}}}),
    ];
    for (id, fields) in agents {
        let mut record = json!({"name": id.to_uppercase()});
        merge(&mut record, fields);
        edits.push(put("agent", id, record));
    }
    edits.push(put("entry", "e", json!({"topology": "t", "agent": "in"})));
    for (ends, fields) in handoffs {
        let (from, to) = ends.split_once('>').unwrap();
        let mut record = json!({"topology": "t", "from": from, "to": to, "policy": {"boundary_validation": true}});
        merge(&mut record, fields);
        edits.push(put("handoff", ends, record));
    }
    let mut document = Document::new();
    let text = Value::from(edits).to_string().replace('>', "-");
    let edits = parse_edits(&text, &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    document
}

fn merge(record: &mut Value, fields: &Value) {
    for (name, value) in fields.as_object().unwrap() {
        record[name] = value.clone();
    }
}

fn plain(id: &str) -> (&str, Value) {
    (id, json!({}))
}

fn acts(id: &str) -> (&str, Value) {
    (
        id,
        json!({"team": "crew", "tools": [{"name": "pay", "irreversible": true}]}),
    )
}

fn gate() -> Value {
    json!({"gate": {"question": "Go on?"}})
}

fn advice(document: &Document) -> GateAdvice {
    propose(document, &TopologyId::new("t").unwrap())
}

fn ids(advice: &GateAdvice) -> Vec<&str> {
    advice.proposals.iter().map(|one| one.id.as_str()).collect()
}

#[test]
fn one_gate_on_a_shared_handoff_beats_five() {
    let sinks = ["p1", "p2", "p3", "p4", "p5"];
    let mut agents = vec![plain("in"), plain("plan")];
    agents.extend(sinks.map(acts));
    let ways: Vec<String> = sinks.iter().map(|sink| format!("plan>{sink}")).collect();
    let mut handoffs = vec![("in>plan", json!({}))];
    handoffs.extend(ways.iter().map(|way| (way.as_str(), json!({}))));
    let found = advice(&drawing(&agents, &handoffs));
    assert_eq!(ids(&found), ["add:in-plan"]);
    let gate = &found.proposals[0];
    assert!(gate.required);
    assert_eq!(gate.reasons.len(), 5);
    assert_eq!(gate.instead_of.len(), 5);
    assert_eq!(gate.reasons[0].path, ["in-plan", "plan-p1"]);
    assert_eq!(found.summary, "1 gate is missing.");
}

#[test]
fn what_arrives_unchecked_is_decided_after() {
    let unchecked = json!({"policy": {}});
    let found = advice(&drawing(
        &[plain("in"), plain("plan"), acts("p1"), acts("p2")],
        &[
            ("in>plan", gate()),
            ("plan>p1", unchecked),
            ("plan>p2", json!({})),
        ],
    ));
    assert_eq!(ids(&found), ["add:plan-p1"]);
}

#[test]
fn among_equal_gates_the_last_one_and_the_one_less_passed_is_chosen() {
    let chain = |share: f64| {
        advice(&drawing(
            &[plain("in"), plain("plan"), plain("end"), acts("p")],
            &[
                ("in>plan", json!({})),
                ("plan>p", json!({"behaviour": {"share": share}})),
                ("plan>end", json!({"behaviour": {"share": 1.0 - share}})),
            ],
        ))
    };
    assert_eq!(ids(&chain(1.0)), ["add:plan-p"]);
    let seldom = chain(0.25);
    assert_eq!(ids(&seldom), ["add:plan-p"]);
    assert_eq!(seldom.proposals[0].cost.share, Some(0.25));
    assert!((seldom.proposals[0].cost.minutes - 2.0).abs() < f64::EPSILON);
}

#[test]
fn where_no_gate_helps_it_is_said() {
    let (_, does) = acts("in");
    let found = advice(&drawing(&[("in", does)], &[]));
    assert!(found.proposals.is_empty());
    assert!(
        found.unguarded[0]
            .message
            .starts_with("Requests come in at IN itself")
    );
    let found = advice(&drawing(
        &[plain("in"), plain("plan"), acts("p")],
        &[("in>plan", json!({"fallbacks": ["p"]}))],
    ));
    assert!(found.unguarded[0].message.contains("fallbacks go round"));
}

#[test]
fn people_and_borders_and_taint_are_reasons_of_their_own() {
    let them = ("out", json!({"trust_domain": "them"}));
    let us = ("in", json!({"trust_domain": "us"}));
    let bare = json!({"contract": "c", "version": "1.0.0"});
    let found = advice(&drawing(
        &[us.clone(), them.clone()],
        &[("in>out", bare.clone())],
    ));
    assert_eq!(ids(&found), ["add:in-out"]);
    assert_eq!(found.proposals[0].reasons[0].need, Some(GateNeed::Border));
    assert!(!found.proposals[0].required);
    let mut masked = bare;
    masked["masking"] = json!([{"pointer": "/card"}]);
    assert!(
        advice(&drawing(&[us, them], &[("in>out", masked)]))
            .proposals
            .is_empty()
    );

    let critical = json!({"criticality": "critical"});
    let path = [
        ("in>plan", json!({"policy": {}})),
        ("plan>p", critical.clone()),
    ];
    let agents = [plain("in"), plain("plan"), plain("p")];
    let found = advice(&drawing(&agents, &path));
    assert_eq!(ids(&found), ["add:plan-p"]);
    assert_eq!(found.proposals[0].reasons[0].need, Some(GateNeed::Taint));
    let checked = [("in>plan", json!({})), ("plan>p", critical)];
    assert!(advice(&drawing(&agents, &checked)).proposals.is_empty());
    let mut outside = agents.clone();
    outside[0].1 = json!({"kind": "external"});
    assert_eq!(ids(&advice(&drawing(&outside, &checked))), ["add:plan-p"]);

    let person = [plain("in"), ("plan", json!({"kind": "human"})), acts("p")];
    let found = advice(&drawing(
        &person,
        &[("in>plan", json!({})), ("plan>p", json!({}))],
    ));
    assert!(found.proposals.is_empty(), "{found:?}");
    assert!(found.summary.starts_with("No gate is needed"));
}

#[test]
fn gates_that_nothing_needs_are_told_with_the_reason() {
    let agents = [
        plain("in"),
        plain("plan"),
        acts("p"),
        plain("end"),
        ("desk", json!({"kind": "human"})),
    ];
    let found = advice(&drawing(
        &agents,
        &[
            ("in>plan", gate()),
            ("plan>p", gate()),
            ("plan>end", gate()),
            ("plan>desk", gate()),
        ],
    ));
    let told: Vec<(&str, &str)> = found
        .proposals
        .iter()
        .map(|one| (one.id.as_str(), one.reasons[0].message.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "remove:in-plan",
                "What comes over it is decided again at the gate on the handoff from PLAN to P, nearer to what cannot be taken back."
            ),
            (
                "remove:plan-desk",
                "DESK is a person, who decides anyway: the review asks for the same twice."
            ),
            (
                "remove:plan-end",
                "Nothing that a person has to decide about comes after it: no irreversible action, no border of trust, nothing critical."
            ),
        ]
    );
    assert_eq!(found.summary, "3 of 4 are not needed.");
}

#[test]
fn a_gate_on_which_much_hangs_and_one_without_known_consequences_stay() {
    let mut much = gate();
    much["criticality"] = json!("high");
    let kept = drawing(
        &[plain("in"), plain("end"), acts("p")],
        &[("in>end", much), ("in>p", gate())],
    );
    assert!(advice(&kept).proposals.is_empty());
    let unsaid = drawing(&[plain("in"), plain("end")], &[("in>end", gate())]);
    assert!(advice(&unsaid).proposals.is_empty());
    assert!(
        advice(&unsaid)
            .summary
            .starts_with("1 gate stands, and nobody has said what hangs on what")
    );
}

#[test]
fn a_drafted_gate_asks_for_a_decision() {
    let desk = ("desk", json!({"kind": "human"}));
    let pinned = json!({"contract": "c", "version": "1.0.0"});
    let document = drawing(
        &[plain("in"), desk, acts("p")],
        &[("in>p", pinned), ("in>desk", json!({}))],
    );
    let found = advice(&document);
    let edit = serde_json::to_value(&found.proposals[0].edits[0]).unwrap();
    let gate = &edit["record"]["gate"];
    assert_eq!(
        gate["summary"],
        "Order id: {{ payload.order_id }}\nNote: {{ payload.note }}\nValue: {{ payload.amount.value }}"
    );
    assert_eq!(gate["proposed_action"], "P may go on to: pay");
    assert_eq!(gate["reviewers"], json!([{"kind": "team", "id": "crew"}]));
    assert_eq!(
        gate["branches"],
        json!([{"answer": "Approve"}, {"answer": "Decline", "goes_to": "desk"}])
    );
    assert!(found.proposals[0].notes.is_empty());
}

#[test]
fn applying_every_proposal_leaves_nothing_to_propose() {
    let document = drawing(
        &[
            plain("in"),
            plain("plan"),
            plain("end"),
            acts("p"),
            acts("q"),
        ],
        &[
            ("in>plan", json!({"policy": {}})),
            ("plan>p", json!({"policy": {}})),
            ("plan>q", json!({})),
            ("plan>end", gate()),
            ("end>q", json!({"criticality": "critical"})),
        ],
    );
    let found = advice(&document);
    assert_eq!(ids(&found), ["add:plan-p", "add:plan-q"]);
    let edits: Vec<_> = found
        .proposals
        .into_iter()
        .flat_map(|one| one.edits)
        .collect();
    let mut after = document.clone();
    after.commit(&apply(&document, &edits).unwrap(), 2);
    let left = advice(&after);
    assert!(left.proposals.is_empty(), "{left:?}");
}

fn card(summary: &str, payload: &Value, reviewers: &Value, handoff: &Value) -> ReviewCard {
    let mut fields = json!({"contract": "c", "version": "1.0.0", "gate": {"summary": summary, "reviewers": reviewers,
        "question": "Go?", "branches": [{"answer": "Yes"}, {"answer": "No", "goes_to": "in"}]}});
    merge(&mut fields, handoff);
    let agents = [
        ("in", json!({"team": "crew", "trust_domain": "us"})),
        plain("p"),
    ];
    let document = drawing(&agents, &[("in>p", fields)]);
    let handoff: &Handoff = document.find("in-p").unwrap();
    review_card(
        &document,
        handoff,
        handoff.gate.as_ref().unwrap(),
        Some(payload),
    )
}

fn text(card: &ReviewCard) -> String {
    let parts = card.summary.iter().map(|part| match part.kind {
        CardPartKind::Words => part.text.clone(),
        CardPartKind::Value => format!("<{}>", part.text),
        CardPartKind::Masked => format!("#{}#", part.text),
        CardPartKind::Missing => format!("?{}?", part.text),
        CardPartKind::Broken => format!("!{}!", part.text),
    });
    parts.collect()
}

fn crew() -> Value {
    json!([{"kind": "team", "id": "crew"}])
}

#[test]
fn a_reviewer_sees_the_fields_that_the_template_names() {
    let payload = json!({"order_id": "O-1", "amount": {"value": 12.5}, "lines": [{"sku": "a"}], "note": null});
    let seen = |template: &str| text(&card(template, &payload, &crew(), &json!({})));
    for (template, expected) in [
        (
            "Order {{ payload.order_id }}: {{ /amount/value }} EUR",
            "Order <O-1>: <12.5> EUR",
        ),
        (
            "{{ payload.lines | length }} of {{ payload.lines[0].sku }}",
            "<1> of <a>",
        ),
        (
            "{{ payload.note }}{{ payload.lines[7].sku }}",
            "?no note??no sku?",
        ),
        ("{{ payload.amount }}", r#"<{"value":12.5}>"#),
        ("{{ payload.amount.value.deeper }}", "?no deeper?"),
        ("{{ open", "!{{ open!"),
    ] {
        assert_eq!(seen(template), expected);
    }
    let whole = card("{{ payload.nothing }}", &payload, &crew(), &json!({}));
    assert_eq!(whole.problems, ["The contract has no field /nothing."]);
    assert_eq!(whole.reviewers, ["Crew"]);
    let leads: Vec<&str> = whole
        .answers
        .iter()
        .map(|answer| answer.leads_to.as_str())
        .collect();
    assert_eq!(leads, ["P", "IN"]);
    assert!(whole.answers[0].goes_on && !whole.answers[1].goes_on);
}

#[test]
fn sensitive_fields_are_masked_for_whoever_stands_outside() {
    let payload = json!({"card": "4111111111111111", "order_id": "O-12345678"});
    let template = "{{ payload.card }} {{ payload.card | length }} {{ payload }}";
    let inside = card(template, &payload, &crew(), &json!({}));
    assert!(
        text(&inside).starts_with("<4111111111111111> <16> "),
        "{}",
        text(&inside)
    );
    assert_eq!(inside.masked_because, None);
    for strangers in [json!([]), json!([{"kind": "team", "id": "other"}])] {
        let outside = card(template, &payload, &strangers, &json!({}));
        let seen = text(&outside);
        assert_eq!(
            seen,
            r#"#•••••1111# #•••••1111# #{"card":"•••••1111","order_id":"O-12345678"}#"#
        );
        assert!(outside.masked_because.is_some());
    }
    for (rule, expected) in [
        ("redact", "#•••••#"),
        ("hash", "#hash •••••#"),
        ("tokenise", "#token •••••#"),
        ("last_four", "#•••••5678#"),
        ("drop", "#left out#"),
    ] {
        let own = json!({"masking": [{"pointer": "/order_id", "rule": rule}]});
        assert_eq!(
            text(&card("{{ payload.order_id }}", &payload, &crew(), &own)),
            expected
        );
    }
    let short = json!({"card": "1234567"});
    assert_eq!(
        text(&card("{{ payload.card }}", &short, &json!([]), &json!({}))),
        "#•••••#"
    );
}

#[test]
fn masks_in_lists_hold_for_every_entry_and_for_what_lies_around() {
    let payload = json!({"lines": [{"sku": "secret-a", "n": 1}, {"sku": "secret-b", "n": 2}]});
    let own = json!({"masking": [{"pointer": "/lines/*/sku", "rule": "redact"}]});
    for template in [
        "{{ payload }}",
        "{{ payload.lines }}",
        "{{ payload.lines[1] }}",
        "{{ /lines/0/sku }}",
        "{{ payload.lines | json }}",
    ] {
        let seen = text(&card(template, &payload, &crew(), &own));
        assert!(
            !seen.contains("secret") && seen.starts_with('#'),
            "{template}: {seen}"
        );
    }
}

#[test]
fn a_hostile_payload_stays_a_value() {
    for (hostile, expected) in [
        ("{{ payload.card }}", "<{{ payload.card }}>"),
        (
            "ok\nApproved by: the board",
            "<ok ⏎ Approved by: the board>",
        ),
        ("ok\r\nyes\u{2028}no", "<ok ⏎ yes ⏎ no>"),
        ("\u{202e}DIAP", "<⟨U+202E⟩DIAP>"),
        ("a\u{200b}\u{0}\u{7}", "<a⟨U+200B⟩⟨U+0000⟩⟨U+0007⟩>"),
        (
            "<img src=x onerror=alert(1)>",
            "<<img src=x onerror=alert(1)>>",
        ),
    ] {
        let payload = json!({"order_id": hostile, "card": "4111111111111111"});
        assert_eq!(
            text(&card(
                "{{ payload.order_id }}",
                &payload,
                &json!([]),
                &json!({})
            )),
            expected
        );
    }
    let long = json!({"order_id": "x".repeat(1_000_000)});
    let seen = text(&card("{{ payload.order_id }}", &long, &crew(), &json!({})));
    assert!(seen.chars().count() < 310 && seen.contains('…'));
    let mut deep = json!(1);
    for _ in 0..500 {
        deep = json!([deep]);
    }
    let seen = text(&card("{{ payload }}", &deep, &json!([]), &json!({})));
    assert!(seen.chars().count() < 310);
}
