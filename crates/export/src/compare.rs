//! What writing an export would do to the files that are there. A decision only: nothing is read but what the caller hands in.

use crate::file_set::{FileSet, sha256};
use crate::kind::ExportKind;
use crate::manifest::{Manifest, ManifestEntry, ManifestProblem};
use serde::Serialize;
use std::collections::BTreeMap;

/// What would happen to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is not there and will be written.
    New,
    /// It is there as Baton wrote it, and the registry has moved on: it will be written anew.
    Changed,
    /// It is there as it has to be.
    Same,
    /// Somebody edited it by hand; it stays unless told otherwise.
    Edited,
    /// Something that Baton did not write has its place; it stays unless told otherwise.
    Foreign,
    /// Baton wrote it, and the registry has it no more: it will be deleted.
    Removed,
    /// The registry has it no more, and somebody edited it by hand; it stays unless told otherwise.
    Orphaned,
}

impl Change {
    /// Whether hand-made content would be lost.
    pub const fn is_conflict(self) -> bool {
        matches!(self, Change::Edited | Change::Foreign | Change::Orphaned)
    }

    /// Whether the file is to be written; `overwrite` when conflicts are to be resolved in favour of the registry.
    pub const fn writes(self, overwrite: bool) -> bool {
        match self {
            Change::New | Change::Changed => true,
            Change::Edited | Change::Foreign => overwrite,
            Change::Same | Change::Removed | Change::Orphaned => false,
        }
    }

    /// Whether the file is to be deleted; `overwrite` as for [`writes`](Self::writes).
    pub const fn deletes(self, overwrite: bool) -> bool {
        match self {
            Change::Removed => true,
            Change::Orphaned => overwrite,
            _ => false,
        }
    }
}

/// One file and what would happen to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PlannedFile {
    /// Relative path.
    pub path: String,
    /// The export's name.
    pub kind: String,
    /// SHA-256 of what the registry gives; for a file that goes, of what was written.
    pub sha256: String,
    /// Size of what the registry gives, in bytes; 0 for a file that goes.
    pub size: u32,
    /// What would happen.
    pub change: Change,
}

/// What would happen to all files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The files of this export, by path, those that go included.
    pub files: Vec<PlannedFile>,
    /// Entries of the manifest on disk that go on: files of other exports, and edited ones that the registry has no more.
    pub kept: Vec<ManifestEntry>,
    /// The registry's revision at the last export.
    pub last_revision: Option<u32>,
}

impl Comparison {
    /// Whether the folder is exactly what the registry gives.
    pub fn is_current(&self) -> bool {
        self.files.iter().all(|file| file.change == Change::Same)
    }

    /// Files that hand-made content keeps from being written or deleted.
    pub fn conflicts(&self) -> impl Iterator<Item = &PlannedFile> {
        self.files.iter().filter(|file| file.change.is_conflict())
    }
}

