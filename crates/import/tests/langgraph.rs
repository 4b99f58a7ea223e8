//! What a LangGraph user finds after an import: who became what, what was guessed, what was left out.

use crate::support::{agents, committed, fixture, handoffs, notes, read, sample};
use baton_import::{ImportOptions, InputFile, import};
use baton_model::{Agent, Document, Kind, Target, Team, TeamId, apply};

#[test]
fn contracts_that_nodes_name_are_pinned() {
    let bytes = fixture("carried.graph.json");
    let imported = read("carried.graph.json", &bytes, &Document::new());
    let document = committed(&Document::new(), &imported);
    let carried: Vec<String> = document
        .handoffs()
        .filter_map(|handoff| {
            let version = handoff.version.as_ref().map(ToString::to_string);
            let contract = handoff.contract.as_ref()?;
            Some(format!("{} {contract} {version:?}", handoff.from))
        })
        .collect();
    assert_eq!(
        carried,
        [
            "assessor decision Some(\"2.0.0\")",
            "assessor decision None",
            "intake claim Some(\"1.2.0\")",
            "intake question None",
        ]
    );
    assert!(document.contains(Kind::ContractVersion, "claim@1.2.0"));
    assert!(!document.contains(Kind::ContractVersion, "claim@1.3.0"));
    let notes = notes(&imported);
    for said in [
        "metadata/contracts/gone: no handoff bears this label",
        "metadata/contracts/assessor: no handoff bears this label",
        "metadata/contracts/decided: \"decision@one\" has no version that can be pinned",
        "metadata/contracts/assess: a graph has no payloads: the schema of claim@1.2.0 is empty",
        "metadata \"contracts\" = ",
        "contracts were pinned where metadata of nodes names them",
    ] {
        assert!(notes.contains(said), "{said} in\n{notes}");
    }
    assert_eq!(read("carried.graph.json", &bytes, &document).edits, []);
}

#[test]
fn a_state_graph_with_conditions_and_owners() {
    let Some(bytes) = sample("claims_stategraph.graph.json") else {
        return;
    };
    let schema = sample("claims_stategraph.schema.json").unwrap();
    let files = [
        InputFile {
            name: "x/claims_stategraph.graph.json",
            bytes: &bytes,
        },
        InputFile {
            name: "x/claims_stategraph.schema.json",
            bytes: &schema,
        },
    ];
    let imported = import(None, &files, &Document::new(), &ImportOptions::default()).unwrap();
    let document = committed(&Document::new(), &imported);
    assert_eq!(
        agents(&document),
        [
            "fraud_review Ai \"fraud_review\"",
            "human_adjuster Human \"human_adjuster\"",
            "payout Ai \"payout\"",
            "triage Ai \"triage\""
        ]
    );
    assert_eq!(
        handoffs(&document),
        [
            "fraud_review -> human_adjuster on suspicious",
            "fraud_review -> payout on ok",
            "human_adjuster -> (claims_stategraph-completed)",
            "payout -> (claims_stategraph-completed)",
            "triage -> fraud_review on fraud_review",
            "triage -> human_adjuster on human_adjuster",
            "triage -> payout on payout",
        ]
    );
    assert_eq!(
        document
            .entries()
            .map(|entry| entry.agent.as_str())
            .collect::<Vec<_>>(),
        ["triage"]
    );
    let human = document.find::<Agent>("human_adjuster").unwrap();
    assert_eq!(
        human.team.as_ref().map(TeamId::as_str),
        Some("claims-oncall")
    );
    let origin = human.origin.as_ref().unwrap();
    assert_eq!(
        (
            origin.format.as_str(),
            origin.file.as_str(),
            origin.key.as_str()
        ),
        (
            "langgraph",
            "claims_stategraph.graph.json",
            "human_adjuster"
        )
    );
    assert!(document.find::<Team>("claims-oncall").is_some());
    assert!(document.contains(Kind::ContractVersion, "claims_stategraph-state@0.1.0"));
    let notes = notes(&imported);
    assert!(
        notes.contains(
            "x/claims_stategraph.graph.json#/nodes/4: guessed for \"human_adjuster\": kind human"
        ),
        "{notes}"
    );
    assert!(
        notes.contains("the team claims-oncall was drafted"),
        "{notes}"
    );
    assert!(notes.contains("same schema as the input"), "{notes}");
}

