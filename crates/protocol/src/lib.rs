//! Whether a handoff transfers cleanly: its protocol, explored exhaustively.
//!
//! A handoff's record says how control moves: whether the sender waits for an acknowledgement, rolls back, retries, gives up, and who takes over
//! then. [`Configuration`] is what of a record matters, [`Machine`] is the protocol that such a record asks for: pause, transmit, acknowledge,
//! release, roll back, between a sender, a channel and its receivers. The channel may lose, delay, repeat and overtake messages as often as it likes;
//! either side may crash and come back at any point. [`verify`] walks every run of it and tells of each [`Property`] that it holds, is violated by this
//! shortest run, or was not proven because there are more states than the budget allows. [`Trace`] tells a run with the names of the record.
//!
//! Nothing here knows a clock: a timeout may strike at any moment after a message was sent, as it does in the world.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod configuration;
mod explore;
mod machine;
mod mermaid;
mod remedy;
mod run;
mod state;
mod tell;
mod trace;
mod verify;

#[cfg(test)]
mod tests;

pub use configuration::{Configuration, Rejection};
pub use machine::Machine;
pub use remedy::{Change, remedy};
pub use run::Run;
pub use state::{Hold, Lane, Letter, Letters, Phase, State, Step};
pub use trace::{Names, Party, PartyKind, Trace, TraceKind, TraceMessage, TraceStep};
pub use verify::{BUDGET, Proof, Proofs, Property, TOTAL, Verdict, verify};
