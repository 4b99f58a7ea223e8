//! The plain values that go in and come out, so that the window and the pictures share one geometry without sharing a data model.
//!
//! All numbers are drawing units (CSS pixels), origin at the top left, x to the right, y downwards.

use std::fmt;
use std::sync::Arc;

/// A name of a box, line or frame, made once and shared.
pub type Id = Arc<str>;

/// A place in the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, specta::Type)]
pub struct Point {
    /// Distance from the left.
    pub x: f64,
    /// Distance from the top.
    pub y: f64,
}

impl Point {
    /// A point at `x`, `y`.
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// Width and height of something whose place is not known yet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
}

/// A box to place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Unique among the nodes; a second node with the same id is left out and noted.
    pub id: Id,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
    /// Top-left corner fixed by the user; kept to the last bit.
    pub pinned: Option<Point>,
    /// The innermost group the box belongs to.
    pub group: Option<Id>,
}

/// A line from one box to another. Parallel lines, both directions and loops on one box are all drawn apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Unique among the edges; a second edge with the same id is left out and noted.
    pub id: Id,
    /// Id of the box where the line starts.
    pub from: Id,
    /// Id of the box where the arrow points.
    pub to: Id,
    /// Room to keep free on the line for its label.
    pub label: Option<Size>,
}

/// A frame around its members, which may be boxes and other groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Unique among the groups.
    pub id: Id,
    /// The group that surrounds this one.
    pub parent: Option<Id>,
    /// Free room between the members and the frame, on all sides.
    pub padding: f64,
    /// Further room at the top for the group's title.
    pub header: f64,
    /// Set for a group that is shown closed: as one box instead of a frame with its members.
    pub closed: Option<Closed>,
}

/// The box of a closed group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closed {
    /// Its extents.
    pub size: Size,
    /// Top-left corner fixed by the user; without one the box stands where the upper left corner of the open group would be.
    pub pinned: Option<Point>,
}

/// What to lay out. The order of the lists breaks ties, so equal lists give equal drawings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Graph {
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The lines.
    pub edges: Vec<Edge>,
    /// The frames.
    pub groups: Vec<Group>,
    /// Ids of boxes where work enters; in a cycle the flow starts there. May be empty.
    pub entries: Vec<Id>,
}

/// Where the flow of a drawing runs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Layers are columns.
    #[default]
    LeftToRight,
    /// Layers are rows.
    TopToBottom,
}

/// Spacing of a drawing. Values that are not finite or are negative fall back to the default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Where the flow runs to.
    pub direction: Direction,
    /// Free room between two boxes of one layer.
    pub node_gap: f64,
    /// Free room between two layers, without the room that labels and many parallel lines add.
    pub layer_gap: f64,
    /// Distance between two parallel lines.
    pub edge_gap: f64,
    /// Free room between parts of the drawing that no line connects.
    pub component_gap: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            direction: Direction::LeftToRight,
            node_gap: 36.0,
            layer_gap: 72.0,
            edge_gap: 14.0,
            component_gap: 64.0,
        }
    }
}

/// A placed box.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeBox {
    /// Id of the node.
    pub id: Id,
    /// Left border.
    pub x: f64,
    /// Top border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
}

/// A placed frame, or the box of a closed group. They come outermost first, which is the order to paint them in.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupBox {
    /// Id of the group.
    pub id: Id,
    /// Whether it is a box that stands for its members.
    pub closed: bool,
    /// The number of nodes that it holds, through inner groups too.
    pub members: u32,
    /// Left border.
    pub x: f64,
    /// Top border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
}

/// Where an arrow points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Heading {
    /// To larger x.
    Right,
    /// To larger y.
    Down,
    /// To smaller x.
    Left,
    /// To smaller y.
    Up,
}

impl Heading {
    /// Unit vector of the heading.
    pub const fn vector(self) -> Point {
        match self {
            Self::Right => Point::new(1.0, 0.0),
            Self::Down => Point::new(0.0, 1.0),
            Self::Left => Point::new(-1.0, 0.0),
            Self::Up => Point::new(0.0, -1.0),
        }
    }
}

/// The course of one edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// Id of the edge.
    pub edge: Id,
    /// Corners of a polyline whose segments are horizontal or vertical, from the border of the source to the border of the
    /// target; at least two points. Draw it with [`rounded_path`](crate::rounded_path).
    pub points: Vec<Point>,
    /// Centre of the label, or the middle of the line for an edge without one.
    pub label_at: Point,
    /// Where the arrow at the last point points.
    pub heading: Heading,
}

/// The smallest rectangle around everything that is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default, serde::Serialize, specta::Type)]
pub struct Bounds {
    /// Left border.
    pub x: f64,
    /// Top border.
    pub y: f64,
    /// Horizontal extent.
    pub width: f64,
    /// Vertical extent.
    pub height: f64,
}

/// Something in the input that could not be taken as it was. The drawing is complete without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// Two nodes share an id; the first was drawn.
    DuplicateNode(String),
    /// Two edges share an id; the first was drawn.
    DuplicateEdge(String),
    /// Two groups share an id; the first was drawn.
    DuplicateGroup(String),
    /// An edge names a node that does not exist; the edge was left out.
    UnknownEnd {
        /// Id of the edge.
        edge: String,
        /// The unknown node.
        node: String,
    },
    /// A node or group names a group that does not exist; it was drawn outside.
    UnknownGroup {
        /// Id of the node or group.
        member: String,
        /// The unknown group.
        group: String,
    },
    /// Groups that contain each other, or more than 64 levels of groups; the named one was drawn outside.
    GroupNesting(String),
    /// A size that is not a number, negative, or beyond 20,000 units; another was taken.
    UnusableSize(String),
    /// A pinned place that is not a number or beyond 10 million units; the box was placed automatically.
    UnusablePlace(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateNode(id) => write!(f, "box '{id}' occurs twice; the first is drawn"),
            Self::DuplicateEdge(id) => write!(f, "line '{id}' occurs twice; the first is drawn"),
            Self::DuplicateGroup(id) => write!(f, "group '{id}' occurs twice; the first is drawn"),
            Self::UnknownEnd { edge, node } => {
                write!(f, "line '{edge}' is not drawn: there is no box '{node}'")
            }
            Self::UnknownGroup { member, group } => {
                write!(
                    f,
                    "'{member}' is drawn outside: there is no group '{group}'"
                )
            }
            Self::GroupNesting(id) => write!(
                f,
                "group '{id}' is drawn outside its parent: the groups contain each other or nest too deeply"
            ),
            Self::UnusableSize(id) => write!(f, "'{id}' has no usable size; another was taken"),
            Self::UnusablePlace(id) => {
                write!(f, "'{id}' has no usable place; it was placed automatically")
            }
        }
    }
}

/// A finished drawing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// The boxes that stand in no closed group, in the order of the input.
    pub boxes: Vec<NodeBox>,
    /// Frames and closed groups that stand in no closed group themselves, outermost first.
    pub groups: Vec<GroupBox>,
    /// The lines, in the order of the input. A line of a member ends at the box of its closed group; a line between two members of
    /// the same one is left out.
    pub routes: Vec<Route>,
    /// Around all of these.
    pub bounds: Bounds,
    /// What could not be taken as it was, sorted.
    pub notes: Vec<Note>,
}
