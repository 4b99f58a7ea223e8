//! `baton restore`.

use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::{AppError, ErrorCode};
use baton_store::RegistryStore;
use baton_store_sqlite::{OpenOptions, SqliteStore};
use serde_json::json;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Puts a sound copy in the registry's place; what stood there is kept beside it.
pub async fn run(global: &Global, out: &Output, file: &Path) -> Result<Outcome, AppError> {
    let target = open::path(global)?;
    if target.exists() && !global.yes {
        return Err(AppError::new(
            ErrorCode::AlreadyExists,
            format!("{} would be replaced", target.display()),
            "close other programs that use it and say --yes; the present file is kept beside it",
        ));
    }
    let fresh = beside(&target, ".restoring");
    copy_if_sound(file, &fresh).await?;
    let kept = set_aside(&target)?;
    std::fs::rename(&fresh, &target).map_err(|error| AppError::io(&target, error))?;
    out.result(
        || json!({"registry": target, "kept": kept}),
        |style| {
            let kept = kept
                .as_ref()
                .map_or_else(String::new, |path| format!("; the old file is kept as {}", path.display()));
            format!("{} {}{kept}", style.good("restored"), target.display())
        },
    );
    Ok(Outcome::Fine)
}

async fn copy_if_sound(file: &Path, fresh: &Path) -> Result<(), AppError> {
    let options = OpenOptions {
        create: false,
        read_only: true,
    };
    let copy = SqliteStore::open(file, options).await?;
    if let Some(problem) = copy.verify().await?.first() {
        return Err(AppError::new(
            ErrorCode::Damaged,
            format!("{} is damaged: {problem}", file.display()),
            "nothing was changed; choose another copy",
        ));
    }
    match std::fs::remove_file(fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(AppError::io(fresh, error)),
        _ => {}
    }
    Ok(copy.backup(fresh).await?)
}

/// Moves the present registry, its log included, to a name that is free.
fn set_aside(target: &Path) -> Result<Option<PathBuf>, AppError> {
    if !target.exists() {
        return Ok(None);
    }
    let mut number = 1;
    let kept = loop {
        let kept = beside(target, &format!(".replaced-{number}"));
        if !kept.exists() {
            break kept;
        }
        number += 1;
    };
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(target, suffix);
        if from.exists() {
            std::fs::rename(&from, beside(&kept, suffix)).map_err(|error| AppError::io(&from, error))?;
        }
    }
    Ok(Some(kept))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
