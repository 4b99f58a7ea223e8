//! Third step of a layered drawing: places across the flow that keep lines straight.
//!
//! Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001), with ports inside the boxes as in Rüegg et al.,
//! "Size- and Port-Aware Horizontal Node Coordinate Assignment" (2015), and compaction by longest paths.

use super::graph::{Kind, Layered};
use crate::types::Options;

/// Near edge of each vertex across the flow; the smallest is 0.
pub(crate) fn across(graph: &Layered, options: &Options) -> Vec<f64> {
    let crossing = crossings_with_inner_links(graph);
    let mut results = Vec::with_capacity(4);
    for from_first in [true, false] {
        for mirrored in [false, true] {
            let view = View {
                graph,
                options,
                from_first,
                mirrored,
            };
            let mut places = view.compact(&view.align(&crossing));
            if mirrored {
                for (vertex, place) in places.iter_mut().enumerate() {
                    *place = -*place - graph.vertices[vertex].across;
                }
            }
            results.push((mirrored, places));
        }
    }
    let extent = |places: &[f64]| {
        let low = places.iter().copied().fold(f64::INFINITY, f64::min);
        let high = places
            .iter()
            .zip(&graph.vertices)
            .map(|(p, v)| p + v.across)
            .fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    };
    let extents: Vec<(f64, f64)> = results.iter().map(|(_, places)| extent(places)).collect();
    let Some(&(low, high)) = extents
        .iter()
        .min_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
    else {
        return Vec::new();
    };
    for ((mirrored, places), own) in results.iter_mut().zip(&extents) {
        let shift = if *mirrored { high - own.1 } else { low - own.0 };
        for place in places.iter_mut() {
            *place += shift;
        }
    }
    let mut middle: Vec<f64> = (0..graph.vertices.len())
        .map(|vertex| {
            let mut four = [0, 1, 2, 3].map(|index: usize| results[index].1[vertex]);
            four.sort_by(f64::total_cmp);
            f64::midpoint(four[1], four[2])
        })
        .collect();
    let (low, _) = extent(&middle);
    for place in &mut middle {
        *place -= low;
    }
    middle
}

/// Links that cross the inside of a long line: the long line stays straight, they do not.
fn crossings_with_inner_links(graph: &Layered) -> Vec<bool> {
    let virtual_end =
        |v: usize| !graph.vertices[v].kind.is_child() && graph.vertices[v].kind != Kind::Frame;
    let mut marked = vec![false; graph.links.len()];
    for layer in 1..graph.layers.len() {
        let upper_len = graph.layers[layer - 1].len();
        let mut low_limit = 0;
        let mut scanned = 0;
        for (index, &vertex) in graph.layers[layer].iter().enumerate() {
            let inner = graph.before[vertex]
                .iter()
                .map(|&link| graph.links[link].low)
                .find(|&low| virtual_end(vertex) && virtual_end(low));
            if inner.is_none() && index + 1 < graph.layers[layer].len() {
                continue;
            }
            let high_limit = inner.map_or(upper_len, |low| graph.place[low]);
            while scanned <= index {
                let other = graph.layers[layer][scanned];
                for &link in &graph.before[other] {
                    let low = graph.links[link].low;
                    let place = graph.place[low];
                    let is_inner = virtual_end(other) && virtual_end(low);
                    if !is_inner && (place < low_limit || place > high_limit) {
                        marked[link] = true;
                    }
                }
                scanned += 1;
            }
            low_limit = high_limit;
        }
    }
    marked
}

/// One of the four ways to look at the layers: from the first or the last, and as they are or mirrored.
struct View<'a> {
    graph: &'a Layered,
    options: &'a Options,
    from_first: bool,
    mirrored: bool,
}

/// Vertices that share one straight line: the first of them, and the distance from its near edge.
struct Blocks {
    root: Vec<usize>,
    shift: Vec<f64>,
}

