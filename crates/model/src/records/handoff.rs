//! Handoffs: who hands over to whom, when, with which contract, and who owns the seam.

use crate::id::{
    AgentId, ContractId, EscalationPathId, HandoffId, MemoryId, OutcomeId, TeamId, TopologyId,
};
use crate::macros::{record, words};
use crate::records::contract::MaskingRule;
use crate::records::people::Responder;
use crate::records::policy::{Gate, Policy, Trigger};
use crate::reference::{RecordKey, Reference, References};
use crate::version::Version;
use serde::{Deserialize, Serialize};

words! {
    /// Whether control moves.
    #[derive(Default)]
    pub enum HandoffMode {
        /// Control moves to the receiver.
        #[default]
        Transfer,
        /// Call and return; the caller keeps ownership.
        Delegate,
    }
}

words! {
    /// The shape of coordination that a handoff is part of.
    pub enum Pattern {
        /// A controller that delegates.
        Supervisor,
        /// A chain of handoffs.
        Chain,
        /// Supervisor and chain mixed.
        Hybrid,
        /// Fixed steps.
        Pipeline,
        /// Agents that address each other.
        PeerToPeer,
        /// A receiver chosen at run time.
        DynamicRouting,
        /// To somebody with more authority or skill.
        Escalation,
        /// Over a shared memory.
        Blackboard,
        /// Passed on until somebody can.
        ChainOfResponsibility,
    }
}

/// What kind of message travels.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    specta::Type,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MessageType {
    /// Work to be done.
    Task,
    /// Work that was done.
    Result,
    /// What has changed.
    StateUpdate,
    /// What somebody wants.
    Intent,
}

crate::reference::no_references!(MessageType);

words! {
    /// In which form context travels.
    #[derive(Default)]
    pub enum ContextMode {
        /// As typed fields of the contract.
        #[default]
        Typed,
        /// As a summary; lossy.
        Summary,
        /// As the whole history.
        FullHistory,
        /// As a store that the receiver asks.
        Queryable,
    }
}

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

words! {
    /// Who owns a handoff.
    pub enum OwnerModel {
        /// The receiver's team.
        Downstream,
        /// A platform team.
        Platform,
        /// Both teams, with a rule for disagreement.
        Joint,
    }
}

words! {
    /// How much hangs on a handoff.
    #[derive(Default)]
    pub enum Criticality {
        /// Little.
        Low,
        /// The usual.
        #[default]
        Medium,
        /// Much.
        High,
        /// Money, law or health.
        Critical,
    }
}

words! {
    /// What a person gets with a handoff.
    pub enum SnapshotField {
        /// What the user wants.
        Intent,
        /// How far it has come.
        ResolutionStatus,
        /// Data that was verified.
        VerifiedData,
        /// What was tried.
        StepsTried,
        /// How the user feels.
        Sentiment,
    }
}

