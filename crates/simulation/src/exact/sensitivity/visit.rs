//! The derivatives of what a visit does before the agent passes on, steps 1 to 4: those of the formulas in `network/effect.rs`.
//!
//! Agents go before those that they call, so that what a caller makes of a called agent is known when its own formulas are differentiated.

use super::passage::slope;
use super::{Slopes, Sums, join};
use crate::exact::space::Space;
use crate::network::{Agent, Branch, Call, End, Handoff, Joined, Network, Taint, joined, power};

/// Adds the derivatives of all visits.
pub(super) fn differentiate(network: &Network, space: &Space, sums: &Sums, slopes: &mut Slopes) {
    let agents = network.agents.iter().enumerate();
    let mut worth: Vec<[Worth; 2]> = agents
        .map(|(at, agent)| {
            Taint::BOTH.map(|taint| decide(network, space, sums, slopes, at, agent, taint))
        })
        .collect();
    for agent in network.callees_first.iter().rev() {
        let numbers = &network.agents[*agent as usize];
        if numbers.is_human {
            continue;
        }
        for taint in Taint::BOTH {
            let here = worth[*agent as usize][taint as usize];
            if here != Worth::default() {
                let visit = Visit {
                    network,
                    space,
                    agent: *agent,
                    numbers,
                    taint,
                };
                visit.differentiate(here, &mut worth, slopes);
            }
        }
    }
}

/// What becomes bad if a visit ends in one way, times how often there is such a visit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Worth {
    decides: [f64; 2],
    forced: [f64; 2],
}

/// Step 4 and the forced handoff of step 3: what each way on is worth, and the derivatives with respect to `resolves` and shares.
fn decide(
    network: &Network,
    space: &Space,
    sums: &Sums,
    slopes: &mut Slopes,
    at: usize,
    agent: &Agent,
    taint: Taint,
) -> Worth {
    let visits = sums.visits[at][taint as usize];
    let mut worth = Worth::default();
    if visits == 0.0 {
        return worth;
    }
    let sum = agent.share_sum(network);
    let effect = &space.effects[at][taint as usize];
    for now in Taint::BOTH {
        let chosen = |handoff: u32| sums.chosen[handoff as usize][taint as usize][now as usize];
        let passed_on = if sum > 0.0 {
            let all = agent.transfers.iter();
            all.map(|handoff| network.handoffs[*handoff as usize].share / sum * chosen(*handoff))
                .sum()
        } else {
            visits
        };
        let resolved = if now == Taint::Clean { 0.0 } else { visits };
        worth.decides[now as usize] =
            agent.resolves * resolved + (1.0 - agent.resolves) * passed_on;
        worth.forced[now as usize] = agent.forced.map_or(visits, chosen);
        let decides = effect.decides[now as usize];
        slopes.agents[at].resolves += decides * (resolved - passed_on);
        for handoff in agent.transfers.iter().filter(|_| sum > 0.0) {
            slopes.handoffs[*handoff as usize].share +=
                decides * (1.0 - agent.resolves) * (chosen(*handoff) - passed_on) / sum;
        }
    }
    worth
}

/// A visit of an agent by requests of one taint.
struct Visit<'a> {
    network: &'a Network,
    space: &'a Space,
    agent: u32,
    numbers: &'a Agent,
    taint: Taint,
}

