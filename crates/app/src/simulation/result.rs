//! How requests fare: the answer of a run.

use super::asked::SimulationMethod;
use super::target::FigureTarget;
use baton_model::RecordKey;
use baton_simulation::{AgentFate, EntryFate, Fates, Interval, Outcomes};

pub use baton_simulation::{RunEnd, TimeBucket};
use serde::Serialize;

/// How requests fare.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Simulated {
    /// The topology.
    pub topology: String,
    /// How it was found.
    pub method: SimulationMethod,
    /// The fault profile by name.
    pub profile: String,
    /// The scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// The probability of each outcome.
    pub outcomes: Fates,
    /// How sure each is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intervals: Option<Outcomes>,
    /// The most by which an outcome can be off, where it was solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bound: Option<f64>,
    /// Requests that were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<f64>)]
    pub requests: Option<u64>,
    /// What the dice began with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<f64>)]
    pub seed: Option<u64>,
    /// Why no more requests were walked, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<RunEnd>,
    /// From each entry, where it was solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<EntryFate>>,
    /// Mean arrivals after a transfer; none where some requests never end.
    pub hops: Option<f64>,
    /// How sure the mean is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hops_interval: Option<Interval>,
    /// Mean cost of a request in US dollars; none where some requests never end.
    pub cost_usd: Option<f64>,
    /// How sure the mean is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_interval: Option<Interval>,
    /// Time of a request; none where some requests never end, or where it is not known exactly.
    pub latency_ms: Option<Latency>,
    /// How the times of requests are spread, where requests were walked.
    pub histogram: Vec<TimeBucket>,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept.
    pub handoff_success: Option<f64>,
    /// Share of the arrivals with context kept.
    pub context_fidelity: Option<f64>,
    /// What becomes of a tainted request at each agent.
    pub agents: Vec<AgentFate>,
    /// What each handoff does.
    pub handoffs: Vec<HandoffUse>,
    /// How far mistakes travel, by where they were made, the most frequent first.
    pub compounding: Vec<Compounding>,
    /// Which parameters decide about bad ends, the most effective first; none where the exact solver does not serve.
    pub sensitivities: Vec<Sensitivity>,
    /// What ought to be reached, and whether it is.
    pub targets: Vec<FigureTarget>,
    /// What the numbers do not say.
    pub notes: Vec<String>,
}

/// Time of a request in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, specta::Type)]
pub struct Latency {
    /// The mean.
    pub mean: f64,
    /// How sure the mean is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// The median, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50: Option<f64>,
    /// The 95th percentile, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95: Option<f64>,
    /// The 99th percentile, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99: Option<f64>,
}

/// What a handoff does.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffUse {
    /// The handoff.
    pub id: String,
    /// Mean uses of a request.
    pub uses: Option<f64>,
    /// Share of each bad outcome whose last handoff was this one.
    pub ends_here: Fates,
}

/// How far the mistakes of one place travel.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Compounding {
    /// The agent or handoff where requests become tainted.
    pub origin: RecordKey,
    /// How often that happens to a request, on average.
    pub times: f64,
    /// Mean transfers from there to the recovery or the end.
    pub transfers: f64,
}

/// What a parameter does to bad ends.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Sensitivity {
    /// The agent or handoff; the topology for what a scenario says.
    pub subject: RecordKey,
    /// The field.
    pub parameter: String,
    /// What it is now, under the fault profile.
    pub value: f64,
    /// By how much the probability of a bad end rises with it.
    pub derivative: f64,
    /// The change of that probability by an improvement of a tenth: below zero where it helps.
    pub effect: f64,
    /// The parameter after that improvement; none where a profile's floor stands in its way.
    pub improved: Option<f64>,
}
