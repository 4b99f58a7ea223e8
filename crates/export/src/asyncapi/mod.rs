//! `asyncapi/<topology>.yaml`: AsyncAPI 3.0 with a channel for each handoff, on which the giver sends and the receivers receive.
//!
//! The envelope travels as headers and the payload as payload. What carries them is in the registry only in words, so a channel has no
//! address and there are no servers: whoever runs a broker adds both.

mod channel;

use crate::escape::{visible, visible_line};
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::wire::{
    Carried, Envelopes, Schemas, Versioned, carried, content_version, object, shown,
};
use crate::words::contract_state;
use crate::yaml;
use baton_contract::{Dialect, holds_reference_in_data};
use baton_model::{Document, Kind, Team, Topology};
use serde_json::{Map, Value, json};

/// The message of handoffs without a contract.
const UNTYPED: &str = "untyped";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let path = format!("asyncapi/{}.yaml", topology.id);
        let document = document(scope, topology, &path, files);
        let source = Source::new(Kind::Topology, topology.id.as_str());
        files.add(ExportFile::new(
            path,
            ExportKind::Asyncapi,
            yaml::bytes(&document),
            Some(source),
        ));
    }
}

fn document(scope: &Scope<'_>, topology: &Topology, path: &str, files: &mut FileSet) -> Value {
    let carried = carried(scope, topology);
    let mut schemas = Schemas::new(
        "#/components/schemas/",
        Dialect::Draft7,
        Envelopes::AsHeaders,
        path,
        files,
    );
    let mut messages = Map::new();
    let mut channels = Map::new();
    let mut operations = Map::new();
    for one in &carried {
        let name = message_name(one);
        if !messages.contains_key(&name) {
            let message = match &one.version {
                Some(versioned) => message(scope.document, versioned, &mut schemas),
                None => untyped(&schemas),
            };
            messages.insert(name.clone(), message);
        }
        let id = one.handoff.id.as_str();
        channels.insert(id.to_owned(), channel::channel(scope.document, one, &name));
        operations.extend(channel::operations(scope.document, one, &name));
    }
    let components = object([
        ("messages", Value::Object(messages)),
        ("schemas", Value::Object(schemas.into_components())),
    ]);
    let content = json!([channels, operations, components]);
    let team = topology
        .team
        .as_ref()
        .and_then(|team| scope.document.find::<Team>(team));
    let info = object([
        ("title", json!(visible_line(&topology.name))),
        ("version", json!(content_version(&content))),
        ("description", json!(visible(&description(topology)))),
        (
            "x-baton",
            json!(object([
                ("topology", json!(topology.id)),
                ("team", json!(team.map(|team| visible_line(&team.name)))),
            ])),
        ),
    ]);
    json!({
        "asyncapi": "3.0.0",
        "info": info,
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": components,
    })
}

fn description(topology: &Topology) -> String {
    let about = "A channel for each handoff: the giver sends, the receiver receives. The envelope travels as headers.";
    if topology.purpose.is_empty() {
        about.to_owned()
    } else {
        format!("{}\n\n{about}", topology.purpose)
    }
}

fn message_name(carried: &Carried<'_>) -> String {
    carried
        .version
        .map_or_else(|| UNTYPED.to_owned(), |versioned| versioned.name())
}

fn message(document: &Document, versioned: &Versioned<'_>, schemas: &mut Schemas<'_>) -> Value {
    let Versioned { contract, version } = versioned;
    let headers = schemas.version(versioned);
    let team = contract
        .team
        .as_ref()
        .and_then(|team| document.find::<Team>(team));
    // Readers would follow what looks like a reference.
    let examples: Vec<Value> = version
        .examples
        .accepted
        .iter()
        .filter(|example| !holds_reference_in_data(&example.payload.0))
        .map(|example| {
            let name = visible_line(&example.name);
            json!({ "name": name, "payload": example.payload.0 })
        })
        .collect();
    let sensitive: Vec<&str> = version
        .sensitive
        .iter()
        .map(|field| field.pointer.as_str())
        .collect();
    let about = object([
        ("contract", json!(contract.id)),
        ("version", json!(version.version)),
        ("state", json!(contract_state(version))),
        ("owner", json!(team.map(|team| team.name.as_str()))),
        ("sensitive", json!(sensitive)),
        (
            "required_capabilities",
            json!(version.required_capabilities),
        ),
    ]);
    Value::Object(object([
        ("name", json!(contract.id)),
        ("title", json!(versioned.title())),
        ("summary", json!(visible_line(&contract.purpose))),
        ("contentType", json!("application/json")),
        ("correlationId", correlation()),
        ("headers", schemas.reference(&headers)),
        ("payload", schemas.reference(&versioned.name())),
        ("examples", json!(examples)),
        ("x-baton", shown(json!(about))),
    ]))
}

/// The registry has no contract for it: the envelope is known, the payload is not.
fn untyped(schemas: &Schemas<'_>) -> Value {
    json!({
        "name": UNTYPED,
        "title": "Message without a contract",
        "summary": "No contract says what the payload holds.",
        "contentType": "application/json",
        "correlationId": correlation(),
        "headers": schemas.reference("Envelope"),
        "payload": { "description": "Anything: no contract says what it holds." },
    })
}

fn correlation() -> Value {
    json!({
        "description": "The whole workflow; the same in every message of it.",
        "location": "$message.header#/correlation_id",
    })
}
