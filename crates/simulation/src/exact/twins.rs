//! Solving a part whose states come in pairs, clean and tainted, as two chains of half the size.
//!
//! Where a request goes does not hang on its taint: tools, transfers and people treat all alike. So a clean and a tainted request at the same agent can be thought of as walking side by side, and once a
//! step has made them alike they stay so. With `P_ct` the probabilities of going from clean to tainted states, pair by pair, and the others likewise,
//!
//! - `L = P_cc + P_ct = P_tc + P_tt` is where the two go together,
//! - `K = P_cc - P_tc = P_tt - P_ct` where they go and still differ; it has nothing below zero, since a tainted request is no sooner clean than a clean one,
//! - `L - K = P_tc + P_ct` where they become alike: both clean, or both tainted.
//!
//! For arrivals `e`, the visits `v = (e_c + e_t) (1 - L)^-1` of both together give those of each: `x_c = (e_c + v P_tc) (1 - K)^-1` and `x_t = (e_t + v P_ct) (1 - K)^-1`. For gifts `b`, what
//! is had while the two differ is `d_c = (1 - K)^-1 b_c` and `d_t = (1 - K)^-1 b_t`; both have `(1 - L)^-1 (P_tc d_c + P_ct d_t)` from then on. Nothing is subtracted but in `K`, and what it
//! lacks to 1 is summed up from where the two become alike or end.

use super::chain::Places;
use super::eliminate::Eliminated;
use super::go_on::GoOn;
use super::pairs::Pairs;
use super::parts::Parts;
use super::rows::Rows;

/// Probabilities that differ by no more than this factor are rounded differently.
const ROUNDED: f64 = 1e-12;

/// A part in pairs.
pub(super) struct Twins {
    /// By pair: where its clean and its tainted state stand in the part.
    seats: Vec<[u32; 2]>,
    /// `L`, by pairs.
    together: Eliminated,
    /// `K`, by pairs.
    apart: Eliminated,
    /// Beside the pairs: where the places begin at which they become alike; one more than there are pairs.
    starts: Vec<usize>,
    /// The pair to which a step leads, and the probabilities that both are clean then, or both tainted.
    alike: Vec<(u32, [f64; 2])>,
}

impl Twins {
    /// None where some state has no other one in the part, or where taints make a difference.
    pub fn new(
        rows: &Rows,
        pairs: &Pairs,
        parts: &Parts,
        part: usize,
        places: &mut Places,
        go_on: &GoOn<'_>,
    ) -> Option<Self> {
        let seats = seats(pairs, parts, part, places)?;
        let states = parts.states(part);
        let most = states.iter().map(|state| rows.after(*state as usize).len());
        let most = most.sum::<usize>() / 2;
        let mut together = Rows::with_room(seats.len(), most);
        let mut apart = Rows::with_room(seats.len(), most);
        let mut starts = Vec::with_capacity(seats.len() + 1);
        starts.push(0);
        let mut alike = Vec::with_capacity(most);
        let mut steps: Vec<(u32, [[f64; 2]; 2])> = Vec::new();
        let mut seen = 0;
        for (pair, seats) in (0..).zip(&seats) {
            steps.clear();
            let out = [0, 1].map(|taint| {
                let state = states[seats[taint] as usize] as usize;
                let mut out = rows.out(state);
                for (to, probability) in rows.of(state) {
                    if parts.of(to as usize) != part as u32 {
                        out += probability;
                        continue;
                    }
                    let number = places.number[to as usize];
                    let known = &mut places.way[number as usize / 2];
                    if *known <= seen {
                        steps.push((number / 2, [[0.0; 2]; 2]));
                        *known = seen + steps.len();
                    }
                    steps[*known - seen - 1].1[taint][number as usize % 2] += probability;
                }
                out
            });
            seen += steps.len();
            if !is_same(out[0], out[1]) {
                return None;
            }
            let mut ends_apart = out[0];
            for (to, [[cc, ct], [tc, tt]]) in &steps {
                let (both, still) = (cc + ct, cc - tc);
                if !is_same(both, tc + tt) || still < -ROUNDED * both {
                    return None;
                }
                if tc + ct > 0.0 {
                    alike.push((*to, [*tc, *ct]));
                    ends_apart += tc + ct;
                }
                if *to == pair {
                    // A way back to itself only makes the stay longer.
                    continue;
                }
                together.lead(*to, both);
                if still > ROUNDED * both {
                    apart.lead(*to, still);
                }
            }
            together.close(out[0]);
            apart.close(ends_apart);
            starts.push(alike.len());
        }
        Some(Self {
            together: Eliminated::new(&together, go_on),
            apart: Eliminated::new(&apart, go_on),
            seats,
            starts,
            alike,
        })
    }

