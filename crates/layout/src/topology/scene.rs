//! What a drawing of a topology shows, before anything has a place.

use super::BoxKind;
use super::LineKind;
use super::cast::Cast;
use super::sources::Sources;
use crate::{Graph, Size};
use baton_model::{Document, RecordKey, TopologyId};

/// The boxes and lines of a topology, ready to be laid out. Equal scenes give equal drawings.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub(super) topology: TopologyId,
    /// Names, sizes, places and ends; all that the layout has to know.
    pub(super) graph: Graph,
    /// Beside the graph's nodes.
    pub(super) nodes: Vec<SceneNode>,
    /// Beside the graph's edges.
    pub(super) lines: Vec<SceneLine>,
    /// Beside the graph's groups.
    pub(super) groups: Vec<SceneGroup>,
    /// What it was made of.
    pub(super) sources: Sources,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct SceneNode {
    pub(super) subject: RecordKey,
    pub(super) kind: BoxKind,
    /// Extents where its place names none.
    pub(super) size: Size,
    pub(super) pinned: bool,
    /// Of a query: the number of agents that qualify.
    pub(super) members: u32,
    /// The innermost group.
    pub(super) group: Option<usize>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct SceneLine {
    pub(super) kind: LineKind,
    pub(super) subject: RecordKey,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: Option<String>,
    pub(super) to_people: bool,
    pub(super) parallel: Option<String>,
    pub(super) is_default: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct SceneGroup {
    pub(super) subject: RecordKey,
    pub(super) parent: Option<usize>,
    pub(super) pinned: bool,
}

impl Scene {
    /// The boxes and lines of a topology: the agents that it names or places, the agents that its queries find (see
    /// [`LineKind::Candidate`]), its entries, outcomes, queries, notes and groups. A topology that does not exist has none.
    pub fn collect(document: &Document, topology: &TopologyId) -> Self {
        let mut cast = Cast::new(document, topology);
        cast.add_groups();
        cast.add_boxes();
        cast.add_lines();
        cast.scene.sources = Sources::of(document, topology, &cast.scene);
        cast.scene
    }
}
