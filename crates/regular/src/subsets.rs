//! From steps to a deterministic automaton.
//!
//! A state is a set of threads. A thread is a step together with the conditions that what follows has yet to meet: each is a state of its own,
//! run beside, and dropped once it is decided. Looking ahead is therefore exact wherever it stands, in a repetition too, since there are only
//! finitely many sets of conditions. Looking behind is a state that runs along from the beginning of the string.

use crate::MOST_STATES;
use crate::alphabet::{Alphabet, Letter};
use crate::automaton::{Automaton, Draft};
use crate::expression::{Expression, Place};
use crate::language::TooLarge;
use crate::meter::Meter;
use crate::points::Points;
use crate::program::{At, Program, Step};
use crate::quick::{Map, Set};
use crate::unicode;

/// Most threads that are moved on.
const MOST_MOVES: usize = 6_000_000;

type StateId = u32;
type ConditionsId = u32;

/// No thread is left.
const FAILED: StateId = 0;
/// A match is found, whatever follows.
const FOUND: StateId = 1;
/// Nothing that follows has to be met.
const NO_CONDITIONS: ConditionsId = 0;

/// What stands beside a place, as far as the program asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Neighbour {
    /// Nothing: the beginning or the end of the string.
    Edge,
    LineFeed,
    Word,
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct State {
    before: Neighbour,
    /// The state of each condition on what precedes.
    behinds: Vec<StateId>,
    threads: Vec<(At, ConditionsId)>,
}

/// Where the threads of a state get without reading.
#[derive(Default)]
struct Closure {
    /// Set, next step, conditions.
    reads: Vec<(u32, At, ConditionsId)>,
    /// The `Found` step and the conditions under which it is reached.
    found: Vec<(At, ConditionsId)>,
    ends: bool,
}

/// The automaton of the strings in which the expression is found.
pub(crate) fn search(expression: &Expression, meter: &Meter) -> Result<Automaton, TooLarge> {
    let program = Program::search(expression)?;
    Subsets::new(&program, meter).build()
}

struct Subsets<'a> {
    program: &'a Program,
    alphabet: Alphabet,
    /// For each set the letters in it.
    members: Vec<Vec<bool>>,
    /// What each letter is as the neighbour of the place that follows it, and of the place before it.
    neighbours: Vec<Neighbour>,
    asks_start: bool,
    states: Vec<State>,
    known: Map<State, StateId>,
    conditions: Vec<Vec<(StateId, bool)>>,
    known_conditions: Map<Vec<(StateId, bool)>, ConditionsId>,
    rows: Vec<Option<Box<[StateId]>>>,
    /// In which round each step was visited last, free of conditions.
    visited: Vec<u32>,
    round: u32,
    moves: usize,
    meter: &'a Meter,
}

/// What a walk without reading has been at.
struct Visits {
    round: u32,
    under_conditions: Set<(At, ConditionsId)>,
}

impl Visits {
    fn new(round: &mut u32) -> Self {
        *round += 1;
        Self {
            round: *round,
            under_conditions: Set::default(),
        }
    }

    fn first(&mut self, visited: &mut [u32], at: At, conditions: ConditionsId) -> bool {
        if conditions == NO_CONDITIONS {
            return std::mem::replace(&mut visited[at as usize], self.round) != self.round;
        }
        self.under_conditions.insert((at, conditions))
    }
}

impl<'a> Subsets<'a> {
    fn new(program: &'a Program, meter: &'a Meter) -> Self {
        let asks_word = program.asks(&[Place::WordEdge, Place::NoWordEdge]);
        let asks_line = program.asks(&[Place::LineStart, Place::LineEnd]);
        let word = if asks_word {
            unicode::word()
        } else {
            Points::default()
        };
        let feed = if asks_line {
            Points::one('\n')
        } else {
            Points::default()
        };
        let sets: Vec<&Points> = program.sets.iter().chain([&word, &feed]).collect();
        let (alphabet, members) = Alphabet::dividing(&sets);
        let neighbours = (0..alphabet.len())
            .map(|letter| {
                if members[sets.len() - 1][letter] {
                    Neighbour::LineFeed
                } else if members[sets.len() - 2][letter] {
                    Neighbour::Word
                } else {
                    Neighbour::Other
                }
            })
            .collect();
        let done = State {
            before: Neighbour::Other,
            behinds: Vec::new(),
            threads: Vec::new(),
        };
        Self {
            program,
            neighbours,
            asks_start: program.asks(&[Place::Start, Place::LineStart]),
            rows: vec![
                Some(vec![FAILED; alphabet.len()].into()),
                Some(vec![FOUND; alphabet.len()].into()),
            ],
            alphabet,
            members,
            // The first two have no threads, and are never looked up by what they hold.
            states: vec![done.clone(), done],
            known: Map::default(),
            conditions: vec![Vec::new()],
            known_conditions: Map::from_iter([(Vec::new(), NO_CONDITIONS)]),
            visited: vec![0; program.steps.len()],
            round: 0,
            moves: 0,
            meter,
        }
    }

