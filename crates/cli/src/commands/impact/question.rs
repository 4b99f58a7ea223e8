//! From words to a question.

use crate::args::{AgentQuestion, ContractQuestion, ImpactSubject, OwnerQuestion, VersionQuestion};
use baton_app::contract::compare::read_schema;
use baton_app::impact::ImpactQuestion as Q;
use baton_app::{AppError, ErrorCode};
use baton_model::{ContractId, Date, InvalidId, Json, Kind, Version, VersionRange};

pub(super) fn of(subject: &ImpactSubject) -> Result<Q, AppError> {
    match subject {
        ImpactSubject::Contract(words) => contract(words),
        ImpactSubject::Version(words) => version(words),
        ImpactSubject::Agent(words) => agent(words),
        ImpactSubject::Capability { tag, agent, .. } => Ok(Q::CapabilityRemoved {
            tag: tag.clone(),
            agent: agent.as_deref().map(id).transpose()?,
        }),
        ImpactSubject::Range {
            agent,
            contract,
            range,
        } => Ok(Q::RangeChanged {
            agent: id(agent)?,
            contract: id(contract)?,
            range: VersionRange::new(range.as_str()).map_err(|message| {
                wrong(message, "write comparators joined by commas, and alternatives with ||: ^1.2, or >=1.4, <2 || ^3")
            })?,
        }),
        ImpactSubject::Owner(words) => owner(words),
        ImpactSubject::Team { id, .. } => Ok(removed(Kind::Team, id)),
        ImpactSubject::Sensitive { contract, pointer } => Ok(Q::SensitiveAdded {
            contract: id(contract)?,
            pointer: pointer.clone(),
        }),
    }
}

fn contract(words: &ContractQuestion) -> Result<Q, AppError> {
    let contract = id(&words.id)?;
    Ok(match (&words.to, &words.to_version) {
        (Some(file), _) => Q::ContractDraft {
            contract,
            schema: Json(read_schema(file)?),
        },
        (None, Some(version)) => Q::ContractMoves {
            contract,
            version: number(version)?,
        },
        (None, None) => Q::ContractRetired { contract },
    })
}

fn version(words: &VersionQuestion) -> Result<Q, AppError> {
    let (contract, version) = words.id.split_once('@').ok_or_else(|| {
        wrong(
            format!("{:?} names no version of a contract", words.id),
            "write CONTRACT@VERSION, for example refund@1.2.0",
        )
    })?;
    let contract: ContractId = id(contract)?;
    let version = number(version)?;
    if words.retire {
        return Ok(Q::VersionRetired { contract, version });
    }
    let sunset = words.sunset.as_deref().map(Date::new).transpose();
    Ok(Q::VersionDeprecated {
        contract,
        version,
        sunset: sunset.map_err(|message| wrong(message, "write a date as 2027-06-30"))?,
    })
}

fn agent(words: &AgentQuestion) -> Result<Q, AppError> {
    let agent = id(&words.id)?;
    Ok(match &words.to_version {
        Some(version) => Q::AgentMoves {
            agent,
            version: number(version)?,
        },
        None => Q::AgentRetired { agent },
    })
}

fn owner(words: &OwnerQuestion) -> Result<Q, AppError> {
    let responders = [
        (Kind::Team, &words.team),
        (Kind::Person, &words.person),
        (Kind::Rotation, &words.rotation),
        (Kind::EscalationPath, &words.escalation_path),
    ];
    let responder = responders
        .into_iter()
        .find_map(|(kind, id)| Some(removed(kind, id.as_deref()?)));
    match (responder, &words.handoff) {
        (Some(question), _) => Ok(question),
        (None, Some(handoff)) => Ok(Q::OwnersRemoved {
            handoff: id(handoff)?,
        }),
        (None, None) => Err(wrong(
            "nobody is named".to_owned(),
            "name a handoff, or use --team, --person, --rotation or --escalation-path",
        )),
    }
}

fn removed(kind: Kind, id: &str) -> Q {
    Q::ResponderRemoved {
        kind,
        id: id.to_owned(),
    }
}

fn id<T: std::str::FromStr<Err = InvalidId>>(text: &str) -> Result<T, AppError> {
    text.parse()
        .map_err(|error: InvalidId| wrong(error.to_string(), "check the id"))
}

fn number(text: &str) -> Result<Version, AppError> {
    Version::new(text)
        .map_err(|message| wrong(message, "write MAJOR.MINOR.PATCH, for example 1.2.0"))
}

fn wrong(message: String, hint: &str) -> AppError {
    AppError::new(ErrorCode::InvalidInput, message, hint)
}
