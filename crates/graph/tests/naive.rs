//! Every answer against the plainest way to work it out, on random small topologies.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::needless_pass_by_value
)]

use baton_graph::{Place, TopologyGraph, Way, Ways};
use baton_model::{
    Agent, AgentId, AgentKind, Document, Handoff, Target, TopologyId, apply, parse_edits,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const TAGS: [&str; 2] = ["x", "y"];

fn put(kind: &str, id: impl Into<String>, record: Value) -> Value {
    json!({"op": "put", "kind": kind, "id": id.into(), "record": record})
}

fn document(edits: &[Value]) -> Document {
    let mut document = Document::new();
    let edits = parse_edits(&Value::from(edits.to_vec()).to_string(), &document).unwrap();
    let diff = apply(&document, &edits).unwrap();
    document.commit(&diff, 1);
    document
}

fn handoff(at: usize, agents: usize) -> impl Strategy<Value = Value> {
    let name = || (0..agents).prop_map(|at| format!("a{at}"));
    let to = prop_oneof![
        6 => name().prop_map(Value::from),
        1 => Just(json!({"outcome": "done"})),
        1 => (subsequence(TAGS.to_vec(), 0..=2), prop::option::of(name()))
            .prop_map(|(tags, default)| json!({"capabilities": tags, "default": default})),
    ];
    let fallbacks = prop::collection::vec(name(), 0..=2);
    let branch = prop::option::weighted(0.2, name());
    (name(), to, any::<bool>(), fallbacks, branch, select(vec!["done", "error"])).prop_map(
        move |(from, to, delegates, fallbacks, branch, on)| {
            let mut record = json!({
                "topology": "t", "from": from, "to": to, "fallbacks": fallbacks, "trigger": {"on": on},
                "mode": if delegates { "delegate" } else { "transfer" },
            });
            if let Some(agent) = branch {
                record["gate"] = json!({"branches": [{"answer": "no", "goes_to": agent}]});
            }
            put("handoff", format!("h{at}"), record)
        },
    )
}

fn agent(at: usize) -> impl Strategy<Value = Value> {
    let kind = select(vec!["ai", "ai", "ai", "human"]);
    (kind, subsequence(TAGS.to_vec(), 0..=2), select(vec![0.0, 0.0, 0.5])).prop_map(move |(kind, tags, resolves)| {
        put("agent", format!("a{at}"), json!({"name": "A", "kind": kind, "capabilities": tags, "behaviour": {"resolves": resolves}}))
    })
}

fn documents() -> impl Strategy<Value = Document> {
    let sizes = (1_usize..=7, 0_usize..=9);
    let parts = sizes.prop_flat_map(|(agents, handoffs)| {
        let agent_edits: Vec<_> = (0..agents).map(agent).collect();
        let handoff_edits: Vec<_> = (0..handoffs).map(|at| handoff(at, agents)).collect();
        let entries = prop::collection::btree_set(0..agents, 0..=2);
        (agent_edits, handoff_edits, entries, 0..agents)
    });
    parts.prop_map(|(agents, handoffs, entries, placed)| {
        let mut edits = vec![
            put("topology", "t", json!({"name": "T"})),
            put(
                "outcome",
                "done",
                json!({"topology": "t", "name": "Done", "good": true}),
            ),
            put("topology", "other", json!({"name": "Other"})),
        ];
        edits.extend(agents);
        edits.extend(handoffs);
        edits.extend(entries.into_iter().map(|at| {
            put(
                "entry",
                format!("e{at}"),
                json!({"topology": "t", "agent": format!("a{at}")}),
            )
        }));
        let subject = json!({"kind": "agent", "id": format!("a{placed}")});
        edits.push(put(
            "placement",
            format!("t.agent.a{placed}"),
            json!({"topology": "t", "subject": subject, "x": 0, "y": 0}),
        ));
        document(&edits)
    })
}

/// Everything written out: from, to (an agent's id, or none for an outcome), by which way, of which handoff.
struct Naive<'a> {
    document: &'a Document,
    steps: BTreeSet<(String, Option<String>, Way, String)>,
    members: BTreeSet<String>,
}