    fn build(mut self) -> Result<Automaton, TooLarge> {
        let before = if self.asks_start {
            Neighbour::Edge
        } else {
            Neighbour::Other
        };
        let starts = self.program.behinds.clone();
        let behinds = starts
            .into_iter()
            .map(|start| self.state(before, Vec::new(), vec![(start, NO_CONDITIONS)]))
            .collect::<Result<_, _>>()?;
        let start = self.state(before, behinds, vec![(self.program.start, NO_CONDITIONS)])?;
        let mut numbers = Map::from_iter([(start, 0)]);
        let mut order = vec![start];
        let mut next = Vec::new();
        let mut accepting = Vec::new();
        let mut index = 0;
        while let Some(state) = order.get(index).copied() {
            index += 1;
            accepting.push(self.accepts_here(state)?);
            for target in self.row(state)?.to_vec() {
                let fresh = numbers.len() as u32;
                let number = *numbers.entry(target).or_insert_with(|| {
                    order.push(target);
                    fresh
                });
                next.push(number);
            }
        }
        Ok(Draft {
            alphabet: self.alphabet,
            next,
            accepting,
        }
        .minimal())
    }

    /// Where each letter leads.
    fn row(&mut self, state: StateId) -> Result<&[StateId], TooLarge> {
        let index = state as usize;
        if self.rows[index].is_none() {
            let row = self.compute_row(state)?;
            self.rows[index] = Some(row.into());
        }
        Ok(self.rows[index].as_deref().unwrap_or_default())
    }

    fn compute_row(&mut self, state: StateId) -> Result<Vec<StateId>, TooLarge> {
        let mut closures: Vec<(Neighbour, Closure)> = Vec::new();
        let mut row = Vec::with_capacity(self.alphabet.len());
        for letter in 0..self.alphabet.len() as Letter {
            let after = self.neighbours[letter as usize];
            let known = closures
                .iter()
                .position(|(neighbour, _)| *neighbour == after);
            let closure = if let Some(index) = known {
                index
            } else {
                closures.push((after, self.closure(state, after)?));
                closures.len() - 1
            };
            row.push(self.read(state, &closures[closure].1, letter)?);
        }
        Ok(row)
    }

    /// The state behind a letter.
    fn read(
        &mut self,
        state: StateId,
        closure: &Closure,
        letter: Letter,
    ) -> Result<StateId, TooLarge> {
        let moved = closure.reads.len() + closure.found.len();
        self.meter.take(moved + 1)?;
        self.moves += moved;
        if self.moves > MOST_MOVES {
            return Err(TooLarge);
        }
        let mut threads = Vec::new();
        for (at, conditions) in &closure.found {
            match self.meet(*conditions, letter)? {
                Some(NO_CONDITIONS) => return Ok(FOUND),
                Some(conditions) => threads.push((*at, conditions)),
                None => {}
            }
        }
        for (set, next, conditions) in &closure.reads {
            if !self.members[*set as usize][letter as usize] {
                continue;
            }
            if let Some(conditions) = self.meet(*conditions, letter)? {
                threads.push((*next, conditions));
            }
        }
        let behinds = self.states[state as usize].behinds.clone();
        let behinds = behinds
            .into_iter()
            .map(|behind| Ok(self.row(behind)?[letter as usize]))
            .collect::<Result<_, _>>()?;
        self.state(self.neighbours[letter as usize], behinds, threads)
    }

    /// The conditions behind a letter; `None` once one of them has failed.
    fn meet(
        &mut self,
        conditions: ConditionsId,
        letter: Letter,
    ) -> Result<Option<ConditionsId>, TooLarge> {
        if conditions == NO_CONDITIONS {
            return Ok(Some(NO_CONDITIONS));
        }
        let mut left = Vec::new();
        for (state, negative) in self.conditions[conditions as usize].clone() {
            match self.row(state)?[letter as usize] {
                FAILED if negative => {}
                FOUND if !negative => {}
                FAILED | FOUND => return Ok(None),
                state => left.push((state, negative)),
            }
        }
        self.conditions(left)
    }

