//! What an import did, or would do.

use crate::template::picture::{TemplatePicture, pictured};
use baton_graph::TopologyGraph;
use baton_layout::Options;
use baton_layout::topology::drawing;
use baton_model::{
    Diagnostic, Document, EditCommand, Json, Kind, RecordChange, RecordKey, Topology, TopologyId,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;

/// Larger topologies are not drawn before they are stored.
const MOST_DRAWN: usize = 1000;

/// What an import did, or would do.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ImportReply {
    /// The registry's revision after it.
    pub revision: u32,
    /// New records.
    pub created: Vec<RecordKey>,
    /// Changed records.
    pub updated: Vec<RecordKey>,
    /// The changed records before and after, without what only the next import has to know.
    pub changes: Vec<RecordChange>,
    /// What was guessed, and what could not be carried.
    pub notes: Vec<Diagnostic>,
    /// What people have to decide: edits that follow from the files and were not made.
    pub proposals: Vec<ImportProposal>,
    /// Whether nothing was stored because something could not be carried and the import was strict.
    pub refused: bool,
    /// The topologies that it touches, as they will look; where they were asked for.
    pub drawings: Vec<ImportDrawing>,
}

/// An edit that nobody but people may make.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ImportProposal {
    /// Why.
    pub message: String,
    /// What to do.
    pub edit: EditCommand,
}

/// A topology as an import leaves it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct ImportDrawing {
    /// The topology.
    pub topology: TopologyId,
    /// Its name.
    pub name: String,
    /// Whether the import makes it.
    pub is_new: bool,
    /// Agents that stand in it.
    pub agents: u32,
    /// Handoffs.
    pub handoffs: u32,
    /// The drawing; none where it is too large to be looked at this way.
    pub picture: Option<TemplatePicture>,
}

/// Changed records before and after, without their origins; those of which nothing else changed are left out.
pub(super) fn changes(diff: &[RecordChange]) -> Vec<RecordChange> {
    let plain = |json: &Option<Json>| {
        let mut json = json.clone();
        if let Some(Json(Value::Object(fields))) = &mut json {
            fields.remove("origin");
        }
        json
    };
    diff.iter()
        .filter(|change| change.before.is_some() && change.after.is_some())
        .map(|change| RecordChange {
            kind: change.kind,
            id: change.id.clone(),
            before: plain(&change.before),
            after: plain(&change.after),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The topologies that a diff touches, drawn from the document after it.
pub(super) fn drawings(after: &Document, diff: &[RecordChange]) -> Vec<ImportDrawing> {
    let touched: BTreeSet<&str> = diff.iter().filter_map(topology_of).collect();
    touched
        .into_iter()
        .filter_map(|id| after.find::<Topology>(id))
        .map(|topology| {
            let graph = TopologyGraph::new(after, &topology.id);
            let (agents, handoffs) = (graph.members().count(), graph.handoffs().len());
            let small = agents <= MOST_DRAWN && handoffs <= 2 * MOST_DRAWN;
            let is_new = diff.iter().any(|change| {
                change.kind == Kind::Topology
                    && change.id == topology.id.as_str()
                    && change.before.is_none()
            });
            ImportDrawing {
                topology: topology.id.clone(),
                name: topology.name.clone(),
                is_new,
                agents: u32::try_from(agents).unwrap_or(u32::MAX),
                handoffs: u32::try_from(handoffs).unwrap_or(u32::MAX),
                picture: small
                    .then(|| pictured(after, &drawing(after, &topology.id, &Options::default()))),
            }
        })
        .collect()
}

/// The topology that a changed record is part of.
fn topology_of(change: &RecordChange) -> Option<&str> {
    if change.kind == Kind::Topology {
        return Some(&change.id);
    }
    let fields = change.after.as_ref().or(change.before.as_ref())?;
    fields.0.get("topology").and_then(Value::as_str)
}
