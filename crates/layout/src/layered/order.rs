//! Second step of a layered drawing: an order in each layer in which few lines cross.
//!
//! Sweeps of barycentres (Sugiyama, Tagawa, Toda 1981) with adjacent exchange (Gansner et al. 1993), counting crossings with an
//! accumulator tree (Barth, Jünger, Mutzel 2002).

use super::graph::Layered;

/// Sweeps without a better result before the search ends.
const PATIENCE: usize = 4;
const MOST_SWEEPS: usize = 24;
const LEAST_SWEEPS: usize = 3;
/// Vertices that all sweeps together may visit: an enormous tangle is not worth waiting for.
const EFFORT: usize = 800_000;
/// Passes of adjacent exchange over a drawing of moderate size.
const EXCHANGE_PASSES: usize = 6;

/// Reorders the layers of `graph`.
pub(crate) fn reduce_crossings(graph: &mut Layered) {
    start_depth_first(graph);
    let ports = PortRanks::new(graph);
    let mut best = graph.layers.clone();
    let mut fewest = ports.crossings(graph);
    let mut idle = 0;
    let sweeps = (EFFORT / graph.vertices.len().max(1)).clamp(LEAST_SWEEPS, MOST_SWEEPS);
    for sweep in 0..sweeps {
        if fewest == 0 || idle == PATIENCE {
            break;
        }
        sweep_once(graph, &ports, sweep % 2 == 0, sweep % 4 >= 2);
        if sweep % 2 == 1 || graph.vertices.len() < 2_000 {
            exchange(graph, &ports, 1);
        }
        let crossings = ports.crossings(graph);
        if crossings < fewest {
            fewest = crossings;
            best.clone_from(&graph.layers);
            idle = 0;
        } else {
            idle += 1;
        }
    }
    for (layer, order) in best.into_iter().enumerate() {
        graph.set_layer(layer, order);
    }
    if fewest > 0 {
        exchange(graph, &ports, EXCHANGE_PASSES.min(sweeps / LEAST_SWEEPS));
    }
}

/// First order: what hangs together stands together.
fn start_depth_first(graph: &mut Layered) {
    let mut seen = vec![false; graph.vertices.len()];
    let mut order = vec![Vec::new(); graph.layers.len()];
    let mut stack = Vec::new();
    for root in graph.layers.iter().flatten() {
        stack.push(*root);
        while let Some(vertex) = stack.pop() {
            if std::mem::replace(&mut seen[vertex], true) {
                continue;
            }
            order[graph.vertices[vertex].layer].push(vertex);
            stack.extend(
                graph.after[vertex]
                    .iter()
                    .rev()
                    .map(|&link| graph.links[link].high),
            );
        }
    }
    for (layer, order) in order.into_iter().enumerate() {
        graph.set_layer(layer, order);
    }
}

/// Order of the fixed ports at both ends of each link; all ports of a box share rank 0, because they are spread later.
struct PortRanks {
    low: Vec<u32>,
    high: Vec<u32>,
    /// Number of distinct port ranks at the low side and the high side of each vertex, at least 1.
    before: Vec<u32>,
    after: Vec<u32>,
}

impl PortRanks {
    fn new(graph: &Layered) -> Self {
        let count = graph.vertices.len();
        let mut ranks = Self {
            low: vec![0; graph.links.len()],
            high: vec![0; graph.links.len()],
            before: vec![1; count],
            after: vec![1; count],
        };
        for vertex in (0..count).filter(|&v| graph.vertices[v].fixed_ports) {
            let mut after = graph.after[vertex].clone();
            after.sort_by(|&a, &b| graph.links[a].low_port.total_cmp(&graph.links[b].low_port));
            let mut before = graph.before[vertex].clone();
            before.sort_by(|&a, &b| {
                graph.links[a]
                    .high_port
                    .total_cmp(&graph.links[b].high_port)
            });
            ranks.after[vertex] = after.len().max(1) as u32;
            ranks.before[vertex] = before.len().max(1) as u32;
            for (rank, link) in after.into_iter().enumerate() {
                ranks.low[link] = rank as u32;
            }
            for (rank, link) in before.into_iter().enumerate() {
                ranks.high[link] = rank as u32;
            }
        }
        ranks
    }

    /// Crossings of the whole drawing.
    fn crossings(&self, graph: &Layered) -> u64 {
        (1..graph.layers.len())
            .map(|layer| self.crossings_before(graph, layer))
            .sum()
    }

