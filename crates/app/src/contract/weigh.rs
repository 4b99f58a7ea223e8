//! Everything that decides whether a version may be published, and whom that would hit.

use super::check::{ContractCheck, checked};
use super::publish::PublishRequest;
use super::renumber::renumbered;
use super::verdict::{cloned, contract_of, find, tried, unusable};
use crate::notice::hit::teams_hit;
use crate::review::clearance::{Clearance, clearance};
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{
    Change, Judgement, SchemaProblem, Verdict, VersionComparison, VersionDirection, publishable,
};
use baton_model::{
    Contract, ContractVersion, Document, EditCommand, Kind, Level, RecordKey, Team, TeamId, apply,
};
use std::borrow::Cow;

/// Most problems of a version that an error lists.
const MOST_TOLD: usize = 5;

/// The document with the version under the number that is asked for, and the edits that lead there; as it stands where no other is asked for.
pub(super) fn as_numbered<'d>(
    document: &'d Document,
    request: &PublishRequest,
) -> Result<(Cow<'d, Document>, Vec<EditCommand>), AppError> {
    let version = find(document, &request.contract, &request.version)?;
    let Some(number) = &request.number else {
        return Ok((Cow::Borrowed(document), Vec::new()));
    };
    let (_, edits) = renumbered(document, version, number)?;
    if edits.is_empty() {
        return Ok((Cow::Borrowed(document), edits));
    }
    let diff = apply(document, &edits)?;
    let mut then = document.clone();
    then.commit(&diff, document.revision());
    Ok((Cow::Owned(then), edits))
}

/// A version with everything that is known about publishing it.
pub(super) struct Weighed {
    pub seen: Seen,
    pub check: ContractCheck,
    pub judged: Result<Judgement, SchemaProblem>,
}

impl Weighed {
    /// `document` has the version under the number that is asked for. Refuses only what is not there, and what was published.
    pub fn of(
        registry: &Registry,
        document: &Document,
        request: &PublishRequest,
    ) -> Result<Self, AppError> {
        let seen = Seen::of(document, request)?;
        let Seen {
            contract,
            version,
            others,
        } = &seen;
        publishable(version).map_err(|refusal| {
            AppError::new(ErrorCode::InvalidInput, refusal.message, refusal.hint)
                .in_terminal(format!("`baton contract draft {}` drafts it", contract.id))
        })?;
        Ok(Self {
            check: checked(registry, version)?,
            judged: tried(registry.compared(), contract, version, others)?,
            seen,
        })
    }

    /// How it is judged, or why it cannot be published whatever its reviewers say.
    pub fn publishable(&self, request: &PublishRequest) -> Result<&Judgement, AppError> {
        self.sound()?;
        let judged = self.judged.as_ref();
        let judgement = judged.map_err(|problem| unusable(&self.seen.contract, problem))?;
        self.numbered(judgement)?;
        acknowledged(request, judgement)?;
        Ok(judgement)
    }

    /// Refuses a version that contradicts itself.
    fn sound(&self) -> Result<(), AppError> {
        let errors: Vec<String> = self
            .check
            .problems
            .iter()
            .filter(|problem| problem.level == Level::Error)
            .map(|problem| format!("{}: {}", problem.path, problem.message))
            .collect();
        let Some(first) = errors.first() else {
            return Ok(());
        };
        let mut error = AppError::new(
            ErrorCode::InvalidInput,
            format!("{} cannot be published: {first}", self.check.subject),
            "mend it; nothing was published",
        )
        .with_details(&self.check);
        error
            .hints
            .extend(errors.into_iter().skip(1).take(MOST_TOLD));
        Err(error)
    }

