//! The schema of a whole message: the envelope, bound to one contract version, with the payload's schema inside.

mod components;
mod convert;
mod draft7;
mod embed;
mod walk;

pub use components::{Dialect, component_name, component_schemas, holds_reference_in_data};

use crate::draft::Draft;
use crate::envelope::envelope_schema;
use crate::validate::PayloadValidator;
use baton_model::{Contract, ContractVersion};
use serde_json::{Map, Value, json};

/// The payload's schema as a file of its own: as written, with the draft named. A schema that nobody has written yet
/// accepts everything.
pub fn payload_schema(version: &ContractVersion) -> Value {
    let mut out = Map::new();
    out.insert("$schema".to_owned(), json!(Draft::Draft202012.uri()));
    match &version.payload_schema.0 {
        Value::Object(fields) => {
            if let Some(named) = fields.get("$schema") {
                out.insert("$schema".to_owned(), named.clone());
            }
            out.extend(
                fields
                    .iter()
                    .filter(|(name, _)| *name != "$schema")
                    .map(|(n, v)| (n.clone(), v.clone())),
            );
        }
        Value::Bool(false) => {
            out.insert("not".to_owned(), json!({}));
        }
        _ => {}
    }
    Value::Object(out)
}

/// One schema that validates a whole message of a contract version, without any reference out of itself.
///
/// It is the envelope with contract id and version fixed, the task state limited to what the version may carry, and the payload's schema
/// embedded in draft 2020-12. A payload schema that cannot be used gives a message schema that rejects every payload and says why:
/// a boundary must not open because a schema is broken.
pub fn message_schema(version: &ContractVersion, contract: Option<&Contract>) -> Value {
    let mut schema = envelope_schema();
    let name = contract.map_or(version.contract.as_str(), |contract| contract.name.as_str());
    schema["$id"] = json!(urn(version, "message"));
    schema["title"] = json!(format!("{name} {} message", version.version));
    let properties = &mut schema["properties"];
    properties["contract"] = json!({
        "description": properties["contract"]["description"],
        "type": "object",
        "properties": {
            "id": { "const": version.contract.as_str() },
            "version": { "const": version.version.to_string() },
        },
        "required": ["id", "version"],
    });
    if !version.task_states.is_empty() {
        properties["task_state"] = json!({
            "description": properties["task_state"]["description"],
            "enum": version.task_states,
        });
    }
    let (reference, resource) = payload_resource(version);
    properties["payload"] = json!({ "$ref": reference });
    schema["$defs"]["payload"] = resource;
    schema
}

/// What `$ref` names, and the schema it stands for.
fn payload_resource(version: &ContractVersion) -> (String, Value) {
    match PayloadValidator::compile(&version.payload_schema.0) {
        Ok(_) => embed::embed(&version.payload_schema.0, &urn(version, "payload")),
        Err(problem) => {
            let id = urn(version, "payload");
            let why = format!(
                "The payload schema of {} cannot be used, so no payload passes: {problem}",
                version.id
            );
            (id.clone(), json!({ "$id": id, "not": {}, "$comment": why }))
        }
    }
}

fn urn(version: &ContractVersion, what: &str) -> String {
    format!(
        "urn:baton:contract:{}:{}:{what}",
        version.contract, version.version
    )
}

#[cfg(test)]
mod tests;
