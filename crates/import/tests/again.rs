//! Importing again: what people changed stays, what the file changed follows, what is gone is proposed, secrets never come in.

use crate::support::{committed, notes, read};
use baton_import::{Format, ImportOptions, Imported, InputFile, import};
use baton_model::{
    Agent, Contract, ContractState, ContractVersion, Document, EditCommand, Entry, Handoff,
    Lifecycle, Outcome, Placement, Record, Team, TeamId, Topology, TopologyId, apply,
};
use serde_json::{Value, json};

const FILE: &str = "desk.agents.json";

/// A walk of two agents, a handoff with a schema, and whatever a case adds.
fn walk(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut value = json!({
        "entry": "Front desk",
        "agents": [
            {"name": "Front desk", "instructions": "Find out what is wanted.", "model": "m-1",
             "tools": [{"name": "look_up"}],
             "handoffs": [{"agent_name": "Billing", "tool_name": "to_billing", "input_json_schema": {"type": "object", "properties": {"bill": {"type": "string"}}}}]},
            {"name": "Billing", "instructions": "Pay.", "handoffs": []}
        ]
    });
    change(&mut value);
    value.to_string().into_bytes()
}

fn first() -> Document {
    let empty = Document::new();
    committed(&empty, &read(FILE, &walk(|_| {}), &empty))
}

fn edited(document: &Document, records: Vec<Record>) -> Document {
    let edits: Vec<_> = records.into_iter().map(EditCommand::put).collect();
    let mut after = document.clone();
    after.commit(&apply(document, &edits).unwrap(), document.revision() + 1);
    after
}

fn changed(imported: &Imported) -> Vec<String> {
    imported
        .edits
        .iter()
        .map(|edit| edit.key().to_string())
        .collect()
}

fn billing(document: &Document) -> Agent {
    document.find::<Agent>("billing").unwrap().clone()
}

#[test]
fn fields_of_people_stay_and_fields_of_the_file_follow() {
    let first = first();
    let mut agent = billing(&first);
    "Billing office".clone_into(&mut agent.name);
    agent.lifecycle = Lifecycle::Production;
    agent.team = Some(TeamId::new("money").unwrap());
    let team = Team::new(TeamId::new("money").unwrap(), "Money".to_owned());
    let people = edited(&first, vec![team.into(), agent.into()]);
    assert_eq!(changed(&read(FILE, &walk(|_| {}), &people)), [""; 0]);

    let now = walk(|value| {
        value["agents"][1]["instructions"] = "Pay within a day.".into();
        value["agents"][1]["tools"] = json!([{"name": "pay"}]);
    });
    let imported = read(FILE, &now, &people);
    assert_eq!(changed(&imported), ["agent billing"]);
    let after = billing(&committed(&people, &imported));
    assert_eq!(after.name, "Billing office");
    assert_eq!(after.lifecycle, Lifecycle::Production);
    assert_eq!(after.team.as_ref().map(TeamId::as_str), Some("money"));
    assert_eq!(after.role.scope.text, "Pay within a day.");
    assert_eq!(after.tools[0].name, "pay");
}

#[test]
fn where_both_changed_a_field_people_win_and_are_told() {
    let first = first();
    let mut agent = billing(&first);
    "Ours".clone_into(&mut agent.role.scope.text);
    let people = edited(&first, vec![agent.into()]);
    let now = walk(|value| value["agents"][1]["instructions"] = "Theirs".into());
    let imported = read(FILE, &now, &people);
    let told = notes(&imported);
    assert!(
        told.contains(
            "/role/scope/text: the file says \"Theirs\" now, and people changed it to \"Ours\""
        ),
        "{told}"
    );
    let after = committed(&people, &imported);
    assert_eq!(billing(&after).role.scope.text, "Ours");
    // Told once: the next import knows that the file has said it.
    assert_eq!(changed(&read(FILE, &now, &after)), [""; 0]);
    assert!(!notes(&read(FILE, &now, &after)).contains("people changed it"));
}

#[test]
fn a_renamed_agent_is_another_and_the_old_one_is_proposed_for_retirement() {
    let first = first();
    let now = walk(|value| {
        value["agents"][1]["name"] = "Accounts".into();
        value["agents"][0]["handoffs"][0]["agent_name"] = "Accounts".into();
    });
    let imported = read(FILE, &now, &first);
    let after = committed(&first, &imported);
    assert!(after.find::<Agent>("accounts").is_some());
    assert_eq!(
        billing(&after).lifecycle,
        Lifecycle::Experimental,
        "nothing was done yet"
    );
    let retire = imported
        .proposals
        .iter()
        .find(|proposal| proposal.message.starts_with("Billing"))
        .unwrap();
    let after = {
        let diff = apply(&after, std::slice::from_ref(&retire.edit)).unwrap();
        let mut retired = after.clone();
        retired.commit(&diff, after.revision() + 1);
        retired
    };
    assert_eq!(billing(&after).lifecycle, Lifecycle::Retired);
    assert!(
        read(FILE, &now, &after)
            .proposals
            .iter()
            .all(|proposal| !proposal.message.starts_with("Billing")),
        "who is retired is not proposed again"
    );
}

#[test]
fn a_handoff_that_is_gone_is_kept_and_its_deletion_is_ready() {
    let first = first();
    let now = walk(|value| value["agents"][0]["handoffs"] = json!([]));
    let imported = read(FILE, &now, &first);
    let gone = "desk-front-desk-to-billing";
    let ready: Vec<_> = imported
        .proposals
        .iter()
        .filter(|proposal| proposal.edit.key().id == gone)
        .collect();
    assert!(matches!(ready[..], [one] if matches!(one.edit, EditCommand::Delete { .. })));
    assert!(committed(&first, &imported).find::<Handoff>(gone).is_some());
}

