//! Several lines that leave a step without a condition: all of them are taken at once, or the drawing means alternatives.

use super::{Flow, Line, Role};
use crate::notes::Notes;
use crate::text::visible;
use baton_model::DecidedBy;
use std::collections::{BTreeMap, BTreeSet};

impl Flow {
    /// Puts the lines that the tool takes at once into groups, one for each step that they leave.
    pub(super) fn group_fans(&mut self, calls: &BTreeMap<usize, usize>) {
        if !self.takes_all_lines {
            return;
        }
        for (from, fan) in self.fans(calls) {
            let group = format!("after {}", visible(&self.steps[from].name, 180));
            for line in fan {
                self.lines[line].parallel = Some(group.clone());
            }
        }
    }

    /// Transfers are alternatives: where the tool does not say that all lines are taken, that is what they were read as.
    pub(super) fn tell_fans(&self, calls: &BTreeMap<usize, usize>, notes: &mut Notes) {
        if self.takes_all_lines {
            return;
        }
        for (from, fan) in self.fans(calls) {
            notes.warning(&self.lines[fan[0]].place, format!("{} lines leave {:?} without a condition; the handoffs made are alternatives. Make them delegations of one parallel group if all are taken at once", fan.len(), visible(&self.steps[from].name, 80)));
        }
    }

    /// The lines without a condition from a worker to other workers, where there are several, by the step that they leave.
    fn fans(&self, calls: &BTreeMap<usize, usize>) -> Vec<(usize, Vec<usize>)> {
        let mut fans: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            let works = [line.from, line.to]
                .iter()
                .all(|index| self.steps[*index].role == Role::Work);
            if works && is_plain(line) && calls.get(&line.to) != Some(&line.from) {
                fans.entry(line.from).or_default().push(at);
            }
        }
        let to = |fan: &[usize]| -> BTreeSet<usize> {
            fan.iter().map(|line| self.lines[*line].to).collect()
        };
        fans.into_iter()
            .filter(|(_, fan)| fan.len() > 1 && (!self.takes_all_lines || to(fan).len() > 1))
            .collect()
    }
}

fn is_plain(line: &Line) -> bool {
    line.decided_by != DecidedBy::Model
        && !line.call
        && !line.conditional
        && !line.on_error
        && line.label.is_none()
}
