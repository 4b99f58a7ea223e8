//! What holds for every network.

use super::Limits;
use super::chain::Chain;
use super::eliminate::Eliminated;
use super::go_on::GoOn;
use super::rows::Rows;
use super::space::Space;
use crate::sample::tests::network;
use crate::testing::Drawing;
use crate::{Exact, ExactOptions, Fate, Network, Setup, exact};
use proptest::prelude::*;
use serde_json::json;

fn solved(network: &Network) -> Exact {
    exact(network, &ExactOptions::default()).unwrap()
}

/// Every number of a result.
fn numbers(found: &Exact) -> Vec<f64> {
    fn collect(value: &serde_json::Value, into: &mut Vec<Option<f64>>) {
        match value {
            serde_json::Value::Number(number) => into.push(number.as_f64()),
            serde_json::Value::Array(values) => {
                for value in values {
                    collect(value, into);
                }
            }
            serde_json::Value::Object(fields) => {
                for value in fields.values() {
                    collect(value, into);
                }
            }
            _ => {}
        }
    }
    let mut all = Vec::new();
    collect(&json!(found), &mut all);
    all.into_iter().map(Option::unwrap).collect()
}

/// Hallucination, recovery, what a gate catches, and malformed payloads that nobody validates: whether more of it makes for more wrong answers, and its places.
type Taints = (f64, fn(&mut Network) -> Vec<&mut f64>);

