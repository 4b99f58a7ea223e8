//! What goes out comes back, and what is wrong is named with file and place.

use super::*;
use baton_model::{
    Agent, AgentId, Document, EditCommand, Handoff, HandoffId, Kind, Placement, PlacementId,
    Record, RecordRef, Target, Team, TeamId, Topology, TopologyId, apply,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn document(records: Vec<Record>) -> Document {
    let mut document = Document::new();
    let edits: Vec<_> = records.into_iter().map(EditCommand::put).collect();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

fn small() -> Document {
    let topology = TopologyId::new("desk").unwrap();
    let agent = |id: &str| AgentId::new(id).unwrap();
    let place = |id: &str| {
        let key = PlacementId::new(format!("desk.agent.{id}")).unwrap();
        let mut placement = Placement::new(key, topology.clone(), RecordRef::new(Kind::Agent, id));
        (placement.x, placement.y) = (Some(12.5), Some(-3.0));
        placement.into()
    };
    document(vec![
        Topology::new(topology.clone(), "Desk".to_owned()).into(),
        Agent::new(agent("triage"), "Triage".to_owned()).into(),
        Agent::new(agent("billing"), "Billing".to_owned()).into(),
        Handoff::new(
            HandoffId::new("triage-to-billing").unwrap(),
            topology.clone(),
            agent("triage"),
            Target::Agent(agent("billing")),
        )
        .into(),
        place("triage"),
        place("billing"),
    ])
}

fn pushed(files: &BTreeMap<String, String>, onto: &Document, prune: bool) -> Document {
    let mut document = onto.clone();
    let edits = from_files(files, onto, prune).unwrap();
    let diff = apply(onto, &edits).unwrap();
    document.commit(&diff, onto.revision() + 1);
    document
}

#[test]
fn one_record_a_file_and_one_place_a_line() {
    let files = to_files(&small()).unwrap();
    let paths: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "agents/billing.json",
            "agents/triage.json",
            "baton.json",
            "topologies/desk/handoffs/triage-to-billing.json",
            "topologies/desk/layout.json",
            "topologies/desk/topology.json",
        ]
    );
    assert!(
        files["agents/triage.json"]
            .starts_with("{\n  \"id\": \"triage\",\n  \"name\": \"Triage\",\n")
    );
    assert!(files.values().all(|text| text.ends_with("}\n")));
    assert_eq!(files["topologies/desk/layout.json"].lines().count(), 6);
    assert!(
        files["topologies/desk/handoffs/triage-to-billing.json"].starts_with(
            "{\n  \"id\": \"triage-to-billing\",\n  \"topology\": \"desk\",\n  \"from\""
        )
    );
}

#[test]
fn what_is_equal_needs_no_edit_and_what_has_no_file_goes() {
    let document = small();
    let mut files = to_files(&document).unwrap();
    assert_eq!(from_files(&files, &document, true).unwrap(), []);
    files.remove("topologies/desk/handoffs/triage-to-billing.json");
    files.insert("README.md".to_owned(), "not a record".to_owned());
    files.insert(".github/x.json".to_owned(), "not a record".to_owned());
    assert_eq!(from_files(&files, &document, false).unwrap(), []);
    let after = pushed(&files, &document, true);
    assert_eq!(after.handoffs().count(), 0);
    assert_eq!(to_files(&after).unwrap().len(), 5);
}

