//! Where an imported record came from.

use crate::json::Json;
use crate::kind::Record;
use crate::macros::record;

record! {
    /// Where an imported record came from: its identity for the next import, and what that has to know.
    pub struct Origin {
        required {
            /// The import format.
            format: String,
            /// The file's name; where many files have that name (`agents.yaml`, or two of one import), from the nearest folder on that tells it apart.
            file: String,
            /// The record's key in that file.
            key: String,
        }
        optional {
            /// What was a guess, in words.
            guesses: Vec<String>,
            /// The record's fields as the file had them at the last import, so that the next one can tell what people changed from what the
            /// file changed. Ids in it are no references.
            said: Option<Json>,
            /// What the file says about it and no field means, as an object.
            metadata: Option<Json>,
        }
    }
}

impl Record {
    /// Where the record came from, for the kinds that keep it.
    pub fn origin(&self) -> Option<&Origin> {
        let origin = match self {
            Record::Agent(r) => &r.origin,
            Record::AgentVersion(r) => &r.origin,
            Record::Contract(r) => &r.origin,
            Record::ContractVersion(r) => &r.origin,
            Record::Entry(r) => &r.origin,
            Record::EscalationPath(r) => &r.origin,
            Record::Group(r) => &r.origin,
            Record::Handoff(r) => &r.origin,
            Record::Memory(r) => &r.origin,
            Record::Note(r) => &r.origin,
            Record::Outcome(r) => &r.origin,
            Record::Person(r) => &r.origin,
            Record::Rotation(r) => &r.origin,
            Record::Team(r) => &r.origin,
            Record::Topology(r) => &r.origin,
            Record::TrustDomain(r) => &r.origin,
            _ => return None,
        };
        origin.as_deref()
    }

    /// Says where the record came from; kinds that do not keep it stay as they are.
    pub fn set_origin(&mut self, origin: Option<Origin>) {
        let place = match self {
            Record::Agent(r) => &mut r.origin,
            Record::AgentVersion(r) => &mut r.origin,
            Record::Contract(r) => &mut r.origin,
            Record::ContractVersion(r) => &mut r.origin,
            Record::Entry(r) => &mut r.origin,
            Record::EscalationPath(r) => &mut r.origin,
            Record::Group(r) => &mut r.origin,
            Record::Handoff(r) => &mut r.origin,
            Record::Memory(r) => &mut r.origin,
            Record::Note(r) => &mut r.origin,
            Record::Outcome(r) => &mut r.origin,
            Record::Person(r) => &mut r.origin,
            Record::Rotation(r) => &mut r.origin,
            Record::Team(r) => &mut r.origin,
            Record::Topology(r) => &mut r.origin,
            Record::TrustDomain(r) => &mut r.origin,
            _ => return,
        };
        *place = origin.map(Box::new);
    }
}
