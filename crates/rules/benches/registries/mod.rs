//! The registries that are measured.

use baton_model::{Document, Held, Kind, Record};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How much there is, in how many topologies.
#[derive(Clone, Copy)]
pub struct Size {
    pub agents: usize,
    pub handoffs: usize,
    pub topologies: usize,
}

pub const USUAL: Size = Size {
    agents: 1_000,
    handoffs: 3_000,
    topologies: 1,
};

/// What handoffs have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drawn {
    /// Nothing: rules find 14,000 things in the usual size.
    Bare,
    /// Owner, limits, and all of them the one contract, of one version without a schema: rules find 7,200 things, most of them that nobody takes
    /// what a handoff rejects, and that it has no place for tasks that get stuck.
    Finished,
    /// The same with [`CONTRACTS`] contracts of three versions with schemas. What each agent puts out has a schema of its own, so that it takes
    /// a proof for each to know that the contract accepts it; one in fifty puts out something else.
    Agreed,
}

pub const CONTRACTS: usize = 200;

pub fn registry(size: Size, drawn: Drawn) -> Document {
    let mut held = Vec::with_capacity(size.agents * 2 + size.handoffs + 4 * CONTRACTS);
    put_people(&mut held);
    put_contracts(&mut held, drawn);
    let each = size.agents / size.topologies;
    for at in 0..size.topologies {
        let topology = format!("t{at}");
        let agent = format!("a{}", at * each);
        let entry = json!({"topology": topology, "agent": agent});
        put(&mut held, Kind::Entry, format!("in{at}"), entry);
        let record = json!({"name": "T", "team": "team"});
        put(&mut held, Kind::Topology, topology, record);
    }
    let taken = taken(size);
    for (at, taken) in taken.into_iter().enumerate() {
        put_agent(&mut held, size, drawn, at, &taken);
    }
    for at in 0..size.handoffs {
        put_handoff(&mut held, size, drawn, at);
    }
    Document::load(1, held)
}

type All = Vec<Held>;

fn put(held: &mut All, kind: Kind, id: String, mut record: Value) {
    record["id"] = Value::String(id);
    held.push(Held {
        revision: 1,
        record: Arc::new(Record::from_json(kind, record).unwrap()),
    });
}

fn put_people(held: &mut All) {
    let team = json!({"name": "Team", "contacts": [{"channel": "pager", "address": "1"}]});
    put(held, Kind::Team, "team".into(), team);
    let path = json!({"name": "Path", "team": "team", "steps": [{"after_minutes": 15, "notify": {"kind": "team", "id": "team"}}]});
    put(held, Kind::EscalationPath, "path".into(), path);
}

fn put_contracts(held: &mut All, drawn: Drawn) {
    if drawn != Drawn::Agreed {
        put(held, Kind::Contract, "c".into(), json!({"name": "C"}));
        let version = json!({"contract": "c", "version": "1.0.0", "state": "published"});
        put(held, Kind::ContractVersion, "c@1.0.0".into(), version);
        return;
    }
    for at in 0..CONTRACTS {
        let (contract, name) = (format!("c{at}"), format!("Contract {at}"));
        let record = json!({"name": name, "team": "team", "writers": "strict"});
        put(held, Kind::Contract, contract.clone(), record);
        for (number, version) in ["1.0.0", "1.1.0", "2.0.0"].into_iter().enumerate() {
            let record = json!({
                "contract": contract, "version": version, "state": "published",
                "payload_schema": payload_schema(at, number, 4_000),
            });
            let id = format!("{contract}@{version}");
            put(held, Kind::ContractVersion, id, record);
        }
    }
}

/// What a contract asks for: a case with its user, what was found out, and what is asked for. Later versions ask for more.
pub fn payload_schema(contract: usize, number: usize, longest: usize) -> Value {
    let mut required = vec!["case_id", "intent", "locale", "reason_code", "confidence"];
    required.extend(["customer", "findings"].into_iter().take(number));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": required,
        "properties": {
            "case_id": {"type": "string", "pattern": format!("^CASE{contract}-[0-9]{{6}}$")},
            "correlation_id": {"type": "string", "format": "uuid"},
            "intent": {
                "type": "object",
                "required": ["verbatim", "code"],
                "properties": {
                    "verbatim": {"type": "string", "minLength": 1, "maxLength": longest},
                    "code": {"enum": ["order_status", "billing", "fault", "refund", "complaint", "other"]},
                },
            },
            "locale": {"enum": ["en", "de", "fr"]},
            "reason_code": {"enum": ["skill", "authority", "language", "load", "other"]},
            "confidence": {"type": "number", "minimum": 0, "maximum": 1},
            "constraints": {"type": "array", "maxItems": 20, "items": {"$ref": "#/$defs/constraint"}},
            "customer": {
                "type": "object",
                "required": ["id"],
                "properties": {"id": {"type": "string", "minLength": 1}, "verified": {"type": "boolean"}},
            },
            "findings": {"type": "array", "items": {"type": "object", "properties": {
                "field": {"type": "string"},
                "value": {"type": ["string", "number", "boolean"]},
                "source": {"enum": ["user", "tool", "memory"]},
            }}},
        },
        "$defs": {"constraint": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"enum": ["compliance", "budget", "time", "permission"]},
                "value": {"type": ["string", "number"]},
            },
        }},
    })
}

