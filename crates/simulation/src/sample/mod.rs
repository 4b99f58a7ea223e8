//! The sampler: requests walked one by one, by dice that are thrown alike for the same seed.
//!
//! Requests are walked in blocks. Each block has dice of its own, seeded with the run's seed and the block's number, and blocks are added up in
//! order, so that a result depends on nothing but the network, the seed and the number of requests: not on threads, and not on the machine.

mod chance;
mod interval;
mod step;
mod table;
mod tally;
#[cfg(test)]
pub(crate) mod tests;
mod walk;

pub(crate) use interval::errors_of;
pub use interval::{Interval, wider_for};
pub use tally::{Outcomes, RunEnd, Sampled, SampledHandoff, TimeBucket, Times};

use crate::exact::AgentFate;
use crate::fate::Fate;
use crate::network::Network;
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use rayon::prelude::*;
use tally::Tally;
use walk::Walker;

/// Requests of a block.
const BLOCK: u64 = 8192;
/// Blocks between two looks at precision, progress and cancelling.
const ROUND: u64 = 32;

/// How much is walked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleOptions {
    /// Requests at most.
    pub requests: u64,
    /// What the dice begin with.
    pub seed: u64,
    /// Stop once the 95 % interval of every outcome is no wider than this to either side.
    pub precision: Option<f64>,
    /// Whether times are drawn too.
    pub times: bool,
}

impl Default for SampleOptions {
    fn default() -> Self {
        Self {
            requests: 1_000_000,
            seed: 1,
            precision: None,
            times: true,
        }
    }
}

/// Walks requests. `go_on` is asked between rounds with the requests walked so far; once it says no, what was walked until then is the
/// result.
pub fn sample(
    network: &Network,
    options: &SampleOptions,
    mut go_on: impl FnMut(u64) -> bool,
) -> Sampled {
    let walker = Walker::new(network, options.times);
    let mut whole = Tally::new(network);
    let blocks = options.requests.div_ceil(BLOCK);
    let mut next = 0;
    let mut ended = RunEnd::Complete;
    while next < blocks {
        let round = next..(next + ROUND).min(blocks);
        let tallies: Vec<Tally> = round
            .clone()
            .into_par_iter()
            .map(|block| walked(network, &walker, options, block))
            .collect();
        for tally in &tallies {
            whole.add(tally);
        }
        next = round.end;
        if next == blocks {
            go_on(whole.requests);
            break;
        }
        if options
            .precision
            .is_some_and(|wanted| whole.widest() <= wanted)
        {
            ended = RunEnd::Precise;
            break;
        }
        if !go_on(whole.requests) {
            ended = RunEnd::Cancelled;
            break;
        }
    }
    whole.result(network, walker.traps(), options, ended)
}

fn walked(network: &Network, walker: &Walker<'_>, options: &SampleOptions, block: u64) -> Tally {
    let mut dice = Xoshiro256PlusPlus::seed_from_u64(mixed(options.seed, block));
    let mut tally = Tally::new(network);
    let first = block * BLOCK;
    let last = (first + BLOCK).min(options.requests);
    let mut request = walker.request();
    for _ in first..last {
        walker.walk(&mut request, &mut dice, &mut tally);
    }
    tally
}

/// What becomes of tainted requests at each agent, people left out: so many are walked from each, as in [`sample`].
pub fn sample_agents(network: &Network, requests: u64, seed: u64) -> Vec<AgentFate> {
    let walker = Walker::new(network, false);
    let at_work = (0..network.agents.len()).filter(|agent| !network.agents[*agent].is_human);
    let at_work: Vec<usize> = at_work.collect();
    at_work
        .into_par_iter()
        .map(|agent| {
            let mut dice = Xoshiro256PlusPlus::seed_from_u64(mixed(seed, agent as u64));
            let mut request = walker.request();
            let mut tally = Tally::new(network);
            for _ in 0..requests {
                walker.walk_tainted(&mut request, &mut dice, &mut tally, agent as u32);
            }
            let good = Fate::ALL.into_iter().filter(|fate| !fate.is_bad());
            let good: u64 = good.map(|fate| tally.fates[fate as usize]).sum();
            let recovers = good as f64 / requests.max(1) as f64;
            AgentFate {
                id: network.agents[agent].id.clone(),
                recovers,
                digs_deeper: 1.0 - recovers,
                visits: None,
            }
        })
        .collect()
}

/// A seed for a block. (`SplitMix64`: G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014.)
fn mixed(seed: u64, block: u64) -> u64 {
    let mut z = seed.wrapping_add(block.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
