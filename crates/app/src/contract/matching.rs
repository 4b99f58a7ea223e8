//! Which versions of a contract a range takes.

use super::verdict::{contract_of, versions};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{ContractVersion, VersionRange};
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
    let range = VersionRange::new(range).map_err(|message| {
        AppError::new(
            ErrorCode::InvalidInput,
            message,
            "write comparators joined by commas, and alternatives with ||: ^1.2, or >=1.4, <2 || ^3",
        )
    })?;
    registry.read(|document| {
        contract_of(document, contract)?;
        let of = |version: &ContractVersion| RangeMatch {
            version: version.version.to_string(),
            state: serde_json::to_value(version.state)
                .ok()
                .and_then(|state| state.as_str().map(str::to_owned))
                .unwrap_or_default(),
            matches: range.accepts(&version.version),
        };
        let mut rows: Vec<RangeMatch> = versions(document, contract).map(of).collect();
        rows.reverse();
        Ok(rows)
    })
}
