//! What stands in a topology, as one Markdown document for people who have not opened Baton.

mod markdown;

use crate::audit::run::run as audit;
use crate::check::run::{CheckRequest, run as check};
use crate::files::write_atomically;
use crate::import::ImportReply;
use crate::pattern::advise::advise;
use crate::{AppError, Registry, topology};
use baton_model::{Diagnostic, Document, Handoff, Kind, Topology, TopologyId};
use std::collections::BTreeSet;
use std::path::Path;

/// The report about a topology (the only one if none is named): its drawing, what the rules find, its riskiest handoffs, its patterns.
/// `notes` are what an import said about its file.
pub fn of_topology(
    registry: &Registry,
    topology: Option<&str>,
    notes: &[Diagnostic],
) -> Result<String, AppError> {
    let topology = topology::choose(registry, topology)?;
    let audited = audit(registry, Some(topology.as_str()))?;
    let checked = check(
        registry,
        &CheckRequest {
            topology: Some(topology.clone()),
            ..CheckRequest::default()
        },
    );
    let advice = advise(registry, Some(topology.as_str()), &[])?;
    Ok(registry.read(|document| {
        markdown::write(&markdown::Parts {
            document,
            topology: &topology,
            notes,
            checked: &checked,
            audited: &audited,
            advice: &advice,
        })
    }))
}

/// The report about what an import brought, one part for each topology that it touched; those named where it touched none.
pub fn of_import(
    registry: &Registry,
    reply: &ImportReply,
    named: Option<&str>,
) -> Result<String, AppError> {
    let touched = registry.read(|document| touched(document, reply));
    if touched.is_empty() {
        return of_topology(registry, named, &reply.notes);
    }
    let mut parts = Vec::with_capacity(touched.len());
    for (index, topology) in touched.iter().enumerate() {
        // The notes tell of the files, whichever topology they became.
        let notes = if index == 0 { &reply.notes[..] } else { &[] };
        parts.push(of_topology(registry, Some(topology.as_str()), notes)?);
    }
    Ok(parts.join("\n"))
}

/// Writes a report so that the file is old or new, never half.
pub fn write(report: &str, file: &Path) -> Result<(), AppError> {
    write_atomically(file, report.as_bytes())
}

fn touched(document: &Document, reply: &ImportReply) -> BTreeSet<TopologyId> {
    let mut touched = BTreeSet::new();
    for key in reply.created.iter().chain(&reply.updated) {
        if key.kind == Kind::Topology
            && let Some(topology) = document.find::<Topology>(&key.id)
        {
            touched.insert(topology.id.clone());
        } else if key.kind == Kind::Handoff
            && let Some(handoff) = document.find::<Handoff>(&key.id)
        {
            touched.insert(handoff.topology.clone());
        }
    }
    touched
}
