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
fn what_is_no_supervisor_and_no_chain_is_refused_in_words() {
    let document = drawing(&json!({}), &["a", "b"], &[("a>b", json!({}))]);
    for (head, into, expected) in [
        ("x", Pattern::Chain, "the topology has no agent x"),
        (
            "a",
            Pattern::Chain,
            "a does not delegate to two or more agents",
        ),
        (
            "a",
            Pattern::Supervisor,
            "no chain of three or more agents begins at a",
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
