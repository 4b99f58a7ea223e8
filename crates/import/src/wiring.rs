//! Handoffs from the steps of a workflow.

use crate::error::ImportError;
use crate::pen::Pen;
use crate::steps::{Lead, Step, Steps, Told};
use crate::text::visible;
use baton_model::{Handoff, Target};
use std::collections::BTreeMap;

/// A workflow whose steps are drawn, with what tells them apart.
#[derive(Default)]
pub(crate) struct Wiring {
    pub steps: Steps,
    keys: Vec<String>,
    names: BTreeMap<usize, String>,
    places: Vec<String>,
}

impl Wiring {
    /// A step, with what the file calls it.
    pub(crate) fn add(&mut self, step: Step, key: &str, place: &str) -> usize {
        self.keys.push(key.to_owned());
        self.places.push(place.to_owned());
        self.steps.add(step)
    }

    /// What the file calls a step.
    pub(crate) fn key(&self, step: usize) -> &str {
        self.keys.get(step).map_or("", String::as_str)
    }

    /// Says by what name people know a step, where its key is none.
    pub(crate) fn called(&mut self, step: usize, name: String) {
        self.names.insert(step, name);
    }

    /// What people call a step.
    pub(crate) fn name(&self, step: usize) -> &str {
        self.names
            .get(&step)
            .map_or_else(|| self.key(step), String::as_str)
    }

    /// Says what users are told and no handoff carries.
    pub(crate) fn tell_lost(&self, pen: &mut Pen<'_>, told: &Told) {
        for (step, text) in told.lost() {
            pen.notes.warning(
                self.places.get(step).map_or("", String::as_str),
                format!(
                    "users are told {:?} here, which was not carried on every way: a handoff says one text, and an entry none",
                    visible(text, 120)
                ),
            );
        }
    }

    /// Draws an entry for everybody whom `start` leads to.
    pub(crate) fn enter(&mut self, pen: &mut Pen<'_>, start: usize) -> Result<(), ImportError> {
        for lead in self.steps.leads(start) {
            let Some(Step::Work(agent)) = self.steps.step(lead.to).cloned() else {
                continue;
            };
            let place = &self.places[lead.to];
            pen.entry(&agent, place)?;
            if let Some(condition) = lead.condition() {
                let name = visible(self.name(lead.to), 80);
                pen.notes.warning(place, format!("{name:?} is where requests start only if {condition:?}; an entry has no condition, so that is not in the drawing: let somebody at the start choose"));
            }
        }
        Ok(())
    }

    /// Draws a handoff for every way from one who works to the next, or to an end. `say` adds what is known of the way.
    pub(crate) fn connect(
        &mut self,
        pen: &mut Pen<'_>,
        mut say: impl FnMut(&mut Handoff, usize, &Lead),
    ) -> Result<(), ImportError> {
        for from in 0..self.steps.len() {
            let Some(Step::Work(sender)) = self.steps.step(from).cloned() else {
                continue;
            };
            let leads = self.steps.leads(from);
            let is_only = leads.len() == 1;
            for (order, lead) in leads.iter().enumerate() {
                let place = self.places[from].clone();
                let to = match self.steps.step(lead.to) {
                    Some(Step::Work(agent)) if *agent == sender => {
                        let own = visible(self.name(from), 80);
                        let said = if lead.to == from {
                            format!("{own:?} may follow itself: nothing is handed over")
                        } else {
                            let next = visible(self.name(lead.to), 80);
                            format!(
                                "{own:?} and {next:?} are done by the same agent: nothing is handed over"
                            )
                        };
                        pen.notes.info(&self.places[lead.to], said);
                        continue;
                    }
                    Some(Step::Work(agent)) => Target::Agent(agent.clone()),
                    Some(Step::End(target)) => target.clone(),
                    _ => continue,
                };
                let key = format!("{}->{}", self.keys[from], self.keys[lead.to]);
                let id = pen.handoff(&key, &sender, to, &place)?;
                pen.about(&id, |handoff| {
                    handoff.trigger = lead.trigger(is_only, order);
                    say(handoff, from, lead);
                });
            }
        }
        if self.steps.gave_up() {
            pen.notes.warning(
                "",
                "the steps branch so often that not every way was followed",
            );
        }
        Ok(())
    }
}
