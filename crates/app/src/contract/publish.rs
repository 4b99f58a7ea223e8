//! Publishing a version: sound, far enough from those before it, its renames acknowledged, and cleared by those who have to agree.

use super::check::check_version;
use super::verdict::{cloned, contract_of, find, judge_with};
use crate::notice::hit::{hit, teams_hit};
use crate::registry::{EditReply, Plan};
use crate::review::ask::{AskReview, ask_review};
use crate::review::clearance::{Clearance, clearance, closing};
use crate::review::overrule::override_review;
use crate::{AppError, ErrorCode, Registry};
use baton_contract::{Judgement, Verdict, VersionComparison, VersionDirection, publishable};
use baton_model::{
    Contract, ContractState, ContractVersion, Document, EditCommand, Kind, Level, RecordKey, Team,
};
use baton_store::Action;

/// Most problems of a version that an error lists.
const MOST_TOLD: usize = 5;

/// Which version is published, and what was decided about it.
#[derive(Clone, Debug, Default)]
pub struct PublishRequest {
    /// The contract.
    pub contract: String,
    /// The version.
    pub version: String,
    /// JSON pointers of possible renames that are meant; `*` for all of them.
    pub acknowledged: Vec<String>,
    /// Why it is published without everybody's word.
    pub override_reason: Option<String>,
    /// The platform team that decides so; the author's only one when left out.
    pub override_team: Option<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// A version that was published.
#[derive(Debug)]
pub struct Published {
    /// What was written.
    pub reply: EditReply,
    /// How it was judged.
    pub judgement: Judgement,
    /// How it stood with those who have to agree.
    pub clearance: Clearance,
}

/// Publishes a draft or a version in review. What stands in the way is an error, and nothing is written; the judgement is in its details.
pub async fn publish(registry: &Registry, request: &PublishRequest) -> Result<Published, AppError> {
    registry.follow().await?;
    let seen = registry.read(|document| Seen::of(document, &request.contract, &request.version))?;
    publishable(&seen.version)
        .map_err(|refusal| AppError::new(ErrorCode::InvalidInput, refusal.message, refusal.hint))?;
    sound(registry, request)?;
    let judgement = judge_with(&seen.contract, &seen.version, &seen.others)?;
    numbered(&seen, &judgement)?;
    acknowledged(request, &judgement)?;
    let key = RecordKey::new(Kind::ContractVersion, seen.version.id.as_str());
    if let Some(reason) = &request.override_reason
        && !request.dry_run
    {
        overrule(registry, request, &key, reason).await?;
    }
    let (standing, _) = registry.read(|document| cleared(document, &key, request))?;
    let hit_by_it = if may_break(&judgement) {
        let document = registry.read(Document::clone);
        teams_hit(&document, &registry.host().today(), &seen.version)?
    } else {
        Vec::new()
    };
    let summary = format!("Publish {}", seen.version.id);
    let plan = |document: &Document| {
        let now = Seen::of(document, &request.contract, &request.version)?;
        if !now.says_the_same(&seen) {
            return Err(AppError::new(
                ErrorCode::Conflict,
                format!(
                    "somebody changed {} or another version of it meanwhile",
                    seen.version.id
                ),
                "nothing was published; look at it again",
            ));
        }
        let (_, notes) = cleared(document, &key, request)?;
        let mut edits = vec![EditCommand::put(ContractVersion {
            state: ContractState::Published,
            notice_date: None,
            sunset_date: None,
            ..now.version
        })];
        edits.extend(closing(document, &key));
        edits.extend(hit(document, &seen.version, &hit_by_it)?);
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: summary.clone(),
            mark: None,
            notes,
        })
    };
    let reply = registry.commit(None, request.dry_run, plan).await?;
    Ok(Published {
        reply,
        judgement,
        clearance: standing,
    })
}

/// What a judgement rests on.
struct Seen {
    contract: Contract,
    version: ContractVersion,
    others: Vec<ContractVersion>,
}

impl Seen {
    fn of(document: &Document, contract: &str, version: &str) -> Result<Self, AppError> {
        let version = find(document, contract, version)?.clone();
        let mut others = cloned(document, contract);
        others.retain(|other| other.id != version.id);
        Ok(Self {
            contract: contract_of(document, contract)?.clone(),
            version,
            others,
        })
    }

    /// Whether nothing changed that the judgement rests on. That a review was asked for in between moves the state alone.
    fn says_the_same(&self, other: &Self) -> bool {
        let state_of_other = ContractVersion {
            state: other.version.state,
            ..self.version.clone()
        };
        self.contract == other.contract
            && self.others == other.others
            && publishable(&self.version).is_ok()
            && state_of_other == other.version
    }
}

