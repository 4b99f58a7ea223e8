//! What agents share: capability tags, trust domains, memories.

use crate::id::{CapabilityId, MemoryId, TeamId, TrustDomainId};
use crate::json::Json;
use crate::macros::{record, words};
use crate::records::origin::Origin;

record! {
    /// A capability tag of the shared vocabulary.
    pub struct Capability {
        required {
            /// The tag again.
            id: CapabilityId,
            /// The tag as agents and handoffs write it.
            tag: String,
        }
        optional {
            /// What an agent with the tag can do.
            meaning: String,
            /// Other words for it.
            synonyms: Vec<String>,
        }
    }
}

record! {
    /// An organisation's area of trust.
    pub struct TrustDomain {
        required {
            /// Its id.
            id: TrustDomainId,
            /// Display name.
            name: String,
        }
        optional {
            /// Whose it is.
            organisation: String,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

words! {
    /// How a memory is kept.
    #[derive(Default)]
    pub enum MemoryKind {
        /// Typed keys and values.
        #[default]
        Structured,
        /// Text found by meaning.
        Semantic,
        /// Both.
        Hybrid,
    }
}

record! {
    /// A memory that agents share.
    pub struct Memory {
        required {
            /// Its id.
            id: MemoryId,
        }
        always {
            /// How it is kept.
            kind: MemoryKind,
        }
        optional {
            /// The owning team.
            team: Option<TeamId>,
            /// The trust domain that it is kept in.
            trust_domain: Option<TrustDomainId>,
            /// How long, in words or as an ISO 8601 duration.
            retention: String,
            /// What it holds.
            keys: Vec<MemoryKey>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// One key of a memory.
    pub struct MemoryKey {
        required {
            /// Its name.
            name: String,
        }
        optional {
            /// JSON Schema of its value.
            schema: Option<Json>,
            /// Whether the value is sensitive.
            sensitive: bool,
        }
    }
}
