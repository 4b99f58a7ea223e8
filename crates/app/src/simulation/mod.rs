//! How requests fare in a topology.

pub mod asked;
pub mod choices;
pub mod compare;
pub mod improve;
pub mod load;
pub mod require;
pub mod require_load;
pub mod result;
pub mod run;
pub mod target;