impl View<'_> {
    fn place(&self, vertex: usize) -> usize {
        let place = self.graph.place[vertex];
        if self.mirrored {
            self.graph.layers[self.graph.vertices[vertex].layer].len() - 1 - place
        } else {
            place
        }
    }

    fn layer(&self, layer: usize) -> Box<dyn Iterator<Item = usize> + '_> {
        let vertices = self.graph.layers[layer].iter().copied();
        if self.mirrored {
            Box::new(vertices.rev())
        } else {
            Box::new(vertices)
        }
    }

    fn port(&self, vertex: usize, port: f64) -> f64 {
        if self.mirrored {
            self.graph.vertices[vertex].across - port
        } else {
            port
        }
    }

    /// The neighbour that was placed before, its port, and the port of the near vertex.
    fn far_end(&self, link: usize) -> (usize, f64, f64) {
        let link = &self.graph.links[link];
        if self.from_first {
            (
                link.low,
                self.port(link.low, link.low_port),
                self.port(link.high, link.high_port),
            )
        } else {
            (
                link.high,
                self.port(link.high, link.high_port),
                self.port(link.low, link.low_port),
            )
        }
    }

    fn align(&self, marked: &[bool]) -> Blocks {
        let count = self.graph.vertices.len();
        let mut blocks = Blocks {
            root: (0..count).collect(),
            shift: vec![0.0; count],
        };
        let mut links: Vec<usize> = Vec::new();
        for step in 1..self.graph.layers.len() {
            let layer = if self.from_first {
                step
            } else {
                self.graph.layers.len() - 1 - step
            };
            let mut free_from = 0;
            for vertex in self.layer(layer) {
                links.clear();
                links.extend(if self.from_first {
                    &self.graph.before[vertex]
                } else {
                    &self.graph.after[vertex]
                });
                if links.is_empty() {
                    continue;
                }
                links.sort_by(|&a, &b| {
                    let ((va, pa, na), (vb, pb, nb)) = (self.far_end(a), self.far_end(b));
                    self.place(va)
                        .cmp(&self.place(vb))
                        .then(pa.total_cmp(&pb))
                        .then(na.total_cmp(&nb))
                });
                let last = links.len() - 1;
                for median in [last / 2, last.div_ceil(2)] {
                    let link = links[median];
                    let (far, far_port, port) = self.far_end(link);
                    if blocks.root[vertex] == vertex
                        && !marked[link]
                        && self.place(far) >= free_from
                    {
                        blocks.root[vertex] = blocks.root[far];
                        blocks.shift[vertex] = blocks.shift[far] + far_port - port;
                        free_from = self.place(far) + 1;
                    }
                }
            }
        }
        blocks
    }

    fn compact(&self, blocks: &Blocks) -> Vec<f64> {
        let count = self.graph.vertices.len();
        let mut after: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        let mut before: Vec<u32> = vec![0; count];
        let mut at = vec![0.0_f64; count];
        for vertex in 0..count {
            let root = blocks.root[vertex];
            at[root] = at[root].max(-blocks.shift[vertex]);
        }
        for layer in 0..self.graph.layers.len() {
            let mut previous: Option<usize> = None;
            for vertex in self.layer(layer) {
                if let Some(previous) = previous {
                    let room = blocks.shift[previous]
                        + self.graph.vertices[previous].across
                        + self.graph.gap(previous, vertex, self.options)
                        - blocks.shift[vertex];
                    after[blocks.root[previous]].push((blocks.root[vertex], room));
                    before[blocks.root[vertex]] += 1;
                }
                previous = Some(vertex);
            }
        }
        let mut order: Vec<usize> = (0..count)
            .filter(|&v| blocks.root[v] == v && before[v] == 0)
            .collect();
        let mut next = 0;
        while let Some(&block) = order.get(next) {
            next += 1;
            for &(other, room) in &after[block] {
                at[other] = at[other].max(at[block] + room);
                before[other] -= 1;
                if before[other] == 0 {
                    order.push(other);
                }
            }
        }
        for &block in order.iter().rev() {
            let limit = after[block]
                .iter()
                .map(|&(other, room)| at[other] - room)
                .fold(f64::INFINITY, f64::min);
            if limit.is_finite() {
                at[block] = at[block].max(limit);
            }
        }
        (0..count)
            .map(|vertex| at[blocks.root[vertex]] + blocks.shift[vertex])
            .collect()
    }
}
