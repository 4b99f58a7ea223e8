//! Bytes as the manifest beside exported files: no panic; what is trusted names files of the folder alone, each once.

use baton_export::Manifest;
use std::collections::BTreeSet;
use std::path::{Component, Path};

/// Reads the bytes as a manifest.
pub fn check(bytes: &[u8]) {
    let manifest = match Manifest::read(bytes) {
        Ok(manifest) => manifest,
        Err(problem) => {
            assert!(!problem.0.is_empty());
            return;
        }
    };
    let mut seen = BTreeSet::new();
    for entry in &manifest.files {
        let inside = Path::new(&entry.path)
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        assert!(
            inside && !entry.path.contains('\\'),
            "{:?} leads elsewhere",
            entry.path
        );
        assert!(
            seen.insert(entry.path.to_ascii_lowercase()),
            "{:?} twice",
            entry.path
        );
    }
    let text = serde_json::to_vec(&manifest).unwrap();
    assert_eq!(Manifest::read(&text).as_ref(), Ok(&manifest));
}
