//! The states that a request can be in, and the ways between them.

use super::Limits;
use super::go_on::GoOn;
use super::pairs::Pairs;
use super::passages::Passages;
use super::possible::Possible;
use super::rows::Rows;
use super::turns::{Choice, Turns};
use crate::fate::Fates;
use crate::network::{Effect, Network, Taint};
use rustc_hash::FxHashMap;

/// States between two looks at whether anybody waits.
const BETWEEN: usize = 4096;

/// Which agent is visited, with which taint, after which uses of limited handoffs (a number of [`Counters`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub agent: u32,
    pub taint: Taint,
    pub counters: u32,
}

/// A way from a state to the next visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub to: u32,
    pub probability: f64,
    /// The handoff that is used.
    pub by: u32,
}

/// Every state that can be reached, in the order in which they were found: first those of the mix of entries.
pub(super) struct Space {
    pub states: Vec<State>,
    /// The number of states that requests of the mix can reach.
    pub of_mix: usize,
    /// The ways between them.
    pub rows: Rows,
    /// Beside the ways: the handoff that is used.
    by: Vec<u32>,
    /// Beside the states: how requests end at the visit or on the way of a handoff from it.
    pub ends: Vec<Fates>,
    /// Where requests start, with weights; people at an entry are not among them.
    pub entries: Vec<(u32, u32, f64)>,
    /// By agent: the state of a tainted request at it that has used nothing; none for people.
    pub tainted: Vec<Option<u32>>,
    pub turns: Turns,
    pub passages: Passages,
    /// By agent and taint.
    pub effects: Vec<[Effect; 2]>,
    /// What a change of one parameter could make of visits and handoffs.
    pub possible: Possible,
    counters: Counters,
    known: Known,
}

impl Space {
    /// The space of a network; `None` where it has more states than the limits allow, or nobody waits any more.
    pub fn new(network: &Network, limits: Limits, go_on: &GoOn<'_>) -> Option<Self> {
        let (passages, (effects, turns)) = rayon::join(
            || Passages::new(network),
            || {
                let effects = network.effects();
                let turns = Turns::new(network, &effects);
                (effects, turns)
            },
        );
        let mut space = Self {
            states: Vec::new(),
            of_mix: 0,
            rows: Rows::new(),
            by: Vec::new(),
            ends: Vec::new(),
            entries: Vec::new(),
            tainted: vec![None; network.agents.len()],
            turns,
            possible: Possible::new(network, &passages),
            passages,
            effects,
            counters: Counters::new(network),
            known: Known::new(network),
        };
        for (agent, weight) in &network.entries {
            if !network.agents[*agent as usize].is_human {
                let at = space.number(State {
                    agent: *agent,
                    taint: Taint::Clean,
                    counters: 0,
                });
                space.entries.push((*agent, at, *weight));
            }
        }
        space.expand_all(network, limits, go_on)?;
        space.of_mix = space.states.len();
        space.add_possible(network, limits, go_on)?;
        let people_left_out = network
            .agents
            .iter()
            .enumerate()
            .filter(|(_, agent)| !agent.is_human);
        for (agent, _) in people_left_out {
            space.tainted[agent] = Some(space.number(State {
                agent: agent as u32,
                taint: Taint::Tainted,
                counters: 0,
            }));
        }
        space.expand_all(network, limits, go_on)?;
        Some(space)
    }

    /// The ways from a state to the next visit, in the order of its choices and of where each arrives.
    pub fn edges_of(&self, state: usize) -> impl Iterator<Item = Edge> + Clone {
        let by = &self.by[self.rows.places(state)];
        self.rows
            .of(state)
            .zip(by)
            .map(|((to, probability), by)| Edge {
                to,
                probability,
                by: *by,
            })
    }

    /// Whether any handoff has a limit.
    pub fn has_limits(&self) -> bool {
        self.counters.has_any
    }

