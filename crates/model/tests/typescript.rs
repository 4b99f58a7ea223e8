//! The types that cross into the window can be written as TypeScript.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[test]
fn every_travelling_type_exports() {
    let types = specta::Types::default()
        .register::<baton_model::EditCommand>()
        .register::<baton_model::StoredRecord>()
        .register::<baton_model::RecordChange>()
        .register::<baton_model::Diagnostic>();
    let text = specta_typescript::Typescript::default()
        .export(&types, specta_serde::Format)
        .expect("the types export");
    for name in ["EditCommand", "Handoff", "Target", "TriggerOn"] {
        assert!(
            text.contains(&format!("export type {name}")),
            "{name} is missing"
        );
    }
}