    /// Names these conditions; `None` if two of them contradict each other.
    fn conditions(
        &mut self,
        mut conditions: Vec<(StateId, bool)>,
    ) -> Result<Option<ConditionsId>, TooLarge> {
        conditions.sort_unstable();
        conditions.dedup();
        if conditions.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Ok(None);
        }
        if let Some(known) = self.known_conditions.get(&conditions) {
            return Ok(Some(*known));
        }
        if self.conditions.len() >= MOST_STATES {
            return Err(TooLarge);
        }
        let id = self.conditions.len() as ConditionsId;
        self.conditions.push(conditions.clone());
        self.known_conditions.insert(conditions, id);
        Ok(Some(id))
    }

    fn state(
        &mut self,
        before: Neighbour,
        behinds: Vec<StateId>,
        mut threads: Vec<(At, ConditionsId)>,
    ) -> Result<StateId, TooLarge> {
        self.meter.take(threads.len())?;
        threads.sort_unstable();
        threads.dedup();
        self.drop_implied(&mut threads);
        if threads.is_empty() {
            return Ok(FAILED);
        }
        let state = State {
            before,
            behinds,
            threads,
        };
        if let Some(known) = self.known.get(&state) {
            return Ok(*known);
        }
        if self.states.len() >= MOST_STATES {
            return Err(TooLarge);
        }
        let id = self.states.len() as StateId;
        self.states.push(state.clone());
        self.known.insert(state, id);
        self.rows.push(None);
        Ok(id)
    }

    /// A thread with more conditions than another one at the same step adds nothing.
    fn drop_implied(&self, threads: &mut Vec<(At, ConditionsId)>) {
        if threads.windows(2).all(|pair| pair[0].0 != pair[1].0) {
            return;
        }
        let all = threads.clone();
        let conditions = |id: ConditionsId| &self.conditions[id as usize];
        threads.retain(|(at, mine)| {
            let first = all.partition_point(|(other, _)| other < at);
            !all[first..]
                .iter()
                .take_while(|(other, _)| other == at)
                .any(|(_, others)| {
                    others != mine
                        && conditions(*others)
                            .iter()
                            .all(|condition| conditions(*mine).contains(condition))
                })
        });
    }

    /// Where the threads get without reading, if what comes next is `after`.
    fn closure(&mut self, state: StateId, after: Neighbour) -> Result<Closure, TooLarge> {
        let State {
            before,
            behinds,
            threads: mut open,
        } = self.states[state as usize].clone();
        let mut closure = Closure::default();
        let mut visits = Visits::new(&mut self.round);
        while let Some((at, conditions)) = open.pop() {
            if !visits.first(&mut self.visited, at, conditions) {
                continue;
            }
            self.moves += 1;
            self.meter.take(1)?;
            match self.program.steps[at as usize] {
                Step::Read { set, next } => closure.reads.push((set, next, conditions)),
                Step::Found => closure.found.push((at, conditions)),
                Step::Ends => closure.ends = true,
                Step::Split(left, right) => open.extend([(left, conditions), (right, conditions)]),
                Step::Check { place, next } => {
                    if holds(place, before, after) {
                        open.push((next, conditions));
                    }
                }
                Step::Ahead {
                    negative,
                    body,
                    next,
                } => {
                    let body = self.state(before, behinds.clone(), vec![(body, NO_CONDITIONS)])?;
                    let mut added = self.conditions[conditions as usize].clone();
                    added.push((body, negative));
                    if let Some(conditions) = self.conditions(added)? {
                        open.push((next, conditions));
                    }
                }
                Step::Behind {
                    negative,
                    condition,
                    next,
                } => {
                    let behind = behinds[condition as usize];
                    if self.closure(behind, after)?.ends != negative {
                        open.push((next, conditions));
                    }
                }
            }
        }
        Ok(closure)
    }

    /// Whether the string may end here.
    fn accepts_here(&mut self, state: StateId) -> Result<bool, TooLarge> {
        if state == FAILED || state == FOUND {
            return Ok(state == FOUND);
        }
        let closure = self.closure(state, Neighbour::Edge)?;
        for (_, conditions) in closure.found {
            let mut met = true;
            for (state, negative) in self.conditions[conditions as usize].clone() {
                met = met && self.accepts_here(state)? != negative;
            }
            if met {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn holds(place: Place, before: Neighbour, after: Neighbour) -> bool {
    use Neighbour::{Edge, LineFeed, Word};
    match place {
        Place::Start => before == Edge,
        Place::End => after == Edge,
        Place::LineStart => matches!(before, Edge | LineFeed),
        Place::LineEnd => matches!(after, Edge | LineFeed),
        Place::WordEdge => (before == Word) != (after == Word),
        Place::NoWordEdge => (before == Word) == (after == Word),
    }
}