words! {
    /// How urgent an alert is.
    #[derive(Default)]
    pub enum AlertSeverity {
        /// To be known.
        Info,
        /// To be looked at in working hours.
        #[default]
        Warning,
        /// Wakes somebody.
        Critical,
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
    fn references(&self, at: &str, out: &mut Vec<Reference>) {
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
}

record! {
    /// A handoff: the seam between two agents, designed, owned and proven.
    pub struct Handoff {
        required {
            /// Its id.
            id: HandoffId,
            /// The topology.
            topology: TopologyId,
            /// The sender.
            from: AgentId,
            /// The receiver.
            to: Target,
        }
        always {
            /// Whether control moves.
            mode: HandoffMode,
        }
        optional {
            /// Delegations with the same name run at once.
            parallel_group: Option<String>,
            /// Which branches of a parallel group have to return.
            join: Join,
            /// The shape of coordination that it is part of.
            pattern: Option<Pattern>,
            /// What kind of message travels.
            message_type: Option<MessageType>,
            /// The contract of the payload.
            contract: Option<ContractId>,
            /// The version that is pinned.
            version: Option<Version>,
            /// Tags that the receiver must declare, beside those of the contract.
            required_capabilities: Vec<String>,
            /// In which form context travels.
            context_mode: ContextMode,
            /// Memory keys that the receiver reads.
            memory_reads: Vec<MemoryAccess>,
            /// Memory keys that the sender writes.
            memory_writes: Vec<MemoryAccess>,
            /// Fields that are masked on the way.
            masking: Vec<Masking>,
            /// What carries the message.
            transport: Option<Transport>,
            /// When it happens.
            trigger: Trigger,
            /// How it is carried out.
            policy: Policy,
            /// Who takes over when the receiver does not, in order.
            fallbacks: Vec<AgentId>,
            /// Who is responsible when it fails.
            fallback_owner: Option<Responder>,
            /// A person's decision on the way.
            gate: Option<Gate>,
            /// Which fields a person gets.
            snapshot: Vec<SnapshotField>,
            /// What the user is told, by language.
            continuity: Vec<Continuity>,
            /// Whether the user is told that an AI or a person answers now.
            discloses: bool,
            /// Whether the user can ask for a person here.
            user_can_escalate: bool,
            /// Who owns it.
            owner_model: Option<OwnerModel>,
            /// The owning teams.
            owners: Vec<TeamId>,
            /// Whom to call when it breaks.
            escalation_path: Option<EscalationPathId>,
            /// Who decides when joint owners disagree, and how.
            disagreement: Option<Disagreement>,
            /// The alerts that cover it.
            alerts: Vec<Alert>,
            /// What the person on call needs.
            runbook: Runbook,
            /// How it is seen in traces.
            observability: Observability,
            /// How much hangs on it.
            criticality: Criticality,
            /// What it has to reach.
            targets: Targets,
            /// Simulation parameters.
            behaviour: HandoffBehaviour,
        }
    }
}

/// Which branches of a parallel group have to return: `"all"`, `"any"` or `{"n": 2}`.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    specta::Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// Every branch.
    #[default]
    All,
    /// One branch.
    Any,
    /// So many branches.
    N(u32),
}

crate::reference::no_references!(Join);

record! {
    /// A key of a memory that is read or written.
    pub struct MemoryAccess {
        required {
            /// The memory.
            memory: MemoryId,
            /// The key.
            key: String,
        }
        optional {}
    }
}

record! {
    /// A payload field that is masked on the way.
    pub struct Masking {
        required {
            /// JSON pointer in the payload.
            pointer: String,
        }
        optional {
            /// How.
            rule: MaskingRule,
        }
    }
}

record! {
    /// What carries the message.
    pub struct Transport {
        required {}
        optional {
            /// The bus or protocol.
            bus: String,
            /// How the message is packed.
            packaging: String,
            /// Where state is kept.
            state_store: String,
        }
    }
}

record! {
    /// What the user is told in one language.
    pub struct Continuity {
        required {
            /// BCP 47 tag.
            language: String,
            /// The words.
            text: String,
        }
        optional {}
    }
}

record! {
    /// Who decides when joint owners disagree.
    pub struct Disagreement {
        required {}
        optional {
            /// The path that is walked.
            escalation_path: Option<EscalationPathId>,
            /// Who has the last word.
            decides: Option<Responder>,
            /// The rule in words.
            rule: String,
        }
    }
}

record! {
    /// An alert that covers a handoff.
    pub struct Alert {
        required {
            /// Its name.
            name: String,
            /// When it fires, in the monitoring system's language.
            condition: String,
        }
        optional {
            /// How urgent it is.
            severity: AlertSeverity,
            /// Where its runbook stands.
            runbook_url: Option<String>,
        }
    }
}

record! {
    /// What the person on call needs.
    pub struct Runbook {
        required {}
        optional {
            /// What to check, in order.
            checks: Vec<String>,
            /// How to replay what was lost.
            replay: String,
            /// Anything else, in Markdown.
            notes: String,
        }
    }
}

record! {
    /// How a handoff is seen in traces.
    pub struct Observability {
        required {}
        optional {
            /// Whether it writes a span.
            span: bool,
            /// Attributes of the span.
            attributes: Vec<String>,
            /// Its dashboard.
            dashboard: Option<String>,
        }
    }
}

record! {
    /// What has to be reached.
    pub struct Targets {
        required {}
        optional {
            /// Smallest share of successful handoffs, 0 to 1.
            success: Option<f64>,
            /// Largest 95th percentile of latency, in milliseconds.
            latency_p95_ms: Option<u32>,
            /// Largest share of lost context, 0 to 1.
            context_loss: Option<f64>,
            /// Largest share of requests that end with a person, 0 to 1.
            human_rate: Option<f64>,
        }
    }
}

/// Simulation parameters of a handoff (probabilities 0 to 1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type)]
#[serde(default, deny_unknown_fields)]
pub struct HandoffBehaviour {
    /// Weight among the sender's handoffs.
    pub share: f64,
    /// Probability that one attempt fails.
    pub unavailable: f64,
    /// Probability that the payload is malformed.
    pub malformed: f64,
    /// Probability that context is lost.
    pub context_loss: f64,
    /// Time of one attempt, in milliseconds.
    pub latency_ms: f64,
}

impl Default for HandoffBehaviour {
    fn default() -> Self {
        Self {
            share: 1.0,
            unavailable: 0.0,
            malformed: 0.0,
            context_loss: 0.0,
            latency_ms: 20.0,
        }
    }
}

crate::reference::no_references!(HandoffBehaviour);
