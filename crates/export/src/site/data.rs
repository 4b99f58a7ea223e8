//! What the pages of the site show.

use crate::escape::visible;
use crate::people::{self, Reach, is_page};
use crate::pictures::Place;
use crate::runbooks::view::{self, View};
use crate::scope::{Scope, versions};
use crate::words;
use baton_model::{Agent, Contract, Handoff, Team, Topology};
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
pub(super) struct Data {
    pub title: String,
    topologies: Vec<TopologyPage>,
    agents: Vec<AgentPage>,
    handoffs: Vec<Value>,
    contracts: Vec<ContractPage>,
    teams: Vec<TeamPage>,
}

#[derive(Serialize)]
struct TopologyPage {
    id: String,
    name: String,
    purpose: String,
    team: Option<String>,
    places: Vec<Place>,
}

#[derive(Serialize)]
struct AgentPage {
    id: String,
    name: String,
    kind: &'static str,
    lifecycle: String,
    team: Option<String>,
    scope: String,
    capabilities: Vec<String>,
    languages: Vec<String>,
    links: Vec<(&'static str, String)>,
}

/// A runbook, with the ids that its names stand for.
#[derive(Serialize)]
struct HandoffPage {
    #[serde(flatten)]
    view: View,
    from_agent: String,
    to_agent: Option<String>,
    fallback_agents: Vec<String>,
    contract_id: Option<String>,
    teams: Vec<String>,
    urgency: u8,
}

#[derive(Serialize)]
struct ContractPage {
    id: String,
    name: String,
    purpose: String,
    team: Option<String>,
    versions: Vec<VersionRow>,
}

#[derive(Serialize)]
struct VersionRow {
    version: String,
    state: String,
    note: String,
    sensitive: Vec<String>,
    schema: String,
}

#[derive(Serialize)]
struct TeamPage {
    id: String,
    name: String,
    purpose: String,
    platform: bool,
    reach: Vec<Reach>,
}

/// Texts of a value with what cannot be seen made visible, as in every other export.
fn shown(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(visible(&text)),
        Value::Array(items) => items.into_iter().map(shown).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, shown(member)))
            .collect(),
        other => other,
    }
}

pub(super) fn of(scope: &Scope<'_>, pictures: Vec<(&Topology, Vec<Place>)>) -> Data {
    let mut handoffs = Vec::new();
    for (topology, _) in &pictures {
        for handoff in scope.handoffs(&topology.id) {
            let page = handoff_page(scope, topology, handoff);
            handoffs.push(shown(serde_json::to_value(page).unwrap_or_default()));
        }
    }
    let title = match &pictures[..] {
        [(topology, _)] => visible(&topology.name),
        _ => "Handoffs".to_owned(),
    };
    let used = used_agents(scope, &pictures);
    Data {
        title,
        topologies: pictures
            .into_iter()
            .map(|(topology, places)| TopologyPage {
                id: topology.id.to_string(),
                name: visible(&topology.name),
                purpose: visible(&topology.purpose),
                team: topology.team.as_ref().map(ToString::to_string),
                places,
            })
            .collect(),
        agents: scope
            .document
            .agents()
            .filter(|agent| scope.is_whole() || used.contains(agent.id.as_str()))
            .map(agent_page)
            .collect(),
        handoffs,
        contracts: scope
            .contracts()
            .map(|contract| contract_page(scope, contract))
            .collect(),
        teams: scope.document.teams().map(team_page).collect(),
    }
}

fn used_agents(
    scope: &Scope<'_>,
    pictures: &[(&Topology, Vec<Place>)],
) -> std::collections::BTreeSet<String> {
    let mut used = std::collections::BTreeSet::new();
    for (topology, _) in pictures {
        for handoff in scope.handoffs(&topology.id) {
            let sides = [Some(&handoff.from), handoff.to.agent()];
            let all = sides.into_iter().flatten().chain(&handoff.fallbacks);
            used.extend(all.map(ToString::to_string));
        }
    }
    used
}

fn handoff_page(scope: &Scope<'_>, topology: &Topology, handoff: &Handoff) -> HandoffPage {
    HandoffPage {
        view: view::of(scope.document, topology, handoff),
        from_agent: handoff.from.to_string(),
        to_agent: handoff.to.agent().map(ToString::to_string),
        fallback_agents: handoff.fallbacks.iter().map(ToString::to_string).collect(),
        contract_id: handoff.contract.as_ref().map(ToString::to_string),
        teams: people::owners(scope.document, handoff)
            .iter()
            .map(|team| team.id.to_string())
            .collect(),
        urgency: handoff.criticality as u8,
    }
}

fn agent_page(agent: &Agent) -> AgentPage {
    let found = &agent.links;
    let links = [
        ("Dashboard", &found.dashboard),
        ("Repository", &found.repo),
        ("A2A agent card", &found.a2a),
        ("MCP server", &found.mcp),
    ];
    AgentPage {
        id: agent.id.to_string(),
        name: visible(&agent.name),
        kind: words::agent_kind(agent.kind),
        lifecycle: format!("{:?}", agent.lifecycle).to_lowercase(),
        team: agent.team.as_ref().map(ToString::to_string),
        scope: visible(&agent.role.scope.text),
        capabilities: agent.capabilities.iter().map(|tag| visible(tag)).collect(),
        languages: agent.languages.iter().map(|tag| visible(tag)).collect(),
        links: links
            .into_iter()
            .filter_map(|(what, link)| Some((what, link.clone().filter(|link| is_page(link))?)))
            .collect(),
    }
}

fn contract_page(scope: &Scope<'_>, contract: &Contract) -> ContractPage {
    ContractPage {
        id: contract.id.to_string(),
        name: visible(&contract.name),
        purpose: visible(&contract.purpose),
        team: contract.team.as_ref().map(ToString::to_string),
        versions: versions(scope.document, &contract.id)
            .into_iter()
            .rev()
            .map(|version| VersionRow {
                version: version.version.to_string(),
                state: words::contract_state(version),
                note: visible(&version.change_note),
                sensitive: version
                    .sensitive
                    .iter()
                    .map(|field| visible(&field.pointer))
                    .collect(),
                schema: visible(
                    &String::from_utf8(crate::json::bytes(&version.payload_schema.0))
                        .unwrap_or_default(),
                ),
            })
            .collect(),
    }
}

fn team_page(team: &Team) -> TeamPage {
    TeamPage {
        id: team.id.to_string(),
        name: visible(&team.name),
        purpose: visible(&team.purpose),
        platform: team.platform,
        reach: people::contacts(&team.contacts),
    }
}
