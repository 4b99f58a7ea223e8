//! One use of a handoff by itself, for the targets that people set for it.

use super::{End, Handoff, Network, power};

/// What one use of a handoff does, whoever uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Seam {
    /// The handoff.
    pub id: String,
    /// Probability that the receiver itself is reached with a well-formed payload and context kept.
    pub success: f64,
    /// Probability that context is lost on the way.
    pub context_loss: f64,
    /// Probability that it arrives at a person.
    pub human: f64,
    /// 95th percentile of its attempts' time, in milliseconds; the minutes of a gate are left out.
    pub latency_p95_ms: f64,
}

impl Network {
    /// Every handoff by itself, by id.
    pub fn seams(&self) -> Vec<Seam> {
        self.handoffs.iter().map(|one| self.seam(one)).collect()
    }

    fn seam(&self, handoff: &Handoff) -> Seam {
        let arrives = 1.0 - power(handoff.unavailable, handoff.attempts);
        let rejected = handoff.rejected();
        let is_human = |agent: u32| self.agents[agent as usize].is_human;
        let (mut somewhere, mut human) = (0.0, 0.0);
        for (end, share) in handoff.to.iter().filter(|(end, _)| *end != End::Nobody) {
            somewhere += share;
            if matches!(end, End::Agent(agent) if is_human(*agent)) {
                human += share * arrives * (1.0 - rejected);
            }
        }
        let diverted = somewhere * (1.0 - arrives * (1.0 - rejected));
        handoff.fall_back(diverted, |agent, weight| {
            if is_human(agent) {
                human += weight;
            }
        });
        Seam {
            id: handoff.id.to_string(),
            success: somewhere * arrives * (1.0 - handoff.malformed) * (1.0 - handoff.context_loss),
            context_loss: handoff.context_loss,
            human,
            latency_p95_ms: f64::from(handoff.attempts_of(0.95)) * handoff.latency_ms,
        }
    }
}

impl Handoff {
    /// Probability that a payload that arrives is turned away.
    fn rejected(&self) -> f64 {
        if self.is_validated {
            self.malformed
        } else {
            0.0
        }
    }

    /// The number of attempts, at receiver and fallbacks together, that a share of the uses does not exceed.
    fn attempts_of(&self, share: f64) -> u32 {
        let most = self.attempts.saturating_add(self.fallbacks.len() as u32);
        let (mut low, mut high) = (1, most);
        while low < high {
            let middle = low + (high - low) / 2;
            // What rounding takes away is not to cost an attempt.
            if self.within(middle) >= share - 1e-12 {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Probability that no more than so many attempts are made.
    fn within(&self, attempts: u32) -> f64 {
        let fails = power(self.unavailable, self.attempts);
        let arrived = |by: u32| 1.0 - power(self.unavailable, by.min(self.attempts));
        let gave_up = |by: u32| if by >= self.attempts { fails } else { 0.0 };
        let rejected = self.rejected();
        let diverted = |by: u32| rejected * arrived(by) + gave_up(by);
        let mut within = (1.0 - rejected) * arrived(attempts);
        let fallbacks = self.fallbacks.len() as u32;
        if fallbacks == 0 {
            return within + diverted(attempts);
        }
        for tried in 1..=fallbacks.min(attempts) {
            // The last one ends it, reached or not.
            let ends = if tried == fallbacks {
                1.0
            } else {
                1.0 - self.unavailable
            };
            within += power(self.unavailable, tried - 1) * ends * diverted(attempts - tried);
        }
        within
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Drawing;
    use crate::{Seam, Setup};
    use serde_json::{Value, json};

    fn seam(behaviour: Value, more: Value) -> Seam {
        let network = Drawing::new()
            .agent("a", json!({}))
            .agent("b", json!({}))
            .human("h")
            .transfer("a", "b", behaviour, more)
            .network(&Setup::default())
            .unwrap();
        network.seams().remove(0)
    }

    #[test]
    fn a_use_is_told_as_its_attempts_say() {
        let bare = seam(
            json!({ "unavailable": 0.1, "malformed": 0.2, "context_loss": 0.5 }),
            json!({}),
        );
        assert!((bare.success - 0.9 * 0.8 * 0.5).abs() < 1e-12, "{bare:?}");
        assert!(bare.human.abs() < 1e-12 && (bare.latency_p95_ms - 20.0).abs() < 1e-9);
        let backed = seam(
            json!({ "unavailable": 0.1, "malformed": 0.2, "latency_ms": 30.0 }),
            json!({ "policy": { "boundary_validation": true, "retries": 1 }, "fallbacks": ["h"] }),
        );
        // 0.99 arrive, 0.2 of them are turned away, 0.01 never arrive; the person is there nine times of ten.
        assert!(
            (backed.human - (0.99 * 0.2 + 0.01) * 0.9).abs() < 1e-12,
            "{backed:?}"
        );
        // One attempt 0.72; two: 0.072 arrive and 0.18 are turned away at once; three and more the rest.
        assert!((backed.latency_p95_ms - 60.0).abs() < 1e-9, "{backed:?}");
    }

    #[test]
    fn attempts_without_number_cost_no_time() {
        let patient = seam(
            json!({ "unavailable": 0.999_999 }),
            json!({ "policy": { "retries": 4_000_000_000_u32 } }),
        );
        let expected = (0.05_f64.ln() / 0.999_999_f64.ln()).ceil() * 20.0;
        assert!(
            (patient.latency_p95_ms - expected).abs() <= 20.0,
            "{patient:?} {expected}"
        );
        assert!(seam(json!({ "unavailable": 1.0 }), json!({})).success.abs() < 1e-12);
    }
}
