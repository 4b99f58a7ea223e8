//! The meta-schemas that the validator carries with it, the only schemas outside of a document that can be referred to.

use crate::draft::Draft;
use crate::validate::known;
use jsonschema::{Registry, uri};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// The meta-schema of a known draft, or a part of it.
pub(super) fn metaschema(address: &str) -> Option<&'static Value> {
    static REGISTRIES: OnceLock<Vec<Registry<'static>>> = OnceLock::new();
    const REFERRING: &str = "json-schema:///meta-schemas";
    if !address.contains("//json-schema.org/") {
        return None;
    }
    let registries = REGISTRIES.get_or_init(|| {
        // A document that refers to a meta-schema of its draft brings all of them into its registry.
        let registry = |draft: Draft| {
            Registry::new()
                .draft(known(draft))
                .add(REFERRING, json!({"$ref": draft.uri()}))
                .ok()?
                .prepare()
                .ok()
        };
        [
            Draft::Draft202012,
            Draft::Draft201909,
            Draft::Draft7,
            Draft::Draft6,
            Draft::Draft4,
        ]
        .into_iter()
        .filter_map(registry)
        .collect()
    });
    registries.iter().find_map(|registry| {
        let base = uri::from_str(REFERRING).ok()?;
        let found = registry.resolver(base).lookup(address).ok()?;
        Some(found.contents())
    })
}
