//! Records of a kind, and single records.

use super::Filter;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, StoredRecord};

/// The records of a kind that fulfil a filter, in order of id.
pub fn list(registry: &Registry, kind: Kind, filter: &Filter) -> Vec<StoredRecord> {
    registry.around(|around| {
        around
            .document
            .of_kind(kind)
            .filter(|held| filter.matches(around, held))
            .map(StoredRecord::of)
            .collect()
    })
}

/// One record.
pub fn show(registry: &Registry, kind: Kind, id: &str) -> Result<StoredRecord, AppError> {
    registry
        .read(|document| document.entry(kind, id).map(StoredRecord::of))
        .ok_or_else(|| {
            let near = registry
                .read(|document| nearest(document.of_kind(kind).map(|held| held.record.id()), id));
            let hint = match near {
                Some(near) => format!("did you mean {near}?"),
                None => format!("`baton list {kind}` shows all"),
            };
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no {kind} {id:?}"),
                hint,
            )
        })
}

/// The kind with a name, or its plural.
pub fn kind(name: &str) -> Result<Kind, AppError> {
    let folded = name.to_lowercase().replace('-', "_");
    Kind::parse(&folded)
        .or_else(|| folded.strip_suffix('s').and_then(Kind::parse))
        .or_else(|| {
            folded
                .strip_suffix("ies")
                .and_then(|stem| Kind::parse(&format!("{stem}y")))
        })
        .or_else(|| (folded == "people").then_some(Kind::Person))
        .ok_or_else(|| {
            let all: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
            AppError::new(
                ErrorCode::NotFound,
                format!("{name:?} is no kind of record"),
                format!("kinds: {}", all.join(", ")),
            )
        })
}

/// The word with the fewest edits, if they are few.
fn nearest<'a>(words: impl Iterator<Item = &'a str>, wanted: &str) -> Option<String> {
    words
        .take(10_000)
        .map(|word| (distance(word, wanted), word))
        .min()
        .filter(|(edits, _)| *edits <= wanted.chars().count() / 3 + 1)
        .map(|(_, word)| word.to_owned())
}

/// Levenshtein distance in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let change = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_name_kinds_and_slips_are_guessed() {
        assert_eq!(kind("agents").unwrap(), Kind::Agent);
        assert_eq!(kind("contract-versions").unwrap(), Kind::ContractVersion);
        assert_eq!(kind("topologies").unwrap(), Kind::Topology);
        assert_eq!(kind("memories").unwrap(), Kind::Memory);
        assert!(kind("robots").is_err());
        assert_eq!(
            nearest(["billing", "triage"].into_iter(), "triaje").as_deref(),
            Some("triage")
        );
        assert_eq!(nearest(["billing"].into_iter(), "triage"), None);
    }
}
