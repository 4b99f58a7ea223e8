//! Committed edits, taken in one by one.

use super::build::qualifies;
use super::rows::{EVERYONE, NOBODY};
use super::{RegistryGraph, named, only, settle};
use baton_model::{Agent, Change, Handoff, Kind, Record, RecordsDiff, Target};
use std::sync::Arc;

impl RegistryGraph {
    /// Takes in a diff that was committed. Costs as much as the rows that it changes, and for a changed agent one look at each
    /// capability query.
    pub fn update(&mut self, diff: &RecordsDiff) {
        // Agents first: handoffs of the same group may name them.
        let of_kind = |kind| {
            diff.changes
                .iter()
                .filter(move |change| change.key.kind == kind)
        };
        for change in of_kind(Kind::Agent) {
            self.update_agent(change);
        }
        for change in of_kind(Kind::Handoff) {
            self.update_handoff(change);
        }
        // A handoff that was not edited cannot lead to an agent that came or went but by its query: references always hold.
        for change in of_kind(Kind::Agent) {
            self.update_queries(change);
        }
    }

    fn update_agent(&mut self, change: &Change) {
        match &change.after {
            Some(record) => {
                let number = self.agents.put(record);
                if number as usize == self.rows.senders() {
                    self.rows.add_sender();
                }
            }
            None => self.agents.remove(&change.key.id),
        }
    }

    fn update_handoff(&mut self, change: &Change) {
        if let Some(number) = self.handoffs.number(&change.key.id) {
            self.take_out(number);
        }
        let Some(record) = &change.after else {
            self.handoffs.remove(&change.key.id);
            return;
        };
        self.put_handoff(record);
    }

    fn take_out(&mut self, number: u32) {
        let sender = std::mem::replace(&mut self.senders[number as usize], NOBODY);
        if sender != NOBODY {
            self.put_places(sender, number, &[]);
        }
        self.queries.remove(&number);
    }

    fn put_handoff(&mut self, record: &Arc<Record>) {
        let number = self.handoffs.put(record);
        if number as usize >= self.senders.len() {
            self.senders.push(NOBODY);
            self.only.push(NOBODY);
        }
        let Record::Handoff(handoff) = record.as_ref() else {
            return;
        };
        if matches!(handoff.to, Target::Query(_)) {
            self.queries.insert(number);
        }
        if let Some(sender) = self.agents.number(handoff.from.as_str()) {
            self.senders[number as usize] = sender;
            let places = self.places(handoff);
            self.put_places(sender, number, &places);
        }
    }

    fn put_places(&mut self, sender: u32, number: u32, places: &[u32]) {
        self.only[number as usize] = only(places);
        self.rows.put(sender, number, places);
    }

    /// Where a handoff leads as things stand.
    fn places(&self, handoff: &Handoff) -> Vec<u32> {
        let mut places: Vec<u32> = named(handoff)
            .filter_map(|id| self.agents.number(id.as_str()))
            .collect();
        if let Target::Query(query) = &handoff.to {
            if query.capabilities.is_empty() {
                places.push(EVERYONE);
            } else {
                let candidates = self.agents.numbers().filter(|number| {
                    matches!(self.agents.get(*number), Some(Record::Agent(agent)) if qualifies(handoff, agent))
                });
                places.extend(candidates);
            }
        }
        settle(&mut places);
        places
    }

    /// A query leads to an agent if it declares the tags now.
    fn update_queries(&mut self, change: &Change) {
        let before = change.before.as_deref().and_then(agent_of);
        let after = change.after.as_deref().and_then(agent_of);
        let both = before.zip(after);
        if both.is_some_and(|(before, after)| before.capabilities == after.capabilities) {
            return;
        }
        let Some(agent) = self.agents.slot(&change.key.id) else {
            return;
        };
        let takes = |agent: Option<&Agent>, handoff: &Handoff| {
            agent.is_some_and(|agent| qualifies(handoff, agent))
        };
        let mut rows = Vec::new();
        for number in &self.queries {
            let Some(Record::Handoff(handoff)) = self.handoffs.get(*number) else {
                continue;
            };
            let sender = self.senders[*number as usize];
            if sender == NOBODY || takes(before, handoff) == takes(after, handoff) {
                continue;
            }
            let mut places = self.rows.places_of(sender, *number).to_vec();
            if !places.contains(&EVERYONE) {
                places.retain(|place| *place != NOBODY && *place != agent);
                let is_named = named(handoff).any(|id| id.as_str() == change.key.id);
                if takes(after, handoff) || is_named {
                    places.push(agent);
                }
                settle(&mut places);
                rows.push((sender, *number, places));
            }
        }
        for (sender, number, places) in rows {
            self.put_places(sender, number, &places);
        }
    }
}

fn agent_of(record: &Record) -> Option<&Agent> {
    match record {
        Record::Agent(agent) => Some(agent),
        _ => None,
    }
}
