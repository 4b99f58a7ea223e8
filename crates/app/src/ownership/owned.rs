//! What a team answers for.

use crate::record::list::show;
use crate::record::words::title;
use crate::{AppError, Registry};
use baton_model::{Document, Kind, RecordKey};
use serde::Serialize;

/// A record that names a team as its owner, or as who is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OwnedRecord {
    /// The record.
    pub key: RecordKey,
    /// What it is called.
    pub name: String,
    /// How it names the team: `owner`, `fallback owner`, `reviewer`, `decides`, `is called`.
    pub roles: Vec<String>,
}

/// Membership, remarks and what was told or agreed upon stay where they are.
const STAY: [Kind; 5] = [
    Kind::Person,
    Kind::Team,
    Kind::Notice,
    Kind::Review,
    Kind::Comment,
];

/// What a team answers for, by kind, then by name.
pub fn owned(registry: &Registry, team: &str) -> Result<Vec<OwnedRecord>, AppError> {
    show(registry, Kind::Team, team)?;
    Ok(registry.read(|document| owned_by(document, team)))
}

pub(super) fn owned_by(document: &Document, team: &str) -> Vec<OwnedRecord> {
    let key = RecordKey::new(Kind::Team, team);
    let mut owned: Vec<OwnedRecord> = document
        .referrers(&key)
        .filter(|referrer| !STAY.contains(&referrer.kind))
        .filter_map(|referrer| document.get(referrer))
        .filter_map(|held| {
            let mut roles: Vec<String> = held
                .record
                .outgoing()
                .iter()
                .filter(|reference| reference.to == key)
                .filter_map(|reference| role(&reference.pointer))
                .map(str::to_owned)
                .collect();
            roles.dedup();
            (!roles.is_empty()).then(|| OwnedRecord {
                key: held.record.key(),
                name: title(document, &held.record),
                roles,
            })
        })
        .collect();
    owned.sort_by(|a, b| (a.key.kind, &a.name, &a.key.id).cmp(&(b.key.kind, &b.name, &b.key.id)));
    owned
}

/// What a reference to a team means; `None` for what is only about it, such as a remark.
pub(super) fn role(pointer: &str) -> Option<&'static str> {
    let first = pointer.split('/').nth(1)?;
    match first {
        "team" | "owners" => Some("owner"),
        "fallback_owner" => Some("fallback owner"),
        "gate" => Some("reviewer"),
        "disagreement" => Some("decides"),
        "steps" => Some("is called"),
        _ => None,
    }
}
