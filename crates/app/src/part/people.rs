//! Whom to call: the team's own rotation and escalation path, or what has to be made.

use super::place::Place;
use crate::{AppError, ErrorCode};
use baton_model::{
    EscalationPath, EscalationPathId, EscalationStep, Record, Responder, RotationId, Team,
};

/// Minutes after which the second call goes out.
const SECOND_CALL_MINUTES: u32 = 15;
/// Within which somebody has to answer for what is critical (`OWN004`).
const DEADLINE_MINUTES: u32 = 30;

/// Settles team, rotation and path of a place, and tells which of them are made.
pub(super) fn ensured(place: &mut Place<'_>) -> Result<Vec<Record>, AppError> {
    let mut made = Vec::new();
    let document = place.document;
    if document.find::<Team>(&place.team.id).is_none() {
        made.push(Record::from(place.team.clone()));
    }
    place.responder = match rotation(place) {
        Some(rotation) => Responder::Rotation(rotation),
        None => Responder::Team(place.team.id.clone()),
    };
    let own = document
        .escalation_paths()
        .filter(|path| path.team == place.team.id && is_quick(path));
    let used = place
        .around
        .iter()
        .filter_map(|handoff| document.find::<EscalationPath>(handoff.escalation_path.as_ref()?))
        .find(|path| is_quick(path));
    let path = if let Some(path) = own.min_by_key(|path| last_minute(path)).or(used) {
        path.clone()
    } else {
        let path = ladder(place)?;
        made.push(path.clone().into());
        path
    };
    place.path = Some(path);
    Ok(made)
}

fn rotation(place: &Place<'_>) -> Option<RotationId> {
    let of_team = place.team.rotation.clone();
    of_team.or_else(|| {
        let mut rotations = place.document.rotations();
        rotations
            .find(|rotation| rotation.team == place.team.id)
            .map(|rotation| rotation.id.clone())
    })
}

/// Whether it reaches its last step early enough for everything that a part may bring.
fn is_quick(path: &EscalationPath) -> bool {
    !path.steps.is_empty() && last_minute(path) <= DEADLINE_MINUTES
}

fn last_minute(path: &EscalationPath) -> u32 {
    path.steps.last().map_or(0, |step| step.after_minutes)
}

/// A path for a team that has none: whoever is on call, then the whole team.
fn ladder(place: &Place<'_>) -> Result<EscalationPath, AppError> {
    let stem = format!("{}-escalation", place.team.id);
    let is_free = |id: &String| {
        !place
            .document
            .contains(baton_model::Kind::EscalationPath, id)
    };
    let counted = (2..u32::MAX).map(|count| format!("{stem}-{count}"));
    let id = std::iter::once(stem.clone())
        .chain(counted)
        .find(is_free)
        .unwrap_or_default();
    let mut notified = vec![place.responder.clone()];
    if let Some(parent) = &place.team.parent {
        notified.push(Responder::Team(parent.clone()));
    } else if matches!(place.responder, Responder::Rotation(_)) {
        notified.push(Responder::Team(place.team.id.clone()));
    }
    let steps = (0..).zip(notified).map(|(step, notify)| EscalationStep {
        after_minutes: step * SECOND_CALL_MINUTES,
        notify,
        channel: "page".to_owned(),
    });
    let id = EscalationPathId::new(id)
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string(), ""))?;
    let name = format!("{} ladder", place.team.name);
    Ok(EscalationPath {
        steps: steps.collect(),
        repeat: 1,
        ..EscalationPath::new(id, name, place.team.id.clone())
    })
}
