//! Carried fields against the plainest way to work them out, on random registries: everything is tried until nothing new is found.
//!
//! Payloads are flat and of few types, so that what fits, what is required and what is passed on can be said here without asking the crate.

use super::*;
use crate::Effect;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use std::collections::{BTreeMap, BTreeSet};

const FIELDS: [&str; 3] = ["p", "q", "r"];
const AGENTS: usize = 5;
const CONTRACTS: usize = 4;

/// The type of each field that a payload has, and whether it is required.
type Payload = BTreeMap<&'static str, (&'static str, bool)>;

#[derive(Clone, Debug)]
struct Sketch {
    /// Payloads of contracts `c0`, `c1`...
    contracts: Vec<Payload>,
    /// What the schema of `c0` becomes.
    draft: Payload,
    /// Pairs of fields that each agent passes on.
    habits: Vec<BTreeSet<(&'static str, &'static str)>>,
    /// Tags of each agent.
    tags: Vec<Vec<&'static str>>,
    handoffs: Vec<Seam>,
}

#[derive(Clone, Debug)]
struct Seam {
    from: usize,
    to: To,
    fallback: Option<usize>,
    contract: usize,
    /// A second version of the contract, the payload of another one, that its sender sends beside what is pinned.
    also: Option<usize>,
}

#[derive(Clone, Debug)]
enum To {
    Agent(usize),
    Tag(&'static str, Option<usize>),
    Anybody,
    Outcome,
}

fn payload() -> impl Strategy<Value = Payload> {
    let field = (select(vec!["integer", "number", "string"]), any::<bool>());
    let fields = (
        subsequence(FIELDS.to_vec(), 0..=3),
        prop::collection::vec(field, 3),
    );
    fields.prop_map(|(names, said)| names.into_iter().zip(said).collect())
}

fn seam() -> impl Strategy<Value = Seam> {
    let to = prop_oneof![
        6 => (0..AGENTS).prop_map(To::Agent),
        2 => (select(vec!["x", "y"]), prop::option::of(0..AGENTS)).prop_map(|(tag, default)| To::Tag(tag, default)),
        1 => Just(To::Anybody),
        1 => Just(To::Outcome),
    ];
    let fallback = prop::option::weighted(0.2, 0..AGENTS);
    let also = prop::option::weighted(0.2, 0..CONTRACTS);
    (0..AGENTS, to, fallback, 0..CONTRACTS, also).prop_map(
        |(from, to, fallback, contract, also)| Seam {
            from,
            to,
            fallback,
            contract,
            also,
        },
    )
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let habit =
        prop::collection::btree_set((select(FIELDS.to_vec()), select(FIELDS.to_vec())), 0..3);
    (
        prop::collection::vec(payload(), CONTRACTS),
        payload(),
        prop::collection::vec(habit, AGENTS),
        prop::collection::vec(subsequence(vec!["x", "y"], 0..=2), AGENTS),
        prop::collection::vec(seam(), 1..14),
    )
        .prop_map(|(contracts, draft, habits, tags, handoffs)| Sketch {
            contracts,
            draft,
            habits,
            tags,
            handoffs,
        })
}

fn schema(payload: &Payload) -> Value {
    let properties: BTreeMap<&str, Value> = payload
        .iter()
        .map(|(name, (kind, _))| (*name, json!({"type": kind})))
        .collect();
    let required: Vec<&str> = payload
        .iter()
        .filter(|(_, (_, required))| *required)
        .map(|(name, _)| *name)
        .collect();
    json!({"type": "object", "required": required, "properties": properties})
}

impl Sketch {
    /// A sender that sends a second version has a contract version and an agent version for it.
    fn registry(&self) -> Document {
        let mut lines = String::from("topology t\noutcome done {\"topology\": \"t\"}\n");
        let mut line = |kind: &str, id: String, record: Value| {
            lines.push_str(&format!("{kind} {id} {record}\n"));
        };
        for (at, (habit, tags)) in self.habits.iter().zip(&self.tags).enumerate() {
            let passes_on: Vec<Value> = habit
                .iter()
                .map(|(from, to)| json!({"from": format!("/{from}"), "to": format!("/{to}")}))
                .collect();
            line(
                "agent",
                format!("a{at}"),
                json!({"passes_on": passes_on, "capabilities": tags}),
            );
        }
        for (at, payload) in self.contracts.iter().enumerate() {
            line("contract", format!("c{at}"), json!({}));
            let version = |version: &str, payload| json!({"contract": format!("c{at}"), "version": version, "state": "published", "payload_schema": schema(payload)});
            line(
                "contract_version",
                format!("c{at}@1.0.0"),
                version("1.0.0", payload),
            );
            for (other, payload) in self.contracts.iter().enumerate() {
                let number = format!("2.{other}.0");
                line(
                    "contract_version",
                    format!("c{at}@{number}"),
                    version(&number, payload),
                );
            }
        }
        for at in 0..AGENTS {
            let emits: Vec<Value> = self
                .sent_beside(at)
                .into_iter()
                .map(|(contract, also)| json!({"contract": format!("c{contract}"), "version": format!("2.{also}.0")}))
                .collect();
            if !emits.is_empty() {
                line(
                    "agent_version",
                    format!("a{at}@1.0.0"),
                    json!({"agent": format!("a{at}"), "version": "1.0.0", "emits": emits}),
                );
            }
        }
        for (at, seam) in self.handoffs.iter().enumerate() {
            let agent = |at: usize| format!("a{at}");
            let to = match &seam.to {
                To::Agent(at) => json!(agent(*at)),
                To::Tag(tag, default) => {
                    json!({"capabilities": [tag], "default": default.map(agent)})
                }
                To::Anybody => json!({"capabilities": []}),
                To::Outcome => json!({"outcome": "done"}),
            };
            let fallbacks: Vec<String> = seam.fallback.map(agent).into_iter().collect();
            line(
                "handoff",
                format!("h{at:02}"),
                json!({"topology": "t", "from": agent(seam.from), "to": to, "fallbacks": fallbacks,
                    "contract": format!("c{}", seam.contract), "version": "1.0.0"}),
            );
        }
        registry(&lines)
    }

