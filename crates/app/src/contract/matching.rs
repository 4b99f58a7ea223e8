//! Which versions of a contract a range takes.

use crate::{AppError, ErrorCode, Registry};
use baton_model::{ContractVersion, Kind, RecordKey, VersionRange};
use serde::Serialize;

/// A version of a contract, and whether a range takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct RangeMatch {
    /// The version.
    pub version: String,
    /// Where it stands: `draft`, `in_review`, `published`, `deprecated` or `retired`.
    pub state: String,
    /// Whether the range takes it.
    pub matches: bool,
}

/// All versions of a contract, the highest first, with whether `range` takes them. A text that is no range is an error.
pub fn matching_versions(
    registry: &Registry,
    contract: &str,
    range: &str,
) -> Result<Vec<RangeMatch>, AppError> {
    crate::record::list::show(registry, Kind::Contract, contract)?;
    let range = VersionRange::new(range).map_err(|message| {
        AppError::new(
            ErrorCode::InvalidInput,
            message,
            "write comparators joined by commas, and alternatives with ||: ^1.2, or >=1.4, <2 || ^3",
        )
    })?;
    Ok(registry.read(|document| {
        let key = RecordKey::new(Kind::Contract, contract);
        let mut versions: Vec<&ContractVersion> = document
            .referrers(&key)
            .filter(|key| key.kind == Kind::ContractVersion)
            .filter_map(|key| document.find(&key.id))
            .collect();
        versions.sort_by(|a, b| b.version.cmp(&a.version));
        let of = |version: &&ContractVersion| RangeMatch {
            version: version.version.to_string(),
            state: serde_json::to_value(version.state)
                .ok()
                .and_then(|state| state.as_str().map(str::to_owned))
                .unwrap_or_default(),
            matches: range.accepts(&version.version),
        };
        versions.iter().map(of).collect()
    }))
}
