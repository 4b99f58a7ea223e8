//! Versions of agents: what they send and take, and where they run.

use crate::id::{AgentId, AgentVersionId, ContractId, DeploymentId, EnvironmentId};
use crate::json::Json;
use crate::macros::record;
use crate::records::origin::Origin;
use crate::time::Timestamp;
use crate::version::{Version, VersionRange};

record! {
    /// A version of an agent: what it emits and what it accepts.
    pub struct AgentVersion {
        required {
            /// `<agent>@<version>`.
            id: AgentVersionId,
            /// The agent.
            agent: AgentId,
            /// The version.
            version: Version,
        }
        optional {
            /// Contract versions that it sends.
            emits: Vec<Emits>,
            /// Ranges of contract versions that it takes.
            accepts: Vec<Accepts>,
            /// JSON Schema of what it puts out.
            output_schema: Option<Json>,
            /// The model behind it.
            model: Option<String>,
            /// The version of its prompt.
            prompt_version: Option<String>,
            /// What changed.
            note: String,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// A contract version that an agent version sends.
    pub struct Emits {
        required {
            /// The contract.
            contract: ContractId,
            /// The version.
            version: Version,
        }
        optional {}
    }
}

record! {
    /// A range of contract versions that an agent version takes.
    pub struct Accepts {
        required {
            /// The contract.
            contract: ContractId,
            /// The range.
            range: VersionRange,
        }
        optional {}
    }
}

record! {
    /// Which version of an agent runs in an environment.
    pub struct Deployment {
        required {
            /// `<agent>@<environment>`.
            id: DeploymentId,
            /// The agent.
            agent: AgentId,
            /// The version that runs.
            version: Version,
            /// Where.
            environment: EnvironmentId,
        }
        optional {
            /// Since when.
            since: Option<Timestamp>,
        }
    }
}

record! {
    /// A place where versions run, for example dev, staging, production.
    pub struct Environment {
        required {
            /// Its id.
            id: EnvironmentId,
            /// Display name.
            name: String,
        }
        optional {
            /// Position on the way to production, smallest first.
            order: u32,
        }
    }
}
