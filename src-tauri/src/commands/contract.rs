//! Reading contracts.

use super::{Desk, Reply};
use baton_app::contract::matching::RangeMatch;
use baton_app::contract::{fields, matching};
use baton_contract::FieldRow;
use baton_model::Json;

/// The fields of a contract version's payload, as it stands or as the fields of a draft would have it; parents before children.
#[tauri::command]
#[specta::specta]
pub async fn contract_fields(
    desk: Desk<'_>,
    contract: String,
    version: String,
    draft: Option<Json>,
) -> Reply<Vec<FieldRow>> {
    let open = desk.open().await?;
    Ok(match draft {
        Some(draft) => fields::draft_fields(&draft)?,
        None => fields::contract_fields(&open.registry, &contract, &version)?,
    })
}

/// All versions of a contract, the highest first, with whether a range takes them.
#[tauri::command]
#[specta::specta]
pub async fn matching_versions(
    desk: Desk<'_>,
    contract: String,
    range: String,
) -> Reply<Vec<RangeMatch>> {
    let open = desk.open().await?;
    Ok(matching::matching_versions(
        &open.registry,
        &contract,
        &range,
    )?)
}
