//! The layered graph: boxes, labels and bends on layers, joined by links that each span exactly one layer.

use crate::types::Options;

/// What stands at a place of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A box or a finished group, by its index in the scope.
    Child(usize),
    /// The room of a label.
    Label,
    /// The place where a long line crosses a layer.
    Bend,
    /// The place where a line crosses the frame of the group.
    Frame,
}

impl Kind {
    pub(crate) fn is_child(self) -> bool {
        matches!(self, Self::Child(_))
    }
}

/// Extents run along the flow (`along`) and across it (`across`).
#[derive(Debug, Clone)]
pub(crate) struct Vertex {
    pub kind: Kind,
    pub layer: usize,
    pub along: f64,
    /// Length along the flow to keep free, at least `along`.
    pub room: f64,
    pub across: f64,
    /// Ports of a finished group cannot be moved; those of a box can.
    pub fixed_ports: bool,
    /// Room at the near edge of `across` that is not part of the box (loops).
    pub lead: f64,
}

/// A piece of a line between two neighbouring layers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub low: usize,
    pub high: usize,
    /// Distance of the port from the near edge of the vertex.
    pub low_port: f64,
    pub high_port: f64,
}

/// A whole line of one scope, as consecutive links in the direction of the layers.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub edge: usize,
    pub links: std::ops::Range<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct Layered {
    pub vertices: Vec<Vertex>,
    pub links: Vec<Link>,
    pub chains: Vec<Chain>,
    /// Links at the low side and at the high side of each vertex.
    pub before: Vec<Vec<usize>>,
    pub after: Vec<Vec<usize>>,
    /// Vertices of each layer in drawing order.
    pub layers: Vec<Vec<usize>>,
    /// Index of each vertex in its layer.
    pub place: Vec<usize>,
}

impl Layered {
    pub(crate) fn add_vertex(&mut self, vertex: Vertex) -> usize {
        let index = self.vertices.len();
        if self.layers.len() <= vertex.layer {
            self.layers.resize_with(vertex.layer + 1, Vec::new);
        }
        self.place.push(self.layers[vertex.layer].len());
        self.layers[vertex.layer].push(index);
        self.vertices.push(vertex);
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        index
    }

    /// Adds a line from `low` to `high`, with a bend on every layer between and, where wanted, a label of the given extents
    /// on the layer nearest to the middle that `label_layer` allows. Returns the label's vertex.
    pub(crate) fn add_chain(
        &mut self,
        edge: usize,
        ends: [(usize, f64); 2],
        label: Option<(f64, f64)>,
        label_layer: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let [(low, low_port), (high, high_port)] = ends;
        let (first, last) = (self.vertices[low].layer, self.vertices[high].layer);
        let middle = usize::midpoint(first, last);
        let chosen = label.and_then(|_| {
            (first + 1..last)
                .filter(|&layer| label_layer(layer))
                .min_by_key(|&layer| (layer.abs_diff(middle), layer))
        });
        let start = self.links.len();
        let mut label_vertex = None;
        let (mut from, mut from_port) = (low, low_port);
        for layer in first + 1..last {
            let (along, across) = label
                .filter(|_| chosen == Some(layer))
                .unwrap_or((0.0, 0.0));
            let kind = if chosen == Some(layer) {
                Kind::Label
            } else {
                Kind::Bend
            };
            let vertex = self.add_vertex(Vertex {
                kind,
                layer,
                along,
                room: along,
                across,
                fixed_ports: false,
                lead: 0.0,
            });
            if kind == Kind::Label {
                label_vertex = Some(vertex);
            }
            self.add_link(from, vertex, from_port, across / 2.0);
            (from, from_port) = (vertex, across / 2.0);
        }
        self.add_link(from, high, from_port, high_port);
        self.chains.push(Chain {
            edge,
            links: start..self.links.len(),
        });
        label_vertex
    }

    fn add_link(&mut self, low: usize, high: usize, low_port: f64, high_port: f64) {
        let index = self.links.len();
        self.links.push(Link {
            low,
            high,
            low_port,
            high_port,
        });
        self.after[low].push(index);
        self.before[high].push(index);
    }

    pub(crate) fn set_layer(&mut self, layer: usize, order: Vec<usize>) {
        for (index, &vertex) in order.iter().enumerate() {
            self.place[vertex] = index;
        }
        self.layers[layer] = order;
    }

    /// Free room that two neighbours of one layer need between them.
    pub(crate) fn gap(&self, a: usize, b: usize, options: &Options) -> f64 {
        match (self.vertices[a].kind, self.vertices[b].kind) {
            (Kind::Child(_), Kind::Child(_)) => options.node_gap,
            (Kind::Child(_), _) | (_, Kind::Child(_)) => {
                (options.node_gap * 0.6).max(options.edge_gap)
            }
            (Kind::Label, _) | (_, Kind::Label) => options.edge_gap * 0.75,
            _ => options.edge_gap,
        }
    }

    /// Spreads the lines of each box over its sides, in the order of what they lead to, so that they neither share a port nor
    /// cross beside the box.
    pub(crate) fn spread_ports(&mut self, options: &Options) {
        for vertex in 0..self.vertices.len() {
            let Vertex {
                kind,
                across,
                lead,
                fixed_ports,
                ..
            } = self.vertices[vertex];
            if !kind.is_child() || fixed_ports {
                continue;
            }
            let side = across - lead;
            let mut after = std::mem::take(&mut self.after[vertex]);
            after.sort_by(|&a, &b| self.compare_far_ends(a, b, |link| (link.high, link.high_port)));
            for (&link, port) in
                after
                    .iter()
                    .zip(ports_on_side(after.len(), side, options.edge_gap))
            {
                self.links[link].low_port = lead + port;
            }
            self.after[vertex] = after;
            let mut before = std::mem::take(&mut self.before[vertex]);
            before.sort_by(|&a, &b| self.compare_far_ends(a, b, |link| (link.low, link.low_port)));
            for (&link, port) in
                before
                    .iter()
                    .zip(ports_on_side(before.len(), side, options.edge_gap))
            {
                self.links[link].high_port = lead + port;
            }
            self.before[vertex] = before;
        }
    }

    fn compare_far_ends(
        &self,
        a: usize,
        b: usize,
        far: impl Fn(&Link) -> (usize, f64),
    ) -> std::cmp::Ordering {
        let ((va, pa), (vb, pb)) = (far(&self.links[a]), far(&self.links[b]));
        let ports = if va == vb && self.vertices[va].fixed_ports {
            pa.total_cmp(&pb)
        } else {
            a.cmp(&b)
        };
        self.place[va]
            .cmp(&self.place[vb])
            .then(ports)
            .then(a.cmp(&b))
    }
}

/// Places of `count` ports on a side of the given length: as far apart as looks calm, around the middle.
pub(crate) fn ports_on_side(count: usize, side: f64, edge_gap: f64) -> impl Iterator<Item = f64> {
    let distance = (edge_gap * 1.3).min(side / (count as f64 + 1.0));
    let first = side / 2.0 - distance * (count as f64 - 1.0) / 2.0;
    (0..count).map(move |index| first + distance * index as f64)
}
