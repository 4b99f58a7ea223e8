//! Geometry of a drawing: layers, routes, ports, groups and pinned boxes.
//!
//! The window and the pictures use the same functions, so they show the same drawing. The crate does no I/O, keeps no state, and
//! answers every input: what cannot be drawn is left out and told in [`Drawing::notes`].
//!
//! - [`layout`] places boxes and routes lines for a whole [`Graph`]; [`layout_again`] does so with a [`Memory`] of the drawing before.
//! - [`topology`] makes such a graph of the records of a topology, [`packed`] makes bytes of its drawing.
//! - [`rounded_path`] turns a route into path data.
//!
//! Equal inputs give equal drawings, to the last bit.

mod clean;
mod drawing;
mod frames;
mod lanes;
mod layered;
mod memory;
mod path;
mod pins;
mod router;
mod shape;
mod types;

pub mod packed;
pub mod topology;

pub use drawing::{layout, layout_again};
pub use memory::Memory;
pub use path::rounded_path;
pub use types::{
    Bounds, Closed, Direction, Drawing, Edge, Graph, Group, GroupBox, Heading, Id, Node, NodeBox,
    Note, Options, Point, Route, Size,
};
