//! What is out in the world stays: contract versions that were published, notices that were sent, and what they cannot stand without.

use baton_model::{
    ContractState, ContractVersion, Document, EditCommand, Kind, Notice, NoticeState, RecordChange,
    RecordKey, RevertConflict, apply, revert,
};
use std::collections::BTreeSet;

/// Most records that a note lists.
const MOST_LISTED: usize = 5;

/// The version at an address, if it is published now.
pub(super) fn published<'a>(
    document: &'a Document,
    key: &RecordKey,
) -> Option<&'a ContractVersion> {
    let version = (key.kind == Kind::ContractVersion)
        .then(|| document.find::<ContractVersion>(&key.id))
        .flatten()?;
    let out = !matches!(
        version.state,
        ContractState::Draft | ContractState::InReview
    );
    out.then_some(version)
}

/// Whether the record at an address is a notice that somebody got, or that was tried to be sent.
pub(super) fn told(document: &Document, key: &RecordKey) -> bool {
    let notice = (key.kind == Kind::Notice)
        .then(|| document.find::<Notice>(&key.id))
        .flatten();
    notice.is_some_and(|notice| {
        let untouched = notice.state == NoticeState::Pending && notice.attempts == 0;
        !untouched || !notice.reached.is_empty()
    })
}

/// The records that stay, with those that they refer to and that would be `gone` otherwise.
pub(super) fn with_what_they_need(
    document: &Document,
    first: BTreeSet<RecordKey>,
    gone: impl Fn(&RecordKey) -> bool,
) -> BTreeSet<RecordKey> {
    let mut next: Vec<RecordKey> = first.iter().cloned().collect();
    let mut kept = first;
    while let Some(key) = next.pop() {
        let Some(held) = document.get(&key) else {
            continue;
        };
        for reference in held.record.outgoing() {
            if gone(&reference.to) && kept.insert(reference.to.clone()) {
                next.push(reference.to);
            }
        }
    }
    kept
}

/// Says which versions stay, and why. That nobody unhears a notice goes without saying.
pub(super) fn note(kept: &BTreeSet<RecordKey>) -> Option<String> {
    let (versions, others): (Vec<&RecordKey>, Vec<&RecordKey>) = kept
        .iter()
        .filter(|key| key.kind != Kind::Notice)
        .partition(|key| key.kind == Kind::ContractVersion);
    if versions.is_empty() {
        return None;
    }
    let stay = if versions.len() == 1 {
        "stays as it is"
    } else {
        "stay as they are"
    };
    let needs = if others.is_empty() {
        String::new()
    } else {
        format!(", and needs {}", list(&others))
    };
    Some(format!(
        "{} {stay}: what was published never changes{needs}",
        list(&versions)
    ))
}

fn list(keys: &[&RecordKey]) -> String {
    let mut names: Vec<String> = keys
        .iter()
        .take(MOST_LISTED)
        .map(|key| format!("{} {}", key.kind.name().replace('_', " "), key.id))
        .collect();
    if keys.len() > MOST_LISTED {
        names.push(format!("{} more", keys.len() - MOST_LISTED));
    }
    names.join(", ")
}

/// The edits that take back what can be taken back of `changes`, and what stays because it was published.
pub(super) fn revert_unpublished(
    document: &Document,
    changes: &[RecordChange],
) -> Result<(Vec<EditCommand>, Option<String>), RevertConflict> {
    let key = |change: &RecordChange| RecordKey::new(change.kind, change.id.as_str());
    let first = changes
        .iter()
        .filter(|change| stays(document, change))
        .map(key)
        .collect::<BTreeSet<_>>();
    let made: BTreeSet<RecordKey> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .map(key)
        .collect();
    let kept = with_what_they_need(document, first, |key| made.contains(key));
    let rest: Vec<RecordChange> = changes
        .iter()
        .filter(|change| !kept.contains(&key(change)))
        .cloned()
        .map(with_field_numbers)
        .filter(|change| change.before != change.after)
        .collect();
    Ok((revert(document, &rest)?, note(&kept)))
}

/// The change of a contract without its field numbers: those that were given stay.
fn with_field_numbers(mut change: RecordChange) -> RecordChange {
    if change.kind == Kind::Contract
        && let (Some(before), Some(after)) = (&mut change.before, &change.after)
        && let (Some(fields), Some(numbers)) =
            (before.0.as_object_mut(), after.0.get("field_numbers"))
    {
        fields.insert("field_numbers".to_owned(), numbers.clone());
    }
    change
}

/// Whether a change cannot be taken back because the version that it made was published since, or by it, or because it was told.
fn stays(document: &Document, change: &RecordChange) -> bool {
    let key = RecordKey::new(change.kind, change.id.as_str());
    if told(document, &key) {
        return true;
    }
    if published(document, &key).is_none() {
        return false;
    }
    match revert(document, std::slice::from_ref(change)) {
        Ok(edits) => edits.iter().any(|edit| {
            matches!(edit, EditCommand::Put { .. })
                && apply(document, std::slice::from_ref(edit)).is_err()
        }),
        // Another change of a published version stands in the way, as it does for every record.
        Err(_) => change
            .after
            .as_ref()
            .is_some_and(|after| matches!(after.0["state"].as_str(), Some("draft" | "in_review"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_lists_a_few() {
        let keys = |ids: &[&str]| -> BTreeSet<RecordKey> {
            let versions = ids.iter();
            versions
                .map(|id| RecordKey::new(Kind::ContractVersion, *id))
                .collect()
        };
        assert_eq!(note(&BTreeSet::new()), None);
        let mut one = keys(&["a@1.0.0"]);
        one.insert(RecordKey::new(Kind::Contract, "a"));
        assert_eq!(
            note(&one).unwrap(),
            "contract version a@1.0.0 stays as it is: what was published never changes, and needs contract a"
        );
        let many = note(&keys(&["a", "b", "c", "d", "e", "f", "g"])).unwrap();
        assert!(
            many.contains("contract version e, 2 more stay as they are"),
            "{many}"
        );
    }
}
