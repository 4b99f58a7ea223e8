//! `baton report`.

use crate::args::{Global, Report};
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::{AppError, report};
use serde_json::json;

pub async fn run(global: &Global, out: &Output, asked: &Report) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let text = report::of_topology(&registry, asked.topology.as_deref(), &[])?;
    match &asked.out {
        Some(file) => {
            report::write(&text, file)?;
            out.result(
                || json!({"file": file}),
                |style| format!("{} {}", style.good("wrote"), file.display()),
            );
        }
        None => out.result(|| json!({"report": text}), |_| text.clone()),
    }
    Ok(Outcome::Fine)
}
