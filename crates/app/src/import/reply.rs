//! What an import did, or would do.

use crate::template::picture::{TemplatePicture, pictured};
use baton_graph::TopologyGraph;
use baton_layout::Options;
use baton_layout::topology::drawing;
use baton_model::{
    At, Change, Diagnostic, Document, EditCommand, Json, Kind, Record, RecordChange, RecordKey,
    RecordsDiff, References, Topology, TopologyId,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;

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
pub(super) fn changes(diff: &RecordsDiff) -> Vec<RecordChange> {
    let plain = |record: &Option<Arc<Record>>| {
        let mut json = record.as_ref()?.to_json();
        if let Value::Object(fields) = &mut json {
            fields.remove("origin");
        }
        Some(Json(json))
    };
    diff.changes
        .iter()
        .filter(|change| change.before.is_some() && change.after.is_some())
        .map(|change| RecordChange {
            kind: change.key.kind,
            id: change.key.id.clone(),
            before: plain(&change.before),
            after: plain(&change.after),
        })
        .filter(|change| change.before != change.after)
        .collect()
}

/// The topologies that a diff touches, drawn from the document after it.
pub(super) fn drawings(after: &Document, diff: &RecordsDiff) -> Vec<ImportDrawing> {
    let touched: BTreeSet<String> = diff.changes.iter().filter_map(topology_of).collect();
    touched
        .iter()
        .filter_map(|id| after.find::<Topology>(id))
        .map(|topology| {
            let graph = TopologyGraph::new(after, &topology.id);
            let (agents, handoffs) = (graph.members().count(), graph.handoffs().len());
            let small = agents <= MOST_DRAWN && handoffs <= 2 * MOST_DRAWN;
            let is_new = diff.changes.iter().any(|change| {
                change.key.kind == Kind::Topology
                    && change.key.id == topology.id.as_str()
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
fn topology_of(change: &Change) -> Option<String> {
    if change.key.kind == Kind::Topology {
        return Some(change.key.id.clone());
    }
    let mut references = Vec::new();
    let record = change.after.as_ref().or(change.before.as_ref())?;
    record.references(&At::Root, &mut references);
    let mut own = references
        .into_iter()
        .filter(|reference| reference.pointer == "/topology");
    own.next().map(|reference| reference.to.id)
}
