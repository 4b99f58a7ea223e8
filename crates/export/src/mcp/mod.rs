//! `agents/<agent>.server.json`: tools that are MCP servers, as the MCP registry describes them.

use crate::cast;
use crate::file_set::{ExportFile, FileSet, Source, sha256};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_contract::payload_schema;
use baton_model::{Agent, AgentKind, ContractVersion, Diagnostic, Kind, Level};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The schema that the files are written for: a name; Baton never fetches it.
const SCHEMA: &str = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";
/// Where the registry lets publishers put what it does not know itself.
const PUBLISHER: &str = "io.modelcontextprotocol.registry/publisher-provided";
/// Longest description, title and name that the schema takes, in characters.
const LONGEST_DESCRIPTION: usize = 100;
const LONGEST_TITLE: usize = 100;
const LONGEST_NAME: usize = 200;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let (mut unreachable, mut unversioned) = (Vec::new(), Vec::new());
    for agent in cast::agents(scope) {
        let link = agent.links.mcp.as_deref();
        let named = link
            .and_then(cast::address)
            .and_then(|address| Some((address, name(address, agent)?)));
        let Some((address, name)) = named else {
            if agent.kind == AgentKind::Tool || link.is_some() {
                unreachable.push(agent.id.as_str());
            }
            continue;
        };
        let version = cast::version(scope.document, agent);
        if version.is_none() {
            unversioned.push(agent.id.as_str());
        }
        let version =
            version.map_or_else(|| cast::UNVERSIONED.to_owned(), |v| v.version.to_string());
        let source = Source {
            version: Some(version.clone()),
            ..Source::new(Kind::Agent, agent.id.as_str())
        };
        files.add(ExportFile::new(
            format!("agents/{}.server.json", agent.id),
            ExportKind::Mcp,
            json::bytes(&server(scope, agent, address, &name, &version)),
            Some(source),
        ));
    }
    let mut note = |message: String| {
        files.note(Diagnostic::new(Level::Info, "agents", message));
    };
    if !unreachable.is_empty() {
        note(format!(
            "no server.json for {}: it needs an address, and links.mcp holds none of a host that starts with https://",
            cast::listed(&unreachable)
        ));
    }
    if !unversioned.is_empty() {
        note(format!(
            "no version is recorded of {}: server.json says {}",
            cast::listed(&unversioned),
            cast::UNVERSIONED
        ));
    }
}

/// The name in the registry: the host of the address, turned round, and the agent's id. `None` where the host has no name.
fn name(address: &str, agent: &Agent) -> Option<String> {
    let host = address.split_once("://")?.1;
    let host = host.split(['/', '?', '#']).next()?;
    let host = host.split(':').next()?;
    let labels: Vec<&str> = host.split('.').filter(|label| !label.is_empty()).collect();
    let is_label = |label: &&str| {
        label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    if labels.is_empty() || !labels.iter().all(is_label) {
        return None;
    }
    let turned: Vec<&str> = labels.into_iter().rev().collect();
    let id: String = agent
        .id
        .as_str()
        .chars()
        .map(|letter| if "@+".contains(letter) { '-' } else { letter })
        .collect();
    let name = format!("{}/{id}", turned.join(".").to_ascii_lowercase());
    (name.len() <= LONGEST_NAME).then_some(name)
}

fn server(scope: &Scope<'_>, agent: &Agent, address: &str, name: &str, version: &str) -> Value {
    let mut server = json!({
        "$schema": SCHEMA,
        "name": name,
        "title": cut(&cast::name(agent), LONGEST_TITLE),
        "description": cut(&cast::description(scope.document, agent), LONGEST_DESCRIPTION),
        "version": version,
        "remotes": [{"type": "streamable-http", "url": address.replace('{', "%7B").replace('}', "%7D")}],
        "_meta": {PUBLISHER: {"baton": about(scope, agent)}},
    });
    if let Some(repository) = repository(agent) {
        server["repository"] = repository;
    }
    server
}

/// The repository, where its host is one that the registry knows by name.
fn repository(agent: &Agent) -> Option<Value> {
    let url = agent.links.repo.as_deref().and_then(cast::address)?;
    let source = [
        ("https://github.com/", "github"),
        ("https://gitlab.com/", "gitlab"),
    ]
    .into_iter()
    .find_map(|(host, source)| url.starts_with(host).then_some(source))?;
    Some(json!({"url": url, "source": source}))
}

/// What Baton knows beside: the owner, and the contracts that calls of the server carry, with their schemas. The server itself lists its
/// tools; a contract says what goes over the handoff.
fn about(scope: &Scope<'_>, agent: &Agent) -> Value {
    let mut about = Map::new();
    about.insert("agent".to_owned(), json!(agent.id.as_str()));
    if let Some(team) = &agent.team {
        about.insert("team".to_owned(), json!(team.as_str()));
    }
    let tools: Vec<Value> = agent
        .tools
        .iter()
        .map(|tool| json!({"name": crate::escape::visible_line(&tool.name), "irreversible": tool.irreversible}))
        .collect();
    if !tools.is_empty() {
        about.insert("tools".to_owned(), json!(tools));
    }
    let calls = calls(scope, agent);
    if !calls.is_empty() {
        let calls: Vec<Value> = calls
            .values()
            .map(|(version, handoffs)| {
                let schema = payload_schema(version);
                json!({
                    "contract": version.contract.as_str(),
                    "version": version.version.to_string(),
                    "handoffs": handoffs,
                    "schemaSha256": sha256(&json::bytes(&schema)),
                    "inputSchema": schema,
                })
            })
            .collect();
        about.insert("accepts".to_owned(), json!(calls));
    }
    Value::Object(about)
}

/// The contracts of the handoffs to the agent.
fn calls<'a>(
    scope: &Scope<'a>,
    agent: &Agent,
) -> BTreeMap<&'a str, (&'a ContractVersion, Vec<&'a str>)> {
    let mut found: BTreeMap<&str, (&ContractVersion, Vec<&str>)> = BTreeMap::new();
    for topology in scope.topologies() {
        for handoff in scope.handoffs(&topology.id) {
            let receivers = cast::receivers(scope.document, handoff);
            if !receivers.iter().any(|to| to.id == agent.id) {
                continue;
            }
            if let Some(version) = cast::pinned(scope.document, handoff) {
                let known = found
                    .entry(version.id.as_str())
                    .or_insert_with(|| (version, Vec::new()));
                known.1.push(handoff.id.as_str());
            }
        }
    }
    found
}

/// Text of at most so many characters, cut at a blank where there is one, with a mark.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let short: String = text.chars().take(most - 1).collect();
    let end = short.rfind(' ').filter(|end| *end > most / 2);
    format!("{}\u{2026}", short[..end.unwrap_or(short.len())].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::AgentId;

    #[test]
    fn names_are_hosts_turned_round() {
        let agent = Agent::new(AgentId::new("a@b").unwrap(), "A".to_owned());
        for (address, expected) in [
            ("https://mcp.example.com/x", Some("com.example.mcp/a-b")),
            ("https://MCP.example:8443?x", Some("example.mcp/a-b")),
            ("https://[::1]/x", None),
            ("https://a_b.example/", None),
        ] {
            assert_eq!(name(address, &agent).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn long_texts_are_cut_at_a_blank() {
        assert_eq!(cut("short", 10), "short");
        assert_eq!(cut("one two three four", 12), "one two\u{2026}");
        assert_eq!(cut(&"é".repeat(12), 10).chars().count(), 10);
    }
}
