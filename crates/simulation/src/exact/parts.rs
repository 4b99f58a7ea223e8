//! The strongly connected parts of a chain, and which of them a request can leave for good.

use super::rows::Rows;

/// States in parts, each part after all that it leads to; parts that nothing leads out of to an end are left out.
pub(super) struct Parts {
    /// By part, in order within each.
    states: Vec<u32>,
    /// Where parts begin; one more than there are.
    starts: Vec<usize>,
    /// By state: its part; [`TRAP`] where no way leads to an end.
    of: Vec<u32>,
}

/// The part of states that cannot end.
pub(super) const TRAP: u32 = u32::MAX;

impl Parts {
    /// Strongly connected components (R. Tarjan, SIAM Journal on Computing 1, 1972; with a stack of its own, since chains are long).
    pub fn new(rows: &Rows) -> Self {
        const NEW: u32 = u32::MAX;
        let size = rows.len();
        let mut parts = Self {
            states: Vec::with_capacity(size),
            starts: vec![0],
            of: vec![TRAP; size],
        };
        let mut index = vec![NEW; size];
        let mut low = vec![0_u32; size];
        let mut on_stack = vec![false; size];
        let mut stack: Vec<u32> = Vec::new();
        let mut count = 0;
        let mut path: Vec<(u32, u32)> = Vec::new();
        for root in 0..size as u32 {
            if index[root as usize] != NEW {
                continue;
            }
            path.push((root, 0));
            while let Some((state, next)) = path.last_mut() {
                let here = *state as usize;
                if *next == 0 {
                    index[here] = count;
                    low[here] = count;
                    count += 1;
                    stack.push(*state);
                    on_stack[here] = true;
                }
                if let Some(after) = rows.after(here).get(*next as usize) {
                    *next += 1;
                    let to = *after as usize;
                    if index[to] == NEW {
                        path.push((*after, 0));
                    } else if on_stack[to] {
                        low[here] = low[here].min(index[to]);
                    }
                    continue;
                }
                path.pop();
                if let Some((caller, _)) = path.last() {
                    let caller = *caller as usize;
                    low[caller] = low[caller].min(low[here]);
                }
                if low[here] == index[here] {
                    let from = stack.iter().rposition(|state| *state as usize == here);
                    let members = stack.split_off(from.unwrap_or(0));
                    for member in &members {
                        on_stack[*member as usize] = false;
                    }
                    parts.add(rows, members);
                }
            }
        }
        parts
    }

    fn add(&mut self, rows: &Rows, mut members: Vec<u32>) {
        let can_end = members.iter().any(|state| {
            let state = *state as usize;
            rows.out(state) > 0.0
                || rows
                    .after(state)
                    .iter()
                    .any(|to| !self.is_trap(*to as usize))
        });
        if !can_end {
            return;
        }
        members.sort_unstable();
        let part = self.len() as u32;
        for member in &members {
            self.of[*member as usize] = part;
        }
        self.states.append(&mut members);
        self.starts.push(self.states.len());
    }

    /// The number of parts.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The states of a part.
    pub fn states(&self, part: usize) -> &[u32] {
        &self.states[self.starts[part]..self.starts[part + 1]]
    }

    /// The part of a state.
    pub fn of(&self, state: usize) -> u32 {
        self.of[state]
    }

    /// Whether no way leads from a state to an end.
    pub fn is_trap(&self, state: usize) -> bool {
        self.of[state] == TRAP
    }
}
