//! What is asked about: a handoff, or all handoffs of a topology.

use crate::{AppError, ErrorCode, Registry, record, topology};
use baton_model::{Kind, RecordKey};

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
        (_, false) => of(registry, Kind::Handoff, id),
    }
}

fn of(registry: &Registry, kind: Kind, id: &str) -> Result<RecordKey, AppError> {
    let found = record::list::show(registry, kind, id)?;
    Ok(RecordKey::new(kind, found.id))
}
