//! Who is hit by a change, before anybody makes it; which handoffs deserve attention first ([`audit`]), and where a person should decide ([`gate`]).
//!
//! [`impact`] takes a question about a registry (a contract gets another schema, an agent is retired, a team goes ...) and finds for every handoff
//! the worst that happens to it, with a counterexample or a reason. The hit goes on downstream by field: what a receiver passes on carries
//! it to the next handoff. The answer names every handoff, agent, topology and team once, with the shortest path that explains why, and says
//! who has to move, in which order, until when.
//!
//! Which schemas fit is decided by `baton_contract`; each pair of schemas is judged once. The crate reads no clock: today's date
//! and the milliseconds of a limit are handed in.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod ask;
pub mod audit;
mod carry;
mod cause;
mod cross;
mod fields;
mod found;
pub mod gate;
mod inquiry;
mod judge;
mod part;
pub mod pattern;
mod plan;
mod question;
mod quick;
mod report;
mod summary;
mod view;

#[cfg(test)]
mod tests;

pub use baton_graph::RegistryGraph;
pub use cause::{Effect, MoveOrder};
pub use found::{Found, HitView};
pub use inquiry::{Asked, impact};
pub use plan::{Move, Side};
pub use question::{ImpactQuestion, Unanswerable};
pub use report::{
    AgentHit, EffectCounts, FirstStep, ImpactHit, ImpactReport, TeamHit, TopologyHit,
};
