//! What the user has chosen in a dialog. The window may name other paths, but nothing is read or written there.

use baton_app::{AppError, ErrorCode};
use std::path::{Component, Path};

/// Files and folders that a dialog has returned since the program started: the scope of the fs plugin, which is empty at first.
pub struct Chosen(tauri::fs::Scope);

impl Chosen {
    pub fn new(scope: tauri::fs::Scope) -> Self {
        Self(scope)
    }

    /// Whether the user has chosen this file, or a folder around it.
    pub fn contains(&self, path: &Path) -> bool {
        // A scope compares the words of a path that is not there yet, so a step upwards would lead out of it.
        let plain = path.components().all(|part| part != Component::ParentDir);
        plain && path.is_absolute() && self.0.is_allowed(path)
    }

    /// Refuses a path that the user has not chosen.
    pub fn require(&self, path: &Path) -> Result<(), AppError> {
        if self.contains(path) {
            return Ok(());
        }
        Err(AppError::new(
            ErrorCode::UnsafePath,
            format!("{} was not chosen in a dialog", path.display()),
            "choose it again; nothing was read or written",
        ))
    }

    /// Takes an answer as if it came from a dialog.
    pub fn add(&self, path: &Path) -> Result<(), AppError> {
        let added = if path.is_dir() {
            self.0.allow_directory(path, true)
        } else {
            self.0.allow_file(path)
        };
        added.map_err(|error| {
            AppError::new(
                ErrorCode::UnsafePath,
                error.to_string(),
                "choose another place",
            )
        })
    }
}
