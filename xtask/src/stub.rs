//! Stubs of new units: a file from a template in `xtask/templates/`, registered where its neighbours are. The stub compiles and its
//! tests fail until the unit says something, so that an empty unit cannot be merged.

mod exporter;
mod importer;
mod register;
mod rule;

pub use exporter::exporter;
pub use importer::importer;
pub use rule::rule;

use std::{fmt, fs, io, path::Path};

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

/// Refuses names that are not lower-case words joined by `-`.
fn check_name(name: &str) -> Result<(), Refused> {
    let fits = name.split('-').all(|word| {
        !word.is_empty()
            && word
                .chars()
                .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
    }) && name.starts_with(|letter: char| letter.is_ascii_lowercase());
    if fits {
        Ok(())
    } else {
        Err(Refused(format!(
            "`{name}` has to be lower-case words joined by `-`"
        )))
    }
}

/// `agent-without-owner` becomes `agent_without_owner`.
fn module_name(name: &str) -> String {
    name.replace('-', "_")
}

/// `agent-without-owner` becomes `AgentWithoutOwner`.
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

/// Writes a new file; one that exists is never touched.
fn create(root: &Path, path: &str, text: &str) -> Result<(), Refused> {
    let full = root.join(path);
    if full.exists() {
        return Err(Refused(format!("{path} exists already")));
    }
    if let Some(folder) = full.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(full, text)?;
    Ok(())
}

/// Changes one file with `edit`.
fn change(
    root: &Path,
    path: &str,
    edit: impl FnOnce(&str) -> Result<String, Refused>,
) -> Result<(), Refused> {
    let full = root.join(path);
    let text = fs::read_to_string(&full).map_err(|error| Refused(format!("{path}: {error}")))?;
    fs::write(full, edit(&text)?)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

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