const TAINTS: [Taints; 4] = [
    (1.0, |network| {
        let agents = network.agents.iter_mut();
        agents.map(|agent| &mut agent.hallucination).collect()
    }),
    (-1.0, |network| {
        let agents = network.agents.iter_mut();
        agents.map(|agent| &mut agent.recovery).collect()
    }),
    (-1.0, |network| {
        let handoffs = network.handoffs.iter_mut();
        let gates = handoffs.filter_map(|handoff| handoff.gate.as_mut());
        gates.map(|gate| &mut gate.catches).collect()
    }),
    (1.0, |network| {
        let handoffs = network.handoffs.iter_mut();
        let open = handoffs.filter(|handoff| !handoff.is_validated);
        open.map(|handoff| &mut handoff.malformed).collect()
    }),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn outcomes_sum_to_one_and_everything_is_a_number(seed in 0_u64..100_000) {
        let found = solved(&network(seed));
        prop_assert!((found.outcomes.sum() - 1.0).abs() <= found.bound, "{:?} {}", found.outcomes, found.bound);
        for entry in &found.entries {
            prop_assert!((entry.outcomes.sum() - 1.0).abs() <= found.bound);
        }
        prop_assert!(numbers(&found).iter().all(|number| number.is_finite()));
    }

    /// Where a request goes does not depend on its taint: tools, transfers, delegations that come back or not, and people treat all alike. So none of these parameters moves
    /// any outcome but `wrong`, and `resolved` against it; and along one way, every step keeps the order of clean before tainted (called agents begin with the taint of
    /// the caller, and a join is tainted by more tainted branches), so more taint at one step is never less at the end. Payloads that are rejected
    /// go elsewhere; of those nothing is claimed.
    #[test]
    fn wrong_is_monotone_in_what_taints_and_cleans(seed in 0_u64..100_000, kind in 0..TAINTS.len(), pick in any::<prop::sample::Index>(), value in 0.0..=1.0_f64) {
        let (sign, places) = TAINTS[kind];
        let mut network = network(seed);
        let before = solved(&network);
        let mut all = places(&mut network);
        prop_assume!(!all.is_empty());
        let place = pick.get_mut(&mut all);
        let more = sign * (value - **place);
        **place = value;
        let after = solved(&network);
        let off = before.bound + after.bound;
        let grown = (after.outcomes.wrong - before.outcomes.wrong) * more.signum();
        prop_assert!(grown >= -off, "{grown}");
        for fate in Fate::ALL.into_iter().filter(|fate| !matches!(fate, Fate::Wrong | Fate::Resolved)) {
            prop_assert!((after.outcomes[fate] - before.outcomes[fate]).abs() <= off, "{}", fate.name());
        }
    }

    #[test]
    fn names_do_not_matter(wiring in prop::collection::vec((0..8_usize, 0..8_usize, 0.1..1.0_f64, 0.0..0.3_f64), 8..20), order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle(), resolves in 0.05..0.5_f64) {
        let drawn = |names: &[usize]| {
            let name = |agent: usize| format!("n{}", names[agent]);
            let mut drawing = Drawing::new().agent("a", json!({})).transfer("a", &name(0), json!({}), json!({}));
            for agent in 0..8 {
                let behaviour = json!({ "resolves": resolves, "recovery": agent as f64 / 10.0, "hallucination": 0.1, "cost_usd": agent as f64 });
                drawing = drawing.agent(&name(agent), behaviour);
            }
            for (number, (from, to, share, risk)) in wiring.iter().enumerate() {
                let behaviour = json!({ "share": share, "unavailable": risk, "malformed": risk, "context_loss": risk });
                let limit = if number % 4 == 0 { json!({ "loop_limit": 2 }) } else { json!({}) };
                let id = format!("h{}", (number * 7 + names[*from]) % 100 * 100 + number);
                drawing = drawing.handoff(&id, &name(*from), &name(*to), behaviour, json!({ "policy": limit, "to": name(*to) }));
            }
            solved(&drawing.network(&Setup::default()).unwrap())
        };
        let same: Vec<usize> = (0..8).collect();
        let (one, other) = (drawn(&same), drawn(&order));
        for fate in Fate::ALL {
            prop_assert!((one.outcomes[fate] - other.outcomes[fate]).abs() <= one.bound + other.bound, "{}", fate.name());
        }
        prop_assert!((one.cost_usd.unwrap() - other.cost_usd.unwrap()).abs() < 1e-9 * one.cost_usd.unwrap().max(1.0));
        for (agent, renamed) in order.iter().enumerate() {
            let of = |found: &Exact, name: usize| found.agents.iter().find(|one| one.id == format!("n{name}")).map(|one| one.recovers);
            // Whom nobody hands over to is no part of the topology.
            match (of(&one, agent), of(&other, *renamed)) {
                (Some(one), Some(other)) => prop_assert!((one - other).abs() < 1e-9, "{agent}: {one} {other}"),
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }

    /// Everybody passes on to anybody, so that all are one part; solved in pairs of a clean and a tainted state, and state by state.
    #[test]
    fn pairs_give_what_single_states_give(shares in prop::collection::vec(0.01..1.0_f64, 36), risks in prop::collection::vec(0.01..0.99_f64, 18), ends in prop::sample::select(vec![0.2, 1e-6])) {
        let mut drawing = Drawing::new();
        let name = |agent: usize| ["a", "b", "c", "d", "e", "f"][agent];
        for agent in 0..6 {
            let [hallucination, recovery, malformed] = [risks[agent], risks[6 + agent], risks[12 + agent]];
            let behaviour = json!({ "resolves": ends, "hallucination": hallucination, "recovery": recovery });
            drawing = drawing.agent(name(agent), behaviour);
            for to in 0..6 {
                let behaviour = json!({ "share": shares[6 * agent + to], "malformed": malformed });
                drawing = drawing.transfer(name(agent), name(to), behaviour, json!({}));
            }
        }
        let network = drawing.network(&Setup::default()).unwrap();
        let go_on = GoOn::new(&|| true);
        let space = Space::new(&network, Limits::default(), &go_on).unwrap();
        let paired = Chain::new(&space.rows, Some(space.pairs()), &go_on);
        let single = Chain::new(&space.rows, None, &go_on);
        prop_assert!(paired.has_pairs() && !single.has_pairs());
        let mut starts = vec![0.0; space.rows.len()];
        starts[0] = 1.0;
        let (visits, expected) = (paired.visits(&starts), single.visits(&starts));
        prop_assert!(visits.error <= 1e-9 && expected.error <= 1e-9);
        for (found, expected) in visits.values.iter().zip(&expected.values) {
            prop_assert!((found - expected).abs() <= 1e-10 * expected, "{found} {expected}");
        }
        let gives: Vec<f64> = space.ends.iter().map(|ends| ends.wrong).collect();
        for (found, expected) in paired.values(&gives, 2.0 / ends).iter().zip(single.values(&gives, 2.0 / ends)) {
            prop_assert!((found - expected).abs() <= 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn iteration_and_elimination_agree(ways in prop::collection::vec((0..900_u32, 1..100_u32), 3600), ends in prop::sample::select(vec![0.1, 1e-4, 1e-9])) {
        let mut rows = Rows::new();
        for ways in ways.chunks(4) {
            let sum: u32 = ways.iter().map(|(_, weight)| weight).sum();
            for (to, weight) in ways {
                rows.lead(*to, f64::from(*weight) / f64::from(sum) * (1.0 - ends));
            }
            rows.close(ends);
        }
        let go_on = GoOn::new(&|| true);
        let mut merged = Rows::new();
        for state in 0..rows.len() {
            let mut row = std::collections::BTreeMap::new();
            for (to, probability) in rows.of(state).filter(|(to, _)| *to as usize != state) {
                *row.entry(to).or_insert(0.0) += probability;
            }
            for (to, probability) in row {
                merged.lead(to, probability);
            }
            merged.close(ends);
        }
        let whole = Eliminated::whole(&merged, usize::MAX, &go_on).unwrap();
        let chain = Chain::new(&rows, None, &go_on);
        prop_assert!(chain.iterates());
        let mut starts = vec![0.0; rows.len()];
        starts[0] = 1.0;
        let visits = chain.visits(&starts);
        prop_assert!(visits.error <= 1e-9, "{}", visits.error);
        whole.backward(&mut starts, 0.0, &go_on);
        for (iterated, eliminated) in visits.values.iter().zip(&starts) {
            prop_assert!((iterated - eliminated).abs() <= 1e-10 * eliminated, "{iterated} {eliminated}");
        }
        let gives: Vec<f64> = (0..rows.len()).map(|state| if state % 3 == 0 { ends } else { 0.0 }).collect();
        let values = chain.values(&gives, 2.0 / ends);
        let mut eliminated = gives;
        whole.forward(&mut eliminated, 0.0, &go_on);
        for (iterated, eliminated) in values.iter().zip(&eliminated) {
            prop_assert!((iterated - eliminated).abs() <= 1e-9, "{iterated} {eliminated}");
        }
    }
}
