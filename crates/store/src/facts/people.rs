//! Teams, people, rotations and escalation paths as rows.

use super::{Rows, Table, cell};
use baton_model::{EscalationPath, Kind, Person, Responder, Rotation, Team};
use serde_json::Value;

pub(super) const TABLES: &[&Table] = &[
    &TEAM,
    &TEAM_CONTACT,
    &PERSON,
    &PERSON_TEAM,
    &ROTATION,
    &ROTATION_SHIFT,
    &ESCALATION_PATH,
    &ESCALATION_STEP,
];

const TEAM: Table = Table::record(
    Kind::Team,
    "team",
    &["id", "name", "purpose", "rotation", "parent", "platform"],
);
const TEAM_CONTACT: Table = Table::list(
    Kind::Team,
    "team_contact",
    &["team", "position", "channel", "address"],
);
const PERSON: Table = Table::record(Kind::Person, "person", &["id", "name", "email"]);
const PERSON_TEAM: Table =
    Table::list(Kind::Person, "person_team", &["person", "position", "team"]);
const ROTATION: Table = Table::record(Kind::Rotation, "rotation", &["id", "name", "team", "link"]);
const ROTATION_SHIFT: Table = Table::list(
    Kind::Rotation,
    "rotation_shift",
    &["rotation", "position", "person", "from_at", "to_at"],
);
const ESCALATION_PATH: Table = Table::record(
    Kind::EscalationPath,
    "escalation_path",
    &["id", "name", "team", "repeat"],
);
const ESCALATION_STEP: Table = Table::list(
    Kind::EscalationPath,
    "escalation_step",
    &[
        "escalation_path",
        "position",
        "after_minutes",
        "person",
        "rotation",
        "team",
        "channel",
    ],
);

pub(super) fn team(r: &Team, rows: &mut Rows) {
    rows.add(
        &TEAM,
        vec![
            cell(&r.id),
            cell(&r.name),
            cell(&r.purpose),
            cell(&r.rotation),
            cell(&r.parent),
            cell(r.platform),
        ],
    );
    rows.list(&TEAM_CONTACT, r.id.as_str(), &r.contacts, |c| {
        vec![cell(&c.channel), cell(&c.address)]
    });
}

pub(super) fn person(r: &Person, rows: &mut Rows) {
    rows.add(&PERSON, vec![cell(&r.id), cell(&r.name), cell(&r.email)]);
    rows.list(&PERSON_TEAM, r.id.as_str(), &r.teams, |team| {
        vec![cell(team)]
    });
}

pub(super) fn rotation(r: &Rotation, rows: &mut Rows) {
    rows.add(
        &ROTATION,
        vec![cell(&r.id), cell(&r.name), cell(&r.team), cell(&r.link)],
    );
    rows.list(&ROTATION_SHIFT, r.id.as_str(), &r.schedule, |shift| {
        vec![cell(&shift.person), cell(&shift.from), cell(&shift.to)]
    });
}

pub(super) fn escalation_path(r: &EscalationPath, rows: &mut Rows) {
    rows.add(
        &ESCALATION_PATH,
        vec![cell(&r.id), cell(&r.name), cell(&r.team), cell(r.repeat)],
    );
    rows.list(&ESCALATION_STEP, r.id.as_str(), &r.steps, |step| {
        let [person, rotation, team] = responder(Some(&step.notify));
        vec![
            cell(step.after_minutes),
            person,
            rotation,
            team,
            cell(&step.channel),
        ]
    });
}

/// Person, rotation, team: at most one of them is not null.
pub(super) fn responder(responder: Option<&Responder>) -> [Value; 3] {
    let mut cells = [Value::Null, Value::Null, Value::Null];
    match responder {
        Some(Responder::Person(id)) => cells[0] = cell(id),
        Some(Responder::Rotation(id)) => cells[1] = cell(id),
        Some(Responder::Team(id)) => cells[2] = cell(id),
        None => {}
    }
    cells
}
