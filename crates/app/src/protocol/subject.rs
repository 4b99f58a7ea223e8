//! What is asked about: a handoff, or all handoffs of a topology.

use crate::{AppError, ErrorCode, Registry, record, topology};
use baton_model::{Kind, RecordKey, nearest};

/// Topologies that a hint names.
const MOST: usize = 12;

/// The handoff or topology with an id. Where both have it, `handoff:ID` and `topology:ID` tell them apart; without an id, the only topology.
pub fn find(registry: &Registry, id: Option<&str>) -> Result<RecordKey, AppError> {
    let Some(id) = id else {
        let only = topology::choose(registry, None)?;
        return Ok(RecordKey::new(Kind::Topology, only.as_str()));
    };
    if let Some((kind, id)) = id.split_once(':') {
        let kind = match kind {
            "handoff" => Kind::Handoff,
            "topology" => Kind::Topology,
            other => {
                return Err(AppError::new(
                    ErrorCode::InvalidInput,
                    format!("{other:?} does not transfer anything"),
                    "name a handoff or a topology",
                ));
            }
        };
        return of(registry, kind, id);
    }
    let has = |kind| registry.read(|document| document.contains(kind, id));
    match (has(Kind::Handoff), has(Kind::Topology)) {
        (true, true) => Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("{id:?} is a handoff and a topology"),
            format!("write handoff:{id} or topology:{id}"),
        )),
        (false, true) => of(registry, Kind::Topology, id),
        (true, false) => of(registry, Kind::Handoff, id),
        (false, false) => Err(neither(registry, id)),
    }
}

/// Names the nearest id of a handoff or topology, else the topologies.
fn neither(registry: &Registry, id: &str) -> AppError {
    let hint = registry.read(|document| {
        let handoffs = document.handoffs().map(|one| one.id.as_str());
        let topologies = || document.topologies().map(|one| one.id.as_str());
        if let Some(near) = nearest(handoffs.chain(topologies()), id) {
            return format!("did you mean {near}?");
        }
        let all: Vec<&str> = topologies().take(MOST).collect();
        match all[..] {
            [] => "the registry holds no topology; start with one".to_owned(),
            _ => format!(
                "name a handoff or one of the topologies: {}",
                all.join(", ")
            ),
        }
    });
    AppError::new(
        ErrorCode::NotFound,
        format!("there is no handoff and no topology {id:?}"),
        hint,
    )
    .in_terminal("`baton list handoff` and `baton list topology` show all")
}

fn of(registry: &Registry, kind: Kind, id: &str) -> Result<RecordKey, AppError> {
    let found = record::list::show(registry, kind, id)?;
    Ok(RecordKey::new(kind, found.id))
}
