//! The versions of a contract, one after the other.

use super::compare::with_deep_stack;
use super::verdict::{cloned, contract_of};
use crate::{AppError, Registry};
use baton_contract::{Bump, directions, distance};
use baton_model::{ContractState, Date};
use serde::Serialize;

/// A version on the line of all versions of a contract.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct TimelineVersion {
    /// The version.
    pub version: String,
    /// Where it stands.
    pub state: ContractState,
    /// The step from the version before it; null for the first.
    pub bump: Option<Bump>,
    /// When its end was announced.
    pub notice_date: Option<Date>,
    /// When it ends.
    pub sunset_date: Option<Date>,
    /// Days from today to that day, negative once it is past.
    pub sunset_in_days: Option<i32>,
    /// Changes since the version before it; null for the first, and where the two cannot be compared.
    pub changes: Option<u32>,
    /// Whether the directions of the contract's mode hold from the version before it; null for the first, and where the two cannot be compared.
    pub holds: Option<bool>,
    /// What changed, in the author's words.
    pub note: String,
}

/// All versions of a contract, the highest first.
pub fn contract_versions(
    registry: &Registry,
    contract: &str,
) -> Result<Vec<TimelineVersion>, AppError> {
    let today = registry.host().today();
    let (contract, versions) = registry.read(|document| {
        Ok::<_, AppError>((
            contract_of(document, contract)?.clone(),
            cloned(document, contract),
        ))
    })?;
    let (mode, _) = directions(contract.compatibility);
    let steps = |at: usize| {
        let before = &versions[at.checked_sub(1)?];
        let version = &versions[at];
        let compared = registry
            .compared()
            .compare(before, version, mode, contract.writers);
        Some((distance(&before.version, &version.version), compared.ok()))
    };
    let row = |at: usize| {
        let version = &versions[at];
        let (bump, compared) =
            steps(at).map_or((None, None), |(bump, compared)| (Some(bump), compared));
        TimelineVersion {
            version: version.version.to_string(),
            state: version.state,
            bump,
            notice_date: version.notice_date.clone(),
            sunset_in_days: version
                .sunset_date
                .as_ref()
                .map(|sunset| today.days_until(sunset)),
            sunset_date: version.sunset_date.clone(),
            changes: compared
                .as_ref()
                .map(|compared| compared.changes.len() as u32),
            holds: compared.as_ref().map(|compared| compared.holds),
            note: version.change_note.clone(),
        }
    };
    with_deep_stack(|| (0..versions.len()).rev().map(row).collect())
}
