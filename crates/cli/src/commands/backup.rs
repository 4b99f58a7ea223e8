//! `baton backup`.

use super::counted;
use crate::args::{Backup, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::backup::{BackupExamined, BackupReason, default_folder, examine, folder_of};
use baton_app::{AppError, backup};
use baton_store_sqlite::{OpenOptions, SqliteStore};
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

pub async fn run(global: &Global, out: &Output, asked: &Backup) -> Result<Outcome, AppError> {
    match &asked.file {
        Some(file) if asked.verify => verify(global, out, file).await,
        Some(file) => copy(global, out, file).await,
        None if asked.daily => daily(global, out, asked).await,
        None => list(global, out, asked),
    }
}

async fn copy(global: &Global, out: &Output, file: &Path) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    registry.backup(file).await?;
    out.result(
        || json!({"file": file, "revision": registry.info().revision}),
        |style| format!("{} {}", style.good("copied to"), file.display()),
    );
    Ok(Outcome::Fine)
}

async fn daily(global: &Global, out: &Output, asked: &Backup) -> Result<Outcome, AppError> {
    let folder = folder(global, asked)?;
    let registry = open::existing(global).await?;
    let made = backup::daily(&registry, &folder).await?;
    out.result(
        || json!({"made": made}),
        |style| match &made {
            Some(made) => format!("{} {}", style.good("copied to"), made.path.display()),
            None => "there is a copy of today or of this revision already".to_owned(),
        },
    );
    Ok(Outcome::Fine)
}

fn list(global: &Global, out: &Output, asked: &Backup) -> Result<Outcome, AppError> {
    let found = backup::list(&folder(global, asked)?, &open::path(global)?)?;
    out.result(
        || json!({"backups": found}),
        |style| {
            let mut text = String::new();
            for copy in &found {
                let why = match copy.reason {
                    BackupReason::Copy => "",
                    BackupReason::BeforeFormat => "  before its format changed",
                    BackupReason::BeforeRestore => "  before another copy took its place",
                };
                let revision = copy.revision.map(|n| format!("  revision {n}"));
                let _ = writeln!(
                    text,
                    "{}  {}{}{}",
                    style.strong(&copy.made),
                    copy.path.display(),
                    style.dim(&revision.unwrap_or_default()),
                    style.dim(why)
                );
            }
            if text.is_empty() {
                "no copies are kept of this registry".clone_into(&mut text);
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

/// The copy is compared with the registry if there is one that can be read.
async fn verify(global: &Global, out: &Output, file: &Path) -> Result<Outcome, AppError> {
    let options = OpenOptions {
        create: false,
        read_only: true,
    };
    let store = SqliteStore::open(file, options).await?;
    let now = open::existing(global).await.ok();
    let found = examine(&store, now.as_ref()).await?;
    store.close().await;
    out.result(
        || {
            let mut told = json!(found);
            told["file"] = json!(file);
            told
        },
        |style| told(file, &found, now.is_some(), style),
    );
    Ok(if found.healthy {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn told(file: &Path, found: &BackupExamined, compared: bool, style: Style) -> String {
    let mut text = String::new();
    for problem in &found.problems {
        let problem = visible(&problem.to_string());
        let _ = writeln!(text, "{} {problem}", style.error("broken"));
    }
    let state = if found.healthy {
        style.good("whole")
    } else {
        style.error("damaged; it cannot be restored")
    };
    let records = counted(found.records, "record", "records");
    let _ = writeln!(
        text,
        "{}: {records}, revision {}: {state}",
        file.display(),
        found.revision
    );
    if compared && found.healthy {
        let _ = writeln!(
            text,
            "{}",
            style.dim(&format!(
                "restoring it would bring back {}, change {} and take away {}",
                found.returned, found.changed, found.removed
            ))
        );
    }
    text
}

fn folder(global: &Global, asked: &Backup) -> Result<std::path::PathBuf, AppError> {
    Ok(match &asked.folder {
        Some(folder) => folder.clone(),
        None => folder_of(&default_folder(), &open::path(global)?),
    })
}
