//! Giving what a team answers for to another team.

pub mod owned;
pub mod transfer;
