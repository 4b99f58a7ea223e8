//! Joining what a file says now with what people made of it.

use crate::notes::Notes;
use crate::text::{base_name, visible};
use baton_model::{ContractState, Kind, Level, Origin, Record, RecordKey, merge_record};
use serde_json::Value;

/// Whether two origins are of the same file, as far as its name tells; whoever looked for the record has looked at folders.
pub(super) fn same_file(one: &Origin, other: &Origin) -> bool {
    one.format == other.format && base_name(&one.file) == base_name(&other.file)
}

/// Our record after the file's changes since the last import; `None` where it stays as it is. A record that was not made by this file
/// keeps its origin, and takes only what it does not say itself.
pub(super) fn join(
    ours: &Record,
    theirs: &Record,
    mut origin: Origin,
    goes_by_name: bool,
    place: &str,
    notes: &mut Notes,
) -> Option<Record> {
    let subject = ours.key();
    if is_left_alone(ours, theirs, place, notes) {
        return None;
    }
    let before = ours.origin().filter(|known| same_file(known, &origin));
    if let Some(known) = before.filter(|_| !origin.file.contains('/')) {
        // The folder that an earlier import knew stays known.
        origin.file.clone_from(&known.file);
    }
    let base = before
        .and_then(|known| known.said.as_ref())
        .map(|said| &said.0);
    let made_here = before.is_some() || (ours.origin().is_none() && !goes_by_name);
    let (our_fields, their_fields) = (fields(ours), fields(theirs));
    let merged = merge_record(ours.kind(), base, Some(&our_fields), Some(&their_fields));
    for conflict in merged.conflicts.iter().filter(|_| base.is_some()) {
        let shown = |value: &Option<baton_model::Json>| {
            value.as_ref().map_or_else(
                || "nothing".to_owned(),
                |value| visible(&value.0.to_string(), 80),
            )
        };
        notes.push(
            Level::Info,
            place,
            format!(
                "{}: the file says {} now, and people changed it to {}: theirs was kept",
                conflict.pointer,
                shown(&conflict.theirs),
                shown(&conflict.ours)
            ),
            Some(subject.clone()),
        );
    }
    let mut value = merged.ours?;
    value
        .as_object_mut()?
        .insert("id".to_owned(), Value::String(ours.id().to_owned()));
    let Ok(mut joined) = Record::from_json(ours.kind(), value) else {
        notes.push(
            Level::Warning,
            place,
            "what the file says now and what people changed make no valid record together: theirs was kept",
            Some(subject),
        );
        return None;
    };
    joined.set_origin(if made_here {
        Some(origin)
    } else {
        ours.origin().cloned()
    });
    Some(joined)
}

/// What is never touched: places that people may have moved, words of the vocabulary, and versions that are in use.
fn is_left_alone(ours: &Record, theirs: &Record, place: &str, notes: &mut Notes) -> bool {
    match (ours, theirs) {
        (Record::Placement(_) | Record::Capability(_) | Record::Deployment(_), _) => true,
        (Record::ContractVersion(known), Record::ContractVersion(now)) => {
            let in_use = !matches!(known.state, ContractState::Draft | ContractState::InReview);
            if in_use && known.payload_schema != now.payload_schema {
                notes.push(
                    Level::Warning,
                    place,
                    format!("{} differs from the file, but is published and stays; draft a new version to follow the file", known.id),
                    Some(RecordKey::new(Kind::ContractVersion, known.id.as_str())),
                );
            }
            in_use
        }
        _ => false,
    }
}

/// A record's fields without id and origin: both are decided apart.
fn fields(record: &Record) -> Value {
    super::said(record)
}
