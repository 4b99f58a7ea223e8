//! Whether handoffs transfer cleanly.

use super::{Desk, Reply};
use baton_app::protocol::verify::{Detail, Verified, verify};
use baton_model::{Kind, RecordKey};

/// What was found of a handoff, with the shortest runs that go wrong, or of all handoffs of a topology, without.
#[tauri::command]
#[specta::specta]
pub async fn verify_transfer(desk: Desk<'_>, subject: RecordKey) -> Reply<Verified> {
    let open = desk.open().await?;
    let detail = match subject.kind {
        Kind::Handoff => Detail::Runs,
        _ => Detail::Verdicts,
    };
    Ok(verify(&open.registry, &subject, detail)?)
}
