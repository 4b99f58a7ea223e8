//! Importing again, and reading back what Baton exported.

use super::picture::{check, committed, files, imported, picture, root};
use baton_model::{
    Agent, AgentId, ContractId, ContractVersion, ContractVersionId, Document, Handoff, HandoffId,
    Target,
};

#[test]
fn the_same_files_again_change_nothing() {
    let cases: [(&str, &[&str]); 15] = [
        ("autogen", &["nested.team.json"]),
        ("autogen", &["gallery.json"]),
        ("crewai", &["claims/agents.yaml", "claims/tasks.yaml"]),
        ("crewai", &["review.flow.yaml"]),
        ("agent_framework", &["returns.workflow.yaml"]),
        ("agent_framework", &["built.workflow.json"]),
        ("agent_spec", &["intake.flow.json"]),
        ("agent_spec", &["library.swarm.yaml"]),
        ("agent_spec", &["bakery.manager.json"]),
        (
            "a2a",
            &["intake.agent-card.json", "assessor.agent-card.json"],
        ),
        (
            "google_adk",
            &["root_agent.yaml", "sub/billing.yaml", "sub/writer.yaml"],
        ),
        (
            "google_adk",
            &[
                "workflow/root_agent.yaml",
                "workflow/polish.yaml",
                "workflow/tracker.yaml",
            ],
        ),
        ("openai_typescript", &["travel_desk.ts"]),
        ("openai_typescript", &["claims_workflow.ts"]),
        ("openai_typescript", &["hostile.ts"]),
    ];
    for (folder, names) in cases {
        let read = files(&root().join("fixtures").join(folder), names).unwrap();
        let made = imported(None, &read, &Document::new());
        let document = committed(&made);
        let again = imported(None, &read, &document);
        assert_eq!(again.edits, vec![], "{folder} {names:?}");
    }
}

fn exported(path: &str, name: &str) -> Document {
    let bytes = std::fs::read(root().join("../export/src/agent").join(path)).unwrap();
    let made = imported(None, &[(name.to_owned(), bytes)], &Document::new());
    let document = committed(&made);
    check(
        &root().join("fixtures").join(format!("{name}.expected.txt")),
        &picture(&document, &made),
    );
    document
}

#[test]
fn a_flow_that_baton_exported_comes_back() {
    let document = exported(
        "spec/expected/agent-spec/support.yaml",
        "agent_spec/support.yaml",
    );
    let ids: Vec<&str> = document.agents().map(|agent| agent.id.as_str()).collect();
    assert_eq!(ids, ["clerk", "orders", "refunds", "triage"]);
    let handoffs: Vec<&str> = document
        .handoffs()
        .map(|handoff| handoff.id.as_str())
        .collect();
    assert_eq!(
        handoffs,
        [
            "clerk-declined",
            "clerk-done",
            "refunds-clerk",
            "refunds-done",
            "refunds-orders",
            "triage-refunds"
        ]
    );
    let handoff = document
        .find::<Handoff>(&HandoffId::new("refunds-clerk").unwrap())
        .unwrap();
    assert_eq!(
        handoff.contract.as_ref().map(ContractId::as_str),
        Some("refund-request")
    );
    assert_eq!(
        handoff.version.as_ref().map(ToString::to_string).as_deref(),
        Some("1.0.0")
    );
    let gate = handoff.gate.as_ref().unwrap();
    assert_eq!(
        (gate.question.as_str(), gate.branches.len()),
        ("Pay this refund?", 2)
    );
    assert!(
        gate.branches
            .iter()
            .all(|branch| matches!(branch.goes_to, Some(Target::Outcome(_))))
    );
    let version = document
        .find::<ContractVersion>(&ContractVersionId::new("refund-request@1.1.0").unwrap())
        .unwrap();
    assert_eq!(
        version.payload_schema.0["required"],
        serde_json::json!(["order", "amount"])
    );
    assert!(version.payload_schema.0.get("title").is_none());
    let refunds = document
        .find::<Agent>(&AgentId::new("refunds").unwrap())
        .unwrap();
    assert_eq!(refunds.capabilities, ["refund", "order-lookup", "currency"]);
}

#[test]
fn a_card_that_baton_exported_comes_back() {
    let document = exported(
        "cards/expected/agents/refunds.agent-card.json",
        "a2a/refunds.agent-card.json",
    );
    let refunds = document
        .find::<Agent>(&AgentId::new("refunds").unwrap())
        .unwrap();
    assert_eq!(refunds.capabilities, ["refund", "order-lookup", "currency"]);
    assert_eq!(
        refunds.links.a2a.as_deref(),
        Some("https://agents.example/refunds/")
    );
    let handoffs: Vec<&str> = document
        .handoffs()
        .map(|handoff| handoff.id.as_str())
        .collect();
    assert_eq!(handoffs, ["refunds-clerk", "triage-refunds"]);
}
