//! Gates: where they belong, and what their reviewers see.

use super::{Desk, Reply};
use baton_app::gate::preview::{GatePreview, preview};
use baton_app::gate::propose::{GateAdvice, advice};
use baton_app::gate::sample::{GateSamples, samples};
use baton_model::{Gate, Json};

/// Where gates belong in a topology, and which are superfluous.
#[tauri::command]
#[specta::specta]
pub async fn gate_advice(desk: Desk<'_>, topology: String) -> Reply<GateAdvice> {
    let open = desk.open().await?;
    Ok(advice(&open.registry, Some(&topology))?)
}

/// Payloads on which the gate of a handoff can be tried, and the fields that its summary can show.
#[tauri::command]
#[specta::specta]
pub async fn gate_samples(desk: Desk<'_>, handoff: String) -> Reply<GateSamples> {
    let open = desk.open().await?;
    Ok(samples(&open.registry, &handoff)?)
}

/// What the reviewer sees of a payload: at the gate as it stands, or as it is being written.
#[tauri::command]
#[specta::specta]
pub async fn gate_preview(
    desk: Desk<'_>,
    handoff: String,
    gate: Option<Gate>,
    payload: Option<Json>,
) -> Reply<GatePreview> {
    let open = desk.open().await?;
    Ok(preview(
        &open.registry,
        &handoff,
        gate.as_ref(),
        payload.as_ref(),
    )?)
}
