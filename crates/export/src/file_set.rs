//! The files of an export, in memory.

use crate::kind::ExportKind;
use crate::path::{PathProblem, check};
use baton_model::{Diagnostic, Kind, Level, RecordKey, TopologyId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The record that a file was made from.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, specta::Type,
)]
pub struct Source {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// Its version, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl Source {
    pub(crate) fn new(kind: Kind, id: impl AsRef<str>) -> Self {
        Self {
            kind,
            id: id.as_ref().to_owned(),
            version: None,
        }
    }

    /// The record's address.
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.kind, self.id.as_str())
    }
}

/// One exported file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFile {
    /// Where it belongs, relative to the export's folder, with `/`.
    pub path: String,
    /// The export that it belongs to.
    pub kind: ExportKind,
    /// Its content.
    pub bytes: Vec<u8>,
    /// SHA-256 of the content, as 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The record that it was made from; none for an index.
    pub source: Option<Source>,
}

impl ExportFile {
    /// A file with its hash.
    pub fn new(
        path: impl Into<String>,
        kind: ExportKind,
        bytes: impl Into<Vec<u8>>,
        source: Option<Source>,
    ) -> Self {
        let bytes = bytes.into();
        Self {
            path: path.into(),
            kind,
            sha256: sha256(&bytes),
            bytes,
            source,
        }
    }
}

/// SHA-256 as lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The files of an export, by path, and what could not be exported.
#[derive(Clone, Debug, PartialEq)]
pub struct FileSet {
    kinds: BTreeSet<ExportKind>,
    topology: Option<TopologyId>,
    files: BTreeMap<String, ExportFile>,
    /// Path in lower case, and as it is.
    taken: BTreeMap<String, String>,
    notes: Vec<Diagnostic>,
}

impl FileSet {
    /// An empty set for these kinds; `topology` when it is an export of one topology only.
    pub fn new(kinds: &[ExportKind], topology: Option<TopologyId>) -> Self {
        Self {
            kinds: kinds.iter().copied().collect(),
            topology,
            files: BTreeMap::new(),
            taken: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// The kinds that were exported.
    pub fn kinds(&self) -> &BTreeSet<ExportKind> {
        &self.kinds
    }

    /// The topology that the export was limited to.
    pub fn topology(&self) -> Option<&TopologyId> {
        self.topology.as_ref()
    }

    /// Takes a file in, unless its path is unsafe or taken.
    pub fn insert(&mut self, file: ExportFile) -> Result<(), PathProblem> {
        check(&file.path)?;
        let folded = file.path.to_ascii_lowercase();
        if let Some(other) = self.taken.get(&folded) {
            return Err(PathProblem::Taken {
                path: file.path,
                other: other.clone(),
            });
        }
        self.taken.insert(folded, file.path.clone());
        self.files.insert(file.path.clone(), file);
        Ok(())
    }

    /// Puts a file in the place of the one with its path.
    pub(crate) fn replace(&mut self, file: ExportFile) {
        self.files.insert(file.path.clone(), file);
    }

    /// Takes a file in, or notes why it is left out.
    pub(crate) fn add(&mut self, file: ExportFile) {
        let subject = file.source.as_ref().map(Source::key);
        let path = file.path.clone();
        if let Err(problem) = self.insert(file) {
            self.note(Diagnostic {
                level: Level::Warning,
                path,
                message: format!(
                    "not exported: {problem}; choose ids that differ in more than case"
                ),
                subject,
            });
        }
    }

    pub(crate) fn note(&mut self, note: Diagnostic) {
        self.notes.push(note);
    }

    /// The files, by path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &ExportFile> {
        self.files.values()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&ExportFile> {
        self.files.get(path)
    }

    /// Whether a path is taken, in any spelling.
    pub(crate) fn is_taken(&self, path: &str) -> bool {
        self.taken.contains_key(&path.to_ascii_lowercase())
    }

    /// What could not be exported as it is, in the order in which it was met.
    pub fn notes(&self) -> &[Diagnostic] {
        &self.notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_taken_in_any_spelling() {
        let mut set = FileSet::new(&[ExportKind::Contracts], None);
        let file = |path: &str| ExportFile::new(path, ExportKind::Contracts, "x", None);
        set.insert(file("a/B.json")).unwrap();
        assert!(
            matches!(set.insert(file("A/b.json")), Err(PathProblem::Taken { other, .. }) if other == "a/B.json")
        );
        assert!(matches!(
            set.insert(file("../a")),
            Err(PathProblem::Unsafe { .. })
        ));
        set.add(file("a/b.JSON"));
        assert_eq!((set.files().len(), set.notes().len()), (1, 1));
        assert_eq!(
            set.get("a/B.json").unwrap().sha256,
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
        );
    }
}
