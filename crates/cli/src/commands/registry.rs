//! `baton registry`.

use crate::args::RegistryCommand;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::AppError;
use serde_json::json;

pub async fn run(out: &Output, what: &RegistryCommand) -> Result<Outcome, AppError> {
    let RegistryCommand::Copy { from, to } = what;
    let (from, to) = (open::parse(from)?, open::parse(to)?);
    let revision = open::copy(&from, &to).await?;
    out.result(
        || json!({"from": from.to_string(), "to": to.to_string(), "revision": revision}),
        |style| {
            format!(
                "{} {from} to {to}: revision {revision}, every hash as it was",
                style.good("copied")
            )
        },
    );
    Ok(Outcome::Fine)
}
