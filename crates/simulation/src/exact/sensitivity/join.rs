//! The derivatives of a join: those of `joined` in `network/effect.rs`, counted forth and then back.

use crate::network::{Branch, Join, Joined};

/// By how much the whole grows with what one branch does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BranchSlopes {
    /// With the probability that it is called.
    pub called: f64,
    /// With the probability that it comes back clean, or tainted, given that it is called.
    pub back: [f64; 2],
    /// With the probability that it does not come back, given that it is called.
    pub missing: f64,
}

/// Whether no branch was called so far, all that were have come back, or one is missing.
const UNCALLED: usize = 0;
const COMPLETE: usize = 1;
const BROKEN: usize = 2;

/// Counts of clean and of tainted results, for each of the three.
struct Counts {
    width: usize,
    values: Vec<[f64; 3]>,
}

impl Counts {
    fn new(branches: usize) -> Self {
        let width = branches + 1;
        Self {
            width,
            values: vec![[0.0; 3]; width * width],
        }
    }

    fn at(&mut self, clean: usize, tainted: usize) -> &mut [f64; 3] {
        &mut self.values[clean * self.width + tainted]
    }
}

/// Where a branch leads from some counts: to more of them, and how.
fn leads(clean: usize, tainted: usize, state: usize) -> [(usize, usize, usize); 4] {
    let called = if state == BROKEN { BROKEN } else { COMPLETE };
    [
        (clean, tainted, state),
        (clean + 1, tainted, called),
        (clean, tainted + 1, called),
        (clean, tainted, BROKEN),
    ]
}

/// The slopes of every branch of a join, given those of its result.
pub(super) fn differentiate(branches: &[Branch], join: Join, result: &Joined) -> Vec<BranchSlopes> {
    let odds = |branch: &Branch| {
        let back = branch.back.map(|back| branch.called * back);
        [
            1.0 - branch.called,
            back[0],
            back[1],
            branch.called * branch.missing,
        ]
    };
    // Before each branch.
    let mut before = vec![Counts::new(0)];
    before[0].at(0, 0)[UNCALLED] = 1.0;
    for (at, branch) in branches.iter().enumerate() {
        let mut next = Counts::new(at + 1);
        let odds = odds(branch);
        for clean in 0..=at {
            for tainted in 0..=at - clean {
                let here = *before[at].at(clean, tainted);
                for (state, weight) in here.into_iter().enumerate() {
                    for ((clean, tainted, state), odds) in
                        leads(clean, tainted, state).into_iter().zip(odds)
                    {
                        next.at(clean, tainted)[state] += weight * odds;
                    }
                }
            }
        }
        before.push(next);
    }
    let most = branches.len();
    let mut after = Counts::new(most);
    for clean in 0..=most {
        for tainted in 0..=most - clean {
            for (state, is_broken) in [(COMPLETE, false), (BROKEN, true)] {
                after.at(clean, tainted)[state] = match join.verdict(clean, tainted, is_broken) {
                    Some(all_clean) => {
                        all_clean * result.back[0] + (1.0 - all_clean) * result.back[1]
                    }
                    None => result.unmet,
                };
            }
        }
    }
    after.at(0, 0)[UNCALLED] = result.uncalled;
    let mut slopes = vec![BranchSlopes::default(); most];
    for (at, branch) in branches.iter().enumerate().rev() {
        let odds = odds(branch);
        let mut by = [0.0; 4];
        let mut earlier = Counts::new(at);
        for clean in 0..=at {
            for tainted in 0..=at - clean {
                for state in [UNCALLED, COMPLETE, BROKEN] {
                    let weight = before[at].at(clean, tainted)[state];
                    let ways = leads(clean, tainted, state);
                    for (way, (clean_after, tainted_after, state_after)) in
                        ways.into_iter().enumerate()
                    {
                        let worth = after.at(clean_after, tainted_after)[state_after];
                        by[way] += weight * worth;
                        earlier.at(clean, tainted)[state] += odds[way] * worth;
                    }
                }
            }
        }
        slopes[at] = BranchSlopes {
            called: branch.back[0] * by[1] + branch.back[1] * by[2] + branch.missing * by[3]
                - by[0],
            back: [branch.called * by[1], branch.called * by[2]],
            missing: branch.called * by[3],
        };
        after = earlier;
    }
    slopes
}