    /// Refuses a number that goes up by too little, with what shows it.
    fn numbered(&self, judgement: &Judgement) -> Result<(), AppError> {
        let Some(refused) = &judgement.refused else {
            return Ok(());
        };
        let mut error = AppError::new(
            ErrorCode::BumpTooSmall,
            format!(
                "{} cannot be published under this number: {}",
                self.seen.version.id, refused.message
            ),
            format!(
                "publish it as {}, or change it until it fits",
                judgement.lowest
            ),
        )
        .with_details(judgement);
        let comparison = judgement
            .against
            .iter()
            .find(|other| other.old == refused.by);
        error
            .hints
            .extend(comparison.map(evidence).unwrap_or_default());
        Err(error.in_terminal(format!("--renumber {} publishes it so", judgement.lowest)))
    }

    /// How the version stands with those who have to agree.
    pub fn standing(&self, document: &Document) -> Clearance {
        clearance(document, &self.seen.key())
    }

    /// The same, refused where somebody still has to agree, with what is to be said about it. While nobody has ever asked for a review in a
    /// registry, reviews are not practised there, and nobody has to be waited for.
    pub fn cleared(
        &self,
        document: &Document,
        request: &PublishRequest,
    ) -> Result<(Clearance, Vec<String>), AppError> {
        let standing = self.standing(document);
        if standing.holds() {
            return Ok((standing, Vec::new()));
        }
        if request.dry_run && request.override_reason.is_some() {
            platform_team(document, request)?;
            return Ok((standing, Vec::new()));
        }
        let (why, hint) = match &standing {
            Clearance::Waiting { teams } if document.of_kind(Kind::Review).next().is_none() => {
                let note = format!(
                    "nobody was asked: {} own a side of it, and this registry holds no review yet; from the first one on they have to agree",
                    names(document, teams)
                );
                return Ok((standing, vec![note]));
            }
            Clearance::Waiting { teams } => (
                format!("{} have not agreed yet", names(document, teams)),
                "ask for a review, and publish once everybody agreed",
            ),
            Clearance::Stale => (
                "it was changed since it was reviewed".to_owned(),
                "ask for a review of it as it is now",
            ),
            Clearance::Rejected => (
                "a team objected".to_owned(),
                "change what it objects to, and ask again",
            ),
            Clearance::NotNeeded | Clearance::Approved | Clearance::Overridden { .. } => {
                (String::new(), "")
            }
        };
        let id = &self.seen.version.id;
        Err(AppError::new(
            ErrorCode::ReviewMissing,
            format!("{id} cannot be published: {why}"),
            hint,
        )
        .hint("a platform team may go on without; it is recorded with its name and the reason")
        .in_terminal(format!("`baton review ask {id}` asks"))
        .in_terminal("--override-reason goes on without")
        .with_details(&standing))
    }

    /// The teams that own what breaks when everybody moves to the version, each with the reason.
    pub fn teams_hit(
        &self,
        registry: &Registry,
        document: &Document,
    ) -> Result<Vec<(TeamId, String)>, AppError> {
        match &self.judged {
            Ok(judgement) if may_break(judgement) => {
                teams_hit(document, &registry.host().today(), &self.seen.version)
            }
            Ok(_) | Err(_) => Ok(Vec::new()),
        }
    }
}

/// What a judgement rests on.
pub(super) struct Seen {
    pub contract: Contract,
    pub version: ContractVersion,
    pub others: Vec<ContractVersion>,
}

impl Seen {
    fn of(document: &Document, request: &PublishRequest) -> Result<Self, AppError> {
        let contract = request.contract.as_str();
        let number = request.number.as_deref().unwrap_or(&request.version);
        let version = find(document, contract, number.trim())?.clone();
        let mut others = cloned(document, contract);
        others.retain(|other| other.id != version.id);
        Ok(Self {
            contract: contract_of(document, contract)?.clone(),
            version,
            others,
        })
    }

    /// The version's address.
    pub fn key(&self) -> RecordKey {
        RecordKey::new(Kind::ContractVersion, self.version.id.as_str())
    }

