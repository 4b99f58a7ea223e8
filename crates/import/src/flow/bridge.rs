//! Steps at which nobody works are taken out, and what leads to them is joined with what follows.

use super::{Flow, Line, Role};
use crate::notes::Notes;
use crate::text::visible;
use crate::ways::{self, Way};
use std::collections::BTreeMap;

impl Way for Line {
    fn ends(&self) -> (usize, usize) {
        (self.from, self.to)
    }

    fn is_conditional(&self) -> bool {
        self.conditional
    }
}

/// Bridges all passages; `false` when that would make too many lines.
pub(super) fn passages(flow: &mut Flow, notes: &mut Notes) -> bool {
    let Flow { steps, lines, .. } = flow;
    let all = steps.iter().enumerate();
    let passages = all.filter(|(_, step)| step.role == Role::Passage);
    let bridged = ways::without_passages(
        std::mem::take(lines),
        steps.len(),
        passages.map(|(index, _)| index),
        |passage, before, after| joined(before, after, steps[passage].loop_limit),
        |passage, into, out_of| {
            if (into == 0) != (out_of == 0) {
                let side = if out_of == 0 { "follows" } else { "leads to" };
                let step = &steps[passage];
                notes.warning(
                    &step.place,
                    format!(
                        "{:?} does no work of its own and nothing {side} it, so it was left out",
                        visible(&step.name, 80)
                    ),
                );
            }
        },
    );
    let fits = bridged.is_some();
    *lines = bridged.unwrap_or_default();
    fits
}

fn joined(before: &Line, after: &Line, loop_limit: Option<u32>) -> Line {
    let label = match (&before.label, &after.label) {
        (Some(before), Some(after)) if before != after => Some(format!("{before}: {after}")),
        (before, after) => after.clone().or_else(|| before.clone()),
    };
    let decider = if after.conditional { after } else { before };
    // A way is taken where no other is only if that holds of every choice on it; two such ways beside each other could not be told apart.
    let chosen = |line: &Line| line.conditional && !line.otherwise;
    let otherwise = (before.otherwise || after.otherwise) && !chosen(before) && !chosen(after);
    Line {
        from: before.from,
        to: after.to,
        place: after.place.clone(),
        label,
        conditional: before.conditional || after.conditional,
        otherwise,
        decided_by: decider.decided_by,
        call: before.call || after.call,
        on_error: before.on_error || after.on_error,
        gate: before.gate.clone().or_else(|| after.gate.clone()),
        loop_limit: loop_limit.or(before.loop_limit).or(after.loop_limit),
        parallel: None,
    }
}

/// A worker that one step alone sends to, and that does nothing but return to it, is called: by worker, its caller.
pub(super) fn calls(flow: &Flow) -> BTreeMap<usize, usize> {
    ways::calls(&flow.lines, |index| flow.steps[index].role == Role::Work)
}
