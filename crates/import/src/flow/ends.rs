//! Where requests end in a drawing whose tool says so by letting nothing follow.

use super::carry::End;
use super::{Flow, Line, Role, Step};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::sketch::Sketch;
use crate::text::visible;
use std::collections::BTreeSet;

/// What tells the end apart that no step of the file is.
const KEY: &str = "(end)";

impl Flow {
    /// A way that ends in the tool's own routing ends the request there: with the passage alone, the way and its condition would be lost.
    /// Gives the end that was put there, the last of the steps.
    pub(super) fn end_passages(&mut self) -> Option<usize> {
        if !self.ends_where_nothing_follows {
            return None;
        }
        let left: BTreeSet<usize> = self.lines.iter().map(|line| line.from).collect();
        let entered: BTreeSet<usize> = self.lines.iter().map(|line| line.to).collect();
        let last: Vec<usize> = entered
            .difference(&left)
            .copied()
            .filter(|index| self.steps[*index].role == Role::Passage)
            .collect();
        if last.is_empty() {
            return None;
        }
        let end = self.steps.len();
        for index in last {
            let place = self.steps[index].place.clone();
            self.lines.push(Line::new(index, end, place));
        }
        let mut step = Step::new(KEY, "Completed", "");
        step.role = Role::End { good: true };
        self.steps.push(step);
        Some(end)
    }

    /// After bridging: of the ways to the end that was put behind passages, those stay that somebody decides on or that are all there is. Gives
    /// the end if one stayed.
    pub(super) fn ends_reached(&mut self, end: Option<usize>, notes: &mut Notes) -> Option<usize> {
        let end = end?;
        let goes_on: BTreeSet<usize> = self
            .lines
            .iter()
            .filter(|line| line.to != end && !line.call && !line.on_error)
            .map(|line| line.from)
            .collect();
        let mut reached = false;
        let mut of_starts = BTreeSet::new();
        let steps = &self.steps;
        self.lines.retain(|line| {
            if line.to != end {
                return true;
            }
            let from = &steps[line.from];
            let name = visible(&from.name, 80);
            if matches!(from.role, Role::End { .. }) {
                notes.warning(&line.place, format!("requests end at {name:?}, and nobody works after it; what follows was left out"));
                return false;
            }
            if from.role != Role::Work {
                if of_starts.insert(line.from) {
                    notes.warning(&line.place, format!("from {name:?} a way leads to its end past everybody who works; it was left out"));
                }
                return false;
            }
            let stays = line.conditional || line.on_error || !goes_on.contains(&line.from);
            if stays {
                reached = true;
            } else {
                notes.warning(&line.place, format!("one of the ways that {name:?} starts at once ends without work; it was left out"));
            }
            stays
        });
        if !reached {
            self.steps.truncate(end);
        }
        reached.then_some(end)
    }

    /// Steps after which nothing comes end the request, where the tool runs that way.
    pub(super) fn last_steps(
        &self,
        sketch: &mut Sketch,
        ends: &[End],
        end: Option<usize>,
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        if !self.ends_where_nothing_follows {
            return Ok(());
        }
        let goes_on: BTreeSet<usize> = self
            .lines
            .iter()
            .filter(|line| !line.call && !line.on_error)
            .map(|line| line.from)
            .collect();
        let called: BTreeSet<usize> = self
            .lines
            .iter()
            .filter(|line| line.call)
            .map(|line| line.to)
            .collect();
        let touched: BTreeSet<usize> = self
            .lines
            .iter()
            .flat_map(|line| [line.from, line.to])
            .collect();
        let tell = |notes: &mut Notes| {
            notes.info("", "where nothing follows, requests end: taken as the good outcome Completed (a guess), since the file does not tell success from giving up");
        };
        let mut outcome = match end.and_then(|end| ends.get(end)) {
            Some(End::Outcome(target)) => {
                tell(notes);
                Some(target.clone())
            }
            _ => None,
        };
        for (index, step) in self.steps.iter().enumerate() {
            let End::Agent(agent) = &ends[index] else {
                continue;
            };
            if goes_on.contains(&index) || called.contains(&index) || !touched.contains(&index) {
                continue;
            }
            let target = if let Some(target) = &outcome {
                target.clone()
            } else {
                tell(notes);
                outcome
                    .insert(sketch.outcome(KEY, "Completed", true, "")?)
                    .clone()
            };
            let key = format!("{} -> {KEY}", step.key);
            sketch.handoff(&key, agent, target, &step.place)?;
        }
        Ok(())
    }
}
