//! Impact in a registry of 100,000 agents and 1,000,000 handoffs: `cargo bench -p baton-analysis`.
//!
//! `scripts/bench-impact.mjs` measures rustworkx on the same graph in the same run: both draw the ends of the handoffs from the same
//! generator, and both print how many agents they reach.
#![allow(missing_docs, clippy::unwrap_used)]

use baton_analysis::{Asked, Effect, ImpactQuestion, RegistryGraph, impact};
use baton_contract::Effort;
use baton_graph::{AgentNumber, Reached};
use baton_model::{
    Agent, AgentId, ContractId, Date, Document, EditCommand, Handoff, HandoffId, Held, Json,
    Record, RecordsDiff, Target, TeamId, TopologyId, Version, apply, parse_edits,
};
use divan::{Bencher, black_box};
use serde_json::json;
use std::io::Write;
use std::sync::{Arc, OnceLock};

const AGENTS: usize = 100_000;
const HANDOFFS: usize = 1_000_000;
const TEAMS: usize = 1_000;
const CONTRACTS: usize = 40;

fn main() {
    let mut reached = Reached::default();
    let registry = registry();
    registry.graph.reach([start()], None, &mut reached);
    eprintln!("downstream of one agent: {} agents", reached.len());
    registry.graph.reach([start()], Some(3), &mut reached);
    eprintln!("within three hops: {} agents", reached.len());
    divan::main();
}

/// A seeded xorshift generator; the script of the peer has the same.
fn random_numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

struct Registry {
    document: Document,
    graph: RegistryGraph,
}

/// Every handoff between two random agents, with an owner and one of 40 contracts; what changes is carried by the first one alone, and every
/// agent passes its field on.
fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| {
        let document = document();
        let graph = RegistryGraph::new(&document);
        Registry { document, graph }
    })
}

fn document() -> Document {
    let schema = json!({"type": "object", "required": ["case"], "properties": {"case": {"type": "string"}, "note": {"type": "string"}}});
    let mut edits =
        vec![json!({"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}})];
    for at in 0..TEAMS {
        edits.push(json!({"op": "put", "kind": "team", "id": format!("team-{at}"), "record": {"name": format!("Team {at}")}}));
    }
    for contract in (0..CONTRACTS)
        .map(|at| format!("c{at}"))
        .chain(["first".to_owned()])
    {
        edits.push(
            json!({"op": "put", "kind": "contract", "id": contract, "record": {"name": contract}}),
        );
        edits.push(json!({"op": "put", "kind": "contract_version", "id": format!("{contract}@1.0.0"), "record": {
            "contract": contract, "version": "1.0.0", "state": "published", "payload_schema": schema}}));
    }
    let mut document = Document::new();
    let edits = parse_edits(&json!(edits).to_string(), &document).unwrap();
    document.commit(&apply(&document, &edits).unwrap(), 1);

    let passes_on = serde_json::from_value(json!([{"from": "/case", "to": "/case"}])).unwrap();
    let mut agent = Agent::new(AgentId::new("a").unwrap(), "Agent".to_owned());
    agent.passes_on = passes_on;
    let agents = (0..AGENTS).map(|at| {
        let mut agent = agent.clone();
        agent.id = name(at);
        agent.team = Some(TeamId::new(format!("team-{}", at % TEAMS)).unwrap());
        Record::from(agent)
    });
    let mut random = random_numbers();
    let handoffs = (0..HANDOFFS).map(|at| {
        let (from, to) = (random(AGENTS), random(AGENTS));
        let contract = if at == 0 {
            "first".to_owned()
        } else {
            format!("c{}", at % CONTRACTS)
        };
        Record::from(handoff(at, from, to, &contract))
    });
    let all: Vec<Held> = document
        .all()
        .cloned()
        .chain(agents.chain(handoffs).map(|record| Held {
            revision: 1,
            record: Arc::new(record),
        }))
        .collect();
    Document::load(1, all)
}

fn name(at: usize) -> AgentId {
    AgentId::new(format!("agent-{at:06}")).unwrap()
}

fn handoff(at: usize, from: usize, to: usize, contract: &str) -> Handoff {
    let id = HandoffId::new(format!("handoff-{at:07}")).unwrap();
    let mut handoff = Handoff::new(
        id,
        TopologyId::new("t").unwrap(),
        name(from),
        Target::Agent(name(to)),
    );
    handoff.contract = Some(ContractId::new(contract).unwrap());
    handoff.version = Some(Version::new("1.0.0").unwrap());
    handoff
}

/// The sender of the first handoff.
fn start() -> AgentNumber {
    let graph = &registry().graph;
    let first = graph.handoff_number("handoff-0000000").unwrap();
    graph.sender(first).unwrap()
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn index_built(bencher: Bencher) {
    let document = &registry().document;
    bencher.bench(|| RegistryGraph::new(black_box(document)));
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn index_after_an_edit(bencher: Bencher) {
    let Registry { document, graph } = registry();
    let mut graph = graph.clone();
    let mut random = random_numbers();
    let mut edit = move || -> RecordsDiff {
        let (from, to) = (random(AGENTS), random(AGENTS));
        let record = handoff(random(HANDOFFS), from, to, "c1");
        apply(document, &[EditCommand::put(record)]).unwrap()
    };
    let diffs: Vec<RecordsDiff> = (0..250).map(|_| edit()).collect();
    let mut next = diffs.iter().cycle();
    bencher.bench_local(|| graph.update(next.next().unwrap()));
}

#[divan::bench(sample_count = 1000, sample_size = 1)]
fn three_hops(bencher: Bencher) {
    let (graph, start) = (&registry().graph, start());
    let mut reached = Reached::default();
    bencher.bench_local(|| graph.reach([start], Some(3), &mut reached));
}

#[divan::bench(sample_count = 100, sample_size = 1)]
fn everything_downstream(bencher: Bencher) {
    let (graph, start) = (&registry().graph, start());
    let mut reached = Reached::default();
    bencher.bench_local(|| graph.reach([start], None, &mut reached));
}

/// Counts what is written.
struct Sink(usize);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A field of the first handoff's contract gets another type, and everybody passes it on.
fn retyped() -> ImpactQuestion {
    ImpactQuestion::ContractDraft {
        contract: ContractId::new("first").unwrap(),
        schema: Json(
            json!({"type": "object", "required": ["case"], "properties": {"case": {"type": "integer"}}}),
        ),
    }
}

fn asked(today: &Date) -> Asked<'_> {
    let Registry { document, graph } = registry();
    Asked {
        document,
        graph,
        today,
        environment: None,
        effort: Effort::default(),
        clock: None,
    }
}

/// Every handoff downstream is found, judged, and told as JSON with its path, its fields and its teams; behind them the plan, and everybody who
/// is hit.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_full_report_of_everything_downstream(bencher: Bencher) {
    let today = Date::new("2026-11-21").unwrap();
    let (asked, question) = (asked(&today), retyped());
    bencher.bench_local(|| {
        let found = impact(&asked, &question).unwrap();
        let mut sink = Sink(0);
        for hit in found.hits() {
            serde_json::to_writer(&mut sink, &hit).unwrap();
        }
        serde_json::to_writer(&mut sink, &found.report(0)).unwrap();
        assert!(found.len() > HANDOFFS / 2 && found.worst() == Effect::Breaks);
        sink.0
    });
}

/// The same without telling it.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn finding_everything_downstream(bencher: Bencher) {
    let today = Date::new("2026-11-21").unwrap();
    let (asked, question) = (asked(&today), retyped());
    bencher.bench_local(|| impact(&asked, &question).unwrap().len());
}
