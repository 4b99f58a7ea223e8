//! Undo as reversed diffs, field by field, so that later work of others stays.

use crate::document::Document;
use crate::edit::{EditCommand, RecordChange};
use crate::field_diff::{field_diff, set};
use crate::json::Json;
use crate::kind::Record;
use crate::reference::RecordKey;
use serde_json::Value;
use std::collections::BTreeMap;

/// A change that cannot be taken back because somebody changed the same field later.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{key}: {pointer} was changed again later")]
pub struct RevertConflict {
    /// The record.
    pub key: RecordKey,
    /// The field; empty for the whole record.
    pub pointer: String,
    /// What taking back would put there.
    pub yours: Option<Box<Json>>,
    /// What stands there.
    pub theirs: Option<Box<Json>>,
}

/// Joins the changes of consecutive groups, oldest first, into one change a record.
pub fn combine(groups: &[Vec<RecordChange>]) -> Vec<RecordChange> {
    let mut order: Vec<RecordKey> = Vec::new();
    let mut joined: BTreeMap<RecordKey, RecordChange> = BTreeMap::new();
    for change in groups.iter().flatten() {
        let key = RecordKey::new(change.kind, change.id.as_str());
        if let Some(earlier) = joined.get_mut(&key) {
            earlier.after.clone_from(&change.after);
        } else {
            order.push(key.clone());
            joined.insert(key, change.clone());
        }
    }
    order
        .iter()
        .filter_map(|key| joined.remove(key))
        .filter(|change| change.before != change.after)
        .collect()
}

/// The edits that take `changes` back on the document as it is now.
pub fn revert(
    document: &Document,
    changes: &[RecordChange],
) -> Result<Vec<EditCommand>, RevertConflict> {
    let mut edits = Vec::new();
    for change in changes.iter().rev() {
        let key = RecordKey::new(change.kind, change.id.as_str());
        let entry = document.get(&key);
        let current = entry.map(|entry| entry.record.to_json());
        let revision = entry.map_or(0, |entry| entry.revision);
        let conflict = |pointer: &str, yours: Option<Json>, theirs: Option<Json>| RevertConflict {
            key: key.clone(),
            pointer: pointer.to_owned(),
            yours: yours.map(Box::new),
            theirs: theirs.map(Box::new),
        };
        let whole = |current: Option<&Value>| {
            conflict("", change.before.clone(), current.cloned().map(Json))
        };
        let target = match (&change.before, &change.after, &current) {
            (before, _, current) if before.as_ref().map(|b| &b.0) == current.as_ref() => continue,
            (before, after, current) if after.as_ref().map(|a| &a.0) == current.as_ref() => {
                before.as_ref().map(|b| b.0.clone())
            }
            (Some(before), Some(after), Some(current)) => Some(
                merge(&before.0, &after.0, current)
                    .map_err(|field| conflict(&field.0, field.1, field.2))?,
            ),
            (_, _, current) => return Err(whole(current.as_ref())),
        };
        edits.push(match target {
            None => EditCommand::delete(&key).on(revision),
            Some(fields) => match Record::from_json(change.kind, fields) {
                Ok(record) => EditCommand::put(record).on(revision),
                Err(_) => return Err(whole(current.as_ref())),
            },
        });
    }
    Ok(edits)
}

/// The conflict of taking `change` back where `later`, somebody else's change of the same record, has set the same field since. Theirs counts
/// also where the value came out as it was: it is theirs to take back. `None` where nothing that is left to take back was touched.
pub fn decided_later(
    document: &Document,
    change: &RecordChange,
    later: &RecordChange,
) -> Option<RevertConflict> {
    let key = RecordKey::new(change.kind, change.id.as_str());
    let current = document.get(&key).map(|entry| entry.record.to_json());
    if change.before.as_ref().map(|json| &json.0) == current.as_ref() {
        return None;
    }
    let conflict = |pointer: String, yours: Option<Json>, theirs: Option<Value>| RevertConflict {
        key: key.clone(),
        pointer,
        yours: yours.map(Box::new),
        theirs: theirs.map(|value| Box::new(Json(value))),
    };
    let (Some(before), Some(after)) = (&change.before, &change.after) else {
        return Some(conflict(String::new(), change.before.clone(), current));
    };
    let (Some(current), Some(from), Some(to)) = (&current, &later.before, &later.after) else {
        return Some(conflict(String::new(), change.before.clone(), current));
    };
    let theirs = field_diff(&from.0, &to.0);
    let left = field_diff(&before.0, &after.0)
        .into_iter()
        .filter(|field| {
            current.pointer(&field.pointer) != field.before.as_ref().map(|json| &json.0)
        })
        .find(|field| {
            theirs
                .iter()
                .any(|other| overlap(&field.pointer, &other.pointer))
        })?;
    let stands = current.pointer(&left.pointer).cloned();
    Some(conflict(left.pointer, left.before, stands))
}

/// Whether one of two places holds the other.
fn overlap(one: &str, other: &str) -> bool {
    let holds = |outer: &str, inner: &str| {
        inner
            .strip_prefix(outer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    holds(one, other) || holds(other, one)
}

type FieldConflict = (String, Option<Json>, Option<Json>);

/// `current` with the fields that `before -> after` changed set back.
fn merge(before: &Value, after: &Value, current: &Value) -> Result<Value, Box<FieldConflict>> {
    let mut merged = current.clone();
    for field in field_diff(before, after) {
        let now = current.pointer(&field.pointer);
        let expected = field.after.as_ref().map(|json| &json.0);
        if now == field.before.as_ref().map(|json| &json.0) {
            continue;
        }
        if now != expected {
            return Err(Box::new((
                field.pointer,
                field.before,
                now.cloned().map(Json),
            )));
        }
        set(&mut merged, &field.pointer, field.before.map(|json| json.0));
    }
    Ok(merged)
}
