//! Draws what a file says into a [`Sketch`]: keys that stay unique, texts without secrets, and a note for whatever is not carried.

mod records;
#[cfg(test)]
mod tests;
mod values;
mod within;

use crate::error::ImportError;
use crate::guess::Guess;
use crate::limits;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::{REMOVED, looks_secret, visible};
use baton_model::{
    Agent, AgentId, ContractId, GroupId, Handoff, HandoffId, HandoffMode, Kind, Level, RecordKey,
    RecordRef, Target, Tool, Version,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

use values::{LONGEST_TEXT, clean, hides, says_nothing, shown, within};
pub(crate) use values::{
    address, at, count_of, guess_ai, guess_by, known, milliseconds, object_schema, str_of,
    without_secrets,
};
pub(crate) use within::Within;

/// A file, read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page<'a> {
    /// Its name, with or without its folder.
    pub name: &'a str,
    /// What stands in it.
    pub value: &'a Value,
}

impl<'a> Page<'a> {
    /// What a file holds as JSON or YAML.
    pub(crate) fn of(source: &'a Source<'_>) -> Result<Self, ImportError> {
        Ok(Self {
            name: source.name(),
            value: source.data()?,
        })
    }

    /// What files hold.
    pub(crate) fn all(sources: &'a [Source<'_>]) -> Result<Vec<Self>, ImportError> {
        sources.iter().map(Self::of).collect()
    }
}

/// Longest key, in characters.
const LONGEST_KEY: usize = 400;

/// A pen on one sketch.
pub(crate) struct Pen<'n> {
    pub sketch: Sketch,
    pub notes: &'n mut Notes,
    taken: BTreeSet<(Kind, String)>,
    keys: BTreeMap<AgentId, String>,
    versions: BTreeMap<AgentId, RecordKey>,
    contracts: BTreeMap<String, ContractId>,
    pinned: BTreeMap<(String, String), Version>,
    completed: Option<Target>,
    agents: usize,
    handoffs: usize,
}

impl<'n> Pen<'n> {
    /// A pen on an empty sketch called `name`, from a file.
    pub(crate) fn new(
        file: &str,
        key: &str,
        name: &str,
        notes: &'n mut Notes,
    ) -> Result<Self, ImportError> {
        let key = if looks_secret(key) { REMOVED } else { key };
        let name = shown(name, "imported");
        Ok(Self {
            sketch: Sketch::new(file, &visible(key, LONGEST_KEY), &name)?,
            notes,
            taken: BTreeSet::new(),
            keys: BTreeMap::new(),
            versions: BTreeMap::new(),
            contracts: BTreeMap::new(),
            pinned: BTreeMap::new(),
            completed: None,
            agents: 0,
            handoffs: 0,
        })
    }

    /// The sketch.
    pub(crate) fn finish(self) -> Sketch {
        self.sketch
    }

    /// What follows stands in another file of the same drawing.
    pub(crate) fn switch(&mut self, file: &str) {
        self.notes.switch(file);
        self.sketch.switch(file);
    }

    /// An agent. Where another has its key, `#2`, `#3` and so on is added: they stay two.
    pub(crate) fn agent(
        &mut self,
        key: &str,
        name: &str,
        place: &str,
        guess: &Guess,
    ) -> Result<AgentId, ImportError> {
        self.agents += 1;
        within(self.agents, limits::AGENTS, "agents", place)?;
        let (key, twice) = self.key(Kind::Agent, key, place);
        if twice {
            self.notes.info(
                place,
                format!(
                    "{:?} stands in the file more than once; they stay separate agents",
                    visible(name, 80)
                ),
            );
        }
        let name = shown(name, &key);
        let id = self.sketch.agent(&key, &name, place, guess)?;
        self.keys.insert(id.clone(), key);
        Ok(id)
    }

    /// What the file tells an agent from others by.
    pub(crate) fn key_of(&self, agent: &AgentId) -> String {
        self.keys.get(agent).cloned().unwrap_or_default()
    }

