//! One call: who is meant, who that is at the time, and how to reach them.

use super::Moment;
use crate::record::words::line;
use baton_model::{
    Contact, Document, Person, PersonId, RecordKey, Responder, Rotation, Team, TeamId, Timestamp,
};
use serde::Serialize;

/// Somebody who is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OnCallCall {
    /// Minutes since the start; null for whoever is called when nobody else answers.
    pub after_minutes: Option<u32>,
    /// When that is.
    pub at: Timestamp,
    /// The same on the wall clock that was asked for.
    pub local: String,
    /// The person, rotation or team.
    pub responder: RecordKey,
    /// What it is called.
    pub name: String,
    /// Why it is called: `escalation path`, `fallback owner`, `owner`, `team`.
    pub role: String,
    /// How, for example `page`; empty where nothing is said.
    pub channel: String,
    /// Who that is at the time.
    pub people: Vec<OnCallPerson>,
    /// Further ways to reach them.
    pub contacts: Vec<OnCallContact>,
    /// Why nobody may answer; null where somebody is there.
    pub problem: Option<String>,
}

/// A person at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OnCallPerson {
    /// The person.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
    /// Their mail address.
    pub email: Option<String>,
    /// When their shift ends; null for people who are called in person.
    pub until: Option<Timestamp>,
    /// The same on the wall clock that was asked for.
    pub until_local: Option<String>,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct OnCallContact {
    /// For example `slack`.
    pub channel: String,
    /// The address in it.
    pub address: String,
}

/// What a call says beside who is called.
pub(super) struct Reason<'a> {
    pub after_minutes: Option<u32>,
    pub role: &'a str,
    pub channel: &'a str,
}

/// Who is called, as it is at the time of the call.
pub(super) fn call(
    document: &Document,
    moment: &Moment,
    responder: &Responder,
    reason: &Reason<'_>,
) -> OnCallCall {
    let at = moment.after(reason.after_minutes.unwrap_or(0));
    let reached = reached(document, moment, responder, &at);
    OnCallCall {
        after_minutes: reason.after_minutes,
        local: moment.words(&at),
        at,
        responder: responder.key(),
        name: reached.name,
        role: reason.role.to_owned(),
        channel: line(reason.channel),
        people: reached.people,
        contacts: reached.contacts,
        problem: reached.problem,
    }
}

struct Reached {
    name: String,
    people: Vec<OnCallPerson>,
    contacts: Vec<OnCallContact>,
    problem: Option<String>,
}

fn reached(document: &Document, moment: &Moment, responder: &Responder, at: &Timestamp) -> Reached {
    match responder {
        Responder::Person(id) => {
            let person = person(document, moment, id, None);
            let problem = person
                .email
                .is_none()
                .then(|| "How to reach them is not recorded.".to_owned());
            Reached {
                name: person.name.clone(),
                people: vec![person],
                contacts: Vec::new(),
                problem,
            }
        }
        Responder::Rotation(id) => match document.find::<Rotation>(id) {
            Some(rotation) => on_rotation(document, moment, rotation, at),
            None => gone(id.as_str()),
        },
        Responder::Team(id) => match document.find::<Team>(id) {
            Some(team) => on_team(document, moment, team, at),
            None => gone(id.as_str()),
        },
    }
}

fn gone(id: &str) -> Reached {
    Reached {
        name: id.to_owned(),
        people: Vec::new(),
        contacts: Vec::new(),
        problem: Some("It is not in the registry.".to_owned()),
    }
}

fn on_rotation(
    document: &Document,
    moment: &Moment,
    rotation: &Rotation,
    at: &Timestamp,
) -> Reached {
    let watch = rotation.watch(at);
    let people: Vec<OnCallPerson> = watch
        .now
        .iter()
        .map(|shift| person(document, moment, &shift.person, Some(&shift.to)))
        .collect();
    let problem = people.is_empty().then(|| {
        if let Some(next) = watch.next.first() {
            return format!(
                "Nobody is on call then; {} is from {} on.",
                name_of(document, &next.person),
                moment.words(&next.from)
            );
        }
        match &rotation.link {
            Some(link) => format!("Who that is stands in {}.", line(link)),
            None if rotation.schedule.is_empty() => "No shifts are planned.".to_owned(),
            None => "No shifts are planned any more.".to_owned(),
        }
    });
    Reached {
        name: line(&rotation.name),
        people,
        contacts: contacts_of(document, &rotation.team),
        problem,
    }
}

fn on_team(document: &Document, moment: &Moment, team: &Team, at: &Timestamp) -> Reached {
    let contacts = contacts(&team.contacts);
    let rotation = team
        .rotation
        .as_ref()
        .and_then(|id| document.find::<Rotation>(id));
    let on_call = rotation.map(|rotation| on_rotation(document, moment, rotation, at));
    let (people, gap) = on_call.map_or_else(
        || (Vec::new(), None),
        |on_call| (on_call.people, on_call.problem),
    );
    let problem = match (people.is_empty(), contacts.is_empty(), gap) {
        (false, ..) | (true, false, None) => None,
        (true, _, Some(gap)) => Some(gap),
        (true, true, None) => Some("The team has no contacts and no rotation.".to_owned()),
    };
    Reached {
        name: line(&team.name),
        people,
        contacts,
        problem,
    }
}

fn person(
    document: &Document,
    moment: &Moment,
    id: &PersonId,
    until: Option<&Timestamp>,
) -> OnCallPerson {
    let found = document.find::<Person>(id);
    OnCallPerson {
        id: id.clone(),
        name: name_of(document, id),
        email: found.and_then(|person| person.email.as_deref().map(line)),
        until: until.cloned(),
        until_local: until.map(|until| moment.words(until)),
    }
}

pub(super) fn name_of(document: &Document, id: &PersonId) -> String {
    document
        .find::<Person>(id)
        .map_or_else(|| id.to_string(), |person| line(&person.name))
}

pub(super) fn contacts_of(document: &Document, team: &TeamId) -> Vec<OnCallContact> {
    document
        .find::<Team>(team)
        .map(|team| contacts(&team.contacts))
        .unwrap_or_default()
}

fn contacts(contacts: &[Contact]) -> Vec<OnCallContact> {
    contacts
        .iter()
        .map(|contact| OnCallContact {
            channel: line(&contact.channel),
            address: line(&contact.address),
        })
        .collect()
}
