//! `schemas/`: the JSON Schema of every record, of edits and of the envelope, from the types.

use super::Generator;
use std::path::PathBuf;

pub const GENERATOR: Generator = Generator {
    files,
    owns: Some(("schemas", ".schema.json")),
};

fn files() -> Vec<(PathBuf, String)> {
    baton_model::schema::all()
        .into_iter()
        .chain(baton_contract::schemas())
        .chain(baton_export::schemas())
        .chain(baton_import::text_form::schemas())
        .map(|(name, schema)| {
            let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
            (
                PathBuf::from(format!("schemas/{name}.schema.json")),
                format!("{text}\n"),
            )
        })
        .collect()
}
