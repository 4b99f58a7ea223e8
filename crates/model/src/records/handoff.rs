//! Handoffs: who hands over to whom, when, with which contract, and who owns the seam.

use crate::id::{AgentId, ContractId, EscalationPathId, HandoffId, MemoryId, TeamId, TopologyId};
use crate::macros::{record, words};
use crate::records::contract::MaskingRule;
use crate::records::origin::Origin;
use crate::records::people::Responder;
use crate::records::policy::{Gate, Policy, Trigger};
use crate::records::seam::{
    Alert, Continuity, Disagreement, Observability, OwnerModel, Runbook, SnapshotField, Targets,
    Transport,
};
use crate::records::target::Target;
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
            /// Systems of record that the receiver must reach.
            required_systems: Vec<String>,
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
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
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
