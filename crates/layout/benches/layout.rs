//! Time of a whole layout, routes included, for seeded graphs of three sizes: `cargo bench -p baton-layout`.

#![allow(clippy::unwrap_used)]

use baton_layout::topology::{BoxKind, Followed, Scene, TopologyDrawing};
use baton_layout::{Edge, Graph, Memory, Node, Options, Point, Size, layout};
use baton_model::{Document, EditCommand, Held, Kind, Record, TopologyId, apply};
use divan::Bencher;
use serde_json::json;
use std::sync::Arc;

fn main() {
    divan::main();
}

/// A seeded xorshift generator, so that every run measures the same drawings.
fn random_numbers() -> impl FnMut(usize) -> usize {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    }
}

fn graph(agents: usize, ends: impl Iterator<Item = (usize, usize)>) -> Graph {
    let name = |index: usize| format!("agent-{index:05}");
    let nodes = (0..agents).map(|index| Node {
        id: name(index).into(),
        width: 168.0,
        height: 64.0,
        pinned: None,
        group: None,
    });
    let edges = ends.enumerate().map(|(index, (from, to))| Edge {
        id: format!("handoff-{index:05}").into(),
        from: name(from).into(),
        to: name(to).into(),
        label: Some(Size {
            width: 96.0,
            height: 20.0,
        }),
    });
    Graph {
        nodes: nodes.collect(),
        edges: edges.collect(),
        ..Graph::default()
    }
}

/// A topology as teams draw them: a tree of handoffs, and beside it most go a few steps ahead, some come back, some jump far.
fn usual(agents: usize, handoffs: usize) -> Graph {
    let mut random = random_numbers();
    let ends = (0..handoffs).map(|index| {
        if index + 1 < agents {
            return (index / 2, index + 1);
        }
        let from = random(agents);
        let to = match random(10) {
            0 => random(agents),
            1 => from.saturating_sub(1 + random(8)),
            _ => (from + 1 + random(12)) % agents,
        };
        (from, to)
    });
    graph(agents, ends)
}

/// The worst case: both ends anywhere, so lines are long and cross everywhere.
fn random_ends(agents: usize, handoffs: usize) -> Graph {
    let mut random = random_numbers();
    graph(
        agents,
        (0..handoffs).map(|_| (random(agents), random(agents))),
    )
}

#[divan::bench(args = [(200, 300), (1_000, 1_500), (5_000, 7_500)], sample_count = 20)]
fn labelled(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let graph = usual(agents, handoffs);
    bencher.bench(|| layout(divan::black_box(&graph), &Options::default()));
}

#[divan::bench(args = [(200, 300), (1_000, 1_500), (5_000, 7_500)], sample_count = 20)]
fn without_labels(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let mut graph = usual(agents, handoffs);
    graph.edges.iter_mut().for_each(|edge| edge.label = None);
    bencher.bench(|| layout(divan::black_box(&graph), &Options::default()));
}

#[divan::bench(args = [(200, 300), (1_000, 1_500), (5_000, 7_500)], sample_count = 5)]
fn tangled(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let graph = random_ends(agents, handoffs);
    bencher.bench(|| layout(divan::black_box(&graph), &Options::default()));
}

/// The peer on the usual topology: places only, no routes, labels or groups. With 1,000 agents it does not end within three minutes.
#[divan::bench(args = [(200, 300)], sample_count = 5)]
fn peer_usual(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    peer(bencher, &usual(agents, handoffs));
}

/// The peer on random ends: places only, no routes, labels or groups.
#[divan::bench(args = [(200, 300), (1_000, 1_500)], sample_count = 5)]
fn peer_tangled(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    peer(bencher, &random_ends(agents, handoffs));
}

/// Runs `rust-sugiyama` with its defaults. Lines from a box to itself are left out: it panics on them.
fn peer(bencher: Bencher, graph: &Graph) {
    let number = |id: &str| {
        let place = graph.nodes.iter().position(|node| *node.id == *id);
        u32::try_from(place.unwrap_or_default()).unwrap_or_default()
    };
    let vertices: Vec<(u32, (f64, f64))> = graph
        .nodes
        .iter()
        .map(|node| (number(&node.id), (node.width, node.height)))
        .collect();
    let edges: Vec<(u32, u32)> = graph
        .edges
        .iter()
        .filter(|edge| edge.from != edge.to)
        .map(|edge| (number(&edge.from), number(&edge.to)))
        .collect();
    let config = rust_sugiyama::configure::Config::default();
    bencher.bench(|| {
        rust_sugiyama::from_vertices_and_edges(divan::black_box(&vertices), &edges, &config)
    });
}

/// The name of a topology that [`registry`] makes.
const TOPOLOGY: &str = "t";

