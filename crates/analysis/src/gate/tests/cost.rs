//! What gates cost decides where they are: review minutes first, their number where those hardly differ.

use super::*;
use crate::gate::cut::{UPKEEP, review_minutes};
use crate::gate::need::{Walks, consequences};
use crate::gate::traffic;
use crate::gate::walk::Gated;
use baton_graph::TopologyGraph;
use proptest::prelude::*;

fn share(share: f64) -> Value {
    json!({"behaviour": {"share": share}})
}

#[test]
fn review_minutes_weigh_before_the_number_of_gates() {
    let planned = |last: f64| {
        let mut ways = vec![("in>plan", json!({})), ("plan>end", share(last))];
        let each = share((1.0 - last) / 3.0);
        ways.extend(["plan>p1", "plan>p2", "plan>p3"].map(|way| (way, each.clone())));
        let agents = [
            plain("in"),
            plain("plan"),
            plain("end"),
            acts("p1"),
            acts("p2"),
            acts("p3"),
        ];
        let found = advice(&drawing(&agents, &ways));
        ids(&found)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    // Nine of ten requests never come near what cannot be taken back: three seldom gates beat one that all pass.
    assert_eq!(planned(0.9), ["add:plan-p1", "add:plan-p2", "add:plan-p3"]);
    // Where nearly all of them do, one gate takes hardly more time than three.
    assert_eq!(planned(0.01), ["add:in-plan"]);
}

#[test]
fn a_border_is_guarded_where_it_is_crossed() {
    let us = |id| (id, json!({"trust_domain": "us"}));
    let them = |id| (id, json!({"trust_domain": "them"}));
    let high = json!({"criticality": "high"});
    for first in [json!({}), share(1.0), share(0.5)] {
        let found = advice(&drawing(
            &[us("in"), us("plan"), them("x"), them("y")],
            &[
                ("in>plan", first),
                ("plan>x", high.clone()),
                ("plan>y", high.clone()),
            ],
        ));
        assert_eq!(ids(&found), ["add:plan-x", "add:plan-y"]);
        assert!(found.proposals.iter().all(|one| one.instead_of.is_empty()));
    }
}

#[test]
fn what_a_called_agent_calls_is_counted() {
    let called = |share: f64| json!({"mode": "delegate", "behaviour": {"share": share}});
    let document = drawing(
        &[plain("in"), plain("a"), plain("b")],
        &[
            ("in>a", called(0.5)),
            ("a>b", called(0.5)),
            ("b>a", called(1.0)),
        ],
    );
    let graph = TopologyGraph::new(&document, &TopologyId::new("t").unwrap());
    let uses = traffic::uses(&graph);
    let told: Vec<(&str, f64)> = uses.iter().map(|(id, uses)| (id.as_str(), *uses)).collect();
    assert_eq!(told, [("a-b", 0.25), ("b-a", 0.25), ("in-a", 0.5)]);
}

const AGENTS: [&str; 5] = ["in", "a", "b", "c", "d"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_other_gates_guard_as_much_for_less(
        acting in prop::collection::vec(prop::bool::weighted(0.4), 4),
        ways in prop::collection::btree_map((0..5_usize, 0..5_usize), 1..20_u32, 1..9),
    ) {
        let mut agents = vec![plain("in")];
        agents.extend(AGENTS[1..].iter().zip(&acting).map(|(id, does)| if *does { acts(id) } else { plain(id) }));
        let names: Vec<(String, Value)> = ways.iter()
            .map(|((from, to), weight)| (format!("{}>{}", AGENTS[*from], AGENTS[*to]), share(f64::from(*weight) / 20.0)))
            .collect();
        let handoffs: Vec<(&str, Value)> = names.iter().map(|(ends, fields)| (ends.as_str(), fields.clone())).collect();
        let document = drawing(&agents, &handoffs);
        let graph = TopologyGraph::new(&document, &TopologyId::new("t").unwrap());
        let (uses, needs) = (traffic::uses(&graph), consequences(&document, &graph));
        let cost = |gated: &Gated<'_>| -> f64 {
            gated.iter().map(|id| review_minutes(uses.get(id).copied().unwrap_or(0.0)) + UPKEEP).sum()
        };
        let exposed = |gated: &Gated<'_>| {
            let walks = Walks::new(&graph, gated);
            needs.iter().filter(|one| one.exposed(&walks).is_some()).count()
        };
        let found = advice(&document);
        let ids: Gated<'_> = graph.handoffs().iter().map(|one| &one.id)
            .filter(|id| found.proposals.iter().any(|one| one.handoff == id.as_str()))
            .collect();
        prop_assert_eq!(exposed(&ids), found.unguarded.len());
        for subset in 0..1_u32 << graph.handoffs().len() {
            let numbered = graph.handoffs().iter().enumerate();
            let other: Gated<'_> = numbered.filter(|(at, _)| subset & (1 << at) != 0).map(|(_, one)| &one.id).collect();
            prop_assert!(cost(&other) > cost(&ids) - 1e-4 || exposed(&other) > found.unguarded.len(), "{:?} does for less than {:?}", other, ids);
        }
    }
}