#[test]
fn places_are_peoples() {
    let first = first();
    let mut place = first
        .find::<Placement>("desk.agent.billing")
        .unwrap()
        .clone();
    (place.x, place.y, place.pinned) = (Some(40.0), Some(50.0), true);
    let people = edited(&first, vec![place.clone().into()]);
    let now = walk(|value| value["agents"][1]["instructions"] = "Other.".into());
    let after = committed(&people, &read(FILE, &now, &people));
    assert_eq!(after.find::<Placement>("desk.agent.billing"), Some(&place));
}

#[test]
fn a_published_contract_stays_and_a_draft_follows() {
    let first = first();
    let id = "desk-front-desk-to_billing@0.1.0";
    let now = walk(|value| {
        value["agents"][0]["handoffs"][0]["input_json_schema"]["properties"]["sum"] =
            json!({"type": "number"});
    });
    let followed = committed(&first, &read(FILE, &now, &first));
    let draft = followed.find::<ContractVersion>(id).unwrap();
    assert_eq!(
        draft.payload_schema.0["properties"]["sum"]["type"],
        "number"
    );

    let mut published = first.find::<ContractVersion>(id).unwrap().clone();
    published.state = ContractState::Published;
    let people = edited(&first, vec![published.into()]);
    let imported = read(FILE, &now, &people);
    assert!(notes(&imported).contains("is published and stays"));
    assert!(!changed(&imported).contains(&format!("contract_version {id}")));
}

#[test]
fn another_file_of_the_same_name_becomes_another_topology() {
    let first = first();
    let other = json!({"agents": [
        {"name": "Writer", "handoffs": [{"agent_name": "Editor", "tool_name": "to_editor"}]},
        {"name": "Editor", "handoffs": []}
    ]});
    let imported = read(FILE, other.to_string().as_bytes(), &first);
    assert!(notes(&imported).contains("desk was drawn from another file of this name"));
    assert!(
        imported.proposals.is_empty(),
        "nobody of the first file is gone"
    );
    let both = committed(&first, &imported);
    assert!(both.find::<Topology>("desk-2").is_some());
    assert_eq!(
        changed(&read(FILE, other.to_string().as_bytes(), &both)),
        [""; 0]
    );
    assert_eq!(changed(&read(FILE, &walk(|_| {}), &both)), [""; 0]);
}

#[test]
fn a_drawing_of_people_takes_in_a_file_with_its_own_ends() {
    let mut topology = Topology::new(TopologyId::new("ours").unwrap(), "Ours".to_owned());
    "Drawn by hand".clone_into(&mut topology.purpose);
    let mut outcome = Outcome::new(
        baton_model::OutcomeId::new("solved").unwrap(),
        topology.id.clone(),
        "Solved".to_owned(),
    );
    outcome.good = true;
    let document = edited(
        &Document::new(),
        vec![topology.clone().into(), outcome.into()],
    );
    let options = ImportOptions {
        topology: Some(topology.id.clone()),
    };
    let bytes = walk(|_| {});
    let files = [InputFile {
        name: FILE,
        bytes: &bytes,
    }];
    let imported = import(Some(Format::OpenaiAgents), &files, &document, &options).unwrap();
    let after = committed(&document, &imported);
    assert_eq!(after.find::<Topology>("ours"), Some(&topology));
    assert_eq!(after.outcomes().count(), 1, "requests end as people said");
    assert_eq!(
        after
            .entries()
            .map(|entry: &Entry| entry.topology.as_str())
            .collect::<Vec<_>>(),
        ["ours"]
    );
    let again = import(Some(Format::OpenaiAgents), &files, &after, &options).unwrap();
    assert_eq!(changed(&again), [""; 0]);
}

#[test]
fn no_secret_is_stored_wherever_it_stands() {
    const KEY: &str = "sk-proj-abcdefgh12345678";
    let graph = json!({
        "nodes": [
            {"id": "__start__"},
            {"id": KEY, "data": {"name": format!("uses {KEY}")}, "metadata": {
                "note": {"inner": [KEY]}, "api_key": "x", KEY: 1, "endpoint": format!("https://u:{KEY}@x.example")
            }},
            {"id": "b"}
        ],
        "edges": [{"source": "__start__", "target": KEY}, {"source": KEY, "target": "b", "data": KEY, "conditional": true}]
    });
    let schema = json!({"input": {"type": "object", "properties": {"a": {"type": "string", "default": KEY}}}, "output": {}});
    let (graph, schema) = (graph.to_string(), schema.to_string());
    let files = [
        InputFile {
            name: "g.graph.json",
            bytes: graph.as_bytes(),
        },
        InputFile {
            name: "g.schema.json",
            bytes: schema.as_bytes(),
        },
    ];
    let imported = import(
        Some(Format::Langgraph),
        &files,
        &Document::new(),
        &ImportOptions::default(),
    )
    .unwrap();
    let after = committed(&Document::new(), &imported);
    let stored = format!("{:?} {}", imported.edits, notes(&imported));
    assert!(!stored.contains(KEY), "{stored}");
    assert_eq!(after.agents().count(), 2);
    assert_eq!(
        after
            .find::<Contract>("g-state")
            .map(|contract| contract.name.as_str()),
        Some("g state")
    );
    let again = import(
        Some(Format::Langgraph),
        &files,
        &after,
        &ImportOptions::default(),
    )
    .unwrap();
    assert_eq!(changed(&again), [""; 0]);
}
