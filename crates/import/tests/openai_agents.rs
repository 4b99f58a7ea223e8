//! What a user of the `OpenAI` Agents SDK finds after an import: who became what, what was guessed, what was left out.

use crate::support::{agents, committed, fixture_of, handoffs, notes, read, sample_of};
use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{
    Agent, AgentFunction, AgentKind, AgentVersion, ContextMode, ContractVersion, DecidedBy,
    Document, Handoff, HandoffMode, Kind, apply,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const DESK: &str = "desk.agents.json";

fn desk() -> (Document, String) {
    let imported = read(DESK, &fixture_of("openai_agents", DESK), &Document::new());
    (committed(&Document::new(), &imported), notes(&imported))
}

#[test]
fn agents_bring_their_work_their_tools_and_their_model() {
    let (document, notes) = desk();
    assert_eq!(
        agents(&document),
        [
            "bookings Ai \"Bookings\"",
            "bookings-2 Ai \"Bookings\"",
            "cancel_booking Tool \"cancel_booking\"",
            "front-desk Ai \"Front desk\"",
            "night-manager Supervisor \"Night manager\"",
            "property-system Tool \"property-system\"",
        ]
    );
    let desk = document.find::<Agent>("front-desk").unwrap();
    assert_eq!(
        desk.function,
        Some(AgentFunction::Router),
        "it only hands over"
    );
    assert_eq!(
        desk.role.scope.text,
        "Find out what the guest wants and pass them on."
    );
    let version = document.find::<AgentVersion>("front-desk@0.1.0").unwrap();
    assert_eq!(version.model.as_deref(), Some("gpt-4.1-mini"));
    let bookings = document.find::<Agent>("bookings").unwrap();
    let tools: Vec<_> = bookings
        .tools
        .iter()
        .map(|tool| (tool.name.as_str(), tool.irreversible))
        .collect();
    assert_eq!(tools, [("find_room", false)]);
    let approved = document.find::<Agent>("cancel_booking").unwrap();
    assert!(approved.tools[0].irreversible, "somebody has to approve it");
    assert_eq!(
        bookings.role.scope.text, "Rooms and dates",
        "instructions with a key are not stored"
    );
    for told in [
        "/agents/0/input_guardrails: not carried: no_card_numbers",
        "/agents/1/instructions: this text holds what looks like a secret",
        "/agents/1/model_settings: \"model_settings\" was not carried",
        "/agents/1/tools/2: the tool \"find_room\" is listed twice",
        "/agents/1/tools/1: \"cancel_booking\" needs approval: drawn by itself behind a gate",
        "/agents/2: \"Bookings\" is the name of the agent at /agents/1 too",
        "/agents/0/handoffs/1: the walk does not list \"Night manager\"",
    ] {
        assert!(notes.contains(told), "{told} in\n{notes}");
    }
    assert!(
        !serde_json::to_string(&document.agents().collect::<Vec<_>>())
            .unwrap()
            .contains("sk-proj")
    );
}

#[test]
fn handoffs_are_decided_by_the_model_and_carry_the_history() {
    let (document, _) = desk();
    assert_eq!(
        handoffs(&document),
        [
            "bookings-2 -> (desk-completed)",
            "bookings => cancel_booking gated",
            "bookings -> (desk-completed)",
            "bookings -> front-desk on Front desk",
            "bookings -> night-manager on Night manager",
            "bookings => property-system",
            "front-desk -> bookings on Rooms and dates",
            "front-desk -> (desk-completed)",
            "front-desk -> night-manager on Call a person",
        ]
    );
    for handoff in document.handoffs() {
        let answers = handoff.id.as_str().ends_with("completed");
        assert_eq!(
            handoff.trigger.decided_by == DecidedBy::Model,
            !answers,
            "{}",
            handoff.id
        );
        let history = handoff.context_mode == ContextMode::FullHistory;
        let between = handoff.mode == HandoffMode::Transfer && !answers;
        assert_eq!(history, between, "{}", handoff.id);
    }
    let entries: Vec<_> = document
        .entries()
        .map(|entry| entry.agent.as_str())
        .collect();
    assert_eq!(entries, ["front-desk"]);
}

#[test]
fn schemas_become_contracts_that_their_handoffs_pin() {
    let (document, _) = desk();
    let pinned: Vec<_> = document
        .handoffs()
        .filter_map(|handoff| {
            Some((
                handoff.id.as_str(),
                handoff.contract.as_ref()?.as_str(),
                handoff.policy.boundary_validation,
            ))
        })
        .collect();
    assert_eq!(
        pinned,
        [
            ("desk-bookings-to-completed", "desk-bookings-output", true),
            (
                "desk-front-desk-to-night-manager",
                "desk-front-desk-call_person",
                true
            ),
        ]
    );
    let version = document
        .find::<ContractVersion>("desk-front-desk-call_person@0.1.0")
        .unwrap();
    assert_eq!(version.payload_schema.0["properties"]["room"]["minimum"], 1);
}

#[test]
fn the_same_file_again_changes_nothing_and_keeps_what_people_added() {
    let (first, _) = desk();
    let bytes = fixture_of("openai_agents", DESK);
    assert_eq!(read(DESK, &bytes, &first).edits, []);
    let mut agent = first.find::<Agent>("bookings").unwrap().clone();
    "Books rooms".clone_into(&mut agent.role.scope.text);
    agent.kind = AgentKind::External;
    let mut handoff = first
        .find::<Handoff>("desk-front-desk-to-bookings")
        .unwrap()
        .clone();
    handoff.policy.timeout_ms = Some(900);
    let edits = [
        baton_model::EditCommand::put(agent),
        baton_model::EditCommand::put(handoff),
    ];
    let mut edited = first.clone();
    edited.commit(&apply(&first, &edits).unwrap(), 2);
    assert_eq!(read(DESK, &bytes, &edited).edits, []);

    let mut value: Value = serde_json::from_slice(&bytes).unwrap();
    value["agents"][1]["tools"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": "quote" }));
    value["agents"].as_array_mut().unwrap().pop();
    let again = read(DESK, value.to_string().as_bytes(), &edited);
    assert_eq!(
        again
            .edits
            .iter()
            .map(|edit| edit.key().id)
            .collect::<Vec<_>>(),
        ["bookings"]
    );
    assert!(notes(&again).contains("Bookings (\"Bookings (2)\") is no longer in the file"));
}

#[test]
fn a_walk_of_a_real_system() {
    let Some(bytes) = sample_of("openai-agents", "claims.agents.json") else {
        return;
    };
    let imported = read("claims.agents.json", &bytes, &Document::new());
    let document = committed(&Document::new(), &imported);
    assert_eq!(
        agents(&document),
        [
            "billing-agent Ai \"Billing agent\"",
            "fraud-agent Ai \"Fraud agent\"",
            "human-adjuster-desk Human \"Human adjuster desk\"",
            "refund Tool \"refund\"",
            "triage-agent Ai \"Triage agent\"",
        ]
    );
    assert!(document.contains(
        Kind::ContractVersion,
        "claims-fraud-agent-escalate_to_human@0.1.0"
    ));
    assert!(document.contains(Kind::ContractVersion, "claims-billing-agent-output@0.1.0"));
    let refund = document
        .find::<Handoff>("claims-billing-agent-to-refund")
        .unwrap();
    assert!(refund.gate.is_some() && refund.mode == HandoffMode::Delegate);
    assert_eq!(
        refund
            .contract
            .as_ref()
            .map(baton_model::ContractId::as_str),
        Some("claims-billing-agent-refund")
    );
}

#[test]
fn a_walk_without_an_entry_of_the_sdks_own_examples() {
    let Some(bytes) = sample_of(
        "openai-agents",
        "upstream/customer_service_main.agents.json",
    ) else {
        return;
    };
    let imported = read(
        "customer_service_main.agents.json",
        &bytes,
        &Document::new(),
    );
    let document = committed(&Document::new(), &imported);
    assert_eq!(document.agents().count(), 3);
    assert_eq!(
        document.handoffs().count(),
        7,
        "four between agents, three answers"
    );
    assert!(notes(&imported).contains("the first one became the entry (a guess)"));
}

#[test]
fn errors_name_file_place_and_remedy() {
    let cases = [
        (json!({}), "w.json: /agents: a list of agents"),
        (
            json!({ "agents": [] }),
            "w.json: /agents: there is no agent",
        ),
        (json!({ "agents": [1] }), "w.json: /agents/0: an object"),
        (
            json!({ "agents": [{ "handoffs": [] }] }),
            "w.json: /agents/0/name: a name is needed",
        ),
        (
            json!({ "agents": [{ "name": " ", "handoffs": [] }] }),
            "w.json: /agents/0/name: a name must not be empty",
        ),
        (
            json!({ "agents": [{ "name": "x".repeat(5000), "handoffs": [] }] }),
            "w.json: /agents/0/name: the name has 5000 bytes",
        ),
        (
            json!({ "agents": [{ "name": "a" }] }),
            "w.json: /agents/0/handoffs: a list of handoffs",
        ),
        (
            json!({ "agents": [{ "name": "a", "handoffs": ["b"] }] }),
            "w.json: /agents/0/handoffs/0: an object",
        ),
        (
            json!({ "agents": [{ "name": "a", "handoffs": [{}] }] }),
            "w.json: /agents/0/handoffs/0/agent_name: a name",
        ),
        (
            json!({ "agents": [{ "name": "a", "handoffs": [], "tools": [{}] }] }),
            "w.json: /agents/0/tools/0/name: a name",
        ),
        (
            json!({ "agents": vec![0; 1_000_001] }),
            "w.json: /agents: 1000001 agents; 1000000 is the limit",
        ),
    ];
    for (value, expected) in cases {
        let error = refused(&value);
        assert!(
            error.starts_with(expected),
            "{error} should start with {expected}"
        );
    }
}

fn refused(value: &Value) -> String {
    let text = value.to_string();
    let files = [InputFile {
        name: "w.json",
        bytes: text.as_bytes(),
    }];
    let error = import(
        Some(Format::OpenaiAgents),
        &files,
        &Document::new(),
        &ImportOptions::default(),
    )
    .unwrap_err();
    assert!(!error.hint.is_empty(), "{error}");
    error.to_string()
}

/// Whatever repeats in a file costs no more than what does not.
#[test]
fn large_walks_are_read_in_time() {
    let handoff = |index: usize| json!({ "agent_name": "b", "tool_name": format!("t {}", index % 2), "input_json_schema": { "type": "string" } });
    let cases = [
        (
            "one sender",
            json!({ "agents": [{ "name": "a", "handoffs": (0..30_000).map(|index| json!({ "agent_name": format!("x{}", index % 9_000), "tool_name": format!("t{index}") })).collect::<Vec<_>>() }] }),
        ),
        (
            "one name",
            json!({ "agents": vec![json!({ "name": "a", "handoffs": [handoff(0), handoff(1)] }); 4_000] }),
        ),
        (
            "many tools",
            json!({ "agents": [{ "name": "a", "handoffs": [], "tools": (0..60_000).map(|index| json!({ "name": format!("t{index}") })).collect::<Vec<_>>() }] }),
        ),
    ];
    for (what, value) in cases {
        let text = value.to_string();
        let start = Instant::now();
        let files = [InputFile {
            name: "w.json",
            bytes: text.as_bytes(),
        }];
        let imported = import(None, &files, &Document::new(), &ImportOptions::default()).unwrap();
        assert!(imported.notes.len() <= 1001, "{what}");
        assert!(
            // What repeats squared would take many minutes here; a busy machine takes twenty seconds.
            start.elapsed() < Duration::from_mins(2),
            "{what} took {:?}",
            start.elapsed()
        );
    }
}

fn any_walk() -> impl Strategy<Value = Value> {
    let name = prop::sample::select(vec![
        "a", "A", "a b", "a-b", "Human", "../x", "\u{202e}", "b",
    ]);
    let schema = prop_oneof![
        Just(Value::Null),
        Just(json!({ "type": "object", "properties": {} })),
        Just(json!({ "type": "object", "properties": { "x": { "type": "string" } } })),
        Just(json!("no schema")),
    ];
    let handoff = (name.clone(), name.clone(), schema.clone())
        .prop_map(|(agent, tool, schema)| json!({ "agent_name": agent, "tool_name": tool, "input_json_schema": schema }));
    let agent = (name.clone(), prop::collection::vec(handoff, 0..4), schema, prop::collection::vec(name.clone(), 0..3), any::<bool>()).prop_map(
        |(name, handoffs, output, words, model)| {
            json!({
                "name": name, "handoffs": handoffs, "output_type_schema": output, "mcp_servers": words.clone(),
                "tools": words.iter().map(|word| json!({ "name": word, "needs_approval": model })).collect::<Vec<_>>(),
                "model": if model { json!("m") } else { Value::Null },
            })
        },
    );
    (prop::collection::vec(agent, 1..6), prop::option::of(name))
        .prop_map(|(agents, entry)| json!({ "agents": agents, "entry": entry }))
}

proptest! {
    #[test]
    fn every_walk_that_is_read_applies_and_is_found_again(value in any_walk()) {
        let text = value.to_string();
        let imported = read("w.agents.json", text.as_bytes(), &Document::new());
        let document = committed(&Document::new(), &imported);
        prop_assert_eq!(document.dangling(), vec![]);
        prop_assert_eq!(read("w.agents.json", text.as_bytes(), &document).edits, vec![]);
    }
}
