//! What the exact solver says.

use super::compounding::Compounding;
use super::sensitivity::Sensitivity;
use crate::fate::Fates;
use crate::name::Name;
use serde::Serialize;

/// Everything that the exact solver says.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Exact {
    /// The mix of all entries.
    pub outcomes: Fates,
    /// The most by which any outcome can be off.
    pub bound: f64,
    /// From each entry, by agent.
    pub entries: Vec<EntryFate>,
    /// Expected arrivals after a transfer; none where some requests never end.
    pub hops: Option<f64>,
    /// Expected cost of a request in US dollars; none where some requests never end.
    pub cost_usd: Option<f64>,
    /// Expected time of a request in milliseconds; none where some requests never end, or branches run at once.
    pub latency_ms: Option<f64>,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept; none without uses.
    pub handoff_success: Option<f64>,
    /// Share of the arrivals with context kept; 1 without arrivals, none where some requests never end.
    pub context_fidelity: Option<f64>,
    /// By agent, people left out.
    pub agents: Vec<AgentFate>,
    /// By handoff.
    pub handoffs: Vec<HandoffFate>,
    /// On which parameters the bad outcomes hang, the most effective first; those that change nothing are left out.
    pub sensitivities: Vec<Sensitivity>,
    /// Where requests become tainted and how far that carries, what matters most first; none where some requests never end.
    pub compounding: Option<Vec<Compounding>>,
    /// What the numbers do not say, in sentences.
    pub notes: Vec<String>,
    /// States of the chain.
    pub states: u32,
}

/// How requests of one entry end.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct EntryFate {
    /// The agent at which they start.
    pub agent: Name,
    /// Share of all requests.
    pub share: f64,
    /// How they end.
    pub outcomes: Fates,
}

/// What becomes of a tainted request at an agent.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct AgentFate {
    /// The agent.
    pub id: Name,
    /// Probability that it still ends resolved or with a person.
    pub recovers: f64,
    /// Probability that the user is let down.
    pub digs_deeper: f64,
    /// Expected visits of a request of the mix; none where some requests never end.
    pub visits: Option<f64>,
}

/// What a handoff does for a request of the mix.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct HandoffFate {
    /// The handoff.
    pub id: Name,
    /// Expected uses; none where some requests never end.
    pub uses: Option<f64>,
    /// Probability of each bad end whose last handoff was this one.
    pub ends_here: Fates,
}
