//! Parts: small pieces of a drawing that are proven in the field, to be put where they are needed.
//!
//! A part is data (`parts/<id>.json`): records with open ends, in which `@name` is another record of the part or something of the place where it
//! is put, `{n}` counts repetitions, `{key}` is a count that is asked for, and `+1` behind either is one more. [`insert`](insert::insert) closes the ends: `expand` repeats and names, `place` reads what is
//! there, `people` and `contract` find or make whom to call and what travels, `seam` completes every handoff, `spot` looks for room.

mod contract;
mod expand;
pub mod insert;
mod people;
mod picture;
mod place;
mod seam;
mod spot;
#[cfg(test)]
mod tests;

pub use picture::picture;

use crate::{AppError, ErrorCode};
use baton_model::{Kind, Pattern};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A part.
#[derive(Clone, Debug, Deserialize)]
pub struct Part {
    #[serde(flatten)]
    info: PartInfo,
    records: Vec<Piece>,
}

/// A part as it is listed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct PartInfo {
    /// Its id, which is its file's name.
    pub id: String,
    /// Display name.
    pub name: String,
    /// What it adds, in a sentence.
    pub summary: String,
    /// When it helps, in a sentence.
    pub when: String,
    /// The pattern that its handoffs are part of, if any.
    pub pattern: Option<Pattern>,
    /// Position in lists.
    pub order: u32,
    /// How often something of it is repeated.
    pub counts: Vec<PartCount>,
}

/// A number that is asked for when a part is inserted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, specta::Type)]
#[serde(deny_unknown_fields)]
pub struct PartCount {
    /// As it is set: `--set key=3`.
    pub key: String,
    /// As it is asked for.
    pub name: String,
    /// Without an answer.
    pub default: u32,
    /// At least.
    pub least: u32,
    /// At most.
    pub most: u32,
}

/// A record of a part.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    kind: Kind,
    /// Its name in the part; `lead.{n}` where it is repeated.
    name: String,
    /// The count that it is repeated by.
    #[serde(default)]
    each: Option<String>,
    /// Of a box: column and row beside the agent.
    #[serde(default)]
    at: Option<(f64, f64)>,
    /// Whether repetitions stand one column on each; else they stand below each other.
    #[serde(default)]
    across: bool,
    /// The count by which it stands more columns on.
    #[serde(default)]
    beyond: Option<String>,
    /// Its fields.
    record: Value,
}

/// `FILES`: every file of `parts/`.
mod files {
    include!(concat!(env!("OUT_DIR"), "/parts.rs"));
}

/// All parts, in order.
pub fn all() -> Result<Vec<Part>, AppError> {
    let broken = |reason: String| {
        AppError::new(
            ErrorCode::Internal,
            format!("a part is broken: {reason}"),
            "",
        )
    };
    let mut out = files::FILES
        .iter()
        .map(|(file, text)| {
            let part: Part =
                serde_json::from_str(text).map_err(|error| broken(format!("{file}: {error}")))?;
            if part.info.id == *file {
                Ok(part)
            } else {
                Err(broken(format!("{file} calls itself {}", part.info.id)))
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    out.sort_by_key(|part| part.info.order);
    Ok(out)
}

/// The part with an id.
pub fn find(id: &str) -> Result<Part, AppError> {
    let all = all()?;
    let known: Vec<String> = all.iter().map(|part| part.info.id.clone()).collect();
    all.into_iter()
        .find(|part| part.info.id == id)
        .ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no part {id:?}"),
                format!("known parts: {}", known.join(", ")),
            )
        })
}

impl Part {
    /// As it is listed.
    pub fn info(&self) -> &PartInfo {
        &self.info
    }
}
