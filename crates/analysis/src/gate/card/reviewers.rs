//! Who reviews, and whether they stand in the area of trust that a payload comes from.

use baton_model::{Agent, Document, Gate, Handoff, Person, Responder, Rotation, Team, TeamId};
use std::collections::BTreeSet;

/// The reviewers by name.
pub(super) fn names(document: &Document, gate: &Gate) -> Vec<String> {
    let names = gate.reviewers.iter().map(|reviewer| match reviewer {
        Responder::Person(id) => {
            let person: Option<&Person> = document.find(id);
            person.map_or_else(|| id.as_str().to_owned(), |person| person.name.clone())
        }
        Responder::Rotation(id) => {
            let rotation: Option<&Rotation> = document.find(id);
            rotation.map_or_else(|| id.as_str().to_owned(), |one| one.name.clone())
        }
        Responder::Team(id) => team(document, id),
    });
    names.map(|name| super::shown::line(&name)).collect()
}

fn team(document: &Document, id: &TeamId) -> String {
    let team: Option<&Team> = document.find(id);
    team.map_or_else(|| id.as_str().to_owned(), |team| team.name.clone())
}

/// Why a reviewer must not see sensitive fields; `None` where all of them stand inside. Inside is who belongs to the sender's team, or to a team with
/// an agent in the sender's trust domain. Whoever is not known to stand inside stands outside.
pub(super) fn outside(document: &Document, handoff: &Handoff, gate: &Gate) -> Option<String> {
    if gate.reviewers.is_empty() {
        return Some("Nobody is named who reviews, so nobody may see sensitive fields.".to_owned());
    }
    let sender: Option<&Agent> = document.find(&handoff.from);
    let domain = sender.and_then(|sender| sender.trust_domain.as_ref());
    let mut inside: BTreeSet<&TeamId> = sender
        .into_iter()
        .filter_map(|one| one.team.as_ref())
        .collect();
    if domain.is_some() {
        let agents = document.agents();
        let agents = agents.filter(|agent| agent.trust_domain.as_ref() == domain);
        inside.extend(agents.filter_map(|agent| agent.team.as_ref()));
    }
    let stranger = gate
        .reviewers
        .iter()
        .zip(names(document, gate))
        .find(|(reviewer, _)| {
            !teams_of(document, reviewer)
                .iter()
                .any(|team| inside.contains(team))
        });
    let place = domain.map_or_else(
        || "the sender's team".to_owned(),
        |domain| format!("the trust domain {domain}"),
    );
    stranger.map(|(_, name)| {
        format!("{name} is not known to work in {place}, so sensitive fields are masked.")
    })
}

fn teams_of<'d>(document: &'d Document, reviewer: &'d Responder) -> Vec<&'d TeamId> {
    match reviewer {
        Responder::Team(id) => vec![id],
        Responder::Rotation(id) => {
            let rotation: Option<&Rotation> = document.find(id);
            rotation
                .into_iter()
                .map(|rotation| &rotation.team)
                .collect()
        }
        Responder::Person(id) => {
            let person: Option<&Person> = document.find(id);
            person
                .into_iter()
                .flat_map(|person| &person.teams)
                .collect()
        }
    }
}
