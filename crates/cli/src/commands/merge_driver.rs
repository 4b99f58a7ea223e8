//! `baton merge-driver`.

use super::cut;
use crate::args::MergeDriver;
use crate::exit::Outcome;
use crate::output::{Output, visible};
use baton_app::text::git::install;
use baton_app::text::merge::{DriverFiles, DriverReply, merge_driver};
use baton_app::{AppError, ErrorCode};
use baton_model::Json;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

pub fn run(out: &Output, asked: &MergeDriver) -> Result<Outcome, AppError> {
    if let Some(folder) = &asked.install {
        return set_up(out, folder);
    }
    let (Some(base), Some(ours), Some(theirs)) = (&asked.base, &asked.ours, &asked.theirs) else {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "three versions of a file are needed",
            "git names them: %O %A %B %P",
        ));
    };
    let files = DriverFiles {
        base,
        ours,
        theirs,
        path: asked.path.as_deref(),
    };
    match merge_driver(&files) {
        Ok(reply) => {
            let has_conflicts = !reply.conflicts.is_empty();
            out.result(|| json!(reply), |_| told(&reply));
            Ok(if has_conflicts {
                Outcome::Findings
            } else {
                Outcome::Fine
            })
        }
        Err(error) => {
            out.error_aside(&error);
            Ok(Outcome::DriverFailed)
        }
    }
}

fn told(reply: &DriverReply) -> String {
    let mut text = String::new();
    let show = |value: &Option<Json>| {
        value.as_ref().map_or_else(
            || "nothing".to_owned(),
            |json| cut(&visible(&json.0.to_string()), 80),
        )
    };
    for conflict in &reply.conflicts {
        let at = visible(&reply.path);
        let _ = match (&conflict.ours, &conflict.theirs) {
            (None, None) => writeln!(text, "{at}: both sides changed the same lines"),
            (ours, theirs) => writeln!(
                text,
                "{at}: {}: ours {}, theirs {}",
                if conflict.pointer.is_empty() {
                    "the record"
                } else {
                    &conflict.pointer
                },
                show(ours),
                show(theirs)
            ),
        };
    }
    text
}

fn set_up(out: &Output, folder: &Path) -> Result<Outcome, AppError> {
    let report = install(folder, &program())?;
    out.result(
        || json!(report),
        |style| {
            let mut text = String::new();
            for path in &report.written {
                let _ = writeln!(text, "{} {}", style.good("wrote"), path.display());
            }
            let verb = if report.configured {
                "now merges"
            } else {
                "merges"
            };
            let _ = writeln!(
                text,
                "git {verb} {} with: {}",
                folder.display(),
                report.driver
            );
            if !report.written.is_empty() {
                let _ = writeln!(
                    text,
                    "commit these files; everybody who merges runs this once in his clone"
                );
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

/// `baton` where the path leads to this very program, so that another version may take its place; else where it stands.
fn program() -> String {
    let own = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("baton"));
    let on_path = std::env::var_os("PATH").and_then(|path| {
        std::env::split_paths(&path)
            .map(|folder| folder.join("baton"))
            .find(|candidate| candidate.is_file())
    });
    let is_own = on_path
        .and_then(|found| Some(found.canonicalize().ok()? == own.canonicalize().ok()?))
        .unwrap_or(false);
    if is_own {
        "baton".to_owned()
    } else {
        own.to_string_lossy().into_owned()
    }
}
