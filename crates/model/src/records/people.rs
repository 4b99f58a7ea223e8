//! Teams, people, rotations and escalation paths.

use crate::id::{EscalationPathId, PersonId, RotationId, TeamId};
use crate::macros::record;
use crate::records::origin::Origin;
use crate::reference::{At, Names, RecordKey, Reference, References};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

record! {
    /// A team that owns agents, contracts and handoffs.
    pub struct Team {
        required {
            /// Its id.
            id: TeamId,
            /// Display name.
            name: String,
        }
        optional {
            /// What the team is for.
            purpose: String,
            /// How to reach it.
            contacts: Vec<Contact>,
            /// Who of it is on call.
            rotation: Option<RotationId>,
            /// The team that this one belongs to.
            parent: Option<TeamId>,
            /// Whether it is a platform team, which may own handoffs for others.
            platform: bool,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// One way to reach a team.
    pub struct Contact {
        required {
            /// For example `slack`, `email`, `phone`, `pager`.
            channel: String,
            /// The address in that channel.
            address: String,
        }
        optional {}
    }
}

record! {
    /// A person.
    pub struct Person {
        required {
            /// Its id.
            id: PersonId,
            /// Display name.
            name: String,
        }
        optional {
            /// Electronic mail address.
            email: Option<String>,
            /// The teams that the person belongs to.
            teams: Vec<TeamId>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// Who is on call when: a schedule kept here, or a link to the tool that keeps it.
    pub struct Rotation {
        required {
            /// Its id.
            id: RotationId,
            /// Display name.
            name: String,
            /// The team whose rotation it is.
            team: TeamId,
        }
        optional {
            /// Shifts, in any order; gaps are times without anybody.
            schedule: Vec<Shift>,
            /// Where the schedule is kept instead.
            link: Option<String>,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// One person's time on call.
    pub struct Shift {
        required {
            /// Who.
            person: PersonId,
            /// From when on.
            from: Timestamp,
            /// Until when, exclusive.
            to: Timestamp,
        }
        optional {}
    }
}

record! {
    /// Whom to notify when nobody answers, after how long.
    pub struct EscalationPath {
        required {
            /// Its id.
            id: EscalationPathId,
            /// Display name.
            name: String,
            /// The team that keeps it.
            team: TeamId,
        }
        optional {
            /// The steps, each counted from the start.
            steps: Vec<EscalationStep>,
            /// How often the whole path is walked again.
            repeat: u32,
            /// The file that it was imported from.
            origin: Option<Box<Origin>>,
        }
    }
}

record! {
    /// One step of an escalation path.
    pub struct EscalationStep {
        required {
            /// Minutes since the start of the escalation.
            after_minutes: u32,
            /// Who is told.
            notify: Responder,
        }
        optional {
            /// How, for example `page`, `slack`, `phone`.
            channel: String,
        }
    }
}

/// Somebody who can be called: a person, a rotation or a team. In JSON `{kind, id}`.
#[derive(
    Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema, specta::Type,
)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Responder {
    /// One person.
    Person(PersonId),
    /// Whoever is on call.
    Rotation(RotationId),
    /// A whole team.
    Team(TeamId),
}

impl Responder {
    /// The record that is called.
    pub fn key(&self) -> RecordKey {
        match self {
            Responder::Person(id) => RecordKey::new(PersonId::KIND, id.as_str()),
            Responder::Rotation(id) => RecordKey::new(RotationId::KIND, id.as_str()),
            Responder::Team(id) => RecordKey::new(TeamId::KIND, id.as_str()),
        }
    }
}

impl References for Responder {
    fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
        out.push(Reference {
            pointer: format!("{at}/id"),
            to: self.key(),
        });
    }

    fn detach(&mut self, gone: &RecordKey) -> bool {
        self.key() != *gone
    }

    fn rename(&mut self, names: &Names<'_>) {
        match self {
            Responder::Person(id) => id.rename(names),
            Responder::Rotation(id) => id.rename(names),
            Responder::Team(id) => id.rename(names),
        }
    }
}