    /// A handoff. Its key are both ends where `key` is empty, with `key` behind them where it begins with `:`; it is made unique as that of an
    /// agent is.
    pub(crate) fn handoff(
        &mut self,
        key: &str,
        from: &AgentId,
        to: Target,
        place: &str,
    ) -> Result<HandoffId, ImportError> {
        self.handoffs += 1;
        within(self.handoffs, limits::HANDOFFS, "handoffs", place)?;
        let whole = if key.is_empty() || key.starts_with(':') {
            let to = to.agent().map_or("end".to_owned(), |to| self.key_of(to));
            format!("{}->{to}{key}", self.key_of(from))
        } else {
            key.to_owned()
        };
        let (key, _) = self.key(Kind::Handoff, &whole, place);
        self.sketch.handoff(&key, from, to, place)
    }

    /// A call: the caller keeps ownership.
    pub(crate) fn call(
        &mut self,
        key: &str,
        from: &AgentId,
        to: &AgentId,
        place: &str,
    ) -> Result<HandoffId, ImportError> {
        let id = self.handoff(key, from, Target::Agent(to.clone()), place)?;
        self.about(&id, |handoff| handoff.mode = HandoffMode::Delegate);
        Ok(id)
    }

    /// The good outcome, the same one every time.
    pub(crate) fn completed(&mut self, place: &str) -> Result<Target, ImportError> {
        if let Some(known) = &self.completed {
            return Ok(known.clone());
        }
        let target = self.sketch.outcome("completed", "Completed", true, place)?;
        if let Target::Outcome(outcome) = &target {
            self.guessed(
                &RecordKey::new(Kind::Outcome, outcome.outcome.as_str()),
                "good: the file does not tell success from giving up",
            );
        }
        self.completed = Some(target.clone());
        Ok(target)
    }

    /// A group of the drawing.
    pub(crate) fn group(
        &mut self,
        key: &str,
        name: &str,
        parent: Option<&GroupId>,
        place: &str,
    ) -> Result<GroupId, ImportError> {
        let (key, _) = self.key(Kind::Group, key, place);
        let name = shown(name, &key);
        self.sketch.group(&key, &name, parent, place)
    }

    /// Where requests come in.
    pub(crate) fn entry(&mut self, agent: &AgentId, place: &str) -> Result<(), ImportError> {
        let (key, twice) = self.key(Kind::Entry, &self.key_of(agent), place);
        if !twice {
            self.sketch.entry(&key, agent, place)?;
        }
        Ok(())
    }

    /// Puts an agent into a group.
    pub(crate) fn stands(
        &mut self,
        agent: &AgentId,
        group: Option<&GroupId>,
    ) -> Result<(), ImportError> {
        let subject = RecordRef::new(Kind::Agent, agent.as_str());
        self.sketch.stands(subject, None, group)
    }

    /// Says more about an agent.
    pub(crate) fn of(&mut self, id: &AgentId, say: impl FnOnce(&mut Agent)) {
        if let Some(agent) = self.sketch.agent_mut(id) {
            say(agent);
        }
    }

    /// Says more about a handoff.
    pub(crate) fn about(&mut self, id: &HandoffId, say: impl FnOnce(&mut Handoff)) {
        if let Some(handoff) = self.sketch.handoff_mut(id) {
            say(handoff);
        }
    }

    /// Adds to what an agent is responsible for.
    pub(crate) fn scope(&mut self, id: &AgentId, text: &str) {
        if text.is_empty() {
            return;
        }
        self.of(id, |agent| {
            let scope = &mut agent.role.scope.text;
            if scope.contains(text) {
                return;
            }
            if !scope.is_empty() {
                scope.push_str("\n\n");
            }
            scope.push_str(text);
        });
    }

    /// A tool that an agent calls itself, once.
    pub(crate) fn tool(&mut self, id: &AgentId, name: &str) {
        let name = shown(name, "tool");
        self.of(id, |agent| {
            if agent.tools.iter().all(|known| known.name != name) {
                agent.tools.push(Tool::new(name));
            }
        });
    }

    /// A sentence about what was guessed.
    pub(crate) fn guessed(&mut self, record: &RecordKey, sentence: &str) {
        if let Some(part) = self.sketch.part_mut(record) {
            part.guesses.push(sentence.to_owned());
        }
    }

    /// A guess about a handoff.
    pub(crate) fn guessed_of(&mut self, id: &HandoffId, sentence: &str) {
        self.guessed(&RecordKey::new(Kind::Handoff, id.as_str()), sentence);
    }

