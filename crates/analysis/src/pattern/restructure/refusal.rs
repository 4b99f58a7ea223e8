//! Why a drawing cannot be restructured, and what to do.

use std::fmt;

/// Why a drawing cannot be restructured that way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotRestructure {
    /// There is no such agent in the topology.
    NoAgent(String),
    /// Fewer than two of those whom the agent calls can hand on. A sentence says why.
    NoSupervisor(String),
    /// No chain of at least three agents begins there. A sentence says why.
    NoChain(String),
    /// The chain's first agent cannot do what the others did. A sentence says why.
    NoController(String),
    /// Only supervisors and chains can be turned into each other.
    NoSuchPattern,
}

impl CannotRestructure {
    /// What to do, as the end of a sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::NoAgent(_) => "name an agent of the topology",
            Self::NoSupervisor(_) => {
                "name an agent that calls two or more who can hand on, or let it call them"
            }
            Self::NoChain(_) => {
                "name the first agent of a chain, as `baton patterns` recognises it"
            }
            Self::NoController(_) => {
                "change what is named here first, or name an agent further on in the chain"
            }
            Self::NoSuchPattern => "name `supervisor` or `chain`",
        }
    }
}

impl fmt::Display for CannotRestructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAgent(id) => write!(f, "the topology has no agent {id}"),
            Self::NoSupervisor(why) | Self::NoChain(why) | Self::NoController(why) => {
                f.write_str(why)
            }
            Self::NoSuchPattern => {
                f.write_str("only a supervisor and a chain can be turned into each other")
            }
        }
    }
}

impl std::error::Error for CannotRestructure {}
