//! What a file says, as ordinary records that do not stand in the registry yet.
//!
//! The reader of a format fills a [`Sketch`]: records with provisional ids that refer to each other, each with the key that tells it from all
//! others in its file, the place where it stands, and what was guessed. It knows nothing of the registry. One carrier for all formats finds
//! again what an earlier import made of a key, gives ids to what is new, and merges: what the file says now, what it said last time, and
//! what people changed since.

use crate::error::ImportError;
use crate::guess::Guess;
use crate::text::{base_name, visible};
use baton_model::{
    Agent, AgentId, Contract, ContractId, ContractVersion, ContractVersionId, Entry, EntryId,
    Group, GroupId, Handoff, HandoffId, Json, Kind, Note, NoteId, Outcome, OutcomeId,
    OutcomeTarget, Placement, PlacementId, Record, RecordKey, RecordRef, Target, Team, TeamId,
    Topology, TopologyId, Version,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The version that a draft gets.
pub(crate) const DRAFT: &str = "0.1.0";
/// Longest name that is kept, in characters.
const NAME: usize = 200;

/// One drawing of a file.
#[derive(Debug)]
pub(crate) struct Sketch {
    /// The file that it is from, as the caller named it; of several, the one that its identity hangs on.
    pub file: Rc<str>,
    /// Tells the drawing from others of the same file; empty where a file has one.
    pub key: String,
    /// The topology, with its provisional id. It comes into being only if something stands in it.
    pub topology: Topology,
    /// The id that the topology would like to have, where the file knows one; else it is made from the name.
    pub topology_wish: Option<String>,
    /// What was guessed of the topology, in sentences.
    pub topology_guesses: Vec<String>,
    /// Whether agents are drawn; not where a file only lists what a registry holds.
    pub draws_agents: bool,
    part_file: Rc<str>,
    parts: Vec<Part>,
    /// How many parts were ever added.
    added: usize,
    by_id: BTreeMap<RecordKey, usize>,
    teams: BTreeMap<String, TeamId>,
}

/// A record of a sketch.
#[derive(Debug)]
pub(crate) struct Part {
    /// Tells it from all others of its kind in the file, again at the next import: what the tool itself tells its nodes apart by.
    pub key: String,
    /// The file that it stands in.
    pub file: Rc<str>,
    /// Where it stands there: a JSON pointer, or `line N`.
    pub place: String,
    /// With a provisional id and provisional references. What the file does not say stays at its default.
    pub record: Record,
    /// What was guessed, in sentences.
    pub guesses: Vec<String>,
    /// What no field means, kept under the origin.
    pub metadata: Map<String, Value>,
    /// The id that it would like to have, where the file knows one; else it is made from the name.
    pub wish: Option<String>,
    /// Whether it is one of the registry with that id or name, if there is one. Else names are no identity.
    pub goes_by_name: bool,
}

impl Sketch {
    /// A sketch of a drawing called `name`, from a file.
    pub(crate) fn new(file: &str, key: &str, name: &str) -> Result<Self, ImportError> {
        let file: Rc<str> = file.into();
        Ok(Self {
            part_file: Rc::clone(&file),
            file,
            draws_agents: true,
            key: key.to_owned(),
            topology: Topology::new(TopologyId::new("topology")?, visible(name, NAME)),
            topology_wish: None,
            topology_guesses: Vec::new(),
            parts: Vec::new(),
            added: 0,
            by_id: BTreeMap::new(),
            teams: BTreeMap::new(),
        })
    }

    /// Everything but the topology, in the order of the file.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Everything but the topology, to be taken apart.
    pub(crate) fn parts_mut(&mut self) -> &mut Vec<Part> {
        &mut self.parts
    }

    /// The parts that follow stand in another file of the same drawing.
    pub(crate) fn switch(&mut self, file: &str) {
        self.part_file = file.into();
    }

    /// Marks a guess about a part of the sketch, in a sentence.
    pub(crate) fn guessed(&mut self, kind: Kind, id: &str, sentence: impl Into<String>) {
        if let Some(part) = self.part_mut(&RecordKey::new(kind, id)) {
            part.guesses.push(sentence.into());
        }
    }

    /// Asks for an id of a part, made from `text`, where the name would make another.
    pub(crate) fn wish(&mut self, kind: Kind, id: &str, text: &str) {
        if let Some(part) = self.part_mut(&RecordKey::new(kind, id)) {
            part.wish = Some(text.to_owned());
        }
    }

    /// Keeps what no field means under the origin of a part.
    pub(crate) fn keep(&mut self, kind: Kind, id: &str, name: &str, value: Value) {
        if let Some(part) = self.part_mut(&RecordKey::new(kind, id)) {
            part.metadata.insert(name.to_owned(), value);
        }
    }

    /// An agent; what it is was guessed, or is known where `guess.reason` is empty.
    pub(crate) fn agent(
        &mut self,
        key: &str,
        name: &str,
        place: &str,
        guess: &Guess,
    ) -> Result<AgentId, ImportError> {
        let id = AgentId::new(self.provisional(Kind::Agent))?;
        let mut agent = Agent::new(id.clone(), visible(name, NAME));
        agent.kind = guess.kind;
        agent.function = guess.function;
        let at = self.add(key, place, agent);
        if !guess.reason.is_empty() {
            self.parts[at].guesses.push(guess.sentence());
        }
        Ok(id)
    }

    /// A handoff between agents of the sketch.
    pub(crate) fn handoff(
        &mut self,
        key: &str,
        from: &AgentId,
        to: Target,
        place: &str,
    ) -> Result<HandoffId, ImportError> {
        let id = HandoffId::new(self.provisional(Kind::Handoff))?;
        let topology = self.topology.id.clone();
        self.add(
            key,
            place,
            Handoff::new(id.clone(), topology, from.clone(), to),
        );
        Ok(id)
    }

    /// An outcome, as a target.
    pub(crate) fn outcome(
        &mut self,
        key: &str,
        name: &str,
        good: bool,
        place: &str,
    ) -> Result<Target, ImportError> {
        let id = OutcomeId::new(self.provisional(Kind::Outcome))?;
        let mut outcome = Outcome::new(id.clone(), self.topology.id.clone(), visible(name, NAME));
        outcome.good = good;
        self.add(key, place, outcome);
        Ok(Target::Outcome(OutcomeTarget::new(id)))
    }

    /// Where requests come in.
    pub(crate) fn entry(
        &mut self,
        key: &str,
        agent: &AgentId,
        place: &str,
    ) -> Result<EntryId, ImportError> {
        let id = EntryId::new(self.provisional(Kind::Entry))?;
        let topology = self.topology.id.clone();
        self.add(key, place, Entry::new(id.clone(), topology, agent.clone()));
        Ok(id)
    }

    /// A group of the drawing, inside `parent`.
    pub(crate) fn group(
        &mut self,
        key: &str,
        name: &str,
        parent: Option<&GroupId>,
        place: &str,
    ) -> Result<GroupId, ImportError> {
        let id = GroupId::new(self.provisional(Kind::Group))?;
        let mut group = Group::new(id.clone(), self.topology.id.clone(), visible(name, NAME));
        group.parent = parent.cloned();
        self.add(key, place, group);
        Ok(id)
    }

    /// A note on the drawing.
    pub(crate) fn note(
        &mut self,
        key: &str,
        text: &str,
        place: &str,
    ) -> Result<NoteId, ImportError> {
        let id = NoteId::new(self.provisional(Kind::Note))?;
        let mut note = Note::new(id.clone(), self.topology.id.clone());
        text.clone_into(&mut note.text);
        self.add(key, place, note);
        Ok(id)
    }

    /// Where a box stands, or which group it is in. Positions are drawing units of the tool, left and upper edge.
    pub(crate) fn stands(
        &mut self,
        subject: RecordRef,
        at: Option<(f64, f64)>,
        group: Option<&GroupId>,
    ) -> Result<(), ImportError> {
        let id = PlacementId::new(self.provisional(Kind::Placement))?;
        let key = format!("{}:{}", subject.kind, subject.id);
        let mut placement = Placement::new(id, self.topology.id.clone(), subject);
        if let Some((x, y)) = at.filter(|(x, y)| x.is_finite() && y.is_finite()) {
            placement.x = Some(x);
            placement.y = Some(y);
        }
        placement.group = group.cloned();
        self.add(&key, "", placement);
        Ok(())
    }

    /// The team of that name; the carrier takes one of the registry with that id or name.
    pub(crate) fn team(&mut self, name: &str, place: &str) -> Result<TeamId, ImportError> {
        if let Some(team) = self.teams.get(name) {
            return Ok(team.clone());
        }
        let id = TeamId::new(self.provisional(Kind::Team))?;
        let at = self.add(name, place, Team::new(id.clone(), visible(name, NAME)));
        self.parts[at].goes_by_name = true;
        self.teams.insert(name.to_owned(), id.clone());
        Ok(id)
    }

    /// A draft contract with one version; pin a handoff to what is returned.
    pub(crate) fn contract(
        &mut self,
        key: &str,
        name: &str,
        schema: &Value,
        place: &str,
    ) -> Result<(ContractId, Version), ImportError> {
        let id = ContractId::new(self.provisional(Kind::Contract))?;
        let version_id = ContractVersionId::new(self.provisional(Kind::ContractVersion))?;
        let version =
            Version::new(DRAFT).map_err(|error| ImportError::new("", place, error, ""))?;
        self.add(key, place, Contract::new(id.clone(), visible(name, NAME)));
        let mut draft = ContractVersion::new(version_id, id.clone(), version.clone());
        draft.payload_schema = Json(schema.clone());
        draft.change_note = format!(
            "Imported from {}.",
            visible(base_name(&self.part_file), NAME)
        );
        self.add(key, place, draft);
        Ok((id, version))
    }

    /// A contract that the file knows by an id; its versions follow.
    pub(crate) fn contract_called(
        &mut self,
        key: &str,
        id: &str,
        place: &str,
    ) -> Result<ContractId, ImportError> {
        let contract = ContractId::new(self.provisional(Kind::Contract))?;
        let name = visible(id.trim(), NAME);
        self.add(key, place, Contract::new(contract.clone(), name));
        self.wish(Kind::Contract, contract.as_str(), id);
        Ok(contract)
    }

    /// A draft version of a contract of the sketch; its schema is empty where the file has none.
    pub(crate) fn version_of(
        &mut self,
        key: &str,
        contract: &ContractId,
        version: &Version,
        schema: Option<Value>,
        place: &str,
    ) -> Result<(), ImportError> {
        let id = ContractVersionId::new(self.provisional(Kind::ContractVersion))?;
        let mut draft = ContractVersion::new(id, contract.clone(), version.clone());
        if let Some(schema) = schema {
            draft.payload_schema = Json(schema);
        }
        self.add(key, place, draft);
        Ok(())
    }

    /// Adds a record of any other kind, whose id came from [`Sketch::provisional`]. Gives its position among the parts.
    pub(crate) fn add(&mut self, key: &str, place: &str, record: impl Into<Record>) -> usize {
        let record = record.into();
        let at = self.parts.len();
        self.added += 1;
        self.by_id.insert(record.key(), at);
        self.parts.push(Part {
            key: key.to_owned(),
            file: Rc::clone(&self.part_file),
            place: place.to_owned(),
            record,
            guesses: Vec::new(),
            metadata: Map::new(),
            wish: None,
            goes_by_name: false,
        });
        at
    }

    /// An id that nothing else of the sketch has.
    pub(crate) fn provisional(&self, kind: Kind) -> String {
        format!("{}.{}", kind.name().replace('_', "-"), self.added)
    }

    /// Takes parts out by their positions; nothing else of the sketch refers to them.
    pub(crate) fn take_out(&mut self, gone: &BTreeSet<usize>) {
        if gone.is_empty() {
            return;
        }
        let parts = std::mem::take(&mut self.parts).into_iter().enumerate();
        self.parts = parts
            .filter(|(at, _)| !gone.contains(at))
            .map(|(_, part)| part)
            .collect();
        let parts = self.parts.iter().enumerate();
        self.by_id = parts.map(|(at, part)| (part.record.key(), at)).collect();
    }

    /// An agent of the sketch, to say more about it.
    pub(crate) fn agent_mut(&mut self, id: &AgentId) -> Option<&mut Agent> {
        match self.part_mut(&RecordKey::new(Kind::Agent, id.as_str()))? {
            Part {
                record: Record::Agent(agent),
                ..
            } => Some(agent),
            _ => None,
        }
    }

    /// A contract of the sketch, to say more about it.
    pub(crate) fn contract_mut(&mut self, id: &ContractId) -> Option<&mut Contract> {
        match self.part_mut(&RecordKey::new(Kind::Contract, id.as_str()))? {
            Part {
                record: Record::Contract(contract),
                ..
            } => Some(contract),
            _ => None,
        }
    }

    /// A handoff of the sketch, to say more about it.
    pub(crate) fn handoff_mut(&mut self, id: &HandoffId) -> Option<&mut Handoff> {
        match self.part_mut(&RecordKey::new(Kind::Handoff, id.as_str()))? {
            Part {
                record: Record::Handoff(handoff),
                ..
            } => Some(handoff),
            _ => None,
        }
    }

    /// A part by the provisional address of its record.
    pub(crate) fn part_mut(&mut self, key: &RecordKey) -> Option<&mut Part> {
        let at = *self.by_id.get(key)?;
        self.parts.get_mut(at)
    }
}
