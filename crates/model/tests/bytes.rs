//! The fuzz target `edits` over its corpus, and over mutations of it.
#![allow(clippy::unwrap_used)]

mod edit_bytes;

use proptest::prelude::*;
use proptest::sample::Index;
use std::fs;
use std::path::PathBuf;

/// Most bytes of a corpus, so that reading all of it takes no time.
const MOST: usize = 20 << 10;

fn corpus() -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/edits");
    let files = fs::read_dir(folder).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .collect()
}

#[test]
fn the_corpus_holds() {
    let files = corpus();
    assert!(files.len() >= 3, "{} files", files.len());
    assert!(files.iter().map(Vec::len).sum::<usize>() <= MOST);
    for bytes in files {
        edit_bytes::check(&bytes);
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
    fn what_is_nearly_right_does_no_harm(file in any::<Index>(), mutations in prop::collection::vec(any::<Mutation>(), 1..6)) {
        let files = corpus();
        let bytes = files[file.index(files.len())].clone();
        edit_bytes::check(&mutated(bytes, &mutations));
    }
}