impl Visit<'_> {
    /// Adds the derivatives, given what each way on is worth; and to what visits of called agents are worth.
    fn differentiate(&self, worth: Worth, all: &mut [[Worth; 2]], slopes: &mut Slopes) {
        let agent = self.numbers;
        let recovers = match self.taint {
            Taint::Clean => 1.0,
            Taint::Tainted => agent.recovery,
        };
        let clean = recovers * (1.0 - agent.hallucination);
        let before = [clean, 1.0 - clean];
        let exhausted = agent.exhaustion();
        let worked = [
            before[0] * (1.0 - exhausted),
            before[1] * (1.0 - exhausted) + exhausted * agent.silent,
        ];
        let decides = self.calls(worked, worth, all, slopes);
        let forced = before[0] * worth.forced[0] + before[1] * worth.forced[1];
        let loud = exhausted * (1.0 - agent.silent);
        let by_clean = (1.0 - exhausted) * (decides[0] - decides[1])
            + loud * (worth.forced[0] - worth.forced[1]);
        let by_exhausted = agent.silent * decides[1] + (1.0 - agent.silent) * forced
            - before[0] * decides[0]
            - before[1] * decides[1];
        let one = power(agent.tool_failure, agent.tool_limit);
        let own = &mut slopes.agents[self.agent as usize];
        own.hallucination -= by_clean * recovers;
        if self.taint == Taint::Tainted {
            own.recovery += by_clean * (1.0 - agent.hallucination);
        }
        own.tool_failure += by_exhausted
            * slope(1.0 - one, agent.tool_calls)
            * slope(agent.tool_failure, agent.tool_limit);
        own.silent += exhausted * (decides[1] - forced);
    }

    /// Goes back over the calls, the last first; gives what deciding clean or tainted is worth before the first.
    fn calls(
        &self,
        worked: [f64; 2],
        worth: Worth,
        all: &mut [[Worth; 2]],
        slopes: &mut Slopes,
    ) -> [f64; 2] {
        let mut steps = Vec::with_capacity(self.numbers.calls.len());
        let mut now = worked;
        for call in &self.numbers.calls {
            let branches = Taint::BOTH.map(|taint| self.branches(call, taint));
            let results = branches
                .each_ref()
                .map(|branches| joined(branches, call.branches().1));
            steps.push((call, now, branches, results));
            now = after(now, &results);
        }
        let mut decides = worth.decides;
        for (call, before, branches, results) in steps.into_iter().rev() {
            let later = decides;
            for taint in Taint::BOTH {
                let at = taint as usize;
                let weight = before[at];
                if weight > 0.0 {
                    let result = Joined {
                        back: later.map(|worth| weight * worth),
                        unmet: weight * worth.forced[at],
                        uncalled: weight * later[at],
                    };
                    self.call(call, &branches[at], &result, taint, all, slopes);
                }
                let result = results[at];
                decides[at] = result.back[0] * later[0]
                    + result.back[1] * later[1]
                    + result.uncalled * later[at]
                    + result.unmet * worth.forced[at];
            }
        }
        decides
    }

    fn branches(&self, call: &Call, taint: Taint) -> Vec<Branch> {
        let (members, _) = call.branches();
        let members = members.iter();
        members
            .map(|handoff| self.network.branch(&self.space.effects, *handoff, taint))
            .collect()
    }

    fn call(
        &self,
        call: &Call,
        branches: &[Branch],
        result: &Joined,
        taint: Taint,
        all: &mut [[Worth; 2]],
        slopes: &mut Slopes,
    ) {
        let (members, join) = call.branches();
        let by_branch = join::differentiate(branches, join, result);
        for (number, by) in members.iter().zip(by_branch) {
            let handoff = &self.network.handoffs[*number as usize];
            let own = &mut slopes.handoffs[*number as usize];
            // From a share of 1 on, more of it changes nothing.
            if handoff.share <= 1.0 {
                own.share += by.called;
            }
            let delegation = Delegation {
                space: self.space,
                handoff,
                taint,
                by,
            };
            own.unavailable += delegation.by_unavailable();
            own.malformed += delegation.by_malformed();
            own.context_loss += delegation.by_context_loss();
            delegation.visits(all);
        }
    }
}

/// The shares that decide clean or tainted after a call, by those before it.
fn after(before: [f64; 2], results: &[Joined; 2]) -> [f64; 2] {
    Taint::BOTH.map(|taint| {
        let at = taint as usize;
        before[0] * results[0].back[at]
            + before[1] * results[1].back[at]
            + before[at] * results[at].uncalled
    })
}

/// One delegation, by requests of one taint, and what its results are worth.
struct Delegation<'a> {
    space: &'a Space,
    handoff: &'a Handoff,
    taint: Taint,
    by: join::BranchSlopes,
}

