//! Something is gone: an agent, a contract, a capability, an owner.

use super::*;

const ROUND: &str = r#"
    team desk
    team shop
    team ops {"platform": true}
    person ann {"teams": ["shop"]}
    rotation shop-call {"team": "shop"}
    escalation_path shop-path {"team": "shop", "steps": [{"after_minutes": 30, "notify": {"kind": "person", "id": "ann"}, "channel": "phone"}, {"after_minutes": 5, "notify": {"kind": "rotation", "id": "shop-call"}, "channel": "page"}]}
    escalation_path ops-path {"team": "ops", "steps": [{"after_minutes": 10, "notify": {"kind": "team", "id": "desk"}}]}
    topology t {"team": "ops"}
    outcome done {"topology": "t"}
    agent a {"team": "desk"}
    agent b {"team": "shop", "capabilities": ["refund"]}
    agent c {"team": "shop", "capabilities": ["refund", "goodwill"]}
    contract k
    contract_version k@1.0.0 {"contract": "k", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object"}}
    contract_version k@1.1.0 {"contract": "k", "version": "1.1.0", "state": "published", "required_capabilities": ["goodwill"], "payload_schema": {"type": "object"}}
    handoff named {"topology": "t", "from": "a", "to": "b", "contract": "k", "version": "1.0.0", "fallbacks": ["c"], "owner_model": "downstream", "escalation_path": "shop-path"}
    handoff asks {"topology": "t", "from": "a", "to": {"capabilities": ["refund"]}, "contract": "k", "version": "1.0.0", "owners": ["desk", "shop"], "fallback_owner": {"kind": "rotation", "id": "shop-call"}}
    handoff few {"topology": "t", "from": "a", "to": {"capabilities": ["refund", "goodwill"], "default": "b"}, "owner_model": "platform", "escalation_path": "ops-path"}
    handoff strict {"topology": "t", "from": "b", "to": "c", "contract": "k", "version": "1.1.0", "owner_model": "joint", "gate": {"branches": [{"answer": "no", "goes_to": "a"}]}}
    handoff ends {"topology": "t", "from": "c", "to": {"outcome": "done"}}
"#;

#[test]
fn an_agent_is_retired() {
    let retired = |agent: &str| json!({"ask": "agent_retired", "agent": agent});
    check(
        ROUND,
        &retired("a"),
        &["breaks asks", "breaks few", "breaks named", "breaks strict"],
    );
    check_reason(
        ROUND,
        &retired("a"),
        "strict",
        "The answer \"no\" at its gate leads to a, which is retired.",
    );
    check(
        ROUND,
        &retired("b"),
        &[
            "breaks named",
            "breaks strict",
            "unaffected asks",
            "unaffected few",
        ],
    );
    check_reason(
        ROUND,
        &retired("b"),
        "named",
        "Its receiver b is retired. Until it leads elsewhere, c takes over.",
    );
    check_reason(
        ROUND,
        &retired("b"),
        "asks",
        "One other agent qualifies for refund.",
    );
    check(
        ROUND,
        &retired("c"),
        &[
            "breaks ends",
            "breaks strict",
            "unowned named",
            "unaffected asks",
            "unaffected few",
        ],
    );
    check_reason(
        ROUND,
        &retired("c"),
        "few",
        "Nobody else declares refund, goodwill; its default b takes over.",
    );
    let alone = ROUND.replace(r#", "default": "b""#, "");
    check(
        &alone,
        &retired("c"),
        &[
            "breaks ends",
            "breaks few",
            "breaks strict",
            "unowned named",
            "unaffected asks",
        ],
    );
}

#[test]
fn a_contract_or_a_version_is_retired() {
    check(
        ROUND,
        &json!({"ask": "contract_retired", "contract": "k"}),
        &["breaks asks", "breaks named", "breaks strict"],
    );
    let version =
        |version: &str| json!({"ask": "version_retired", "contract": "k", "version": version});
    check(ROUND, &version("1.1.0"), &["breaks strict"]);
    check_reason(
        ROUND,
        &version("1.1.0"),
        "strict",
        "It carries k 1.1.0, which is retired; 1.0.0 is in use.",
    );
    check(ROUND, &version("1.0.0"), &["breaks asks", "breaks named"]);
}

#[test]
fn a_capability_is_removed() {
    let removed =
        |tag: &str, agent: Value| json!({"ask": "capability_removed", "tag": tag, "agent": agent});
    check(
        ROUND,
        &removed("refund", Value::Null),
        &["breaks asks", "unaffected few"],
    );
    check(ROUND, &removed("refund", json!("b")), &["unaffected asks"]);
    check(
        ROUND,
        &removed("goodwill", json!("c")),
        &["breaks strict", "unaffected few"],
    );
    check_reason(
        ROUND,
        &removed("goodwill", json!("c")),
        "few",
        "Nobody would declare goodwill any more; its default b takes over.",
    );
    check(ROUND, &removed("unheard", Value::Null), &[]);
    let own = ROUND.replace(
        r#""contract": "k", "version": "1.0.0", "fallbacks""#,
        r#""required_capabilities": ["refund"], "fallbacks""#,
    );
    check(
        &own,
        &removed("refund", json!("b")),
        &["breaks named", "unaffected asks"],
    );
}

#[test]
fn owners_go() {
    let removed =
        |kind: &str, id: &str| json!({"ask": "responder_removed", "kind": kind, "id": id});
    check(
        ROUND,
        &removed("team", "shop"),
        &["unowned asks", "unowned named", "unowned strict"],
    );
    check_reason(
        ROUND,
        &removed("team", "shop"),
        "asks",
        "It loses its owner shop, its fallback owner (rotation shop-call). desk still owns it.",
    );
    check_reason(
        ROUND,
        &removed("team", "shop"),
        "named",
        "It loses its owner shop, its escalation path shop-path.",
    );
    check(
        ROUND,
        &removed("team", "desk"),
        &["unowned asks", "unowned few"],
    );
    check_reason(
        ROUND,
        &removed("team", "desk"),
        "few",
        "It loses whom ops-path calls after 10 minutes (team desk). ops still owns it.",
    );
    check(ROUND, &removed("team", "ops"), &["unowned few"]);
    check(
        ROUND,
        &removed("rotation", "shop-call"),
        &["unowned asks", "unowned named"],
    );
    check(ROUND, &removed("person", "ann"), &["unowned named"]);
    check(
        ROUND,
        &removed("escalation_path", "ops-path"),
        &["unowned few"],
    );
    check(
        ROUND,
        &json!({"ask": "owners_removed", "handoff": "asks"}),
        &["unowned asks"],
    );
    check_reason(
        ROUND,
        &json!({"ask": "owners_removed", "handoff": "asks"}),
        "asks",
        "It loses desk and shop; nobody owns it then.",
    );
}

#[test]
fn what_is_not_there_cannot_be_asked_about() {
    let document = registry(ROUND);
    let graph = RegistryGraph::new(&document);
    let today = date("2026-11-21");
    let asked = Asked {
        document: &document,
        graph: &graph,
        today: &today,
        environment: None,
        effort: Effort::default(),
        clock: None,
    };
    for (question, expected) in [
        (
            json!({"ask": "agent_retired", "agent": "x"}),
            "there is no agent x",
        ),
        (
            json!({"ask": "contract_retired", "contract": "x"}),
            "there is no contract x",
        ),
        (
            json!({"ask": "version_retired", "contract": "k", "version": "9.0.0"}),
            "there is no contract_version k@9.0.0",
        ),
        (
            json!({"ask": "agent_moves", "agent": "a", "version": "1.0.0"}),
            "there is no agent_version a@1.0.0",
        ),
        (
            json!({"ask": "responder_removed", "kind": "team", "id": "x"}),
            "there is no team x",
        ),
        (
            json!({"ask": "responder_removed", "kind": "agent", "id": "a"}),
            "a agent owns no handoff; ask about a team, person, rotation or escalation_path",
        ),
        (
            json!({"ask": "owners_removed", "handoff": "x"}),
            "there is no handoff x",
        ),
        (
            json!({"ask": "sensitive_added", "contract": "k", "pointer": "/x"}),
            "no version of contract k has a field \"/x\"",
        ),
        (
            json!({"ask": "contract_draft", "contract": "k", "schema": {"type": 7}}),
            "the proposed schema cannot be used",
        ),
    ] {
        let question: ImpactQuestion = serde_json::from_value(question).unwrap();
        let error = impact(&asked, &question).err().unwrap().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
