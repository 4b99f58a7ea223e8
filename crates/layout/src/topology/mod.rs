//! From the records of a topology to its drawing: which boxes there are, how large they are,
//! which lines join them. The window and the pictures both start here.

mod assemble;
mod scene;

use crate::{Bounds, Heading, Options, Point, layout};
use baton_model::{Document, Handoff, Kind, RecordKey, Target, TopologyId};
use scene::Scene;

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
    /// A frame around its members.
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
    /// The box where it starts.
    pub from: RecordKey,
    /// The box where it ends.
    pub to: RecordKey,
    /// Corners, each segment horizontal or vertical, from border to border.
    pub points: Vec<Point>,
    /// Where the arrow points.
    pub heading: Heading,
    /// Contract and version, or nothing.
    pub label: Option<String>,
    /// Centre of the label, or the middle of the line.
    pub label_at: Point,
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
    let scene = Scene::collect(document, topology);
    let drawn = layout(&scene.graph(), options);
    scene.into_drawing(topology, drawn)
}

/// The box that a handoff leads to.
pub fn target_key(handoff: &Handoff) -> RecordKey {
    match &handoff.to {
        Target::Agent(agent) => RecordKey::new(Kind::Agent, agent.as_str()),
        Target::Outcome(target) => RecordKey::new(Kind::Outcome, target.outcome.as_str()),
        Target::Query(_) => RecordKey::new(Kind::Handoff, handoff.id.as_str()),
    }
}

/// What stands on a handoff's line: contract and version.
pub fn line_label(handoff: &Handoff) -> Option<String> {
    let contract = handoff.contract.as_ref()?;
    Some(match &handoff.version {
        Some(version) => format!("{contract}@{version}"),
        None => contract.to_string(),
    })
}
