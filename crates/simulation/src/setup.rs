//! What a run assumes beside the drawing: where requests start, how patient users are, what goes wrong.

use crate::error::SimulationError;
use baton_model::{AgentId, FaultProfile, Scenario};

/// The fault profiles that are there without a scenario, mildest first.
pub const PROFILES: [&str; 3] = ["calm", "production", "request-10001"];

/// Probability that a user gives up when asked again, where nobody says otherwise.
const ABANDON_ON_REPEAT: f64 = 0.60;
/// Arrivals after which a sampled request counts as stuck.
const HOP_CAP: u32 = 64;

/// A scenario, ready to use.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// Weights of the agents at which requests start; those of the topology's entries where empty.
    pub entry: Vec<(AgentId, f64)>,
    /// Probability that a user gives up when asked again.
    pub abandon_on_repeat: f64,
    /// Arrivals after which a sampled request counts as stuck.
    pub hop_cap: u32,
    /// Floors under the parameters.
    pub faults: FaultProfile,
}

impl Default for Setup {
    /// `calm`: everything as drawn.
    fn default() -> Self {
        Self {
            entry: Vec::new(),
            abandon_on_repeat: ABANDON_ON_REPEAT,
            hop_cap: HOP_CAP,
            faults: FaultProfile::new(),
        }
    }
}

impl Setup {
    /// The setup of a profile that is there without a scenario.
    pub fn of_profile(name: &str) -> Result<Self, SimulationError> {
        Ok(Self {
            faults: profile(name)?,
            ..Self::default()
        })
    }

    /// The setup that a scenario describes. Floors of its own stand beside those of the profile that it names; the higher holds.
    pub fn of_scenario(scenario: &Scenario) -> Result<Self, SimulationError> {
        let named = match (scenario.profile.as_deref(), &scenario.faults) {
            (None, _) => FaultProfile::new(),
            // A scenario may give its own floors a name.
            (Some(name), Some(_)) if !PROFILES.contains(&name) => FaultProfile::new(),
            (Some(name), _) => profile(name)?,
        };
        let own = scenario.faults.clone().unwrap_or_default();
        Ok(Self {
            entry: scenario
                .entry
                .iter()
                .map(|entry| (entry.agent.clone(), entry.share))
                .collect(),
            abandon_on_repeat: scenario.abandon_on_repeat.unwrap_or(ABANDON_ON_REPEAT),
            hop_cap: scenario.hop_cap.unwrap_or(HOP_CAP),
            faults: higher(&named, &own),
        })
    }
}

/// The floors of a profile that is there without a scenario.
fn profile(name: &str) -> Result<FaultProfile, SimulationError> {
    let mut faults = FaultProfile::new();
    match name {
        "calm" => {}
        "production" => {
            faults.hallucination = Some(0.02);
            faults.tool_failure = Some(0.05);
            faults.unavailable = Some(0.01);
            faults.malformed = Some(0.01);
            faults.context_loss = Some(0.01);
        }
        "request-10001" => {
            faults.hallucination = Some(0.10);
            faults.tool_failure = Some(0.50);
            faults.silent = Some(0.20);
            faults.unavailable = Some(0.20);
            faults.malformed = Some(0.05);
            faults.context_loss = Some(0.05);
            faults.latency_factor = Some(5.0);
            faults.abandon_on_repeat = Some(0.80);
        }
        other => {
            return Err(SimulationError::NoProfile {
                name: other.to_owned(),
                known: PROFILES.join(", "),
            });
        }
    }
    Ok(faults)
}

fn higher(a: &FaultProfile, b: &FaultProfile) -> FaultProfile {
    let of = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (one, None) | (None, one) => one,
    };
    let mut faults = FaultProfile::new();
    faults.hallucination = of(a.hallucination, b.hallucination);
    faults.tool_failure = of(a.tool_failure, b.tool_failure);
    faults.silent = of(a.silent, b.silent);
    faults.unavailable = of(a.unavailable, b.unavailable);
    faults.malformed = of(a.malformed, b.malformed);
    faults.context_loss = of(a.context_loss, b.context_loss);
    faults.latency_factor = of(a.latency_factor, b.latency_factor);
    faults.abandon_on_repeat = of(a.abandon_on_repeat, b.abandon_on_repeat);
    faults
}
