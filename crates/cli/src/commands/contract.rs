//! `baton contract`: its commands, and the two that only read, `fields` and `matching`.

use super::{contract_sample, contract_version, counted};
use crate::args::{Contract, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, visible};
use baton_app::contract::{fields::contract_fields, matching::matching_versions};
use baton_app::{AppError, ErrorCode};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, what: &Contract) -> Result<Outcome, AppError> {
    match what {
        Contract::Fields { id } => fields(global, out, id).await,
        Contract::Matching { contract, range } => matching(global, out, contract, range).await,
        Contract::Sample(arguments) => contract_sample::run(global, out, arguments).await,
        Contract::Versions { contract } => contract_version::versions(global, out, contract).await,
        Contract::Check(arguments) => contract_version::check(global, out, arguments).await,
        Contract::Draft(arguments) => contract_version::draft(global, out, arguments).await,
        Contract::Verdict(arguments) => contract_version::verdict(global, out, arguments).await,
        Contract::Publish(arguments) => contract_version::publish(global, out, arguments).await,
        Contract::Number(arguments) => contract_version::number(global, out, arguments).await,
        Contract::Deprecate(arguments) => contract_version::deprecate(global, out, arguments).await,
        Contract::Retire(arguments) => contract_version::retire(global, out, arguments).await,
    }
}

async fn fields(global: &Global, out: &Output, version: &str) -> Result<Outcome, AppError> {
    let (contract, version) = version.split_once('@').ok_or_else(|| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!("{version:?} names no version of a contract"),
            "write CONTRACT@VERSION, for example refund@1.2.0",
        )
    })?;
    let registry = open::existing(global).await?;
    let rows = contract_fields(&registry, contract, version)?;
    out.result(
        || json!({"fields": rows}),
        |style| {
            let mut text = String::new();
            for row in &rows {
                let marks: Vec<&str> = [
                    (row.required, "required"),
                    (row.nullable, "may be null"),
                    (row.sensitive, "sensitive"),
                ]
                .into_iter()
                .filter_map(|(is, mark)| is.then_some(mark))
                .chain((!row.limits.is_empty()).then_some(row.limits.as_str()))
                .collect();
                let _ = writeln!(
                    text,
                    "{}{}  {}  {}",
                    "  ".repeat(row.depth as usize),
                    style.strong(&visible(&row.name)),
                    visible(&row.type_words),
                    style.dim(&visible(&marks.join(", ")))
                );
            }
            let _ = writeln!(
                text,
                "{}",
                style.dim(&counted(rows.len(), "field", "fields"))
            );
            text
        },
    );
    Ok(Outcome::Fine)
}

async fn matching(
    global: &Global,
    out: &Output,
    contract: &str,
    range: &str,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let versions = matching_versions(&registry, contract, range)?;
    out.result(
        || json!({"versions": versions}),
        |style| {
            let mut text = String::new();
            for version in &versions {
                let sign = if version.matches {
                    style.good("+")
                } else {
                    style.dim("-")
                };
                let state = style.dim(&version.state);
                let _ = writeln!(text, "{sign} {}  {state}", version.version);
            }
            text
        },
    );
    Ok(Outcome::Fine)
}
