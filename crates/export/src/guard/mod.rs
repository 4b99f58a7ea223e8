//! `guards/<language>/`: at the end of each handoff, what lets a message in or says who takes it over.
//!
//! The program is the same for every registry; what holds is data beside it: `rules.json` (see [`boundary`](crate::boundary)) and the schemas.

pub(crate) mod python;
pub(crate) mod rust;
pub(crate) mod typescript;

use crate::boundary::{Boundaries, envelope};
use crate::file_set::{ExportFile, FileSet, Source};
use crate::json;
use crate::kind::ExportKind;
use baton_model::Kind;

/// A file that is the same for every registry, or made of all of it.
fn shared(files: &mut FileSet, kind: ExportKind, path: &str, text: impl Into<Vec<u8>>) {
    files.add(ExportFile::new(path, kind, text, None));
}

/// Writes rules and schemas into a folder. Returns, for each schema that is there, its name (`contract@version`) and its path in the folder.
fn data(
    boundaries: &Boundaries<'_>,
    files: &mut FileSet,
    kind: ExportKind,
    folder: &str,
) -> Vec<(String, String)> {
    let rules = serde_json::to_value(boundaries).unwrap_or_default();
    shared(
        files,
        kind,
        &format!("{folder}/rules.json"),
        json::bytes(&rules),
    );
    let schema = json::bytes(&envelope());
    shared(
        files,
        kind,
        &format!("{folder}/schemas/envelope.schema.json"),
        schema,
    );
    let mut written = Vec::new();
    for terms in boundaries.terms() {
        let version = terms.version;
        let path = format!(
            "schemas/{}/{}.schema.json",
            version.contract, version.version
        );
        let source = Source {
            version: Some(version.version.to_string()),
            ..Source::new(Kind::ContractVersion, version.id.as_str())
        };
        let whole = format!("{folder}/{path}");
        let is_free = !files.is_taken(&whole);
        files.add(ExportFile::new(
            whole,
            kind,
            json::bytes(&terms.schema()),
            Some(source),
        ));
        // Where two ids differ only in case, the set notes which one is left out.
        if is_free {
            written.push((format!("{}@{}", version.contract, version.version), path));
        }
    }
    written
}
