//! Solving one strongly connected part of a chain by eliminating its states.
//!
//! Grassmann, Taksar and Heyman, "Regenerative analysis and steady state distributions for Markov chains", Operations Research 33 (1985): a state
//! is taken out by sending every way into it on to where it leads. The probability of leaving a state is summed up, never taken from 1, so
//! nothing is ever subtracted and chains that mix slowly lose no digits. States with few ways go first (H. M. Markowitz, Management
//! Science 3, 1957), which keeps long and narrow chains sparse.
//!
//! Where requests leave a part soon, sweeps over it are quicker than any elimination; the whole part is a core for [`super::iterate`]. Where the wiring is wide and random, every state that goes makes ways between many others, until everything is linked to everything. There elimination stops
//! at such a core.

use super::go_on::GoOn;
use super::iterate::Core;
use super::lists::Lists;
use super::rows::Rows;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

/// Most pairs of a way in and a way out at a state that is eliminated, as long as many are left.
const NARROW: usize = 400;
/// So few pairs make hardly more ways than there were.
const LIGHT: usize = 4;
/// A core of so few states is eliminated as well.
const FEW: usize = 256;
/// Ways may grow by this factor before a core is left.
const GROWTH: usize = 2;
/// A part is short-lived if no state goes on within it more often than that.
const SHORT_LIVED: f64 = 0.85;
/// Wiring is wide if more than one in so many states would be linked at once.
const WIDE: usize = 8;

/// Eliminated states between two looks at whether anybody waits.
const BETWEEN: usize = 64;

/// A part, its states eliminated in an order that was chosen once for all solutions.
pub(super) struct Eliminated {
    /// In the order of elimination.
    steps: Vec<Step>,
    /// Ways of states at their elimination, with probabilities.
    ways: Vec<(u32, f64)>,
    /// What is left.
    core: Option<Box<Core>>,
}

struct Step {
    state: u32,
    /// Probability of leaving the state, for the part's states that are left or out of the part.
    leaves: f64,
    /// States that are left and lead into it.
    from: Range<usize>,
    /// States that are left and follow on it.
    to: Range<usize>,
}

impl Eliminated {
    /// Eliminates the states of a part, down to a core where that does not pay. `ways` are those between the part's states, each to another one and no two alike, and
    /// the probabilities of leaving the part; from every state there is a way out of it.
    pub fn new(ways: &Rows, go_on: &GoOn<'_>) -> Self {
        let all: Vec<u32> = (0..ways.len() as u32).collect();
        if ways.len() <= FEW {
            let mut part = Part::new(ways);
            part.eliminate_few(all);
            return part.finish(Vec::new());
        }
        if is_short_lived(ways) || (is_wide(ways) && !has_light(ways)) {
            return Self {
                steps: Vec::new(),
                ways: Vec::new(),
                core: Some(Box::new(Core::new(all, ways))),
            };
        }
        let mut part = Part::new(ways);
        let most = GROWTH * part.count + FEW;
        let mut left = all;
        let mut heaviest = LIGHT;
        loop {
            let before = left.len();
            if before <= FEW {
                part.eliminate_few(left);
                return part.finish(Vec::new());
            }
            left = part.eliminate_all(left, heaviest, most, go_on);
            let is_idle = left.len() == before;
            if heaviest == LIGHT && is_idle && !is_wide(&part.rows_of(&left)) {
                heaviest = NARROW;
            } else if is_idle || part.count > most {
                return part.finish(left);
            }
        }
    }

    /// Eliminates every state, whatever that takes; none where it takes more than so many ways, or nobody waits any more.
    pub fn whole(ways: &Rows, most: usize, go_on: &GoOn<'_>) -> Option<Self> {
        let mut part = Part::new(ways);
        let all = (0..ways.len() as u32).collect();
        let left = part.eliminate_all(all, usize::MAX, most, go_on);
        left.is_empty().then(|| part.finish(left))
    }

    /// Whether elimination stopped at a core.
    #[cfg(test)]
    pub fn has_core(&self) -> bool {
        self.core.is_some()
    }

