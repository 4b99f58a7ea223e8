//! What differs between two registries, or two states of one, by record and field.

use super::push::read_folder;
use crate::AppError;
use baton_model::{Json, Kind, Record, RecordKey, field_diff};
use baton_store::RegistryStore;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The records of one side.
pub type Records = BTreeMap<RecordKey, Arc<Record>>;

/// What happened to a record on the way from the one side to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// Only the second side has it.
    Added,
    /// Only the first side has it.
    Removed,
    /// Both have it, and fields differ.
    Changed,
}

/// A record that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RecordDifference {
    /// What it is.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// What happened to it.
    pub change: Difference,
    /// The fields that differ; empty for a record that only one side has.
    pub fields: Vec<FieldDifference>,
}

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldDifference {
    /// JSON pointer.
    pub pointer: String,
    /// The first side's value; null where it has none.
    pub before: Option<Json>,
    /// The second side's value; null where it has none.
    pub after: Option<Json>,
    /// Of a list: items that only the second side has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<Json>,
    /// Of a list: items that only the first side has. A list that lost and got nothing has another order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Json>,
}

/// The records of a folder that `pull` wrote. Whether what they refer to is there is not asked.
pub fn records_of_folder(folder: &Path) -> Result<Records, AppError> {
    let records = baton_import::text_form::read_records(&read_folder(folder)?)?;
    let shared = records
        .into_iter()
        .map(|(key, record)| (key, Arc::new(record)));
    Ok(shared.collect())
}

/// The records of a registry's store.
pub async fn records_of_store(store: &dyn RegistryStore) -> Result<Records, AppError> {
    let loaded = store.load().await?;
    let records = loaded.records.into_iter();
    Ok(records
        .map(|held| (held.record.key(), held.record))
        .collect())
}

/// What differs, by kind and id.
pub fn differences(before: &Records, after: &Records) -> Vec<RecordDifference> {
    let keys: BTreeSet<&RecordKey> = before.keys().chain(after.keys()).collect();
    let told = keys.into_iter().filter_map(|key| {
        let (change, fields) = match (before.get(key), after.get(key)) {
            (Some(old), Some(new)) if old == new => return None,
            (Some(old), Some(new)) => (Difference::Changed, fields(old, new)),
            (Some(_), None) => (Difference::Removed, Vec::new()),
            (None, _) => (Difference::Added, Vec::new()),
        };
        Some(RecordDifference {
            kind: key.kind,
            id: key.id.clone(),
            change,
            fields,
        })
    });
    told.collect()
}

fn fields(old: &Record, new: &Record) -> Vec<FieldDifference> {
    let changes = field_diff(&old.to_json(), &new.to_json()).into_iter();
    let told = changes.map(|field| {
        let (added, removed) = match (&field.before, &field.after) {
            (Some(Json(Value::Array(before))), Some(Json(Value::Array(after)))) => {
                (only_in(after, before), only_in(before, after))
            }
            _ => (Vec::new(), Vec::new()),
        };
        FieldDifference {
            pointer: field.pointer,
            before: field.before,
            after: field.after,
            added,
            removed,
        }
    });
    told.collect()
}

fn only_in(items: &[Value], others: &[Value]) -> Vec<Json> {
    let there: BTreeSet<String> = others.iter().map(Value::to_string).collect();
    let new = items
        .iter()
        .filter(|item| !there.contains(&item.to_string()));
    new.cloned().map(Json).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Agent, AgentId};

    fn records(name: &str, tags: &[&str], others: &[&str]) -> Records {
        let agent = |id: &str| Agent::new(AgentId::new(id).unwrap(), id.to_owned());
        let mut triage = agent("triage");
        triage.name = name.to_owned();
        triage.capabilities = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let all = std::iter::once(triage).chain(others.iter().map(|id| agent(id)));
        all.map(|agent| {
            let record = Record::from(agent);
            (record.key(), Arc::new(record))
        })
        .collect()
    }

    #[test]
    fn records_and_fields_are_told() {
        let before = records("A", &["x", "y"], &["old"]);
        let after = records("B", &["y", "z"], &["young"]);
        let told = differences(&before, &after);
        let short: Vec<_> = told
            .iter()
            .map(|record| (record.id.as_str(), record.change))
            .collect();
        assert_eq!(
            short,
            [
                ("old", Difference::Removed),
                ("triage", Difference::Changed),
                ("young", Difference::Added)
            ]
        );
        let [tags, name] = &told[1].fields[..] else {
            panic!("{told:?}")
        };
        assert_eq!(
            (tags.pointer.as_str(), name.pointer.as_str()),
            ("/capabilities", "/name")
        );
        assert_eq!(
            (&tags.added, &tags.removed),
            (&vec![Json("z".into())], &vec![Json("x".into())])
        );
        assert_eq!(differences(&before, &before), []);
    }

    #[test]
    fn another_order_is_a_difference_without_items() {
        let told = differences(
            &records("A", &["x", "y"], &[]),
            &records("A", &["y", "x"], &[]),
        );
        assert!(told[0].fields[0].added.is_empty() && told[0].fields[0].removed.is_empty());
    }
}
