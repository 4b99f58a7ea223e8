//! Rows against the plainest way to work them out, on random registries that are edited at random.
#![allow(clippy::unwrap_used)]

use super::*;
use baton_model::{
    Candidates, Document, EditCommand, Kind, RecordKey, apply, delete_with_dependents, parse_edits,
};
use petgraph::graphmap::DiGraphMap;
use petgraph::visit::Bfs;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TAGS: [&str; 2] = ["x", "y"];

/// What somebody does to the registry.
#[derive(Clone, Debug)]
enum Act {
    Put(Value),
    Delete(Kind, String),
}

fn agent() -> impl Strategy<Value = Act> {
    (0..8, subsequence(TAGS.to_vec(), 0..=2)).prop_map(|(at, tags)| {
        Act::Put(json!({"op": "put", "kind": "agent", "id": format!("a{at}"),
            "record": {"name": "A", "capabilities": tags}}))
    })
}

fn handoff() -> impl Strategy<Value = Act> {
    let name = || (0..8).prop_map(|at| format!("a{at}"));
    let to = prop_oneof![
        4 => name().prop_map(Value::from),
        1 => Just(json!({"outcome": "done"})),
        2 => (subsequence(TAGS.to_vec(), 0..=2), prop::option::of(name()))
            .prop_map(|(tags, default)| json!({"capabilities": tags, "default": default})),
    ];
    let fallbacks = prop::collection::vec(name(), 0..=2);
    let branch = prop::option::weighted(0.2, name());
    (0..12, name(), to, fallbacks, branch).prop_map(|(at, from, to, fallbacks, branch)| {
        let mut record = json!({"topology": "t", "from": from, "to": to, "fallbacks": fallbacks});
        if let Some(agent) = branch {
            record["gate"] = json!({"branches": [{"answer": "no", "goes_to": agent}]});
        }
        Act::Put(json!({"op": "put", "kind": "handoff", "id": format!("h{at}"), "record": record}))
    })
}

fn act() -> impl Strategy<Value = Act> {
    let kind = select(vec![(Kind::Agent, "a"), (Kind::Handoff, "h")]);
    let gone =
        (kind, 0..12).prop_map(|((kind, name), at)| Act::Delete(kind, format!("{name}{at}")));
    prop_oneof![3 => agent(), 5 => handoff(), 2 => gone]
}

