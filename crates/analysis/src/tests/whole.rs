//! The answer as a whole: everybody once, teams with whom to call, and a plan.

use super::*;
use crate::{Effect, Side};

#[test]
fn teams_come_with_whom_their_path_calls_first() {
    let document = registry(
        r#"
        team desk
        team shop {"name": "The shop"}
        rotation shop-call {"team": "shop"}
        escalation_path shop-path {"team": "shop", "steps": [{"after_minutes": 30, "notify": {"kind": "team", "id": "shop"}}, {"after_minutes": 5, "notify": {"kind": "rotation", "id": "shop-call"}, "channel": "page"}]}
        topology t
        topology u
        agent a {"team": "desk"}
        agent b {"team": "shop"}
        agent far
        contract k
        contract_version k@1.0.0 {"contract": "k", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object"}}
        handoff h {"topology": "t", "from": "a", "to": "b", "contract": "k", "owner_model": "joint", "escalation_path": "shop-path"}
        handoff i {"topology": "u", "from": "a", "to": "b", "contract": "k"}
        handoff other {"topology": "u", "from": "b", "to": "far"}
    "#,
    );
    let told = report(
        &document,
        &json!({"ask": "contract_retired", "contract": "k"}),
    );
    assert_eq!(
        (told.counts.breaks, told.holds, told.left_out),
        (2, false, 0)
    );
    let agents: Vec<(&str, u32)> = told
        .agents
        .iter()
        .map(|hit| (hit.agent.as_str(), hit.handoffs))
        .collect();
    assert_eq!(agents, [("a", 2), ("b", 2)]);
    let topologies: Vec<&str> = told
        .topologies
        .iter()
        .map(|hit| hit.topology.as_str())
        .collect();
    assert_eq!(topologies, ["t", "u"]);
    let teams: Vec<(&str, &str, u32)> = told
        .teams
        .iter()
        .map(|hit| (hit.team.as_str(), hit.name.as_str(), hit.handoffs))
        .collect();
    assert_eq!(teams, [("desk", "desk", 1), ("shop", "The shop", 2)]);
    let step = told.teams[1].first_step.as_ref().unwrap();
    assert_eq!(
        (
            step.after_minutes,
            step.channel.as_str(),
            step.notify.key().id.as_str()
        ),
        (5, "page", "shop-call")
    );
    let plan: Vec<(u32, Side, &str)> = told
        .plan
        .iter()
        .map(|step| (step.order, step.side, step.message.as_str()))
        .collect();
    assert_eq!(
        plan,
        [
            (
                1,
                Side::Both,
                "desk changes a together with the other side."
            ),
            (
                1,
                Side::Both,
                "The shop changes b together with the other side."
            ),
        ]
    );
    assert_eq!(told.reached_agents, 2, "b, and whom b reaches");
    let few = asked(
        &document,
        &json!({"ask": "contract_retired", "contract": "k"}),
        None,
        |found| found.report(1),
    );
    assert_eq!((few.hits.len(), few.left_out, few.agents.len()), (1, 1, 2));
}

#[test]
fn the_far_end_moves_first() {
    let document = registry(
        r#"
        team one
        team two
        team three
        topology t
        agent a {"team": "one"}
        agent b {"team": "two", "passes_on": [{"from": "/n", "to": "/n"}]}
        agent c {"team": "three"}
        contract k {"compatibility": "forward"}
        contract l
        contract_version k@1.0.0 {"contract": "k", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}
        contract_version l@1.0.0 {"contract": "l", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}
        handoff h {"topology": "t", "from": "a", "to": "b", "contract": "k"}
        handoff i {"topology": "t", "from": "b", "to": "c", "contract": "l"}
    "#,
    );
    let question = json!({"ask": "contract_draft", "contract": "k", "schema": {"type": "object", "properties": {"n": {"type": "number"}}}});
    let told = report(&document, &question);
    assert_eq!(told.hits[0].order, Some(crate::MoveOrder::ReceiversFirst));
    let plan: Vec<String> = told
        .plan
        .iter()
        .map(|step| format!("{} {}", step.order, step.message))
        .collect();
    assert_eq!(
        plan,
        [
            "1 three changes what c can take.",
            "2 two changes what b can take.",
            "3 one changes what a sends."
        ]
    );
}

#[test]
fn every_pair_is_judged_once() {
    let mut lines = String::from(
        r#"
        topology t
        contract k
        contract_version k@1.0.0 {"contract": "k", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}
        contract_version k@1.1.0 {"contract": "k", "version": "1.1.0", "state": "published", "payload_schema": {"properties": {"n": {"type": "integer"}}, "type": "object"}}
    "#,
    );
    for at in 0..40 {
        lines.push_str(&format!("agent a{at}\n"));
    }
    for at in 1..40 {
        let before = at - 1;
        lines.push_str(&format!("handoff h{at} {{\"topology\": \"t\", \"from\": \"a{before}\", \"to\": \"a{at}\", \"contract\": \"k\", \"version\": \"1.{}.0\"}}\n", at % 2));
    }
    let question = json!({"ask": "contract_draft", "contract": "k", "schema": {"type": "object", "properties": {"n": {"type": "string"}}}});
    let (judged, effects) = asked(&registry(&lines), &question, None, |found| {
        (
            found.judged(),
            found
                .hits()
                .filter(|hit| hit.effect == Effect::Breaks)
                .count(),
        )
    });
    assert_eq!(effects, 39);
    assert!(
        judged <= 3,
        "one pair of versions and the field against itself, not {judged}"
    );
}