    fn crossings_before(&self, graph: &Layered, layer: usize) -> u64 {
        let mut base = vec![0_u32; graph.layers[layer].len()];
        let mut slots = 0;
        for (index, &vertex) in graph.layers[layer].iter().enumerate() {
            base[index] = slots;
            slots += self.before[vertex];
        }
        let mut tree = vec![0_u32; slots as usize + 1];
        let mut total = 0_u64;
        let mut placed = 0_u64;
        let mut ends: Vec<(u32, u32)> = Vec::new();
        for &vertex in &graph.layers[layer - 1] {
            ends.clear();
            ends.extend(graph.after[vertex].iter().map(|&link| {
                (
                    self.low[link],
                    base[graph.place[graph.links[link].high]] + self.high[link],
                )
            }));
            ends.sort_unstable();
            for &(_, slot) in &ends {
                let mut not_beyond = 0_u64;
                let mut at = slot + 1;
                while at > 0 {
                    not_beyond += u64::from(tree[at as usize]);
                    at &= at - 1;
                }
                total += placed - not_beyond;
                placed += 1;
                let mut at = slot + 1;
                while at <= slots {
                    tree[at as usize] += 1;
                    at += at & at.wrapping_neg();
                }
            }
        }
        total
    }
}

fn sweep_once(graph: &mut Layered, ports: &PortRanks, forward: bool, ties_turned: bool) {
    let count = graph.layers.len();
    for step in 1..count {
        let layer = if forward { step } else { count - 1 - step };
        let mut order = std::mem::take(&mut graph.layers[layer]);
        let wanted = |vertex: usize| -> f64 {
            let links = if forward {
                &graph.before[vertex]
            } else {
                &graph.after[vertex]
            };
            if links.is_empty() {
                return graph.place[vertex] as f64;
            }
            let sum: f64 = links
                .iter()
                .map(|&index| {
                    let link = &graph.links[index];
                    let (far, rank, of) = if forward {
                        (link.low, ports.low[index], ports.after[link.low])
                    } else {
                        (link.high, ports.high[index], ports.before[link.high])
                    };
                    graph.place[far] as f64 + (f64::from(rank) + 0.5) / f64::from(of)
                })
                .sum();
            sum / links.len() as f64
        };
        if ties_turned {
            order.reverse();
        }
        let mut keyed: Vec<(f64, usize)> = order
            .iter()
            .map(|&vertex| (wanted(vertex), vertex))
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
        graph.set_layer(layer, keyed.into_iter().map(|(_, vertex)| vertex).collect());
    }
}

/// Swaps neighbours where that saves crossings.
fn exchange(graph: &mut Layered, ports: &PortRanks, passes: usize) {
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for _ in 0..passes {
        let mut improved = false;
        for layer in 0..graph.layers.len() {
            for index in 1..graph.layers[layer].len() {
                let (v, w) = (graph.layers[layer][index - 1], graph.layers[layer][index]);
                let (mut kept, mut swapped) = (0, 0);
                for before in [true, false] {
                    far_places(graph, ports, v, before, &mut first);
                    far_places(graph, ports, w, before, &mut second);
                    kept += inversions(&first, &second);
                    swapped += inversions(&second, &first);
                }
                if swapped < kept {
                    graph.layers[layer].swap(index - 1, index);
                    graph.place[v] = index;
                    graph.place[w] = index - 1;
                    improved = true;
                }
            }
        }
        if !improved {
            break;
        }
    }
}

fn far_places(
    graph: &Layered,
    ports: &PortRanks,
    vertex: usize,
    before: bool,
    places: &mut Vec<u64>,
) {
    places.clear();
    let links = if before {
        &graph.before[vertex]
    } else {
        &graph.after[vertex]
    };
    places.extend(links.iter().map(|&index| {
        let link = &graph.links[index];
        let (far, rank) = if before {
            (link.low, ports.low[index])
        } else {
            (link.high, ports.high[index])
        };
        ((graph.place[far] as u64) << 32) | u64::from(rank)
    }));
    places.sort_unstable();
}

/// Pairs of the sorted lists in which the first is beyond the second.
fn inversions(first: &[u64], second: &[u64]) -> usize {
    let mut passed = 0;
    let mut total = 0;
    for &place in first {
        while passed < second.len() && second[passed] < place {
            passed += 1;
        }
        total += passed;
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layered::graph::{Kind, Vertex};

    fn layered(layers: &[usize], links: &[(usize, usize)]) -> Layered {
        let mut graph = Layered::default();
        for (layer, &count) in layers.iter().enumerate() {
            for _ in 0..count {
                let kind = Kind::Child(graph.vertices.len());
                graph.add_vertex(Vertex {
                    kind,
                    layer,
                    along: 10.0,
                    room: 10.0,
                    across: 10.0,
                    fixed_ports: false,
                    lead: 0.0,
                });
            }
        }
        for (edge, &(low, high)) in links.iter().enumerate() {
            graph.add_chain(edge, [(low, 5.0), (high, 5.0)], None, |_| true);
        }
        graph
    }

    #[test]
    fn crossings_are_counted() {
        let graph = layered(&[3, 2], &[(0, 4), (1, 3), (2, 3)]);
        assert_eq!(PortRanks::new(&graph).crossings(&graph), 2);
    }

    #[test]
    fn crossings_that_can_be_avoided_are() {
        let mut graph = layered(&[3, 3], &[(0, 5), (1, 4), (2, 3), (0, 4)]);
        reduce_crossings(&mut graph);
        assert_eq!(PortRanks::new(&graph).crossings(&graph), 0);
    }
}