/// What an agent puts out: all that its contract asks for, more narrowly, and something of its own.
pub fn output_schema(contract: usize, agent: usize, longest: usize) -> Value {
    let mut schema = payload_schema(contract, 2, longest);
    let fields = &mut schema["properties"];
    fields[format!("note_{agent}")] = json!({"type": "string"});
    if agent.is_multiple_of(50) {
        fields["confidence"]["maximum"] = json!(100);
    }
    schema
}

/// The contract that an agent sends.
fn contract_of(agent: usize) -> usize {
    agent % CONTRACTS
}

/// The agent to which a handoff leads: forward mostly, backward sometimes, within the topology.
fn receiver(size: Size, at: usize) -> usize {
    let each = size.agents / size.topologies;
    let from = at % size.agents;
    from / each * each + (from * 7 + at / size.agents * 13 + 1) % each
}

/// Of a handoff to whoever can do something: the number of the capability.
fn asked(size: Size, at: usize) -> Option<usize> {
    at.is_multiple_of(100).then_some(at % (size.agents / 20))
}

/// The contracts that may come to each agent.
fn taken(size: Size) -> Vec<BTreeSet<usize>> {
    let mut taken = vec![BTreeSet::new(); size.agents];
    for at in 0..size.handoffs {
        let contract = contract_of(at % size.agents);
        match asked(size, at) {
            None => {
                taken[receiver(size, at)].insert(contract);
            }
            Some(tag) => {
                for taken in taken.iter_mut().skip(tag).step_by(size.agents / 20) {
                    taken.insert(contract);
                }
            }
        }
    }
    taken
}

fn put_agent(held: &mut All, size: Size, drawn: Drawn, at: usize, taken: &BTreeSet<usize>) {
    let kind = if at % 100 == 99 { "human" } else { "ai" };
    let mut agent = json!({
        "name": format!("Agent {at}"), "kind": kind,
        "capabilities": [format!("tag-{}", at % (size.agents / 20))],
    });
    if drawn != Drawn::Bare {
        agent["team"] = json!("team");
        agent["behaviour"] = json!({"resolves": 0.5});
    }
    agent["role"] = json!({"talks_to_user": at.is_multiple_of(10)});
    agent["tools"] = json!([{"name": "pay", "irreversible": at.is_multiple_of(20)}]);
    put(held, Kind::Agent, format!("a{at}"), agent);
    let mut version = json!({
        "agent": format!("a{at}"), "version": "1.0.0",
        "emits": [{"contract": "c", "version": "1.0.0"}], "accepts": [{"contract": "c", "range": "^1"}],
    });
    if drawn == Drawn::Agreed {
        let contract = contract_of(at);
        version["emits"] = json!([{"contract": format!("c{contract}"), "version": "1.1.0"}]);
        let accepts = taken.iter();
        let accepts = accepts.map(|at| json!({"contract": format!("c{at}"), "range": "^1.1"}));
        version["accepts"] = accepts.collect();
        version["output_schema"] = output_schema(contract, at, 1_000);
    }
    put(held, Kind::AgentVersion, format!("a{at}@1.0.0"), version);
}

fn put_handoff(held: &mut All, size: Size, drawn: Drawn, at: usize) {
    let each = size.agents / size.topologies;
    let from = at % size.agents;
    let to = receiver(size, at);
    let mut handoff = json!({"topology": format!("t{}", from / each), "from": format!("a{from}"), "to": format!("a{to}")});
    if let Some(tag) = asked(size, at) {
        handoff["to"] = json!({"capabilities": [format!("tag-{tag}")]});
    }
    if drawn != Drawn::Bare {
        handoff["contract"] = json!("c");
        handoff["version"] = json!("1.0.0");
        handoff["owner_model"] = json!("downstream");
        handoff["owners"] = json!(["team"]);
        handoff["fallback_owner"] = json!({"kind": "team", "id": "team"});
        handoff["escalation_path"] = json!("path");
        handoff["policy"] = json!({"loop_limit": 2, "boundary_validation": true});
    }
    if drawn == Drawn::Agreed {
        handoff["contract"] = json!(format!("c{}", contract_of(from)));
        handoff["version"] = json!("1.1.0");
    }
    put(held, Kind::Handoff, format!("h{at}"), handoff);
}
