//! Naming states of topologies, to compare with them later.

use super::clearance::{clearance, closing};
use crate::record::words::called;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Baseline, BaselineId, Document, EditCommand, Kind, RecordKey, TopologyId, slug};
use baton_store::Action;
use serde::Serialize;

/// A state of a topology to be named.
#[derive(Clone, Debug, Default)]
pub struct NewBaseline {
    /// The topology.
    pub topology: String,
    /// The display name; the same name again moves the baseline.
    pub name: String,
    /// Why it is kept.
    pub note: String,
    /// The registry's revision; the present one when left out.
    pub revision: Option<u32>,
}

/// A baseline as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct BaselineRow {
    /// Its id.
    pub id: BaselineId,
    /// Display name.
    pub name: String,
    /// The topology.
    pub topology: TopologyId,
    /// What the topology is called.
    pub topology_name: String,
    /// The registry's revision.
    pub revision: u32,
    /// Why it was kept.
    pub note: String,
}

/// Baselines of one topology or of all, the newest first.
pub fn baselines(registry: &Registry, topology: Option<&str>) -> Vec<BaselineRow> {
    registry.read(|document| {
        let mut rows: Vec<BaselineRow> = document
            .baselines()
            .filter(|baseline| topology.is_none_or(|id| baseline.topology.as_str() == id))
            .map(|baseline| row(document, baseline))
            .collect();
        rows.sort_by(|a, b| (b.revision, &a.id).cmp(&(a.revision, &b.id)));
        rows
    })
}

fn row(document: &Document, baseline: &Baseline) -> BaselineRow {
    let topology = RecordKey::new(Kind::Topology, baseline.topology.as_str());
    BaselineRow {
        id: baseline.id.clone(),
        name: baseline.name.clone(),
        topology: baseline.topology.clone(),
        topology_name: called(document, &topology),
        revision: baseline.revision,
        note: baseline.note.clone(),
    }
}

/// Names a state of a topology. A review of it that was cleared is closed with it.
pub async fn set_baseline(
    registry: &Registry,
    new: &NewBaseline,
) -> Result<(BaselineRow, EditReply), AppError> {
    registry.follow().await?;
    if let Some(revision) = new.revision {
        let past = registry.document_at(revision).await?;
        topology_of(&past, &new.topology).map_err(|mut error| {
            error.message = format!("{} at revision {revision}", error.message);
            error
        })?;
    }
    let plan = |document: &Document| {
        let baseline = baseline(document, new)?;
        let topology = RecordKey::new(Kind::Topology, new.topology.as_str());
        let mut edits = vec![EditCommand::put(baseline)];
        if new.revision.is_none() && clearance(document, &topology).holds() {
            edits.extend(closing(document, &topology));
        }
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!("Set baseline {} of {}", new.name.trim(), new.topology),
            mark: None,
            notes: Vec::new(),
        })
    };
    let reply = registry.commit(None, false, plan).await?;
    let row = registry.read(|document| {
        let baseline = baseline(document, new)?;
        let kept = document.find::<Baseline>(&baseline.id).unwrap_or(&baseline);
        Ok::<_, AppError>(row(document, kept))
    })?;
    Ok((row, reply))
}

fn baseline(document: &Document, new: &NewBaseline) -> Result<Baseline, AppError> {
    let topology = topology_of(document, &new.topology)?;
    let name = new.name.trim();
    if name.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "a baseline needs a name",
            "for example Q4 plan",
        ));
    }
    Ok(Baseline {
        note: new.note.clone(),
        ..Baseline::new(
            free_id(document, &topology, name)?,
            name.to_owned(),
            topology,
            new.revision.unwrap_or(document.revision()),
        )
    })
}

fn topology_of(document: &Document, id: &str) -> Result<TopologyId, AppError> {
    let found = TopologyId::new(id)
        .ok()
        .filter(|id| document.contains(Kind::Topology, id.as_str()));
    found.ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no topology {id:?}"),
            "check its id",
        )
        .in_terminal("`baton list topology` shows all")
    })
}

/// The id of the baseline with that name, which it keeps when it is moved.
fn free_id(document: &Document, topology: &TopologyId, name: &str) -> Result<BaselineId, AppError> {
    let mut of_it = document.baselines().filter(|b| b.topology == *topology);
    if let Some(there) = of_it.find(|baseline| baseline.name == name) {
        return Ok(there.id.clone());
    }
    super::free_id(&slug(name, "baseline"), |id| {
        document.contains(Kind::Baseline, id)
    })
}
