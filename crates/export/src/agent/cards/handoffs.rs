//! The extension of agent cards that says which contracts an agent's handoffs carry. It is data only: a client that does not know it loses nothing.

use crate::cast;
use crate::escape::visible_line;
use crate::file_set::sha256;
use crate::json;
use crate::scope::Scope;
use baton_contract::payload_schema;
use baton_model::{Agent, ContractId, Handoff, Version};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of the extension, with its version at the end.
pub const HANDOFFS_EXTENSION: &str = "urn:baton:a2a:handoffs:1";
const JSON: &str = "application/json";

/// The parameters of the extension `urn:baton:a2a:handoffs:1` of an A2A agent card. Versions are strings, and there are no numbers: cards
/// travel as protobuf structures, in which every number is a double.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct HandoffsExtension {
    /// The agent's id in the registry.
    agent: String,
    /// The team that owns the agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<ExtensionOwner>,
    /// What the agent takes: as receiver of a handoff, as candidate of a query, or as fallback.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    accepts: Vec<ExtensionContract>,
    /// What the agent hands over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    emits: Vec<ExtensionContract>,
}

/// The team that owns an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ExtensionOwner {
    /// Its id in the registry.
    team: String,
    /// Its display name.
    name: String,
}

/// A contract, and the handoffs that carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct ExtensionContract {
    /// The contract's id in the registry.
    contract: String,
    /// The version that the handoffs pin.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The versions that the agent says it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<String>,
    /// The media type of the message.
    media_type: String,
    /// SHA-256 of the payload's schema as `baton export contracts` writes it, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    schema_sha256: Option<String>,
    /// The handoffs, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    handoffs: Vec<String>,
    /// The agents at the other end, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    agents: Vec<String>,
}

type Key<'a> = (&'a ContractId, Option<&'a Version>);

#[derive(Default)]
struct Seams<'a>(BTreeMap<Key<'a>, (Vec<String>, Vec<String>)>);

impl<'a> Seams<'a> {
    fn add(&mut self, handoff: &'a Handoff, others: impl IntoIterator<Item = String>) {
        let Some(contract) = &handoff.contract else {
            return;
        };
        let (handoffs, agents) = self
            .0
            .entry((contract, handoff.version.as_ref()))
            .or_default();
        handoffs.push(handoff.id.to_string());
        agents.extend(others);
        agents.sort();
        agents.dedup();
    }
}

impl HandoffsExtension {
    pub(super) fn of(scope: &Scope<'_>, agent: &Agent) -> Self {
        let document = scope.document;
        let (mut accepted, mut emitted) = (Seams::default(), Seams::default());
        for topology in scope.topologies() {
            for handoff in scope.handoffs(&topology.id) {
                let receivers = cast::receivers(document, handoff);
                let takes = receivers.iter().any(|receiver| receiver.id == agent.id)
                    || handoff.fallbacks.contains(&agent.id);
                if takes {
                    accepted.add(handoff, [handoff.from.to_string()]);
                }
                if handoff.from == agent.id {
                    emitted.add(handoff, receivers.iter().map(|to| to.id.to_string()));
                }
            }
        }
        let version = cast::version(document, agent);
        let mut accepts = contracts(scope, accepted);
        for taken in version.into_iter().flat_map(|version| &version.accepts) {
            let range = Some(taken.range.to_string());
            let mut known = accepts
                .iter_mut()
                .filter(|known| known.contract == taken.contract.as_str())
                .peekable();
            if known.peek().is_none() {
                accepts.push(ExtensionContract {
                    range,
                    ..ExtensionContract::named(taken.contract.as_str())
                });
            } else {
                known.for_each(|known| known.range.clone_from(&range));
            }
        }
        let mut emits = contracts(scope, emitted);
        for sent in version.into_iter().flat_map(|version| &version.emits) {
            let version = sent.version.to_string();
            let is_known = emits.iter().any(|known| {
                known.contract == sent.contract.as_str() && known.version.as_ref() == Some(&version)
            });
            if !is_known {
                emits.push(ExtensionContract::at(scope, &sent.contract, &sent.version));
            }
        }
        for list in [&mut accepts, &mut emits] {
            list.sort_by(|a, b| (&a.contract, &a.version).cmp(&(&b.contract, &b.version)));
        }
        Self {
            agent: agent.id.to_string(),
            owner: cast::team(document, agent).map(|team| ExtensionOwner {
                team: team.id.to_string(),
                name: Some(visible_line(&team.name))
                    .filter(|name| !name.is_empty())
                    .unwrap_or_else(|| team.id.to_string()),
            }),
            accepts,
            emits,
        }
    }

    pub(super) fn accepts_any(&self) -> bool {
        !self.accepts.is_empty()
    }

    pub(super) fn emits_any(&self) -> bool {
        !self.emits.is_empty()
    }

    /// The extension as a card declares it.
    pub(super) fn declared(&self) -> Option<Value> {
        let params = serde_json::to_value(self).ok()?;
        Some(json!({
            "uri": HANDOFFS_EXTENSION,
            "description": "The contracts that this agent's handoffs carry, with their versions and the agents at the other end.",
            "params": params,
        }))
    }
}

fn contracts(scope: &Scope<'_>, seams: Seams<'_>) -> Vec<ExtensionContract> {
    let of = |((contract, version), (handoffs, agents)): (Key<'_>, (Vec<String>, Vec<String>))| {
        let known = match version {
            Some(version) => ExtensionContract::at(scope, contract, version),
            None => ExtensionContract::named(contract.as_str()),
        };
        ExtensionContract {
            handoffs,
            agents,
            ..known
        }
    };
    seams.0.into_iter().map(of).collect()
}

impl ExtensionContract {
    fn named(contract: &str) -> Self {
        Self {
            contract: contract.to_owned(),
            version: None,
            range: None,
            media_type: JSON.to_owned(),
            schema_sha256: None,
            handoffs: Vec::new(),
            agents: Vec::new(),
        }
    }

    fn at(scope: &Scope<'_>, contract: &ContractId, version: &Version) -> Self {
        let known = cast::contract_version(scope.document, contract.as_str(), version);
        Self {
            version: Some(version.to_string()),
            schema_sha256: known.map(|known| sha256(&json::bytes(&payload_schema(known)))),
            ..Self::named(contract.as_str())
        }
    }
}
