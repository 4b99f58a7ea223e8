//! What a diff does to the tables of facts.

use super::{Rows, project, tables};
use baton_model::{Change, RecordsDiff};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a diff does to the tables of facts, by the name of the table.
#[derive(Debug, Default)]
pub struct FactChanges {
    /// Ids of records whose rows go, before anything is written.
    pub cleared: BTreeMap<&'static str, Vec<Value>>,
    /// Rows that come; those of a table without lists take the place of what stands there.
    pub written: BTreeMap<&'static str, Vec<Value>>,
}

impl FactChanges {
    /// Works them out.
    pub fn of(diff: &RecordsDiff) -> Self {
        let mut facts = Self::default();
        for Change { key, before, after } in &diff.changes {
            let [mut old, mut new] = [before, after].map(|record| {
                let mut rows = Rows::default();
                if let Some(record) = record {
                    project(record, &mut rows);
                }
                rows.0
            });
            for table in tables().filter(|table| table.kind == key.kind) {
                let [old, new] =
                    [&mut old, &mut new].map(|rows| rows.remove(table.name).unwrap_or_default());
                if old == new {
                    continue;
                }
                let replaced = !table.is_list && !new.is_empty();
                if !old.is_empty() && !replaced {
                    let cleared = facts.cleared.entry(table.name).or_default();
                    cleared.push(key.id.as_str().into());
                }
                facts.written.entry(table.name).or_default().extend(new);
            }
        }
        facts
    }
}