/// A topology, an outcome and the first agents.
fn start() -> Document {
    let mut edits = vec![
        json!({"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}),
        json!({"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done"}}),
    ];
    edits.extend((0..4).map(
        |at| json!({"op": "put", "kind": "agent", "id": format!("a{at}"), "record": {"name": "A"}}),
    ));
    let mut document = Document::new();
    let edits = parse_edits(&Value::from(edits).to_string(), &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);
    document
}

/// Does it, if it can be done, and tells the graph.
fn perform(act: &Act, document: &mut Document, graph: &mut RegistryGraph) {
    let edits: Vec<EditCommand> = match act {
        Act::Put(edit) => parse_edits(&edit.to_string(), document).unwrap(),
        Act::Delete(kind, id) => {
            let key = RecordKey::new(*kind, id.as_str());
            delete_with_dependents(document, &[key])
        }
    };
    if let Ok(diff) = apply(document, &edits) {
        document.commit(&diff, document.revision() + 1);
        graph.update(&diff);
    }
}

/// Sender and takers of every handoff, by id.
fn told(graph: &RegistryGraph) -> BTreeMap<String, (String, Vec<String>)> {
    let name = |agent: AgentNumber| graph.agent(agent).unwrap().id.to_string();
    let handoff = |number: HandoffNumber| {
        let mut takers: Vec<String> = graph.takers(number).into_iter().map(name).collect();
        takers.sort();
        let id = graph.handoff(number).unwrap().id.to_string();
        (id, (name(graph.sender(number).unwrap()), takers))
    };
    graph.handoffs().map(handoff).collect()
}

/// The same, read from the records one by one.
fn plain(document: &Document) -> BTreeMap<String, (String, Vec<String>)> {
    let candidates = Candidates::new(document);
    let handoff = |handoff: &Handoff| {
        let mut takers: Vec<String> = named(handoff).map(ToString::to_string).collect();
        takers.extend(
            candidates
                .of(handoff)
                .iter()
                .map(|agent| agent.id.to_string()),
        );
        takers.sort();
        takers.dedup();
        (handoff.id.to_string(), (handoff.from.to_string(), takers))
    };
    document.handoffs().map(handoff).collect()
}

proptest! {
    #[test]
    fn edits_taken_in_one_by_one_give_what_a_fresh_reading_gives(acts in prop::collection::vec(act(), 1..40)) {
        let mut document = start();
        let mut graph = RegistryGraph::new(&document);
        for act in &acts {
            perform(act, &mut document, &mut graph);
        }
        let fresh = RegistryGraph::new(&document);
        prop_assert_eq!(told(&graph), plain(&document));
        prop_assert_eq!(told(&fresh), plain(&document));
        for number in graph.handoffs() {
            let sender = graph.sender(number).unwrap();
            let mut leaving = Vec::new();
            graph.each_handoff_from(sender, |handoff| leaving.push(handoff));
            prop_assert!(leaving.contains(&number), "what leads to an outcome leaves its sender too");
            for agent in document.agents() {
                let agent = graph.agent_number(&agent.id).unwrap();
                prop_assert_eq!(graph.handoffs_into(agent).contains(&number), graph.takers(number).contains(&agent));
            }
        }
    }

    #[test]
    fn a_walk_meets_what_a_walk_of_petgraph_meets(acts in prop::collection::vec(act(), 1..40), hops in 0_u32..5) {
        let mut document = start();
        let mut graph = RegistryGraph::new(&document);
        for act in &acts {
            perform(act, &mut document, &mut graph);
        }
        let mut peer: DiGraphMap<u32, ()> = DiGraphMap::new();
        for number in graph.handoffs() {
            let from = graph.sender(number).unwrap();
            graph.each_taker(number, |taker| {
                peer.add_edge(from.0, taker.0, ());
            });
        }
        let mut reached = Reached::default();
        for agent in document.agents() {
            let start = graph.agent_number(&agent.id).unwrap();
            peer.add_node(start.0);
            let mut seen = Vec::new();
            let mut walk = Bfs::new(&peer, start.0);
            while let Some(node) = walk.next(&peer) {
                seen.push(node);
            }
            seen.sort_unstable();
            graph.reach([start], None, &mut reached);
            let mut met: Vec<u32> = reached.agents().map(|agent| agent.0).collect();
            met.sort_unstable();
            prop_assert_eq!(&met, &seen);

            let distance = petgraph::algo::dijkstra(&peer, start.0, None, |_| 1_u32);
            graph.reach([start], Some(hops), &mut reached);
            let near = distance.values().filter(|distance| **distance <= hops).count();
            prop_assert_eq!(reached.len(), near);
            let last = distance.values().filter(|distance| **distance == hops).count();
            prop_assert_eq!(reached.at_hop(hops as usize).len(), last);
        }
    }
}

#[test]
fn a_query_for_nothing_in_particular_leads_to_everybody_else() {
    let mut document = start();
    let mut graph = RegistryGraph::new(&document);
    let put = json!({"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a0", "to": {"capabilities": []}}});
    perform(&Act::Put(put), &mut document, &mut graph);
    let new = json!({"op": "put", "kind": "agent", "id": "a9", "record": {"name": "A"}});
    perform(&Act::Put(new), &mut document, &mut graph);
    let takers: Vec<String> = told(&graph)["h"].1.clone();
    assert_eq!(takers, ["a1", "a2", "a3", "a9"]);
    let mut reached = Reached::default();
    graph.reach(
        graph.agent_number(&AgentId::new("a0").unwrap()),
        Some(1),
        &mut reached,
    );
    assert_eq!(reached.len(), 5);
}
