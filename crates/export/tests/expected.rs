//! Every exporter gives the files of its `expected` folder for the fixture, byte for byte.
//!
//! After a wanted change: `BATON_BLESS=1 cargo test -p baton-export`, then read the difference before committing it.

use crate::fixture;
use baton_export::{ExportKind, export};
use baton_model::{Diagnostic, Level};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(kind: ExportKind) -> PathBuf {
    let module = kind.name().replace('-', "/");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(module)
        .join("expected")
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{path}/"), files);
        } else {
            files.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn exporters_give_what_is_expected() {
    let bless = std::env::var_os("BATON_BLESS").is_some();
    let mut wrong = Vec::new();
    for kind in ExportKind::ALL {
        let folder = folder(*kind);
        let files = export(&fixture::support(), &[*kind], None);
        let wrong_with_it = files
            .notes()
            .iter()
            .filter(|note| note.level != Level::Info);
        assert_eq!(wrong_with_it.collect::<Vec<_>>(), Vec::<&Diagnostic>::new());
        if bless {
            let _ = fs::remove_dir_all(&folder);
            for file in files.files() {
                let path = folder.join(&file.path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, &file.bytes).unwrap();
            }
        }
        let mut expected = BTreeMap::new();
        read(&folder, "", &mut expected);
        for file in files.files() {
            if expected.remove(&file.path).as_ref() != Some(&file.bytes) {
                wrong.push(format!("{} differs", file.path));
            }
        }
        wrong.extend(
            expected
                .keys()
                .map(|path| format!("{path} is not exported any more")),
        );
    }
    assert!(
        wrong.is_empty(),
        "{wrong:#?}\nIf this is wanted: BATON_BLESS=1 cargo test -p baton-export"
    );
}
