//! Recording an incident.

use crate::registry::{EditReply, Plan};
use crate::review::free_id;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{AgentId, Document, EditCommand, Handoff, Incident, IncidentId, Kind, Timestamp};
use baton_store::{Action, LogQuery};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An incident to be recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct NewIncident {
    /// The handoff that it happened at.
    pub handoff: String,
    /// What caused it, as far as it is known.
    pub cause: String,
    /// When it happened; now when left out.
    pub at: Option<Timestamp>,
    /// Contract and agent versions at the time; looked up in the registry's history when empty.
    pub versions: Vec<String>,
    /// Where its record stands.
    pub link: Option<String>,
    /// What was learnt.
    pub lesson: String,
}

/// Commits that are read at a time on the way to when it happened.
const PAGE: u32 = 500;

/// Records an incident. Its id is among the reply's changes.
pub async fn record_incident(
    registry: &Registry,
    new: &NewIncident,
) -> Result<EditReply, AppError> {
    if new.cause.trim().is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "an incident needs a cause",
            "say what went wrong, as far as it is known",
        ));
    }
    registry.follow().await?;
    let now = registry.host().now();
    let at = new.at.clone().unwrap_or_else(|| now.clone());
    if instant(&at) > instant(&now) {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{at} is still to come"),
            "name a time that is over",
        ));
    }
    let versions = if new.versions.is_empty() {
        versions_at(registry, &new.handoff, &at).await?
    } else {
        known_versions(registry, &new.versions, &at).await?
    };
    let plan = |document: &Document| {
        let handoff = document.find::<Handoff>(&new.handoff).ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no handoff {:?}", new.handoff),
                "check its id",
            )
            .in_terminal("`baton list handoff` shows all")
        })?;
        let day = at.as_str().get(..10).unwrap_or_default();
        let taken = |id: &str| document.contains(Kind::Incident, id);
        let id: IncidentId = free_id(&format!("{}-{day}", handoff.id), taken)
            .or_else(|_| free_id(&format!("incident-{day}"), taken))?;
        let incident = Incident {
            cause: new.cause.trim().to_owned(),
            versions: versions.clone(),
            link: new.link.clone().filter(|link| !link.trim().is_empty()),
            lesson: new.lesson.trim().to_owned(),
            ..Incident::new(id, handoff.id.clone(), at.clone())
        };
        Ok(Plan {
            edits: vec![EditCommand::put(incident)],
            action: Action::Edit,
            summary: format!("Record an incident at {}", handoff.id),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

/// The contract version that the handoff pinned, and the versions of both ends that ran, as the registry stood then. Nothing where it did not
/// know the handoff yet.
async fn versions_at(
    registry: &Registry,
    handoff: &str,
    at: &Timestamp,
) -> Result<Vec<String>, AppError> {
    let Some(revision) = revision_at(registry, at).await? else {
        return Ok(Vec::new());
    };
    let document = registry.document_at(revision).await?;
    let Some(handoff) = document.find::<Handoff>(handoff) else {
        return Ok(Vec::new());
    };
    let pinned = handoff.contract.as_ref().zip(handoff.version.as_ref());
    let pinned = pinned.map(|(contract, version)| format!("{contract}@{version}"));
    let ends: Vec<&AgentId> = std::iter::once(&handoff.from)
        .chain(handoff.to.agent())
        .collect();
    let mut ran: Vec<String> = document
        .deployments()
        .filter(|deployment| ends.contains(&&deployment.agent))
        .map(|deployment| format!("{}@{}", deployment.agent, deployment.version))
        .collect();
    ran.sort_unstable();
    ran.dedup();
    Ok(pinned.into_iter().chain(ran).collect())
}

/// The versions that people named, each of a contract or an agent that is recorded now or was at the time.
async fn known_versions(
    registry: &Registry,
    named: &[String],
    at: &Timestamp,
) -> Result<Vec<String>, AppError> {
    let mut known = versions_of(&registry.document());
    if let Some(revision) = revision_at(registry, at).await? {
        known.append(&mut versions_of(&registry.document_at(revision).await?));
    }
    for each in named {
        if known.contains(each) {
            continue;
        }
        let (id, others) = of_the_same_id(each, &known);
        let remedy = if others.is_empty() {
            "name a contract or an agent with a version that is recorded, as ID@VERSION".to_owned()
        } else {
            format!("{id} has {}", others.join(", "))
        };
        return Err(AppError::new(
            ErrorCode::NotFound,
            format!("there is no version {each:?} of a contract or an agent"),
            remedy,
        ));
    }
    Ok(named.to_vec())
}

/// The id before the `@`, and the versions that are known of it.
fn of_the_same_id<'a>(named: &'a str, known: &'a BTreeSet<String>) -> (&'a str, Vec<&'a str>) {
    let id = named.split('@').next().unwrap_or(named);
    let others = known.iter().filter_map(|each| {
        let (of, version) = each.split_once('@')?;
        (of == id).then_some(version)
    });
    (id, others.collect())
}

/// Every version of a contract or an agent that is recorded, as `ID@VERSION`.
fn versions_of(document: &Document) -> BTreeSet<String> {
    let of_contracts = document
        .contract_versions()
        .map(|each| format!("{}@{}", each.contract, each.version));
    let of_agents = document
        .agent_versions()
        .map(|each| format!("{}@{}", each.agent, each.version));
    let deployed = document
        .deployments()
        .map(|each| format!("{}@{}", each.agent, each.version));
    of_contracts.chain(of_agents).chain(deployed).collect()
}

/// The newest revision that was there at a time.
async fn revision_at(registry: &Registry, at: &Timestamp) -> Result<Option<u32>, AppError> {
    let mut before_revision = None;
    loop {
        let query = LogQuery {
            before_revision,
            ..LogQuery::newest(PAGE)
        };
        let page = registry.store().headlines(&query).await?;
        if let Some(found) = page.iter().find(|entry| instant(&entry.at) <= instant(at)) {
            return Ok(Some(found.revision));
        }
        match page.last() {
            Some(last) if page.len() == PAGE as usize => before_revision = Some(last.revision),
            _ => return Ok(None),
        }
    }
}

fn instant(at: &Timestamp) -> jiff::Timestamp {
    at.as_str().parse().unwrap_or_default()
}