    /// Solves `(1 - Q) y = b`: what is expected from each state on, when `b` is what each visit gives. Of a core, no more than `enough` is left unexplained, over the
    /// probability of leaving each state, if floats come so near in one go.
    pub fn forward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (from, probability) in &self.ways[step.from.clone()] {
                values[*from as usize] += probability * here;
            }
        }
        if let Some(core) = &self.core {
            core.forward(values, enough, go_on);
        }
        for step in self.steps.iter().rev() {
            let after = self.ways[step.to.clone()].iter();
            let after: f64 = after
                .map(|(to, probability)| probability * values[*to as usize])
                .sum();
            values[step.state as usize] = (values[step.state as usize] + after) / step.leaves;
        }
    }

    /// Solves `x (1 - Q) = e`: the expected visits of each state, when `e` are the arrivals from outside. Of a core, no more than `enough` of these is left
    /// unexplained in sum, if floats come so near in one go.
    pub fn backward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        for step in &self.steps {
            let here = values[step.state as usize] / step.leaves;
            for (to, probability) in &self.ways[step.to.clone()] {
                values[*to as usize] += probability * here;
            }
        }
        if let Some(core) = &self.core {
            core.backward(values, enough, go_on);
        }
        for step in self.steps.iter().rev() {
            let before = self.ways[step.from.clone()].iter();
            let before: f64 = before
                .map(|(from, probability)| probability * values[*from as usize])
                .sum();
            values[step.state as usize] = (values[step.state as usize] + before) / step.leaves;
        }
    }
}

/// Whether whoever is there leaves the part so soon that a few sweeps over it tell all.
fn is_short_lived(ways: &Rows) -> bool {
    (0..ways.len()).all(|state| {
        let on: f64 = ways.of(state).map(|(_, probability)| probability).sum();
        on <= SHORT_LIVED * (on + ways.out(state))
    })
}

/// Whether many states would be linked at once if they were eliminated in their order: those that a way leads to before their turn. States are in the order in which
/// they are found, so that these are few in what is long and narrow, and nearly all in what is wired at random.
fn is_wide(ways: &Rows) -> bool {
    let (mut furthest, mut linked) = (0, 0_usize);
    for state in 0..ways.len() {
        let after = ways.after(state).iter();
        furthest = after.fold(furthest, |most, to| most.max(*to as usize));
        linked += furthest.saturating_sub(state);
    }
    linked > ways.len() / WIDE * ways.len()
}

/// Whether many states have so few ways that eliminating them makes the part smaller.
fn has_light(ways: &Rows) -> bool {
    let mut into = vec![0_usize; ways.len()];
    for state in 0..ways.len() {
        for to in ways.after(state) {
            into[*to as usize] += 1;
        }
    }
    let light = into
        .iter()
        .enumerate()
        .filter(|(state, into)| is_light(**into, ways.after(*state).len(), LIGHT));
    light.count() * 20 > ways.len()
}

/// Whether a state with so many ways in and out may be eliminated. With a single one, no more ways are made than go.
fn is_light(into: usize, out: usize, heaviest: usize) -> bool {
    into <= 1 || out <= 1 || into * out <= heaviest
}

struct Part {
    rows: Lists<(u32, f64)>,
    /// States with a way into each; some may be gone.
    into: Lists<u32>,
    out: Vec<f64>,
    is_gone: Vec<bool>,
    /// Where a state stands in the row that is worked on, plus one.
    place: Vec<u32>,
    /// Ways between states that are left.
    count: usize,
    steps: Vec<Step>,
    ways: Vec<(u32, f64)>,
    /// The row and the column of the state that is eliminated.
    row: Vec<(u32, f64)>,
    column: Vec<u32>,
}

impl Part {
    fn new(ways: &Rows) -> Self {
        let size = ways.len();
        let mut degrees = vec![0_usize; size];
        for state in 0..size {
            for to in ways.after(state) {
                degrees[*to as usize] += 1;
            }
        }
        let mut into = Lists::with_room(degrees.into_iter());
        let mut rows = Lists::with_room((0..size).map(|state| ways.after(state).len()));
        for state in 0..size {
            for way in ways.of(state) {
                rows.push(state, way);
                into.push(way.0 as usize, state as u32);
            }
        }
        Self {
            count: ways.ways(),
            is_gone: vec![false; size],
            place: vec![0; size],
            steps: Vec::with_capacity(size),
            ways: Vec::with_capacity(2 * ways.ways()),
            out: (0..size).map(|state| ways.out(state)).collect(),
            row: Vec::new(),
            column: Vec::new(),
            rows,
            into,
        }
    }

    fn finish(mut self, left: Vec<u32>) -> Eliminated {
        let core = (!left.is_empty()).then(|| {
            let rows = self.rows_of(&left);
            Box::new(Core::new(left, &rows))
        });
        self.steps.shrink_to_fit();
        self.ways.shrink_to_fit();
        Eliminated {
            steps: self.steps,
            ways: self.ways,
            core,
        }
    }

