//! What runs where, and whether another version may run there: every handoff of an environment with what its two ends send and take.

mod fit;
mod matrix;
mod order;

pub mod can_i_deploy;
pub mod deployments;
