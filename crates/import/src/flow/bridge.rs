//! Steps at which nobody works are taken out, and what leads to them is joined with what follows.

use super::{Flow, Line, MOST_LINES, Role};
use crate::notes::Notes;
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};

/// Bridges all passages; `false` when that would make too many lines.
pub(super) fn passages(flow: &mut Flow, notes: &mut Notes) -> bool {
    let mut lines: Vec<Option<Line>> = flow.lines.drain(..).map(Some).collect();
    let mut touching: Vec<Vec<usize>> = vec![Vec::new(); flow.steps.len()];
    for (index, line) in lines.iter().enumerate() {
        if let Some(line) = line {
            touching[line.from].push(index);
            touching[line.to].push(index);
        }
    }
    let mut made = 0_usize;
    for (index, step) in flow.steps.iter().enumerate() {
        if step.role != Role::Passage {
            continue;
        }
        let here: Vec<Line> = std::mem::take(&mut touching[index])
            .into_iter()
            .filter_map(|line| lines[line].take())
            .collect();
        let into: Vec<&Line> = here
            .iter()
            .filter(|line| line.to == index && line.from != index)
            .collect();
        let out_of: Vec<&Line> = here
            .iter()
            .filter(|line| line.from == index && line.to != index)
            .collect();
        made = made.saturating_add(into.len().saturating_mul(out_of.len()));
        if made > MOST_LINES {
            return false;
        }
        for before in &into {
            for after in &out_of {
                touching[before.from].push(lines.len());
                touching[after.to].push(lines.len());
                lines.push(Some(joined(before, after, step.loop_limit)));
            }
        }
        if into.is_empty() != out_of.is_empty() {
            let side = if out_of.is_empty() {
                "follows"
            } else {
                "leads to"
            };
            notes.info(
                &step.place,
                format!(
                    "{:?} does no work of its own and nothing {side} it, so it was left out",
                    visible(&step.name, 80)
                ),
            );
        }
    }
    flow.lines = lines.into_iter().flatten().collect();
    true
}

fn joined(before: &Line, after: &Line, loop_limit: Option<u32>) -> Line {
    let label = match (&before.label, &after.label) {
        (Some(before), Some(after)) if before != after => Some(format!("{before}: {after}")),
        (before, after) => after.clone().or_else(|| before.clone()),
    };
    let decider = if after.conditional { after } else { before };
    Line {
        from: before.from,
        to: after.to,
        place: after.place.clone(),
        label,
        conditional: before.conditional || after.conditional,
        otherwise: before.otherwise || after.otherwise,
        decided_by: decider.decided_by,
        call: before.call || after.call,
        on_error: before.on_error || after.on_error,
        gate: before.gate.clone().or_else(|| after.gate.clone()),
        loop_limit: loop_limit.or(before.loop_limit).or(after.loop_limit),
    }
}

/// A worker that one step alone sends to, and that does nothing but return to it, is called: by worker, its caller.
pub(super) fn calls(flow: &Flow) -> BTreeMap<usize, usize> {
    let mut senders: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut leaving: BTreeMap<usize, Vec<&Line>> = BTreeMap::new();
    for line in &flow.lines {
        senders.entry(line.to).or_default().insert(line.from);
        leaving.entry(line.from).or_default().push(line);
    }
    let works = |index: usize| flow.steps[index].role == Role::Work;
    let candidates: BTreeMap<usize, usize> = leaving
        .iter()
        .filter_map(|(&worker, lines)| {
            let [only] = lines[..] else { return None };
            let caller = only.to;
            let by_it_alone = senders
                .get(&worker)
                .is_some_and(|from| from.len() == 1 && from.contains(&caller));
            (worker != caller && works(worker) && works(caller) && !only.conditional && by_it_alone)
                .then_some((worker, caller))
        })
        .collect();
    // Two steps that only know each other would call each other: neither is then a caller.
    candidates
        .iter()
        .filter(|(_, caller)| !candidates.contains_key(caller))
        .map(|(worker, caller)| (*worker, *caller))
        .collect()
}
