//! Who takes part, and what is known of each: what every export of agents says in its own format.

use crate::escape::visible_line;
use crate::scope::Scope;
use crate::words;
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentVersion, Candidates, ContractVersion, Document, Handoff, Team, Topology, Version,
};
use std::collections::BTreeMap;

/// The agents of the scope, by id: of one topology its members, else all of the registry.
pub(crate) fn agents<'a>(scope: &Scope<'a>) -> Vec<&'a Agent> {
    if scope.is_whole() {
        return scope.document.agents().collect();
    }
    let mut found = BTreeMap::new();
    for topology in scope.topologies() {
        found.extend(
            members(scope.document, topology)
                .into_iter()
                .map(|agent| (&agent.id, agent)),
        );
    }
    found.into_values().collect()
}

/// The agents of a topology, by id.
pub(crate) fn members<'a>(document: &'a Document, topology: &Topology) -> Vec<&'a Agent> {
    TopologyGraph::new(document, &topology.id)
        .members()
        .collect()
}

/// What an agent is, in one or a few lines: its scope in the author's words, else its kind and team.
pub(crate) fn description(document: &Document, agent: &Agent) -> String {
    let scope = visible_line(&agent.role.scope.text);
    if !scope.is_empty() {
        return scope;
    }
    let kind = words::agent_kind(agent.kind);
    match team(document, agent) {
        Some(team) => format!("{kind} of {}.", visible_line(&team.name)),
        None => format!("{kind}; nobody has written down what it is responsible for."),
    }
}

/// The owning team.
pub(crate) fn team<'a>(document: &'a Document, agent: &Agent) -> Option<&'a Team> {
    agent.team.as_ref().and_then(|team| document.find(team))
}

/// The display name on one line; the id where nothing can be seen of it.
pub(crate) fn name(agent: &Agent) -> String {
    let name = visible_line(&agent.name);
    if name.is_empty() {
        agent.id.to_string()
    } else {
        name
    }
}

/// The highest version of an agent that is recorded.
pub(crate) fn version<'a>(document: &'a Document, agent: &Agent) -> Option<&'a AgentVersion> {
    document
        .agent_versions()
        .filter(|version| version.agent == agent.id)
        .max_by(|a, b| a.version.cmp(&b.version))
}

/// What stands for the version of an agent that has none on record: lower than every version, and plain about it.
pub(crate) const UNVERSIONED: &str = "0.0.0-unversioned";

/// The version that a handoff pins, with its record.
pub(crate) fn pinned<'a>(document: &'a Document, handoff: &Handoff) -> Option<&'a ContractVersion> {
    let (contract, version) = (handoff.contract.as_ref()?, handoff.version.as_ref()?);
    contract_version(document, contract.as_str(), version)
}

/// The record of a version of a contract.
pub(crate) fn contract_version<'a>(
    document: &'a Document,
    contract: &str,
    version: &Version,
) -> Option<&'a ContractVersion> {
    document
        .contract_versions()
        .find(|known| known.contract.as_str() == contract && known.version == *version)
}

/// The agents that a handoff may lead to, each once: its receiver, or the candidates of its query by id and then the default.
pub(crate) fn receivers<'a>(document: &'a Document, handoff: &Handoff) -> Vec<&'a Agent> {
    use baton_model::Target;
    match &handoff.to {
        Target::Agent(id) => document.find::<Agent>(id).into_iter().collect(),
        Target::Outcome(_) => Vec::new(),
        Target::Query(query) => {
            let mut found = Candidates::new(document).of(handoff);
            if let Some(default) = query.default.as_ref()
                && found.iter().all(|agent| agent.id != *default)
            {
                found.extend(document.find::<Agent>(default));
            }
            found
        }
    }
}

/// A link that a program may open: `http` or `https`, a host, and nothing but what addresses are written with. One with a user's name or
/// password is none: it would be handed to everybody who gets the file.
pub(crate) fn address(link: &str) -> Option<&str> {
    let link = link.trim();
    let rest = link
        .strip_prefix("https://")
        .or_else(|| link.strip_prefix("http://"))?;
    let is_written = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{}|".contains(&byte);
    let has_host = rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '[');
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    (has_host && !authority.contains('@') && rest.bytes().all(is_written)).then_some(link)
}

/// Some of many names, for a note.
pub(crate) fn listed(names: &[&str]) -> String {
    const MOST: usize = 12;
    let shown = names
        .iter()
        .take(MOST)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_taken() {
        for good in [
            "https://a.example/x?y=1#z",
            " http://127.0.0.1:80/ ",
            "https://[::1]/",
        ] {
            assert_eq!(address(good), Some(good.trim()));
        }
        for bad in [
            "",
            "https://",
            "https:///x",
            "javascript:alert(1)",
            "https://a b",
            "https://user:secret@a.example/",
            "https://a\"b",
            "https://a.example/\u{202e}",
            "file:///etc/passwd",
            "a.example",
        ] {
            assert_eq!(address(bad), None, "{bad}");
        }
    }

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        assert!(listed(&["a"; 14]).ends_with("a and 2 more"));
    }
}
