//! Tables of teams, people and escalation.

use super::{count, joined, name_if, name_of, names_of, referring, text, yes};
use crate::record::around::Around;
use crate::record::table::TableColumn;
use crate::record::words::line;
use baton_model::{EscalationPath, Handoff, Kind, Person, RecordKey, Rotation, Team};

pub(super) const TEAM: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("parent", "Part of"),
    text("contacts", "Contacts"),
    text("rotation", "On call"),
    text("platform", "Platform"),
    count("agents", "Agents"),
    count("handoffs", "Handoffs owned"),
    count("escalation_paths", "Escalation paths"),
    count("people", "People"),
];

pub(super) fn team(around: &Around<'_>, team: &Team) -> Vec<String> {
    let key = RecordKey::new(Kind::Team, team.id.as_str());
    let owned = around.document.referrers(&key);
    let owned = owned
        .filter(|key| key.kind == Kind::Handoff)
        .filter_map(|key| around.document.find::<Handoff>(&key.id))
        .filter(|handoff| handoff.owners.contains(&team.id));
    let contacts = team.contacts.iter();
    vec![
        line(&team.name),
        team.id.to_string(),
        name_if(around, Kind::Team, team.parent.as_ref()),
        joined(contacts.map(|contact| line(&format!("{} {}", contact.channel, contact.address)))),
        name_if(around, Kind::Rotation, team.rotation.as_ref()),
        yes(team.platform),
        referring(around, &key, Kind::Agent).to_string(),
        owned.count().to_string(),
        referring(around, &key, Kind::EscalationPath).to_string(),
        referring(around, &key, Kind::Person).to_string(),
    ]
}

pub(super) const PERSON: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("email", "Email"),
    text("teams", "Teams"),
    count("rotations", "Rotations"),
];

pub(super) fn person(around: &Around<'_>, person: &Person) -> Vec<String> {
    let key = RecordKey::new(Kind::Person, person.id.as_str());
    vec![
        line(&person.name),
        person.id.to_string(),
        line(person.email.as_deref().unwrap_or_default()),
        names_of(around, Kind::Team, &person.teams),
        referring(around, &key, Kind::Rotation).to_string(),
    ]
}

pub(super) const ROTATION: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("team", "Team"),
    count("shifts", "Shifts"),
    text("people", "People"),
    text("link", "Kept at"),
];

pub(super) fn rotation(around: &Around<'_>, rotation: &Rotation) -> Vec<String> {
    let mut people: Vec<&str> = Vec::new();
    for shift in &rotation.schedule {
        if !people.contains(&shift.person.as_str()) {
            people.push(shift.person.as_str());
        }
    }
    vec![
        line(&rotation.name),
        rotation.id.to_string(),
        name_of(around, Kind::Team, &rotation.team),
        rotation.schedule.len().to_string(),
        names_of(around, Kind::Person, people),
        line(rotation.link.as_deref().unwrap_or_default()),
    ]
}

pub(super) const ESCALATION_PATH: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("team", "Team"),
    text("steps", "Steps"),
    count("repeat", "Repeats"),
    count("handoffs", "Handoffs"),
];

pub(super) fn escalation_path(around: &Around<'_>, path: &EscalationPath) -> Vec<String> {
    let key = RecordKey::new(Kind::EscalationPath, path.id.as_str());
    let steps = path.steps.iter().map(|step| {
        let who = step.notify.key();
        format!(
            "{} min {}",
            step.after_minutes,
            name_of(around, who.kind, who.id)
        )
    });
    vec![
        line(&path.name),
        path.id.to_string(),
        name_of(around, Kind::Team, &path.team),
        joined(steps),
        path.repeat.to_string(),
        referring(around, &key, Kind::Handoff).to_string(),
    ]
}
