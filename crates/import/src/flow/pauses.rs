//! Where a tool pauses for a person: a gate on the handoff, or a warning where there is no handoff to bear one.

use super::{Flow, Role};
use crate::notes::Notes;
use crate::text::visible;
use baton_model::Gate;
use std::collections::{BTreeMap, BTreeSet};

/// The gate of a pause that the tool says no more about.
pub(super) fn gate(place: &str, notes: &mut Notes) -> Gate {
    notes.info(place, "the tool pauses here: a gate was drawn; say who decides, on what, and what each answer does");
    Gate::new()
}

impl Flow {
    /// Pauses that no gate holds: an entry has none, and a return of a call is no handoff.
    pub(super) fn tell_pauses(&self, calls: &BTreeMap<usize, usize>, notes: &mut Notes) {
        let mut entered = BTreeSet::new();
        let mut reached = BTreeSet::new();
        let mut left = BTreeSet::new();
        for line in &self.lines {
            if self.steps[line.from].role == Role::Start {
                entered.insert(line.to);
            } else if calls.get(&line.from) != Some(&line.to) {
                reached.insert(line.to);
                left.insert(line.from);
            }
        }
        for (index, step) in self.steps.iter().enumerate() {
            let name = visible(&step.name, 80);
            if step.pauses_before && (entered.contains(&index) || !reached.contains(&index)) {
                let why = if entered.contains(&index) {
                    "where requests come in; an entry can bear no gate, so none was drawn there: draw who decides as the first step"
                } else {
                    "and no handoff leads there that could bear a gate, so none was drawn: draw who decides"
                };
                notes.warning(
                    &step.place,
                    format!("the tool pauses for a person before {name:?}, {why}"),
                );
            }
            if step.pauses_after && !left.contains(&index) {
                notes.warning(&step.place, format!("the tool pauses for a person after {name:?}, and no handoff leaves there that could bear a gate, so none was drawn: draw who decides"));
            }
        }
    }
}
