//! What changed in a contract, up to one version, and whether either side may move on its own.

use super::verdict::VerdictView;
use crate::template::render;
use crate::words::{contract_state, mode_words, task_states, writers_words};
use baton_model::{Contract, ContractVersion, Document, Team};
use serde::Serialize;

#[derive(Serialize)]
struct View<'a> {
    name: &'a str,
    id: &'a str,
    purpose: &'a str,
    owner: Option<&'a str>,
    mode: &'static str,
    writers: &'static str,
    newest: String,
    versions: Vec<VersionView<'a>>,
}

#[derive(Serialize)]
struct VersionView<'a> {
    version: String,
    state: String,
    note: &'a str,
    task_states: Vec<&'static str>,
    required: &'a [String],
    sensitive: Vec<&'a str>,
    rejected: Vec<(&'a str, &'a str)>,
    verdict: Option<&'a VerdictView>,
}

/// The text for the last of `versions`, which come lowest first, each with how it compares to the one before it.
pub(super) fn text(
    document: &Document,
    contract: &Contract,
    versions: &[(&ContractVersion, Option<VerdictView>)],
) -> String {
    let owner = contract
        .team
        .as_ref()
        .and_then(|team| document.find::<Team>(team));
    let view = View {
        name: &contract.name,
        id: contract.id.as_str(),
        purpose: &contract.purpose,
        owner: owner.map(|team| team.name.as_str()),
        mode: mode_words(contract.compatibility),
        writers: writers_words(contract.writers),
        newest: versions
            .last()
            .map(|(version, _)| version.version.to_string())
            .unwrap_or_default(),
        versions: versions
            .iter()
            .rev()
            .map(|(version, verdict)| VersionView {
                version: version.version.to_string(),
                state: contract_state(version),
                note: &version.change_note,
                task_states: task_states(&version.task_states),
                required: &version.required_capabilities,
                sensitive: version
                    .sensitive
                    .iter()
                    .map(|field| field.pointer.as_str())
                    .collect(),
                rejected: version
                    .examples
                    .rejected
                    .iter()
                    .map(|example| (example.name.as_str(), example.reason.as_str()))
                    .collect(),
                verdict: verdict.as_ref(),
            })
            .collect(),
    };
    render(include_str!("templates/changelog.md.jinja"), &view)
}
