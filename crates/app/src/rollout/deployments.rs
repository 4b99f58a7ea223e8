//! Which version of every agent runs where: agents down, environments across.

use crate::Registry;
use crate::record::words::{called, line, word};
use baton_model::{
    Agent, Deployment, Document, Environment, Kind, Lifecycle, RecordKey, Timestamp, Version,
};
use serde::Serialize;
use std::collections::HashMap;

/// Agents and environments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct DeploymentMatrix {
    /// The environments, in their order.
    pub environments: Vec<MatrixEnvironment>,
    /// The agents that have versions or run somewhere, by name.
    pub agents: Vec<MatrixAgent>,
    /// Agents that have neither, those retired left out.
    pub without_versions: u32,
}

/// An environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MatrixEnvironment {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// How many agents run there.
    pub deployed: u32,
    /// How many of those are not at their newest version.
    pub behind: u32,
}

/// An agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MatrixAgent {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its team; empty without one.
    pub team: String,
    /// Its lifecycle.
    pub lifecycle: String,
    /// Its versions, the newest first.
    pub versions: Vec<String>,
    /// One an environment, in their order.
    pub cells: Vec<MatrixCell>,
}

/// What runs of an agent in an environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct MatrixCell {
    /// The version; null where none runs.
    pub version: Option<String>,
    /// The record.
    pub deployment: Option<String>,
    /// Since when.
    pub since: Option<Timestamp>,
    /// How it stands.
    pub state: MatrixState,
}

/// How a version stands among those of its agent, and among the environments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum MatrixState {
    /// Nothing runs there.
    Absent,
    /// The newest version.
    Newest,
    /// An older one.
    Behind,
    /// An environment before it has an older version or none: it was not tried there.
    Ahead,
    /// A version that is not recorded.
    Unknown,
}

/// Which version of every agent runs where.
pub fn deployments(registry: &Registry) -> DeploymentMatrix {
    registry.read(matrix)
}

fn matrix(document: &Document) -> DeploymentMatrix {
    let mut places: Vec<&Environment> = document.environments().collect();
    places.sort_by(|a, b| (a.order, &a.name, &a.id).cmp(&(b.order, &b.name, &b.id)));
    let mut versions: HashMap<&str, Vec<&Version>> = HashMap::new();
    for version in document.agent_versions() {
        let known = versions.entry(version.agent.as_str()).or_default();
        known.push(&version.version);
    }
    let mut agents: Vec<MatrixAgent> = Vec::new();
    let mut without_versions = 0;
    for agent in document.agents() {
        let own = versions.remove(agent.id.as_str()).unwrap_or_default();
        match row(document, &places, agent, own) {
            Some(row) => agents.push(row),
            None if agent.lifecycle != Lifecycle::Retired => without_versions += 1,
            None => {}
        }
    }
    agents.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    let environments = places
        .iter()
        .enumerate()
        .map(|(at, place)| {
            let cells = agents.iter().map(|agent| agent.cells[at].state);
            let there: Vec<MatrixState> = cells
                .filter(|state| *state != MatrixState::Absent)
                .collect();
            let behind = there.iter().filter(|state| **state == MatrixState::Behind);
            MatrixEnvironment {
                id: place.id.to_string(),
                name: line(&place.name),
                behind: count(behind.count()),
                deployed: count(there.len()),
            }
        })
        .collect();
    DeploymentMatrix {
        environments,
        agents,
        without_versions,
    }
}

/// `None` for an agent that has no versions and runs nowhere.
fn row(
    document: &Document,
    places: &[&Environment],
    agent: &Agent,
    mut versions: Vec<&Version>,
) -> Option<MatrixAgent> {
    versions.sort_by(|a, b| b.cmp(a));
    let running: Vec<Option<&Deployment>> = places
        .iter()
        .map(|place| document.find::<Deployment>(format!("{}@{}", agent.id, place.id)))
        .collect();
    if versions.is_empty() && running.iter().all(Option::is_none) {
        return None;
    }
    let cells = running
        .iter()
        .enumerate()
        .map(|(at, deployed)| MatrixCell {
            version: deployed.map(|one| one.version.to_string()),
            deployment: deployed.map(|one| one.id.to_string()),
            since: deployed.and_then(|one| one.since.clone()),
            state: state(&versions, &running[..at], *deployed),
        })
        .collect();
    Some(MatrixAgent {
        id: agent.id.to_string(),
        name: line(&agent.name),
        team: agent
            .team
            .as_ref()
            .map(|team| called(document, &RecordKey::new(Kind::Team, team.as_str())))
            .unwrap_or_default(),
        lifecycle: word(agent.lifecycle),
        versions: versions.iter().map(ToString::to_string).collect(),
        cells,
    })
}

fn state(
    versions: &[&Version],
    before: &[Option<&Deployment>],
    deployed: Option<&Deployment>,
) -> MatrixState {
    let Some(deployed) = deployed else {
        return MatrixState::Absent;
    };
    if !versions.contains(&&deployed.version) {
        return MatrixState::Unknown;
    }
    let untried = |one: Option<&Deployment>| one.is_none_or(|one| one.version < deployed.version);
    if before.iter().copied().any(untried) {
        return MatrixState::Ahead;
    }
    if versions.first() == Some(&&deployed.version) {
        MatrixState::Newest
    } else {
        MatrixState::Behind
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{apply, parse_edits};

    #[test]
    fn states_compare_with_versions_and_with_the_environments_before() {
        use MatrixState::{Absent, Ahead, Behind, Newest};
        let text = r#"
{"op":"put","kind":"environment","id":"prod","record":{"name":"Production","order":2}}
{"op":"put","kind":"environment","id":"staging","record":{"name":"Staging","order":1}}
{"op":"put","kind":"agent","id":"a","record":{"name":"Triage"}}
{"op":"put","kind":"agent","id":"b","record":{"name":"Billing"}}
{"op":"put","kind":"agent","id":"c","record":{"name":"Alone"}}
{"op":"put","kind":"agent_version","record":{"agent":"a","version":"1.9.0"}}
{"op":"put","kind":"agent_version","record":{"agent":"a","version":"1.10.0"}}
{"op":"put","kind":"agent_version","record":{"agent":"b","version":"2.0.0"}}
{"op":"put","kind":"deployment","record":{"agent":"a","version":"1.10.0","environment":"staging"}}
{"op":"put","kind":"deployment","record":{"agent":"a","version":"1.9.0","environment":"prod"}}
{"op":"put","kind":"deployment","record":{"agent":"b","version":"2.0.0","environment":"prod"}}
"#;
        let mut document = Document::new();
        let edits = parse_edits(text, &document).unwrap();
        document.commit(&apply(&document, &edits).unwrap(), 1);
        let matrix = matrix(&document);
        let places: Vec<(&str, u32, u32)> = matrix
            .environments
            .iter()
            .map(|place| (place.id.as_str(), place.deployed, place.behind))
            .collect();
        assert_eq!(places, [("staging", 1, 0), ("prod", 2, 1)]);
        let states: Vec<(&str, Vec<MatrixState>)> = matrix
            .agents
            .iter()
            .map(|agent| {
                (
                    agent.name.as_str(),
                    agent.cells.iter().map(|c| c.state).collect(),
                )
            })
            .collect();
        assert_eq!(
            states,
            [
                ("Billing", vec![Absent, Ahead]),
                ("Triage", vec![Newest, Behind])
            ]
        );
        assert_eq!(matrix.agents[1].versions, ["1.10.0", "1.9.0"]);
        assert_eq!(matrix.without_versions, 1);
    }
}
