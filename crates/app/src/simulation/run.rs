//! Solving or sampling a topology under a scenario.

use crate::{AppError, ErrorCode, Registry, topology};
use baton_model::Scenario;
use baton_simulation::{
    AgentFate, Exact, ExactOptions, Fates, Interval, Network, Outcomes, SampleOptions, Sampled,
    Setup, SimulationError, exact, sample, sample_agents,
};
use serde::Serialize;

pub use baton_simulation::{EntryFate, Fate, PROFILES};

/// Requests that are walked where nobody says how many.
pub const REQUESTS: u64 = 200_000;
/// Most requests of a run.
pub const MOST_REQUESTS: u64 = 10_000_000_000;
/// Tainted requests that are walked from each agent where the exact solver does not serve.
const TAINTED: u64 = 20_000;

/// What is to be simulated.
#[derive(Clone, Debug, Default)]
pub struct SimulateRequest {
    /// The topology; the only one when left out.
    pub topology: Option<String>,
    /// Solve it instead of walking requests.
    pub exact: bool,
    /// Requests to walk; [`REQUESTS`] when left out.
    pub requests: Option<u64>,
    /// What the dice begin with; 1 when left out.
    pub seed: Option<u64>,
    /// A fault profile; not together with a scenario.
    pub profile: Option<String>,
    /// A scenario of the topology.
    pub scenario: Option<String>,
}

/// How a result was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Solved.
    Exact,
    /// Walked.
    Sampled,
}

/// How requests fare.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Simulated {
    /// The topology.
    pub topology: String,
    /// How it was found.
    pub method: Method,
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
    /// From each entry, where it was solved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entries: Option<Vec<EntryFate>>,
    /// Mean arrivals after a transfer; none where some requests never end.
    pub hops: Option<f64>,
    /// Mean cost of a request in US dollars; none where some requests never end.
    pub cost_usd: Option<f64>,
    /// Time of a request; none where some requests never end, or where it is not known exactly.
    pub latency_ms: Option<Latency>,
    /// Share of the uses of handoffs that reach the receiver itself with a well-formed payload and context kept.
    pub handoff_success: Option<f64>,
    /// Share of the arrivals with context kept.
    pub context_fidelity: Option<f64>,
    /// What becomes of a tainted request at each agent.
    pub agents: Vec<AgentFate>,
    /// What each handoff does.
    pub handoffs: Vec<HandoffUse>,
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

impl From<SimulationError> for AppError {
    fn from(error: SimulationError) -> Self {
        Self::new(
            ErrorCode::InvalidInput,
            error.to_string(),
            "change the record or the scenario, then simulate again",
        )
    }
}

/// Simulates a topology. `go_on` is asked from time to time with the requests walked so far, and may end the run early.
pub fn run(
    registry: &Registry,
    request: &SimulateRequest,
    go_on: impl FnMut(u64) -> bool,
) -> Result<Simulated, AppError> {
    let topology = topology::choose(registry, request.topology.as_deref())?;
    let requests = request.requests.unwrap_or(REQUESTS);
    if !(1..=MOST_REQUESTS).contains(&requests) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{requests} requests cannot be walked"),
            format!("walk between 1 and {MOST_REQUESTS}"),
        ));
    }
    let setup = setup(registry, request, topology.as_str())?;
    let network = registry.read(|document| Network::new(document, &topology, &setup))?;
    let solved = exact(&network, &ExactOptions::default());
    if request.exact {
        let Some(solved) = solved else {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "the exact solver does not serve here: a request can be in more than 2000000 states",
                "walk requests instead, or lower the loop limits",
            )
            .in_terminal("leave --exact out"));
        };
        return Ok(of_exact(topology.to_string(), solved));
    }
    let options = SampleOptions {
        requests,
        seed: request.seed.unwrap_or(1),
        precision: None,
        times: true,
    };
    let sampled = sample(&network, &options, go_on);
    let agents = solved.map_or_else(
        || sample_agents(&network, TAINTED, options.seed),
        |solved| solved.agents,
    );
    Ok(of_sample(topology.to_string(), sampled, agents))
}

pub(super) fn setup(
    registry: &Registry,
    request: &SimulateRequest,
    topology: &str,
) -> Result<Setup, AppError> {
    match (&request.scenario, &request.profile) {
        (Some(_), Some(_)) => Err(AppError::new(
            ErrorCode::InvalidInput,
            "a scenario brings its own profile",
            "name a scenario or a profile, not both",
        )),
        (Some(id), None) => {
            let scenario = registry.read(|document| document.find::<Scenario>(id).cloned());
            let scenario = scenario.ok_or_else(|| {
                AppError::new(
                    ErrorCode::NotFound,
                    format!("there is no scenario {id:?}"),
                    "name a scenario of the topology",
                )
                .in_terminal("`baton list scenario` lists all")
            })?;
            if scenario.topology.as_str() != topology {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    format!(
                        "the scenario {id} is one of the topology {}",
                        scenario.topology
                    ),
                    format!("name a scenario of {topology}"),
                ));
            }
            Ok(Setup::of_scenario(&scenario)?)
        }
        (None, Some(profile)) => Ok(Setup::of_profile(profile)?),
        (None, None) => Ok(Setup::default()),
    }
}

fn of_exact(topology: String, solved: Exact) -> Simulated {
    Simulated {
        topology,
        method: Method::Exact,
        outcomes: solved.outcomes,
        intervals: None,
        bound: Some(solved.bound),
        requests: None,
        seed: None,
        entries: Some(solved.entries),
        hops: solved.hops,
        cost_usd: solved.cost_usd,
        latency_ms: solved.latency_ms.map(|mean| Latency {
            mean,
            interval: None,
            p50: None,
            p95: None,
            p99: None,
        }),
        handoff_success: solved.handoff_success,
        context_fidelity: solved.context_fidelity,
        agents: solved.agents,
        handoffs: solved
            .handoffs
            .into_iter()
            .map(|handoff| HandoffUse {
                id: handoff.id,
                uses: handoff.uses,
                ends_here: handoff.ends_here,
            })
            .collect(),
        notes: solved.notes,
    }
}

fn of_sample(topology: String, sampled: Sampled, agents: Vec<AgentFate>) -> Simulated {
    let mut notes = Vec::new();
    if sampled.outcomes.stuck > 0.0 {
        notes.push(
            "stuck requests had no handoff to go on with, or went on beyond the cap of their scenario; the exact solver tells which"
                .to_owned(),
        );
    }
    Simulated {
        topology,
        method: Method::Sampled,
        outcomes: sampled.outcomes,
        intervals: Some(sampled.intervals),
        bound: None,
        requests: Some(sampled.requests),
        seed: Some(sampled.seed),
        entries: None,
        hops: Some(sampled.hops),
        cost_usd: Some(sampled.cost_usd),
        latency_ms: sampled.latency_ms.map(|times| Latency {
            mean: times.mean,
            interval: Some(times.interval),
            p50: Some(times.p50),
            p95: Some(times.p95),
            p99: Some(times.p99),
        }),
        handoff_success: sampled.handoff_success,
        context_fidelity: Some(sampled.context_fidelity),
        agents,
        handoffs: sampled
            .handoffs
            .into_iter()
            .map(|handoff| HandoffUse {
                id: handoff.id,
                uses: Some(handoff.uses),
                ends_here: handoff.ends_here,
            })
            .collect(),
        notes,
    }
}
