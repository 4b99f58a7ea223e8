//! `baton delete`.

use super::apply::print;
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::Output;
use baton_app::record::list;
use baton_app::registry::EditRequest;
use baton_app::{AppError, edit};
use baton_model::{EditCommand, RecordKey};

pub async fn run(
    global: &Global,
    out: &Output,
    kind: &str,
    id: &str,
    with_dependents: bool,
    dry_run: bool,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let record = list::show(&registry, list::kind(kind)?, id)?;
    let key = RecordKey::new(record.kind, record.id);
    let reply = if with_dependents {
        edit::remove::remove_with_dependents(&registry, &[key], dry_run).await?
    } else {
        let edits = vec![EditCommand::delete(&key).on(record.revision)];
        registry
            .edit(EditRequest {
                dry_run,
                ..EditRequest::edit(edits)
            })
            .await?
    };
    print(
        out,
        &reply,
        if dry_run { "would change" } else { "changed" },
    );
    Ok(Outcome::Fine)
}
