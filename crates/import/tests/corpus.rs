//! Every fuzz target over its corpus: `fuzz/corpus/<target>` holds a handful of small files to begin with, and what was found since.

use crate::import_bytes;
use crate::import_folder;
use baton_import::Format;
use std::fs;
use std::path::PathBuf;

/// Most bytes of a corpus, so that reading all of them takes no time.
const MOST: usize = 20 << 10;

fn fuzz() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The targets of importers, with their source.
fn targets() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = fs::read_dir(fuzz().join("fuzz_targets"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(&path).unwrap())
        })
        .filter(|(name, _)| name.starts_with("import_"))
        .collect();
    found.sort();
    found
}

/// The format and the file's name that a target reads bytes as; none for the target of folders.
fn reads_as(source: &str) -> Option<(Format, String)> {
    let (_, rest) = source.split_once("Format::")?;
    let format: String = rest
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let name = rest.split('"').nth(1)?.to_owned();
    let format = Format::all().find(|known| format!("{known:?}") == format)?;
    Some((format, name))
}

#[test]
fn every_target_holds_what_it_checks_over_its_corpus() {
    let targets = targets();
    assert!(targets.len() >= 21, "{}", targets.len());
    let manifest = fs::read_to_string(fuzz().join("Cargo.toml")).unwrap();
    for (target, source) in targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target} is not listed in fuzz/Cargo.toml"
        );
        let folder = fuzz().join("corpus").join(&target);
        let files: Vec<Vec<u8>> = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| fs::read(entry.unwrap().path()).unwrap())
            .collect();
        assert!(files.len() >= 3, "{target}: {} files", files.len());
        let bytes: usize = files.iter().map(Vec::len).sum();
        assert!(bytes <= MOST, "{target}: {bytes} bytes");
        let reads_as = reads_as(&source);
        assert_eq!(reads_as.is_none(), target == "import_baton", "{target}");
        for bytes in &files {
            match &reads_as {
                Some((format, name)) => import_bytes::check(Some(*format), name, bytes),
                None => import_folder::check(bytes),
            }
        }
    }
}

#[test]
fn every_format_has_a_target() {
    let read: Vec<Format> = targets()
        .iter()
        .filter_map(|(_, source)| Some(reads_as(source)?.0))
        .collect();
    for format in Format::all().filter(|format| *format != Format::Baton) {
        assert!(read.contains(&format), "{}", format.name());
    }
}
