//! Who is meant, and how to reach them.

use baton_model::{
    Agent, AgentId, CapabilityQuery, Contact, Document, Handoff, Outcome, OwnerModel, Person,
    Responder, Rotation, Target, Team, TeamId,
};
use serde::Serialize;

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename = "RunbookReach")]
pub(crate) struct Reach {
    pub channel: String,
    pub address: String,
    /// Empty where the address is not one that a click could open.
    pub link: String,
}

pub(crate) fn agent_name(document: &Document, id: &AgentId) -> String {
    document
        .find::<Agent>(id)
        .map_or_else(|| id.to_string(), |agent| agent.name.clone())
}

pub(crate) fn target_name(document: &Document, target: &Target) -> String {
    match target {
        Target::Agent(id) => agent_name(document, id),
        Target::Outcome(to) => document
            .find::<Outcome>(&to.outcome)
            .map_or_else(|| to.outcome.to_string(), |outcome| outcome.name.clone()),
        Target::Query(query) => query_name(query),
    }
}

fn query_name(query: &CapabilityQuery) -> String {
    format!("any agent with {}", query.capabilities.join(", "))
}

/// The owning teams: those that are named, else the receiver's where the model says so.
pub(crate) fn owners<'a>(document: &'a Document, handoff: &Handoff) -> Vec<&'a Team> {
    let named: Vec<&Team> = handoff
        .owners
        .iter()
        .filter_map(|id| document.find::<Team>(id))
        .collect();
    if named.is_empty() && handoff.owner_model == Some(OwnerModel::Downstream) {
        let receiver = handoff.to.agent().and_then(|id| document.find::<Agent>(id));
        return receiver
            .and_then(|agent| agent.team.as_ref())
            .and_then(|id| document.find(id))
            .into_iter()
            .collect();
    }
    named
}

pub(crate) fn responder_name(document: &Document, responder: &Responder) -> String {
    match responder {
        Responder::Person(id) => document
            .find::<Person>(id)
            .map_or_else(|| id.to_string(), |r| r.name.clone()),
        Responder::Team(id) => document
            .find::<Team>(id)
            .map_or_else(|| id.to_string(), |r| r.name.clone()),
        Responder::Rotation(id) => document
            .find::<Rotation>(id)
            .map_or_else(|| id.to_string(), |r| format!("{} (on call)", r.name)),
    }
}

/// How to reach somebody: a rotation by its schedule and its team's contacts.
pub(crate) fn reach(document: &Document, responder: &Responder) -> Vec<Reach> {
    match responder {
        Responder::Person(id) => {
            let email = document
                .find::<Person>(id)
                .and_then(|person| person.email.as_deref());
            email
                .map(|address| reach_of("email", address))
                .into_iter()
                .collect()
        }
        Responder::Team(id) => team_reach(document, id),
        Responder::Rotation(id) => {
            let Some(rotation) = document.find::<Rotation>(id) else {
                return Vec::new();
            };
            let schedule = rotation
                .link
                .as_deref()
                .map(|link| reach_of("schedule", link));
            schedule
                .into_iter()
                .chain(team_reach(document, &rotation.team))
                .collect()
        }
    }
}

fn team_reach(document: &Document, id: &TeamId) -> Vec<Reach> {
    document
        .find::<Team>(id)
        .map(|team| contacts(&team.contacts))
        .unwrap_or_default()
}

pub(crate) fn contacts(contacts: &[Contact]) -> Vec<Reach> {
    contacts
        .iter()
        .map(|contact| reach_of(&contact.channel, &contact.address))
        .collect()
}

fn reach_of(channel: &str, address: &str) -> Reach {
    let is_mail = channel.eq_ignore_ascii_case("email")
        && address.contains('@')
        && !address.contains([' ', ':', '/']);
    let link = if is_mail {
        format!("mailto:{address}")
    } else if is_page(address) {
        address.to_owned()
    } else {
        String::new()
    };
    Reach {
        channel: channel.to_owned(),
        address: address.to_owned(),
        link,
    }
}

/// Whether an address is one of a web page, without anything that could end it early.
pub(crate) fn is_page(address: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty())
        && address.chars().all(|letter| {
            !letter.is_whitespace() && !letter.is_control() && !"\"'<>`{}\\|^".contains(letter)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_mail_and_pages_are_links() {
        assert_eq!(reach_of("email", "a@b.example").link, "mailto:a@b.example");
        assert_eq!(
            reach_of("slack", "https://x.example/c").link,
            "https://x.example/c"
        );
        for (channel, address) in [
            ("slack", "#payments"),
            ("email", "javascript:alert(1)@x"),
            ("phone", "+41 44"),
            ("web", "data:x"),
        ] {
            assert_eq!(reach_of(channel, address).link, "", "{address}");
        }
    }
}
