//! Time of a whole layout, routes included, for seeded graphs of three sizes: `cargo bench -p baton-layout`.

use baton_layout::{Edge, Graph, Node, Options, Size, layout};
use divan::Bencher;

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
        id: name(index),
        width: 168.0,
        height: 64.0,
        pinned: None,
        group: None,
    });
    let edges = ends.enumerate().map(|(index, (from, to))| Edge {
        id: format!("handoff-{index:05}"),
        from: name(from),
        to: name(to),
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
        let place = graph.nodes.iter().position(|node| node.id == id);
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

#[divan::bench(args = [(200, 300), (1_000, 1_500)], sample_count = 20)]
fn reroute_after_a_drag(bencher: Bencher, (agents, handoffs): (usize, usize)) {
    let graph = usual(agents, handoffs);
    let options = Options::default();
    let mut drawing = layout(&graph, &options);
    drawing.boxes[5].y += 90.0;
    let moved = [drawing.boxes[5].id.clone()];
    bencher.bench(|| {
        baton_layout::reroute(
            &drawing.boxes,
            &graph.edges,
            &drawing.routes,
            divan::black_box(&moved),
            &options,
        )
    });
}
