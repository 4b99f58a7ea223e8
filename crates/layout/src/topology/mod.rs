//! From the records of a topology to its drawing: which boxes there are, how large they are,
//! which lines join them. The window and the pictures both start here.

mod assemble;
mod candidates;
mod cast;
mod lines;
mod part;
mod scene;
mod sources;

pub use scene::Scene;
pub use sources::Followed;

use crate::{Bounds, Heading, Memory, Options, Point};
use baton_model::{Document, Handoff, RecordKey, TopologyId};

/// What a box of a drawing stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum BoxKind {
    /// An agent's card.
    Agent,
    /// A way for a request to end.
    Outcome,
    /// A way for a request to come in.
    Entry,
    /// A receiver chosen by capability; the subject is the handoff.
    Query,
    /// A note.
    Note,
    /// A frame around its members; when collapsed, a card in their place.
    Group,
}

/// A placed box.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct DrawnBox {
    /// The record that it stands for.
    pub subject: RecordKey,
    /// What it is.
    pub kind: BoxKind,
    /// Left border.
    pub x: f64,
    /// Upper border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
    /// Whether its place was set by hand.
    pub pinned: bool,
    /// Whether it is a group that stands for its members: neither they nor groups inside are drawn.
    pub collapsed: bool,
    /// Of a group the number of boxes that it holds, through inner groups too; of a query the number of agents that qualify.
    pub members: u32,
}

/// What a line of a drawing stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// A handoff that moves control.
    Transfer,
    /// A handoff that calls and returns.
    Delegate,
    /// From an entry to its agent.
    Entry,
    /// Who takes over when a handoff's receiver does not.
    Fallback,
    /// From a query to an agent that qualifies.
    ///
    /// Linked are the agents that stand in the topology anyway and, if there are at most 8 of them, all others, which are drawn too.
    /// Where more than 24 would be linked none is, and [`DrawnBox::members`] alone tells how many there are. The query's default is
    /// linked in any case.
    Candidate,
}

/// A routed line.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct DrawnLine {
    /// Unique in the drawing.
    pub id: String,
    /// What it is.
    pub kind: LineKind,
    /// The handoff or entry that it belongs to.
    pub subject: RecordKey,
    /// The box where it starts; for a member of a collapsed group that group's.
    pub from: RecordKey,
    /// The box where it ends; for a member of a collapsed group that group's.
    pub to: RecordKey,
    /// Corners, each segment horizontal or vertical, from border to border.
    pub points: Vec<Point>,
    /// Where the arrow points.
    pub heading: Heading,
    /// Contract and version, or nothing.
    pub label: Option<String>,
    /// Centre of the label, or the middle of the line.
    pub label_at: Point,
    /// Whether an agent that is a person receives by it.
    pub to_people: bool,
    /// The parallel group of a handoff: those of one sender with the same name run at once.
    pub parallel: Option<String>,
    /// Of a candidate: whether it is taken when nobody qualifies.
    pub is_default: bool,
}

/// The drawing of one topology.
#[derive(Debug, Clone, PartialEq, serde::Serialize, specta::Type)]
pub struct TopologyDrawing {
    /// The topology.
    pub topology: TopologyId,
    /// Boxes; groups first, outermost first.
    pub boxes: Vec<DrawnBox>,
    /// Lines.
    pub lines: Vec<DrawnLine>,
    /// Around everything.
    pub bounds: Bounds,
}

/// Lays out a topology. Boxes with a placement stand where the placement says; all others are
/// placed. A topology that does not exist gives an empty drawing.
pub fn drawing(document: &Document, topology: &TopologyId, options: &Options) -> TopologyDrawing {
    Scene::collect(document, topology).draw(options, &mut Memory::default())
}

/// What stands on a handoff's line: contract and version.
pub fn line_label(handoff: &Handoff) -> Option<String> {
    let contract = handoff.contract.as_ref()?;
    Some(match &handoff.version {
        Some(version) => format!("{contract}@{version}"),
        None => contract.to_string(),
    })
}
