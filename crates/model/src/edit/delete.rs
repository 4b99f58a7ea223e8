//! Deleting a record together with what cannot stand without it.

use super::EditCommand;
use crate::document::Document;
use crate::kind::{Kind, Record};
use crate::reference::{RecordKey, References};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The group of edits that deletes `keys`: records that need one of them go too, records that
/// only mention one (in a list or an optional field) let go of it. Every edit
/// carries the revision that it was worked out from.
pub fn delete_with_dependents(document: &Document, keys: &[RecordKey]) -> Vec<EditCommand> {
    let mut gone: BTreeSet<RecordKey> = BTreeSet::new();
    let mut kept: BTreeMap<RecordKey, Arc<Record>> = BTreeMap::new();
    let mut next: Vec<RecordKey> = keys
        .iter()
        .filter(|key| document.get(key).is_some())
        .cloned()
        .collect();
    while let Some(key) = next.pop() {
        if !gone.insert(key.clone()) {
            continue;
        }
        kept.remove(&key);
        for referrer in document.referrers(&key) {
            if gone.contains(referrer) {
                continue;
            }
            let Some(entry) = document.get(referrer) else {
                continue;
            };
            let current = kept
                .entry(referrer.clone())
                .or_insert_with(|| Arc::clone(&entry.record));
            if !Arc::make_mut(current).let_go(&key) {
                next.push(referrer.clone());
            }
        }
    }
    let revision = |key: &RecordKey| document.get(key).map_or(0, |entry| entry.revision);
    let lets_go = kept
        .into_iter()
        .filter(|(key, _)| !gone.contains(key))
        .map(|(key, record)| EditCommand::put((*record).clone()).on(revision(&key)));
    let deletes = gone
        .iter()
        .rev()
        .map(|key| EditCommand::delete(key).on(revision(key)));
    lets_go.chain(deletes).collect()
}

impl Record {
    /// Removes every mention of `gone`; `false` when the record cannot stand without it.
    pub fn let_go(&mut self, gone: &RecordKey) -> bool {
        if gone.kind == Kind::ContractVersion {
            match self {
                Record::Handoff(handoff) => {
                    handoff.version = None;
                    return true;
                }
                Record::AgentVersion(version) => {
                    version
                        .emits
                        .retain(|emit| format!("{}@{}", emit.contract, emit.version) != gone.id);
                    return true;
                }
                _ => {}
            }
        }
        if let Record::Handoff(handoff) = self
            && gone.kind == Kind::Contract
            && handoff
                .contract
                .as_ref()
                .is_some_and(|contract| contract.as_str() == gone.id)
        {
            handoff.version = None;
        }
        self.detach(gone)
    }
}