impl<'a> Naive<'a> {
    fn new(document: &'a Document) -> Self {
        let mut steps = BTreeSet::new();
        let mut members: BTreeSet<String> = document
            .entries()
            .map(|entry| entry.agent.to_string())
            .collect();
        members.extend(document.placements().map(|place| place.subject.id.clone()));
        for handoff in document.handoffs() {
            members.insert(handoff.from.to_string());
            let delegates = handoff.mode == baton_model::HandoffMode::Delegate;
            let (direct, fallback) = if delegates {
                (Way::Delegation, Way::CalledFallback)
            } else {
                (Way::Transfer, Way::Fallback)
            };
            for (target, way) in direct_targets(document, handoff)
                .into_iter()
                .map(|target| (target, direct))
                .chain(
                    handoff
                        .fallbacks
                        .iter()
                        .map(|id| (Some(id.to_string()), fallback)),
                )
                .chain(
                    branch_targets(handoff)
                        .into_iter()
                        .map(|target| (target, Way::Branch)),
                )
            {
                members.extend(target.clone());
                steps.insert((
                    handoff.from.to_string(),
                    target,
                    way,
                    handoff.id.to_string(),
                ));
            }
        }
        Self {
            document,
            steps,
            members,
        }
    }

    fn agent(&self, id: &str) -> &'a Agent {
        self.document.find(id).unwrap()
    }

    fn next(&self, id: &str, ways: Ways) -> BTreeSet<String> {
        let out = self
            .steps
            .iter()
            .filter(|(from, _, way, _)| from == id && ways.contains(*way));
        out.filter_map(|(_, to, _, _)| to.clone()).collect()
    }

    /// Grows a set until nothing is added; `without` is never entered.
    fn closure(
        &self,
        from: &BTreeSet<String>,
        ways: Ways,
        without: Option<&str>,
    ) -> BTreeSet<String> {
        let mut all: BTreeSet<String> = from
            .iter()
            .filter(|id| Some(id.as_str()) != without)
            .cloned()
            .collect();
        loop {
            let more: BTreeSet<String> = all
                .iter()
                .flat_map(|id| self.next(id, ways))
                .filter(|id| Some(id.as_str()) != without && !all.contains(id))
                .collect();
            if more.is_empty() {
                return all;
            }
            all.extend(more);
        }
    }

    fn starts(&self) -> BTreeSet<String> {
        let entries: BTreeSet<String> = self
            .document
            .entries()
            .map(|entry| entry.agent.to_string())
            .collect();
        if !entries.is_empty() {
            return entries;
        }
        let entered: BTreeSet<String> = self
            .steps
            .iter()
            .filter_map(|(_, to, _, _)| to.clone())
            .collect();
        let first: BTreeSet<String> = self.members.difference(&entered).cloned().collect();
        if first.is_empty() {
            self.members.clone()
        } else {
            first
        }
    }

    /// Agents from which one that `ends` holds for, or an outcome if `outcomes`, can be reached; the called inherit from callers.
    fn leading_to(&self, outcomes: bool, ends: impl Fn(&Agent) -> bool) -> BTreeSet<String> {
        let mut good: BTreeSet<String> = self
            .members
            .iter()
            .filter(|id| ends(self.agent(id)))
            .cloned()
            .collect();
        loop {
            let before = good.len();
            for (from, to, way, _) in &self.steps {
                let arrives = to.as_ref().map_or(outcomes, |to| good.contains(to));
                if Ways::CONTROL.contains(*way) && arrives {
                    good.insert(from.clone());
                }
                if Ways::CALLS.contains(*way) && good.contains(from) {
                    good.extend(to.clone());
                }
            }
            if good.len() == before {
                return good;
            }
        }
    }
}

