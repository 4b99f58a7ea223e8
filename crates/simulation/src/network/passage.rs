//! What one handoff does: steps 5 to 9, from the choice of a receiver to the arrival.

use super::{End, Handoff, Network, Taint, power};
use crate::fate::{Fate, Fates};

/// What happens to a request that an agent hands over, by the taint that it has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passage {
    /// Requests that end on the way or on arrival.
    pub ends: Fates,
    /// Expected arrivals, at people and by users who then give up too.
    pub hops: f64,
    /// Probability of arriving with lost context.
    pub lost: f64,
    /// Probability of reaching the receiver itself with a well-formed payload and context kept.
    pub success: f64,
    /// Expected time on the way, in milliseconds.
    pub latency_ms: f64,
}

/// Requests that are visited next: where, how tainted, how probably.
pub(crate) type Arrival = (u32, Taint, f64);

/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;

impl Network {
    /// What a handoff does with requests of a taint, its loop limit left aside. Adds the arrivals to those that are there.
    pub(crate) fn passage(
        &self,
        handoff: &Handoff,
        taint: Taint,
        arrivals: &mut Vec<Arrival>,
    ) -> Passage {
        let mut passage = Passage::default();
        let mut onward = Onward {
            network: self,
            handoff,
            first: arrivals.len(),
            arrivals,
        };
        let arrives = 1.0 - power(handoff.unavailable, handoff.attempts);
        let rejected = if handoff.is_validated {
            handoff.malformed
        } else {
            0.0
        };
        let spoilt = handoff.malformed - rejected;
        let kept = 1.0 - handoff.context_loss;
        for (end, share) in &handoff.to {
            if *end == End::Nobody {
                passage.ends[Fate::Dropped] += share;
                continue;
            }
            let well_formed = share * arrives * (1.0 - handoff.malformed);
            passage.success += well_formed * kept;
            for (weight, taint) in [
                (well_formed, taint),
                (share * arrives * spoilt, Taint::Tainted),
            ] {
                let caught = match (taint, &handoff.gate) {
                    (Taint::Tainted, Some(gate)) => gate.catches,
                    _ => 0.0,
                };
                onward.arrive(&mut passage, *end, Taint::Clean, weight * caught);
                onward.arrive(&mut passage, *end, taint, weight * (1.0 - caught));
            }
            if let Some(gate) = &handoff.gate {
                passage.latency_ms += share * arrives * (1.0 - rejected) * gate.minutes * MINUTE;
            }
            let diverted = share * (1.0 - arrives) + share * arrives * rejected;
            let lost = handoff.fall_back(diverted, |agent, weight| {
                onward.arrive(&mut passage, End::Agent(agent), taint, weight);
            });
            passage.ends[Fate::Dropped] += lost;
            let attempts = share * handoff.expected_attempts()
                + diverted * handoff.expected_fallback_attempts();
            passage.latency_ms += attempts * handoff.latency_ms;
        }
        passage
    }
}

/// Where a handoff leads on to.
struct Onward<'a> {
    network: &'a Network,
    handoff: &'a Handoff,
    arrivals: &'a mut Vec<Arrival>,
    /// Where its own arrivals begin.
    first: usize,
}

impl Onward<'_> {
    /// A share of requests arrives.
    fn arrive(&mut self, passage: &mut Passage, end: End, taint: Taint, weight: f64) {
        if weight == 0.0 {
            return;
        }
        let agent = match end {
            End::Agent(agent) => agent,
            End::Nobody => return,
            End::Outcome { good } => {
                let fate = match (good, taint) {
                    (true, Taint::Clean) => Fate::Resolved,
                    (true, Taint::Tainted) => Fate::Wrong,
                    (false, _) => Fate::Dropped,
                };
                passage.ends[fate] += weight;
                return;
            }
        };
        let lost = weight * self.handoff.context_loss;
        passage.hops += weight;
        passage.lost += lost;
        if self.network.agents[agent as usize].is_human {
            passage.ends[Fate::Human] += weight - lost;
            passage.ends[Fate::HumanRepeat] += lost;
            return;
        }
        passage.ends[Fate::Abandoned] += lost * self.network.abandon;
        let visited = weight - lost * self.network.abandon;
        let same = self.arrivals[self.first..]
            .iter_mut()
            .find(|(to, of, _)| (*to, *of) == (agent, taint));
        match same {
            Some((_, _, share)) => *share += visited,
            None => self.arrivals.push((agent, taint, visited)),
        }
    }
}

impl Handoff {
    /// What its loop limit does with a request that has used it up.
    pub(crate) fn stopped(&self) -> Passage {
        let mut passage = Passage::default();
        if self.human_takes_over {
            passage.ends[Fate::Human] = 1.0;
            passage.hops = 1.0;
        } else {
            passage.ends[Fate::Killed] = 1.0;
        }
        passage
    }
}
