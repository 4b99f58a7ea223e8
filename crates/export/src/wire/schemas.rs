//! The schemas of payloads and messages as components of one document.

use super::Versioned;
use crate::file_set::FileSet;
use baton_contract::{
    Dialect, component_schemas, envelope_schema, holds_reference_in_data, message_schema,
};
use baton_model::{Diagnostic, Kind, Level, RecordKey};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Where payloads travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Envelopes {
    /// In a message with the envelope around them.
    AroundPayload,
    /// Beside the envelope, which becomes the headers.
    AsHeaders,
}

/// Components by name, in the order in which they are read best.
pub(crate) struct Schemas<'f> {
    prefix: &'static str,
    dialect: Dialect,
    envelopes: Envelopes,
    /// The file that they stand in.
    path: String,
    files: &'f mut FileSet,
    taken_in: Map<String, Value>,
}

impl<'f> Schemas<'f> {
    /// With the envelope in them.
    pub fn new(
        prefix: &'static str,
        dialect: Dialect,
        envelopes: Envelopes,
        path: &str,
        files: &'f mut FileSet,
    ) -> Self {
        let mut envelope = envelope_schema();
        if envelopes == Envelopes::AsHeaders
            && let Some(fields) = envelope.as_object_mut()
        {
            fields.insert("title".to_owned(), json!("Handoff envelope as headers"));
            if let Some(Value::Object(properties)) = fields.get_mut("properties") {
                properties.shift_remove("payload");
            }
            if let Some(Value::Array(required)) = fields.get_mut("required") {
                required.retain(|name| name != "payload");
            }
        }
        let schemas = component_schemas(&envelope, "Envelope", prefix, dialect);
        Self {
            prefix,
            dialect,
            envelopes,
            path: path.to_owned(),
            files,
            taken_in: schemas.unwrap_or_default().into_iter().collect(),
        }
    }

    /// A reference to a component.
    pub fn reference(&self, name: &str) -> Value {
        json!({ "$ref": format!("{}{name}", self.prefix) })
    }

    /// Takes in the payload of a version, under the version's name, and the message or the headers that are bound to it, whose name comes back.
    pub fn version(&mut self, versioned: &Versioned<'_>) -> String {
        let name = versioned.name();
        let suffix = match self.envelopes {
            Envelopes::AroundPayload => "message",
            Envelopes::AsHeaders => "headers",
        };
        let bound_name = format!("{name}.{suffix}");
        if !self.taken_in.contains_key(&bound_name) {
            let payload = self.payload(versioned, &name);
            self.take(payload);
            let bound = self.bound(versioned, &name);
            self.take(vec![(bound_name.clone(), bound)]);
        }
        bound_name
    }

    fn take(&mut self, components: Vec<(String, Value)>) {
        for (name, mut schema) in components {
            // In documents a schema is an object; tools know no other.
            if schema.is_boolean() {
                schema = if schema == json!(true) {
                    json!({})
                } else {
                    json!({ "not": {} })
                };
            }
            self.taken_in.insert(name, schema);
        }
    }

    fn payload(&mut self, versioned: &Versioned<'_>, name: &str) -> Vec<(String, Value)> {
        let version = versioned.version;
        let schema = &version.payload_schema.0;
        if let Some(mut said) = component_schemas(schema, name, self.prefix, self.dialect) {
            let title = json!(format!("{} payload", versioned.title()));
            if let Some((_, Value::Object(first))) = said.first_mut()
                && !first.contains_key("title")
            {
                let fields = std::mem::take(first);
                first.insert("title".to_owned(), title);
                first.extend(fields);
            }
            return said;
        }
        let message = message_schema(version, Some(versioned.contract));
        let embedded = &message["$defs"]["payload"];
        let is_broken = embedded.get("not") == Some(&json!({}));
        let may_be_embedded = self.dialect == Dialect::Draft202012 && is_self_contained(embedded);
        if is_broken || may_be_embedded {
            return vec![(name.to_owned(), embedded.clone())];
        }
        let file = format!(
            "contracts/{}/{}/payload.schema.json",
            version.contract, version.version
        );
        self.files.note(Diagnostic {
            level: Level::Warning,
            path: self.path.clone(),
            message: format!(
                "this format cannot say the payload schema of {} exactly, so any payload passes it; {file} has the whole of it",
                version.id
            ),
            subject: Some(RecordKey::new(Kind::ContractVersion, version.id.as_str())),
        });
        let left = format!("Left to {file}, which this format cannot say exactly.");
        vec![(name.to_owned(), json!({ "description": left }))]
    }

    /// The envelope with contract, version and task states fixed.
    fn bound(&self, versioned: &Versioned<'_>, payload: &str) -> Value {
        let version = versioned.version;
        let mut properties = json!({
            "contract": {
                "type": "object",
                "properties": {
                    "id": { "const": version.contract },
                    "version": { "const": version.version },
                },
                "required": ["id", "version"],
            },
        });
        if !version.task_states.is_empty() {
            properties["task_state"] = json!({ "enum": version.task_states });
        }
        if self.envelopes == Envelopes::AroundPayload {
            properties["payload"] = self.reference(payload);
        }
        let what = match self.envelopes {
            Envelopes::AroundPayload => "message",
            Envelopes::AsHeaders => "headers",
        };
        json!({
            "title": format!("{} {what}", versioned.title()),
            "allOf": [self.reference("Envelope")],
            "type": "object",
            "properties": properties,
        })
    }

    /// The components.
    pub fn into_components(self) -> Map<String, Value> {
        self.taken_in
    }
}

/// Whether all that a schema refers to is in it, by paths, and no constant looks like a reference.
fn is_self_contained(schema: &Value) -> bool {
    let mut references = BTreeSet::new();
    strings_named("$ref", schema, &mut references);
    let mut dynamic = BTreeSet::new();
    strings_named("$dynamicRef", schema, &mut dynamic);
    let in_data = ["const", "enum", "default", "examples"];
    references
        .iter()
        .chain(&dynamic)
        .all(|at| at.starts_with('#'))
        && !in_data
            .iter()
            .any(|keyword| any_named(keyword, schema, &holds_reference_in_data))
}

fn strings_named<'v>(name: &str, value: &'v Value, found: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(members) => {
            for (member, inner) in members {
                if let (true, Value::String(text)) = (member == name, inner) {
                    found.insert(text);
                }
                strings_named(name, inner, found);
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| strings_named(name, item, found)),
        _ => {}
    }
}

fn any_named(name: &str, value: &Value, holds: &dyn Fn(&Value) -> bool) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(member, inner)| {
            (member == name && holds(inner)) || any_named(name, inner, holds)
        }),
        Value::Array(items) => items.iter().any(|item| any_named(name, item, holds)),
        _ => false,
    }
}
