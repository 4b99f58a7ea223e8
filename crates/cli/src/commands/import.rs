//! `baton import`.

use super::counted;
use crate::args::{Global, Import};
use crate::exit::Outcome;
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::{Output, Progress, Style, visible};
use baton_app::import::{
    ImportFile, ImportPhase, ImportReply, ImportRequest, ImportStep, dump_script, formats,
    import_while,
};
use baton_app::{AppError, ErrorCode, report};
use baton_model::{Json, Level, field_diff};
use serde_json::json;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Most notes, and most changed records, that are told to people.
const MOST_TOLD: usize = 500;

pub async fn run(global: &Global, out: &Output, asked: &Import) -> Result<Outcome, AppError> {
    if let Some(format) = &asked.print_script {
        let script = dump_script(format)?;
        out.result(
            || json!({ "format": format, "script": script }),
            |_| script.to_owned(),
        );
        return Ok(Outcome::Fine);
    }
    let (format, files) = split(&asked.input)?;
    let dry_run = asked.dry_run;
    let registry = open::for_edits(global, dry_run).await?;
    let mut picked = Vec::new();
    for path in &files {
        picked.extend(ImportFile::collect(path)?);
    }
    let request = ImportRequest {
        format,
        files: picked,
        topology: asked.topology.clone(),
        dry_run,
        strict: asked.strict,
        draw: false,
    };
    let interrupt = Interrupt::listen();
    let mut progress: Progress = out.progress();
    let mut go_on = |step: ImportStep| {
        let what = match step.phase {
            ImportPhase::Reading => "parts read",
            ImportPhase::Storing => "records stored",
        };
        if step.of > 0 {
            progress.tell(step.done.into(), step.of.into(), what);
        }
        interrupt.goes_on()
    };
    let reply = import_while(&registry, &request, &mut go_on).await?;
    drop(progress);
    drop(interrupt);
    if let (Some(file), false) = (&asked.report, reply.refused) {
        let text = report::of_import(&registry, &reply, asked.topology.as_deref())?;
        report::write(&text, file)?;
    }
    out.result(
        || {
            json!({
                "created": reply.created,
                "updated": reply.updated,
                "changes": reply.changes,
                "notes": reply.notes,
                "proposals": reply.proposals,
                "refused": reply.refused,
                "revision": reply.revision,
            })
        },
        |style| told(asked, &reply, style),
    );
    Ok(if reply.refused {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn told(asked: &Import, reply: &ImportReply, style: Style) -> String {
    let would = asked.dry_run || reply.refused;
    let mut text = format!(
        "{} {}, {} {}\n",
        if would { "would create" } else { "created" },
        counted(reply.created.len(), "record", "records"),
        if would { "would update" } else { "updated" },
        reply.updated.len()
    );
    if reply.refused {
        let _ = writeln!(
            text,
            "{}",
            style
                .error("nothing was stored: with --strict, whatever cannot be carried is an error")
        );
    } else if let Some(file) = &asked.report {
        let _ = writeln!(text, "wrote {}", file.display());
    }
    for change in reply.changes.iter().take(MOST_TOLD) {
        let subject = format!("{} {}", change.kind, change.id);
        let _ = writeln!(text, "{}", style.strong(&subject));
        let side = |json: &Option<Json>| json.clone().unwrap_or_default().0;
        for field in field_diff(&side(&change.before), &side(&change.after)) {
            let shown = |value: &Option<Json>| {
                value
                    .as_ref()
                    .map_or_else(|| "-".to_owned(), |value| visible(&value.0.to_string()))
            };
            let _ = writeln!(
                text,
                "  {}: {} -> {}",
                visible(&field.pointer),
                shown(&field.before),
                shown(&field.after)
            );
        }
    }
    more(&mut text, reply.changes.len(), "changed records", style);
    // Of too many, those that something was lost by come first.
    let mut notes: Vec<_> = reply.notes.iter().collect();
    if notes.len() > MOST_TOLD {
        notes.sort_by_key(|note| note.level == Level::Info);
    }
    for note in notes.into_iter().take(MOST_TOLD) {
        let level = match note.level {
            Level::Info => style.dim("note"),
            Level::Warning => style.strong("warning"),
            Level::Error => style.error("error"),
        };
        let _ = writeln!(
            text,
            "{level} {}: {}",
            visible(&note.path),
            visible(&note.message)
        );
    }
    more(&mut text, reply.notes.len(), "notes", style);
    if !reply.proposals.is_empty() {
        let _ = writeln!(
            text,
            "{} for you to decide: the edits stand under \"proposals\" of --format json, ready for baton apply",
            counted(reply.proposals.len(), "edit is", "edits are")
        );
    }
    text
}

/// Says how many of a long list were not told.
fn more(text: &mut String, count: usize, what: &str, style: Style) {
    if count > MOST_TOLD {
        let left = count - MOST_TOLD;
        let line = format!("and {left} more {what}; --format json has all of them");
        let _ = writeln!(text, "{}", style.dim(&line));
    }
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
