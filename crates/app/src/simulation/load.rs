//! Putting a topology under load.

use super::asked::{REQUESTS, SimulationAsked, Situation};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{EditCommand, Scenario, Timestamp};
use baton_simulation::{LoadOptions, Queues};
use serde::{Deserialize, Serialize};

pub use baton_simulation::{AgentLoad, HandoffLoad, Loaded, ServiceTimes, Spread};

/// Replications where nobody says how many.
pub const REPLICATIONS: u32 = 20;

/// What is to be put under load, and how much.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, specta::Type)]
#[serde(default, deny_unknown_fields)]
pub struct LoadRequest {
    /// The topology; the only one when left out.
    pub topology: Option<String>,
    /// A fault profile; not together with a scenario.
    pub profile: Option<String>,
    /// A scenario of the topology.
    pub scenario: Option<String>,
    /// Requests that arrive in a second, on average; the scenario's own when left out.
    pub rate_per_second: Option<f64>,
    /// Requests to measure, all replications together; [`REQUESTS`] when left out.
    pub requests: Option<u32>,
    /// Time to measure in each replication, instead of a number of requests.
    pub seconds: Option<f64>,
    /// Time before measuring begins; chosen when left out.
    pub warm_up_seconds: Option<f64>,
    /// Independent repetitions; [`REPLICATIONS`] when left out.
    pub replications: Option<u32>,
    /// What the dice begin with; 1 when left out.
    pub seed: Option<u32>,
    /// Where the schedules of people stand when a run begins, as an RFC 3339 time; where the earliest shift begins when left out.
    pub from: Option<String>,
    /// How the times of visits are spread.
    pub service: ServiceTimes,
}

/// How a result was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum LoadMethod {
    /// Requests that share agents and people, event by event.
    Queues,
}

/// How requests fare under load.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SimulatedLoad {
    /// The topology.
    pub topology: String,
    /// How it was found.
    pub method: LoadMethod,
    /// What was found.
    #[serde(flatten)]
    pub found: Loaded,
}

/// Puts a topology under load. `go_on` is asked from time to time with the requests so far, and may end the run early.
pub fn load(
    registry: &Registry,
    request: &LoadRequest,
    go_on: impl FnMut(u64) -> bool,
) -> Result<SimulatedLoad, AppError> {
    Prepared::new(registry, request, &[])?.run(go_on)
}

/// A run that can begin: records as they would be, queues, options.
pub(super) struct Prepared {
    situation: Situation,
    queues: Queues,
    pub options: LoadOptions,
}

impl Prepared {
    /// With some edits made to a copy of the records first.
    pub fn new(
        registry: &Registry,
        request: &LoadRequest,
        change: &[EditCommand],
    ) -> Result<Self, AppError> {
        let asked = SimulationAsked {
            topology: request.topology.clone(),
            profile: request.profile.clone(),
            scenario: request.scenario.clone(),
            change: change.to_vec(),
            ..SimulationAsked::default()
        };
        let situation = Situation::of(registry, &asked)?;
        let options = LoadOptions {
            rate_per_second: rate(&situation, request)?,
            requests: request.requests.map_or(REQUESTS, u64::from),
            seconds: request.seconds,
            warm_up_seconds: request.warm_up_seconds,
            replications: request.replications.unwrap_or(REPLICATIONS),
            seed: u64::from(request.seed.unwrap_or(1)),
            service: request.service,
        };
        let from = request.from.as_deref().map(Timestamp::new).transpose();
        let from = from.map_err(|message| {
            AppError::new(
                ErrorCode::InvalidInput,
                message,
                "say when the run begins, for example 2026-03-02T08:00:00Z",
            )
        })?;
        let queues = Queues::new(
            &situation.document,
            &situation.topology,
            &situation.setup,
            from.as_ref(),
        )?;
        Ok(Self {
            situation,
            queues,
            options,
        })
    }

    /// The time before measuring begins, in seconds.
    pub fn warm_up_seconds(&self) -> Result<f64, AppError> {
        Ok(self.queues.warm_up_seconds(&self.options)?)
    }

    pub fn run(&self, go_on: impl FnMut(u64) -> bool) -> Result<SimulatedLoad, AppError> {
        Ok(SimulatedLoad {
            topology: self.situation.topology.to_string(),
            method: LoadMethod::Queues,
            found: self.queues.run(&self.options, go_on)?,
        })
    }
}

/// About how many requests a run measures, for whoever shows how far it is; 0 where nothing says how many arrive.
pub fn expected(registry: &Registry, request: &LoadRequest) -> u64 {
    let Some(seconds) = request.seconds else {
        return request.requests.map_or(REQUESTS, u64::from);
    };
    let scenario = |id: &String| {
        registry.read(|document| document.find::<Scenario>(id.as_str())?.rate_per_second)
    };
    let rate = request
        .rate_per_second
        .or_else(|| request.scenario.as_ref().and_then(scenario));
    let replications = f64::from(request.replications.unwrap_or(REPLICATIONS));
    (rate.unwrap_or(0.0) * seconds * replications).round() as u64
}

/// The rate that was asked for, else that of the scenario.
fn rate(situation: &Situation, request: &LoadRequest) -> Result<f64, AppError> {
    let scenario = || {
        let id = request.scenario.as_deref()?;
        situation.document.find::<Scenario>(id)?.rate_per_second
    };
    let rate = request.rate_per_second.or_else(scenario);
    rate.ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            "nothing says how many requests arrive",
            "name a rate, or a scenario that has one (rate_per_second)",
        )
        .in_terminal("for example `baton simulate --load 300/min`")
    })
}
