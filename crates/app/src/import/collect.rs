//! The files of a folder that some tool may have written.

use super::ImportFile;
use crate::{AppError, ErrorCode};
use baton_model::Limits;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold what others made: dependencies, builds, caches.
const PASSED_OVER: [&str; 8] = [
    "node_modules",
    "target",
    "dist",
    "build",
    "venv",
    "site-packages",
    "__pycache__",
    "vendor",
];
/// Endings of files that some reader may know.
const READ: [&str; 15] = [
    "json", "jsonc", "yaml", "yml", "mmd", "mermaid", "dot", "gv", "py", "ts", "tsx", "mts", "js",
    "mjs", "graph",
];
/// Most files and bytes of a folder that are read.
const MOST_FILES: usize = 2000;
const MOST_BYTES: u64 = Limits::DEFAULT.file_bytes;
/// Deepest folder.
const DEEPEST: usize = 16;

/// Reads the files of a folder, in order of their paths. Links and hidden folders are not followed.
pub(super) fn folder(folder: &Path) -> Result<Vec<ImportFile>, AppError> {
    let mut paths = Vec::new();
    walk(folder, 0, &mut paths)?;
    paths.sort();
    let mut files = Vec::with_capacity(paths.len());
    let mut bytes = 0;
    for path in paths {
        let file = ImportFile::read(&path)?;
        bytes += file.bytes.len() as u64;
        if bytes > MOST_BYTES {
            return Err(too_much(folder, &format!("{} MiB", MOST_BYTES >> 20)));
        }
        files.push(file);
    }
    if files.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{} holds no file that could be read", folder.display()),
            format!(
                "files that are read end with {}, or are called CODEOWNERS",
                READ.join(", ")
            ),
        ));
    }
    Ok(files)
}

fn walk(folder: &Path, depth: usize, paths: &mut Vec<PathBuf>) -> Result<(), AppError> {
    if depth > DEEPEST {
        return Ok(());
    }
    let entries = fs::read_dir(folder).map_err(|error| AppError::io(folder, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| AppError::io(folder, error))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let kind = entry
            .file_type()
            .map_err(|error| AppError::io(&entry.path(), error))?;
        if kind.is_dir() {
            // Owners stand in the hidden folder of the host of a repository.
            let is_hidden = name.starts_with('.') && !matches!(&*name, ".github" | ".gitlab");
            if !is_hidden && !PASSED_OVER.contains(&&*name) {
                walk(&entry.path(), depth + 1, paths)?;
            }
        } else if kind.is_file() && is_read(&name) {
            paths.push(entry.path());
            if paths.len() > MOST_FILES {
                return Err(too_much(folder, &format!("{MOST_FILES} files")));
            }
        }
    }
    Ok(())
}

fn is_read(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    name.eq_ignore_ascii_case("CODEOWNERS")
        || ending.is_some_and(|ending| READ.contains(&ending.as_str()))
}

fn too_much(folder: &Path, limit: &str) -> AppError {
    AppError::new(
        ErrorCode::InvalidInput,
        format!("{} holds more than {limit}", folder.display()),
        "name the files, or a folder further down",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gives_what_people_wrote_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        for path in [
            "crew/agents.yaml",
            "crew/tasks.yaml",
            "crew/agents/writer.jsonc",
            ".github/CODEOWNERS",
            "node_modules/x/package.json",
            ".venv/lib/a.py",
            "README.md",
        ] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let names: Vec<String> = folder(root.path())
            .unwrap()
            .into_iter()
            .map(|file| file.name.replace(&root.path().display().to_string(), ""))
            .collect();
        assert_eq!(
            names,
            [
                "/.github/CODEOWNERS",
                "/crew/agents/writer.jsonc",
                "/crew/agents.yaml",
                "/crew/tasks.yaml"
            ]
        );
        let empty = tempfile::tempdir().unwrap();
        assert!(
            folder(empty.path())
                .unwrap_err()
                .message
                .contains("holds no file")
        );
    }
}
