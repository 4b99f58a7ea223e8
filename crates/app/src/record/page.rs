//! Everything that touches a record.

use super::around::Around;
use super::words::{called, title};
use crate::edit::history::HistoryEntry;
use crate::{AppError, Registry};
use baton_model::{Kind, Record, RecordKey, Reference};
use serde::Serialize;

/// Commits of a record that are shown.
const MOST_COMMITS: u32 = 50;

/// A record that touches another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct RelatedRecord {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The field through which the two touch, for example `fallbacks`.
    pub field: String,
}

/// Everything that touches a record.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct RecordPage {
    /// What it refers to, in order of its fields.
    pub refers_to: Vec<RelatedRecord>,
    /// What refers to it, by kind and id. Placements are not among them.
    pub referred_by: Vec<RelatedRecord>,
    /// Topologies on whose drawing it stands.
    pub topologies: Vec<RelatedRecord>,
    /// Its own commits, newest first, 50 at most.
    pub history: Vec<HistoryEntry>,
}

/// Everything that touches a record. A record that is gone, or never was, is an error.
pub async fn record_page(
    registry: &Registry,
    kind: Kind,
    id: &str,
) -> Result<RecordPage, AppError> {
    super::list::show(registry, kind, id)?;
    let key = RecordKey::new(kind, id);
    let history = registry.history_of(&key, MOST_COMMITS).await?;
    let (refers_to, referred_by, topologies) = registry.around(|around| {
        (
            refers_to(around, &key),
            referred_by(around, &key),
            topologies(around, &key),
        )
    });
    Ok(RecordPage {
        refers_to,
        referred_by,
        topologies,
        history,
    })
}

fn refers_to(around: &Around<'_>, key: &RecordKey) -> Vec<RelatedRecord> {
    let Some(held) = around.document.get(key) else {
        return Vec::new();
    };
    let mut out: Vec<RelatedRecord> = Vec::new();
    for reference in held.record.outgoing() {
        let related = RelatedRecord {
            name: called(around.document, &reference.to),
            field: field(&reference),
            kind: reference.to.kind,
            id: reference.to.id,
        };
        if !out.contains(&related) {
            out.push(related);
        }
    }
    out
}

fn referred_by(around: &Around<'_>, key: &RecordKey) -> Vec<RelatedRecord> {
    let document = around.document;
    let mut out: Vec<RelatedRecord> = Vec::new();
    let referrers = document.referrers(key);
    for held in referrers
        .filter(|key| key.kind != Kind::Placement)
        .filter_map(|key| document.get(key))
    {
        let mut fields: Vec<String> = held
            .record
            .outgoing()
            .iter()
            .filter(|reference| reference.to == *key)
            .map(field)
            .collect();
        fields.dedup();
        for field in fields {
            out.push(RelatedRecord {
                kind: held.record.kind(),
                id: held.record.id().to_owned(),
                name: title(document, &held.record),
                field,
            });
        }
    }
    out
}

fn topologies(around: &Around<'_>, key: &RecordKey) -> Vec<RelatedRecord> {
    let document = around.document;
    let Some(held) = document.get(key) else {
        return Vec::new();
    };
    let drawn = matches!(
        held.record.as_ref(),
        Record::Agent(_)
            | Record::Handoff(_)
            | Record::Entry(_)
            | Record::Outcome(_)
            | Record::Group(_)
            | Record::Note(_)
    );
    if !drawn {
        return Vec::new();
    }
    around
        .topologies(&held.record)
        .into_iter()
        .map(|id| RelatedRecord {
            kind: Kind::Topology,
            id: id.to_owned(),
            name: called(document, &RecordKey::new(Kind::Topology, id)),
            field: "topology".to_owned(),
        })
        .collect()
}

/// The field of a reference without the places in lists: `/gate/reviewers/0/id` as `gate.reviewers`.
fn field(reference: &Reference) -> String {
    let steps: Vec<&str> = reference
        .pointer
        .split('/')
        .filter(|step| !step.is_empty() && !step.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    match steps.as_slice() {
        [before @ .., "id"] if !before.is_empty() => before.join("."),
        all => all.join("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_without_places_in_lists() {
        for (pointer, expected) in [
            ("/team", "team"),
            ("/fallbacks/0", "fallbacks"),
            ("/to/outcome", "to.outcome"),
            ("/gate/reviewers/12/id", "gate.reviewers"),
            ("/subject", "subject"),
        ] {
            let reference = Reference {
                pointer: pointer.to_owned(),
                to: RecordKey::new(Kind::Team, "x"),
            };
            assert_eq!(field(&reference), expected);
        }
    }
}
