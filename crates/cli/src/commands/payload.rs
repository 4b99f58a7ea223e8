//! `baton payload check`.

use crate::args::{FormWord, Format, Global, PayloadCheck};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, visible};
use baton_app::contract::payload::{self, PayloadSummary};
use baton_app::{AppError, ErrorCode};
use baton_contract::Form;
use serde_json::json;
use std::fmt::Write;
use std::io::stdout;

/// Accepted lines on standard output, the summary on standard error.
pub async fn check(
    global: &Global,
    out: &Output,
    arguments: &PayloadCheck,
) -> Result<Outcome, AppError> {
    let (contract, version) = arguments.id.split_once('@').ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{:?} names no version of a contract", arguments.id),
            "write CONTRACT@VERSION, for example refund@1.2.0",
        )
    })?;
    let registry = open::existing(global).await?;
    let check = payload::PayloadCheck {
        contract,
        version,
        form: match arguments.form {
            FormWord::Detect => Form::Detect,
            FormWord::Payload => Form::Payload,
            FormWord::Message => Form::Message,
        },
        input: arguments.file.as_deref(),
        dead_letters: arguments.dead_letter.as_deref(),
    };
    let prepared = payload::prepare(&registry, &check)?;
    // From here on accepted lines stand on standard output, so nothing else may.
    let summary = match prepared.run(&mut stdout().lock()) {
        Ok(summary) => summary,
        Err(error) => {
            out.error_aside(&error);
            return Ok(Outcome::Told(error.code.kind()));
        }
    };
    if global.format == Format::Json {
        eprintln!("{}", json!(summary));
    } else {
        out.note(&told(&summary, arguments.dead_letter.is_some()));
    }
    Ok(if summary.rejected > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}

/// The counts, and where the first rejected lines are unless a file holds them all.
fn told(summary: &PayloadSummary, is_kept: bool) -> String {
    let mut text = format!(
        "{} accepted, {} rejected, {} duplicates",
        summary.accepted, summary.rejected, summary.duplicates
    );
    if summary.unreadable > 0 {
        let _ = write!(
            text,
            " ({} of the rejected could not be read)",
            summary.unreadable
        );
    }
    if is_kept {
        return text;
    }
    for rejected in &summary.first_rejected {
        let at = if rejected.pointer.is_empty() {
            String::new()
        } else {
            format!("{}: ", rejected.pointer)
        };
        let _ = write!(
            text,
            "\n  line {}, byte {}: {}",
            rejected.line,
            rejected.offset,
            visible(&format!("{at}{}", rejected.reason))
        );
    }
    let more = summary.rejected - summary.first_rejected.len() as u64;
    if more > 0 {
        let _ = write!(
            text,
            "\n  and {more} more; --dead-letter FILE keeps them all"
        );
    }
    text
}
