//! Changes that both sides of a seam have to agree to: asked for, answered, overruled, and cleared for publishing.
//!
//! A review is a record like any other, so everything in it stands in the change log. It names what it is about by a hash of its content: once
//! that changes, the review is stale and nobody's word counts for what stands there now.

mod content;
mod find;
mod owners;
mod scope;
mod told;
mod verdict;

pub mod answer;
pub mod ask;
pub mod baseline;
pub mod changes;
pub mod clearance;
pub mod comment;
pub mod list;
pub mod overrule;
pub mod page;
pub mod pull_request;
pub mod withdraw;

pub use find::{record, subject};
pub(crate) use owners::users_of;

use crate::{AppError, ErrorCode};
use std::str::FromStr;

/// The first id of `wanted`, `wanted-2`, `wanted-3` ... that is not taken.
pub(crate) fn free_id<I: FromStr>(
    wanted: &str,
    taken: impl Fn(&str) -> bool,
) -> Result<I, AppError> {
    let mut id = wanted.to_owned();
    let mut number = 1;
    while taken(&id) {
        number += 1;
        id = format!("{wanted}-{number}");
    }
    id.parse().map_err(|_| {
        AppError::new(
            ErrorCode::InvalidInput,
            format!(
                "{:?} is too long for an id",
                crate::record::words::cut(&id, 80)
            ),
            "choose a shorter name",
        )
    })
}
