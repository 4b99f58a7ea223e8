//! What each example is there for, beside the examples: why it is rejected, in its author's words and in the schema's.

use crate::template::render;
use baton_contract::{Invariants, PayloadValidator, Violation};
use baton_model::{Contract, ContractVersion, RejectedExample};
use serde::Serialize;

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    version: String,
    accepted: Vec<(&'a str, &'a str)>,
    rejected: Vec<RejectedView<'a>>,
}

#[derive(Serialize)]
struct RejectedView<'a> {
    file: &'a str,
    name: &'a str,
    reason: &'a str,
    violations: Vec<ViolationView>,
}

#[derive(Serialize)]
struct ViolationView {
    message: String,
    payload: String,
    schema: String,
}

/// Files of examples by path relative to their folder, in the order of the version's examples.
pub(super) struct Files {
    pub accepted: Vec<String>,
    pub rejected: Vec<String>,
}

/// The text beside the examples of a version.
pub(super) fn text(contract: &Contract, version: &ContractVersion, files: &Files) -> String {
    let schema = PayloadValidator::compile(&version.payload_schema.0).ok();
    let (invariants, _) = Invariants::compile_each(&version.invariants);
    let accepted = version.examples.accepted.iter().zip(&files.accepted);
    let rejected = version.examples.rejected.iter().zip(&files.rejected);
    let view = View {
        name: &contract.name,
        version: version.version.to_string(),
        accepted: accepted
            .map(|(example, file)| (file.as_str(), example.name.as_str()))
            .collect(),
        rejected: rejected
            .map(|(example, file)| RejectedView {
                file,
                name: &example.name,
                reason: &example.reason,
                violations: violations(example, schema.as_ref(), &invariants),
            })
            .collect(),
    };
    render(include_str!("templates/examples.md.jinja"), &view)
}

/// What the schema says of an example, else what the invariants say.
fn violations(
    example: &RejectedExample,
    schema: Option<&PayloadValidator>,
    invariants: &Invariants,
) -> Vec<ViolationView> {
    let payload = &example.payload.0;
    let mut found = schema.map_or_else(Vec::new, |schema| schema.check(payload));
    if found.is_empty() {
        found = invariants.check(payload);
    }
    let view = |violation: Violation| ViolationView {
        message: violation.message,
        payload: violation.instance_pointer,
        schema: violation.schema_pointer,
    };
    found.into_iter().map(view).collect()
}
