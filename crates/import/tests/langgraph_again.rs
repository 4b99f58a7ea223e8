//! Importing again: records are found by their origin, and what people added stays.

use crate::support::{committed, fixture, handoffs, notes, read};
use baton_import::{Format, ImportOptions, InputFile, import};
use baton_model::{
    Agent, AgentId, Document, EditCommand, Handoff, Kind, Lifecycle, Record, Team, TeamId,
    TopologyId, apply,
};

#[test]
fn the_same_file_again_changes_nothing_and_keeps_what_people_added() {
    let bytes = fixture("annotated.graph.json");
    let first = committed(
        &Document::new(),
        &read("annotated.graph.json", &bytes, &Document::new()),
    );
    assert_eq!(read("annotated.graph.json", &bytes, &first).edits, []);

    let mut agent = first.find::<Agent>("lookup").unwrap().clone();
    "Look-up of hotels".clone_into(&mut agent.name);
    agent.lifecycle = Lifecycle::Production;
    let mut handoff = first
        .handoffs()
        .find(|handoff| handoff.from.as_str() == "lookup")
        .unwrap()
        .clone();
    handoff.policy.timeout_ms = Some(900);
    let team = Team::new(TeamId::new("travel").unwrap(), "Travel".to_owned());
    let edits = [
        EditCommand::put(agent),
        EditCommand::put(handoff),
        EditCommand::put(team),
    ];
    let mut edited = first.clone();
    edited.commit(&apply(&first, &edits).unwrap(), 2);
    assert_eq!(read("annotated.graph.json", &bytes, &edited).edits, []);
}

#[test]
fn changes_in_the_file_reach_only_what_they_are_about() {
    let bytes = fixture("annotated.graph.json");
    let before = committed(
        &Document::new(),
        &read("annotated.graph.json", &bytes, &Document::new()),
    );
    let text = String::from_utf8(bytes).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    // `orphan` goes, an edge gets a label, a node comes.
    value["nodes"]
        .as_array_mut()
        .unwrap()
        .retain(|node| node["id"] != "orphan");
    value["nodes"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!({ "id": "audit" }));
    value["edges"][7] = serde_json::json!({ "source": "book", "target": "__end__", "data": "booked", "conditional": true });
    value["edges"]
        .as_array_mut()
        .unwrap()
        .push(serde_json::json!({ "source": "book", "target": "audit", "conditional": true }));
    let imported = read(
        "annotated.graph.json",
        value.to_string().as_bytes(),
        &before,
    );
    let kinds: Vec<_> = imported
        .edits
        .iter()
        .map(|edit| (edit.key().kind, edit.base_revision()))
        .collect();
    assert_eq!(
        kinds,
        [
            (Kind::Agent, Some(0)),
            (Kind::Handoff, Some(1)),
            (Kind::Handoff, Some(0))
        ]
    );
    let after = committed(&before, &imported);
    assert!(handoffs(&after).contains(&"book -> (annotated-completed) on booked".to_owned()));
    assert!(after.find::<Agent>("orphan").is_some());
    assert!(notes(&imported).contains("orphan (\"orphan\") is no longer in the file"));
}

#[test]
fn another_file_of_the_same_name_never_takes_over_agents() {
    let bytes = fixture("annotated.graph.json");
    let mut stranger = Agent::new(
        AgentId::new("lookup").unwrap(),
        "Somebody else's look-up".to_owned(),
    );
    stranger.lifecycle = Lifecycle::Production;
    let mut document = Document::new();
    document.commit(
        &apply(&document, &[EditCommand::put(stranger.clone())]).unwrap(),
        1,
    );
    let imported = read("annotated.graph.json", &bytes, &document);
    let after = committed(&document, &imported);
    assert_eq!(after.find::<Agent>("lookup"), Some(&stranger));
    assert!(after.find::<Agent>("lookup-3").is_some() || after.find::<Agent>("lookup-2").is_some());
    assert!(notes(&imported).contains("another agent has the id lookup"));
}

#[test]
fn a_topology_can_be_named() {
    let bytes = fixture("annotated.graph.json");
    let options = ImportOptions {
        topology: Some(TopologyId::new("travel").unwrap()),
    };
    let files = [InputFile {
        name: "annotated.graph.json",
        bytes: &bytes,
    }];
    let imported = import(Some(Format::Langgraph), &files, &Document::new(), &options).unwrap();
    let document = committed(&Document::new(), &imported);
    assert!(
        document
            .handoffs()
            .all(|handoff: &Handoff| handoff.topology.as_str() == "travel")
    );
    assert!(imported.edits.iter().any(|edit| matches!(edit, EditCommand::Put { record, .. } if matches!(**record, Record::Topology(_)))));
}
