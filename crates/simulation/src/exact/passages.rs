//! What every handoff does with requests of each taint.

use crate::network::{Arrival, Network, Passage, Taint};
use std::ops::Range;

/// Passages by handoff and taint, the arrivals of all in one piece of memory.
pub(super) struct Passages {
    each: Vec<[(Passage, Range<u32>); 2]>,
    arrivals: Vec<Arrival>,
}

impl Passages {
    pub fn new(network: &Network) -> Self {
        let mut arrivals = Vec::with_capacity(4 * network.handoffs.len());
        let each = network.handoffs.iter().map(|handoff| {
            Taint::BOTH.map(|taint| {
                let first = arrivals.len() as u32;
                let passage = network.passage(handoff, taint, &mut arrivals);
                (passage, first..arrivals.len() as u32)
            })
        });
        Self {
            each: each.collect(),
            arrivals,
        }
    }

    /// What a handoff does, its arrivals left aside.
    pub fn of(&self, handoff: u32, taint: Taint) -> &Passage {
        &self.each[handoff as usize][taint as usize].0
    }

    /// Where a handoff arrives.
    pub fn arrivals(&self, handoff: u32, taint: Taint) -> &[Arrival] {
        let (_, Range { start, end }) = self.each[handoff as usize][taint as usize];
        &self.arrivals[start as usize..end as usize]
    }
}
