//! The shared samples: what an architect would look for is there.

use super::picture::{committed, files, imported, picture, root};
use baton_model::{AgentKind, Document, HandoffMode};

/// The picture of sample files; nothing where they are not at hand.
fn sample(folder: &str, names: &[&str]) -> Option<(Document, String)> {
    let read = files(&root().join("../../../shared/samples").join(folder), names)?;
    let made = imported(None, &read, &Document::new());
    let document = committed(&made);
    let text = picture(&document, &made);
    Some((document, text))
}

fn count(document: &Document) -> (usize, usize) {
    (document.agents().count(), document.handoffs().count())
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line:?} is missing in\n{text}");
    }
}

#[test]
fn autogen() {
    if let Some((document, text)) = sample("autogen", &["swarm.json"]) {
        assert_eq!(count(&document), (4, 7));
        has(
            &text,
            &[
                "agent user Human",
                "triage -> fraud on intent \"Suspicious claim\" loops<=20",
                "on keyword \"TERMINATE\"",
                "entry triage",
            ],
        );
    }
    if let Some((_, text)) = sample("autogen", &["graphflow.json"]) {
        has(
            &text,
            &[
                "agent human_approver Human",
                "reviewer -> human_approver on keyword \"APPROVE\"",
                "reviewer -> writer on keyword \"REVISE\" loops<=10",
                "entry writer",
            ],
        );
    }
    if let Some((document, text)) = sample("autogen", &["studio_Selector_Team.json"]) {
        assert_eq!(
            document
                .handoffs()
                .filter(|handoff| handoff.mode == HandoffMode::Delegate)
                .count(),
            2
        );
        has(
            &text,
            &[
                "Supervisor Router",
                "model=gpt-4o-mini tools=calculator",
                "loops<=9",
            ],
        );
    }
    if let Some((document, text)) = sample("autogen", &["studio_RoundRobin_Team.json"]) {
        assert_eq!(count(&document), (1, 1));
        has(&text, &["on keyword \"TERMINATE\""]);
    }
}

#[test]
fn crewai() {
    if let Some((_, text)) = sample(
        "crewai/pypi-templates",
        &["content_crew.agents.yaml", "content_crew.tasks.yaml"],
    ) {
        has(
            &text,
            &[
                "content-planner -> content-writer",
                "content-writer -> content-editor",
                "entry content-planner",
            ],
        );
    }
    if let Some((document, _)) = sample(
        "crewai/pypi-templates",
        &["crew.agents.yaml", "crew.tasks.yaml"],
    ) {
        assert_eq!(count(&document), (2, 2));
    }
    if let Some((document, text)) =
        sample("crewai/pypi-templates", &["flow_definition_example.yaml"])
    {
        assert_eq!(document.agents().count(), 4);
        has(
            &text,
            &["on intent \"followup\"", "on intent \"done\"", "carries"],
        );
    }
}

#[test]
fn agent_framework() {
    if let Some((document, text)) = sample("ms-agent-framework/upstream", &["CustomerSupport.yaml"])
    {
        assert_eq!(document.agents().count(), 6);
        has(
            &text,
            &[
                "if \"=Local.ServiceParameters.IsResolved\"",
                "otherwise",
                "arguments",
            ],
        );
    }
    if let Some((document, _)) = sample("ms-agent-framework/upstream", &["Marketing.yaml"]) {
        assert_eq!(count(&document), (3, 3));
    }
    if let Some((document, _)) = sample("ms-agent-framework/upstream", &["human_in_loop.yaml"]) {
        assert!(
            document
                .agents()
                .all(|agent| agent.kind == AgentKind::Human)
        );
        assert_eq!(count(&document), (3, 3));
    }
    if let Some((document, _)) = sample("ms-agent-framework", &["CustomerSupport.workflow.json"]) {
        assert_eq!(document.agents().count(), 6);
    }
}

#[test]
fn agent_framework_says_that_a_mesh_misleads() {
    if let Some((document, text)) = sample("ms-agent-framework", &["claims_handoff.workflow.json"])
    {
        assert_eq!(document.agents().count(), 4);
        has(&text, &["every agent connected with every other"]);
    }
    if let Some((document, text)) = sample(
        "ms-agent-framework",
        &[
            "claims_handoff.workflow.json",
            "claims_handoff.configured.json",
        ],
    ) {
        let between = document
            .handoffs()
            .filter(|handoff| handoff.to.agent().is_some())
            .count();
        assert_eq!(between, 4);
        has(&text, &["fraud -> human-desk", "agent human-desk Human"]);
    }
}

#[test]
fn agent_spec() {
    for name in ["claims_swarm.json", "claims_swarm.yaml"] {
        if let Some((document, text)) = sample("agent-spec", &[name]) {
            assert_eq!(
                document.agents().count(),
                5,
                "the tool that asks for confirmation stands for itself"
            );
            has(
                &text,
                &[
                    "agent external-assessor External",
                    "60000ms retries=5",
                    "agent billing Ai",
                    "team=claims",
                    "billing => refund",
                    "gated",
                    "entry triage",
                ],
            );
        }
    }
    if let Some((_, text)) = sample("agent-spec", &["claims_managerworkers.json"]) {
        has(
            &text,
            &[
                "agent triage Supervisor",
                "triage => billing",
                "triage => fraud",
            ],
        );
    }
    if let Some((document, _)) = sample("agent-spec/upstream", &["howto_swarm.yaml"]) {
        assert_eq!(document.agents().count(), 3);
    }
    if let Some((_, text)) = sample("agent-spec/upstream", &["howto_agents.yaml"]) {
        has(
            &text,
            &["model=llama-4-maverick tools=get_synonyms,pretty_formatting"],
        );
    }
    if let Some((_, text)) = sample("agent-spec/upstream", &["howto_a2aagent.yaml"]) {
        has(&text, &["External", "no http address"]);
    }
}

#[test]
fn a2a() {
    for name in [
        "claims-triage.agent-card.json",
        "claims-triage.signed.agent-card.json",
    ] {
        if let Some((document, text)) = sample("a2a", &[name]) {
            assert_eq!(document.agents().count(), 3);
            has(
                &text,
                &[
                    "can=triage-claim",
                    "team=claims-platform",
                    "intake-bot -> claims-triage-agent carries claim-intake 1.2.0",
                    "claims-triage-agent -> fraud-review carries fraud-review-request 2.0.1",
                ],
            );
            assert_eq!(
                text.contains("not verified and not stored"),
                name.contains("signed")
            );
        }
    }
    for name in [
        "orchestrator_agent_a2a_mcp.json",
        "agent_card_adk_currency_agent.json",
        "hotel_booking_agent_a2a_mcp.json",
    ] {
        if let Some((document, _)) = sample("a2a/upstream", &[name]) {
            assert_eq!(count(&document), (1, 0));
        }
    }
}
