//! Pasting a part of a drawing.

use super::rewire::{Wanted, rewire};
use super::{Clip, identity, refused};
use crate::registry::{EditReply, Plan};
use crate::{AppError, Registry};
use baton_model::{Document, Kind, RecordKey, TopologyId};
use baton_store::Action;
use std::sync::{Mutex, PoisonError};

/// Where and how a clip is pasted.
#[derive(Clone, Copy, Debug, Default)]
pub struct PasteOptions {
    /// The upper left corner of what is pasted; a step beside the original when left out.
    pub at: Option<(f64, f64)>,
    /// Make new agents even where the same ones could be drawn.
    pub as_copies: bool,
    /// Stop before writing.
    pub dry_run: bool,
}

/// What pasting did.
#[derive(Clone, Debug)]
pub struct Pasted {
    /// As of any edit; its notes say what could not come along.
    pub reply: EditReply,
    /// The boxes that stand on the drawing because of it.
    pub keys: Vec<RecordKey>,
}

/// Pastes a clip into a topology as one edit.
///
/// Agents are shared by the topologies of a registry: where they stand in another topology already the same ones are drawn. Into the
/// topology that they come from, and with `as_copies`, they become new agents. What refers to something within the clip refers to its copy;
/// handoffs whose other end is neither in the clip nor drawn there are left out, and so are references to what this registry does not have.
pub async fn paste(
    registry: &Registry,
    topology: &TopologyId,
    clip: &str,
    options: PasteOptions,
) -> Result<Pasted, AppError> {
    registry.follow().await?;
    crate::record::list::show(registry, Kind::Topology, topology.as_str())?;
    let clip = Clip::parse(clip)?;
    let same_registry = clip.registry.is_some() && clip.registry == identity(registry).await?;
    let pasted = Mutex::new(Vec::new());
    let plan = |document: &Document| {
        let out = rewire(
            document,
            &clip,
            &Wanted {
                topology,
                at: options.at,
                as_copies: options.as_copies,
                same_registry,
            },
        );
        if out.edits.is_empty() {
            let mut error = refused("nothing of it can stand here");
            error.hints.splice(0..0, out.notes);
            return Err(error);
        }
        *pasted.lock().unwrap_or_else(PoisonError::into_inner) = out.boxes;
        Ok(Plan {
            edits: out.edits,
            action: Action::Edit,
            summary: out.summary,
            mark: None,
            notes: out.notes,
        })
    };
    let reply = registry.commit(None, options.dry_run, plan).await?;
    Ok(Pasted {
        reply,
        keys: pasted.into_inner().unwrap_or_else(PoisonError::into_inner),
    })
}
