//! The edits of a restructuring, as they come together.

use super::output::carried;
use super::{Ground, MovedHandoff, Restructured};
use baton_model::{Agent, EditCommand, Handoff, Pattern, Record};

pub(super) struct Work<'g, 'a> {
    ground: &'g Ground<'a>,
    moves: Vec<MovedHandoff>,
    edits: Vec<EditCommand>,
    pub notes: Vec<String>,
}

impl<'g, 'a> Work<'g, 'a> {
    pub fn new(ground: &'g Ground<'a>) -> Self {
        Self {
            ground,
            moves: Vec::new(),
            edits: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes a handoff as it will be, and says what its ends then have to do that they do not do yet.
    pub fn change(&mut self, handoff: &Handoff, changed: Handoff) {
        if changed == *handoff {
            return;
        }
        let (to, to_after) = (handoff.to.agent(), changed.to.agent());
        if changed.from != handoff.from && !self.ground.emits(&changed.from, handoff) {
            self.notes.push(format!(
                "{} sends {} now and has to emit {}.",
                changed.from,
                handoff.id,
                carried(handoff)
            ));
        }
        if let Some(to) = to_after.filter(|after| to != Some(*after))
            && !self.ground.accepts(to, handoff)
        {
            self.notes.push(format!(
                "{to} gets {} now and has to accept {}.",
                handoff.id,
                carried(handoff)
            ));
        }
        self.moves.push(MovedHandoff {
            handoff: handoff.id.as_str().to_owned(),
            from_before: handoff.from.as_str().to_owned(),
            from_after: changed.from.as_str().to_owned(),
            to: to.map(|id| id.as_str().to_owned()),
            to_after: to_after
                .filter(|after| to != Some(*after))
                .map(|id| id.as_str().to_owned()),
            mode_before: handoff.mode,
            mode_after: changed.mode,
            contract: handoff.contract.as_ref().map(|id| id.as_str().to_owned()),
            owned: !handoff.owners.is_empty(),
        });
        self.put(changed.into());
    }

    /// Takes a record as it will be.
    pub fn put(&mut self, record: Record) {
        let entry = self.ground.document.get(&record.key());
        let revision = entry.map_or(0, |entry| entry.revision);
        self.edits.push(EditCommand::put(record).on(revision));
    }

    pub fn done(self, pattern: Pattern, agents: &[&Agent]) -> Restructured {
        let ids = agents.iter().map(|agent| agent.id.as_str().to_owned());
        Restructured {
            pattern,
            agents: ids.collect(),
            moves: self.moves,
            edits: self.edits,
            notes: self.notes,
        }
    }
}
