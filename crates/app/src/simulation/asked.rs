//! What is to be simulated, made ready: records as they would be, entries, floors.

use super::choices::own_profiles;
use crate::{AppError, ErrorCode, Registry, topology};
use baton_model::{
    Document, EditCommand, FaultProfile, Kind, RecordKey, Scenario, TopologyId, apply,
};
use baton_simulation::{Network, PROFILES, Setup, SimulationError};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Requests that are walked where nobody says how many.
pub const REQUESTS: u64 = 200_000;
/// Most requests of a run.
pub const MOST_REQUESTS: u64 = 10_000_000_000;

/// How a result is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SimulationMethod {
    /// Solved.
    Exact,
    /// Walked.
    #[default]
    Sampled,
}

/// What is to be simulated.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
pub struct SimulationAsked {
    /// The topology; the only one when left out.
    pub topology: Option<String>,
    /// Solved, or walked.
    pub method: SimulationMethod,
    /// Requests to walk at most; [`REQUESTS`] when left out.
    #[specta(type = Option<f64>)]
    pub requests: Option<u64>,
    /// What the dice begin with; 1 when left out.
    #[specta(type = Option<f64>)]
    pub seed: Option<u64>,
    /// Stop walking once the 95 % interval of every outcome is no wider than this to either side.
    pub precision: Option<f64>,
    /// A fault profile, also one of the user's own; not together with a scenario.
    pub profile: Option<String>,
    /// A scenario of the topology.
    pub scenario: Option<String>,
    /// Edits that are made to a copy of the records first, and never stored.
    pub change: Vec<EditCommand>,
}

impl SimulationAsked {
    /// Requests to walk at most, refused where they are none or too many.
    pub(super) fn requests(&self) -> Result<u64, AppError> {
        let requests = self.requests.unwrap_or(REQUESTS);
        if !(1..=MOST_REQUESTS).contains(&requests) {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{requests} requests cannot be walked"),
                format!("walk between 1 and {MOST_REQUESTS}"),
            ));
        }
        if let Some(precision) = self.precision
            && !(precision > 0.0 && precision < 1.0)
        {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("a precision of {precision} cannot be reached"),
                "it is a share between 0 and 1, for example 0.001",
            ));
        }
        Ok(requests)
    }

    /// What the dice begin with.
    pub(super) fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }
}

/// Everything that a run needs, held apart from the registry, so that no edit waits for it.
#[derive(Clone, Debug)]
pub(super) struct Situation {
    pub document: Arc<Document>,
    pub topology: TopologyId,
    pub setup: Setup,
    /// The fault profile by name.
    pub profile: String,
    /// The scenario by id.
    pub scenario: Option<String>,
}

impl Situation {
    pub fn of(registry: &Registry, asked: &SimulationAsked) -> Result<Self, AppError> {
        let document = registry.document();
        let (document, topology) = match &asked.topology {
            Some(id) if !asked.change.is_empty() => {
                let topology = TopologyId::new(id.as_str()).map_err(|error| {
                    AppError::new(ErrorCode::InvalidInput, error.to_string(), "check the id")
                })?;
                (changed(&document, &asked.change)?, topology)
            }
            named => {
                let topology = topology::choose(registry, named.as_deref())?;
                (changed(&document, &asked.change)?, topology)
            }
        };
        let mut situation = Self {
            document,
            topology,
            setup: Setup::default(),
            profile: PROFILES[0].to_owned(),
            scenario: asked.scenario.clone(),
        };
        match (&asked.scenario, &asked.profile) {
            (Some(_), Some(_)) => {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    "a scenario brings its own profile",
                    "name a scenario or a profile, not both",
                ));
            }
            (Some(id), None) => situation.follow(id)?,
            (None, Some(name)) => {
                situation.setup = match own_floors(&situation.document, name)? {
                    Some(faults) => Setup {
                        faults,
                        ..Setup::default()
                    },
                    None => Setup::of_profile(name).map_err(|error| unknown(error, &situation))?,
                };
                situation.profile.clone_from(name);
            }
            (None, None) => {}
        }
        Ok(situation)
    }

    /// Takes over what a scenario says.
    fn follow(&mut self, id: &str) -> Result<(), AppError> {
        let scenario = self.document.find::<Scenario>(id);
        let mut scenario = scenario.cloned().ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no scenario {id:?}"),
                "name a scenario of the topology",
            )
            .in_terminal("`baton list scenario` lists all")
        })?;
        if scenario.topology != self.topology {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!(
                    "the scenario {id} is one of the topology {}",
                    scenario.topology
                ),
                format!("name a scenario of {}", self.topology),
            ));
        }
        if let (Some(name), None) = (&scenario.profile, &scenario.faults) {
            scenario.faults = own_floors(&self.document, name)?;
        }
        self.setup = Setup::of_scenario(&scenario).map_err(|error| unknown(error, self))?;
        self.profile = match (scenario.profile, &scenario.faults) {
            (Some(name), _) => name,
            (None, Some(_)) => id.to_owned(),
            (None, None) => PROFILES[0].to_owned(),
        };
        Ok(())
    }

    /// What decides about entries and patience: the scenario, or the topology where there is none.
    pub fn key(&self) -> RecordKey {
        match &self.scenario {
            Some(scenario) => RecordKey::new(Kind::Scenario, scenario),
            None => RecordKey::new(Kind::Topology, self.topology.as_str()),
        }
    }

    /// The same with further edits made.
    pub fn with(&self, change: &[EditCommand]) -> Result<Self, AppError> {
        Ok(Self {
            document: changed(&self.document, change)?,
            ..self.clone()
        })
    }

    pub fn network(&self) -> Result<Network, AppError> {
        Ok(Network::new(&self.document, &self.topology, &self.setup)?)
    }
}

/// The records as they would be after some edits.
fn changed(document: &Arc<Document>, change: &[EditCommand]) -> Result<Arc<Document>, AppError> {
    if change.is_empty() {
        return Ok(Arc::clone(document));
    }
    let diff = apply(document, change)?;
    let mut then = Document::clone(document);
    then.commit(&diff, document.revision());
    Ok(Arc::new(then))
}

/// The floors of a profile that the user has written; none where nobody has.
fn own_floors(document: &Document, name: &str) -> Result<Option<FaultProfile>, AppError> {
    if PROFILES.contains(&name) {
        return Ok(None);
    }
    let mut found = own_profiles(document).filter(|own| own.name == name);
    let Some(first) = found.next() else {
        return Ok(None);
    };
    match found.find(|other| other.faults != first.faults) {
        None => Ok(Some(first.faults)),
        Some(other) => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "the scenarios {} and {} both define a fault profile {name:?}, with different floors",
                first.scenario, other.scenario
            ),
            "give one of them another name",
        )),
    }
}

/// Names the profiles that there are, the user's own among them.
fn unknown(error: SimulationError, situation: &Situation) -> AppError {
    match error {
        SimulationError::NoProfile { name, known } => {
            let own = own_profiles(&situation.document).map(|own| own.name);
            let all: Vec<String> = std::iter::once(known).chain(own).collect();
            SimulationError::NoProfile {
                name,
                known: all.join(", "),
            }
            .into()
        }
        other => other.into(),
    }
}

impl From<SimulationError> for AppError {
    fn from(error: SimulationError) -> Self {
        match error {
            SimulationError::EndedTooEarly { .. } => Self::new(
                ErrorCode::Cancelled,
                error.to_string(),
                "let it go on for longer, or ask for less time",
            ),
            _ => Self::new(
                ErrorCode::InvalidInput,
                error.to_string(),
                "change the record or the scenario, then simulate again",
            ),
        }
    }
}
