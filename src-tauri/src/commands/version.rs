//! Contract versions from draft to retirement, and where agent versions may run.

use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::contract::check::{ContractCheck, check_draft as check};
use baton_app::contract::deprecate::{DeprecateRequest, deprecate};
use baton_app::contract::draft::{DraftRequest, draft};
use baton_app::contract::publish::{PublishRequest, publish};
use baton_app::contract::rehearse::{Rehearsal, rehearse};
use baton_app::contract::renumber::{RenumberRequest, renumber};
use baton_app::contract::retire::{RetireRequest, retire};
use baton_app::contract::timeline::{TimelineVersion, contract_versions as timeline};
use baton_app::contract::verdict;
use baton_app::rollout::can_i_deploy::{CanDeploy, can_i_deploy as can_deploy};
use baton_contract::Judgement;
use baton_model::{Date, Json};

/// All versions of a contract, the highest first.
#[tauri::command]
#[specta::specta]
pub async fn contract_versions(desk: Desk<'_>, contract: String) -> Reply<Vec<TimelineVersion>> {
    let open = desk.open().await?;
    Ok(timeline(&open.registry, &contract)?)
}

/// A draft of a payload schema against each version that the contract's mode names.
#[tauri::command]
#[specta::specta]
pub async fn draft_verdict(desk: Desk<'_>, contract: String, schema: Json) -> Reply<Judgement> {
    let open = desk.open().await?;
    Ok(verdict::draft_verdict(&open.registry, &contract, &schema)?)
}

/// A version, as it stands or as the fields of a draft would have it, against each version that the contract's mode names.
#[tauri::command]
#[specta::specta]
pub async fn version_verdict(
    desk: Desk<'_>,
    contract: String,
    version: String,
    draft: Option<Json>,
) -> Reply<Judgement> {
    let open = desk.open().await?;
    Ok(match draft {
        Some(draft) => verdict::fields_verdict(&open.registry, &draft)?,
        None => verdict::version_verdict(&open.registry, &contract, &version)?,
    })
}

/// What is wrong with a contract version that is being written, its examples among it.
#[tauri::command]
#[specta::specta]
pub async fn check_draft(desk: Desk<'_>, draft: Json) -> Reply<ContractCheck> {
    let open = desk.open().await?;
    Ok(check(&open.registry, &draft)?)
}

/// Writes a draft; without a number under the lowest one that the change allows.
#[tauri::command]
#[specta::specta]
pub async fn draft_version(
    desk: Desk<'_>,
    contract: String,
    version: Option<String>,
    schema: Option<Json>,
    note: Option<String>,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = DraftRequest {
        contract,
        version,
        schema,
        note,
        ..DraftRequest::default()
    };
    let drafted = draft(&open.registry, &request).await;
    open.answer(drafted.map(|drafted| drafted.reply), false)
        .await
}

/// Gives a version that is not published yet another number; whatever refers to it goes along.
#[tauri::command]
#[specta::specta]
pub async fn renumber_version(
    desk: Desk<'_>,
    contract: String,
    version: String,
    number: String,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = RenumberRequest {
        contract,
        version,
        number,
        dry_run: false,
    };
    open.answer(renumber(&open.registry, &request).await, false)
        .await
}

/// What publishing a version would do, and everything that stands in its way; nothing is written.
#[tauri::command]
#[specta::specta]
pub async fn rehearse_publishing(desk: Desk<'_>, request: PublishRequest) -> Reply<Rehearsal> {
    let open = desk.open().await?;
    Ok(rehearse(&open.registry, &request).await?)
}

/// Publishes a version. A refusal tells in its details how the version was judged.
#[tauri::command]
#[specta::specta]
pub async fn publish_version(desk: Desk<'_>, request: PublishRequest) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let published = publish(&open.registry, &request).await;
    open.answer(published.map(|published| published.reply), request.dry_run)
        .await
}

/// Announces that a version ends.
#[tauri::command]
#[specta::specta]
pub async fn deprecate_version(
    desk: Desk<'_>,
    contract: String,
    version: String,
    notice: Option<Date>,
    sunset: Date,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = DeprecateRequest {
        contract,
        version,
        notice,
        sunset,
        dry_run: false,
    };
    open.answer(deprecate(&open.registry, &request).await, false)
        .await
}

/// Takes a deprecated version out of use; `anyway` before its sunset, and though it is still used.
#[tauri::command]
#[specta::specta]
pub async fn retire_version(
    desk: Desk<'_>,
    contract: String,
    version: String,
    anyway: bool,
) -> Reply<DeskReply> {
    let open = desk.open().await?;
    let request = RetireRequest {
        contract,
        version,
        anyway,
        dry_run: false,
    };
    open.answer(retire(&open.registry, &request).await, false)
        .await
}

/// Whether a version of an agent may run in an environment, by everything that runs there.
#[tauri::command]
#[specta::specta]
pub async fn can_i_deploy(
    desk: Desk<'_>,
    agent: String,
    version: String,
    environment: String,
) -> Reply<CanDeploy> {
    let open = desk.open().await?;
    Ok(can_deploy(&open.registry, &agent, &version, &environment)?)
}