#[test]
fn a_supervisor_calls_its_workers() {
    let Some(bytes) = sample("supervisor.graph.json") else {
        return;
    };
    let imported = read("supervisor.graph.json", &bytes, &Document::new());
    let document = committed(&Document::new(), &imported);
    assert_eq!(
        agents(&document),
        [
            "billing Ai \"billing\"",
            "claims Ai \"claims\"",
            "supervisor Supervisor \"supervisor\""
        ]
    );
    assert_eq!(
        handoffs(&document),
        [
            "supervisor => billing on billing",
            "supervisor => claims on claims",
            "supervisor -> (supervisor-completed) on __end__"
        ]
    );
    assert!(notes(&imported).contains("taken as the return of the delegation"));
}

#[test]
fn a_swarm_starts_anywhere_and_moves_on() {
    let Some(bytes) = sample("support_swarm.graph.json") else {
        return;
    };
    let imported = read("support_swarm.graph.json", &bytes, &Document::new());
    let document = committed(&Document::new(), &imported);
    assert_eq!(document.entries().count(), 3);
    assert_eq!(
        handoffs(&document),
        [
            "billing -> triage on triage",
            "claims -> billing on billing",
            "triage -> billing on billing",
            "triage -> claims on claims"
        ]
    );
    assert_eq!(document.outcomes().count(), 0);
    assert!(notes(&imported).contains("no outcome was made"));
}

#[test]
fn expanded_subgraphs_become_groups() {
    let imported = read(
        "supervisor_xray.graph.json",
        &fixture("supervisor_xray.graph.json"),
        &Document::new(),
    );
    let document = committed(&Document::new(), &imported);
    assert_eq!(
        agents(&document),
        [
            "billing-agent Ai \"billing: agent\"",
            "billing-tools Tool \"billing: tools\"",
            "claims-intake Ai \"claims: intake\"",
            "claims-review-assess Ai \"claims: review: assess\"",
            "claims-review-human_approval Human \"claims: review: human_approval\"",
            "supervisor-agent Supervisor \"supervisor: agent\"",
        ]
    );
    assert_eq!(
        handoffs(&document),
        [
            "billing-agent => billing-tools on call",
            "billing-agent -> supervisor-agent on supervisor: agent",
            "claims-intake -> claims-review-assess",
            "claims-review-assess -> claims-review-human_approval on unsure",
            "claims-review-assess -> supervisor-agent on sure",
            "claims-review-human_approval -> supervisor-agent",
            "supervisor-agent -> billing-agent on billing: agent",
            "supervisor-agent -> claims-intake on claims: intake",
            "supervisor-agent -> (supervisor_xray-completed) on __end__",
        ]
    );
    let groups: Vec<_> = document
        .groups()
        .map(|group| {
            (
                group.name.as_str(),
                group.parent.as_ref().map(ToString::to_string),
            )
        })
        .collect();
    assert!(
        groups.contains(&("review", Some("supervisor_xray-claims".to_owned()))),
        "{groups:?}"
    );
    assert_eq!(
        document
            .placements()
            .filter(|place| place.group.is_some() && place.x.is_none())
            .count(),
        6
    );
}

