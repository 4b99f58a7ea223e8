//! `baton transfer`.

use super::apply::{ReplyJson, described};
use super::clip::key;
use crate::args::{Global, TransferOwnership};
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::AppError;
use baton_app::ownership::transfer::transfer_ownership;

pub async fn run(
    global: &Global,
    out: &Output,
    asked: &TransferOwnership,
) -> Result<Outcome, AppError> {
    let only = asked
        .only
        .iter()
        .map(|text| key(text))
        .collect::<Result<Vec<_>, _>>()?;
    let registry = open::existing(global).await?;
    let reply = transfer_ownership(&registry, &asked.from, &asked.to, &only, asked.dry_run).await?;
    let verb = if asked.dry_run {
        "would hand over"
    } else {
        "handed over"
    };
    out.result(
        || ReplyJson::of(&reply),
        |style| described(&reply, verb, style),
    );
    Ok(Outcome::Fine)
}
