//! The envelope: what travels around every payload, defined once for all contracts.

mod schema;

pub use schema::{ENVELOPE_SCHEMA_ID, envelope_schema};

use baton_model::{
    AgentId, Channel, ContractId, HandoffId, MessageType, Responder, TaskState, Timestamp, Version,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A message between two agents. Readers are tolerant: members that this version does not know are passed over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Envelope {
    /// The whole workflow; the same in every message of it.
    #[schemars(length(min = 1, max = 200))]
    pub correlation_id: String,
    /// This transfer; unchanged by a retry, so that receivers recognise a repeated message by it.
    #[schemars(length(min = 1, max = 200))]
    pub handoff_id: String,
    /// Which attempt this is, counted from 1.
    #[schemars(range(min = 1))]
    pub attempt: u32,
    /// When the message was made.
    #[schemars(extend("format" = "date-time"))]
    pub timestamp: Timestamp,
    /// From when on nobody should act on it any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub expiry: Option<Timestamp>,
    /// What the task is about, for example an order number. Loop limits and breakers count by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity_key: Option<String>,
    /// How often this handoff was used for the same entity before.
    #[serde(default)]
    pub use_count: u32,
    /// Tool calls without success so far; at the agent's limit the task is handed on.
    #[serde(default)]
    pub tool_attempts: u32,
    /// Digest of the context that the sender acted on, to show that nothing was lost or changed on the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = r"^sha256:[0-9a-f]{64}$"))]
    pub context_digest: Option<String>,
    /// The sender.
    pub source: Party,
    /// The receiver.
    pub destination: Party,
    /// The contract that the payload keeps.
    pub contract: ContractRef,
    /// What kind of message it is.
    pub message_type: MessageType,
    /// Where the task stands.
    pub task_state: TaskState,
    /// What the user wants, never reworded on the way.
    pub user_intent: UserIntent,
    /// Limits that hold for the task. All of them travel on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub constraints: Vec<Constraint>,
    /// Results of tools, as the tools gave them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_outputs: Vec<ToolOutput>,
    /// How sure the sender is, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f64>,
    /// Why the task is handed over, as a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<String>,
    /// The agents that had the task before, first to last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<PathStep>,
    /// The user's language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// The channel on which the user is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Tags that the receiver has to have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub capabilities: Vec<String>,
    /// Who is responsible if the handoff fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback_owner: Option<Responder>,
    /// What a person needs to go on without asking again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<Snapshot>,
    /// What a person reads, with the decision that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// The payload; its schema belongs to the contract.
    pub payload: Value,
}

/// One end of a handoff.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Party {
    /// The agent.
    pub agent: AgentId,
    /// Its version, where the agent has versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
}

/// The contract version that a payload keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ContractRef {
    /// The contract.
    pub id: ContractId,
    /// The version.
    pub version: Version,
}

/// What the user wants: the words themselves, or one structured form that is passed on unchanged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserIntent {
    /// The user's own words.
    Verbatim(String),
    /// The structured form.
    Structured(Map<String, Value>),
}

/// What a constraint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConstraintType {
    /// A law or a rule of the organisation.
    Compliance,
    /// Money.
    Budget,
    /// A deadline or a duration.
    Time,
    /// What may be done, or with which data.
    Permission,
}

/// A limit that holds for the task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Constraint {
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: ConstraintType,
    /// The limit: a number, a word, or a list of them.
    pub value: Value,
    /// The unit of the value, for example `EUR` or `minutes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// The result of one tool call, as the tool gave it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ToolOutput {
    /// The tool.
    pub name: String,
    /// The call that it answers.
    pub call_id: String,
    /// The structured result; never prose.
    #[schemars(extend("type" = ["object", "array", "number", "boolean", "null"]))]
    pub result: Value,
    /// Whether the call failed.
    pub is_error: bool,
}

/// An agent that had the task before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PathStep {
    /// The agent.
    pub agent: AgentId,
    /// Its version, where the agent has versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// The handoff of the topology by which the task left it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handoff: Option<HandoffId>,
}

/// What a person needs to go on without asking again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Snapshot {
    /// What the user wants, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// How far it has come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution_status: Option<String>,
    /// Data that was verified, by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub verified_data: Map<String, Value>,
    /// What was tried, first to last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps_tried: Vec<String>,
    /// How the user feels, -1 (upset) to 1 (pleased).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = -1, max = 1))]
    pub sentiment: Option<f64>,
}

/// What a person reads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Summary {
    /// The situation in words.
    pub text: String,
    /// The decision that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}
