//! `catalog-info.yaml`: topologies, agents, contracts and teams as entities of Backstage.
//!
//! A topology is a System, an agent a Component of it, a contract an API that senders consume and receivers provide, a team a Group. Names
//! of entities are narrower than ids, so they are made from them, and ids that would meet get numbers.

use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet};
use crate::kind::ExportKind;
use crate::people::is_page;
use crate::scope::{Scope, versions};
use crate::yaml;
use baton_contract::payload_schema;
use baton_model::{
    Agent, AgentId, AgentKind, Contract, ContractId, ContractState, Lifecycle, Team, TeamId,
    Topology, TopologyId,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The longest name of an entity.
const LONGEST_NAME: usize = 63;
/// Who owns what nobody owns: Backstage wants an owner.
const NOBODY: &str = "group:default/unowned";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let seen = Seen::of(scope);
    let mut entities = Vec::new();
    let mut nobody = false;
    let mut owner = |team: Option<&TeamId>, names: &Names| {
        team.and_then(|team| names.reference("group", team.as_str()))
            .unwrap_or_else(|| {
                nobody = true;
                NOBODY.to_owned()
            })
    };
    for topology in scope.topologies() {
        let owner = owner(topology.team.as_ref(), &seen.teams);
        entities.push(system(topology, &owner, &seen));
    }
    for agent in scope.document.agents() {
        if seen.agents.names.contains_key(agent.id.as_str()) {
            let owner = owner(agent.team.as_ref(), &seen.teams);
            entities.push(component(agent, &owner, &seen));
        }
    }
    for contract in scope.contracts() {
        let owner = owner(contract.team.as_ref(), &seen.teams);
        entities.push(api(scope, contract, &owner, &seen));
    }
    for team in scope.document.teams() {
        if seen.teams.names.contains_key(team.id.as_str()) {
            entities.push(group(team, &seen));
        }
    }
    if nobody {
        entities.push(json!({
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Group",
            "metadata": {"name": "unowned", "description": "Has no owning team in Baton."},
            "spec": {"type": "team", "children": []},
        }));
    }
    let mut bytes = Vec::new();
    for entity in entities {
        bytes.extend_from_slice(b"---\n");
        bytes.extend(yaml::bytes(&entity));
    }
    if bytes.is_empty() {
        return;
    }
    files.add(ExportFile::new(
        "catalog-info.yaml",
        ExportKind::Catalog,
        bytes,
        None,
    ));
}

/// What is exported, and its names in the catalog.
struct Seen<'a> {
    topologies: Names,
    agents: Names,
    contracts: Names,
    teams: Names,
    /// The topologies of an agent.
    systems: BTreeMap<&'a AgentId, BTreeSet<&'a TopologyId>>,
    sends: BTreeMap<&'a AgentId, BTreeSet<&'a ContractId>>,
    takes: BTreeMap<&'a AgentId, BTreeSet<&'a ContractId>>,
}

impl<'a> Seen<'a> {
    fn of(scope: &Scope<'a>) -> Self {
        let mut systems: BTreeMap<&AgentId, BTreeSet<&TopologyId>> = BTreeMap::new();
        let mut sends: BTreeMap<&AgentId, BTreeSet<&ContractId>> = BTreeMap::new();
        let mut takes: BTreeMap<&AgentId, BTreeSet<&ContractId>> = BTreeMap::new();
        for topology in scope.topologies() {
            for handoff in scope.handoffs(&topology.id) {
                let sides = [Some(&handoff.from), handoff.to.agent()];
                for agent in sides.into_iter().flatten().chain(&handoff.fallbacks) {
                    systems.entry(agent).or_default().insert(&topology.id);
                }
                if let Some(contract) = &handoff.contract {
                    sends.entry(&handoff.from).or_default().insert(contract);
                    if let Some(to) = handoff.to.agent() {
                        takes.entry(to).or_default().insert(contract);
                    }
                }
            }
        }
        let document = scope.document;
        let agents = document
            .agents()
            .filter(|agent| scope.is_whole() || systems.contains_key(&agent.id));
        Self {
            topologies: Names::of(scope.topologies().map(|one| one.id.as_str())),
            agents: Names::of(agents.map(|one| one.id.as_str())),
            contracts: Names::of(scope.contracts().map(|one| one.id.as_str())),
            teams: Names::of(document.teams().map(|one| one.id.as_str())),
            systems,
            sends,
            takes,
        }
    }

