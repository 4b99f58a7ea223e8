//! `baton export`.

use super::counted;
use crate::args::{Export, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::export::{
    EditedFiles, ExportReport, ExportRequest, FileDiff, KeySource, LineChange, file_diffs, plan,
    write,
};
use baton_app::{AppError, topology};
use baton_export::Change;
use serde_json::json;
use std::fmt::Write;
use std::path::Path;

/// What is to be done with the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// Show what would happen.
    DryRun,
    /// Fail when the folder is not current.
    Check,
    /// Write.
    Write(EditedFiles),
}

impl Mode {
    fn of(arguments: &Export) -> Self {
        if arguments.dry_run {
            Mode::DryRun
        } else if arguments.check {
            Mode::Check
        } else if arguments.keep_edited {
            Mode::Write(EditedFiles::Keep)
        } else if arguments.overwrite_edited {
            Mode::Write(EditedFiles::Overwrite)
        } else {
            Mode::Write(EditedFiles::Refuse)
        }
    }
}

pub async fn run(global: &Global, out: &Output, arguments: &Export) -> Result<Outcome, AppError> {
    let mode = Mode::of(arguments);
    let folder = arguments.out.as_path();
    let registry = open::existing(global).await?;
    let topology = arguments.topology.as_deref();
    let topology = topology
        .map(|id| topology::choose(&registry, Some(id)))
        .transpose()?;
    let request = ExportRequest {
        kinds: arguments.kinds.clone(),
        folder: folder.to_path_buf(),
        topology,
        sign_key: arguments.sign_key.as_deref().map(KeySource::parse),
    };
    let report = match mode {
        Mode::Write(edited) => write(&registry, &request, edited)?,
        Mode::DryRun | Mode::Check => plan(&registry, &request)?,
    };
    let diffs = if arguments.diff {
        Some(file_diffs(&registry, &request)?)
    } else {
        None
    };
    out.result(
        || {
            let mut value =
                json!({"files": report.files, "current": report.current, "notes": report.notes});
            if let Some(diffs) = &diffs {
                value["diffs"] = json!(diffs);
            }
            value
        },
        |style| {
            let diffs = diffs.iter().flatten().map(|diff| compared(diff, style));
            diffs.collect::<String>() + &describe(&report, mode, folder, style)
        },
    );
    let stale = mode == Mode::Check && !report.current;
    Ok(if stale {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn compared(diff: &FileDiff, style: Style) -> String {
    let mut text = format!("{}\n", style.strong(&diff.path));
    if !diff.text {
        let _ = writeln!(text, "{}", style.dim("  no text, or larger than 2 MiB"));
    }
    let mut last = 0;
    for line in &diff.lines {
        let number = line.old_line.or(line.new_line).unwrap_or_default();
        if line.change == LineChange::Same && number > last + 1 && last > 0 {
            let _ = writeln!(text, "{}", style.dim("  ..."));
        }
        last = number;
        let shown = visible(&line.text);
        let _ = match line.change {
            LineChange::Same => writeln!(text, "  {shown}"),
            LineChange::Added => writeln!(text, "{}", style.good(&format!("+ {shown}"))),
            LineChange::Removed => writeln!(text, "{}", style.error(&format!("- {shown}"))),
        };
    }
    text.push('\n');
    text
}

fn describe(report: &ExportReport, mode: Mode, folder: &Path, style: Style) -> String {
    let mut text = String::new();
    let shown = report
        .files
        .iter()
        .filter(|file| file.change != Change::Same || mode == Mode::DryRun);
    for file in shown {
        let word = match file.change {
            Change::New if mode == Mode::Check => style.error("missing"),
            Change::Changed if mode == Mode::Check => style.error("stale"),
            Change::Removed if mode == Mode::Check => style.error("stale, not exported any more"),
            Change::New => style.good("new"),
            Change::Changed => style.strong("changed"),
            Change::Same => style.dim("same"),
            Change::Edited => style.error("edited by hand"),
            Change::Foreign => style.error("not written by Baton"),
            Change::Removed => style.strong("removed"),
            Change::Orphaned => style.error("removed, but edited by hand"),
        };
        let _ = writeln!(text, "{word} {}", file.path);
    }
    for note in &report.notes {
        let _ = writeln!(
            text,
            "{} {}: {}",
            style.dim("note"),
            note.path,
            note.message
        );
    }
    let files = counted(report.files.len(), "file", "files");
    let _ = match mode {
        Mode::Write(_) => writeln!(text, "{files} in {}", folder.display()),
        Mode::DryRun => writeln!(text, "{files}, nothing written"),
        Mode::Check if report.current => {
            writeln!(text, "{}", style.good(&format!("{files}, all current")))
        }
        Mode::Check => writeln!(
            text,
            "{} is not what the registry gives: {}",
            folder.display(),
            what_differs(report)
        ),
    };
    text
}

/// How many files differ in which way, and what to do about it.
fn what_differs(report: &ExportReport) -> String {
    let count = |of: &[Change]| {
        let files = report.files.iter();
        files.filter(|file| of.contains(&file.change)).count()
    };
    let stale = count(&[Change::New, Change::Changed, Change::Removed]);
    let edited = count(&[Change::Edited, Change::Orphaned]);
    let foreign = count(&[Change::Foreign]);
    let told: Vec<String> = [
        (stale, "stale"),
        (edited, "edited by hand"),
        (foreign, "not written by Baton"),
    ]
    .into_iter()
    .filter(|(files, _)| *files > 0)
    .map(|(files, word)| format!("{files} {word}"))
    .collect();
    if told.is_empty() {
        return "its manifest is stale; run baton export again".to_owned();
    }
    let advice = if edited + foreign > 0 {
        "run baton export again with --keep-edited or --overwrite-edited"
    } else {
        "run baton export again"
    };
    format!("{}; {advice}", told.join(", "))
}
