//! The repository as the checks see it: paths and texts. Checks never read files themselves, so that each can be tried on a few
//! lines written in its test.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// One text file.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Relative to the repository's root, with `/` between folders.
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl SourceFile {
    /// The extension, or an empty text.
    pub fn extension(&self) -> &str {
        Path::new(&self.path)
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default()
    }

    /// The name without folder and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.split_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The folder, without a slash at the end; empty at the root.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Numbered lines, from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// All files that the checks look at, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The files.
    pub files: Vec<SourceFile>,
}

impl Tree {
    /// Reads the repository at `root`, leaving out what is built or installed.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        collect(root, root, &mut files)?;
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self { files })
    }

    /// The file at exactly `path`.
    pub fn get(&self, path: &str) -> Option<&SourceFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Files below `folder` with one of `extensions`.
    pub fn below<'tree>(
        &'tree self,
        folder: &'tree str,
        extensions: &'tree [&'tree str],
    ) -> impl Iterator<Item = &'tree SourceFile> {
        self.files.iter().filter(move |file| {
            file.path
                .strip_prefix(folder)
                .is_some_and(|rest| rest.starts_with('/'))
                && extensions.contains(&file.extension())
        })
    }
}

/// What is built or installed, and what programs are expected to write.
const SKIPPED_FOLDERS: [&str; 6] = [".git", "target", "node_modules", "dist", "gen", "expected"];
const READ_EXTENSIONS: [&str; 8] = ["rs", "toml", "ts", "tsx", "mjs", "js", "lock", "json"];

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !SKIPPED_FOLDERS.contains(&name) && !path.is_symlink() {
                collect(root, &path, files)?;
            }
            continue;
        }
        let wanted = name == ".npmrc"
            || path
                .extension()
                .and_then(|extension| extension.to_str())
                .is_some_and(|extension| READ_EXTENSIONS.contains(&extension));
        // A test fixture may be deliberately broken text; the checks have nothing to say about it.
        if let (true, Ok(text)) = (wanted, fs::read_to_string(&path)) {
            files.push(SourceFile {
                path: relative(root, &path),
                text,
            });
        }
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(root).unwrap_or(path).into();
    inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
impl Tree {
    /// A tree of `(path, text)` pairs.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| SourceFile {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            })
            .collect();
        Self { files }
    }
}
