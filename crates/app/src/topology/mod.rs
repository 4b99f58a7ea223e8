//! Topologies as drawings.

pub mod drawing;
pub mod picture;

use crate::{AppError, ErrorCode, Registry};
use baton_model::{Kind, TopologyId};

/// The topology with an id; without one, the only one that there is.
pub fn choose(registry: &Registry, id: Option<&str>) -> Result<TopologyId, AppError> {
    let all: Vec<TopologyId> =
        registry.read(|document| document.topologies().map(|t| t.id.clone()).collect());
    match id {
        Some(id) => {
            let found = crate::record::list::show(registry, Kind::Topology, id)?;
            TopologyId::new(found.id)
                .map_err(|error| AppError::new(ErrorCode::InvalidInput, error.to_string(), ""))
        }
        None => match all.as_slice() {
            [only] => Ok(only.clone()),
            [] => Err(AppError::new(
                ErrorCode::NotFound,
                "the registry holds no topology",
                "start with `baton init --template customer-support`, or `baton import`",
            )),
            several => Err(AppError::new(
                ErrorCode::InvalidInput,
                "the registry holds several topologies",
                format!(
                    "name one: {}",
                    several
                        .iter()
                        .take(12)
                        .map(ToString::to_string)
                        .collect::<Vec<_>>()
                        .join(", ")
                ),
            )),
        },
    }
}
