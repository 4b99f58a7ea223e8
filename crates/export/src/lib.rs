//! Exports: what Baton writes into other people's repositories, as files in memory.
//!
//! This crate never touches a disk. [`export`] makes a [`FileSet`], [`compare`] says what would happen to the files that are there, and
//! whoever calls does the writing. Equal registries give equal bytes. Whatever a user wrote is inert in every file: it goes
//! through [`escape`] on its way.
//!
//! One exporter is one folder, named in [`kind`], holding its templates and the files that its fixture is expected to give.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod compare;
mod contracts;
pub mod escape;
mod file_set;
mod json;
pub mod kind;
mod manifest;
mod path;
mod pictures;
mod runbooks;
mod scope;
mod template;
mod types;
mod words;

pub use compare::{Change, Comparison, PlannedFile, compare};
pub use file_set::{ExportFile, FileSet, Source, sha256};
pub use kind::ExportKind;
pub use manifest::{MANIFEST_PATH, Manifest, ManifestEntry, ManifestProblem, manifest};
pub use path::PathProblem;
pub use pictures::{dot, mermaid, svg};

use baton_model::{Document, TopologyId};
use scope::Scope;

/// The files of some kinds of exports, for the whole registry or for what one topology needs.
///
/// What could not be exported is told in [`FileSet::notes`]; everything else is there.
pub fn export(document: &Document, kinds: &[ExportKind], topology: Option<&TopologyId>) -> FileSet {
    let mut files = FileSet::new(kinds, topology.cloned());
    let scope = Scope::new(document, topology);
    for kind in files.kinds().clone() {
        kind.run(&scope, &mut files);
    }
    files
}

/// The schemas of this crate: file name without extension, and the schema.
pub fn schemas() -> Vec<(String, serde_json::Value)> {
    let schema = baton_model::schema::identify(
        schemars::schema_for!(Manifest),
        "manifest",
        "baton.manifest.json",
    );
    vec![("manifest".to_owned(), schema)]
}
