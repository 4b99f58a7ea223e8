//! Requests under load: they arrive at random, share agents and people, wait, and give up.
//!
//! Each request walks as the definition has it, steps 1 to 9, in the time that its latencies take. What load adds:
//!
//! - **Arrivals.** Requests come as a Poisson stream of a rate, at the entries by their weights.
//! - **Slots.** An agent with a `capacity` has `at_once` slots. A visit holds one from its beginning until the agent has decided, delegations
//!   included: a caller waits for what it calls. An agent without a capacity takes everybody at once.
//! - **People.** The outcome `human` falls when a person takes the ticket up, and the time of the request ends there; the ticket holds one of
//!   the person's slots for the person's own latency. Where the person's team has a rotation with shifts, there are so many times `at_once`
//!   (1) slots as people on shift; whoever has begun a ticket ends it. The schedule begins again after a day where it fits into one, else after
//!   whole weeks. A person who was called by a delegation answers after that latency where the
//!   record has one, else at once, as without load.
//! - **Waiting.** Who finds no slot waits, first come, first served, unless `queue_limit` others do (`queue_full`). A rate limit is a bucket that
//!   holds what a second gives, and at least one; who finds it empty is turned away (`rate_limited`). At an entry both end the request.
//! - **Attempts.** To be turned away fails an attempt of step 6, as `unavailable` does. So does a wait at an agent of more than `timeout_ms`
//!   (`timed_out`; a ticket that waits for a person has been accepted). The message that was given up is withdrawn where the handoff is idempotent or rolls back; else it stays, and takes a slot for
//!   a visit that nobody waits for: this is what retry storms are made of. The dice of step 7 and the gate are thrown once for all attempts.
//! - **Backoff.** `fixed` waits half a second between attempts; `exponential` half a second, then twice as long each time, of which chance
//!   takes up to half away.
//! - **Breakers.** One for each handoff. `threshold` attempts that failed within `window_seconds` open it; open, the handoff goes
//!   to its fallbacks at once (`breaker_open`); after `reset_seconds` one attempt goes alone, and closes or opens it again. Fallbacks pass it by.
//! - **Debounce.** A transfer sets out `debounce_seconds` after it was decided; nobody's slot is held meanwhile.
//! - **Choice.** `least_loaded` takes the candidate with the fewest requests inside for each slot, the first by id of several.
//!
//! A request that is lost to load counts as `dropped`, with what load did to its last transfer as the cause. Where no load is felt, outcomes
//! are those of the other two solvers.
//!
//! A run is repeated with other dice. Figures are means over the repetitions, with 95 % intervals by Student's distribution; what happens before the warm-up is over is
//! not measured, and requests that came while it was measured are followed to their ends.

mod breaker;
mod build;
mod dice;
mod engine;
mod events;
mod histogram;
mod load;
mod paired;
mod replication;
mod report;
mod staffing;
mod station;
mod statistics;
mod summary;
#[cfg(test)]
mod tests;
mod token;
mod transfer;
mod visit;

pub use load::{LoadOptions, ServiceTimes};
pub use paired::{LoadDifference, LoadFigure};
pub use report::{
    AgentLoad, CauseShare, Estimate, HandoffLoad, LoadCause, LoadMoment, Loaded, Spread, TeamLoad,
};

use crate::network::{LogNormal, Network};
use baton_model::Backoff;
use breaker::BreakerLimits;
use staffing::Staffing;
use token::{Token, Via};

/// Points of a series over time.
const SERIES: usize = 60;

/// A topology, ready to be put under load.
#[derive(Clone, Debug)]
pub struct Queues {
    network: Network,
    /// By agent.
    places: Vec<Place>,
    /// By handoff.
    ways: Vec<Way>,
    /// By agent: sum of the shares of its transfers.
    shares: Vec<f64>,
    /// By agent: probability that a visit's tools are exhausted.
    exhaustion: Vec<f64>,
    /// By handoff: its number among those with a loop limit.
    limited: Vec<Option<u32>>,
    /// How many have one.
    limits: usize,
    /// What was assumed.
    notes: Vec<String>,
}

/// What an agent takes at a time.
#[derive(Clone, Debug)]
struct Place {
    team: Option<String>,
    /// Slots, for each person where there is a staffing; none without limit.
    slots: Option<u32>,
    queue_limit: u32,
    rate_per_ms: Option<f64>,
    staffing: Option<Staffing>,
    /// Time of a visit, or of a person's work on a ticket.
    service: Service,
    /// Time of an answer to a call.
    answer: Service,
}

/// How long something takes.
#[derive(Clone, Copy, Debug)]
struct Service {
    time: LogNormal,
    mean: f64,
}

impl Service {
    fn new(time: LogNormal) -> Self {
        Self {
            time,
            mean: time.mean(),
        }
    }
}

/// How a handoff is carried out under load; times in milliseconds.
#[derive(Clone, Debug)]
struct Way {
    timeout: Option<f64>,
    backoff: Backoff,
    breaker: Option<BreakerLimits>,
    debounce: f64,
    /// Whether a message that was given up stays with the receiver.
    leaves_a_copy: bool,
    /// Candidates of which the least loaded is taken; empty where load decides nothing.
    least_loaded: Vec<u32>,
    /// Who takes what the loop limit stops.
    human: Option<u32>,
}

impl Queues {
    /// The handoff that brought a token to where it waits.
    fn way_of(&self, token: &Token) -> Option<&Way> {
        (token.via == Via::Handoff).then(|| &self.ways[token.handoff as usize])
    }
}
