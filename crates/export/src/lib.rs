//! Exports: what Baton writes into other people's repositories, as files in memory.
//!
//! This crate never touches a disk. [`export`] makes a [`FileSet`], [`compare`] says what would happen to the files that are there, and
//! whoever calls does the writing. Equal registries give equal bytes. Whatever a user wrote is inert in every file: it goes
//! through [`escape`] on its way.
//!
//! One exporter is one folder, named in [`kind`], holding its templates and the files that its fixture is expected to give.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod agent;
mod alerts;
mod asyncapi;
mod boundary;
mod cast;
mod catalog;
mod ci;
mod cloudevents;
mod codeowners;
mod compare;
mod compliance;
mod contracts;
mod dashboards;
mod escalation;
pub mod escape;
mod family;
mod file_set;
mod guard;
mod json;
pub mod kind;
mod manifest;
mod mcp;
mod metrics;
mod openapi;
mod path;
mod people;
mod pictures;
mod protobuf;
mod runbooks;
mod scope;
mod site;
mod skeleton;
mod state;
mod template;
mod tests;
mod tracing;
mod types;
mod wire;
mod words;
mod yaml;

pub use agent::cards::{HANDOFFS_EXTENSION, HandoffsExtension, keep_signatures, sign_cards};
pub use compare::{Change, Comparison, PlannedFile, compare};
pub use file_set::{ExportFile, FileSet, Source, sha256};
pub use kind::ExportKind;
pub use manifest::{MANIFEST_PATH, Manifest, ManifestEntry, ManifestProblem, manifest};
pub use path::PathProblem;
pub use pictures::{dot, dot_of, mermaid, mermaid_of, svg};
pub use protobuf::field_numbers;
pub use runbooks::view::View as HandoffRunbook;
pub use runbooks::{path as runbook_path, runbook, text as runbook_text};

use baton_model::{Document, TopologyId};
use scope::Scope;

/// The files of some kinds of exports, for the whole registry or for what one topology needs.
///
/// What could not be exported is told in [`FileSet::notes`]; everything else is there.
pub fn export(document: &Document, kinds: &[ExportKind], topology: Option<&TopologyId>) -> FileSet {
    let mut files = FileSet::new(kinds, topology.cloned());
    fill(&mut files, document, topology, |_| true);
    files
}

/// The same. `go_on` is told before each kind how many are done; `None` once it says no.
pub fn export_while(
    document: &Document,
    kinds: &[ExportKind],
    topology: Option<&TopologyId>,
    go_on: impl FnMut(usize) -> bool,
) -> Option<FileSet> {
    let mut files = FileSet::new(kinds, topology.cloned());
    fill(&mut files, document, topology, go_on).then_some(files)
}

/// Whether it came to its end.
fn fill(
    files: &mut FileSet,
    document: &Document,
    topology: Option<&TopologyId>,
    mut go_on: impl FnMut(usize) -> bool,
) -> bool {
    let scope = Scope::new(document, topology);
    for (done, kind) in files.kinds().clone().into_iter().enumerate() {
        if !go_on(done) {
            return false;
        }
        kind.run(&scope, files);
    }
    true
}

/// The schemas of this crate: file name without extension, and the schema.
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    let schema = baton_model::schema::identify(
        schemars::schema_for!(Manifest),
        "manifest",
        "baton.manifest.json",
    );
    let handoffs = baton_model::schema::identify(
        schemars::schema_for!(HandoffsExtension),
        "a2a_handoffs",
        HANDOFFS_EXTENSION,
    );
    vec![
        ("manifest".to_owned(), schema),
        ("a2a_handoffs".to_owned(), handoffs),
    ]
}
