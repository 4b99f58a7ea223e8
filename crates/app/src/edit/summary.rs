//! What a group of changes did, in a line.

use baton_model::{Change, RecordsDiff, field_diff};

/// For example `Change agent triage: name, team`, or `Create 3, change 1 record`.
pub fn summarise(diff: &RecordsDiff) -> String {
    if let [change] = diff.changes.as_slice() {
        return one(change);
    }
    let count = |made: bool, gone: bool| {
        diff.changes
            .iter()
            .filter(|c| c.before.is_none() == made && c.after.is_none() == gone)
            .count()
    };
    let parts: Vec<String> = [
        ("create", count(true, false)),
        ("change", count(false, false)),
        ("delete", count(false, true)),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(verb, count)| format!("{verb} {count}"))
    .collect();
    let mut text = format!("{} records", parts.join(", "));
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn one(change: &Change) -> String {
    match (&change.before, &change.after) {
        (None, Some(_)) => format!("Create {}", change.key),
        (Some(_), None) => format!("Delete {}", change.key),
        (Some(before), Some(after)) => {
            let fields: Vec<String> = field_diff(&before.to_json(), &after.to_json())
                .iter()
                .take(4)
                .map(|field| field.pointer.trim_start_matches('/').to_owned())
                .collect();
            format!("Change {}: {}", change.key, fields.join(", "))
        }
        (None, None) => format!("Leave {}", change.key),
    }
}