    /// Whether nothing changed since that the judgement rests on. That a review was asked for in between moves the state alone.
    pub fn is_still_so(
        &self,
        document: &Document,
        request: &PublishRequest,
    ) -> Result<bool, AppError> {
        let now = Self::of(document, request)?;
        let with_state = ContractVersion {
            state: self.version.state,
            ..now.version.clone()
        };
        Ok(self.contract == now.contract
            && self.others == now.others
            && publishable(&now.version).is_ok()
            && with_state == self.version)
    }
}

/// Whether some way from a version that is in use is not proven safe, be it one that the mode asks for or not.
fn may_break(judgement: &Judgement) -> bool {
    let compared = judgement.against.iter().chain(&judgement.before);
    compared
        .flat_map(|comparison| [&comparison.backward, &comparison.forward])
        .any(|direction| direction.verdict != Verdict::Safe)
}

/// Why the mode does not hold: one line for each direction.
fn evidence(comparison: &VersionComparison) -> Vec<String> {
    let directions = [
        ("backward", &comparison.backward),
        ("forward", &comparison.forward),
    ];
    let told = |(name, direction): (&str, &VersionDirection)| {
        let reason = direction.reason.as_deref().unwrap_or_default();
        match (direction.verdict, &direction.counterexample) {
            (Verdict::Safe, _) => None,
            (Verdict::Breaking, Some(shown)) => Some(format!(
                "{name} from {}: {} shows that it breaks: {reason}",
                comparison.old, shown.0
            )),
            (Verdict::Breaking | Verdict::Undecided, _) => Some(format!(
                "{name} from {}: undecided: {reason}",
                comparison.old
            )),
        }
    };
    directions.into_iter().filter_map(told).collect()
}

/// The possible renames that nobody has looked at.
pub(super) fn open_renames<'j>(
    request: &PublishRequest,
    judgement: &'j Judgement,
) -> Vec<&'j Change> {
    let is_meant = |rename: &&Change| {
        let mut meant = request.acknowledged.iter();
        meant.any(|meant| *meant == rename.pointer || meant == "*")
    };
    judgement
        .renames
        .iter()
        .filter(|rename| !is_meant(rename))
        .collect()
}

/// Refuses renames that nobody has looked at.
fn acknowledged(request: &PublishRequest, judgement: &Judgement) -> Result<(), AppError> {
    let open = open_renames(request, judgement);
    let Some(first) = open.first() else {
        return Ok(());
    };
    let error = AppError::new(
        ErrorCode::RenameUnconfirmed,
        format!(
            "a field may have been renamed, and its value would be lost silently: {}",
            first.message
        ),
        "if that is meant, acknowledge it",
    );
    Err(open
        .iter()
        .fold(error, |error, rename| {
            error.in_terminal(format!("--acknowledge-rename {}", rename.pointer))
        })
        .with_details(judgement))
}

/// The platform team that is named, or the only one.
pub(super) fn platform_team(
    document: &Document,
    request: &PublishRequest,
) -> Result<String, AppError> {
    if let Some(named) = &request.override_team {
        return Ok(named.clone());
    }
    let platforms: Vec<&Team> = document.teams().filter(|team| team.platform).collect();
    match platforms.as_slice() {
        [only] => Ok(only.id.to_string()),
        several => {
            let known: Vec<&str> = several.iter().map(|team| team.id.as_str()).collect();
            let hint = if known.is_empty() {
                "no team is marked as one: set `platform` on the team that may decide for others"
                    .to_owned()
            } else {
                format!("name one of {}", known.join(", "))
            };
            Err(AppError::new(
                ErrorCode::InvalidInput,
                "an override needs the platform team that decides",
                hint,
            ))
        }
    }
}

/// Teams as people call them.
fn names(document: &Document, teams: &[TeamId]) -> String {
    let name = |id: &TeamId| {
        let team = document.find::<Team>(id);
        team.map_or_else(|| id.to_string(), |team| team.name.clone())
    };
    teams.iter().map(name).collect::<Vec<_>>().join(", ")
}
