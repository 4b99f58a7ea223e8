//! One carrier for all formats: the parts of a sketch get their place in the registry.
//!
//! A part is found again by the key under its origin, never by its name. What the file says now is joined with what people made of it since the
//! last import: fields that only the file changed follow it, fields that people changed stay. What is new gets an id; what is gone from the file
//! stays, and is proposed for retirement.

mod before;
mod clean;
mod gone;
mod identity;
mod join;
mod place;
mod routes;

use crate::error::ImportError;
use crate::identity::FreshIds;
use crate::notes::Notes;
use crate::sketch::{Part, Sketch};
use crate::text::{has_uuid, visible, without_secrets};
use crate::{Imported, Proposal};
use baton_model::{
    Document, EditCommand, Kind, Level, Origin, Record, RecordKey, References, TopologyId, slug,
};
use before::Before;
use identity::FileIdentity;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Parts between two questions whether to go on.
const BETWEEN: usize = 4096;

/// Carries sketches of one import, one after the other, into a registry.
pub(crate) struct Carrier<'d> {
    existing: &'d Document,
    /// All files of the import.
    files: Vec<&'d str>,
    ids: FreshIds,
    made: BTreeMap<RecordKey, Record>,
    order: Vec<RecordKey>,
    proposals: Vec<Proposal>,
    /// Topologies that drawings of this import have: the next is another's.
    drawn: BTreeSet<String>,
}

/// Final ids by the kind and provisional id of what they name.
#[derive(Default)]
struct Names(HashMap<Kind, HashMap<String, String>>);

impl Names {
    fn insert(&mut self, kind: Kind, provisional: &str, id: String) {
        self.0
            .entry(kind)
            .or_default()
            .insert(provisional.to_owned(), id);
    }

    fn get(&self, kind: Kind, provisional: &str) -> Option<&str> {
        self.0.get(&kind)?.get(provisional).map(String::as_str)
    }
}

/// What becomes of a part.
enum Fate {
    /// It stands for this record of the registry.
    Known(RecordKey),
    /// It becomes a record with this id; the flag says whether another has the one that its name asks for.
    New(String, bool),
    /// It is left out: people have taken this over.
    LeftOut,
}

impl<'d> Carrier<'d> {
    pub(crate) fn new(existing: &'d Document, files: Vec<&'d str>) -> Self {
        Self {
            existing,
            files,
            ids: FreshIds::new(existing),
            made: BTreeMap::new(),
            order: Vec::new(),
            proposals: Vec::new(),
            drawn: BTreeSet::new(),
        }
    }

