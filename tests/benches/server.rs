//! What a large registry on a PostgreSQL server costs: loading 100,000 agents and 1,000,000 handoffs, opening one topology of them,
//! an edit, and hearing of it. A private server with its own settings of durability, on this machine.
//!
//! `cargo bench -p baton-tests --bench server [-- AGENTS HANDOFFS]`
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

#[path = "../../crates/store-postgres/tests/cluster/mod.rs"]
mod cluster;

use baton_app::registry::EditRequest;
use baton_app::topology::drawing::drawing;
use baton_app::{Registry, SystemHost};
use baton_model::{Document, TopologyId, parse_edits};
use baton_store::conformance::Author;
use baton_store::{OpenOptions, RegistryStore};
use baton_store_postgres::{Address, PostgresStore};
use serde_json::{Value, json};
use std::time::Instant;

// As in the programs.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Topologies that share the agents and handoffs evenly.
const TOPOLOGIES: usize = 100;
const TURNS: usize = 5;

fn agent(n: usize, name: &str) -> Value {
    json!({"op": "put", "kind": "agent", "id": format!("agent-{n}"), "record": {
        "name": name, "kind": "ai", "team": format!("team-{}", n % 20), "capabilities": ["orders", "refunds"],
        "role": {"scope": {"text": "Answers questions about orders"}}, "behaviour": {"resolves": 0.6},
    }})
}

fn edits_of(topology: usize, agents: usize, handoffs: usize) -> Vec<Value> {
    let mut out = vec![
        json!({"op": "put", "kind": "topology", "id": format!("t{topology}"),
        "record": {"name": format!("Topology {topology}")}}),
    ];
    out.extend((0..agents).map(|n| agent(topology * agents + n, &format!("Agent {n}"))));
    for n in 0..handoffs {
        // As in the other benches: a tree, then shortcuts to later agents.
        let (from, to) = if n + 1 < agents {
            (n / 3, n + 1)
        } else {
            (n % (agents / 3), agents / 2 + n % (agents / 2))
        };
        let of = |n: usize| format!("agent-{}", topology * agents + n);
        out.push(
            json!({"op": "put", "kind": "handoff", "id": format!("h-{topology}-{n}"), "record": {
                "topology": format!("t{topology}"), "from": of(from), "to": of(to),
                "owner_model": "downstream", "owners": [format!("team-{}", to % 20)],
                "policy": {"timeout_ms": 2000, "loop_limit": 2, "boundary_validation": true},
            }}),
        );
    }
    out
}

async fn fill(store: &PostgresStore, agents: usize, handoffs: usize) {
    let mut author = Author::new("bench");
    let teams: Vec<Value> = (0..20)
        .map(|n| json!({"op": "put", "kind": "team", "id": format!("team-{n}"), "record": {"name": format!("Team {n}")}}))
        .collect();
    let batches = (0..TOPOLOGIES)
        .map(|topology| edits_of(topology, agents / TOPOLOGIES, handoffs / TOPOLOGIES));
    for values in std::iter::once(teams).chain(batches) {
        let edits = parse_edits(&Value::Array(values).to_string(), &author.document).unwrap();
        author.commit(store, &edits).await.unwrap();
    }
}

fn milliseconds(start: Instant) -> f64 {
    start.elapsed().as_secs_f64() * 1e3
}

fn told(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    println!(
        "{what}: {:.1} ms at best, {:.1} ms at the median",
        times[0],
        times[times.len() / 2]
    );
}

/// Most memory that this process has held, in megabytes; nothing where the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

#[tokio::main]
async fn main() {
    let sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|size| size.parse().ok())
        .collect();
    let agents = sizes.first().copied().unwrap_or(100_000);
    let handoffs = sizes.get(1).copied().unwrap_or(1_000_000);
    let Some(cluster) = cluster::Cluster::start() else {
        return;
    };
    let address = || Address::parse(&cluster.address("large")).unwrap();
    let options = OpenOptions {
        create: true,
        read_only: false,
    };
    let store = PostgresStore::open(address(), options).await.unwrap();
    let start = Instant::now();
    fill(&store, agents, handoffs).await;
    println!("filled in {:.1} s", start.elapsed().as_secs_f64());
    store.close().await;

    let (mut loads, mut opens) = (vec![], vec![]);
    for turn in 0..TURNS {
        let start = Instant::now();
        let registry = open(address()).await;
        loads.push(milliseconds(start));
        let topology = TopologyId::new(format!("t{turn}")).unwrap();
        let start = Instant::now();
        let drawn = drawing(&registry, &topology);
        opens.push(milliseconds(start));
        drop(drawn);
        if turn == 0 {
            let count = registry.read(|document: &Document| document.all().count());
            println!("{count} records, {:?} MB at most", most_memory());
        }
        registry.close().await;
    }
    told("opened and loaded", loads);
    told("a topology drawn", opens);
    edit(&open(address()).await).await;
}

async fn open(address: Address) -> Registry {
    let store = PostgresStore::open(address, OpenOptions::default())
        .await
        .unwrap();
    let host = SystemHost::new(Some("bench".to_owned()));
    Registry::open(Box::new(store), Box::new(host))
        .await
        .unwrap()
}

/// Edits, of which the first has all rules run over everything; from then on one judges what it touches.
async fn edit(registry: &Registry) {
    let rename = |name: &str| {
        let value = Value::Array(vec![agent(7, name)]);
        EditRequest::edit(parse_edits(&value.to_string(), &Document::new()).unwrap())
    };
    let start = Instant::now();
    registry.edit(rename("Warm")).await.unwrap();
    println!(
        "the first edit, with all rules: {:.1} ms, {:?} MB at most",
        milliseconds(start),
        most_memory()
    );
    let (mut edits, mut news) = (vec![], vec![]);
    for n in 0..20 {
        let request = rename(&format!("Renamed {n}"));
        let start = Instant::now();
        registry.edit(request).await.unwrap();
        edits.push(milliseconds(start));
        let start = Instant::now();
        assert!(registry.follow().await.unwrap().is_none());
        news.push(milliseconds(start));
    }
    registry.close().await;
    told("an edit", edits);
    told("asked for news", news);
}
