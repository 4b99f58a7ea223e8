//! The exact solver with all its results, over chains of 10,000 and 100,000 states: wired at random, long and narrow, slow to end, near to falling apart.
#![allow(missing_docs, clippy::unwrap_used)]

use baton_model::{Document, Held, Kind, Record, TopologyId};
use baton_simulation::{ExactOptions, Network, Setup, exact};
use divan::{Bencher, black_box};
use serde_json::{Value, json};
use std::fmt;
use std::sync::Arc;

fn main() {
    divan::main();
}

/// How agents are wired.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Three or four handoffs each to anybody; one visit in ten ends.
    Random,
    /// The same, and one visit in a million ends.
    RandomSeldomEnding,
    /// To and fro between neighbours, with an end at one side.
    Corridor,
    /// Round and round; one visit in a billion ends.
    Ring,
    /// Twenty random crowds that one handoff in a million leaves.
    Crowds,
    /// Five abreast, to and fro.
    Street,
    /// As wide as long, to and fro.
    Square,
    /// Few agents; limits on handoffs make the states.
    Loops,
    /// Random, with 500 entries.
    Entries,
}

#[derive(Clone, Copy, Debug)]
struct Case(Shape, usize);

impl fmt::Display for Case {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?} {}k", self.0, self.1 / 1000)
    }
}

const SHAPES: [Shape; 9] = [
    Shape::Random,
    Shape::RandomSeldomEnding,
    Shape::Corridor,
    Shape::Ring,
    Shape::Crowds,
    Shape::Street,
    Shape::Square,
    Shape::Loops,
    Shape::Entries,
];

fn cases() -> impl Iterator<Item = Case> {
    SHAPES
        .into_iter()
        .flat_map(|shape| [10_000, 100_000].map(|states| Case(shape, states)))
}

/// Whole numbers that look random and are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Whom an agent hands over to, with shares.
fn wiring(shape: Shape, agents: usize, at: usize, dice: &mut Dice) -> Vec<(usize, f64)> {
    let to_and_fro = |width: usize| {
        let sides = [
            at.checked_sub(1)
                .filter(|_| width > 1 && !at.is_multiple_of(width)),
            Some(at + 1).filter(|to| width > 1 && !to.is_multiple_of(width) && *to < agents),
            at.checked_sub(width),
            Some(at + width).filter(|to| *to < agents),
        ];
        sides.into_iter().flatten().map(|to| (to, 1.0)).collect()
    };
    let crowd = agents / 20;
    match shape {
        Shape::Random | Shape::RandomSeldomEnding | Shape::Entries => (0..3 + at % 2)
            .map(|_| (dice.below(agents), 0.2 + dice.below(10) as f64 / 10.0))
            .collect(),
        Shape::Crowds => {
            let outside = (dice.below(agents), 3e-6);
            let inside = (0..3).map(|_| (at / crowd * crowd + dice.below(crowd), 1.0));
            inside.chain([outside]).collect()
        }
        Shape::Corridor => to_and_fro(1),
        Shape::Street => to_and_fro(5),
        Shape::Square => to_and_fro((agents as f64).sqrt() as usize),
        Shape::Ring => vec![((at + 1) % agents, 1.0)],
        Shape::Loops => vec![
            ((at + 1) % agents, 1.0),
            ((at + 2) % agents, 0.5),
            ((at * 7 + 3) % agents, 0.3),
        ],
    }
}

/// How often a visit ends the request.
fn resolves(shape: Shape, at: usize) -> f64 {
    match shape {
        Shape::Random | Shape::Entries => 0.1,
        Shape::Loops => 0.02,
        Shape::RandomSeldomEnding => 1e-6,
        Shape::Ring => 1e-9,
        Shape::Crowds => 1e-4,
        Shape::Corridor | Shape::Street | Shape::Square => f64::from(u8::from(at < 5)) * 0.5,
    }
}

/// A topology with about so many states.
fn network(Case(shape, states): Case) -> Network {
    let mut held = Vec::new();
    let mut put = |kind: Kind, id: String, mut record: Value| {
        record["id"] = Value::String(id);
        held.push(Held {
            revision: 1,
            record: Arc::new(Record::from_json(kind, record).unwrap()),
        });
    };
    // Each agent is visited clean and tainted.
    let agents = match shape {
        Shape::Loops => 20,
        _ => states / 2,
    };
    let limit = if states > 50_000 { 6 } else { 3 };
    put(Kind::Topology, "t".into(), json!({ "name": "T" }));
    let entries = if matches!(shape, Shape::Entries) {
        500
    } else {
        1
    };
    for entry in 0..entries {
        let agent = format!("a{:06}", entry * (agents / entries));
        put(
            Kind::Entry,
            format!("in{entry}"),
            json!({ "topology": "t", "agent": agent }),
        );
    }
    let mut dice = Dice(7);
    for at in 0..agents {
        let behaviour = json!({ "resolves": resolves(shape, at), "hallucination": 0.02, "recovery": 0.2, "cost_usd": 0.01 });
        put(
            Kind::Agent,
            format!("a{at:06}"),
            json!({ "name": "A", "behaviour": behaviour }),
        );
        let wiring = wiring(shape, agents, at, &mut dice);
        for (number, (to, share)) in wiring.into_iter().enumerate() {
            let mut handoff = json!({
                "topology": "t", "from": format!("a{at:06}"), "to": format!("a{to:06}"), "behaviour": { "share": share, "malformed": 0.01 },
            });
            if matches!(shape, Shape::Loops) && number == 2 && at % 5 == 0 {
                handoff["policy"] = json!({ "loop_limit": limit });
            }
            put(Kind::Handoff, format!("h{at:06}-{number}"), handoff);
        }
    }
    let document = Document::load(1, held);
    Network::new(&document, &TopologyId::new("t").unwrap(), &Setup::default()).unwrap()
}

#[divan::bench(args = cases(), sample_count = 5, sample_size = 1)]
fn solve(bencher: Bencher, case: Case) {
    let network = network(case);
    bencher.bench_local(|| {
        let solved = exact(black_box(&network), &ExactOptions::default()).unwrap();
        assert!(solved.bound <= 1e-9, "{}", solved.bound);
        solved
    });
}
