//! Where a handoff leads.

use crate::id::{AgentId, OutcomeId};
use crate::macros::{record, words};
use crate::reference::{At, Names, RecordKey, Reference, References};
use serde::{Deserialize, Serialize};

words! {
    /// Which candidate of a capability query is taken.
    #[derive(Default)]
    pub enum TieBreak {
        /// The first by id.
        #[default]
        First,
        /// The one with the least load.
        LeastLoaded,
        /// The cheapest.
        Cheapest,
        /// Any.
        Random,
    }
}

/// Where a handoff leads: an agent (a plain id), `{outcome}`, or a capability query.
#[derive(Clone, Debug, PartialEq, Serialize, schemars::JsonSchema, specta::Type)]
#[serde(untagged)]
pub enum Target {
    /// To an agent.
    Agent(AgentId),
    /// To an outcome of the topology.
    Outcome(OutcomeTarget),
    /// To whichever agent declares the tags.
    Query(CapabilityQuery),
}

record! {
    /// A handoff that ends the request.
    pub struct OutcomeTarget {
        required {
            /// The outcome.
            outcome: OutcomeId,
        }
        optional {}
    }
}

record! {
    /// A receiver chosen at run time by capability.
    pub struct CapabilityQuery {
        required {
            /// Tags that the receiver must declare, all of them.
            capabilities: Vec<String>,
        }
        optional {
            /// Which candidate is taken.
            tie_break: TieBreak,
            /// Who is taken when nobody qualifies.
            default: Option<AgentId>,
        }
    }
}

impl Target {
    /// The agent, if the handoff leads to a named one.
    pub fn agent(&self) -> Option<&AgentId> {
        match self {
            Target::Agent(id) => Some(id),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let value = serde_json::Value::deserialize(d)?;
        let fields = match &value {
            serde_json::Value::String(id) => {
                return AgentId::new(id.as_str())
                    .map(Target::Agent)
                    .map_err(D::Error::custom);
            }
            serde_json::Value::Object(fields) => fields,
            _ => {
                return Err(D::Error::custom(
                    "a target is an agent's id, {\"outcome\": id} or {\"capabilities\": [tag], ...}",
                ));
            }
        };
        if fields.contains_key("outcome") {
            serde_json::from_value(value)
                .map(Target::Outcome)
                .map_err(D::Error::custom)
        } else {
            serde_json::from_value(value)
                .map(Target::Query)
                .map_err(D::Error::custom)
        }
    }
}

impl References for Target {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        match self {
            Target::Agent(id) => id.references(at, out),
            Target::Outcome(target) => target.references(at, out),
            Target::Query(query) => query.references(at, out),
        }
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        match self {
            Target::Agent(id) => id.detach(gone),
            Target::Outcome(target) => target.detach(gone),
            Target::Query(query) => query.detach(gone),
        }
    }

    fn rename(&mut self, names: &Names<'_>) {
        match self {
            Target::Agent(id) => id.rename(names),
            Target::Outcome(target) => target.rename(names),
            Target::Query(query) => query.rename(names),
        }
    }
}
