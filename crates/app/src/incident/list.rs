//! Listing incidents.

use crate::Registry;
use crate::record::words::called;
use baton_model::{Handoff, HandoffId, IncidentId, Kind, RecordKey, Timestamp};
use serde::Serialize;

/// An incident as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct IncidentRow {
    /// Its id.
    pub id: IncidentId,
    /// The handoff.
    pub handoff: HandoffId,
    /// What the handoff is called.
    pub handoff_name: String,
    /// The handoff's topology.
    pub topology: String,
    /// When it happened.
    pub at: Timestamp,
    /// What caused it.
    pub cause: String,
    /// Contract and agent versions at the time.
    pub versions: Vec<String>,
    /// Where its record stands.
    pub link: Option<String>,
    /// What was learnt.
    pub lesson: String,
    /// When its cause was taken away.
    pub resolved_at: Option<Timestamp>,
}

/// Incidents of one handoff or of all, the newest first.
pub fn incidents(registry: &Registry, handoff: Option<&str>) -> Vec<IncidentRow> {
    let mut rows: Vec<IncidentRow> = registry.read(|document| {
        let meant = document
            .incidents()
            .filter(|incident| handoff.is_none_or(|id| incident.handoff.as_str() == id));
        meant
            .map(|incident| {
                let key = RecordKey::new(Kind::Handoff, incident.handoff.as_str());
                let topology = document.find::<Handoff>(&incident.handoff);
                IncidentRow {
                    id: incident.id.clone(),
                    handoff: incident.handoff.clone(),
                    handoff_name: called(document, &key),
                    topology: topology
                        .map(|handoff| handoff.topology.to_string())
                        .unwrap_or_default(),
                    at: incident.at.clone(),
                    cause: incident.cause.clone(),
                    versions: incident.versions.clone(),
                    link: incident.link.clone(),
                    lesson: incident.lesson.clone(),
                    resolved_at: incident.resolved_at.clone(),
                }
            })
            .collect()
    });
    rows.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    rows
}