/// A topology in groups of 50: a tree of handoffs in each, some handoffs beside it, a few between groups. Agents stand at `places`.
fn registry(agents: usize, handoffs: usize, places: &[Point], closed: bool) -> Document {
    let mut random = random_numbers();
    let mut records: Vec<(Kind, serde_json::Value)> =
        vec![(Kind::Topology, json!({"id": TOPOLOGY, "name": "Topology"}))];
    for group in 0..agents.div_ceil(GROUP) {
        let id = format!("group-{group:03}");
        records.push((
            Kind::Group,
            json!({"id": id, "topology": TOPOLOGY, "name": id}),
        ));
        records.push((
            Kind::Placement,
            placement("group", &id, json!({"collapsed": closed})),
        ));
    }
    for agent in 0..agents {
        let id = format!("agent-{agent:05}");
        let mut more = json!({"group": format!("group-{:03}", agent / GROUP)});
        if let Some(place) = places.get(agent) {
            more["x"] = json!(place.x);
            more["y"] = json!(place.y);
        }
        records.push((
            Kind::Agent,
            json!({"id": id, "name": id, "capabilities": ["x"]}),
        ));
        records.push((Kind::Placement, placement("agent", &id, more)));
    }
    for handoff in 0..handoffs {
        let (from, to) = if handoff + 1 < agents {
            let to = handoff + 1;
            let first = to / GROUP * GROUP;
            match to - first {
                0 => ((first / GROUP - 1) / 2 * GROUP, to),
                local => (first + (local - 1) / 2, to),
            }
        } else {
            let from = random(agents);
            match random(4) {
                0 => {
                    let group = from / GROUP * 2 + 1 + random(2);
                    (
                        from,
                        if group * GROUP < agents {
                            group
                        } else {
                            from / GROUP
                        } * GROUP,
                    )
                }
                _ => (from, from / GROUP * GROUP + random(GROUP)),
            }
        };
        records.push((
            Kind::Handoff,
            json!({
                "id": format!("handoff-{handoff:05}"),
                "topology": TOPOLOGY,
                "from": format!("agent-{from:05}"),
                "to": format!("agent-{:05}", to.min(agents - 1)),
                "mode": "transfer",
                "contract": "refund-request",
                "version": "1.0.0",
            }),
        ));
    }
    let held = records.into_iter().map(|(kind, record)| Held {
        revision: 1,
        record: Arc::new(Record::from_json(kind, record).unwrap()),
    });
    Document::load(1, held)
}

const GROUP: usize = 50;

fn placement(kind: &str, id: &str, more: serde_json::Value) -> serde_json::Value {
    let mut record = json!({
        "id": format!("{TOPOLOGY}.{kind}.{id}"),
        "topology": TOPOLOGY,
        "subject": {"kind": kind, "id": id},
    });
    if let (Some(record), serde_json::Value::Object(more)) = (record.as_object_mut(), more) {
        record.extend(more);
    }
    record
}

/// Where somebody who moved every box a little has them.
fn places_by_hand(agents: usize, handoffs: usize) -> Vec<Point> {
    let mut random = random_numbers();
    let mut shift = || random(41) as f64 - 20.0;
    let drawn = draw(
        &registry(agents, handoffs, &[], false),
        &mut Memory::default(),
    );
    let boxes = drawn.boxes.iter().filter(|b| b.kind == BoxKind::Agent);
    boxes
        .map(|b| Point::new(b.x.round() + shift(), b.y.round() + shift()))
        .collect()
}

fn draw(document: &Document, memory: &mut Memory) -> TopologyDrawing {
    let topology = TopologyId::new(TOPOLOGY).unwrap();
    Scene::collect(document, &topology).draw(&Options::default(), memory)
}

const TOPOLOGIES: [(usize, usize); 2] = [(1_000, 1_500), (5_000, 7_500)];

#[divan::bench(args = TOPOLOGIES, sample_count = 10)]
fn topology_placed_by_layout(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let document = registry(agents, handoffs, &[], false);
    bencher.bench(|| draw(divan::black_box(&document), &mut Memory::default()));
}

#[divan::bench(args = TOPOLOGIES, sample_count = 10)]
fn topology_placed_by_hand(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let places = places_by_hand(agents, handoffs);
    let document = registry(agents, handoffs, &places, false);
    bencher.bench(|| draw(divan::black_box(&document), &mut Memory::default()));
}

#[divan::bench(args = TOPOLOGIES, sample_count = 10)]
fn topology_of_closed_groups(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let document = registry(agents, handoffs, &[], true);
    bencher.bench(|| draw(divan::black_box(&document), &mut Memory::default()));
}

/// From the changed records to the drawing, when one box goes back to its place and another one is moved.
fn one_box_moved(bencher: Bencher, document: &Document, from: &[Point]) {
    let documents: Vec<Document> = (0..8)
        .map(|turn| {
            let at = turn * from.len() / 8 + 17;
            let group = format!("group-{:03}", at / GROUP);
            let (x, y) = (from[at].x + 90.0, from[at].y - 40.0);
            let more = json!({"group": group, "x": x, "y": y});
            let record = placement("agent", &format!("agent-{at:05}"), more);
            let record = Record::from_json(Kind::Placement, record).unwrap();
            let mut moved = document.clone();
            let diff = apply(&moved, &[EditCommand::put(record)]).unwrap();
            moved.commit(&diff, 2);
            moved
        })
        .collect();
    let topology = TopologyId::new(TOPOLOGY).unwrap();
    let mut memory = Memory::default();
    let mut scene = Scene::collect(&documents[0], &topology);
    scene.draw(&Options::default(), &mut memory);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        let followed = scene.follow(divan::black_box(&documents[turn % documents.len()]));
        assert_eq!(followed, Followed::Moved);
        scene.draw(&Options::default(), &mut memory)
    });
}

#[divan::bench(args = TOPOLOGIES, sample_count = 100)]
fn one_box_moved_among_placed_by_hand(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let places = places_by_hand(agents, handoffs);
    let document = registry(agents, handoffs, &places, false);
    one_box_moved(bencher, &document, &places);
}

#[divan::bench(args = TOPOLOGIES, sample_count = 100)]
fn one_box_moved_among_placed_by_layout(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let document = registry(agents, handoffs, &[], false);
    one_box_moved(bencher, &document, &places_by_hand(agents, handoffs));
}

#[divan::bench(args = TOPOLOGIES, sample_count = 20)]
fn packed(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let document = registry(agents, handoffs, &[], false);
    let drawing = draw(&document, &mut Memory::default());
    bencher.bench(|| baton_layout::packed::packed(divan::black_box(&drawing)));
}
