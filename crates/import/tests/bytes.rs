//! What the fuzz targets check, on mutations of the samples: quick enough to run with every other test.

use crate::import_bytes;
use baton_import::Format;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Every fixture, with its name.
fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found.sort();
    assert!(found.len() >= 3, "{}", found.len());
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn every_fixture_is_read_and_changes_nothing_when_read_again() {
    for (name, bytes) in fixtures() {
        import_bytes::check(None, &name, &bytes);
    }
}

/// Bytes that were once read wrongly.
#[test]
fn what_fuzzing_found_is_read_or_refused() {
    let found: [(Format, &str, &[u8]); 2] = [
        // A name whose id looks like a key, though the name does not.
        (
            Format::Dot,
            "flow.dot",
            b"{U\nEEG<\rsk-\0\0\0\0\0\0\0\0\0>yyP\ryz}yyyyyy",
        ),
        // A directive without an end, behind a comment.
        (Format::Mermaid, "flow.mmd", b"%%o\n%%{"),
    ];
    for (format, name, bytes) in found {
        import_bytes::check(Some(format), name, bytes);
        import_bytes::check(None, name, bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_fixture_with_bytes_taken_out_put_in_or_doubled_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, prop::collection::vec(any::<u8>(), 0..6)), 1..6),
    ) {
        let fixtures = fixtures();
        let (name, bytes) = which.get(&fixtures);
        let mut bytes = bytes.clone();
        for (at, length, put) in cuts {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, put);
        }
        import_bytes::check(None, name, &bytes);
    }
}
