//! What the fuzz targets check that belong to no importer, over their corpora and over mutations of them.

#[path = "../../fuzz/checks/custom_rules.rs"]
mod custom_rules;
#[path = "../../fuzz/checks/edits.rs"]
mod edits;
#[path = "../../fuzz/checks/manifest.rs"]
mod manifest;

use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::PathBuf;

/// A fuzz target's name, which its corpus has too, and what it checks of bytes.
type Target = (&'static str, fn(&[u8]));

const TARGETS: [Target; 3] = [
    ("custom_rules", custom_rules::check),
    ("edits", edits::check),
    ("manifest", manifest::check),
];
/// Most bytes of a corpus, so that reading all of it takes no time.
const MOST: usize = 20 << 10;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    let files = fs::read_dir(folder.join(target)).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn the_corpora_hold() {
    for (target, check) in TARGETS {
        let files = corpus(target);
        assert!(files.len() >= 3, "{target} has {} files", files.len());
        let size: usize = files.iter().map(Vec::len).sum();
        assert!(size <= MOST, "{target} has {size} bytes");
        for bytes in files {
            check(&bytes);
        }
    }
}

/// A byte that is changed, put in, taken out, or from which on everything is gone.
type Mutation = (Index, u8, u8);

fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    for (at, how, byte) in mutations {
        if bytes.is_empty() {
            break;
        }
        let at = at.index(bytes.len());
        match how % 16 {
            0..8 => bytes[at] = *byte,
            8..12 => bytes.insert(at, *byte),
            12..15 => drop(bytes.remove(at)),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

proptest! {
    #[test]
    fn what_is_nearly_right_does_no_harm(
        file in any::<Index>(),
        mutations in prop::collection::vec(any::<Mutation>(), 1..6),
    ) {
        for (target, check) in TARGETS {
            let files = corpus(target);
            let bytes = files[file.index(files.len())].clone();
            check(&mutated(bytes, &mutations));
        }
    }
}
