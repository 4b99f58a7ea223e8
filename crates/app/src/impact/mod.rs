//! Who is hit by a change that nobody has made yet.

pub mod ask;
pub mod replay;

pub use baton_analysis::{Effect, FirstStep, Found, ImpactHit, ImpactQuestion, ImpactReport};
