//! Who stands on both sides of a handoff.

use crate::context::TopologyContext;
use crate::exchange;
use baton_model::{ContractVersion, Handoff, Kind, RecordKey, Responder, Target, Team, TeamId};

/// Whether somebody takes over: a handoff to an outcome ends the request, and nobody is on the other side.
pub(crate) fn has_receiver(handoff: &Handoff) -> bool {
    !matches!(handoff.to, Target::Outcome(_))
}

/// The team of the receiver; of a capability query, if all its candidates have the same.
pub(crate) fn receiving_team<'a>(
    context: &TopologyContext<'a>,
    handoff: &Handoff,
) -> Option<&'a TeamId> {
    let receivers = context.graph.receivers(handoff);
    let team = receivers.first()?.team.as_ref()?;
    receivers
        .iter()
        .all(|agent| agent.team.as_ref() == Some(team))
        .then_some(team)
}

pub(crate) fn sending_team<'a>(
    context: &TopologyContext<'a>,
    handoff: &Handoff,
) -> Option<&'a TeamId> {
    context.graph.member(&handoff.from)?.team.as_ref()
}

/// Whom to call in a team: its rotation, else all of it.
pub(crate) fn on_call(team: &Team) -> Responder {
    match &team.rotation {
        Some(rotation) => Responder::Rotation(rotation.clone()),
        None => Responder::Team(team.id.clone()),
    }
}

pub(crate) fn key(handoff: &Handoff) -> RecordKey {
    RecordKey::new(Kind::Handoff, handoff.id.as_str())
}

pub(crate) fn version_key(version: &ContractVersion) -> RecordKey {
    RecordKey::new(Kind::ContractVersion, version.id.as_str())
}

/// Whether somebody takes over in another trust domain, as far as both are known.
pub(crate) fn crosses_domains(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let domain = context
        .graph
        .member(&handoff.from)
        .and_then(|sender| sender.trust_domain.as_ref());
    let takers = exchange::takers(context, handoff);
    domain.is_some()
        && takers
            .filter_map(|taker| taker.trust_domain.as_ref())
            .any(|taker| Some(taker) != domain)
}