impl Delegation<'_> {
    /// What calling an agent is worth when its result is tainted on the way with a probability.
    fn called(&self, agent: u32, taints: f64) -> f64 {
        let effect = &self.space.effects[agent as usize][self.taint as usize];
        let [clean, tainted] = effect.decides;
        self.by.back[0] * clean * (1.0 - taints)
            + self.by.back[1] * (tainted + clean * taints)
            + self.by.missing * (effect.forced[0] + effect.forced[1])
    }

    /// By how much more it is worth to be tainted on the way.
    fn called_by_taints(&self, agent: u32) -> f64 {
        let effect = &self.space.effects[agent as usize][self.taint as usize];
        effect.decides[0] * (self.by.back[1] - self.by.back[0])
    }

    fn rejected_or_spoilt(&self) -> (f64, f64) {
        if self.handoff.is_validated {
            (self.handoff.malformed, 0.0)
        } else {
            (0.0, self.handoff.malformed)
        }
    }

    fn arrives(&self) -> f64 {
        1.0 - power(self.handoff.unavailable, self.handoff.attempts)
    }

    /// Probability that the result of the receiver is tainted on the way.
    fn taints(&self) -> f64 {
        let (_, spoilt) = self.rejected_or_spoilt();
        1.0 - (1.0 - spoilt) * (1.0 - self.handoff.context_loss)
    }

    /// What going to the fallbacks is worth.
    fn diverted(&self) -> f64 {
        let mut sum = 0.0;
        let left = self.handoff.fall_back(1.0, |agent, reached| {
            sum += reached * self.called(agent, self.handoff.context_loss);
        });
        sum + left * self.by.missing
    }

    fn sum_over_agents(&self, each: impl Fn(u32) -> f64) -> f64 {
        let ends = self.handoff.to.iter();
        ends.map(|(end, share)| match end {
            End::Agent(agent) => share * each(*agent),
            _ => 0.0,
        })
        .sum()
    }

    fn by_unavailable(&self) -> f64 {
        let u = self.handoff.unavailable;
        let (rejected, _) = self.rejected_or_spoilt();
        let diverted = self.diverted();
        let mut diverted_by = 0.0;
        for (before, agent) in (0..).zip(&self.handoff.fallbacks) {
            let reached = slope(u, before) - slope(u, before + 1);
            diverted_by += reached * self.called(*agent, self.handoff.context_loss);
        }
        diverted_by += slope(u, self.handoff.fallbacks.len() as u32) * self.by.missing;
        let arrives = -slope(u, self.handoff.attempts);
        let goes = 1.0 - self.arrives() * (1.0 - rejected);
        self.sum_over_agents(|agent| {
            arrives * (1.0 - rejected) * (self.called(agent, self.taints()) - diverted)
                + goes * diverted_by
        })
    }

    fn by_malformed(&self) -> f64 {
        let diverted = self.diverted();
        self.sum_over_agents(|agent| {
            self.arrives()
                * if self.handoff.is_validated {
                    diverted - self.called(agent, self.taints())
                } else {
                    (1.0 - self.handoff.context_loss) * self.called_by_taints(agent)
                }
        })
    }

    fn by_context_loss(&self) -> f64 {
        let (rejected, spoilt) = self.rejected_or_spoilt();
        let goes = 1.0 - self.arrives() * (1.0 - rejected);
        let mut diverted = 0.0;
        self.handoff.fall_back(goes, |agent, reached| {
            diverted += reached * self.called_by_taints(agent);
        });
        self.sum_over_agents(|agent| {
            let reached = self.arrives() * (1.0 - rejected) * (1.0 - spoilt);
            reached * self.called_by_taints(agent) + diverted
        })
    }

    /// Adds what visits of called agents are worth to the caller.
    fn visits(&self, all: &mut [[Worth; 2]]) {
        let mut visit = |agent: u32, reached: f64, taints: f64| {
            let worth = &mut all[agent as usize][self.taint as usize];
            worth.decides[0] +=
                reached * (self.by.back[0] * (1.0 - taints) + self.by.back[1] * taints);
            worth.decides[1] += reached * self.by.back[1];
            worth.forced = worth
                .forced
                .map(|forced| forced + reached * self.by.missing);
        };
        let (rejected, _) = self.rejected_or_spoilt();
        let direct = self.arrives() * (1.0 - rejected);
        for (end, share) in &self.handoff.to {
            if let End::Agent(agent) = end {
                visit(*agent, share * direct, self.taints());
                self.handoff
                    .fall_back(share * (1.0 - direct), |agent, reached| {
                        visit(agent, reached, self.handoff.context_loss);
                    });
            }
        }
    }
}
