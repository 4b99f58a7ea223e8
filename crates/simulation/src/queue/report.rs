//! What is said about a run.

use super::ServiceTimes;
use super::paired::Figures;
use crate::fate::{Fate, Fates};
use crate::sample::{Interval, Outcomes};
use serde::Serialize;

/// What load does to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LoadCause {
    /// As many wait already as may.
    QueueFull,
    /// More came than the rate limit lets in.
    RateLimited,
    /// Nobody took it up in time.
    TimedOut,
    /// A breaker is open.
    BreakerOpen,
}

impl LoadCause {
    /// All of them, in the order in which results list them.
    pub const ALL: [LoadCause; 4] = [
        LoadCause::QueueFull,
        LoadCause::RateLimited,
        LoadCause::TimedOut,
        LoadCause::BreakerOpen,
    ];

    /// The name in files, output and columns.
    pub fn name(self) -> &'static str {
        match self {
            LoadCause::QueueFull => "queue_full",
            LoadCause::RateLimited => "rate_limited",
            LoadCause::TimedOut => "timed_out",
            LoadCause::BreakerOpen => "breaker_open",
        }
    }
}

/// A mean over replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// How sure it is.
    pub interval: Interval,
}

/// How times are spread, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct Spread {
    /// The mean.
    pub mean: f64,
    /// How sure the mean is.
    pub interval: Interval,
    /// The median, to one per cent, as the other percentiles.
    pub p50: f64,
    /// The 95th percentile.
    pub p95: f64,
    /// The 99th percentile.
    pub p99: f64,
}

/// How requests fare under load.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Loaded {
    /// Requests that arrive in a second, on average.
    pub rate_per_second: f64,
    /// What the dice began with.
    #[specta(type = f64)]
    pub seed: u64,
    /// How the times of visits are spread.
    pub service: ServiceTimes,
    /// Independent repetitions.
    pub replications: u32,
    /// Time that was measured in each, in seconds.
    pub seconds: f64,
    /// Time before measuring began, in seconds.
    pub warm_up_seconds: f64,
    /// Requests that count: those that came while time was measured.
    #[specta(type = f64)]
    pub requests: u64,
    /// Share of each outcome; they sum to 1 with `inside`.
    pub outcomes: Fates,
    /// How sure each share is.
    pub intervals: Outcomes,
    /// Share of the requests that were still inside when a run was broken off.
    pub inside: f64,
    /// Requests that load lost, by cause; all of them count as `dropped`.
    pub by_load: Vec<CauseShare>,
    /// Requests that end in a second.
    pub throughput_per_second: Estimate,
    /// Time of a request from arrival to its end; none where none ended.
    pub latency_ms: Option<Spread>,
    /// Waiting of a request, all queues together; none where none ended.
    pub waiting_ms: Option<Spread>,
    /// Mean arrivals after a transfer.
    pub hops: f64,
    /// Mean cost of a request in US dollars.
    pub cost_usd: f64,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept; none without uses.
    pub handoff_success: Option<f64>,
    /// Share of the arrivals with context kept; 1 without arrivals.
    pub context_fidelity: f64,
    /// Attempts for each use of a handoff, fallbacks included; none without uses.
    pub amplification: Option<f64>,
    /// By agent.
    pub agents: Vec<AgentLoad>,
    /// By team that has agents of limited capacity.
    pub teams: Vec<TeamLoad>,
    /// By handoff.
    pub handoffs: Vec<HandoffLoad>,
    /// Time between two points of a series, in seconds; series begin with the warm-up.
    pub series_step_seconds: f64,
    /// What the numbers do not say.
    pub notes: Vec<String>,
    /// The figures of each replication, of which differences between two runs are made.
    #[serde(skip)]
    pub(super) each: Vec<Figures>,
}

/// Requests that load lost for one cause.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct CauseShare {
    /// The cause.
    pub cause: LoadCause,
    /// The outcome in which they count.
    pub outcome: Fate,
    /// Share of all requests.
    pub share: f64,
    /// How sure it is.
    pub interval: Interval,
}

/// How busy an agent is.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AgentLoad {
    /// The agent.
    pub id: String,
    /// Slots on average; none without limit.
    pub slots: Option<f64>,
    /// Slots in use, on average.
    pub busy: Estimate,
    /// Share of the slots in use; none without limit, or where nobody was there.
    pub utilisation: Option<Estimate>,
    /// What comes, as a share of what its slots can do; above 1 it cannot keep up. None without limit, or where nobody came or was there.
    pub demand: Option<f64>,
    /// Requests that come in a second, those turned away included.
    pub arrivals_per_second: f64,
    /// Waiting until taken up; none where nobody was.
    pub waiting_ms: Option<Spread>,
    /// Requests that wait, on average.
    pub queue: Estimate,
    /// Most that waited at once in any replication.
    pub most_waiting: u32,
    /// Share of those that come that are turned away because the queue is full.
    pub queue_full: f64,
    /// Share of those that come that the rate limit turns away.
    pub rate_limited: f64,
    /// Share of those that come that give up waiting.
    pub timed_out: f64,
    /// Visits in a second for messages that their senders had given up.
    pub wasted_per_second: f64,
    /// Over time, warm-up included; empty for agents without limit.
    pub series: Vec<LoadMoment>,
}

/// One step of a series: means over the step and over replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct LoadMoment {
    /// Requests that wait.
    pub queue: f64,
    /// Slots in use.
    pub busy: f64,
    /// Slots.
    pub slots: f64,
}

/// How busy a team is: its agents of limited capacity together.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TeamLoad {
    /// The team.
    pub id: String,
    /// Its agents of limited capacity.
    pub agents: Vec<String>,
    /// Share of their slots in use; none where nobody was there.
    pub utilisation: Option<Estimate>,
    /// Waiting until taken up; none where nobody was.
    pub waiting_ms: Option<Spread>,
    /// Requests that wait, on average.
    pub queue: Estimate,
    /// Over time, warm-up included.
    pub series: Vec<LoadMoment>,
}

/// What load does on a handoff.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffLoad {
    /// The handoff.
    pub id: String,
    /// Mean uses of a request.
    pub uses: f64,
    /// Attempts for each use, fallbacks included; none without uses.
    pub amplification: Option<f64>,
    /// Of its attempts and those that a breaker stopped, the share that a full queue turned away.
    pub queue_full: f64,
    /// The share that a rate limit turned away.
    pub rate_limited: f64,
    /// The share that was not taken up in time.
    pub timed_out: f64,
    /// The share that its open breaker stopped.
    pub breaker_open: f64,
    /// How often its breaker opened, in an hour.
    pub openings_per_hour: f64,
    /// Share of all requests that load lost here.
    pub lost: f64,
}
