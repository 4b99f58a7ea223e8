//! Whether a version may be published under its number: compared with every version that the contract's mode names.

use super::named::{directions, distance, named, next_version, predecessor};
use super::versions::{VersionComparison, compare_versions};
use crate::compat::{Bump, Change, Effort, Mode};
use crate::validate::SchemaProblem;
use baton_model::{CompatibilityMode, Contract, ContractState, ContractVersion, Version, Writers};
use serde::Serialize;

/// The kind of change that has to be acknowledged.
const RENAME: &str = "possible_rename";

/// A version that would come, judged by the contract's mode and writers.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Judgement {
    /// The version.
    pub version: String,
    /// The contract's mode.
    pub mode: CompatibilityMode,
    /// The contract's writers.
    pub writers: Writers,
    /// Whether the mode holds against every version that it names.
    pub holds: bool,
    /// The comparison with each version that the mode names, the highest first.
    pub against: Vec<VersionComparison>,
    /// The version that came before, and what changed since: what people look at, whether the mode names it or not.
    pub before: Option<VersionComparison>,
    /// The smallest step from the highest version that the mode names which is large enough for all of them; null where it names none.
    pub needed: Option<Bump>,
    /// The lowest number that may be published now.
    pub lowest: String,
    /// Fields that may have been renamed, so that their value would be lost silently. Each has to be acknowledged by its pointer.
    pub renames: Vec<Change>,
    /// Why the number is refused: the version that it is too close to, or that it has to be above. Null where it is fine.
    pub refused: Option<NumberRefused>,
}

/// Why a number is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct NumberRefused {
    /// The version that stands in the way.
    pub by: String,
    /// What is wrong, as a sentence.
    pub message: String,
}

/// Judges a version against the other versions of its contract. Which ones count is up to the mode; the first version of a contract, and the
/// first one of its major in a transitive mode, is compared with none. A schema or an invariant that cannot be used is an error with its
/// place, that of the older versions judged first.
pub fn judge(
    contract: &Contract,
    candidate: &ContractVersion,
    versions: &[&ContractVersion],
    effort: Effort,
) -> Result<Judgement, SchemaProblem> {
    judge_by(contract, candidate, versions, |old, new, mode, writers| {
        compare_versions(old, new, mode, writers, effort)
    })
}

/// The same by another way of comparing, one that remembers what it compared before for example. It answers as [`compare_versions`] does.
pub fn judge_by(
    contract: &Contract,
    candidate: &ContractVersion,
    versions: &[&ContractVersion],
    compare: impl Fn(
        &ContractVersion,
        &ContractVersion,
        Mode,
        Writers,
    ) -> Result<VersionComparison, SchemaProblem>,
) -> Result<Judgement, SchemaProblem> {
    let (mode, transitive) = directions(contract.compatibility);
    let compare = |old: &ContractVersion| compare(old, candidate, mode, contract.writers);
    let rivals = named(contract.compatibility, &candidate.version, versions);
    let against: Vec<VersionComparison> = rivals
        .iter()
        .map(|old| compare(old))
        .collect::<Result<_, _>>()?;
    let before = match predecessor(&candidate.version, versions) {
        Some(old) => match rivals.iter().position(|rival| rival.id == old.id) {
            Some(known) => against.get(known).cloned(),
            None => Some(compare(old)?),
        },
        None => None,
    };
    let (needed, lowest) = lowest(&rivals, &against, candidate, versions);
    Ok(Judgement {
        version: candidate.version.to_string(),
        mode: contract.compatibility,
        writers: contract.writers,
        holds: against.iter().all(|comparison| comparison.holds),
        refused: refused(candidate, transitive, &rivals, &against, versions),
        lowest: lowest.to_string(),
        renames: renames(before.iter().chain(&against)),
        needed,
        against,
        before,
    })
}

/// The changes that have to be acknowledged, each once.
fn renames<'a>(comparisons: impl IntoIterator<Item = &'a VersionComparison>) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for change in comparisons
        .into_iter()
        .flat_map(|comparison| &comparison.changes)
    {
        if change.kind == RENAME && out.iter().all(|known| known.pointer != change.pointer) {
            out.push(change.clone());
        }
    }
    out
}

fn refused(
    candidate: &ContractVersion,
    transitive: bool,
    rivals: &[&ContractVersion],
    against: &[VersionComparison],
    versions: &[&ContractVersion],
) -> Option<NumberRefused> {
    if !transitive
        && let Some(highest) = rivals.first()
        && candidate.version < highest.version
    {
        return Some(NumberRefused {
            by: highest.version.to_string(),
            message: format!(
                "{} is below {}, and the contract's mode compares with the highest published version alone",
                candidate.version, highest.version
            ),
        });
    }
    let too_close = rivals
        .iter()
        .zip(against)
        .find(|(old, comparison)| distance(&old.version, &candidate.version) < comparison.bump);
    if let Some((old, comparison)) = too_close {
        return Some(NumberRefused {
            by: old.version.to_string(),
            message: format!(
                "from {} to {} is a {} step, and the changes need a {} one",
                old.version,
                candidate.version,
                word(distance(&old.version, &candidate.version)),
                word(comparison.bump)
            ),
        });
    }
    let taken = versions
        .iter()
        .find(|other| other.version == candidate.version && other.id != candidate.id);
    taken.map(|other| NumberRefused {
        by: other.version.to_string(),
        message: format!("{} is taken", other.version),
    })
}

/// The smallest step from the highest rival that is far enough from all of them, and the first number of it that nobody has taken. Without
/// rivals any number will do.
fn lowest(
    rivals: &[&ContractVersion],
    against: &[VersionComparison],
    candidate: &ContractVersion,
    versions: &[&ContractVersion],
) -> (Option<Bump>, Version) {
    let Some(highest) = rivals.first() else {
        return (None, candidate.version.clone());
    };
    let is_out = |version: &&&ContractVersion| {
        !matches!(
            version.state,
            ContractState::Draft | ContractState::InReview
        )
    };
    let top = versions
        .iter()
        .filter(is_out)
        .map(|version| &version.version)
        .max();
    let far_enough = |number: &Version| {
        let mut pairs = rivals.iter().zip(against);
        pairs.all(|(old, comparison)| distance(&old.version, number) >= comparison.bump)
    };
    let is_taken = |number: &Version| {
        versions
            .iter()
            .any(|other| other.version == *number && other.id != candidate.id)
    };
    let steps = [
        (Bump::Patch, &highest.version),
        (Bump::Minor, &highest.version),
        (Bump::Major, top.unwrap_or(&highest.version)),
    ];
    let fits = |(bump, from): &(Bump, &Version)| far_enough(&next_version(from, *bump));
    let (bump, from) = steps.into_iter().find(fits).unwrap_or(steps[2]);
    let mut next = next_version(from, bump);
    while is_taken(&next) {
        next = next_version(&next, bump);
    }
    (Some(bump), next)
}

fn word(bump: Bump) -> &'static str {
    match bump {
        Bump::Patch => "patch",
        Bump::Minor => "minor",
        Bump::Major => "major",
    }
}
