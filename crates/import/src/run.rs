//! One drawing on its way into the registry: records on the revision that was seen, ids, notes.

use crate::error::ImportError;
use crate::identity::{FreshIds, agents_of_file};
use crate::notes::Notes;
use crate::text::visible;
use baton_model::{
    Document, EditCommand, InvalidId, Kind, Level, Outcome, OutcomeId, Record, RecordKey, Team,
    TeamId, Topology, TopologyId, slug,
};
use std::collections::BTreeMap;

/// What the readers of all formats write to.
pub(crate) struct Run<'a> {
    /// The format's name in origins.
    pub format: &'static str,
    /// The file's name without its folder.
    pub file: &'a str,
    pub existing: &'a Document,
    pub ids: &'a mut FreshIds,
    pub edits: &'a mut Vec<EditCommand>,
    pub notes: &'a mut Notes,
    /// The outcome of the drawing, once it is known.
    pub outcome: Option<OutcomeId>,
}

impl Run<'_> {
    /// Puts a record on the revision that stands in the registry; nothing when it is there already.
    pub(crate) fn put(&mut self, record: impl Into<Record>) {
        let record = record.into();
        match self.existing.get(&record.key()) {
            Some(entry) if *entry.record == record => {}
            Some(entry) => self.edits.push(EditCommand::put(record).on(entry.revision)),
            None => self.edits.push(EditCommand::put(record).on(0)),
        }
    }

    /// A typed id from text that was made by [`FreshIds`] or [`slug`], which give nothing else.
    pub(crate) fn typed<T>(&self, id: Result<T, InvalidId>) -> Result<T, ImportError> {
        id.map_err(|error| {
            ImportError::new(
                self.file,
                "",
                error.to_string(),
                "rename the file or the node",
            )
        })
    }

    /// The topology to import into: the one asked for, the one that an earlier import of this file
    /// made (it has agents of these keys), else a new one called `name`.
    pub(crate) fn topology(
        &mut self,
        wanted: Option<&TopologyId>,
        name: &str,
        keys: &[&str],
    ) -> Result<TopologyId, ImportError> {
        if let Some(id) = wanted {
            if self.existing.find::<Topology>(id).is_none() {
                self.put(Topology::new(id.clone(), id.to_string()));
            }
            return Ok(id.clone());
        }
        let base = slug(name, "graph");
        let own = self.existing.topologies().find(|topology| {
            let from_here = agents_of_file(self.existing, &topology.id, self.format, self.file);
            keys.iter().any(|key| from_here.contains_key(key))
        });
        if let Some(topology) = own {
            return Ok(topology.id.clone());
        }
        let (id, renamed) = self.ids.take(Kind::Topology, &base);
        if renamed {
            self.notes.info("", format!("a topology {base} is there already; this one became {id}. To import into the other, name it"));
        }
        let id = self.typed(TopologyId::new(id))?;
        let name = if name.trim().is_empty() {
            id.to_string()
        } else {
            visible(name, 200)
        };
        let mut topology = Topology::new(id.clone(), name);
        topology.purpose = format!("Imported from {}.", visible(self.file, 200));
        self.put(topology);
        Ok(id)
    }

    /// The team of an owner: by id, then by name, else a new draft. `teams` holds those of this run.
    pub(crate) fn team_of(
        &mut self,
        owner: &str,
        pointer: &str,
        teams: &mut BTreeMap<String, TeamId>,
    ) -> Result<TeamId, ImportError> {
        if let Some(team) = teams.get(owner) {
            return Ok(team.clone());
        }
        let known = self
            .existing
            .teams()
            .find(|team| team.id.as_str() == owner)
            .or_else(|| {
                self.existing
                    .teams()
                    .find(|team| team.name.eq_ignore_ascii_case(owner))
            })
            .map(|team| team.id.clone());
        let id = if let Some(id) = known {
            id
        } else {
            let (id, _) = self.ids.take(Kind::Team, owner);
            let id = self.typed(TeamId::new(id))?;
            let name = visible(owner, 200);
            self.notes.push(
                Level::Info,
                pointer,
                format!("the team {id} was drafted from the owner {name:?}; add how to reach it"),
                Some(RecordKey::new(Kind::Team, id.as_str())),
            );
            self.put(Team::new(id.clone(), name));
            id
        };
        teams.insert(owner.to_owned(), id.clone());
        Ok(id)
    }

    /// The topology's good outcome, for what a tool calls its end; a new one with `guess` as its note where
    /// there is none.
    pub(crate) fn good_outcome(
        &mut self,
        topology: &TopologyId,
        pointer: &str,
        guess: &str,
    ) -> Result<OutcomeId, ImportError> {
        let known = self.outcome.clone().or_else(|| {
            let mut outcomes = self.existing.outcomes();
            outcomes
                .find(|outcome| outcome.topology == *topology && outcome.good)
                .map(|outcome| outcome.id.clone())
        });
        if let Some(known) = known {
            self.outcome = Some(known.clone());
            return Ok(known);
        }
        let (id, _) = self
            .ids
            .take(Kind::Outcome, &format!("{topology}-completed"));
        let id = self.typed(OutcomeId::new(id))?;
        let mut outcome = Outcome::new(id.clone(), topology.clone(), "Completed".to_owned());
        outcome.good = true;
        self.notes.push(
            Level::Info,
            pointer,
            guess,
            Some(RecordKey::new(Kind::Outcome, id.as_str())),
        );
        self.put(outcome);
        self.outcome = Some(id.clone());
        Ok(id)
    }
}
