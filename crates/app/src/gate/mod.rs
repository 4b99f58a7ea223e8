//! People's decisions on the way: where they belong, and what the reviewer sees.

pub mod preview;
pub mod propose;
pub mod sample;

use crate::{AppError, ErrorCode, Registry};
use baton_model::{Handoff, Kind};

/// The handoff with an id.
fn handoff(registry: &Registry, id: &str) -> Result<Handoff, AppError> {
    let stored = crate::record::list::show(registry, Kind::Handoff, id)?;
    registry
        .read(|document| document.find(&stored.id).cloned())
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("handoff {id:?} has gone meanwhile"),
                "choose another one",
            )
        })
}
