//! The derivatives of what a handoff does, steps 6 to 9: those of the formula in `network/passage.rs`.

use super::{Slopes, Sums};
use crate::exact::space::Space;
use crate::network::{Arrival, End, Handoff, Network, Taint, power};

/// Adds the derivatives of one handoff for requests of one taint.
pub(super) fn differentiate(
    network: &Network,
    space: &Space,
    sums: &Sums,
    handoff: usize,
    taint: Taint,
    slopes: &mut Slopes,
) {
    let arrivals = space.possible.arrivals(space, handoff as u32, taint);
    let place = sums.places[handoff][taint as usize];
    let handed = Handed {
        network,
        handoff: &network.handoffs[handoff],
        taint,
        used: sums.used[handoff][taint as usize],
        arrivals,
        arrived: &sums.arrived[place..place + arrivals.len()],
    };
    let arrived = |end: End, taint: Taint| handed.arrived(end, taint);
    let own = &mut slopes.handoffs[handoff];
    own.unavailable += handed.by_unavailable(&arrived);
    own.malformed += handed.by_malformed(&arrived);
    own.catches += handed.by_catches(&arrived);
    // A user who has to repeat gives up for sure, or goes on from there.
    let repeats = handed.sum(&|end, taint| handed.repeats(end, taint), 0.0);
    own.context_loss += network.abandon * repeats;
    slopes.abandon += handed.handoff.context_loss * repeats;
}

/// A handoff, and what becomes of the requests that use it with one taint.
struct Handed<'a> {
    network: &'a Network,
    handoff: &'a Handoff,
    taint: Taint,
    /// Uses.
    used: f64,
    arrivals: &'a [Arrival],
    /// Beside the arrivals: uses, each times the probability of a bad end from there on.
    arrived: &'a [f64],
}

/// What becomes bad if every use ends somewhere with a taint.
type Bad<'f> = &'f dyn Fn(End, Taint) -> f64;

impl Handed<'_> {
    /// What becomes bad if every use goes on from an agent.
    fn visited(&self, agent: u32, taint: Taint) -> f64 {
        let mut arrivals = self.arrivals.iter().zip(self.arrived);
        let found = arrivals.find(|((to, of, _), _)| (*to, *of) == (agent, taint));
        found.map_or(0.0, |(_, bad)| *bad)
    }

    /// What becomes bad if every use arrives at an end with a taint.
    fn arrived(&self, end: End, taint: Taint) -> f64 {
        match end {
            End::Agent(agent) if self.network.agents[agent as usize].is_human => 0.0,
            End::Agent(agent) => {
                let visited = self.visited(agent, taint);
                let given_up = self.handoff.context_loss * self.network.abandon;
                visited + given_up * (self.used - visited)
            }
            End::Outcome { good: true } if taint == Taint::Clean => 0.0,
            End::Outcome { .. } | End::Nobody => self.used,
        }
    }

    /// What becomes bad, beyond what does anyway, if every user who arrives gives up.
    fn repeats(&self, end: End, taint: Taint) -> f64 {
        match end {
            End::Agent(agent) if !self.network.agents[agent as usize].is_human => {
                self.used - self.visited(agent, taint)
            }
            _ => 0.0,
        }
    }

    /// Probability that an attempt gets through.
    fn arrives(&self) -> f64 {
        1.0 - power(self.handoff.unavailable, self.handoff.attempts)
    }

    /// Probability of a malformed payload that is rejected, or not.
    fn rejected_or_spoilt(&self) -> (f64, f64) {
        if self.handoff.is_validated {
            (self.handoff.malformed, 0.0)
        } else {
            (0.0, self.handoff.malformed)
        }
    }

    /// What becomes bad if every use comes to an end with a taint, through the gate.
    fn gated(&self, bad: Bad, end: End, taint: Taint) -> f64 {
        match (taint, &self.handoff.gate) {
            (Taint::Tainted, Some(gate)) => {
                gate.catches * bad(end, Taint::Clean) + (1.0 - gate.catches) * bad(end, taint)
            }
            _ => bad(end, taint),
        }
    }

    /// What becomes bad if every use goes to the fallbacks; `lost` if it reaches none.
    fn diverted(&self, bad: Bad, lost: f64) -> f64 {
        let mut sum = 0.0;
        let left = self.handoff.fall_back(1.0, |agent, reached| {
            sum += reached * bad(End::Agent(agent), self.taint);
        });
        sum + left * lost
    }

    /// What becomes bad if every use reaches the receiver and its payload may be malformed.
    fn direct(&self, bad: Bad, end: End) -> f64 {
        let (_, spoilt) = self.rejected_or_spoilt();
        (1.0 - self.handoff.malformed) * self.gated(bad, end, self.taint)
            + spoilt * self.gated(bad, end, Taint::Tainted)
    }

    fn sum_over_ends(&self, each: impl Fn(End) -> f64) -> f64 {
        let ends = self
            .handoff
            .to
            .iter()
            .filter(|(end, _)| *end != End::Nobody);
        ends.map(|(end, share)| share * each(*end)).sum()
    }

    /// All that becomes bad, but for queries that nobody qualifies for.
    fn sum(&self, bad: Bad, lost: f64) -> f64 {
        let (rejected, _) = self.rejected_or_spoilt();
        let arrives = self.arrives();
        let diverted = self.diverted(bad, lost);
        self.sum_over_ends(|end| {
            arrives * self.direct(bad, end) + (1.0 - arrives + arrives * rejected) * diverted
        })
    }

    fn by_unavailable(&self, bad: Bad) -> f64 {
        let u = self.handoff.unavailable;
        let (rejected, _) = self.rejected_or_spoilt();
        let arrives = -slope(u, self.handoff.attempts);
        let diverted = self.diverted(bad, self.used);
        let mut diverted_by = 0.0;
        for (before, agent) in (0..).zip(&self.handoff.fallbacks) {
            // Of (1 - u) u^before.
            let reached = slope(u, before) - slope(u, before + 1);
            diverted_by += reached * bad(End::Agent(*agent), self.taint);
        }
        diverted_by += slope(u, self.handoff.fallbacks.len() as u32) * self.used;
        let goes = 1.0 - self.arrives() * (1.0 - rejected);
        self.sum_over_ends(|end| {
            arrives * (self.direct(bad, end) - (1.0 - rejected) * diverted) + goes * diverted_by
        })
    }

    fn by_malformed(&self, bad: Bad) -> f64 {
        let diverted = self.diverted(bad, self.used);
        self.sum_over_ends(|end| {
            let otherwise = if self.handoff.is_validated {
                diverted
            } else {
                self.gated(bad, end, Taint::Tainted)
            };
            self.arrives() * (otherwise - self.gated(bad, end, self.taint))
        })
    }

    fn by_catches(&self, bad: Bad) -> f64 {
        if self.handoff.gate.is_none() {
            return 0.0;
        }
        let (_, spoilt) = self.rejected_or_spoilt();
        let tainted = match self.taint {
            Taint::Clean => spoilt,
            Taint::Tainted => 1.0 - self.handoff.malformed + spoilt,
        };
        self.sum_over_ends(|end| {
            self.arrives() * tainted * (bad(end, Taint::Clean) - bad(end, Taint::Tainted))
        })
    }
}

/// The derivative of `u^times`.
pub(super) fn slope(u: f64, times: u32) -> f64 {
    match times {
        0 => 0.0,
        _ => f64::from(times) * power(u, times - 1),
    }
}
