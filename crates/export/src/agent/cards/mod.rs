//! `agents/<agent>.agent-card.json`: A2A 1.0 cards of the agents that can be called, with the contracts of their handoffs as a data-only extension.

mod handoffs;
mod signed;

pub use handoffs::{HANDOFFS_EXTENSION, HandoffsExtension};
pub use signed::{keep_signatures, sign_cards};

use crate::cast;
use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_model::{Agent, AgentKind, Capability, Channel, Diagnostic, Document, Kind, Level, slug};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Where A2A clients look for the card of a host.
const WELL_KNOWN: [&str; 2] = ["/.well-known/agent-card.json", "/.well-known/agent.json"];
/// The version of the protocol that the cards are written in.
const PROTOCOL: &str = "1.0";
const JSON: &str = "application/json";
const TEXT: &str = "text/plain";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let mut unreachable = Vec::new();
    let mut unversioned = Vec::new();
    let mut carded = false;
    for agent in cast::agents(scope) {
        let link = agent.links.a2a.as_deref();
        let Some(endpoint) = link.and_then(endpoint) else {
            let is_called = matches!(
                agent.kind,
                AgentKind::Ai | AgentKind::Supervisor | AgentKind::External
            );
            if is_called || link.is_some() {
                unreachable.push(agent.id.as_str());
            }
            continue;
        };
        let version = cast::version(scope.document, agent);
        if version.is_none() {
            unversioned.push(agent.id.as_str());
        }
        carded = true;
        let version =
            version.map_or_else(|| cast::UNVERSIONED.to_owned(), |v| v.version.to_string());
        let card = card(scope, agent, &endpoint, &version);
        let source = Source {
            version: Some(version),
            ..Source::new(Kind::Agent, agent.id.as_str())
        };
        files.add(ExportFile::new(
            format!("agents/{}.agent-card.json", agent.id),
            ExportKind::AgentCards,
            json::bytes(&card),
            Some(source),
        ));
    }
    let mut note = |message: String| {
        files.note(Diagnostic::new(Level::Info, "agents", message));
    };
    if !unreachable.is_empty() {
        note(format!(
            "no card for {}: a card needs an address, and links.a2a holds none that starts with https://",
            cast::listed(&unreachable)
        ));
    }
    if !unversioned.is_empty() {
        note(format!(
            "no version is recorded of {}: the card says {}",
            cast::listed(&unversioned),
            cast::UNVERSIONED
        ));
    }
    if carded {
        note("cards name the binding JSONRPC, at the address that links.a2a gives: the registry records no other".to_owned());
    }
}

/// Where an agent is called: the link, or the host whose card it is.
fn endpoint(link: &str) -> Option<String> {
    let link = cast::address(link)?;
    let host = WELL_KNOWN
        .iter()
        .find_map(|well_known| link.strip_suffix(well_known));
    match host {
        Some(host) => cast::address(host).map(|host| format!("{host}/")),
        None => Some(link.to_owned()),
    }
}

fn card(scope: &Scope<'_>, agent: &Agent, endpoint: &str, version: &str) -> Value {
    let document = scope.document;
    let handoffs = HandoffsExtension::of(scope, agent);
    let (input, output) = modes(agent, &handoffs);
    let mut capabilities = Map::new();
    if let Some(extension) = handoffs.declared() {
        capabilities.insert("extensions".to_owned(), json!([extension]));
    }
    json!({
        "name": cast::name(agent),
        "description": cast::description(document, agent),
        "version": version,
        "supportedInterfaces": [{"url": endpoint, "protocolBinding": "JSONRPC", "protocolVersion": PROTOCOL}],
        "capabilities": capabilities,
        "defaultInputModes": input,
        "defaultOutputModes": output,
        "skills": skills(document, agent),
    })
}

/// Media types: contracts travel as JSON; an agent that people talk to, or that has no contract, takes and gives text.
fn modes(agent: &Agent, handoffs: &HandoffsExtension) -> (Vec<&'static str>, Vec<&'static str>) {
    let written = [Channel::Chat, Channel::Messaging, Channel::Email];
    let has_text = agent.role.talks_to_user
        || agent
            .channels
            .iter()
            .any(|channel| written.contains(channel));
    let of = |has_contract: bool| {
        let mut modes = Vec::new();
        if has_contract {
            modes.push(JSON);
        }
        if has_text || !has_contract {
            modes.push(TEXT);
        }
        modes
    };
    (of(handoffs.accepts_any()), of(handoffs.emits_any()))
}

/// A skill for each capability tag; an agent that declares none is one skill itself.
fn skills(document: &Document, agent: &Agent) -> Vec<Value> {
    let mut taken = BTreeSet::new();
    let mut skills = Vec::new();
    for tag in &agent.capabilities {
        let shown = visible_line(tag);
        if shown.is_empty() {
            continue;
        }
        let id = slug(tag, "skill");
        let mut unique = id.clone();
        let mut number = 2;
        while !taken.insert(unique.clone()) {
            unique = format!("{id}-{number}");
            number += 1;
        }
        let known = document
            .capabilities()
            .find(|capability| capability.tag == *tag);
        skills.push(json!({
            "id": unique,
            "name": shown,
            "description": meaning(known, agent, &shown),
            "tags": tags(known, shown),
        }));
    }
    if skills.is_empty() {
        let mut topics: Vec<String> = agent
            .role
            .scope
            .topics
            .iter()
            .map(|topic| visible_line(topic))
            .filter(|topic| !topic.is_empty())
            .collect();
        if topics.is_empty() {
            topics.push(crate::words::agent_kind(agent.kind).to_lowercase());
        }
        skills.push(json!({
            "id": agent.id.as_str(),
            "name": cast::name(agent),
            "description": cast::description(document, agent),
            "tags": topics,
        }));
    }
    skills
}

fn meaning(known: Option<&Capability>, agent: &Agent, tag: &str) -> String {
    let meaning = known.map_or_else(String::new, |capability| visible_line(&capability.meaning));
    if meaning.is_empty() {
        format!("{} declares the capability {tag}.", cast::name(agent))
    } else {
        meaning
    }
}

fn tags(known: Option<&Capability>, tag: String) -> Vec<String> {
    let mut tags = vec![tag];
    for synonym in known
        .into_iter()
        .flat_map(|capability| &capability.synonyms)
    {
        let synonym = visible_line(synonym);
        if !synonym.is_empty() && !tags.contains(&synonym) {
            tags.push(synonym);
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_the_link_or_the_host_of_the_card() {
        for (link, expected) in [
            (
                "https://a.example/.well-known/agent-card.json",
                Some("https://a.example/"),
            ),
            (
                "https://a.example/claims/.well-known/agent.json",
                Some("https://a.example/claims/"),
            ),
            ("https://a.example/a2a/v1", Some("https://a.example/a2a/v1")),
            ("https:///.well-known/agent-card.json", None),
            ("grpc://a.example", None),
            ("ask Ada", None),
        ] {
            assert_eq!(endpoint(link).as_deref(), expected, "{link}");
        }
    }
}
