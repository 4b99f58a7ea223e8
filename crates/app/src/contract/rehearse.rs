//! What publishing a version would do, and everything that stands in its way, at once.

use super::check::ContractCheck;
use super::publish::PublishRequest;
use super::weigh::{Weighed, as_numbered, open_renames};
use crate::record::words::called;
use crate::review::clearance::Clearance;
use crate::{AppError, ErrorReply, Registry};
use baton_contract::{Change, Judgement};
use baton_model::{ContractVersionId, Kind, RecordKey, TeamId};
use serde::Serialize;

/// What publishing a version would do.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Rehearsal {
    /// The version as it would be called.
    pub id: ContractVersionId,
    /// What is wrong with it.
    pub check: ContractCheck,
    /// How it is judged under that number; null where it cannot be compared.
    pub judgement: Option<Judgement>,
    /// Possible renames that nobody has acknowledged yet.
    pub open_renames: Vec<Change>,
    /// How it stands with those who have to agree.
    pub clearance: Clearance,
    /// The teams that would be told that it breaks what they own.
    pub told: Vec<Told>,
    /// What is to be said beside, in sentences.
    pub notes: Vec<String>,
    /// The first thing that stands in the way; null where it would be published.
    pub refusal: Option<ErrorReply>,
}

/// A team that would get a notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Told {
    /// The team.
    pub team: TeamId,
    /// What it is called.
    pub name: String,
    /// Why, in sentences.
    pub text: String,
}

/// Looks at everything that publishing looks at, in the same way, and writes nothing. An error tells what cannot even be looked at: a version
/// that is not there or was published before, a number that is none or is taken.
pub async fn rehearse(
    registry: &Registry,
    request: &PublishRequest,
) -> Result<Rehearsal, AppError> {
    registry.follow().await?;
    let request = PublishRequest {
        dry_run: true,
        ..request.clone()
    };
    let stored = registry.document();
    let (document, _) = as_numbered(&stored, &request)?;
    let weighed = Weighed::of(registry, &document, &request)?;
    let cleared = weighed.cleared(&document, &request);
    let (notes, missing) = match cleared {
        Ok((_, notes)) => (notes, None),
        Err(missing) => (Vec::new(), Some(missing)),
    };
    let refusal = weighed.publishable(&request).err().or(missing);
    let told = weighed.teams_hit(registry, &document)?;
    let judgement = weighed.judged.as_ref().ok();
    Ok(Rehearsal {
        id: weighed.seen.version.id.clone(),
        open_renames: judgement
            .map(|judgement| open_renames(&request, judgement))
            .unwrap_or_default()
            .into_iter()
            .cloned()
            .collect(),
        judgement: judgement.cloned(),
        clearance: weighed.standing(&document),
        told: told
            .into_iter()
            .map(|(team, text)| Told {
                name: called(&document, &RecordKey::new(Kind::Team, team.as_str())),
                team,
                text,
            })
            .collect(),
        notes,
        refusal: refusal.map(|refusal| refusal.reply()),
        check: weighed.check,
    })
}
