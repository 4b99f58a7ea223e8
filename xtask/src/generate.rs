//! Files that are derived from the code: written by `cargo xtask gen`, compared by `cargo xtask gen --check` and by tidy.
//!
//! One generator is one file in `generate/`. To add one: write `pub const GENERATOR: Generator`, declare the module here, and
//! add it to [`GENERATORS`].

mod commands;
mod house_rules;
mod rules;
mod schemas;

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// One family of derived files.
pub struct Generator {
    /// Every file with its whole text; paths are relative to the repository's root.
    pub files: fn() -> Vec<(PathBuf, String)>,
    /// A folder and extension that belong to this generator alone: a file there that it does not name is left over.
    pub owns: Option<(&'static str, &'static str)>,
}

/// Every generator.
pub const GENERATORS: &[Generator] = &[
    commands::GENERATOR,
    house_rules::GENERATOR,
    rules::GENERATOR,
    schemas::GENERATOR,
];

/// A derived file that is not what it has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Relative to the repository's root.
    pub path: String,
    /// What is wrong with it.
    pub state: State,
}

/// What is wrong with a derived file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not there.
    Missing,
    /// There with another text.
    OutOfDate,
    /// There, and nothing generates it any more.
    LeftOver,
}

impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Missing => "missing",
            Self::OutOfDate => "out of date",
            Self::LeftOver => "left over",
        })
    }
}

/// What [`write`] would change, sorted by path.
pub fn stale(root: &Path, generators: &[Generator]) -> io::Result<Vec<Stale>> {
    let mut found = BTreeMap::new();
    for generator in generators {
        let files = (generator.files)();
        for (path, text) in &files {
            let state = match fs::read_to_string(root.join(path)) {
                // A checkout on Windows may have turned the line ends.
                Ok(there) if there.replace("\r\n", "\n") == *text => continue,
                Ok(_) => State::OutOfDate,
                Err(error) if error.kind() == io::ErrorKind::NotFound => State::Missing,
                Err(error) => return Err(error),
            };
            found.insert(path.clone(), state);
        }
        for path in left_over(root, generator, &files)? {
            found.insert(path, State::LeftOver);
        }
    }
    Ok(found
        .into_iter()
        .map(|(path, state)| Stale {
            path: path.to_string_lossy().replace('\\', "/"),
            state,
        })
        .collect())
}

/// Writes what is missing or out of date, deletes what is left over, and returns what changed.
pub fn write(root: &Path, generators: &[Generator]) -> io::Result<Vec<Stale>> {
    let changes = stale(root, generators)?;
    let texts: BTreeMap<String, String> = generators
        .iter()
        .flat_map(|generator| (generator.files)())
        .map(|(path, text)| (path.to_string_lossy().replace('\\', "/"), text))
        .collect();
    for change in &changes {
        let path = root.join(&change.path);
        match texts.get(&change.path) {
            Some(text) => {
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(path, text)?;
            }
            None => fs::remove_file(path)?,
        }
    }
    Ok(changes)
}

fn left_over(
    root: &Path,
    generator: &Generator,
    files: &[(PathBuf, String)],
) -> io::Result<Vec<PathBuf>> {
    let Some((folder, extension)) = generator.owns else {
        return Ok(Vec::new());
    };
    let entries = match fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = Path::new(folder).join(entry?.file_name());
        let named = files.iter().any(|(named, _)| *named == path);
        if !named && path.to_string_lossy().ends_with(extension) {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const GENERATOR: Generator = Generator {
        files: || {
            vec![
                (PathBuf::from("docs/a.md"), "a\n".to_owned()),
                (PathBuf::from("docs/b.md"), "b\n".to_owned()),
            ]
        },
        owns: Some(("docs", ".md")),
    };

    #[test]
    fn missing_changed_and_left_over_files_are_named_and_mended() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("docs")).unwrap();
        fs::write(root.path().join("docs/b.md"), "edited\n").unwrap();
        fs::write(root.path().join("docs/c.md"), "c\n").unwrap();
        fs::write(root.path().join("docs/d.txt"), "by hand\n").unwrap();

        let found: Vec<_> = stale(root.path(), &[GENERATOR])
            .unwrap()
            .into_iter()
            .map(|stale| (stale.path, stale.state))
            .collect();
        assert_eq!(
            found,
            [
                ("docs/a.md".to_owned(), State::Missing),
                ("docs/b.md".to_owned(), State::OutOfDate),
                ("docs/c.md".to_owned(), State::LeftOver),
            ]
        );

        assert_eq!(write(root.path(), &[GENERATOR]).unwrap().len(), 3);
        assert!(stale(root.path(), &[GENERATOR]).unwrap().is_empty());
        assert!(root.path().join("docs/d.txt").exists());
    }
}
