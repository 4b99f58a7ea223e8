//! Stubs of new units: a file from a template in `xtask/templates/`, registered where its neighbours are. The stub compiles and its
//! tests fail until the unit does something, so that an empty unit cannot be merged.

mod exporter;
mod importer;
mod register;
mod rule;

pub use exporter::exporter;
pub use importer::importer;
pub use rule::rule;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

/// Why nothing was made.
#[derive(Debug)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Nothing was made: {}.", self.0)
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}

/// A new unit in the making: its texts are collected first and written together, so that a refusal leaves nothing behind.
struct Stub {
    root: PathBuf,
    /// New files, then changed ones.
    texts: Vec<(String, String)>,
    told: Vec<String>,
}

impl Stub {
    /// Starts with the unit's own file, which must not be there yet.
    fn new(root: &Path, path: String, text: String) -> Result<Self, Refused> {
        if root.join(&path).exists() {
            return Err(Refused(format!("{path} exists already")));
        }
        Ok(Self {
            root: root.to_owned(),
            told: vec![format!("made     {path}")],
            texts: vec![(path, text)],
        })
    }

    /// Changes `path` with `edit`; where that finds no place, says `by_hand` what is to be done.
    fn register(
        &mut self,
        path: &str,
        by_hand: &str,
        edit: impl FnOnce(&str) -> Option<String>,
    ) -> Result<(), Refused> {
        let known = self.texts.iter().position(|(changed, _)| changed == path);
        let text = match known {
            Some(index) => self.texts[index].1.clone(),
            None => fs::read_to_string(self.root.join(path))
                .map_err(|error| Refused(format!("{path}: {error}")))?,
        };
        let Some(changed) = edit(&text) else {
            self.told.push(format!("by hand  {path}: {by_hand}"));
            return Ok(());
        };
        if let Some(index) = known {
            self.texts[index].1 = changed;
        } else {
            self.told.push(format!("changed  {path}"));
            self.texts.push((path.to_owned(), changed));
        }
        Ok(())
    }

    /// Writes everything and returns what to tell.
    fn write(self) -> Result<Vec<String>, Refused> {
        for (path, text) in self.texts {
            let path = self.root.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, text)?;
        }
        Ok(self.told)
    }
}

/// Refuses names that are not lower-case words joined by `-`.
fn check_name(name: &str) -> Result<(), Refused> {
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    };
    if name.split('-').all(is_word) && name.starts_with(|letter: char| letter.is_ascii_lowercase())
    {
        return Ok(());
    }
    Err(Refused(format!(
        "`{name}` has to be lower-case words joined by `-`"
    )))
}

/// `agent-without-owner` becomes `agent_without_owner`.
fn module_name(name: &str) -> String {
    name.replace('-', "_")
}

/// `agent-without-owner` becomes `AgentWithoutOwner`; `name` has passed [`check_name`].
fn type_name(name: &str) -> String {
    name.split('-')
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect()
}

/// Replaces every `{{key}}` in `template`.
fn filled(template: &str, values: &[(&str, &str)]) -> String {
    values
        .iter()
        .fold(template.to_owned(), |text, (key, value)| {
            text.replace(&format!("{{{{{key}}}}}"), value)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The repository that this test was compiled in.
    pub(super) fn repository() -> &'static Path {
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
    }

    /// A folder with a copy of the sources of `crates/<name>`.
    pub(super) fn copy_of(name: &str) -> tempfile::TempDir {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(
            &repository().join("crates").join(name).join("src"),
            &copy.path().join("crates").join(name).join("src"),
        );
        copy
    }

    fn copy_folder(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            let target = to.join(path.file_name().unwrap());
            if path.is_dir() {
                copy_folder(&path, &target);
            } else {
                fs::copy(&path, &target).unwrap();
            }
        }
    }

    #[test]
    fn names_are_words_joined_by_dashes() {
        assert!(check_name("agent-without-owner").is_ok());
        for wrong in ["", "Agent", "a_b", "a--b", "-a", "../x", "1-a"] {
            assert!(check_name(wrong).is_err(), "{wrong}");
        }
        assert_eq!(module_name("no-fallback"), "no_fallback");
        assert_eq!(type_name("no-fallback"), "NoFallback");
    }

    #[test]
    fn templates_are_filled() {
        assert_eq!(filled("{{A}} {B} {{A}}", &[("A", "x")]), "x {B} x");
    }
}
