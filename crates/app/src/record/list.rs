//! Records of a kind, and single records.

use super::Filter;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, StoredRecord, nearest};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_name_kinds() {
        assert_eq!(kind("agents").unwrap(), Kind::Agent);
        assert_eq!(kind("contract-versions").unwrap(), Kind::ContractVersion);
        assert_eq!(kind("topologies").unwrap(), Kind::Topology);
        assert_eq!(kind("memories").unwrap(), Kind::Memory);
        assert!(kind("robots").is_err());
    }
}
