//! The manifest that stands beside exported files: what they are, where they came from, and how they were when they were written.

use crate::file_set::{FileSet, Source};
use crate::path::check;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The manifest's path.
pub const MANIFEST_PATH: &str = "baton.manifest.json";

/// Largest manifest that is read, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// What was written into a folder, at which revision of which registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The registry's name.
    pub registry: String,
    /// Its revision.
    pub revision: u32,
    /// The files, by path.
    pub files: Vec<ManifestEntry>,
}

/// One file of a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestEntry {
    /// Relative path.
    pub path: String,
    /// The export's name. It may be one of a newer Baton.
    pub kind: String,
    /// SHA-256 of what was written.
    pub sha256: String,
    /// The record that it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// Why a manifest on disk cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "baton.manifest.json cannot be used: {0}; restore it, or delete it and export into an empty folder"
)]
pub struct ManifestProblem(pub String);

impl Manifest {
    /// Reads a manifest. Paths that Baton would never write, hashes that are none and paths that occur twice are refused.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestProblem> {
        if bytes.len() > MOST_BYTES {
            return Err(ManifestProblem("it is larger than 64 MiB".to_owned()));
        }
        let read: Manifest =
            serde_json::from_slice(bytes).map_err(|error| ManifestProblem(error.to_string()))?;
        let mut seen = BTreeSet::new();
        for entry in &read.files {
            check(&entry.path).map_err(|problem| ManifestProblem(problem.to_string()))?;
            let is_hash = entry.sha256.len() == 64
                && entry
                    .sha256
                    .bytes()
                    .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            if !is_hash {
                return Err(ManifestProblem(format!(
                    "the hash of {} is no SHA-256",
                    entry.path
                )));
            }
            let folded = entry.path.to_ascii_lowercase();
            if folded == MANIFEST_PATH {
                return Err(ManifestProblem("it names itself".to_owned()));
            }
            if !seen.insert(folded) {
                return Err(ManifestProblem(format!("{} occurs twice", entry.path)));
            }
        }
        Ok(read)
    }
}

/// The bytes of the manifest for a set of files and for files of other exports that stay in the folder (see
/// [`Comparison::kept`](crate::Comparison::kept)). It carries no times.
pub fn manifest(files: &FileSet, kept: &[ManifestEntry], registry: &str, revision: u32) -> Vec<u8> {
    let mut entries: BTreeMap<String, ManifestEntry> = kept
        .iter()
        .map(|entry| (entry.path.clone(), entry.clone()))
        .collect();
    for file in files.files() {
        entries.insert(
            file.path.clone(),
            ManifestEntry {
                path: file.path.clone(),
                kind: file.kind.name().to_owned(),
                sha256: file.sha256.clone(),
                source: file.source.clone(),
            },
        );
    }
    let manifest = Manifest {
        registry: registry.to_owned(),
        revision,
        files: entries.into_values().collect(),
    };
    // Strings and numbers only: nothing that JSON could refuse.
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ExportFile, ExportKind};
    use baton_model::Kind;

    fn entry(path: &str, sha256: &str) -> String {
        format!(
            r#"{{"registry":"r","revision":1,"files":[{{"path":"{path}","kind":"contracts","sha256":"{sha256}"}}]}}"#
        )
    }

    #[test]
    fn what_is_written_is_read_back_sorted() {
        let mut files = FileSet::new(&[ExportKind::Contracts], None);
        let source = Source {
            kind: Kind::ContractVersion,
            id: "a@1.0.0".to_owned(),
            version: Some("1.0.0".to_owned()),
        };
        files
            .insert(ExportFile::new(
                "b.json",
                ExportKind::Contracts,
                "b",
                Some(source.clone()),
            ))
            .unwrap();
        let kept = ManifestEntry {
            path: "a.md".to_owned(),
            kind: "site".to_owned(),
            sha256: "0".repeat(64),
            source: None,
        };
        let bytes = manifest(&files, std::slice::from_ref(&kept), "shop", 7);
        assert!(bytes.ends_with(b"}\n"));
        let read = Manifest::read(&bytes).unwrap();
        assert_eq!((read.registry.as_str(), read.revision), ("shop", 7));
        assert_eq!(read.files[0], kept);
        assert_eq!(read.files[1].source, Some(source));
    }

    #[test]
    fn a_hostile_manifest_is_refused() {
        let hash = "0".repeat(64);
        assert!(Manifest::read(entry("a/b.json", &hash).as_bytes()).is_ok());
        for path in [
            "../a",
            "/etc/passwd",
            "a/../../b",
            ".git/config",
            "C:/x",
            "baton.manifest.json",
            "Baton.Manifest.json",
        ] {
            assert!(
                Manifest::read(entry(path, &hash).as_bytes()).is_err(),
                "{path}"
            );
        }
        assert!(Manifest::read(entry("a", "abc").as_bytes()).is_err());
        for text in ["", "[]", "{}", "{\"registry\":1}", "\u{feff}{}"] {
            assert!(Manifest::read(text.as_bytes()).is_err(), "{text}");
        }
        let deep = "[".repeat(100_000);
        assert!(Manifest::read(deep.as_bytes()).is_err());
    }
}
