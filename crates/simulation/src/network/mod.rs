//! Agents and handoffs as numbers: what one visit does, and what one handoff does.

mod build;
mod effect;
mod passage;
mod seam;
#[cfg(test)]
mod tests;

pub use build::CATCHES;
pub(crate) use effect::{Branch, Effect, Joined, joined};
pub(crate) use passage::{Arrival, Passage};
pub use seam::Seam;

use crate::name::Name;

/// A topology under a scenario: every parameter checked and raised to the floors of its profile.
///
/// Two are equal where every request fares alike in both, whatever the load is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// By id.
    pub(crate) agents: Vec<Agent>,
    /// By id.
    pub(crate) handoffs: Vec<Handoff>,
    /// Where requests start, with weights that sum to 1.
    pub(crate) entries: Vec<(u32, f64)>,
    /// Probability that a user gives up when asked again.
    pub(crate) abandon: f64,
    /// Arrivals after which a sampled request counts as stuck.
    pub(crate) hop_cap: u32,
    /// Agents, each after all that it calls, so that what calls do is known when it is needed.
    pub(crate) callees_first: Vec<u32>,
}

impl Network {
    /// The ids of the agents at which requests start, with shares that sum to 1.
    pub fn entries(&self) -> Vec<(String, f64)> {
        let entries = self.entries.iter();
        entries
            .map(|(agent, share)| (self.agents[*agent as usize].id.to_string(), *share))
            .collect()
    }
}

/// Whether a request rests on something false.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Taint {
    Clean,
    Tainted,
}

impl Taint {
    pub(crate) const BOTH: [Taint; 2] = [Taint::Clean, Taint::Tainted];
}

/// An agent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Agent {
    pub id: Name,
    pub is_human: bool,
    /// Whether it only passes on: its `resolves` is 0, whatever is drawn.
    pub is_queue: bool,
    pub resolves: f64,
    pub recovery: f64,
    pub hallucination: f64,
    pub tool_calls: u32,
    pub tool_failure: f64,
    pub tool_limit: u32,
    pub silent: f64,
    pub latency: LogNormal,
    pub cost_usd: f64,
    /// What it calls before it decides, in order.
    pub calls: Vec<Call>,
    /// Transfers it chooses among, with their shares as drawn.
    pub transfers: Vec<u32>,
    /// The transfer for errors.
    pub forced: Option<u32>,
}

impl Agent {
    /// The sum of the shares of its transfers.
    pub(crate) fn share_sum(&self, network: &Network) -> f64 {
        let shares = self.transfers.iter();
        shares
            .map(|handoff| network.handoffs[*handoff as usize].share)
            .sum()
    }

    /// Probability that any of the tool calls of a visit is exhausted.
    pub(crate) fn exhaustion(&self) -> f64 {
        let one = power(self.tool_failure, self.tool_limit);
        1.0 - power(1.0 - one, self.tool_calls)
    }
}

/// One delegation, or several at once.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Call {
    One(u32),
    Group { members: Vec<u32>, join: Join },
}

impl Call {
    /// The delegations, and what has to come back of them.
    pub(crate) fn branches(&self) -> (&[u32], Join) {
        match self {
            Call::One(handoff) => (std::slice::from_ref(handoff), Join::All),
            Call::Group { members, join } => (members, *join),
        }
    }
}

/// Which branches have to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    All,
    /// So many; `any` is one.
    Some(u32),
}

/// A handoff.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handoff {
    pub id: Name,
    pub from: u32,
    /// Where it leads, with probabilities.
    pub to: Vec<(End, f64)>,
    pub share: f64,
    /// Probability that one attempt fails.
    pub unavailable: f64,
    /// Attempts at the receiver.
    pub attempts: u32,
    pub malformed: f64,
    pub is_validated: bool,
    pub context_loss: f64,
    /// Time of one attempt.
    pub latency_ms: f64,
    pub gate: Option<Gate>,
    /// How often one request may use it.
    pub limit: Option<u32>,
    /// In order.
    pub fallbacks: Vec<u32>,
    /// Whether a person among the fallbacks takes what the limit stops.
    pub human_takes_over: bool,
    pub is_delegation: bool,
    /// Every agent that it can lead to: receivers, candidates whether taken or not, fallbacks.
    pub may_reach: Vec<u32>,
}

/// A person's decision on the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Gate {
    /// Probability that a tainted request becomes clean.
    pub catches: f64,
    pub minutes: f64,
}

/// Where a handoff leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Agent(u32),
    /// An outcome record.
    Outcome {
        good: bool,
    },
    /// A query that nobody qualifies for.
    Nobody,
}

/// A probability that comes true so many times.
pub(crate) fn power(probability: f64, times: u32) -> f64 {
    match times {
        0 => 1.0,
        _ if probability == 0.0 => 0.0,
        1 => probability,
        _ => probability.powf(f64::from(times)),
    }
}

/// A log-normal time by its median and 95th percentile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LogNormal {
    /// Milliseconds.
    pub median: f64,
    pub sigma: f64,
}

/// The 95th percentile of the standard normal distribution.
const Z95: f64 = 1.645;

impl LogNormal {
    pub(crate) fn new(p50: f64, p95: f64) -> Self {
        let sigma = if p50 > 0.0 {
            (p95 / p50).ln() / Z95
        } else {
            0.0
        };
        Self { median: p50, sigma }
    }

    /// Milliseconds.
    pub(crate) fn mean(self) -> f64 {
        self.median * (self.sigma * self.sigma / 2.0).exp()
    }
}
