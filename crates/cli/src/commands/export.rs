//! `baton export`.

use super::counted;
use crate::args::{Export, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::export::{
    EditedFiles, ExportReport, ExportRequest, FileDiff, LineChange, file_diffs, plan, write,
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
            "{} is not what the registry gives; run baton export again",
            folder.display()
        ),
    };
    text
}
