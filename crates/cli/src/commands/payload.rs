//! `baton payload check`.

use crate::args::{FormWord, Format, Global, PayloadCheck};
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::contract::payload::{self, check_payloads};
use baton_app::{AppError, ErrorCode};
use baton_contract::Form;
use serde_json::json;
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
    let summary = check_payloads(&registry, &check, &mut stdout().lock())?;
    if global.format == Format::Json {
        eprintln!("{}", json!(summary));
    } else {
        out.note(&format!(
            "{} accepted, {} rejected, {} duplicates",
            summary.accepted, summary.rejected, summary.duplicates
        ));
    }
    Ok(if summary.rejected > 0 {
        Outcome::Findings
    } else {
        Outcome::Fine
    })
}
