//! Every run of a protocol: safety by stateright's checker, ends on the graph of all states.
//!
//! Stateright tells the shortest run to a state that must not be, and nothing of runs that never end: its `eventually` passes over circles.
//! So ends are judged here. A run may be unlucky for as long as it likes, but not for ever: from some point on only sure steps happen, and each of them that
//! stays possible happens. Such a run comes to an end exactly if an end can be reached by sure steps from every state. A state from which none can
//! is lost, and the shortest run to the place where it stands still, or goes round, is the counterexample.

use crate::run::Run;
use crate::state::{State, Step};
use stateright::{Checker, HasDiscoveries, Model, Path, Property};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// A protocol of transfers.
pub(crate) trait Protocol:
    Model<State = State, Action = Step> + Send + Sync + 'static
{
}

impl<M: Model<State = State, Action = Step> + Send + Sync + 'static> Protocol for M {}

/// All states that can be reached, numbered in the order of a breadth-first search, as far as the budget goes.
pub(crate) struct Graph {
    /// How each was first reached: from which, by what. Starts have none.
    reached: Vec<Option<(u32, Step)>>,
    starts: Vec<State>,
    /// Where sure steps lead from each.
    sure: Vec<Vec<(u32, Step)>>,
    /// Whether each can be counted on to be left for good: it has ended, or what follows was not explored.
    is_settled: Vec<bool>,
    /// Whether every state was explored.
    pub is_complete: bool,
}

impl Graph {
    /// Explores at most `budget` states.
    pub(crate) fn of<M: Protocol>(machine: &M, budget: usize) -> Self {
        let starts = machine.init_states();
        let mut numbers: HashMap<Arc<State>, u32> = HashMap::new();
        let mut graph = Self {
            reached: Vec::new(),
            starts: starts.clone(),
            sure: Vec::new(),
            is_settled: Vec::new(),
            is_complete: true,
        };
        let mut waiting: VecDeque<(u32, Arc<State>)> = VecDeque::new();
        for start in starts {
            let start = Arc::new(start);
            let number = graph.add(&start, None);
            numbers.insert(Arc::clone(&start), number);
            waiting.push_back((number, start));
        }
        let mut steps = Vec::new();
        while let Some((number, state)) = waiting.pop_front() {
            machine.actions(&state, &mut steps);
            for step in steps.drain(..) {
                let Some(next) = machine.next_state(&state, step) else {
                    continue;
                };
                let known = numbers.get(&next).copied();
                let next_number = match known {
                    Some(known) => known,
                    None if graph.reached.len() >= budget => {
                        graph.is_complete = false;
                        graph.is_settled[number as usize] = true;
                        continue;
                    }
                    None => {
                        let next = Arc::new(next);
                        let added = graph.add(&next, Some((number, step)));
                        numbers.insert(Arc::clone(&next), added);
                        waiting.push_back((added, next));
                        added
                    }
                };
                if state.is_sure(&step) {
                    graph.sure[number as usize].push((next_number, step));
                }
            }
        }
        graph
    }

    fn add(&mut self, state: &State, from: Option<(u32, Step)>) -> u32 {
        let number = u32::try_from(self.reached.len()).unwrap_or(u32::MAX);
        self.reached.push(from);
        self.sure.push(Vec::new());
        self.is_settled.push(state.has_ended());
        number
    }

    /// How many states were explored.
    pub(crate) fn len(&self) -> usize {
        self.reached.len()
    }

    /// The shortest run after which no end can come any more: it stands still, or goes round for ever.
    pub(crate) fn endless<M: Protocol>(&self, machine: &M) -> Option<Run> {
        let lost = self.lost();
        let is_still = |at: &u32| self.sure[*at as usize].is_empty();
        if let Some(at) = lost.iter().copied().find(is_still) {
            return Some(self.run(machine, at, &[]));
        }
        lost.into_iter().find_map(|at| {
            let round = self.way_back(at)?;
            Some(self.run(machine, at, &round))
        })
    }