/// Compares an export with a folder. `read` gives the content of a file there, `None` where there is none.
///
/// Only files of the exported kinds can go, and none in an export of one topology: what it does not name may belong to another.
pub fn compare(
    planned: &FileSet,
    manifest_on_disk: Option<&[u8]>,
    read: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Comparison, ManifestProblem> {
    let manifest = manifest_on_disk.map(Manifest::read).transpose()?;
    let last_revision = manifest.as_ref().map(|manifest| manifest.revision);
    let known: BTreeMap<String, ManifestEntry> = manifest
        .map(|manifest| {
            manifest
                .files
                .into_iter()
                .map(|entry| (entry.path.clone(), entry))
                .collect()
        })
        .unwrap_or_default();
    let mut files: Vec<PlannedFile> = planned
        .files()
        .map(|file| {
            let there = read(&file.path).map(|bytes| sha256(&bytes));
            let written = known.get(&file.path).map(|entry| entry.sha256.as_str());
            let change = match (there.as_deref(), written) {
                (None, _) => Change::New,
                (Some(there), _) if there == file.sha256 => Change::Same,
                (Some(there), Some(written)) if there == written => Change::Changed,
                (Some(_), Some(_)) => Change::Edited,
                (Some(_), None) => Change::Foreign,
            };
            PlannedFile {
                path: file.path.clone(),
                kind: file.kind.name().to_owned(),
                sha256: file.sha256.clone(),
                size: u32::try_from(file.bytes.len()).unwrap_or(u32::MAX),
                change,
            }
        })
        .collect();
    let mut kept = Vec::new();
    for entry in known
        .into_values()
        .filter(|entry| planned.get(&entry.path).is_none())
    {
        let is_ours = planned.topology().is_none()
            && ExportKind::parse(&entry.kind).is_some_and(|kind| planned.kinds().contains(&kind));
        if !is_ours {
            kept.push(entry);
            continue;
        }
        let Some(there) = read(&entry.path) else {
            continue;
        };
        // Where only the case of the path changed, the new file may be the same one on disk.
        let change = if planned.is_taken(&entry.path) || sha256(&there) != entry.sha256 {
            Change::Orphaned
        } else {
            Change::Removed
        };
        files.push(PlannedFile {
            path: entry.path.clone(),
            kind: entry.kind.clone(),
            sha256: entry.sha256.clone(),
            size: 0,
            change,
        });
        if change == Change::Orphaned {
            kept.push(entry);
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Comparison {
        files,
        kept,
        last_revision,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ExportFile, manifest};

    fn set(files: &[(&str, &str)]) -> FileSet {
        let mut set = FileSet::new(&[ExportKind::Contracts], None);
        for (path, text) in files {
            set.insert(ExportFile::new(*path, ExportKind::Contracts, *text, None))
                .unwrap();
        }
        set
    }

    fn changes(
        planned: &FileSet,
        manifest: Option<&[u8]>,
        disk: &[(&str, &str)],
    ) -> Vec<(String, Change)> {
        let read = |path: &str| {
            disk.iter()
                .find(|(at, _)| *at == path)
                .map(|(_, text)| text.as_bytes().to_vec())
        };
        let comparison = compare(planned, manifest, &read).unwrap();
        comparison
            .files
            .into_iter()
            .map(|file| (file.path, file.change))
            .collect()
    }

    #[test]
    fn a_fresh_folder_gets_everything() {
        let planned = set(&[("a", "1")]);
        assert_eq!(
            changes(&planned, None, &[]),
            [("a".to_owned(), Change::New)]
        );
        assert_eq!(
            changes(&planned, None, &[("a", "1")]),
            [("a".to_owned(), Change::Same)]
        );
        assert_eq!(
            changes(&planned, None, &[("a", "mine")]),
            [("a".to_owned(), Change::Foreign)]
        );
    }

    #[test]
    fn what_moved_on_differs_from_what_was_edited() {
        let before = manifest(
            &set(&[
                ("a", "1"),
                ("b", "1"),
                ("c", "1"),
                ("gone", "1"),
                ("orphan", "1"),
                ("lost", "1"),
            ]),
            &[],
            "r",
            1,
        );
        let planned = set(&[("a", "2"), ("b", "2"), ("c", "1")]);
        let disk = [
            ("a", "1"),
            ("b", "mine"),
            ("c", "1"),
            ("gone", "1"),
            ("orphan", "mine"),
        ];
        let found = changes(&planned, Some(&before), &disk);
        let expected = [
            ("a", Change::Changed),
            ("b", Change::Edited),
            ("c", Change::Same),
            ("gone", Change::Removed),
            ("orphan", Change::Orphaned),
        ];
        assert_eq!(
            found,
            expected.map(|(path, change)| (path.to_owned(), change))
        );
    }

    #[test]
    fn an_edited_file_that_the_registry_catches_up_with_is_the_same() {
        let before = manifest(&set(&[("a", "1")]), &[], "r", 1);
        assert_eq!(
            changes(&set(&[("a", "2")]), Some(&before), &[("a", "2")]),
            [("a".to_owned(), Change::Same)]
        );
    }

    #[test]
    fn other_exports_and_other_topologies_stay() {
        let before = manifest(&set(&[("a", "1"), ("b", "1")]), &[], "r", 1);
        let read = |_: &str| Some(b"1".to_vec());
        let other = FileSet::new(&[ExportKind::Runbooks], None);
        let comparison = compare(&other, Some(&before), &read).unwrap();
        assert!(comparison.is_current());
        assert_eq!(comparison.kept.len(), 2);
        let topology = baton_model::TopologyId::new("t").unwrap();
        let mut one = FileSet::new(&[ExportKind::Contracts], Some(topology));
        one.insert(ExportFile::new("a", ExportKind::Contracts, "1", None))
            .unwrap();
        let comparison = compare(&one, Some(&before), &read).unwrap();
        assert_eq!(
            comparison
                .kept
                .iter()
                .map(|entry| entry.path.as_str())
                .collect::<Vec<_>>(),
            ["b"]
        );
        assert_eq!(comparison.last_revision, Some(1));
    }

    #[test]
    fn overwriting_is_asked_for() {
        for change in [Change::Edited, Change::Foreign, Change::Orphaned] {
            assert!(change.is_conflict() && !change.writes(false) && !change.deletes(false));
            assert!(change.writes(true) || change.deletes(true));
        }
    }
}
