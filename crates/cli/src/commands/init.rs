//! `baton init`.

use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::{AppError, registry, template};
use serde_json::json;

pub async fn run(
    global: &Global,
    out: &Output,
    template: Option<&str>,
) -> Result<Outcome, AppError> {
    let template = template.map(template::find).transpose()?;
    let registry = open::or_new(global).await?;
    let reply = registry::init(&registry, template.as_ref()).await?;
    let location = registry.info().registry;
    out.result(
        || json!({"registry": location, "revision": reply.revision}),
        |style| {
            let records = registry.read(baton_model::Document::len);
            format!(
                "{} {location} with {}",
                style.good("made"),
                super::counted(records, "record", "records")
            )
        },
    );
    out.note("next: baton check, baton draw --out picture.svg, baton export all --out handoffs");
    Ok(Outcome::Fine)
}
