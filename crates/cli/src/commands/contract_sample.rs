//! `baton contract sample`.

use super::compat::formats;
use super::counted;
use crate::args::{ContractSample, Global};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::contract::compare::read_schema;
use baton_app::contract::sample::{contract_samples, schema_samples};
use baton_app::{AppError, ErrorCode};
use baton_contract::Samples;
use serde_json::json;
use std::fmt::Write;

pub async fn run(
    global: &Global,
    out: &Output,
    arguments: &ContractSample,
) -> Result<Outcome, AppError> {
    let formats = formats(arguments.formats);
    let samples = match (&arguments.schema, &arguments.id) {
        (Some(file), _) => schema_samples(&read_schema(file)?, formats)?,
        (None, id) => {
            let id = id.as_deref().unwrap_or_default();
            let (contract, version) = id.split_once('@').ok_or_else(|| {
                AppError::new(
                    ErrorCode::InvalidInput,
                    format!("{id:?} names no version of a contract"),
                    "write CONTRACT@VERSION, for example refund@1.2.0, or --schema FILE",
                )
            })?;
            let registry = open::existing(global).await?;
            contract_samples(&registry, contract, version, formats)?
        }
    };
    out.result(|| json!(samples), |style| described(&samples, style));
    Ok(Outcome::Fine)
}

fn described(samples: &Samples, style: Style) -> String {
    let mut text = String::new();
    for sample in &samples.accepted {
        let _ = writeln!(
            text,
            "{} {}  {}",
            style.good("+"),
            visible(&sample.payload.0.to_string()),
            style.dim(&visible(&sample.why))
        );
    }
    for sample in &samples.rejected {
        let _ = writeln!(
            text,
            "{} {}  {} {}",
            style.error("-"),
            visible(&sample.payload.0.to_string()),
            visible(&sample.reason),
            style.dim(&visible(&sample.pointer))
        );
    }
    let accepted = counted(
        samples.accepted.len(),
        "accepted payload",
        "accepted payloads",
    );
    let rejected = counted(samples.rejected.len(), "rejected one", "rejected ones");
    let _ = writeln!(text, "{}", style.dim(&format!("{accepted}, {rejected}")));
    text
}
