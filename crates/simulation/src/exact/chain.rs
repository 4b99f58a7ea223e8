//! The whole chain: which states can end at all, its strongly connected parts, and solutions over them.

use super::eliminate::Eliminated;
use super::rows::Rows;

/// A chain that was taken apart once and is solved as often as needed.
pub(super) struct Chain<'r> {
    rows: &'r Rows,
    /// Whether some way leads from the state to an end.
    can_end: Vec<bool>,
    /// Strongly connected parts, each after all that it leads to.
    parts: Vec<Part>,
}

struct Part {
    /// In order.
    states: Vec<u32>,
    /// Numbered by place in `states`.
    eliminated: Eliminated,
}

impl<'r> Chain<'r> {
    pub fn new(rows: &'r Rows) -> Self {
        let can_end = can_end(rows);
        let mut within = vec![u32::MAX; rows.len()];
        let parts = components(rows)
            .into_iter()
            .filter(|states| states.iter().all(|state| can_end[*state as usize]))
            .map(|states| {
                let eliminated = eliminated(rows, &states, &mut within);
                Part { states, eliminated }
            })
            .collect();
        Self {
            rows,
            can_end,
            parts,
        }
    }

    /// Whether a request can go round for ever once it is in the state.
    pub fn is_trap(&self, state: usize) -> bool {
        !self.can_end[state]
    }

    /// What is expected from each state on, when `gives` is what each visit gives. Traps give nothing.
    pub fn forward(&self, gives: impl Fn(usize) -> f64) -> Vec<f64> {
        let mut values = vec![0.0; self.rows.len()];
        let mut local = Vec::new();
        for part in &self.parts {
            local.clear();
            for state in &part.states {
                let own = gives(*state as usize);
                // States of the part itself are still zero.
                let after = self.rows.of(*state as usize);
                let after: f64 = after
                    .map(|(to, probability)| probability * values[to as usize])
                    .sum();
                local.push(own + after);
            }
            part.eliminated.forward(&mut local);
            for (state, value) in part.states.iter().zip(&local) {
                values[*state as usize] = *value;
            }
        }
        values
    }

    /// Expected visits of each state, when requests start as `starts` says (weights beside the states). Traps are not visited.
    pub fn visits(&self, starts: &[f64]) -> Vec<f64> {
        let mut values = starts.to_vec();
        let mut local = Vec::new();
        for part in self.parts.iter().rev() {
            local.clear();
            local.extend(part.states.iter().map(|state| values[*state as usize]));
            part.eliminated.backward(&mut local);
            for (state, value) in part.states.iter().zip(&local) {
                values[*state as usize] = *value;
            }
            for state in &part.states {
                for (to, probability) in self.rows.of(*state as usize) {
                    if part.states.binary_search(&to).is_err() {
                        values[to as usize] += values[*state as usize] * probability;
                    }
                }
            }
        }
        for (state, value) in values.iter_mut().enumerate() {
            if !self.can_end[state] {
                *value = 0.0;
            }
        }
        values
    }

    /// How far the expected visits can be off, as a sum over all states; no probability read from them is off by more, since
    /// a request that is counted once too often adds at most one end.
    pub fn error(&self, starts: &[f64], visits: &[f64]) -> f64 {
        let mut arrivals = starts.to_vec();
        for (state, visits) in visits.iter().enumerate() {
            for (to, probability) in self.rows.of(state) {
                arrivals[to as usize] += visits * probability;
            }
        }
        let mut error = 0.0;
        for (state, visits) in visits
            .iter()
            .enumerate()
            .filter(|(state, _)| self.can_end[*state])
        {
            error += (arrivals[state] - visits).abs();
            // Adding up the arrivals rounds too.
            error += visits * 4.0 * f64::EPSILON;
        }
        error
    }
}

/// States from which some way leads to an end.
fn can_end(rows: &Rows) -> Vec<bool> {
    let mut before: Vec<Vec<u32>> = vec![Vec::new(); rows.len()];
    let mut can = vec![false; rows.len()];
    let mut open = Vec::new();
    for (state, can) in can.iter_mut().enumerate() {
        for to in rows.after(state) {
            before[*to as usize].push(state as u32);
        }
        if rows.out(state) > 0.0 {
            *can = true;
            open.push(state as u32);
        }
    }
    while let Some(state) = open.pop() {
        for from in std::mem::take(&mut before[state as usize]) {
            if !can[from as usize] {
                can[from as usize] = true;
                open.push(from);
            }
        }
    }
    can
}

fn eliminated(rows: &Rows, states: &[u32], within: &mut [u32]) -> Eliminated {
    for (place, state) in states.iter().enumerate() {
        within[*state as usize] = place as u32;
    }
    let mut out = Vec::with_capacity(states.len());
    let mut ways = Vec::with_capacity(states.len());
    for state in states {
        let mut leaves = rows.out(*state as usize);
        let mut row = Vec::new();
        for (to, probability) in rows.of(*state as usize) {
            match within[to as usize] {
                u32::MAX => leaves += probability,
                place => row.push((place, probability)),
            }
        }
        out.push(leaves);
        ways.push(row);
    }
    for state in states {
        within[*state as usize] = u32::MAX;
    }
    Eliminated::new(ways, out)
}

/// Strongly connected components, each after all that it leads to, the states of each in order. (R. Tarjan, SIAM Journal on Computing 1,
/// 1972; with a stack of its own, since chains are long.)
fn components(rows: &Rows) -> Vec<Vec<u32>> {
    const NEW: u32 = u32::MAX;
    let size = rows.len();
    let mut index = vec![NEW; size];
    let mut low = vec![0_u32; size];
    let mut on_stack = vec![false; size];
    let mut stack: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut count = 0;
    let mut path: Vec<(u32, usize)> = Vec::new();
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
            if let Some(after) = rows.after(here).get(*next) {
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
                let mut part = Vec::new();
                while let Some(member) = stack.pop() {
                    on_stack[member as usize] = false;
                    part.push(member);
                    if member as usize == here {
                        break;
                    }
                }
                part.sort_unstable();
                found.push(part);
            }
        }
    }
    found
}