    fn apis(&self, contracts: Option<&BTreeSet<&ContractId>>) -> Vec<String> {
        contracts
            .into_iter()
            .flatten()
            .filter_map(|contract| self.contracts.reference("api", contract.as_str()))
            .collect()
    }
}

/// Names of entities of one kind, by id.
struct Names {
    names: BTreeMap<String, String>,
}

impl Names {
    fn of<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        // "unowned" is taken.
        let mut taken = BTreeSet::from(["unowned".to_owned()]);
        let names = ids
            .map(|id| {
                let plain = name(id);
                let mut candidate = plain.clone();
                let mut number = 2;
                while !taken.insert(candidate.to_ascii_lowercase()) {
                    let ending = format!("-{number}");
                    let keep = plain.len().min(LONGEST_NAME - ending.len());
                    candidate = format!(
                        "{}{ending}",
                        plain[..keep].trim_end_matches(['-', '.', '_'])
                    );
                    number += 1;
                }
                (id.to_owned(), candidate)
            })
            .collect();
        Self { names }
    }

    fn get(&self, id: &str) -> &str {
        self.names.get(id).map_or("unknown", String::as_str)
    }

    fn reference(&self, kind: &str, id: &str) -> Option<String> {
        self.names
            .get(id)
            .map(|name| format!("{kind}:default/{name}"))
    }
}

/// Letters and digits, with single `-`, `_` or `.` between them, 63 at most.
fn name(id: &str) -> String {
    let mut out = String::new();
    for letter in id.chars() {
        if letter.is_ascii_alphanumeric() {
            out.push(letter);
        } else if out.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            out.push(if matches!(letter, '_' | '.') {
                letter
            } else {
                '-'
            });
        }
    }
    out.truncate(LONGEST_NAME);
    let out = out.trim_end_matches(['-', '_', '.']);
    if out.is_empty() {
        "x".to_owned()
    } else {
        out.to_owned()
    }
}

fn entity(kind: &str, name: &str, id: &str, title: &str, description: &str) -> Value {
    let mut entity = json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": kind,
        "metadata": {"name": name, "title": shown(title, id), "annotations": {"baton/id": id}},
    });
    let description = visible_line(description);
    if !description.is_empty() {
        entity["metadata"]["description"] = description.into();
    }
    entity
}

fn shown(text: &str, otherwise: &str) -> String {
    let text = visible_line(text);
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        text
    }
}

/// Tags that Backstage takes: lower-case words with `+#:-` between them.
fn tags<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut tags: Vec<String> = texts
        .map(|text| name(text).to_ascii_lowercase().replace(['_', '.'], "-"))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn links<'a>(links: impl Iterator<Item = (&'static str, Option<&'a String>)>) -> Vec<Value> {
    links
        .filter_map(|(title, url)| Some((title, url?)))
        .filter(|(_, url)| is_page(url))
        .map(|(title, url)| json!({"url": url, "title": title}))
        .collect()
}

fn system(topology: &Topology, owner: &str, seen: &Seen<'_>) -> Value {
    let id = topology.id.as_str();
    let mut entity = entity(
        "System",
        seen.topologies.get(id),
        id,
        &topology.name,
        &topology.purpose,
    );
    entity["spec"] = json!({"owner": owner, "type": "agent-topology"});
    entity
}

