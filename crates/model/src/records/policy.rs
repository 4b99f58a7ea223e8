//! When a handoff happens, how it is carried out, and a person's decision on the way.

use crate::json::Json;
use crate::macros::{record, words};
use crate::records::people::Responder;
use crate::records::target::Target;
use crate::reference::no_references;
use serde::{Deserialize, Serialize};

/// What sets off a handoff. `all` and `any` join several.
#[derive(
    Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum TriggerOn {
    /// The sender has done its part.
    #[default]
    Done,
    /// Confidence below `value`.
    ConfidenceBelow,
    /// The user asks for it.
    UserAsks,
    /// A tool or step failed.
    Error,
    /// The intent is `value`.
    Intent,
    /// The request leaves the sender's field.
    DomainBoundary,
    /// A word of `value` is said.
    Keyword,
    /// The sender asked again `value` times.
    RepeatedClarification,
    /// Sentiment below `value`.
    Sentiment,
    /// After `value` seconds.
    Elapsed,
    /// The language is `value`.
    Language,
    /// Load above `value`.
    Load,
    /// The usual receiver is down.
    ReceiverDown,
    /// The amount exceeds the sender's authority.
    AuthorityLimit,
    /// All of these.
    All(Vec<TriggerClause>),
    /// Any of these.
    Any(Vec<TriggerClause>),
}

impl TriggerOn {
    /// Whether the trigger is an error, or any of several of which one is.
    #[inline]
    pub fn is_error(&self) -> bool {
        match self {
            TriggerOn::Error => true,
            TriggerOn::Any(clauses) => clauses.iter().any(|clause| clause.on.is_error()),
            _ => false,
        }
    }
}

no_references!(TriggerOn);

record! {
    /// One of several conditions.
    pub struct TriggerClause {
        required {
            /// What sets it off.
            on: TriggerOn,
        }
        optional {
            /// The threshold or word.
            value: Option<Json>,
        }
    }
}

words! {
    /// Who decides that a handoff happens.
    #[derive(Default)]
    pub enum DecidedBy {
        /// A deterministic rule.
        #[default]
        Rule,
        /// An observer beside the agent.
        Observer,
        /// The sending agent's model.
        Model,
        /// The user.
        User,
    }
}

record! {
    /// When a handoff happens.
    pub struct Trigger {
        required {}
        optional {
            /// What sets it off.
            on: TriggerOn,
            /// The threshold or word.
            value: Option<Json>,
            /// A further condition in CEL over the message.
            condition: Option<String>,
            /// Order among the sender's handoffs, smallest first.
            priority: i32,
            /// Whether it is the default route.
            otherwise: bool,
            /// Who decides.
            decided_by: DecidedBy,
            /// Whether the user has to agree.
            confirm: bool,
            /// How long the condition has to hold, in seconds.
            debounce_seconds: Option<u32>,
        }
    }
}

words! {
    /// How waits grow between retries.
    #[derive(Default)]
    pub enum Backoff {
        /// No wait.
        #[default]
        None,
        /// The same wait.
        Fixed,
        /// Twice as long each time, with jitter.
        Exponential,
    }
}

words! {
    /// What makes a repeated message harmless.
    #[derive(Default)]
    pub enum IdempotentBy {
        /// The `handoff_id` of the envelope.
        HandoffId,
        /// Nothing.
        #[default]
        None,
    }
}

words! {
    /// Who handles a payload that was rejected on entry.
    pub enum OnReject {
        /// The first fallback.
        Fallback,
        /// The sender gets it back.
        ReturnToSender,
        /// The dead letter queue.
        DeadLetter,
        /// The fallback owner.
        FallbackOwner,
    }
}

record! {
    /// How a handoff is carried out.
    pub struct Policy {
        required {}
        optional {
            /// How long one attempt may take, in milliseconds.
            timeout_ms: Option<u32>,
            /// Attempts after the first.
            retries: u32,
            /// How waits grow between them.
            backoff: Backoff,
            /// How often the same entity may pass.
            loop_limit: Option<u32>,
            /// JSON pointer of the entity that loop limits and breakers count by; the whole request if absent.
            entity_key: Option<String>,
            /// When to stop trying.
            breaker: Option<Breaker>,
            /// Whether control is released only once the receiver has acknowledged.
            acknowledge: bool,
            /// Whether a failed transfer is rolled back.
            rollback: bool,
            /// What makes a repeated message harmless.
            idempotent_by: IdempotentBy,
            /// Whether the payload is validated on entry.
            boundary_validation: bool,
            /// Who handles a rejected payload.
            on_reject: Option<OnReject>,
            /// Where stuck tasks go.
            dead_letter: Option<String>,
            /// Whether the human side is brought up to date after a dropped connection.
            resync: bool,
        }
    }
}

record! {
    /// A circuit breaker.
    pub struct Breaker {
        required {
            /// Failures or repeats that open it.
            threshold: u32,
            /// In how many seconds.
            window_seconds: u32,
            /// Seconds until it is tried again.
            reset_seconds: u32,
        }
        optional {}
    }
}

record! {
    /// A person's decision on the way.
    pub struct Gate {
        required {}
        optional {
            /// Who may decide.
            reviewers: Vec<Responder>,
            /// What the reviewer sees; a template over payload fields.
            summary: String,
            /// What will be done if approved.
            proposed_action: String,
            /// The question to answer.
            question: String,
            /// What each answer does.
            branches: Vec<GateBranch>,
            /// Minutes that a review takes; 2 when left out.
            minutes: Option<f64>,
            /// Probability that a tainted request is caught; 0.9 when left out.
            catches: Option<f64>,
        }
    }
}

record! {
    /// What one answer at a gate does.
    pub struct GateBranch {
        required {
            /// The answer.
            answer: String,
        }
        optional {
            /// Where the task goes; on its way when left out.
            goes_to: Option<Target>,
        }
    }
}
