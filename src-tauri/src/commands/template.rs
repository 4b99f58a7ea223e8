//! Templates and parts: finished registries and proven pieces of drawings.

use super::clip::Place;
use super::{Desk, Reply};
use crate::open::DeskReply;
use baton_app::part::insert::{InsertRequest, insert};
use baton_app::part::{self, PartInfo};
use baton_app::template::add::{AddedOutline, add};
use baton_app::template::picture::{TemplatePicture, picture};
use baton_app::template::{self, TemplateInfo, TemplatePage};
use baton_model::{AgentId, RecordKey, TopologyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What adding a template to the registry did, or would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct TemplateAdded {
    /// As of any edit.
    reply: DeskReply,
    /// What became of its records.
    outline: AddedOutline,
}

/// Where and how a part is put into a drawing.
#[derive(Debug, Deserialize, specta::Type)]
pub struct PartPlace {
    /// The topology.
    topology: TopologyId,
    /// The agent that it begins at; without one its first end stays open.
    agent: Option<AgentId>,
    /// Upper left corner of what comes in; beside the agent when left out.
    at: Option<Place>,
    /// `team` (an id), `contract` (`id@version`), and the counts of the part.
    settings: BTreeMap<String, String>,
}

/// What inserting a part did, or would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct PartInserted {
    /// As of any edit; its notes say what is left to decide.
    reply: DeskReply,
    /// What stands on the drawing because of it, to be selected.
    boxes: Vec<RecordKey>,
}

/// Finished registries to start from.
#[tauri::command]
#[specta::specta]
pub async fn templates() -> Reply<Vec<TemplateInfo>> {
    Ok(template::list()?.to_vec())
}

/// All that one wants to know of a template before starting from it.
#[tauri::command]
#[specta::specta]
pub async fn template_page(id: String) -> Reply<TemplatePage> {
    Ok(template::page(&id)?)
}

/// A small picture of a template.
#[tauri::command]
#[specta::specta]
pub async fn template_picture(id: String) -> Reply<TemplatePicture> {
    Ok(picture(&id)?)
}

/// Adds a template to the open registry; `dry_run` only tells what would happen.
#[tauri::command]
#[specta::specta]
pub async fn add_template(desk: Desk<'_>, id: String, dry_run: bool) -> Reply<TemplateAdded> {
    let open = desk.open().await?;
    let done = add(&open.registry, &id, dry_run).await?;
    Ok(TemplateAdded {
        reply: open.answer(Ok(done.reply), dry_run).await?,
        outline: done.outline,
    })
}

/// Pieces that can be inserted into a drawing.
#[tauri::command]
#[specta::specta]
pub async fn parts() -> Reply<Vec<PartInfo>> {
    let all = part::all()?;
    Ok(all.iter().map(|part| part.info().clone()).collect())
}

/// A small picture of a part at an agent.
#[tauri::command]
#[specta::specta]
pub async fn part_picture(id: String) -> Reply<TemplatePicture> {
    Ok(part::picture(&id)?)
}

/// Inserts a part; `dry_run` only tells what would happen.
#[tauri::command]
#[specta::specta]
pub async fn insert_part(
    desk: Desk<'_>,
    id: String,
    place: PartPlace,
    dry_run: bool,
) -> Reply<PartInserted> {
    let request = InsertRequest {
        topology: place.topology,
        agent: place.agent,
        at: place.at.map(|at| (at.x, at.y)),
        settings: place.settings,
        dry_run,
    };
    let open = desk.open().await?;
    let done = insert(&open.registry, &id, &request).await?;
    Ok(PartInserted {
        reply: open.answer(Ok(done.reply), dry_run).await?,
        boxes: done.boxes,
    })
}
