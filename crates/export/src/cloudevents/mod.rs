//! `cloudevents/<topology>/`: messages as CloudEvents 1.0.
//!
//! `README.md` says which attribute carries what, `event.schema.json` accepts the events of the topology in structured mode, and `examples` has
//! one event for each handoff and accepted example.

use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::template::render;
use crate::wire::{
    Carried, Envelopes, Schemas, Versioned, agent_name, carried, example_message, target_name,
};
use baton_contract::{Dialect, Draft};
use baton_model::{Kind, Topology, slug};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let carried = carried(scope, topology);
        let text = readme(scope, topology, &carried);
        add(files, topology, "README.md", text.into_bytes());
        let schema = schema(topology, &carried, files);
        add(files, topology, "event.schema.json", json::bytes(&schema));
        for one in &carried {
            examples(topology, one, files);
        }
    }
}

fn add(files: &mut FileSet, topology: &Topology, name: &str, bytes: Vec<u8>) {
    let path = format!("cloudevents/{}/{name}", topology.id);
    let source = Source::new(Kind::Topology, topology.id.as_str());
    files.add(ExportFile::new(
        path,
        ExportKind::Cloudevents,
        bytes,
        Some(source),
    ));
}

/// Versions of a major go together, so they are one type of event.
fn event_type(versioned: &Versioned<'_>) -> String {
    format!(
        "baton.handoff.{}.v{}",
        versioned.contract.id,
        versioned.version.version.semver().major
    )
}

/// The agent that sends.
fn source(agent: &str) -> String {
    format!("urn:baton:agent:{agent}")
}

/// The identifier of the message's schema, as `contracts/` has it.
fn data_schema(versioned: &Versioned<'_>) -> String {
    let version = versioned.version;
    format!(
        "urn:baton:contract:{}:{}:message",
        version.contract, version.version
    )
}

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    topology: &'a str,
    handoffs: Vec<HandoffView>,
    without: Vec<String>,
}

#[derive(Serialize)]
struct HandoffView {
    id: String,
    giver: String,
    receiver: String,
    event_type: String,
    data_schema: String,
    source: String,
}

fn readme(scope: &Scope<'_>, topology: &Topology, carried: &[Carried<'_>]) -> String {
    let view = |one: &Carried<'_>| {
        let versioned = one.version?;
        Some(HandoffView {
            id: one.handoff.id.to_string(),
            giver: agent_name(scope.document, &one.handoff.from),
            receiver: target_name(scope.document, &one.handoff.to),
            event_type: event_type(&versioned),
            data_schema: data_schema(&versioned),
            source: source(one.handoff.from.as_str()),
        })
    };
    let view = View {
        name: &topology.name,
        topology: topology.id.as_str(),
        handoffs: carried.iter().filter_map(view).collect(),
        without: carried
            .iter()
            .filter(|one| one.version.is_none())
            .map(|one| one.handoff.id.to_string())
            .collect(),
    };
    render(include_str!("templates/readme.md.jinja"), &view)
}

/// Accepts an event in structured mode if it is one of the topology's.
fn schema(topology: &Topology, carried: &[Carried<'_>], files: &mut FileSet) -> Value {
    let path = format!("cloudevents/{}/event.schema.json", topology.id);
    let mut schemas = Schemas::new(
        "#/$defs/",
        Dialect::Draft202012,
        Envelopes::AroundPayload,
        &path,
        files,
    );
    let mut kinds = BTreeMap::new();
    for versioned in carried.iter().filter_map(|one| one.version) {
        let message = schemas.version(&versioned);
        let kind = json!({
            "properties": {
                "type": { "const": event_type(&versioned) },
                "dataschema": { "const": data_schema(&versioned) },
                "data": schemas.reference(&message),
            },
        });
        kinds.insert(versioned.name(), kind);
    }
    let kinds: Vec<Value> = kinds.into_values().collect();
    let text = json!({ "type": "string", "minLength": 1 });
    let mut schema = json!({
        "$schema": Draft::Draft202012.uri(),
        "$id": format!("urn:baton:topology:{}:event", topology.id),
        "title": format!("Events of {}", visible_line(&topology.name)),
        "type": "object",
        "properties": {
            "specversion": { "const": "1.0" },
            "id": text,
            "source": { "type": "string", "format": "uri-reference", "minLength": 1 },
            "type": text,
            "subject": text,
            "time": { "type": "string", "format": "date-time" },
            "datacontenttype": { "const": "application/json" },
            "dataschema": { "type": "string", "format": "uri", "minLength": 1 },
            "correlationid": text,
            "expirytime": { "type": "string", "format": "date-time" },
            "partitionkey": text,
        },
        "required": ["specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "correlationid", "data"],
    });
    // Without a contract there is no event; an empty list would be no schema.
    schema["anyOf"] = if kinds.is_empty() {
        json!([false])
    } else {
        json!(kinds)
    };
    schema["$defs"] = Value::Object(schemas.into_components());
    schema
}

fn examples(topology: &Topology, one: &Carried<'_>, files: &mut FileSet) {
    let Some(versioned) = one.version else { return };
    let mut taken = BTreeMap::new();
    for example in &versioned.version.examples.accepted {
        let Some(message) = example_message(one, &versioned, &example.payload.0) else {
            continue;
        };
        let name = format!("{}.{}", one.handoff.id, slug(&example.name, "example"));
        let uses: &mut usize = taken.entry(name.clone()).or_default();
        *uses += 1;
        let name = if *uses == 1 {
            name
        } else {
            format!("{name}-{uses}")
        };
        let event = event(&versioned, &message);
        add(
            files,
            topology,
            &format!("examples/{name}.json"),
            json::bytes(&Value::Object(event)),
        );
    }
}

/// The event of a message, in structured mode.
fn event(versioned: &Versioned<'_>, message: &Value) -> Map<String, Value> {
    let agent = message["source"]["agent"].as_str().unwrap_or_default();
    let mut event = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            event.insert(name.to_owned(), value);
        }
    };
    put("specversion", json!("1.0"));
    put("id", message["handoff_id"].clone());
    put("source", json!(source(agent)));
    put("type", json!(event_type(versioned)));
    put("subject", message["entity_key"].clone());
    put("time", message["timestamp"].clone());
    put("datacontenttype", json!("application/json"));
    put("dataschema", json!(data_schema(versioned)));
    put("correlationid", message["correlation_id"].clone());
    put("expirytime", message["expiry"].clone());
    put("partitionkey", message["entity_key"].clone());
    put("data", message.clone());
    event
}
