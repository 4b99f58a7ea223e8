//! The text form in a git repository: setting the merge driver up, and what a merge has left open.

use crate::files::{read_text, write_atomically};
use crate::{AppError, ErrorCode};
use baton_import::text_form::MARKER;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What tells git whose files these are. It stands in the folder, so that other files of the repository stay as they are.
const ATTRIBUTES: (&str, &str) = (".gitattributes", "*.json merge=baton");
/// What was pulled last is nobody else's business.
const IGNORED: (&str, &str) = (".gitignore", "/.baton-pulled.json");

/// What setting up did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InstallReport {
    /// The repository's root.
    pub repository: PathBuf,
    /// The command that git runs.
    pub driver: String,
    /// Files that were written; empty where everything was in place.
    pub written: Vec<PathBuf>,
    /// Whether the repository's configuration was changed.
    pub configured: bool,
}

/// Sets the merge driver up for a folder that `pull` wrote. `program` is what git is to run, a name or a path. Doing it again
/// changes nothing.
pub fn install(folder: &Path, program: &str) -> Result<InstallReport, AppError> {
    if !folder.join(MARKER).is_file() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "{} has no {MARKER}, so it is no folder of the text form",
                folder.display()
            ),
            "name the folder that was pulled",
        )
        .in_terminal("`baton pull DIR` writes one"));
    }
    let root = git(folder, &["rev-parse", "--show-toplevel"])?;
    if !root.status.success() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{} is in no git repository", folder.display()),
            "`git init` makes one",
        ));
    }
    let repository = PathBuf::from(String::from_utf8_lossy(&root.stdout).trim_end());
    let mut written = Vec::new();
    for (name, line) in [ATTRIBUTES, IGNORED] {
        let path = folder.join(name);
        if add_line(&path, line)? {
            written.push(path);
        }
    }
    let driver = format!("{} merge-driver %O %A %B %P", quoted(program));
    let mut configured = false;
    for (key, value) in [
        ("merge.baton.name", "Baton: records joined field by field"),
        ("merge.baton.driver", driver.as_str()),
    ] {
        let there = git(folder, &["config", "--get", key])?;
        if String::from_utf8_lossy(&there.stdout).trim_end_matches('\n') == value {
            continue;
        }
        let set = git(folder, &["config", key, value])?;
        if !set.status.success() {
            return Err(AppError::new(
                ErrorCode::Io,
                format!(
                    "git config {key} failed: {}",
                    String::from_utf8_lossy(&set.stderr).trim()
                ),
                "mend it and do this again; what was done already stays",
            ));
        }
        configured = true;
    }
    Ok(InstallReport {
        repository,
        driver,
        written,
        configured,
    })
}

/// Files below a folder that git knows to be in conflict: none where there is no repository, or no git.
pub(super) fn unmerged(folder: &Path) -> Vec<String> {
    let is_in_repository = folder
        .canonicalize()
        .is_ok_and(|folder| folder.ancestors().any(|above| above.join(".git").exists()));
    if !is_in_repository {
        return Vec::new();
    }
    let Ok(found) = git(folder, &["ls-files", "--unmerged", "-z", "--", "."]) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&found.stdout);
    let mut paths: Vec<String> = text
        .split('\0')
        .filter_map(|entry| Some(entry.split_once('\t')?.1.to_owned()))
        .collect();
    paths.dedup();
    paths
}

fn git(folder: &Path, words: &[&str]) -> Result<Output, AppError> {
    Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(words)
        .output()
        .map_err(|error| {
            AppError::new(
                ErrorCode::Io,
                format!("git could not be run: {error}"),
                "install git, or put it on the path",
            )
        })
}

/// Whether the line had to be added.
fn add_line(path: &Path, line: &str) -> Result<bool, AppError> {
    let mut text = if path.exists() {
        read_text(path)?
    } else {
        String::new()
    };
    if text.lines().any(|there| there.trim() == line) {
        return Ok(false);
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(line);
    text.push('\n');
    write_atomically(path, text.as_bytes())?;
    Ok(true)
}

/// A word for the shell that git hands the driver to.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        // `%` would be one of git's own.
        format!("'{}'", word.replace('\'', r"'\''").replace('%', "%%"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_reach_the_shell_as_they_are() {
        assert_eq!(quoted("/usr/bin/baton"), "/usr/bin/baton");
        assert_eq!(quoted("/my tools/ba'ton%A"), r"'/my tools/ba'\''ton%%A'");
    }
}