#[test]
fn what_authors_attach_is_carried_or_told() {
    let imported = read(
        "annotated.graph.json",
        &fixture("annotated.graph.json"),
        &Document::new(),
    );
    let document = committed(&Document::new(), &imported);
    let ids: Vec<_> = document.agents().map(|agent| agent.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "book",
            "lookup",
            "lookup-2",
            "orphan",
            "plan-step",
            "plan-step-2"
        ]
    );
    assert_eq!(
        document
            .teams()
            .map(|team| team.name.as_str())
            .collect::<Vec<_>>(),
        ["Search Squad"]
    );
    assert_eq!(
        handoffs(&document)
            .iter()
            .filter(|line| line.ends_with("gated"))
            .count(),
        2
    );
    assert!(document.contains(Kind::Placement, "annotated.agent.orphan"));
    let notes = notes(&imported);
    for expected in [
        "/nodes/1/metadata/cost: metadata \"cost\" = \"low\" is kept under the agent's origin",
        "/nodes/5/metadata/api_key: this metadata looks like a secret",
        "\"plan-step\" became the agent plan-step-2: another agent has the id plan-step",
        "\"Lookup 2\" bears the same name as \"lookup\"",
        "/nodes/6: no edge touches \"orphan\"",
        "/edges/6: the same edge as /edges/4",
        "starts 2 at once, and they do not meet again in one step",
    ] {
        assert!(notes.contains(expected), "{expected} is not in\n{notes}");
    }
    let planner = document.find::<Agent>("plan-step").unwrap();
    let kept = planner.origin.as_ref().unwrap().metadata.as_ref().unwrap();
    assert_eq!(kept.0["cost"], "low");
    let stored = format!("{:?} {notes}", imported.edits);
    assert!(!stored.contains("sk-proj"), "a secret was stored or shown");
}

#[test]
fn what_runs_at_once_and_meets_again_is_one_parallel_group() {
    let graph = |more: &str| {
        format!(
            r#"{{"nodes":[{{"id":"__start__"}},{{"id":"plan"}},{{"id":"law"}},{{"id":"tax"}},{{"id":"sum"}},{{"id":"__end__"}}],"edges":[{{"source":"__start__","target":"plan"}},{{"source":"plan","target":"law"}},{{"source":"plan","target":"tax"}},{{"source":"law","target":"sum"}},{{"source":"tax","target":"sum"}},{more}{{"source":"sum","target":"__end__"}}]}}"#
        )
    };
    let read = |text: &str, existing: &Document| {
        let files = [InputFile {
            name: "g.graph.json",
            bytes: text.as_bytes(),
        }];
        import(None, &files, existing, &ImportOptions::default()).unwrap()
    };
    let drawn = |text: &str| {
        let imported = read(text, &Document::new());
        let mut document = Document::new();
        document.commit(&apply(&document, &imported.edits).unwrap(), 1);
        assert_eq!(read(text, &document).edits, []);
        let mut lines: Vec<String> = document
            .handoffs()
            .map(|handoff| {
                let to = match &handoff.to {
                    Target::Agent(agent) => agent.as_str(),
                    _ => "(end)",
                };
                let group = handoff.parallel_group.as_deref().unwrap_or("-");
                format!("{} {:?} {to} {group}", handoff.from, handoff.mode)
            })
            .collect();
        lines.sort();
        let notes: Vec<String> = imported
            .notes
            .iter()
            .map(|note| note.message.clone())
            .collect();
        (lines, notes.join("\n"))
    };
    let (lines, notes) = drawn(&graph(""));
    assert_eq!(
        lines,
        [
            "plan Delegate law plan",
            "plan Delegate tax plan",
            "plan Transfer sum -",
            "sum Transfer (end) -"
        ]
    );
    assert!(
        notes.contains("starts 2 at once and goes on when they are done"),
        "{notes}"
    );
    // One of them may also end: they do not meet in one step.
    let (lines, notes) = drawn(&graph(r#"{"source":"tax","target":"__end__"},"#));
    assert!(
        lines.contains(&"plan Transfer law plan".to_owned()),
        "{lines:?}"
    );
    assert!(
        notes.contains("they do not meet again in one step"),
        "{notes}"
    );
}
