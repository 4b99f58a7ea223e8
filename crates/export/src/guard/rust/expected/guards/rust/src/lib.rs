// Written by Baton; what is changed here is lost with the next export.
//! The boundary of a handoff: lets a message in, or says why not and who takes it over.

mod conditions;
mod guard;
mod payload;
mod routing;
pub mod rules;
mod schema;
mod store;

pub use guard::Guard;
pub use payload::{may_change, payload_problem, payload_schema};
pub use routing::route;
pub use store::{MemoryStore, Recorded, Store, Use};

use serde::{Deserialize, Serialize};

/// Why a message is not let in. The names are the same in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Malformed,
    EnvelopeInvalid,
    WrongContract,
    VersionNotAccepted,
    TaskStateNotAllowed,
    PayloadInvalid,
    InvariantBroken,
    Expired,
    ToolLimitReached,
    Duplicate,
    LoopLimitReached,
}

/// Who takes over: the id of an agent, person, rotation, team or handoff, or a queue's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Handler {
    Fallback {
        to: String,
    },
    ReturnToSender {
        to: String,
    },
    DeadLetter {
        to: String,
    },
    FallbackOwner {
        to: String,
    },
    ForcedHandoff {
        to: String,
    },
    /// Nobody: it ends here.
    None,
}

/// What is wrong with a payload: a keyword of its schema, or an invariant by its name, and where, as a JSON pointer in the payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    pub reason: Reason,
    pub pointer: String,
    pub rule: String,
}

/// A message that is not let in. `pointer` is a JSON pointer in the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rejection {
    pub reason: Reason,
    pub handler: Handler,
    pub message: String,
    pub pointer: String,
    pub rule: Option<String>,
}