    /// Keeps the members that no field of the record means under its origin, and says so once.
    pub(crate) fn keep(
        &mut self,
        record: &RecordKey,
        fields: &Map<String, Value>,
        known: &[&str],
        place: &str,
    ) {
        let mut names = Vec::new();
        let mut secrets = BTreeSet::new();
        let mut kept = Map::new();
        for (name, value) in fields {
            if known.contains(&name.as_str()) || says_nothing(value) {
                continue;
            }
            let mut value = value.clone();
            let hidden = hides(name, &value);
            // A name with a dot was put together by the reader: nothing in the file is called so.
            let own = if name.contains('.') {
                place.to_owned()
            } else {
                at(place, name)
            };
            if hidden {
                value = Value::String(REMOVED.to_owned());
                secrets.insert(own);
            } else {
                let found = clean(&mut value, &own);
                if name.contains('.') && !found.is_empty() {
                    secrets.insert(own);
                } else {
                    secrets.extend(found);
                }
            }
            let name = shown(name, "member");
            names.push(visible(&name, 60));
            kept.insert(name, value);
        }
        for place in secrets {
            self.secret(&place);
        }
        if names.is_empty() {
            return;
        }
        let message = format!(
            "kept under the origin, as no field means it: {}",
            names.join(", ")
        );
        self.notes
            .push(Level::Info, place, message, Some(record.clone()));
        if let Some(part) = self.sketch.part_mut(record) {
            part.metadata.extend(kept);
        }
    }

    /// Keeps what is not known of an agent.
    pub(crate) fn keep_of(
        &mut self,
        agent: &AgentId,
        fields: &Map<String, Value>,
        known: &[&str],
        place: &str,
    ) {
        self.keep(
            &RecordKey::new(Kind::Agent, agent.as_str()),
            fields,
            known,
            place,
        );
    }

    /// A text of the file: lines that hold what looks like a secret are replaced, and what is no text is noted.
    pub(crate) fn text(&mut self, place: &str, value: Option<&Value>) -> String {
        let text = match value {
            None | Some(Value::Null) => return String::new(),
            Some(Value::String(text)) => text.trim(),
            Some(Value::Number(number)) => return number.to_string(),
            Some(Value::Bool(flag)) => return flag.to_string(),
            Some(_) => {
                self.notes
                    .warning(place, "a text is needed here; it was left out");
                return String::new();
            }
        };
        let (text, secret) = without_secrets(text);
        if secret {
            self.secret(place);
        }
        if text.chars().count() <= LONGEST_TEXT {
            return text;
        }
        self.notes.warning(
            place,
            format!("the text was cut after {LONGEST_TEXT} characters"),
        );
        let mut cut: String = text.chars().take(LONGEST_TEXT).collect();
        cut.push('…');
        cut
    }

    /// The objects of a list with their index; anything else there is noted.
    pub(crate) fn objects<'v>(
        &mut self,
        place: &str,
        value: Option<&'v Value>,
    ) -> Vec<(usize, &'v Map<String, Value>)> {
        let mut found = Vec::new();
        match value {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Value::Object(fields) => found.push((index, fields)),
                        _ => self.notes.warning(
                            &format!("{place}/{index}"),
                            "an object is needed here; it was left out",
                        ),
                    }
                }
            }
            Some(_) => self
                .notes
                .warning(place, "a list is needed here; it was left out"),
        }
        found
    }

    /// The members of an object; anything else is noted.
    pub(crate) fn members<'v>(
        &mut self,
        place: &str,
        value: Option<&'v Value>,
    ) -> Vec<(&'v str, &'v Value)> {
        match value {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Object(fields)) => fields
                .iter()
                .map(|(name, value)| (name.as_str(), value))
                .collect(),
            Some(_) => {
                self.notes
                    .warning(place, "an object is needed here; it was left out");
                Vec::new()
            }
        }
    }

    fn secret(&mut self, place: &str) {
        self.notes.warning(
            place,
            "what looks like a secret was not stored; a mark stands in its place",
        );
    }

    /// A key that nothing else of its kind has; whether something had it.
    fn key(&mut self, kind: Kind, wanted: &str, place: &str) -> (String, bool) {
        let base = if wanted.trim().is_empty() || looks_secret(wanted) {
            format!("at {place}")
        } else {
            visible(wanted, LONGEST_KEY)
        };
        let mut key = base.clone();
        let mut number = 2;
        while !self.taken.insert((kind, key.clone())) {
            key = format!("{base}#{number}");
            number += 1;
        }
        let twice = key != base;
        (key, twice)
    }
}
