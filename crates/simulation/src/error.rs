//! Why a topology cannot be simulated.

use thiserror::Error;

/// What is wrong, in words that name the record and the remedy.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum SimulationError {
    /// The registry has no such topology.
    #[error("there is no topology {0}")]
    NoTopology(String),
    /// Nothing says where requests come in.
    #[error(
        "no request can start: the topology {0} has no entry; draw one, or name the entries in the scenario"
    )]
    NoEntry(String),
    /// All entries weigh nothing.
    #[error(
        "no request can start: the shares of all entries of {0} are zero; give one of them a share"
    )]
    NoEntryShare(String),
    /// A number outside what it may be.
    #[error("{subject}: {field} is {}; it has to be {expected}", shown(*value))]
    OutOfRange {
        /// The kind and id of the record.
        subject: String,
        /// The field.
        field: &'static str,
        /// What stands there.
        value: f64,
        /// What may stand there, in words.
        expected: &'static str,
    },
    /// A run under load was ended before it could say anything.
    #[error(
        "the run was ended after {done} replications; {least} are the least that say something"
    )]
    EndedTooEarly {
        /// Complete replications.
        done: u32,
        /// How many it takes.
        least: u32,
    },
    /// A record names an agent that the topology does not have.
    #[error("{subject} names the agent {agent}, which is not there; name one of the topology")]
    NoAgent {
        /// The kind and id of the record.
        subject: String,
        /// The agent's id.
        agent: String,
    },
    /// A delegation ends in an outcome, though it has to come back.
    #[error("the delegation {0} leads to an outcome; a delegation comes back, make it a transfer")]
    DelegatesToOutcome(String),
    /// Delegations lead back to an agent that is still waiting for them.
    #[error("delegations lead back to an agent that waits for them: {}; make one of them a transfer", .0.join(" -> "))]
    CallsItself(Vec<String>),
    /// A scenario names a profile that nobody has defined.
    #[error(
        "there is no fault profile {name:?}; known: {known}, or write its floors into the scenario"
    )]
    NoProfile {
        /// The name.
        name: String,
        /// Those that exist.
        known: String,
    },
}

/// A number without long rows of zeros.
fn shown(value: f64) -> String {
    if value != 0.0 && !(1e-9..1e16).contains(&value.abs()) && value.is_finite() {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}