    /// The states from which sure steps lead to no end, in the order of the search.
    fn lost(&self) -> Vec<u32> {
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.len()];
        for (from, ways) in (0_u32..).zip(&self.sure) {
            for (to, _) in ways {
                before[*to as usize].push(from);
            }
        }
        let mut ends = self.is_settled.clone();
        let mut waiting: Vec<u32> = (0_u32..)
            .zip(&ends)
            .filter_map(|(number, ends)| ends.then_some(number))
            .collect();
        while let Some(number) = waiting.pop() {
            for from in &before[number as usize] {
                if !std::mem::replace(&mut ends[*from as usize], true) {
                    waiting.push(*from);
                }
            }
        }
        (0_u32..)
            .zip(ends)
            .filter_map(|(number, ends)| (!ends).then_some(number))
            .collect()
    }

    /// The shortest way from a state back to itself by sure steps.
    fn way_back(&self, start: u32) -> Option<Vec<Step>> {
        let mut reached: HashMap<u32, (u32, Step)> = HashMap::new();
        let mut waiting = VecDeque::from([start]);
        while let Some(number) = waiting.pop_front() {
            for (next, step) in &self.sure[number as usize] {
                if reached.contains_key(next) {
                    continue;
                }
                reached.insert(*next, (number, *step));
                if *next == start {
                    let mut steps = Vec::new();
                    let mut at = start;
                    loop {
                        let (from, step) = reached[&at];
                        steps.push(step);
                        at = from;
                        if at == start {
                            steps.reverse();
                            return Some(steps);
                        }
                    }
                }
                waiting.push_back(*next);
            }
        }
        None
    }

    /// The run by which a state was first reached, and how it goes on for ever.
    fn run<M: Protocol>(&self, machine: &M, end: u32, round: &[Step]) -> Run {
        let mut steps = Vec::new();
        let mut at = end;
        while let Some((from, step)) = self.reached[at as usize] {
            steps.push(step);
            at = from;
        }
        steps.reverse();
        let repeats_from = (!round.is_empty()).then_some(steps.len());
        steps.extend_from_slice(round);
        let start = self.starts[at as usize].clone();
        let mut state = start.clone();
        let steps = steps.into_iter().filter_map(|step| {
            state = machine.next_state(&state, step)?;
            Some((step, state.clone()))
        });
        Run {
            steps: steps.collect(),
            start,
            repeats_from,
        }
    }
}

/// The shortest run to a state in which a property of the machine does not hold. `most` bounds how many states are made, repeats counted.
///
/// Each property is asked alone: asked together, the checker goes on after the first violation of one, and tells a later, longer run.
pub(crate) fn violation<M: Protocol + Clone>(
    machine: &M,
    property: Property<M>,
    most: Option<usize>,
) -> Option<Run> {
    let name = property.name;
    let machine = machine.clone();
    let one = One { machine, property }.checker();
    let checker = one
        .finish_when(HasDiscoveries::Any)
        .target_state_count(most.unwrap_or(usize::MAX).max(1));
    told(checker.spawn_bfs().join().discovery(name)?)
}

/// The names of the properties of the machine that do not hold somewhere, and how many different states were looked at.
pub(crate) fn violated<M: Protocol + Clone>(
    machine: &M,
    most: Option<usize>,
) -> (Vec<&'static str>, usize) {
    let checker = machine
        .clone()
        .checker()
        .target_state_count(most.unwrap_or(usize::MAX).max(1))
        .spawn_bfs()
        .join();
    let names = checker.discoveries().into_keys().collect();
    (names, checker.unique_state_count())
}

fn told(path: Path<State, Step>) -> Option<Run> {
    let mut path = path.into_vec().into_iter();
    let (start, mut step) = path.next()?;
    let mut steps = Vec::new();
    for (state, next) in path {
        if let Some(step) = step {
            steps.push((step, state));
        }
        step = next;
    }
    Some(Run {
        start,
        steps,
        repeats_from: None,
    })
}

/// A machine of which one property is asked.
struct One<M: Protocol> {
    machine: M,
    property: Property<M>,
}

impl<M: Protocol> Model for One<M> {
    type State = State;
    type Action = Step;

    fn init_states(&self) -> Vec<State> {
        self.machine.init_states()
    }

    fn actions(&self, state: &State, steps: &mut Vec<Step>) {
        self.machine.actions(state, steps);
    }

    fn next_state(&self, last: &State, step: Step) -> Option<State> {
        self.machine.next_state(last, step)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        vec![Property::always(
            self.property.name,
            |one: &Self, state: &State| (one.property.condition)(&one.machine, state),
        )]
    }
}
