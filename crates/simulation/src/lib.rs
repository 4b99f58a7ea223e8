//! How requests fare in a topology when things go wrong.
//!
//! A topology and a scenario become a [`Network`]: agents and handoffs with their probabilities, checked, under a profile of faults. A request
//! walks it from an entry until it is resolved, handed to a person, or lost. [`exact`] solves that walk as an absorbing Markov chain and says
//! how far off it can be at most; [`sample`] walks requests one by one with seeded dice. The two share nothing but the network, so that each
//! checks the other.
//!
//! Probabilities are between 0 and 1, times in milliseconds, costs in US dollars. Nothing here reads a clock or throws dice of its own.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod error;
mod exact;
mod fate;
mod name;
mod network;
mod queue;
mod sample;
mod setup;
mod stuck;
#[cfg(test)]
mod testing;

pub use error::SimulationError;
pub use exact::{
    AgentFate, Cause, Compounding, EntryFate, Exact, ExactOptions, HandoffFate, Interrupted,
    Limits, Parameter, Sensitivity, Subject, exact, exact_while,
};
pub use fate::{Fate, Fates};
pub use name::Name;
pub use network::{CATCHES, Network, Seam};
pub use queue::{
    AgentLoad, CauseShare, Estimate, HandoffLoad, LoadCause, LoadDifference, LoadFigure,
    LoadMoment, LoadOptions, Loaded, Queues, ServiceTimes, Spread, TeamLoad,
};
pub use sample::{
    Interval, Outcomes, RunEnd, SampleOptions, Sampled, SampledHandoff, TimeBucket, Times, sample,
    sample_agents, wider_for,
};
pub use setup::{PROFILES, Setup};
pub use stuck::without_means;