#[test]
fn errors_name_file_and_place() {
    let cases = [
        (
            "agents/triage.json",
            Some("{\"id\":\"triage\",\"name\":\"T\",\"kind\":\"robot\"}"),
            "agents/triage.json: /kind",
        ),
        (
            "agents/triage.json",
            Some("{\"id\":\"triage\",\"name\":\"T\",\"colour\":1}"),
            "agents/triage.json: ",
        ),
        (
            "agents/triage.json",
            Some("{\"id\":\"other\",\"name\":\"T\"}"),
            "agents/triage.json: /id",
        ),
        (
            "agents/triage.json",
            Some("{\"id\":\"triage\",\n\"id\":\"triage\"}"),
            "agents/triage.json: line 2",
        ),
        (
            "agents/TRIAGE.json",
            Some("{}"),
            "agents/triage.json: differs",
        ),
        (
            "somewhere/x.json",
            Some("{}"),
            "somewhere/x.json: no record",
        ),
        (
            "agents/../x.json",
            Some("{}"),
            "agents/../x.json: no record",
        ),
        ("baton.json", None, "baton.json: is missing"),
        (
            "baton.json",
            Some("{\"format\":\"baton-registry\",\"version\":9}"),
            "baton.json: /version",
        ),
        (
            "topologies/desk/layout.json",
            Some("{\"placements\":[{}]}"),
            "topologies/desk/layout.json: /placements/0",
        ),
        (
            "topologies/other/handoffs/triage-to-billing.json",
            Some(
                "{\"id\":\"triage-to-billing\",\"topology\":\"desk\",\"from\":\"triage\",\"to\":\"billing\"}",
            ),
            "topologies/other/handoffs/triage-to-billing.json: /topology",
        ),
    ];
    for (path, text, expected) in cases {
        let mut files = to_files(&small()).unwrap();
        match text {
            Some(text) => files.insert(path.to_owned(), text.to_owned()),
            None => files.remove(path),
        };
        let error = from_files(&files, &small(), true).unwrap_err();
        assert!(
            error.to_string().starts_with(expected),
            "{error} should start with {expected}"
        );
        assert!(!error.hint.is_empty());
    }
}

#[test]
fn ids_that_differ_by_capitals_are_not_written() {
    let team = |id: &str| Team::new(TeamId::new(id).unwrap(), id.to_owned()).into();
    let error = to_files(&document(vec![team("care"), team("Care")])).unwrap_err();
    assert!(error.message.contains("capitals"), "{error}");
}

fn any_registry() -> impl Strategy<Value = Document> {
    let agents = prop::collection::btree_map(
        "[a-z][a-z0-9_.@+-]{0,8}[a-z0-9]",
        ("\\PC{1,20}", any::<bool>()),
        1..8,
    );
    let handoffs = prop::collection::vec(
        (
            any::<prop::sample::Index>(),
            any::<prop::sample::Index>(),
            0.0..1.0f64,
        ),
        0..12,
    );
    let places = prop::collection::vec(
        (any::<prop::sample::Index>(), -1e6..1e6f64, -1e6..1e6f64),
        0..6,
    );
    (agents, handoffs, places).prop_map(|(agents, handoffs, places)| {
        let topology = TopologyId::new("t").unwrap();
        let mut records: BTreeMap<String, Record> = BTreeMap::new();
        let mut put = |record: Record| {
            records.insert(record.key().to_string(), record);
        };
        put(Topology::new(topology.clone(), "T".to_owned()).into());
        let ids: Vec<AgentId> = agents
            .keys()
            .filter_map(|id| AgentId::new(id.as_str()).ok())
            .collect();
        for id in &ids {
            let (name, stateless) = &agents[id.as_str()];
            let mut agent = Agent::new(id.clone(), format!("n{name}"));
            agent.stateless = *stateless;
            agent.role.scope.text.clone_from(name);
            put(agent.into());
        }
        if !ids.is_empty() {
            for (index, (from, to, share)) in handoffs.into_iter().enumerate() {
                let id = HandoffId::new(format!("h{index}")).unwrap();
                let mut handoff = Handoff::new(
                    id,
                    topology.clone(),
                    from.get(&ids).clone(),
                    Target::Agent(to.get(&ids).clone()),
                );
                handoff.behaviour.share = share;
                put(handoff.into());
            }
            for (agent, x, y) in places {
                let agent = agent.get(&ids).as_str();
                if let Ok(id) = PlacementId::new(format!("t.agent.{agent}")) {
                    let mut placement =
                        Placement::new(id, topology.clone(), RecordRef::new(Kind::Agent, agent));
                    (placement.x, placement.y) = (Some(x), Some(y));
                    put(placement.into());
                }
            }
        }
        document(records.into_values().collect())
    })
}

proptest! {
    #[test]
    fn a_registry_comes_back_as_it_was(document in any_registry()) {
        let files = to_files(&document).unwrap();
        let back = pushed(&files, &Document::new(), true);
        prop_assert!(back == document);
        prop_assert_eq!(to_files(&back).unwrap(), files);
    }
}
