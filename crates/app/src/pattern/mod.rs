//! Shapes of coordination: recognised, recommended, and turned into each other.

pub mod advise;
pub mod restructure;
