//! `baton import`.

use super::counted;
use crate::args::{Global, Import};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, visible};
use baton_app::import::{ImportFile, ImportRequest, formats, import};
use baton_app::{AppError, ErrorCode, report};
use baton_model::Level;
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

pub async fn run(global: &Global, out: &Output, asked: &Import) -> Result<Outcome, AppError> {
    let (format, files) = split(&asked.input)?;
    let dry_run = asked.dry_run;
    let registry = open::for_edits(global, dry_run).await?;
    let files = files
        .iter()
        .map(|path| ImportFile::read(path))
        .collect::<Result<_, _>>()?;
    let request = ImportRequest {
        format,
        files,
        topology: asked.topology.clone(),
        dry_run,
    };
    let reply = import(&registry, &request).await?;
    if let Some(file) = &asked.report {
        let text = report::of_import(&registry, &reply, asked.topology.as_deref())?;
        report::write(&text, file)?;
    }
    out.result(
        || json!({"created": reply.created, "updated": reply.updated, "notes": reply.notes, "revision": reply.revision}),
        |style| {
            let mut text = format!(
                "{} {}, {} {}\n",
                if dry_run { "would create" } else { "created" },
                counted(reply.created.len(), "record", "records"),
                if dry_run { "would update" } else { "updated" },
                reply.updated.len()
            );
            if let Some(file) = &asked.report {
                let _ = writeln!(text, "wrote {}", file.display());
            }
            for note in &reply.notes {
                let level = match note.level {
                    Level::Info => style.dim("note"),
                    Level::Warning => style.strong("warning"),
                    Level::Error => style.error("error"),
                };
                let _ = writeln!(text, "{level} {}: {}", visible(&note.path), visible(&note.message));
            }
            text
        },
    );
    Ok(Outcome::Fine)
}

/// The format in front of the files, if there is one. A first word with a dot or a slash, or that names a file, is a file.
fn split(input: &[String]) -> Result<(Option<String>, Vec<PathBuf>), AppError> {
    let (first, rest) = input
        .split_first()
        .map_or(("", input), |(first, rest)| (first.as_str(), rest));
    let is_file = first.contains(['.', '/', '\\']) || Path::new(first).exists();
    let (format, files) = if is_file {
        (None, input)
    } else {
        (Some(first.to_owned()), rest)
    };
    if files.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{first:?} is no file"),
            format!(
                "write baton import [FORMAT] FILE...; formats: auto, {}",
                formats().join(", ")
            ),
        ));
    }
    Ok((format, files.iter().map(PathBuf::from).collect()))
}