    /// Whether elimination stopped at a core.
    #[cfg(test)]
    pub fn has_core(&self) -> bool {
        self.together.has_core() || self.apart.has_core()
    }

    /// See [`Eliminated::forward`].
    pub fn forward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        let [mut clean, mut tainted] = self.split(values);
        self.apart.forward(&mut clean, enough / 2.0, go_on);
        self.apart.forward(&mut tainted, enough / 2.0, go_on);
        let from_then_on = (0..self.seats.len()).map(|pair| {
            let alike = self.alike_after(pair).iter();
            alike
                .map(|(to, [both_clean, both_tainted])| {
                    both_clean * clean[*to as usize] + both_tainted * tainted[*to as usize]
                })
                .sum()
        });
        let mut from_then_on: Vec<f64> = from_then_on.collect();
        self.together
            .forward(&mut from_then_on, enough / 2.0, go_on);
        for (values, further) in [&mut clean, &mut tainted]
            .into_iter()
            .zip([&from_then_on; 2])
        {
            for (value, further) in values.iter_mut().zip(further) {
                *value += further;
            }
        }
        self.join(&clean, &tainted, values);
    }

    /// See [`Eliminated::backward`].
    pub fn backward(&self, values: &mut [f64], enough: f64, go_on: &GoOn<'_>) {
        let [mut clean, mut tainted] = self.split(values);
        let both = clean.iter().zip(&tainted);
        let mut both: Vec<f64> = both.map(|(clean, tainted)| clean + tainted).collect();
        // What is left of each is left of both, and what they differ in then becomes alike where it should not.
        let enough = enough / 5.0;
        self.together.backward(&mut both, enough, go_on);
        for (pair, visits) in both.iter().enumerate() {
            for (to, [both_clean, both_tainted]) in self.alike_after(pair) {
                clean[*to as usize] += visits * both_clean;
                tainted[*to as usize] += visits * both_tainted;
            }
        }
        self.apart.backward(&mut clean, enough, go_on);
        self.apart.backward(&mut tainted, enough, go_on);
        self.join(&clean, &tainted, values);
    }

    fn alike_after(&self, pair: usize) -> &[(u32, [f64; 2])] {
        &self.alike[self.starts[pair]..self.starts[pair + 1]]
    }

    /// By pair, those of the clean and those of the tainted states.
    fn split(&self, values: &[f64]) -> [Vec<f64>; 2] {
        [0, 1].map(|taint| {
            let seats = self.seats.iter();
            seats.map(|seats| values[seats[taint] as usize]).collect()
        })
    }

    fn join(&self, clean: &[f64], tainted: &[f64], values: &mut [f64]) {
        for (seats, (clean, tainted)) in self.seats.iter().zip(clean.iter().zip(tainted)) {
            values[seats[0] as usize] = *clean;
            values[seats[1] as usize] = *tainted;
        }
    }
}

/// Numbers the states of a part by their pairs, twice the pair's number and one more where they are tainted; gives where the states of each pair stand.
fn seats(pairs: &Pairs, parts: &Parts, part: usize, places: &mut Places) -> Option<Vec<[u32; 2]>> {
    let states = parts.states(part);
    let mut seats = Vec::with_capacity(states.len() / 2);
    for (seat, state) in (0..).zip(states) {
        let both = pairs.of(*state)?;
        let taint = usize::from(both[1] == *state);
        let other = both[1 - taint];
        if parts.of(other as usize) != part as u32 {
            return None;
        }
        let pair = if other < *state {
            places.number[other as usize] / 2
        } else {
            seats.push([0; 2]);
            seats.len() as u32 - 1
        };
        seats[pair as usize][taint] = seat;
        places.number[*state as usize] = 2 * pair + taint as u32;
    }
    Some(seats)
}

fn is_same(one: f64, other: f64) -> bool {
    (one - other).abs() <= ROUNDED * one
}
