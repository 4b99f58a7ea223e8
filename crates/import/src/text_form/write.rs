//! A document becomes files.

use super::path::path_of;
use super::{FORMAT, MARKER, VERSION};
use crate::error::ImportError;
use baton_model::{Document, Record};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The files of a registry: path with `/` to content.
///
/// Fails only where two ids differ by nothing but capitals: many file systems would keep one of the two
/// files.
pub fn to_files(document: &Document) -> Result<BTreeMap<String, String>, ImportError> {
    let mut files = BTreeMap::from([(
        MARKER.to_owned(),
        pretty(&json!({ "format": FORMAT, "version": VERSION })),
    )]);
    let mut layouts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in document.all() {
        let path = path_of(&entry.record);
        let value = entry.record.to_json();
        if matches!(entry.record.as_ref(), Record::Placement(_)) {
            layouts.entry(path).or_default().push(value.to_string());
        } else {
            files.insert(path, pretty(&value));
        }
    }
    for (path, lines) in layouts {
        files.insert(path, layout_text(&lines));
    }
    refuse_case_twins(files.keys())?;
    Ok(files)
}

/// Two paths that a case-insensitive file system takes for one.
pub(super) fn refuse_case_twins<'p>(
    paths: impl Iterator<Item = &'p String>,
) -> Result<(), ImportError> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        // Folders count too: `agents/x` and `Agents/y` would be joined.
        for end in path
            .match_indices('/')
            .map(|(at, _)| at)
            .chain([path.len()])
        {
            let part = &path[..end];
            if let Some(twin) = seen.insert(part.to_ascii_lowercase(), part)
                && twin != part
            {
                return Err(ImportError::new(
                    path,
                    "",
                    format!(
                        "differs from {twin} by capitals only; many file systems keep one of the two"
                    ),
                    "give one of the two records another id",
                ));
            }
        }
    }
    Ok(())
}

/// A layout, one place a line.
pub(super) fn layout_text(places: &[String]) -> String {
    format!(
        "{{\n  \"placements\": [\n    {}\n  ]\n}}\n",
        places.join(",\n    ")
    )
}

pub(super) fn pretty(value: &Value) -> String {
    // A `Value` holds nothing that JSON could refuse; the compact form never fails.
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string()) + "\n"
}
