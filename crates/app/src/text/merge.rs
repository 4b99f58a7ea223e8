//! One file of the text form, joined for git.

use crate::AppError;
use crate::files::{read_text, write_atomically};
use baton_import::text_form::{self, MARKER};
use baton_model::MergeConflict;
use serde::Serialize;
use std::path::Path;

/// What git hands to a merge driver.
#[derive(Clone, Copy, Debug)]
pub struct DriverFiles<'a> {
    /// What both sides started from; an empty file where both added it.
    pub base: &'a Path,
    /// Our version. The result is written here.
    pub ours: &'a Path,
    /// Their version.
    pub theirs: &'a Path,
    /// Where the file stands in the repository, below the current folder. Without it the file is joined by lines.
    pub path: Option<&'a str>,
}

/// What came of joining a file.
#[derive(Clone, Debug, Serialize)]
pub struct DriverReply {
    /// The file, as git calls it.
    pub path: String,
    /// What has to be settled; the file shows both sides of each.
    pub conflicts: Vec<MergeConflict>,
}

/// Joins the versions and writes the result over ours.
pub fn merge_driver(files: &DriverFiles<'_>) -> Result<DriverReply, AppError> {
    let read = |path: &Path| {
        let text = read_text(path)?;
        Ok::<_, AppError>((!text.is_empty()).then_some(text))
    };
    let (base, ours, theirs) = (read(files.base)?, read(files.ours)?, read(files.theirs)?);
    let path = files.path.map(within_folder).unwrap_or_default();
    let merged = text_form::merge_file(path, base.as_deref(), ours.as_deref(), theirs.as_deref());
    let text = merged.text.unwrap_or_default();
    if ours.as_deref().unwrap_or_default() != text {
        // Git names a file of the current folder, which has no folder in its name.
        let place =
            std::path::absolute(files.ours).map_err(|error| AppError::io(files.ours, error))?;
        write_atomically(&place, text.as_bytes())?;
    }
    Ok(DriverReply {
        path: files.path.unwrap_or("the file").to_owned(),
        conflicts: merged.conflicts,
    })
}

/// The path below the folder that `pull` wrote: the nearest one above with its marker, else what looks like one.
fn within_folder(path: &str) -> &str {
    let below = |at: usize| &path[at..];
    let starts = || {
        let slashes = path.match_indices('/').map(|(at, _)| at + 1);
        std::iter::once(0).chain(slashes)
    };
    let marked = starts().filter(|at| Path::new(&path[..*at]).join(MARKER).is_file());
    let found = marked
        .max()
        .or_else(|| starts().find(|at| text_form::is_known(below(*at))));
    below(found.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_from_the_folder_on() {
        for (path, expected) in [
            ("agents/triage.json", "agents/triage.json"),
            ("docs/registry/agents/triage.json", "agents/triage.json"),
            (
                "a/topologies/t/handoffs/h.json",
                "topologies/t/handoffs/h.json",
            ),
            ("package.json", "package.json"),
        ] {
            assert_eq!(within_folder(path), expected);
        }
    }
}