    /// What an agent sends of which contract beside what is pinned.
    fn sent_beside(&self, agent: usize) -> BTreeSet<(usize, usize)> {
        let own = self.handoffs.iter().filter(|seam| seam.from == agent);
        own.filter_map(|seam| Some((seam.contract, seam.also?)))
            .collect()
    }

    /// Every payload that may go over a handoff.
    fn payloads(&self, seam: &Seam) -> Vec<&Payload> {
        let beside = self.sent_beside(seam.from);
        let beside = beside
            .iter()
            .filter(|(contract, _)| *contract == seam.contract);
        let beside = beside.map(|(_, also)| &self.contracts[*also]);
        [&self.contracts[seam.contract]]
            .into_iter()
            .chain(beside)
            .collect()
    }

    fn takers(&self, seam: &Seam) -> BTreeSet<usize> {
        let mut takers: BTreeSet<usize> = seam.fallback.into_iter().collect();
        match &seam.to {
            To::Agent(at) => takers.extend([*at]),
            To::Tag(tag, default) => {
                takers.extend(default);
                takers.extend(
                    (0..AGENTS).filter(|at| self.tags[*at].contains(tag) && *at != seam.from),
                );
            }
            To::Anybody => takers.extend((0..AGENTS).filter(|at| *at != seam.from)),
            To::Outcome => {}
        }
        takers
    }
}

/// What became of a field, as it is told here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Became {
    Gone,
    Optional,
    Added(&'static str),
    Changed(&'static str),
}

fn fits(kind: &str, within: &str) -> bool {
    kind == within || (kind, within) == ("integer", "number")
}

/// A field that came in, with the type and the promise of the payload in which it came.
type Came = (usize, &'static str, Became, Option<(&'static str, bool)>);

/// The worst for each handoff that fields are carried to, with its fields.
fn carried(sketch: &Sketch) -> BTreeMap<usize, (Effect, BTreeSet<&'static str>)> {
    let mut hits: BTreeMap<usize, (Effect, BTreeSet<&str>)> = BTreeMap::new();
    let mut came: BTreeSet<Came> = BTreeSet::new();
    for seam in sketch.handoffs.iter().filter(|seam| seam.contract == 0) {
        let payloads = sketch.payloads(seam);
        let mut touched = BTreeSet::new();
        for old in &payloads {
            touched.extend(differences(old, &sketch.draft));
        }
        for (field, became) in touched {
            for payload in &payloads {
                let held = payload.get(field).copied();
                came.extend(
                    sketch
                        .takers(seam)
                        .into_iter()
                        .map(|taker| (taker, field, became, held)),
                );
            }
        }
    }
    loop {
        let mut next = came.clone();
        for (agent, field, became, held) in &came {
            for (at, seam) in sketch.handoffs.iter().enumerate() {
                if seam.from != *agent {
                    continue;
                }
                for out in sketch.payloads(seam) {
                    for to in goes_to(&sketch.habits[*agent], field, *became, *held, out) {
                        let effect =
                            does(*became, held.is_some_and(|(_, promised)| promised), out[to]);
                        let hit = hits.entry(at).or_insert((effect, BTreeSet::new()));
                        hit.0 = hit.0.min(effect);
                        hit.1.insert(to);
                        let there = Some(out[to]);
                        next.extend(
                            sketch
                                .takers(seam)
                                .into_iter()
                                .map(|taker| (taker, to, *became, there)),
                        );
                    }
                }
            }
        }
        if next.len() == came.len() {
            return hits;
        }
        came = next;
    }
}

fn differences(old: &Payload, new: &Payload) -> Vec<(&'static str, Became)> {
    let mut found = Vec::new();
    for field in FIELDS {
        match (old.get(field), new.get(field)) {
            (Some(_), None) => found.push((field, Became::Gone)),
            (None, Some((kind, _))) => found.push((field, Became::Added(kind))),
            (Some((before, was)), Some((kind, is))) => {
                if *was && !is {
                    found.push((field, Became::Optional));
                }
                if before != kind || (!was && *is) {
                    found.push((field, Became::Changed(kind)));
                }
            }
            (None, None) => {}
        }
    }
    found
}

/// The fields of another payload to which a field goes.
fn goes_to(
    habit: &BTreeSet<(&'static str, &'static str)>,
    field: &'static str,
    became: Became,
    held: Option<(&'static str, bool)>,
    out: &Payload,
) -> BTreeSet<&'static str> {
    let declared = habit
        .iter()
        .filter(|(from, to)| *from == field && out.contains_key(to));
    let mut to: BTreeSet<&str> = declared.map(|(_, to)| *to).collect();
    let held = match became {
        Became::Added(kind) => Some(kind),
        Became::Gone | Became::Optional | Became::Changed(_) => held.map(|(kind, _)| kind),
    };
    let fits_there = |kind| out.get(field).is_some_and(|(there, _)| fits(kind, there));
    if to.is_empty() && held.is_some_and(fits_there) {
        to.insert(field);
    }
    to
}

fn does(became: Became, promised: bool, (kind, required): (&str, bool)) -> Effect {
    match became {
        Became::Gone | Became::Optional => match (required, promised) {
            (true, true) => Effect::Breaks,
            (true, false) => Effect::Undecided,
            (false, _) => Effect::Unaffected,
        },
        Became::Added(now) | Became::Changed(now) if fits(now, kind) => Effect::Unaffected,
        Became::Added(_) | Became::Changed(_) => Effect::Breaks,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_carried_is_what_trying_everything_finds(sketch in sketch()) {
        let document = sketch.registry();
        let question = json!({"ask": "contract_draft", "contract": "c0", "schema": schema(&sketch.draft)});
        let told = report(&document, &question);
        let expected = carried(&sketch);
        for (at, seam) in sketch.handoffs.iter().enumerate() {
            let id = format!("h{at:02}");
            let hit = told.hits.iter().find(|hit| hit.handoff.as_str() == id);
            let direct = seam.contract == 0;
            prop_assert_eq!(hit.is_some(), direct || expected.contains_key(&at), "{}", id);
            let (Some(hit), Some((effect, fields))) = (hit, expected.get(&at)) else {
                continue;
            };
            let found: BTreeSet<&str> = hit.fields.iter().map(|field| &field[1..]).collect();
            prop_assert!(fields.is_subset(&found), "{id}: {fields:?} of {found:?}");
            if direct {
                prop_assert!(hit.effect <= *effect, "{id}: {:?} is not as bad as {effect:?}", hit.effect);
                continue;
            }
            prop_assert_eq!(hit.effect, *effect, "{}: {}", id, hit.reason);
            prop_assert_eq!(&found, fields);
            // The way begins at the contract that changes, and each handoff leaves one who took the one before.
            let place = |id: &baton_model::HandoffId| id.as_str()[1..].parse::<usize>().unwrap();
            let way: Vec<&Seam> = hit.path.iter().map(|id| &sketch.handoffs[place(id)]).collect();
            prop_assert!(way[0].contract == 0 && place(hit.path.last().unwrap()) == at);
            for pair in way.windows(2) {
                prop_assert!(sketch.takers(pair[0]).contains(&pair[1].from));
            }
        }
    }
}