    /// Carries one sketch, into `wanted` where somebody named a topology. Whether it was carried to its end: `go_on` may end it.
    pub(crate) fn carry(
        &mut self,
        format: &'static str,
        mut sketch: Sketch,
        wanted: Option<&TopologyId>,
        notes: &mut Notes,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<bool, ImportError> {
        clean::names_and_keys(&mut sketch, notes);
        place::place_the_rest(&mut sketch)?;
        let file = FileIdentity::of(&sketch.file, &self.files);
        let before = Before::new(self.existing, format, &sketch, file.clone());
        let mut names = Names::default();
        let topology = self.topology(&sketch, wanted, &before, notes);
        if topology.drawn {
            self.drawn.insert(topology.id.clone());
        }
        names.insert(
            Kind::Topology,
            sketch.topology.id.as_str(),
            topology.id.clone(),
        );
        let fates = self.fates(&sketch, &topology, &before, &mut names);
        if topology.drawn {
            let origin = Origin::new(
                format.to_owned(),
                file.as_str().to_owned(),
                sketch.key.clone(),
            );
            self.put_topology(origin, &sketch, &topology, &names, notes);
        }
        let mut parts = std::mem::take(sketch.parts_mut());
        place::follow_versions(&mut parts, &fates, self.existing);
        let count = parts.len();
        for (at, (part, fate)) in parts.into_iter().zip(&fates).enumerate() {
            if at % BETWEEN == 0 && !go_on(at, count) {
                return Ok(false);
            }
            let key = full_key(&sketch, &part.key);
            let origin = Origin::new(format.to_owned(), file.as_str().to_owned(), key);
            self.put_part(part, fate, origin, &names, notes);
        }
        if topology.known {
            gone::propose(self, &before, &topology, &fates, &sketch, notes);
        }
        Ok(true)
    }

    /// The edits, each on the revision that was seen.
    pub(crate) fn finish(self, notes: Notes) -> Imported {
        let Self {
            existing,
            mut made,
            order,
            proposals,
            ..
        } = self;
        let edits = order
            .iter()
            .filter_map(|key| made.remove(key))
            .filter_map(|record| match existing.get(&record.key()) {
                Some(entry) if *entry.record == record => None,
                Some(entry) => Some(EditCommand::put(record).on(entry.revision)),
                None => Some(EditCommand::put(record).on(0)),
            })
            .collect();
        Imported {
            edits,
            notes: notes.finish(),
            proposals,
        }
    }

    /// The record as this import leaves it so far.
    fn current(&self, key: &RecordKey) -> Option<&Record> {
        self.made
            .get(key)
            .or_else(|| self.existing.get(key).map(|entry| entry.record.as_ref()))
    }

    fn put(&mut self, record: Record) {
        let key = record.key();
        if self.made.insert(key.clone(), record).is_none() {
            self.order.push(key);
        }
    }

    /// Decides what becomes of every part; what others refer to comes first.
    fn fates(
        &mut self,
        sketch: &Sketch,
        topology: &Place,
        before: &Before<'_>,
        names: &mut Names,
    ) -> Vec<Fate> {
        let mut order: Vec<usize> = (0..sketch.parts().len()).collect();
        order.sort_by_key(|at| sketch.parts()[*at].record.kind());
        let mut fates: Vec<Option<Fate>> = sketch.parts().iter().map(|_| None).collect();
        let mut handoffs = Vec::new();
        for at in order {
            let part = &sketch.parts()[at];
            if part.record.kind() == Kind::Handoff {
                handoffs.push(at);
                continue;
            }
            let fate = self.fate(sketch, part, topology, before, names);
            tell(names, part, &fate);
            fates[at] = Some(fate);
        }
        let found = routes::find(self.existing, sketch, topology, before, names, &handoffs);
        for at in handoffs {
            let part = &sketch.parts()[at];
            let fate = match found.get(&at) {
                Some(key) => Fate::Known(key.clone()),
                None => self.fresh(part, topology, names),
            };
            tell(names, part, &fate);
            fates[at] = Some(fate);
        }
        fates
            .into_iter()
            .map(|fate| fate.unwrap_or(Fate::LeftOut))
            .collect()
    }

    fn fate(
        &mut self,
        sketch: &Sketch,
        part: &Part,
        topology: &Place,
        before: &Before<'_>,
        names: &Names,
    ) -> Fate {
        let key = full_key(sketch, &part.key);
        let kind = part.record.kind();
        // A version is its agent's or its contract's: keys alone are those of any topology.
        let earlier = match &part.record {
            Record::AgentVersion(version) => names
                .get(Kind::Agent, version.agent.as_str())
                .and_then(|agent| before.find_version(kind, &key, agent)),
            Record::ContractVersion(version) => names
                .get(Kind::Contract, version.contract.as_str())
                .and_then(|contract| before.find_version(kind, &key, contract)),
            _ => before.find(kind, &key, topology),
        };
        let found = earlier.or_else(|| self.alike(part, topology, names));
        match found {
            Some(found) => Fate::Known(found),
            None if self.taken_over(part, names) => Fate::LeftOut,
            None => self.fresh(part, topology, names),
        }
    }

    /// An id for a new record.
    fn fresh(&mut self, part: &Part, topology: &Place, names: &Names) -> Fate {
        let kind = part.record.kind();
        if let Some(id) = place::derived(&part.record, names) {
            return Fate::New(id, false);
        }
        let wanted = match &part.wish {
            Some(wish) => wish.clone(),
            None => place::wanted(part, topology, names),
        };
        let (id, is_taken) = self.ids.take(kind, &wanted);
        Fate::New(id, is_taken)
    }

    /// Puts a part, new or joined with what stands there.
    fn put_part(
        &mut self,
        part: Part,
        fate: &Fate,
        mut origin: Origin,
        names: &Names,
        notes: &mut Notes,
    ) {
        let Part {
            file,
            place,
            mut record,
            guesses,
            metadata,
            goes_by_name,
            wish,
            ..
        } = part;
        notes.switch(&file);
        record.rename(&|kind, id| names.get(kind, id).map(str::to_owned));
        record = clean::with_ids(record, &place, notes);
        let told = match wish.as_deref().or(record.name()) {
            Some(name) => name,
            None if has_uuid(&origin.key) => record.id(),
            None => &origin.key,
        };
        let told = told.to_owned();
        origin.guesses = guesses
            .iter()
            .map(|guess| without_secrets(guess).into_owned())
            .collect();
        origin.said = Some(said(&record).into());
        origin.metadata = clean::metadata(metadata, &place, notes).map(Into::into);
        match fate {
            Fate::LeftOut => {}
            Fate::New(_, is_taken) => {
                let taken = is_taken.then(|| slug(&told, "agent"));
                tell_new(&record, &told, &guesses, &place, taken, notes);
                record.set_origin(Some(origin));
                self.put(record);
            }
            Fate::Known(key) => {
                let Some(ours) = self.current(key).cloned() else {
                    return;
                };
                if let Some(joined) =
                    join::join(&ours, &record, origin, goes_by_name, &place, notes)
                {
                    self.put(joined);
                }
            }
        }
    }
}

/// Where a sketch is drawn.
struct Place {
    id: String,
    /// Whether the sketch has anything that stands in a topology.
    drawn: bool,
    /// Whether an earlier import of the file drew there.
    known: bool,
}

fn tell(names: &mut Names, part: &Part, fate: &Fate) {
    let id = match fate {
        Fate::Known(key) => key.id.clone(),
        Fate::New(id, _) => id.clone(),
        Fate::LeftOut => return,
    };
    names.insert(part.record.kind(), part.record.id(), id);
}

/// The key under an origin: of a file with several drawings, that of the drawing comes first.
fn full_key(sketch: &Sketch, key: &str) -> String {
    if sketch.key.is_empty() {
        key.to_owned()
    } else {
        format!("{}#{key}", sketch.key)
    }
}

/// What a file says of a record: its fields without id and origin.
fn said(record: &Record) -> Value {
    let mut value = record.to_json();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("id");
        fields.remove("origin");
    }
    value
}

/// Says what became of a part that is new; `taken` is the id that it would have had, were it not another's.
fn tell_new(
    record: &Record,
    told: &str,
    guesses: &[String],
    place: &str,
    taken: Option<String>,
    notes: &mut Notes,
) {
    let subject = Some(record.key());
    let shown = visible(told, 80);
    for guess in guesses {
        let message = format!("guessed for {shown:?}: {guess}");
        notes.push(Level::Info, place, message, subject.clone());
    }
    let message = match (record, taken) {
        (Record::Agent(agent), Some(taken)) => format!(
            "{shown:?} became the agent {}: another agent has the id {taken} and is a different one",
            agent.id
        ),
        (Record::Team(team), _) if team.contacts.is_empty() => format!(
            "the team {} was drafted from the name {shown:?}; add how to reach it",
            team.id
        ),
        (Record::ContractVersion(version), _) => format!("became the draft {}", version.id),
        _ => return,
    };
    notes.push(Level::Info, place, message, subject);
}
