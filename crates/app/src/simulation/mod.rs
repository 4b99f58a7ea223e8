//! How requests fare in a topology.

pub mod asked;
pub mod choices;
pub mod compare;
pub mod compare_load;
pub mod improve;
pub mod load;
mod load_alone;
pub mod require;
pub mod require_load;
pub mod result;
pub mod run;
pub mod target;