    /// Whether a handoff's limit stops a request in a state.
    pub fn is_stopped(&self, network: &Network, state: State, handoff: u32) -> bool {
        if !self.counters.has_any {
            return false;
        }
        let limit = network.handoffs[handoff as usize].limit;
        limit.is_some_and(|limit| self.counters.uses(state.counters, handoff) >= limit)
    }

    /// The counters of a request that has used a handoff in a state; none where nobody has come so far.
    pub fn counters_after(&self, state: State, handoff: u32) -> Option<u32> {
        self.counters.known_after(state.counters, handoff)
    }

    /// The states that differ in nothing but their taint.
    pub fn pairs(&self) -> &Pairs {
        &self.known.pairs
    }

    /// The number of a state, if the space has it.
    pub fn find(&self, state: State) -> Option<u32> {
        self.known.find(state)
    }

    /// What a state uses: each choice, and the states at which it arrives with a positive probability, in the order of its arrivals; none where a limit stops it.
    pub fn each_use<'s>(
        &'s self,
        network: &Network,
        at: usize,
        mut each: impl FnMut(&'s Choice, Option<&'s [u32]>),
    ) {
        let state = self.states[at];
        let mut next = self.rows.after(at);
        for choice in self.turns.choices(state) {
            if self.is_stopped(network, state, choice.handoff) {
                each(choice, None);
                continue;
            }
            let arrivals = self.passages.arrivals(choice.handoff, choice.taint).iter();
            let count = arrivals.filter(|(_, _, share)| choice.probability * share > 0.0);
            let (own, others) = next.split_at(count.count());
            next = others;
            each(choice, Some(own));
        }
    }

    fn number(&mut self, state: State) -> u32 {
        self.known.number(&mut self.states, state)
    }

    /// Follows every way from the states whose ways are not known yet.
    fn expand_all(&mut self, network: &Network, limits: Limits, go_on: &GoOn<'_>) -> Option<()> {
        while self.ends.len() < self.states.len() {
            let is_asked = self.ends.len().is_multiple_of(BETWEEN);
            if self.states.len() > limits.states || (is_asked && go_on.is_over()) {
                return None;
            }
            self.expand(network, self.ends.len());
        }
        Some(())
    }

    fn expand(&mut self, network: &Network, at: usize) {
        let state = self.states[at];
        let mut ends = *self.turns.ends(state);
        for choice in self.turns.choices(state) {
            let handoff = &network.handoffs[choice.handoff as usize];
            if self.is_stopped(network, state, choice.handoff) {
                ends.add(choice.probability, &handoff.stopped().ends);
                continue;
            }
            let counters = self.counters.after(state.counters, choice.handoff);
            let passage = self.passages.of(choice.handoff, choice.taint);
            ends.add(choice.probability, &passage.ends);
            for (agent, taint, share) in self.passages.arrivals(choice.handoff, choice.taint) {
                let probability = choice.probability * share;
                if probability > 0.0 {
                    let next = State {
                        agent: *agent,
                        taint: *taint,
                        counters,
                    };
                    let to = self.known.number(&mut self.states, next);
                    self.rows.lead(to, probability);
                    self.by.push(choice.handoff);
                }
            }
        }
        self.ends.push(ends);
        self.rows.close(ends.sum());
    }

    /// Adds the states that requests of the mix would reach if one parameter were a little different.
    fn add_possible(&mut self, network: &Network, limits: Limits, go_on: &GoOn<'_>) -> Option<()> {
        let possible = std::mem::take(&mut self.possible);
        if !possible.is_empty() {
            for at in 0..self.ends.len() {
                let state = self.states[at];
                let choices: Vec<(u32, Taint)> = possible.choices(self, state).collect();
                for (handoff, taint) in choices {
                    if self.is_stopped(network, state, handoff) {
                        continue;
                    }
                    let counters = self.counters.after(state.counters, handoff);
                    for (agent, taint, _) in possible.arrivals(self, handoff, taint).to_vec() {
                        self.number(State {
                            agent,
                            taint,
                            counters,
                        });
                    }
                }
                let is_asked = at.is_multiple_of(BETWEEN);
                if self.states.len() > limits.states || (is_asked && go_on.is_over()) {
                    return None;
                }
            }
        }
        self.possible = possible;
        self.expand_all(network, limits, go_on)
    }
}

