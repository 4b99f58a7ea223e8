//! Supervisors and chains turned into each other.

use super::*;

fn after(document: &Document, head: &str, into: Pattern) -> (Document, Restructured) {
    let head = AgentId::new(head).unwrap();
    let done = restructure(document, &topology(), &head, into).unwrap();
    let mut changed = document.clone();
    changed.commit(&apply(document, &done.edits).unwrap(), 2);
    (changed, done)
}

#[test]
fn a_supervisor_becomes_a_chain_and_back_with_contracts_and_owners() {
    let with = |extra: Value| {
        let mut fields = json!({"mode": "delegate", "contract": "c", "criticality": "high", "policy": {"timeout_ms": 900}});
        for (name, value) in extra.as_object().unwrap() {
            fields[name] = value.clone();
        }
        fields
    };
    let document = drawing(
        &json!({}),
        &["s:supervisor", "a", "b", "p:human"],
        &[
            ("s>a", with(json!({"trigger": {"priority": 2}}))),
            ("s>b", with(json!({"trigger": {"priority": 1}}))),
            ("s>end", json!({})),
            ("s>p", json!({"trigger": {"on": "user_asks"}})),
        ],
    );
    let (chained, done) = after(&document, "s", Pattern::Chain);
    assert_eq!(done.agents, ["s", "b", "a"]);
    assert_eq!(
        found(&chained)
            .iter()
            .filter(|(pattern, _)| *pattern == Pattern::Supervisor)
            .count(),
        0
    );
    let ends = |document: &Document| {
        let of = |handoff: &Handoff| {
            format!(
                "{}>{}",
                handoff.from,
                handoff.to.agent().map_or("end", AgentId::as_str)
            )
        };
        handoffs(document).into_iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(ends(&chained), ["b>a", "s>b", "a>end", "s>p"]);
    for (before, now) in handoffs(&document).into_iter().zip(handoffs(&chained)) {
        assert_eq!(
            (
                &before.id,
                &before.contract,
                &before.owners,
                &before.policy,
                before.criticality
            ),
            (
                &now.id,
                &now.contract,
                &now.owners,
                &now.policy,
                now.criticality
            )
        );
        assert_eq!(now.mode, HandoffMode::Transfer);
    }

    let (back, done) = after(&chained, "s", Pattern::Supervisor);
    assert_eq!(
        (done.pattern, done.agents),
        (
            Pattern::Supervisor,
            vec!["s".to_owned(), "b".to_owned(), "a".to_owned()]
        )
    );
    assert_eq!(ends(&back), ends(&document));
    assert_eq!(found(&back)[0].0, Pattern::Supervisor);
}

#[test]
fn a_sender_that_would_have_to_emit_more_is_told() {
    let mut document = drawing(
        &json!({}),
        &["s", "a", "b"],
        &[
            ("s>a", json!({"mode": "delegate", "contract": "c"})),
            ("s>b", json!({"mode": "delegate", "contract": "c"})),
        ],
    );
    let version = r#"{"op": "put", "kind": "agent_version", "id": "a@1.0.0", "record": {"agent": "a", "version": "1.0.0"}}"#;
    let edits = parse_edits(version, &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 2);
    let (_, done) = after(&document, "s", Pattern::Chain);
    assert_eq!(done.notes, ["a sends s-b now and has to emit c."]);
}

#[test]
fn tools_stay_called_by_whoever_calls_them() {
    let document = drawing(
        &json!({}),
        &["s", "a", "b", "x:tool"],
        &[("s>a", call()), ("s>b", call()), ("s>x", call())],
    );
    let (chained, done) = after(&document, "s", Pattern::Chain);
    assert_eq!(done.agents, ["s", "a", "b"]);
    let to_tool: &Handoff = chained.find("s-x").unwrap();
    assert_eq!(
        (to_tool.from.as_str(), to_tool.mode),
        ("s", HandoffMode::Delegate)
    );
}

#[test]
fn a_chain_with_branches_and_other_ways_in_becomes_a_supervisor() {
    let document = drawing(
        &json!({}),
        &["a", "b", "c", "d", "side", "out", "x", "p:human"],
        &[
            ("a>b", json!({"required_capabilities": ["b"]})),
            (
                "b>c",
                json!({"trigger": {"on": "intent"}, "behaviour": {"share": 0.8}}),
            ),
            (
                "b>side",
                json!({"trigger": {"on": "intent"}, "behaviour": {"share": 0.1}}),
            ),
            (
                "b>out",
                json!({"trigger": {"on": "intent"}, "behaviour": {"share": 0.1}}),
            ),
            ("b>p", json!({"trigger": {"on": "user_asks"}})),
            ("side>c", json!({})),
            ("c>d", json!({"contract": "c"})),
            ("d>end", json!({})),
            (
                "x>c",
                json!({"required_capabilities": ["c"], "fallbacks": ["b"]}),
            ),
            ("c>b", json!({"trigger": {"on": "error"}})),
        ],
    );
    let (now, done) = after(&document, "a", Pattern::Supervisor);
    assert_eq!(done.agents, ["a", "b", "side", "c", "d"]);
    let joined: Vec<String> = handoffs(&now)
        .into_iter()
        .map(|one| {
            let to = one.to.agent().map_or("end", AgentId::as_str);
            let mode = if one.mode == HandoffMode::Delegate {
                "calls"
            } else {
                ">"
            };
            format!("{}: {} {mode} {to}", one.id, one.from)
        })
        .collect();
    assert_eq!(
        joined,
        [
            "a-b: a calls b",
            "b-c: a calls c",
            "b-out: a > out",
            "b-p: b > p",
            "b-side: a calls side",
            "c-b: c > a",
            "c-d: a calls d",
            "d-end: a > end",
            "side-c: a calls c",
            "x-c: x > a"
        ]
    );
    let of = |id: &str| now.find::<Handoff>(id).unwrap();
    assert!(of("x-c").required_capabilities.is_empty());
    assert_eq!(of("b-c").required_capabilities, ["c"]);
    let moved = done.moves.iter().find(|one| one.handoff == "x-c").unwrap();
    assert_eq!(moved.to_after.as_deref(), Some("a"));
}

#[test]
fn who_cannot_hand_on_is_named_with_the_reason() {
    let mut document = drawing(
        &json!({}),
        &["s", "a", "b", "other", "x:tool", "y:tool"],
        &[
            ("s>a", call()),
            ("s>b", call()),
            ("s>x", call()),
            ("s>y", call()),
            ("other>b", call()),
        ],
    );
    let refused = |document: &Document| {
        let head = AgentId::new("s").unwrap();
        let error = restructure(document, &topology(), &head, Pattern::Chain).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        refused(&document),
        "s delegates to 4 agents, and only a of them can hand on: x and y are tools, which answer and cannot hand on; b is called by other too, who waits for its answer"
    );
    let abroad = json!([
        {"op": "put", "kind": "trust_domain", "id": "us", "record": {"name": "Us"}},
        {"op": "put", "kind": "trust_domain", "id": "them", "record": {"name": "Them"}},
        {"op": "put", "kind": "agent", "id": "s", "record": {"name": "S", "trust_domain": "us"}},
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "trust_domain": "them"}},
    ]);
    let edits = parse_edits(&abroad.to_string(), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 2);
    assert!(refused(&document).contains("none of them can hand on"));
    assert!(refused(&document).contains("a stands in the trust domain them"));
}

