//! The states that a request can be in, and the ways between them.

use super::Limits;
use crate::fate::{Fate, Fates};
use crate::network::{Effect, Network, Passage, Taint};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Which agent is visited, with which taint, after which uses of limited handoffs (a number of [`Counters`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// One choice at a visit: a handoff, with a probability and the taint at that point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub handoff: u32,
    pub probability: f64,
    pub taint: Taint,
}

/// What a visit comes to, its counters left aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    /// Requests that end at the visit.
    pub ends: Fates,
    pub choices: Vec<Choice>,
}

/// Every state that can be reached, in the order in which they were found.
pub(super) struct Space {
    pub states: Vec<State>,
    /// Beside the states: where their edges begin; one more than there are states.
    pub starts: Vec<usize>,
    pub edges: Vec<Edge>,
    /// Beside the states: how requests end at the visit or on the way of a handoff from it.
    pub ends: Vec<Fates>,
    /// Where requests start, with weights; people at an entry are not among them.
    pub entries: Vec<(u32, u32, f64)>,
    /// By agent: the state of a tainted request at it that has used nothing; none for people.
    pub tainted: Vec<Option<u32>>,
    /// By agent and taint.
    pub turns: Vec<[Turn; 2]>,
    /// By handoff and taint.
    pub passages: Vec<[Passage; 2]>,
    /// By agent and taint.
    pub effects: Vec<[Effect; 2]>,
    counters: Counters,
}

impl Space {
    /// The space of a network; `None` where it has more states than the limits allow.
    pub fn new(network: &Network, limits: Limits) -> Option<Self> {
        let effects = network.effects();
        let turns = (0..network.agents.len())
            .map(|agent| {
                Taint::BOTH.map(|taint| turn(network, agent, &effects[agent][taint as usize]))
            })
            .collect();
        let passages = network
            .handoffs
            .iter()
            .map(|handoff| Taint::BOTH.map(|taint| network.passage(handoff, taint)))
            .collect();
        let mut space = Self {
            states: Vec::new(),
            starts: vec![0],
            edges: Vec::new(),
            ends: Vec::new(),
            entries: Vec::new(),
            tainted: vec![None; network.agents.len()],
            turns,
            passages,
            effects,
            counters: Counters::new(network),
        };
        let mut known = HashMap::new();
        for (agent, weight) in &network.entries {
            if !network.agents[*agent as usize].is_human {
                let state = State {
                    agent: *agent,
                    taint: Taint::Clean,
                    counters: 0,
                };
                let at = space.number(&mut known, state);
                space.entries.push((*agent, at, *weight));
            }
        }
        let people_left_out = network
            .agents
            .iter()
            .enumerate()
            .filter(|(_, agent)| !agent.is_human);
        for (agent, _) in people_left_out {
            let state = State {
                agent: agent as u32,
                taint: Taint::Tainted,
                counters: 0,
            };
            space.tainted[agent] = Some(space.number(&mut known, state));
        }
        let mut next = 0;
        while next < space.states.len() {
            if space.states.len() > limits.states {
                return None;
            }
            space.expand(network, &mut known, next);
            next += 1;
        }
        Some(space)
    }

    pub fn edges_of(&self, state: usize) -> &[Edge] {
        &self.edges[self.starts[state]..self.starts[state + 1]]
    }

    /// Whether a handoff's limit stops a request in a state.
    pub fn is_stopped(&self, network: &Network, state: State, handoff: u32) -> bool {
        let limit = network.handoffs[handoff as usize].limit;
        limit.is_some_and(|limit| self.counters.uses(state.counters, handoff) >= limit)
    }

    fn number(&mut self, known: &mut HashMap<State, u32>, state: State) -> u32 {
        match known.entry(state) {
            Entry::Occupied(entry) => *entry.get(),
            Entry::Vacant(entry) => {
                let at = self.states.len() as u32;
                self.states.push(state);
                *entry.insert(at)
            }
        }
    }

    fn expand(&mut self, network: &Network, known: &mut HashMap<State, u32>, at: usize) {
        let state = self.states[at];
        let turn = &self.turns[state.agent as usize][state.taint as usize];
        let mut ends = turn.ends;
        let choices = turn.choices.clone();
        for choice in choices {
            let handoff = &network.handoffs[choice.handoff as usize];
            if self.is_stopped(network, state, choice.handoff) {
                ends.add(choice.probability, &handoff.stopped().ends);
                continue;
            }
            let counters = if handoff.limit.is_some() {
                self.counters.after(state.counters, choice.handoff)
            } else {
                state.counters
            };
            let passage =
                std::mem::take(&mut self.passages[choice.handoff as usize][choice.taint as usize]);
            ends.add(choice.probability, &passage.ends);
            for (agent, taint, share) in &passage.arrivals {
                let to = self.number(
                    known,
                    State {
                        agent: *agent,
                        taint: *taint,
                        counters,
                    },
                );
                let probability = choice.probability * share;
                self.edges.push(Edge {
                    to,
                    probability,
                    by: choice.handoff,
                });
            }
            self.passages[choice.handoff as usize][choice.taint as usize] = passage;
        }
        self.ends.push(ends);
        self.starts.push(self.edges.len());
    }
}

/// Steps 3 (a forced handoff) and 4 of a visit.
fn turn(network: &Network, agent: usize, effect: &Effect) -> Turn {
    let numbers = &network.agents[agent];
    let mut turn = Turn::default();
    if numbers.is_human {
        return turn;
    }
    let shares = |handoff: &u32| network.handoffs[*handoff as usize].share;
    let sum: f64 = numbers.transfers.iter().map(shares).sum();
    for taint in Taint::BOTH {
        let decides = effect.decides[taint as usize];
        let done = if taint == Taint::Clean {
            Fate::Resolved
        } else {
            Fate::Wrong
        };
        turn.ends[done] += decides * numbers.resolves;
        let left = decides * (1.0 - numbers.resolves);
        if sum > 0.0 {
            for handoff in &numbers.transfers {
                let probability = left * shares(handoff) / sum;
                turn.choose(*handoff, probability, taint);
            }
        } else {
            turn.ends[Fate::Stuck] += left;
        }
        let forced = effect.forced[taint as usize];
        match numbers.forced {
            Some(handoff) => turn.choose(handoff, forced, taint),
            None => turn.ends[Fate::Dropped] += forced,
        }
    }
    turn
}

impl Turn {
    fn choose(&mut self, handoff: u32, probability: f64, taint: Taint) {
        if probability > 0.0 {
            self.choices.push(Choice {
                handoff,
                probability,
                taint,
            });
        }
    }
}

/// How often limited handoffs were used, each combination with a number; 0 is none at all.
struct Counters {
    /// Beside the handoffs: their place among the limited ones.
    places: Vec<Option<u32>>,
    combinations: Vec<Box<[u32]>>,
    numbers: HashMap<Box<[u32]>, u32>,
    /// What one more use makes of a combination, once it was asked.
    after: HashMap<(u32, u32), u32>,
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
            places,
            combinations: vec![none.clone()],
            numbers: HashMap::from([(none, 0)]),
            after: HashMap::new(),
        }
    }

    fn uses(&self, combination: u32, handoff: u32) -> u32 {
        self.places[handoff as usize].map_or(0, |place| {
            self.combinations[combination as usize][place as usize]
        })
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
