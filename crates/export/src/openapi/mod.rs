//! `openapi/<topology>.yaml`: OpenAPI 3.1 components for programs that take handoffs over HTTP.
//!
//! There are no paths: where a team serves its agents is the team's to say. Their own documents refer to the components here.

use crate::escape::{visible, visible_line};
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::wire::{Carried, Envelopes, Schemas, carried, content_version, live, object};
use crate::yaml;
use baton_contract::{Dialect, component_name, holds_reference_in_data};
use baton_model::{Kind, Topology, slug};
use serde_json::{Map, Value, json};

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let path = format!("openapi/{}.yaml", topology.id);
        let document = document(scope, topology, &carried(scope, topology), &path, files);
        let source = Source::new(Kind::Topology, topology.id.as_str());
        files.add(ExportFile::new(
            path,
            ExportKind::Openapi,
            yaml::bytes(&document),
            Some(source),
        ));
    }
}

fn document(
    scope: &Scope<'_>,
    topology: &Topology,
    carried: &[Carried<'_>],
    path: &str,
    files: &mut FileSet,
) -> Value {
    let mut schemas = Schemas::new(
        "#/components/schemas/",
        Dialect::Draft202012,
        Envelopes::AroundPayload,
        path,
        files,
    );
    let mut bodies = Map::new();
    let mut examples = Map::new();
    for (name, versioned) in live(scope, carried) {
        let message = schemas.version(&versioned);
        let over: Vec<&str> = carried
            .iter()
            .filter(|carried| carried.version.is_some_and(|used| used.name() == name))
            .map(|carried| carried.handoff.id.as_str())
            .collect();
        let body = object([
            (
                "description",
                json!(format!("{} message.", versioned.title())),
            ),
            ("required", json!(true)),
            (
                "content",
                json!({ "application/json": { "schema": schemas.reference(&message) } }),
            ),
            ("x-baton-handoffs", json!(over)),
        ]);
        bodies.insert(name.clone(), Value::Object(body));
        for example in &versioned.version.examples.accepted {
            // Readers of a document would follow it.
            if holds_reference_in_data(&example.payload.0) {
                continue;
            }
            let key = component_name(&format!("{name}.{}", slug(&example.name, "example")));
            let shown =
                json!({ "summary": visible_line(&example.name), "value": example.payload.0 });
            examples.insert(unused(&key, &examples), shown);
        }
    }
    let components = object([
        ("schemas", Value::Object(schemas.into_components())),
        ("requestBodies", Value::Object(bodies)),
        ("examples", Value::Object(examples)),
    ]);
    let version = content_version(&json!(components));
    let info = object([
        ("title", json!(visible_line(&topology.name))),
        ("description", json!(visible(&topology.purpose))),
        ("version", json!(version)),
    ]);
    json!({
        "openapi": "3.1.0",
        "info": info,
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "components": components,
    })
}

/// The name, or the name with the first number that nobody has.
fn unused(name: &str, taken: &Map<String, Value>) -> String {
    let mut candidate = name.to_owned();
    let mut number = 2;
    while taken.contains_key(&candidate) {
        candidate = format!("{name}-{number}");
        number += 1;
    }
    candidate
}