fn direct_targets(document: &Document, handoff: &Handoff) -> Vec<Option<String>> {
    match &handoff.to {
        Target::Agent(id) => vec![Some(id.to_string())],
        Target::Outcome(_) => vec![None],
        Target::Query(query) => document
            .agents()
            .filter(|agent| agent.id != handoff.from)
            .filter(|agent| {
                query
                    .capabilities
                    .iter()
                    .all(|tag| agent.capabilities.contains(tag))
            })
            .map(|agent| agent.id.to_string())
            .chain(query.default.as_ref().map(ToString::to_string))
            .map(Some)
            .collect(),
    }
}

fn branch_targets(handoff: &Handoff) -> Vec<Option<String>> {
    let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
    let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
    targets
        .map(|target| target.agent().map(ToString::to_string))
        .collect()
}

fn texts<'a, T: ToString + 'a + ?Sized>(ids: impl IntoIterator<Item = &'a T>) -> Vec<String> {
    ids.into_iter().map(ToString::to_string).collect()
}

fn sorted(set: BTreeSet<String>) -> Vec<String> {
    set.into_iter().collect()
}

fn graph(document: &Document) -> TopologyGraph<'_> {
    TopologyGraph::new(document, &TopologyId::new("t").unwrap())
}

const SETS: [Ways; 5] = [
    Ways::PLANNED,
    Ways::CONTROL,
    Ways::CALLS,
    Ways::FALLBACKS,
    Ways::ANY,
];

