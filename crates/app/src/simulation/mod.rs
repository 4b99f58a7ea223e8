//! How requests fare in a topology.

pub mod load;
pub mod require;
pub mod run;