fn component(agent: &Agent, owner: &str, seen: &Seen<'_>) -> Value {
    let id = agent.id.as_str();
    let mut entity = entity(
        "Component",
        seen.agents.get(id),
        id,
        &agent.name,
        &agent.role.scope.text,
    );
    let found = &agent.links;
    let links = links(
        [
            ("Dashboard", found.dashboard.as_ref()),
            ("Repository", found.repo.as_ref()),
            ("A2A agent card", found.a2a.as_ref()),
            ("MCP server", found.mcp.as_ref()),
        ]
        .into_iter(),
    );
    if !links.is_empty() {
        entity["metadata"]["links"] = links.into();
    }
    let tags = tags(agent.capabilities.iter());
    if !tags.is_empty() {
        entity["metadata"]["tags"] = tags.into();
    }
    let kind = match agent.kind {
        AgentKind::Ai => "ai-agent",
        AgentKind::Supervisor => "supervisor-agent",
        AgentKind::Human => "human",
        AgentKind::Tool => "tool",
        AgentKind::External => "outside-agent",
        AgentKind::Queue => "queue",
    };
    let lifecycle = match agent.lifecycle {
        Lifecycle::Experimental => "experimental",
        Lifecycle::Production => "production",
        Lifecycle::Deprecated => "deprecated",
        Lifecycle::Retired => "retired",
    };
    let mut spec = json!({"type": kind, "lifecycle": lifecycle, "owner": owner});
    let systems = seen.systems.get(&agent.id);
    let mut systems = systems.into_iter().flatten();
    // A component is part of one system; one that several share is named by none of them.
    if let (Some(topology), None) = (systems.next(), systems.next())
        && let Some(system) = seen.topologies.reference("system", topology.as_str())
    {
        spec["system"] = system.into();
    }
    for (member, contracts) in [
        ("providesApis", seen.takes.get(&agent.id)),
        ("consumesApis", seen.sends.get(&agent.id)),
    ] {
        let apis = seen.apis(contracts);
        if !apis.is_empty() {
            spec[member] = apis.into();
        }
    }
    entity["spec"] = spec;
    entity
}

fn api(scope: &Scope<'_>, contract: &Contract, owner: &str, seen: &Seen<'_>) -> Value {
    let id = contract.id.as_str();
    let mut entity = entity(
        "API",
        seen.contracts.get(id),
        id,
        &contract.name,
        &contract.purpose,
    );
    let history = versions(scope.document, &contract.id);
    let in_use = history
        .iter()
        .rev()
        .find(|version| version.state == ContractState::Published)
        .or(history.last());
    let lifecycle = match in_use.map(|version| version.state) {
        Some(ContractState::Published) => "production",
        Some(ContractState::Deprecated) => "deprecated",
        Some(ContractState::Retired) => "retired",
        _ => "experimental",
    };
    if let Some(version) = in_use {
        entity["metadata"]["annotations"]["baton/version"] = version.version.to_string().into();
    }
    let schema = in_use.map_or(json!({}), |version| payload_schema(version));
    let definition = String::from_utf8(crate::json::bytes(&schema)).unwrap_or_default();
    entity["spec"] = json!({
        "type": "json-schema", "lifecycle": lifecycle, "owner": owner, "definition": definition,
    });
    entity
}

fn group(team: &Team, seen: &Seen<'_>) -> Value {
    let id = team.id.as_str();
    let mut entity = entity("Group", seen.teams.get(id), id, &team.name, &team.purpose);
    let page = |contact: &&baton_model::Contact| is_page(&contact.address);
    let links: Vec<Value> = team
        .contacts
        .iter()
        .filter(page)
        .map(|contact| json!({"url": contact.address, "title": shown(&contact.channel, "contact")}))
        .collect();
    if !links.is_empty() {
        entity["metadata"]["links"] = links.into();
    }
    let kind = if team.platform {
        "platform-team"
    } else {
        "team"
    };
    let mut spec = json!({"type": kind, "children": []});
    let parent = team.parent.as_ref();
    if let Some(parent) = parent.and_then(|id| seen.teams.reference("group", id.as_str())) {
        spec["parent"] = parent.into();
    }
    entity["spec"] = spec;
    entity
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_narrower_than_ids_and_stay_apart() {
        let names = Names::of(
            [
                "a+b",
                "a@b",
                "A-b",
                "_x_",
                "a.-b",
                "unowned",
                &"y".repeat(90),
            ]
            .into_iter(),
        );
        let got: Vec<&str> = ["a+b", "a@b", "A-b", "_x_", "a.-b", "unowned"]
            .map(|id| names.get(id))
            .into();
        assert_eq!(got, ["a-b", "a-b-2", "A-b-3", "x", "a.b", "unowned-2"]);
        assert_eq!(names.get(&"y".repeat(90)).len(), 63);
    }
}
