//! What became of a topology since a baseline.

use super::scope;
use crate::record::words::called;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Baseline, Document, FieldChange, Kind, RecordKey, TopologyId, field_diff};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A topology at a baseline and now. Where boxes stand is told apart from what they mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct TopologyDiff {
    /// The registry's revision of the baseline.
    pub revision: u32,
    /// Records that came, agents that are drawn now among them.
    pub added: Vec<NamedRecord>,
    /// Records that went, agents that are no longer drawn among them; under the names that they had.
    pub removed: Vec<NamedRecord>,
    /// Records with other fields.
    pub changed: Vec<ChangedRecord>,
    /// What stands elsewhere, or in another size or group.
    pub moved: Vec<NamedRecord>,
}

/// A record with what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct NamedRecord {
    /// Its address.
    pub key: RecordKey,
    /// What it is called.
    pub name: String,
}

/// A record with the fields that differ.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct ChangedRecord {
    /// Its address.
    pub key: RecordKey,
    /// What it is called now.
    pub name: String,
    /// The fields, in order of their pointers.
    pub fields: Vec<FieldChange>,
}

impl TopologyDiff {
    /// Whether nothing but places differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// Everything that came, went or changed; what was only moved is not among it.
    pub(super) fn touched(&self) -> impl Iterator<Item = &RecordKey> {
        let changed = self.changed.iter().map(|record| &record.key);
        let both = self.added.iter().chain(&self.removed);
        changed.chain(both.map(|record| &record.key))
    }
}

/// What became of a topology since one of its baselines; since the newest when none is named.
pub async fn topology_changes(
    registry: &Registry,
    topology: &str,
    baseline: Option<&str>,
) -> Result<TopologyDiff, AppError> {
    let baseline = registry.read(|document| find_baseline(document, topology, baseline))?;
    let past = registry.document_at(baseline.revision).await?;
    Ok(registry.read(|now| TopologyDiff {
        revision: baseline.revision,
        ..between(&past, now, &baseline.topology)
    }))
}

/// The baseline of a topology with an id; without one the newest.
pub(super) fn find_baseline(
    document: &Document,
    topology: &str,
    id: Option<&str>,
) -> Result<Baseline, AppError> {
    let missing = |message: String| {
        AppError::new(
            ErrorCode::NotFound,
            message,
            "set a baseline of its state as it is now",
        )
        .in_terminal(format!("`baton baseline set {topology} NAME` sets one"))
    };
    if !document.contains(Kind::Topology, topology) {
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("there is no topology {topology:?}"),
            "check its id",
        )
        .in_terminal("`baton list topology` shows all"));
    }
    let mut of_it = document
        .baselines()
        .filter(|baseline| baseline.topology.as_str() == topology);
    match id {
        Some(id) => of_it
            .find(|baseline| baseline.id.as_str() == id)
            .cloned()
            .ok_or_else(|| missing(format!("topology {topology} has no baseline {id:?}"))),
        None => of_it
            .max_by_key(|baseline| baseline.revision)
            .cloned()
            .ok_or_else(|| missing(format!("topology {topology} has no baseline yet"))),
    }
}

/// The difference of two states of a topology.
pub(super) fn between(past: &Document, now: &Document, topology: &TopologyId) -> TopologyDiff {
    let (old, new) = (scope::drawn(past, topology), scope::drawn(now, topology));
    let named = |document: &Document, key: &RecordKey| NamedRecord {
        key: key.clone(),
        name: called(document, key),
    };
    let only = |these: &BTreeMap<RecordKey, Value>, those: &BTreeMap<RecordKey, Value>, from| {
        let alone = these.keys().filter(|key| !those.contains_key(*key));
        alone.map(|key| named(from, key)).collect::<Vec<_>>()
    };
    let changed = new.iter().filter_map(|(key, after)| {
        let before = old.get(key)?;
        (before != after).then(|| ChangedRecord {
            key: key.clone(),
            name: called(now, key),
            fields: field_diff(before, after),
        })
    });
    let (was, is) = (scope::places(past, topology), scope::places(now, topology));
    // What came or went is told already.
    let moved = is
        .iter()
        .filter(|(key, place)| {
            old.contains_key(*key) && new.contains_key(*key) && was.get(*key) != Some(place)
        })
        .map(|(key, _)| key)
        .chain(
            was.keys()
                .filter(|key| new.contains_key(*key) && !is.contains_key(*key)),
        );
    TopologyDiff {
        revision: past.revision(),
        added: only(&new, &old, now),
        removed: only(&old, &new, past),
        changed: changed.collect(),
        moved: moved.map(|key| named(now, key)).collect(),
    }
}
