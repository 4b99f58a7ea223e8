//! The drawing of a topology, the same for window and pictures.

use crate::Registry;
use baton_layout::Options;
use baton_layout::topology::TopologyDrawing;
use baton_model::TopologyId;

/// Lays out a topology; placed boxes stay where they are.
pub fn drawing(registry: &Registry, topology: &TopologyId) -> TopologyDrawing {
    registry
        .read(|document| baton_layout::topology::drawing(document, topology, &Options::default()))
}
