//! How requests fare in a topology.

pub mod require;
pub mod run;
