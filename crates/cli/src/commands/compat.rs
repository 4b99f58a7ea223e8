//! `baton compat`.

use super::counted;
use crate::args::{Compat, FormatsWord, ModeWord, WritersWord};
use crate::exit::Outcome;
use crate::output::{Output, Style, raw, visible};
use baton_app::contract::batch::compare_lines;
use baton_app::contract::compare::{compare_schemas, read_schema};
use baton_app::{AppError, ErrorCode};
use baton_contract::{
    Bump, Change, CompareOptions, Comparison, Direction, Formats, Mode, Verdict, Way,
};
use baton_model::Writers;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs::File;
use std::io::{BufReader, stdin};
use std::path::Path;

pub fn run(out: &Output, arguments: &Compat) -> Result<Outcome, AppError> {
    let options = options(arguments);
    if let Some(file) = &arguments.batch {
        return batch(file, &options);
    }
    let (Some(old), Some(new)) = (&arguments.old, &arguments.new) else {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "two schemas are needed",
            "name two files, or --batch with one",
        ));
    };
    let (from, to) = (read_schema(old)?, read_schema(new)?);
    let comparison = compare_schemas(&from, &to, &options, &[])?;
    let names = [old, new].map(|path| path.display().to_string());
    out.result(
        || json!(comparison),
        |style| described(&comparison, &names, style),
    );
    Ok(if comparison.holds {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

/// Answers are JSON lines whatever the format: one a line is what they are read by.
fn batch(file: &Path, options: &CompareOptions) -> Result<Outcome, AppError> {
    let tell = |line: &Value| raw(&line.to_string());
    let counts = if file.as_os_str() == "-" {
        compare_lines(BufReader::new(stdin()), options, tell)?
    } else {
        let file = File::open(file).map_err(|error| AppError::io(file, error))?;
        compare_lines(BufReader::new(file), options, tell)?
    };
    Ok(if counts.bad > 0 {
        Outcome::BadInput
    } else if counts.failed > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

fn options(arguments: &Compat) -> CompareOptions {
    let mut options = CompareOptions {
        mode: match arguments.mode {
            ModeWord::None => Mode::None,
            ModeWord::Backward => Mode::Backward,
            ModeWord::Forward => Mode::Forward,
            ModeWord::Full => Mode::Full,
        },
        writers: match arguments.writers {
            WritersWord::AsWritten => Writers::AsWritten,
            WritersWord::Strict => Writers::Strict,
        },
        formats: formats(arguments.formats),
        ..CompareOptions::default()
    };
    options.effort.milliseconds = arguments.budget;
    options
}

pub fn formats(word: FormatsWord) -> Formats {
    match word {
        FormatsWord::Assert => Formats::Assert,
        FormatsWord::Ignore => Formats::Ignore,
    }
}

/// A comparison for people. `names` are those of the old schema and the new one.
pub fn described(comparison: &Comparison, names: &[String; 2], style: Style) -> String {
    let mut text = String::new();
    let mode = match comparison.mode {
        Mode::None => "none",
        Mode::Backward => "backward",
        Mode::Forward => "forward",
        Mode::Full => "full",
    };
    let writers = match comparison.writers {
        Writers::AsWritten => "senders write anything that their schema accepts",
        Writers::Strict => "senders write declared members only",
    };
    let holds = if comparison.holds {
        style.good("holds")
    } else {
        style.error("does not hold")
    };
    let _ = writeln!(
        text,
        "{} {holds}  {}",
        style.strong(mode),
        style.dim(&format!("({writers})"))
    );
    let [old, new] = names;
    let ways = [
        (Way::Backward, &comparison.backward, old, new),
        (Way::Forward, &comparison.forward, new, old),
    ];
    for (way, direction, from, within) in ways {
        let _ = writeln!(text, "\n{}", headline(way, direction, style));
        text.push_str(&evidence(direction, from, within, style));
    }
    if !comparison.changes.is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("changes"));
        text.push_str(&changes(&comparison.changes, style));
    }
    let bump = match comparison.bump {
        Bump::Patch => "patch: nothing but words changed",
        Bump::Minor => "minor",
        Bump::Major => "major",
    };
    let _ = writeln!(text, "\n{} {bump}", style.strong("version bump:"));
    text
}

fn headline(way: Way, direction: &Direction, style: Style) -> String {
    let name = match way {
        Way::Backward => "backward",
        Way::Forward => "forward",
    };
    let verdict = match direction.verdict {
        Verdict::Safe => style.good("safe"),
        Verdict::Breaking => style.error("breaking"),
        Verdict::Undecided => style.warning("undecided"),
    };
    let meaning = match (way, direction.verdict) {
        (Way::Backward, Verdict::Safe) => {
            "the new schema accepts all that senders of the old one write"
        }
        (Way::Backward, Verdict::Breaking) => {
            "senders of the old schema may write this, and the new one rejects it"
        }
        (Way::Forward, Verdict::Safe) => {
            "the old schema accepts all that senders of the new one write"
        }
        (Way::Forward, Verdict::Breaking) => {
            "senders of the new schema may write this, and the old one rejects it"
        }
        (_, Verdict::Undecided) => "not proven either way, which counts as not safe",
    };
    format!("{} {verdict}: {meaning}", style.strong(name))
}

/// The payload with what is wrong with it, or why there is no answer.
fn evidence(direction: &Direction, from: &str, within: &str, style: Style) -> String {
    let mut text = String::new();
    if let Some(payload) = &direction.counterexample {
        let pretty = serde_json::to_string_pretty(&payload.0).unwrap_or_default();
        for line in visible(&pretty).lines() {
            let _ = writeln!(text, "    {} {line}", style.dim("|"));
        }
    }
    if let Some(reason) = &direction.reason {
        let _ = writeln!(text, "    {} {}", style.dim("="), visible(reason));
    }
    if let Some(pointer) = direction
        .pointer
        .as_deref()
        .filter(|pointer| !pointer.is_empty())
    {
        let file = match direction.verdict {
            Verdict::Breaking => within.to_owned(),
            _ => format!("{from}, {within}"),
        };
        let place = format!("{file}: {pointer}");
        let _ = writeln!(text, "    {} {}", style.dim("-->"), visible(&place));
    }
    text
}

/// What breaks first, then the rest, each group in the order of the schema.
fn changes(changes: &[Change], style: Style) -> String {
    let mut text = String::new();
    let (breaking, harmless): (Vec<&Change>, Vec<&Change>) =
        changes.iter().partition(|change| !change.breaks.is_empty());
    for change in breaking.iter().chain(&harmless) {
        let breaks: Vec<&str> = change
            .breaks
            .iter()
            .map(|way| match way {
                Way::Backward => "backward",
                Way::Forward => "forward",
            })
            .collect();
        let sign = if breaks.is_empty() {
            style.dim("-")
        } else {
            style.error("!")
        };
        let pointer = match change.pointer.as_str() {
            "" => "/",
            pointer => pointer,
        };
        let _ = write!(
            text,
            "  {sign} {}: {}",
            style.strong(&visible(pointer)),
            visible(&change.message)
        );
        if !breaks.is_empty() {
            let _ = write!(
                text,
                " {}",
                style.dim(&format!("(breaks {})", breaks.join(" and ")))
            );
        }
        text.push('\n');
    }
    let _ = writeln!(
        text,
        "  {}",
        style.dim(&counted(changes.len(), "change", "changes"))
    );
    text
}
