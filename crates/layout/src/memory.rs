//! What one layout leaves behind for the next one of nearly the same graph.

use crate::clean::Clean;
use crate::lanes::{Lane, lanes};
use crate::layered::{self, Free};
use crate::router;
use crate::types::{Options, Point, Size};

/// What was worked out for a graph; see [`layout_again`](crate::layout_again). An empty one knows nothing.
#[derive(Default)]
pub struct Memory {
    free: Option<(Structure, Laid)>,
    router: router::Memory,
}

/// The layout without regard to pinned places and closed groups, which moving a box does not change.
pub(crate) struct Laid {
    pub free: Free,
    /// Where it was shifted to last, and its lanes there, beside the lines.
    lanes: Option<(Point, Vec<Option<Lane>>)>,
}

impl Laid {
    /// The lanes of the free layout when it is shifted, beside the lines.
    pub(crate) fn lanes(&mut self, shift: Point, options: &Options) -> &[Option<Lane>] {
        let known = self.lanes.take().filter(|(known, _)| *known == shift);
        let known = known.unwrap_or_else(|| (shift, lanes(&self.free, shift, options)));
        &self.lanes.insert(known).1
    }
}

/// All that the free layout depends on: everything but places and names.
#[derive(PartialEq)]
struct Structure {
    options: Options,
    nodes: Vec<(Size, usize)>,
    edges: Vec<(usize, usize, Option<Size>)>,
    scopes: Vec<(usize, f64, f64)>,
    entries: Vec<usize>,
}

impl Structure {
    fn of(clean: &Clean, options: &Options) -> Self {
        let (nodes, edges, scopes) = (&clean.nodes, &clean.edges, &clean.scopes);
        Self {
            options: *options,
            nodes: nodes.iter().map(|n| (n.size, n.scope)).collect(),
            edges: edges.iter().map(|e| (e.from, e.to, e.label)).collect(),
            scopes: scopes
                .iter()
                .map(|s| (s.parent, s.padding, s.header))
                .collect(),
            entries: clean.entries.clone(),
        }
    }
}

impl Memory {
    /// The free layout, and what is known of routes.
    pub(crate) fn recall(
        &mut self,
        clean: &Clean,
        options: &Options,
    ) -> (&mut Laid, &mut router::Memory) {
        let structure = Structure::of(clean, options);
        let known = self.free.take().filter(|(known, _)| *known == structure);
        let known = known.unwrap_or_else(|| {
            let free = layered::lay_out(clean, options);
            (structure, Laid { free, lanes: None })
        });
        (&mut self.free.insert(known).1, &mut self.router)
    }
}