/// Refuses a version that contradicts itself.
fn sound(registry: &Registry, request: &PublishRequest) -> Result<(), AppError> {
    let check = check_version(registry, &request.contract, &request.version)?;
    let errors: Vec<String> = check
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
        format!("{} cannot be published: {first}", check.subject),
        "mend it; nothing was published",
    )
    .with_details(&check);
    error
        .hints
        .extend(errors.into_iter().skip(1).take(MOST_TOLD));
    Err(error)
}

/// Whether some way from a version that is in use is not proven safe, be it one that the mode asks for or not.
fn may_break(judgement: &Judgement) -> bool {
    let compared = judgement.against.iter().chain(&judgement.before);
    compared
        .flat_map(|comparison| [&comparison.backward, &comparison.forward])
        .any(|direction| direction.verdict != Verdict::Safe)
}

/// Refuses a number that goes up by too little, with what shows it.
fn numbered(seen: &Seen, judgement: &Judgement) -> Result<(), AppError> {
    let Some(refused) = &judgement.refused else {
        return Ok(());
    };
    let mut error = AppError::new(
        ErrorCode::BumpTooSmall,
        format!(
            "{} cannot be published under this number: {}",
            seen.version.id, refused.message
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
    Err(error)
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

/// Refuses renames that nobody has looked at.
fn acknowledged(request: &PublishRequest, judgement: &Judgement) -> Result<(), AppError> {
    let is_meant = |pointer: &str| {
        request
            .acknowledged
            .iter()
            .any(|meant| meant == pointer || meant == "*")
    };
    let mut open = judgement
        .renames
        .iter()
        .filter(|rename| !is_meant(&rename.pointer))
        .peekable();
    let Some(first) = open.peek() else {
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
        .fold(error, |error, rename| {
            error.hint(format!("--acknowledge-rename {}", rename.pointer))
        })
        .with_details(judgement))
}

/// How the version stands with those who have to agree, and what is to be said about it. While nobody has ever asked for a review in a registry,
/// reviews are not practised there, and nobody has to be waited for.
fn cleared(
    document: &Document,
    key: &RecordKey,
    request: &PublishRequest,
) -> Result<(Clearance, Vec<String>), AppError> {
    let standing = clearance(document, key);
    if standing.holds() || (request.dry_run && request.override_reason.is_some()) {
        return Ok((standing, Vec::new()));
    }
    let list = |teams: &[baton_model::TeamId]| {
        teams
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let why = match &standing {
        Clearance::Waiting { teams } if document.of_kind(Kind::Review).next().is_none() => {
            let note = format!(
                "nobody was asked: {} own a side of it, and this registry holds no review yet; from the first one on they have to agree",
                list(teams)
            );
            return Ok((standing, vec![note]));
        }
        Clearance::Waiting { teams } => format!("{} have not agreed yet", list(teams)),
        Clearance::Stale => "it was changed since it was reviewed".to_owned(),
        Clearance::Rejected => "a team objected".to_owned(),
        Clearance::NotNeeded | Clearance::Approved | Clearance::Overridden { .. } => String::new(),
    };
    Err(AppError::new(
        ErrorCode::ReviewMissing,
        format!("{} cannot be published: {why}", key.id),
        format!(
            "ask with `baton review ask {}`, and publish once everybody agreed",
            key.id
        ),
    )
    .hint("a platform team may go on without: --override-reason, recorded with its name")
    .with_details(&standing))
}

/// Records that a platform team goes on, in the review that is open, or in one that is asked for now.
async fn overrule(
    registry: &Registry,
    request: &PublishRequest,
    key: &RecordKey,
    reason: &str,
) -> Result<(), AppError> {
    let (standing, is_asked) =
        registry.read(|document| (clearance(document, key), !closing(document, key).is_empty()));
    if standing.holds() {
        return Ok(());
    }
    let team =
        registry.read(|document| platform_team(document, request.override_team.as_deref()))?;
    if !is_asked || standing == Clearance::Stale {
        let request = AskReview {
            subject: key.clone(),
            message: reason.to_owned(),
            baseline: None,
        };
        ask_review(registry, &request).await?;
    }
    override_review(registry, &key.to_string().replace(' ', ":"), &team, reason).await?;
    Ok(())
}

/// The platform team that is named, or the only one.
fn platform_team(document: &Document, named: Option<&str>) -> Result<String, AppError> {
    if let Some(named) = named {
        return Ok(named.to_owned());
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