#[test]
fn what_an_agent_says_it_puts_out_decides_whether_it_can_hand_on() {
    let of_c = json!({"mode": "delegate", "contract": "c"});
    let mut document = drawing(
        &json!({}),
        &["s", "a", "b", "d"],
        &[("s>a", of_c.clone()), ("s>b", of_c.clone()), ("s>d", of_c)],
    );
    let said = json!([
        {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0", "payload_schema":
            {"type": "object", "required": ["question"], "properties": {"question": {"type": "string"}}}}},
        {"op": "put", "kind": "agent_version", "record": {"agent": "a", "version": "1.0.0", "output_schema":
            {"type": "object", "required": ["findings"], "properties": {"findings": {"type": "array"}}}}},
        {"op": "put", "kind": "handoff", "id": "s-b", "record": {"topology": "t", "from": "s", "to": "b", "mode": "delegate", "contract": "c", "version": "1.0.0"}},
    ]);
    let edits = parse_edits(&said.to_string(), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 2);
    let (_, done) = after(&document, "s", Pattern::Chain);
    assert_eq!(done.agents, ["s", "b", "d"]);
    assert_eq!(
        done.notes,
        [
            "a stays called by s: a 1.0.0 says that it puts out something else than c@1.0.0, which it would have to hand on."
        ]
    );
}

#[test]
fn what_is_no_supervisor_and_no_chain_is_refused_in_words() {
    let document = drawing(&json!({}), &["a", "b"], &[("a>b", json!({}))]);
    for (head, into, expected) in [
        ("x", Pattern::Chain, "the topology has no agent x"),
        ("a", Pattern::Chain, "a delegates to nobody"),
        (
            "a",
            Pattern::Supervisor,
            "fewer than 3 agents follow each other from a on: it hands over to b, and no further step comes after that, or it belongs to a longer chain that begins elsewhere",
        ),
        (
            "a",
            Pattern::Blackboard,
            "only a supervisor and a chain can be turned into each other",
        ),
    ] {
        let head = AgentId::new(head).unwrap();
        let refused = restructure(&document, &topology(), &head, into).unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
}
