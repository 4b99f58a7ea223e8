//! Where requests come in: which of a start's lines are entries, and what is told where none is.

use super::{Flow, Role};
use crate::notes::Notes;
use crate::text::visible;
use std::collections::BTreeSet;

impl Flow {
    /// Where a step waits for all that leads to it, a start that leads to it beside somebody's work only gives it the request to read: the work
    /// comes first, so requests do not come in there.
    pub(super) fn entries_that_wait(&mut self, notes: &mut Notes) {
        if !self.waits_for_all_lines {
            return;
        }
        let first = self.in_order();
        let waits: BTreeSet<usize> = self
            .lines
            .iter()
            .filter(|line| !line.conditional && !line.call && first.contains(&line.to))
            .filter(|line| {
                let works = |index: usize| self.steps[index].role == Role::Work;
                works(line.from) && works(line.to) && first.contains(&line.from)
            })
            .map(|line| line.to)
            .collect();
        let steps = &self.steps;
        let mut told = BTreeSet::new();
        self.lines.retain(|line| {
            let goes = steps[line.from].role == Role::Start && waits.contains(&line.to);
            if goes && told.insert(line.to) {
                notes.info(&line.place, format!("{:?} reads the request too, but waits for the work of others before it, so no entry was made there", visible(&steps[line.to].name, 80)));
            }
            !goes
        });
    }

    /// The steps that a start leads to and that stand behind no loop: of them it is certain who comes before whom.
    fn in_order(&self) -> BTreeSet<usize> {
        let mut waiting_for = vec![0_usize; self.steps.len()];
        let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); self.steps.len()];
        for line in self.lines.iter().filter(|line| !line.call) {
            waiting_for[line.to] += 1;
            leaving[line.from].push(line.to);
        }
        let mut started: Vec<bool> = self
            .steps
            .iter()
            .map(|step| step.role == Role::Start)
            .collect();
        let mut ready: Vec<usize> = (0..self.steps.len())
            .filter(|index| waiting_for[*index] == 0)
            .collect();
        let mut order = BTreeSet::new();
        while let Some(next) = ready.pop() {
            if started[next] {
                order.insert(next);
            }
            for to in &leaving[next] {
                started[*to] |= started[next];
                waiting_for[*to] -= 1;
                if waiting_for[*to] == 0 {
                    ready.push(*to);
                }
            }
        }
        order
    }

    /// Why there is no entry.
    pub(super) fn tell_starts(&self, notes: &mut Notes) {
        if self.steps.is_empty() {
            return;
        }
        let works = self.steps.iter().any(|step| step.role == Role::Work);
        let start = self.steps.iter().find(|step| step.role == Role::Start);
        match start {
            None => notes.warning(
                "",
                "the file does not say where requests come in, so no entry was made: draw it",
            ),
            Some(start) => {
                let name = visible(&start.name, 80);
                let why = if works {
                    "but no line leads from there to anybody who works, so no entry was made: draw it"
                } else {
                    "but nobody works on them in this file, so there was nobody to enter at and no entry was made"
                };
                notes.warning(&start.place, format!("requests come in at {name:?}, {why}"));
            }
        }
    }
}
