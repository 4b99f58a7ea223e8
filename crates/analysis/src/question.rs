//! What can be asked.

use baton_model::{
    AgentId, ContractId, Date, HandoffId, Json, Kind, RecordKey, Version, VersionRange,
};
use serde::{Deserialize, Serialize};

/// A change that nobody has made yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "ask", rename_all = "snake_case")]
pub enum ImpactQuestion {
    /// A contract gets a version with this payload schema; everything else stays as in its highest version.
    ContractDraft {
        /// The contract.
        contract: ContractId,
        /// The payload schema.
        schema: Json,
    },
    /// Everybody moves to a version of a contract that the registry has, a draft for example.
    ContractMoves {
        /// The contract.
        contract: ContractId,
        /// The version.
        version: Version,
    },
    /// A contract is taken out of use.
    ContractRetired {
        /// The contract.
        contract: ContractId,
    },
    /// A version of a contract is taken out of use.
    VersionRetired {
        /// The contract.
        contract: ContractId,
        /// The version.
        version: Version,
    },
    /// A version of a contract gets a date on which it ends.
    VersionDeprecated {
        /// The contract.
        contract: ContractId,
        /// The version.
        version: Version,
        /// Its end; the one that the registry has when left out.
        sunset: Option<Date>,
    },
    /// A version of an agent takes the place of the one in use.
    AgentMoves {
        /// The agent.
        agent: AgentId,
        /// The version.
        version: Version,
    },
    /// An agent is taken out of use.
    AgentRetired {
        /// The agent.
        agent: AgentId,
    },
    /// A capability tag is declared no longer.
    CapabilityRemoved {
        /// The tag.
        tag: String,
        /// Who declares it no longer; everybody when left out.
        agent: Option<AgentId>,
    },
    /// An agent accepts another range of a contract's versions.
    RangeChanged {
        /// The agent.
        agent: AgentId,
        /// The contract.
        contract: ContractId,
        /// The range.
        range: VersionRange,
    },
    /// A team, a person, a rotation or an escalation path is removed.
    ResponderRemoved {
        /// What kind of record it is.
        kind: Kind,
        /// Its id.
        id: String,
    },
    /// A handoff loses its owners.
    OwnersRemoved {
        /// The handoff.
        handoff: HandoffId,
    },
    /// A payload field must not leave a trust domain unmasked any more.
    SensitiveAdded {
        /// The contract.
        contract: ContractId,
        /// JSON pointer in the payload.
        pointer: String,
    },
}

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// It names a record that is not there.
    #[error("there is no {0}")]
    Missing(RecordKey),
    /// A contract without versions cannot get a next one.
    #[error("contract {0} has no version that a draft could be compared with")]
    NoVersion(String),
    /// The proposed schema cannot be used.
    #[error("the proposed schema cannot be used: {message} (at {pointer:?})")]
    NoSchema {
        /// JSON pointer in it.
        pointer: String,
        /// What is wrong.
        message: String,
    },
    /// No field of the contract has this pointer.
    #[error("no version of contract {contract} has a field {pointer:?}")]
    NoField {
        /// The contract.
        contract: String,
        /// The pointer.
        pointer: String,
    },
    /// Records of this kind own nothing and are called by nobody.
    #[error("a {0} owns no handoff; ask about a team, person, rotation or escalation_path")]
    NoResponder(Kind),
}
