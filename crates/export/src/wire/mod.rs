//! What goes over the handoffs of a topology: which contract versions, between whom, and how a message looks.

mod schemas;

pub(crate) use schemas::{Envelopes, Schemas};

use crate::escape::visible_line;
use crate::file_set::sha256;
use crate::scope::{Scope, versions};
use baton_contract::{canonical_json, component_name};
use baton_model::{
    Agent, AgentId, Candidates, Contract, ContractState, ContractVersion, Document, Handoff,
    Outcome, Target, Topology,
};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A handoff to somebody, with what it carries.
pub(crate) struct Carried<'a> {
    pub handoff: &'a Handoff,
    /// None where the handoff has no contract.
    pub version: Option<Versioned<'a>>,
    /// The agents that may get it, by id; none where it ends the request.
    pub receivers: Vec<&'a AgentId>,
}

/// A version with its contract.
#[derive(Clone, Copy)]
pub(crate) struct Versioned<'a> {
    pub contract: &'a Contract,
    pub version: &'a ContractVersion,
}

impl Versioned<'_> {
    /// `refund-request.1.1.0`, as documents take names.
    pub fn name(&self) -> String {
        component_name(&format!("{}.{}", self.contract.id, self.version.version))
    }

    /// `Refund request 1.1.0`
    pub fn title(&self) -> String {
        visible_line(&format!("{} {}", self.contract.name, self.version.version))
    }
}

/// The handoffs of a topology that a message goes over, by id. Those that end the request do so without one, unless they carry a contract.
pub(crate) fn carried<'a>(scope: &Scope<'a>, topology: &Topology) -> Vec<Carried<'a>> {
    let candidates = Candidates::new(scope.document);
    scope
        .handoffs(&topology.id)
        .map(|handoff| Carried {
            handoff,
            version: version_of(scope.document, handoff),
            receivers: receivers(&candidates, handoff),
        })
        .filter(|carried| {
            carried.version.is_some() || !matches!(carried.handoff.to, Target::Outcome(_))
        })
        .collect()
}

/// The version that is pinned, else the highest published one, else the highest.
fn version_of<'a>(document: &'a Document, handoff: &Handoff) -> Option<Versioned<'a>> {
    let contract: &Contract = document.find(handoff.contract.as_ref()?)?;
    let versions = versions(document, &contract.id);
    let pinned = versions
        .iter()
        .find(|version| Some(&version.version) == handoff.version.as_ref());
    let is_published = |version: &&&ContractVersion| version.state == ContractState::Published;
    let version = pinned
        .or_else(|| versions.iter().rev().find(is_published))
        .or(versions.last())?;
    Some(Versioned { contract, version })
}

fn receivers<'a>(candidates: &Candidates<'a>, handoff: &'a Handoff) -> Vec<&'a AgentId> {
    match &handoff.to {
        Target::Agent(id) => vec![id],
        Target::Outcome(_) => Vec::new(),
        Target::Query(query) => {
            let mut receivers: Vec<&AgentId> = candidates
                .of(handoff)
                .into_iter()
                .map(|agent| &agent.id)
                .collect();
            if let Some(default) = &query.default
                && !receivers.contains(&default)
            {
                receivers.push(default);
            }
            receivers
        }
    }
}

/// The versions that programs of a topology may meet, by name: those that its handoffs pin, and every other published or deprecated one of
/// their contracts.
pub(crate) fn live<'a>(
    scope: &Scope<'a>,
    carried: &[Carried<'a>],
) -> BTreeMap<String, Versioned<'a>> {
    let mut live = BTreeMap::new();
    for pinned in carried.iter().filter_map(|carried| carried.version) {
        let contract = pinned.contract;
        let others = versions(scope.document, &contract.id).into_iter();
        let others = others.filter(|version| {
            matches!(
                version.state,
                ContractState::Published | ContractState::Deprecated
            )
        });
        for version in others.chain([pinned.version]) {
            let versioned = Versioned { contract, version };
            live.insert(versioned.name(), versioned);
        }
    }
    live
}

/// An agent's name on one line.
pub(crate) fn agent_name(document: &Document, id: &AgentId) -> String {
    let agent = document.find::<Agent>(id);
    agent.map_or_else(|| id.to_string(), |agent| visible_line(&agent.name))
}

/// Whom a handoff leads to, on one line.
pub(crate) fn target_name(document: &Document, target: &Target) -> String {
    match target {
        Target::Agent(id) => agent_name(document, id),
        Target::Outcome(to) => document
            .find::<Outcome>(&to.outcome)
            .map_or_else(|| to.outcome.to_string(), |out| visible_line(&out.name)),
        Target::Query(query) => {
            visible_line(&format!("any agent with {}", query.capabilities.join(", ")))
        }
    }
}

/// A message of a handoff around a payload. What only a running system knows is made up, and the same each time.
pub(crate) fn example_message(
    carried: &Carried<'_>,
    versioned: &Versioned<'_>,
    payload: &Value,
) -> Option<Value> {
    let handoff = carried.handoff;
    let receiver = carried.receivers.first()?;
    let state = versioned.version.task_states.first();
    let mut message = json!({
        "correlation_id": "example-workflow",
        "handoff_id": format!("example-{}", handoff.id).chars().take(200).collect::<String>(),
        "attempt": 1,
        "timestamp": "2026-01-01T00:00:00Z",
        "source": { "agent": handoff.from },
        "destination": { "agent": receiver },
        "contract": { "id": versioned.contract.id, "version": versioned.version.version },
        "message_type": handoff.message_type.unwrap_or(baton_model::MessageType::Task),
        "task_state": state.copied().unwrap_or(baton_model::TaskState::InProgress),
        "user_intent": { "verbatim": "An example of what a user asks for." },
    });
    let fields = message.as_object_mut()?;
    if let Some(key) = entity_key(handoff, payload) {
        fields.insert("entity_key".to_owned(), json!(key));
    }
    fields.insert("payload".to_owned(), payload.clone());
    Some(message)
}

/// What a payload is about, by the pointer of the handoff's policy.
fn entity_key(handoff: &Handoff, payload: &Value) -> Option<String> {
    match payload.pointer(handoff.policy.entity_key.as_deref()?)? {
        Value::String(key) if !key.is_empty() => Some(key.clone()),
        Value::Number(key) => Some(key.to_string()),
        _ => None,
    }
}

/// A text that names the content of a document, for formats that ask for a version where a topology has none.
pub(crate) fn content_version(content: &Value) -> String {
    let hash = sha256(canonical_json(content).as_bytes());
    format!("content-{}", &hash[..12])
}

/// Every text of a value made visible, for values that are shown and not checked against.
pub(crate) fn shown(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(crate::escape::visible(&text)),
        Value::Array(items) => items.into_iter().map(shown).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, shown(member)))
            .collect(),
        scalar => scalar,
    }
}

/// An object of those members that say something.
pub(crate) fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    let says = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    };
    members
        .into_iter()
        .filter(|(_, value)| says(value))
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