/// The numbers of states.
struct Known {
    /// By agent, after no use of a limited handoff: the pair of its states; [`UNKNOWN`] where nobody has come so far.
    unused: Vec<u32>,
    /// The others, by counters and agent.
    used: FxHashMap<(u32, u32), u32>,
    pairs: Pairs,
}

const UNKNOWN: u32 = u32::MAX;

impl Known {
    fn new(network: &Network) -> Self {
        Self {
            unused: vec![UNKNOWN; network.agents.len()],
            used: FxHashMap::default(),
            pairs: Pairs::default(),
        }
    }

    fn find(&self, state: State) -> Option<u32> {
        let pair = if state.counters == 0 {
            let pair = self.unused[state.agent as usize];
            (pair != UNKNOWN).then_some(pair)
        } else {
            self.used.get(&(state.counters, state.agent)).copied()
        };
        self.pairs.state(pair?, state.taint)
    }

    /// The number of a state, a new one where it is not known.
    fn number(&mut self, states: &mut Vec<State>, state: State) -> u32 {
        let pair = if state.counters == 0 {
            &mut self.unused[state.agent as usize]
        } else {
            let place = (state.counters, state.agent);
            self.used.entry(place).or_insert(UNKNOWN)
        };
        if *pair == UNKNOWN {
            *pair = self.pairs.open();
        }
        let known = self.pairs.state(*pair, state.taint);
        known.unwrap_or_else(|| {
            states.push(state);
            self.pairs.seat(*pair, state.taint)
        })
    }
}

/// How often limited handoffs were used, each combination with a number; 0 is none at all.
struct Counters {
    /// Whether any handoff has a limit.
    has_any: bool,
    /// Beside the handoffs: their place among the limited ones.
    places: Vec<Option<u32>>,
    combinations: Vec<Box<[u32]>>,
    numbers: FxHashMap<Box<[u32]>, u32>,
    /// What one more use makes of a combination, once it was asked.
    after: FxHashMap<(u32, u32), u32>,
}

impl Counters {
    fn new(network: &Network) -> Self {
        let mut limited = 0;
        let places = network.handoffs.iter().map(|handoff| {
            handoff.limit.map(|_| {
                limited += 1;
                limited - 1
            })
        });
        let places = places.collect();
        let none = vec![0; limited as usize].into_boxed_slice();
        Self {
            has_any: limited > 0,
            places,
            combinations: vec![none.clone()],
            numbers: FxHashMap::from_iter([(none, 0)]),
            after: FxHashMap::default(),
        }
    }

    fn uses(&self, combination: u32, handoff: u32) -> u32 {
        self.places[handoff as usize].map_or(0, |place| {
            self.combinations[combination as usize][place as usize]
        })
    }

    /// What one more use makes of a combination, if that was asked before.
    fn known_after(&self, combination: u32, handoff: u32) -> Option<u32> {
        match self.places[handoff as usize] {
            None => Some(combination),
            Some(place) => self.after.get(&(combination, place)).copied(),
        }
    }

    fn after(&mut self, combination: u32, handoff: u32) -> u32 {
        let Some(place) = self.places[handoff as usize] else {
            return combination;
        };
        if let Some(known) = self.after.get(&(combination, place)) {
            return *known;
        }
        let mut uses = self.combinations[combination as usize].clone();
        uses[place as usize] += 1;
        let fresh = self.combinations.len() as u32;
        let number = *self.numbers.entry(uses.clone()).or_insert(fresh);
        if number == fresh {
            self.combinations.push(uses);
        }
        self.after.insert((combination, place), number);
        number
    }
}