    /// The ways between the states that are left, numbered in their order.
    fn rows_of(&mut self, left: &[u32]) -> Rows {
        for (number, state) in (0..).zip(left) {
            self.place[*state as usize] = number;
        }
        let mut rows = Rows::with_room(left.len(), self.count);
        for state in left {
            for (to, probability) in self.rows.of(*state as usize) {
                rows.lead(self.place[*to as usize], *probability);
            }
            rows.close(self.out[*state as usize]);
        }
        for state in left {
            self.place[*state as usize] = 0;
        }
        rows
    }

    /// How much work eliminating a state is: pairs of a way in and a way out.
    fn weight(&self, state: u32) -> usize {
        self.rows.of(state as usize).len() * self.into.of(state as usize).len()
    }

    /// Eliminates all states, which are few.
    fn eliminate_few(&mut self, states: Vec<u32>) {
        self.eliminate_all(states, usize::MAX, usize::MAX, &GoOn::new(&|| true));
    }

    /// Eliminates states of at most some weight while there are no more than some ways and somebody waits; gives those that are left, in order.
    fn eliminate_all(
        &mut self,
        states: Vec<u32>,
        heaviest: usize,
        most: usize,
        go_on: &GoOn<'_>,
    ) -> Vec<u32> {
        let weighed = states
            .iter()
            .map(|state| Reverse((self.weight(*state), *state)));
        let mut order: BinaryHeap<Reverse<(usize, u32)>> = weighed.collect();
        while let Some(Reverse((weight, state))) = order.pop() {
            let is_asked = self.steps.len().is_multiple_of(BETWEEN);
            if self.count > most || (is_asked && go_on.is_over()) {
                break;
            }
            let is_gone = &self.is_gone;
            let into = &mut self.into;
            into.retain(state as usize, |from| !is_gone[*from as usize]);
            let (into, out) = (
                into.of(state as usize).len(),
                self.rows.of(state as usize).len(),
            );
            let now = into * out;
            let may_go = is_light(into, out, heaviest);
            if now > weight && may_go {
                order.push(Reverse((now, state)));
            } else if may_go {
                self.eliminate(state);
            }
        }
        let left = states.into_iter();
        left.filter(|state| !self.is_gone[*state as usize])
            .collect()
    }

    fn eliminate(&mut self, state: u32) {
        let here = state as usize;
        self.is_gone[here] = true;
        let mut row = std::mem::take(&mut self.row);
        let mut column = std::mem::take(&mut self.column);
        self.rows.move_to(here, &mut row);
        self.into.move_to(here, &mut column);
        column.sort_unstable();
        self.count -= row.len();
        let leaves = self.out[here] + row.iter().map(|(_, probability)| probability).sum::<f64>();
        let start = self.ways.len();
        for from in &column {
            let probability = self.send_on(*from, state, &row, leaves);
            self.ways.push((*from, probability));
        }
        let middle = self.ways.len();
        self.ways.extend_from_slice(&row);
        self.steps.push(Step {
            state,
            leaves,
            from: start..middle,
            to: middle..self.ways.len(),
        });
        self.row = row;
        self.column = column;
    }

    /// Sends the way of `from` into `state` on to where that leads; gives its probability.
    fn send_on(&mut self, from: u32, state: u32, row: &[(u32, f64)], leaves: f64) -> f64 {
        let own = self.rows.of_mut(from as usize);
        let before = own.len();
        let Some(at) = own.iter().position(|(to, _)| *to == state) else {
            return 0.0;
        };
        let (_, probability) = own[at];
        own[at] = own[before - 1];
        for (at, (to, _)) in (1..).zip(&own[..before - 1]) {
            self.place[*to as usize] = at;
        }
        self.rows.pop(from as usize);
        let each = probability / leaves;
        for (to, share) in row.iter().filter(|(to, _)| *to != from) {
            match self.place[*to as usize] {
                0 => {
                    self.rows.push(from as usize, (*to, each * share));
                    self.into.push(*to as usize, from);
                }
                at => self.rows.of_mut(from as usize)[at as usize - 1].1 += each * share,
            }
        }
        let own = self.rows.of(from as usize);
        for (to, _) in own {
            self.place[*to as usize] = 0;
        }
        self.out[from as usize] += each * self.out[state as usize];
        self.count = self.count + own.len() - before;
        probability
    }
}
