//! A JSON document inside a record: payload schemas, examples, options.

use crate::reference::{At, Names, RecordKey, Reference, References};
use serde::{Deserialize, Serialize};

/// Any JSON value. TypeScript sees `unknown`.
#[derive(
    Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type,
)]
#[serde(transparent)]
pub struct Json(#[specta(type = specta_typescript::Unknown)] pub serde_json::Value);

impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self(value)
    }
}

impl References for Json {
    fn references(&self, _: &At<'_>, _: &mut Vec<Reference>) {}

    fn detach(&mut self, _: &RecordKey) -> bool {
        true
    }

    fn rename(&mut self, _: &Names<'_>) {}
}
