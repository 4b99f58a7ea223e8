//! How requests fare: the answer of a run.

use super::asked::SimulationMethod;
use super::target::FigureTarget;
use baton_model::RecordKey;
use baton_simulation::{AgentFate, EntryFate, Fate, Fates, Outcomes};

pub use baton_simulation::{Cause, Interval, RunEnd, TimeBucket};
use serde::{Serialize, Serializer};

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
    /// How sure that share is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub success_interval: Option<Interval>,
    /// Share of the arrivals with context kept.
    pub context_fidelity: Option<f64>,
    /// How sure that share is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fidelity_interval: Option<Interval>,
    /// What becomes of a tainted request at each agent.
    pub agents: Vec<AgentFate>,
    /// What each handoff does.
    pub handoffs: Vec<HandoffUse>,
    /// How requests become tainted and how far that carries, what makes for most tainted transfers first; nothing where some requests never end.
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
    /// How sure the median is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_interval: Option<Interval>,
    /// How sure the 95th percentile is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p95_interval: Option<Interval>,
    /// How sure the 99th percentile is, where requests were walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p99_interval: Option<Interval>,
}

/// What a handoff does.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffUse {
    /// The handoff.
    pub id: String,
    /// Mean uses of a request.
    pub uses: Option<f64>,
    /// By bad outcome: the share of all requests that end so with this handoff as the last that they used.
    #[specta(type = Fates)]
    pub ends_here: BadEnds,
    /// Probability that one use reaches the receiver itself with a well-formed payload and context kept.
    pub success: f64,
    /// Probability that one use loses context.
    pub context_loss: f64,
    /// Probability that one use arrives at a person.
    pub human_rate: f64,
    /// 95th percentile of the time of one use's attempts, without the minutes of a gate.
    pub latency_p95_ms: f64,
}

/// The probabilities of bad outcomes. The others are no part of it, and are not written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BadEnds(pub Fates);

impl BadEnds {
    /// The probability of an outcome, and 0 for those that are not bad.
    pub fn of(&self, fate: Fate) -> f64 {
        if fate.is_bad() { self.0[fate] } else { 0.0 }
    }

    /// The probability of any.
    pub fn sum(&self) -> f64 {
        self.0.bad()
    }
}

impl Serialize for BadEnds {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bad = Fate::ALL.into_iter().filter(|fate| fate.is_bad());
        to.collect_map(bad.map(|fate| (fate.name(), self.of(fate))))
    }
}

/// How often requests become tainted in one way, and how far that carries.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Compounding {
    /// The agent or handoff where it happens.
    pub origin: RecordKey,
    /// How.
    pub cause: Cause,
    /// Mean times per request.
    pub per_request: f64,
    /// Mean transfers from there until the request is clean again or ends.
    pub transfers: f64,
}

/// What a parameter does to bad ends.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Sensitivity {
    /// The agent or handoff; for what is asked of users, the scenario, or the topology where there is none.
    pub subject: RecordKey,
    /// The field; `gate.catches` stands at the handoff.
    pub parameter: String,
    /// What it is, as drawn or raised to the floor of the fault profile.
    pub value: f64,
    /// By how much the probability of a bad end grows with it.
    pub derivative: f64,
    /// By how much that probability changes where the parameter gets better by a tenth, or by a tenth of what it lacks to 1: below zero.
    pub effect: f64,
    /// The parameter after that, to be asked of [`super::improve::improvement`]; none where no edit can do it, because a floor of the fault profile or a
    /// scenario decides.
    pub improved: Option<f64>,
}
