//! What a run can be asked to assume: fault profiles, scenarios, entries.

use crate::{AppError, Registry, topology};
use baton_model::{Document, FaultProfile};
use baton_simulation::{PROFILES, Setup};
use serde::Serialize;

/// What a run of a topology can be asked to assume.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct SimulationChoices {
    /// The topology.
    pub topology: String,
    /// Fault profiles: those that are always there, mildest first, then the user's own by name.
    pub profiles: Vec<ProfileChoice>,
    /// The topology's scenarios, by id.
    pub scenarios: Vec<ScenarioChoice>,
    /// Where requests start when no scenario says otherwise.
    pub entries: Vec<EntryChoice>,
    /// Requests that are walked where nobody says how many.
    pub requests: f64,
}

/// A fault profile.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ProfileChoice {
    /// By which it is asked for.
    pub name: String,
    /// Its floors.
    pub faults: FaultProfile,
    /// The scenario that defines it; none for those that are always there.
    pub scenario: Option<String>,
}

/// A scenario.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ScenarioChoice {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its fault profile.
    pub profile: Option<String>,
}

/// An agent at which requests start.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct EntryChoice {
    /// The agent.
    pub agent: String,
    /// Its share of all requests.
    pub share: f64,
}

/// What a topology (the only one if none is named) can be simulated under. Entries are none where no request can start.
pub fn choices(registry: &Registry, topology: Option<&str>) -> Result<SimulationChoices, AppError> {
    let topology = topology::choose(registry, topology)?;
    let document = registry.document();
    let mut profiles = PROFILES
        .iter()
        .map(|name| {
            Ok(ProfileChoice {
                name: (*name).to_owned(),
                faults: Setup::of_profile(name)?.faults,
                scenario: None,
            })
        })
        .collect::<Result<Vec<_>, AppError>>()?;
    let mut own: Vec<OwnProfile> = own_profiles(&document).collect();
    own.sort_by(|a, b| (&a.name, &a.scenario).cmp(&(&b.name, &b.scenario)));
    own.dedup_by(|a, b| a.name == b.name);
    profiles.extend(own.into_iter().map(|own| ProfileChoice {
        name: own.name,
        faults: own.faults,
        scenario: Some(own.scenario),
    }));
    let scenarios = document
        .scenarios()
        .filter(|scenario| scenario.topology == topology)
        .map(|scenario| ScenarioChoice {
            id: scenario.id.to_string(),
            name: scenario.name.clone(),
            profile: scenario.profile.clone(),
        })
        .collect();
    let network = baton_simulation::Network::new(&document, &topology, &Setup::default());
    let entries = network.map_or_else(|_| Vec::new(), |network| network.entries());
    Ok(SimulationChoices {
        topology: topology.to_string(),
        profiles,
        scenarios,
        entries: entries
            .into_iter()
            .map(|(agent, share)| EntryChoice { agent, share })
            .collect(),
        requests: super::asked::REQUESTS as f64,
    })
}

/// A fault profile that the user has written.
pub(super) struct OwnProfile {
    pub name: String,
    pub faults: FaultProfile,
    pub scenario: String,
}

/// The user's own profiles: the floors of a scenario, under the name that it gives them, or under its own id.
pub(super) fn own_profiles(document: &Document) -> impl Iterator<Item = OwnProfile> {
    document.scenarios().filter_map(|scenario| {
        let faults = scenario.faults.clone()?;
        let name = match &scenario.profile {
            Some(name) if PROFILES.contains(&name.as_str()) => return None,
            Some(name) => name.clone(),
            None => scenario.id.to_string(),
        };
        Some(OwnProfile {
            name,
            faults,
            scenario: scenario.id.to_string(),
        })
    })
}
