//! What every visit comes to, its counters left aside: steps 3 (a forced handoff) and 4.

use super::space::State;
use crate::fate::{Fate, Fates};
use crate::network::{Effect, Network, Taint};
use std::ops::Range;

/// One choice at a visit: a handoff, with a probability and the taint at that point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub handoff: u32,
    pub probability: f64,
    pub taint: Taint,
}

/// Turns by agent and taint, the choices of all in one piece of memory.
pub(super) struct Turns {
    each: Vec<[(Fates, Range<u32>); 2]>,
    choices: Vec<Choice>,
}

impl Turns {
    pub fn new(network: &Network, effects: &[[Effect; 2]]) -> Self {
        let mut choices = Vec::with_capacity(3 * network.handoffs.len());
        let each = effects.iter().enumerate().map(|(agent, effects)| {
            effects.each_ref().map(|effect| {
                let first = choices.len() as u32;
                let ends = turn(network, agent, effect, &mut choices);
                (ends, first..choices.len() as u32)
            })
        });
        Self {
            each: each.collect(),
            choices,
        }
    }

    /// Requests that end at the visit.
    pub fn ends(&self, state: State) -> &Fates {
        &self.each[state.agent as usize][state.taint as usize].0
    }

    /// The handoffs that may be used.
    pub fn choices(&self, state: State) -> &[Choice] {
        let (_, Range { start, end }) = self.each[state.agent as usize][state.taint as usize];
        &self.choices[start as usize..end as usize]
    }
}

/// Requests that end at a visit of an agent. Adds the choices to those that are there.
fn turn(network: &Network, agent: usize, effect: &Effect, choices: &mut Vec<Choice>) -> Fates {
    let numbers = &network.agents[agent];
    let mut ends = Fates::default();
    if numbers.is_human {
        return ends;
    }
    let mut choose = |handoff, probability, taint| {
        if probability > 0.0 {
            choices.push(Choice {
                handoff,
                probability,
                taint,
            });
        }
    };
    let shares = |handoff: &u32| network.handoffs[*handoff as usize].share;
    let sum = numbers.share_sum(network);
    for taint in Taint::BOTH {
        let decides = effect.decides[taint as usize];
        let done = if taint == Taint::Clean {
            Fate::Resolved
        } else {
            Fate::Wrong
        };
        ends[done] += decides * numbers.resolves;
        let left = decides * (1.0 - numbers.resolves);
        if sum > 0.0 {
            for handoff in &numbers.transfers {
                choose(*handoff, left * (shares(handoff) / sum), taint);
            }
        } else {
            ends[Fate::Stuck] += left;
        }
        let forced = effect.forced[taint as usize];
        match numbers.forced {
            Some(handoff) => choose(handoff, forced, taint),
            None => ends[Fate::Dropped] += forced,
        }
    }
    ends
}