proptest! {
    #[test]
    fn members_and_steps(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        prop_assert_eq!(texts(graph.members().map(|agent| &agent.id)), sorted(naive.members.clone()));
        let mut steps = BTreeSet::new();
        for agent in graph.members() {
            let out: Vec<_> = graph.steps_from(&agent.id).collect();
            prop_assert!(out.is_sorted_by(|a, b| a.handoff.id <= b.handoff.id));
            for step in out {
                let to = match step.to {
                    Place::Agent(agent) => Some(agent.id.to_string()),
                    Place::Outcome(_) => None,
                };
                steps.insert((agent.id.to_string(), to, step.way, step.handoff.id.to_string()));
            }
        }
        prop_assert_eq!(&steps, &naive.steps);
        for agent in graph.members() {
            let into = graph.steps_into(&agent.id);
            let into: BTreeSet<_> = into.iter().map(|(from, step)| (from.id.to_string(), step.way, step.handoff.id.to_string())).collect();
            let expected = naive.steps.iter().filter(|(_, to, _, _)| to.as_deref() == Some(agent.id.as_str()));
            prop_assert_eq!(into, expected.map(|(from, _, way, id)| (from.clone(), *way, id.clone())).collect());
        }
    }

    #[test]
    fn reach(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        prop_assert_eq!(texts(graph.starts()), sorted(naive.starts()));
        prop_assert_eq!(texts(graph.reachable()), sorted(naive.closure(&naive.starts(), Ways::ANY, None)));
        for agent in graph.members() {
            for ways in SETS {
                let from = BTreeSet::from([agent.id.to_string()]);
                let expected = sorted(naive.closure(&from, ways, None));
                prop_assert_eq!(texts(graph.reachable_from(&[&agent.id], ways)), expected);
            }
            let next = naive.next(agent.id.as_str(), Ways::FALLBACKS);
            prop_assert_eq!(texts(graph.fallback_reach(&agent.id)), sorted(naive.closure(&next, Ways::FALLBACKS, None)));
        }
        let mut order = texts(graph.reading_order());
        order.sort();
        prop_assert_eq!(order, sorted(naive.members.clone()));
    }

    #[test]
    fn ends(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        let human = |agent: &Agent| agent.kind == AgentKind::Human;
        prop_assert_eq!(texts(graph.reaching_a_human()), sorted(naive.leading_to(false, human)));
        let resolves = |agent: &Agent| human(agent) || agent.behaviour.resolves > 0.0;
        prop_assert_eq!(texts(graph.reaching_an_end()), sorted(naive.leading_to(true, resolves)));
    }

    #[test]
    fn paths_and_hops(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        // Distances by relaxing every step as often as there are agents.
        let mut far: BTreeMap<(String, String), u32> = naive.members.iter().map(|id| ((id.clone(), id.clone()), 0)).collect();
        for _ in 0..naive.members.len() {
            for (from, to, way, _) in &naive.steps {
                let Some(to) = to.as_ref().filter(|_| Ways::CONTROL.contains(*way)) else { continue };
                for start in &naive.members {
                    if let Some(so_far) = far.get(&(start.clone(), from.clone())).copied() {
                        let best = far.entry((start.clone(), to.clone())).or_insert(u32::MAX);
                        *best = (*best).min(so_far + 1);
                    }
                }
            }
        }
        for from in graph.members() {
            for to in graph.members() {
                let path = graph.shortest_path(&[&from.id], &[&to.id], Ways::CONTROL);
                let expected = far.get(&(from.id.to_string(), to.id.to_string()));
                prop_assert_eq!(path.as_ref().map(|path| path.len() as u32), expected.copied());
                // Each handoff of the path leads on from where the one before arrived.
                let mut at = BTreeSet::from([from.id.to_string()]);
                for id in path.into_iter().flatten() {
                    let taken = naive.steps.iter().filter(|(from, _, way, handoff)| {
                        at.contains(from) && Ways::CONTROL.contains(*way) && *handoff == id.to_string()
                    });
                    at = taken.filter_map(|(_, to, _, _)| to.clone()).collect();
                }
                prop_assert!(expected.is_none() || at.contains(to.id.as_str()));
            }
        }
        let starts = naive.starts();
        let hops: BTreeMap<String, u32> = graph.hops().into_iter().map(|(id, hops)| (id.to_string(), hops)).collect();
        let nearest = |to: &String| starts.iter().filter_map(|from| far.get(&(from.clone(), to.clone()))).min().copied();
        let expected: BTreeMap<String, u32> = naive.members.iter().filter_map(|id| Some((id.clone(), nearest(id)?))).collect();
        prop_assert_eq!(hops, expected);
    }

    #[test]
    fn circles_and_traps(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        let transfers = Ways::from(Way::Transfer);
        let after = |id: &String| naive.closure(&naive.next(id, transfers), transfers, None);
        let mut circles: BTreeSet<Vec<String>> = BTreeSet::new();
        for id in naive.members.iter().filter(|id| after(id).contains(*id)) {
            circles.insert(after(id).into_iter().filter(|other| after(other).contains(id)).collect());
        }
        let found: Vec<Vec<String>> = graph.circles(|_| true).into_iter().map(texts).collect();
        prop_assert_eq!(found, circles.into_iter().collect::<Vec<_>>());
        for handoff in graph.handoffs() {
            let closes = naive.steps.iter().any(|(from, to, way, id)| {
                let back = to.iter().any(|to| to == from || after(to).contains(from));
                *way == Way::Transfer && *id == handoff.id.to_string() && back
            });
            prop_assert_eq!(graph.circle_through(&handoff.id, |_| true).is_some(), closes);
        }
        // In a trap, nobody reaches an end or anybody outside without an error.
        let calm = |id: &str| !document.find::<Handoff>(id).unwrap().trigger.on.is_error();
        let mut naive = naive;
        naive.steps.retain(|(_, _, way, id)| Ways::CONTROL.contains(*way) && calm(id));
        for trap in graph.traps() {
            let first = BTreeSet::from([trap[0].to_string()]);
            let reached = naive.closure(&first, Ways::CONTROL, None);
            prop_assert_eq!(sorted(reached), texts(trap));
        }
        let trapped: BTreeSet<String> = graph.traps().into_iter().flatten().map(ToString::to_string).collect();
        for id in &naive.members {
            let reached = naive.closure(&BTreeSet::from([id.clone()]), Ways::CONTROL, None);
            let ends = reached.iter().any(|id| {
                let agent = naive.agent(id);
                let outcome = naive.steps.iter().any(|(from, to, _, _)| from == id && to.is_none());
                agent.kind == AgentKind::Human || agent.behaviour.resolves > 0.0 || outcome
            });
            prop_assert!(ends || reached.iter().any(|id| trapped.contains(id)), "{id} ends nowhere and reaches no trap");
            prop_assert!(!(ends && trapped.contains(id)));
        }
    }

    #[test]
    fn dominators(document in documents()) {
        let (graph, naive) = (graph(&document), Naive::new(&document));
        let starts = naive.starts();
        let reached = naive.closure(&starts, Ways::CONTROL, None);
        let found: BTreeMap<String, BTreeSet<String>> =
            graph.dominators().into_iter().map(|(id, passed)| (id.to_string(), texts(passed).into_iter().collect())).collect();
        let expected: BTreeMap<String, BTreeSet<String>> = reached
            .iter()
            .map(|id| {
                let others = reached.iter().filter(|other| *other != id);
                let passed = others.filter(|other| !naive.closure(&starts, Ways::CONTROL, Some(other)).contains(id));
                (id.clone(), passed.cloned().collect())
            })
            .collect();
        prop_assert_eq!(&found, &expected);
        let ids: Vec<String> = graph.members().map(|agent| agent.id.to_string()).collect();
        for every in 1..4 {
            let ends = ids.iter().enumerate().filter(|(at, _)| at % every == 0);
            let passed = ends.filter_map(|(_, id)| expected.get(id).cloned());
            let all = passed.reduce(|all, passed| &all & &passed).unwrap_or_default();
            let found = graph.passed_by_all(|at| at % every == 0).into_iter();
            prop_assert_eq!(found.map(|at| ids[at].clone()).collect::<BTreeSet<_>>(), all);
        }
    }

    #[test]
    fn positions(document in documents()) {
        let graph = graph(&document);
        let members: Vec<&Agent> = graph.members().collect();
        let at = |id: &AgentId| graph.agent_position(id).unwrap();
        let marked = |ids: Vec<&AgentId>| -> Vec<bool> { members.iter().map(|agent| ids.contains(&&agent.id)).collect() };
        prop_assert_eq!(graph.is_reachable(), marked(graph.reachable()));
        let people = (0..members.len()).filter(|at| members[*at].kind == AgentKind::Human);
        prop_assert_eq!(graph.is_leading_to(people), marked(graph.reaching_a_human()));
        prop_assert_eq!(graph.reading_positions(), graph.reading_order().into_iter().map(at).collect::<Vec<_>>());
        for (position, handoff) in graph.handoffs().iter().enumerate() {
            let receivers: Vec<usize> = graph.receivers(handoff).into_iter().map(|agent| at(&agent.id)).collect();
            prop_assert_eq!(graph.receiver_positions(position).collect::<Vec<_>>(), receivers);
            prop_assert_eq!(graph.receivers_of(position).into_owned(), graph.receivers(handoff));
            prop_assert_eq!(graph.sender_of(position), graph.member(&handoff.from));
        }
        for agent in &members {
            let steps: Vec<_> = graph.steps_from(&agent.id).collect();
            let hops: Vec<_> = graph.hops_from(at(&agent.id)).collect();
            prop_assert_eq!(steps.len(), hops.len());
            for (step, hop) in steps.iter().zip(hops) {
                let to = match step.to {
                    Place::Agent(agent) => Some(at(&agent.id)),
                    Place::Outcome(_) => None,
                };
                prop_assert_eq!((step.position, step.way, to), (hop.handoff, hop.way, hop.to));
            }
        }
    }
}
