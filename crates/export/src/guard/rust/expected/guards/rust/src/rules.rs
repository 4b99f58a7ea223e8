// Written by Baton; what is changed here is lost with the next export.
//! What holds at each boundary, as data.

use crate::Handler;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What holds where one handoff ends.
#[derive(Debug, Deserialize)]
pub struct Boundary {
    pub contract: String,
    pub versions: Vec<String>,
    pub accepts: Vec<String>,
    pub handler: Handler,
    pub loop_limit: Option<u32>,
    pub entity_key: Option<String>,
    pub loop_handler: Handler,
    pub tool_limit: Option<u32>,
    pub tool_handler: Handler,
}

/// What a version of a contract asks for, beside its schema.
#[derive(Debug, Deserialize)]
pub struct Terms {
    pub task_states: Vec<String>,
    pub transitions: Vec<[String; 2]>,
    pub invariants: Vec<Invariant>,
}

/// A condition over the payload, in the Common Expression Language.
#[derive(Debug, Deserialize)]
pub struct Invariant {
    pub name: String,
    pub condition: String,
    pub message: String,
}

/// What sets off a handoff, with threshold or word.
#[derive(Debug, Deserialize)]
pub struct Clause {
    pub on: On,
    pub value: Option<Value>,
}

/// A trigger's word, or several clauses.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum On {
    Word(String),
    Any { any: Vec<Clause> },
    All { all: Vec<Clause> },
}

/// One transfer of an agent.
#[derive(Debug, Deserialize)]
pub struct Route {
    pub handoff: String,
    #[serde(flatten)]
    pub clause: Clause,
    pub otherwise: bool,
    pub condition: Option<String>,
}

/// All of `rules.json`.
#[derive(Debug, Deserialize)]
pub struct Rules {
    pub handoffs: HashMap<String, Boundary>,
    pub contracts: HashMap<String, HashMap<String, Terms>>,
    pub routes: HashMap<String, HashMap<String, Vec<Route>>>,
    pub unguarded: Vec<String>,
}

/// The rules. The file is compiled in, and was written together with this one.
pub static RULES: LazyLock<Rules> =
    LazyLock::new(|| serde_json::from_str(include_str!("../rules.json")).expect("rules.json is as it was written"));

pub(crate) const ENVELOPE: &str = include_str!("../schemas/envelope.schema.json");

pub(crate) const SCHEMAS: &[(&str, &str)] = &[
    ("refund-request@1.0.0", include_str!("../schemas/refund-request/1.0.0.schema.json")),
    ("refund-request@1.1.0", include_str!("../schemas/refund-request/1.1.0.schema.json")),
];
