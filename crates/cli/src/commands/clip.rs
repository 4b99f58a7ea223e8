//! `baton copy`, `baton paste`.

use super::apply::{described, reply_json};
use crate::args::{Global, Paste};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, raw};
use baton_app::clip::{copy, outside::paste_text, paste::PasteOptions};
use baton_app::record::list;
use baton_app::{AppError, ErrorCode, topology};
use baton_model::RecordKey;
use serde_json::json;

pub async fn copy(
    global: &Global,
    topology: &str,
    records: &[String],
) -> Result<Outcome, AppError> {
    let keys = records
        .iter()
        .map(|text| key(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    let topology = topology::choose(&registry, Some(topology))?;
    raw(&copy::copy(&registry, &topology, &keys).await?);
    Ok(Outcome::Fine)
}

pub async fn paste(global: &Global, out: &Output, arguments: &Paste) -> Result<Outcome, AppError> {
    let options = PasteOptions {
        at: arguments.at.as_deref().map(place).transpose()?,
        as_copies: arguments.copies,
        dry_run: arguments.dry_run,
    };
    let registry = open::existing(global).await?;
    let topology = topology::choose(&registry, Some(&arguments.topology))?;
    let clip = baton_app::read_input(&arguments.file)?;
    let mut pasted = paste_text(&registry, &topology, &clip, options).await?;
    let notes = pasted.notes.iter();
    let notes = notes.map(|note| format!("{}: {}", note.path, note.message));
    pasted.reply.notes.extend(notes);
    let verb = if options.dry_run {
        "would paste"
    } else {
        "pasted"
    };
    out.result(
        || {
            let mut value = reply_json(&pasted.reply);
            value["read_as"] = json!(pasted.read_as);
            value["pasted"] = json!(pasted.keys);
            value
        },
        |style| {
            let told = format!("read as {}\n", pasted.told);
            told + &described(&pasted.reply, verb, style)
        },
    );
    Ok(Outcome::Fine)
}

/// Reads `KIND:ID`.
pub(super) fn key(text: &str) -> Result<RecordKey, AppError> {
    let (kind, id) = text.split_once(':').ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{text:?} names no record"),
            "write KIND:ID, for example agent:triage",
        )
    })?;
    Ok(RecordKey::new(list::kind(kind)?, id))
}

/// Reads `X,Y`.
fn place(text: &str) -> Result<(f64, f64), AppError> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let both = text
        .split_once(',')
        .and_then(|(x, y)| Some((number(x)?, number(y)?)));
    both.ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{text:?} is no place"),
            "write two numbers, for example 120,-40",
        )
    })
}
