//! Geometry of a drawing: layers, routes, ports, groups and pinned boxes.
//!
//! The window and the pictures use the same functions, so they show the same drawing. The crate does no I/O, keeps no state, and
//! answers every input: what cannot be drawn is left out and told in [`Drawing::notes`].
//!
//! - [`layout`] places boxes and routes lines for a whole [`Graph`].
//! - [`route`] routes lines for boxes whose places are given, and [`reroute`] only those that a move concerns.
//! - [`rounded_path`] turns a route into path data.
//!
//! Equal inputs give equal drawings, to the last bit.

mod clean;
mod drawing;
mod layered;
mod path;
mod pins;
mod router;
mod shape;
mod types;

pub mod topology;

pub use drawing::layout;
pub use path::rounded_path;
pub use router::{reroute, route};
pub use types::{
    Bounds, Direction, Drawing, Edge, Graph, Group, GroupBox, Heading, Node, NodeBox, Note,
    Options, Point, Route, Size,
};
