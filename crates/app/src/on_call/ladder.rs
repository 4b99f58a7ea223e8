//! An escalation path as it would be climbed at a time.

use super::call::{Reason, call};
use super::{Moment, MomentTold, OnCallCall};
use crate::record::list::show;
use crate::record::words::line;
use crate::{AppError, Registry};
use baton_model::{Document, EscalationPath, EscalationPathId, Kind};
use serde::Serialize;

/// Who is called, one after the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OnCallLadder {
    /// The escalation path.
    pub path: EscalationPathId,
    /// What it is called.
    pub name: String,
    /// When it starts.
    pub moment: MomentTold,
    /// The calls, in order of time.
    pub calls: Vec<OnCallCall>,
    /// How often all of it is done again.
    pub repeat: u32,
    /// How many calls reach nobody for sure.
    pub holes: u32,
}

/// Who is called on an escalation path that starts at a time; see [`Moment::read`] for how that is written.
pub fn ladder(
    registry: &Registry,
    path: &str,
    at: &str,
    zone: &str,
) -> Result<OnCallLadder, AppError> {
    show(registry, Kind::EscalationPath, path)?;
    let moment = Moment::read(registry.host(), at, zone)?;
    let all = registry.read(|document| climbed(document, &moment, Some(path)));
    all.into_iter().next().ok_or_else(|| {
        AppError::new(
            crate::ErrorCode::NotFound,
            format!("there is no escalation path {path:?}"),
            "it was deleted meanwhile",
        )
    })
}

/// All escalation paths of the registry at a time, by name.
pub fn ladders(registry: &Registry, at: &str, zone: &str) -> Result<Vec<OnCallLadder>, AppError> {
    let moment = Moment::read(registry.host(), at, zone)?;
    Ok(registry.read(|document| climbed(document, &moment, None)))
}

fn climbed(document: &Document, moment: &Moment, only: Option<&str>) -> Vec<OnCallLadder> {
    let mut all: Vec<OnCallLadder> = document
        .escalation_paths()
        .filter(|path| only.is_none_or(|id| path.id.as_str() == id))
        .map(|path| {
            let calls = steps(document, moment, path);
            let holes = calls.iter().filter(|call| call.problem.is_some()).count();
            OnCallLadder {
                path: path.id.clone(),
                name: line(&path.name),
                moment: moment.told(),
                holes: u32::try_from(holes).unwrap_or(u32::MAX),
                calls,
                repeat: path.repeat,
            }
        })
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name).then_with(|| a.path.cmp(&b.path)));
    all
}

/// The steps of a path, the earliest first.
pub(super) fn steps(
    document: &Document,
    moment: &Moment,
    path: &EscalationPath,
) -> Vec<OnCallCall> {
    let mut steps: Vec<_> = path.steps.iter().collect();
    steps.sort_by_key(|step| step.after_minutes);
    steps
        .into_iter()
        .map(|step| {
            let reason = Reason {
                after_minutes: Some(step.after_minutes),
                role: "escalation path",
                channel: &step.channel,
            };
            call(document, moment, &step.notify, &reason)
        })
        .collect()
}
