//! What one visit does before the agent decides where to go: steps 1 to 3, delegations included.

use super::{Call, End, Handoff, Join, Network, Taint, power};

/// How a visit leaves the request, by the taint that it came with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Effect {
    /// Probability that the agent goes on to decide with a clean, or with a tainted request.
    pub decides: [f64; 2],
    /// Probability that it has to hand off, with a clean, or with a tainted request.
    pub forced: [f64; 2],
    /// Expected cost of the visit, called agents included, in US dollars.
    pub cost_usd: f64,
    /// Expected time of the visit, in milliseconds; `None` where parallel branches make it unknown.
    pub latency_ms: Option<f64>,
    /// Expected uses of delegations.
    pub uses: Vec<(u32, f64)>,
}

/// What a called branch gives back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Branch {
    /// Probability that it is called at all.
    pub called: f64,
    /// Given that it is called: it comes back clean, comes back tainted, does not come back.
    pub back: [f64; 2],
    pub missing: f64,
    cost_usd: f64,
    latency_ms: Option<f64>,
    uses: Vec<(u32, f64)>,
}

impl Network {
    /// The effect of a visit at every agent, for a request that comes clean and for one that comes tainted. Visits of
    /// people have none.
    pub(crate) fn effects(&self) -> Vec<[Effect; 2]> {
        let mut effects: Vec<[Effect; 2]> = vec![Default::default(); self.agents.len()];
        for agent in &self.callees_first {
            effects[*agent as usize] =
                Taint::BOTH.map(|taint| self.effect(&effects, *agent, taint));
        }
        effects
    }

    /// The effect of a visit, given those of the agents that it calls.
    pub(crate) fn effect(&self, known: &[[Effect; 2]], agent: u32, taint: Taint) -> Effect {
        let numbers = &self.agents[agent as usize];
        if numbers.is_human {
            return Effect {
                decides: [1.0, 0.0],
                latency_ms: Some(0.0),
                ..Effect::default()
            };
        }
        let recovers = match taint {
            Taint::Clean => 1.0,
            Taint::Tainted => numbers.recovery,
        };
        let clean = recovers * (1.0 - numbers.hallucination);
        let before = [clean, 1.0 - clean];
        let exhausted = numbers.exhaustion();
        let silent = exhausted * numbers.silent;
        let loud = exhausted - silent;
        let mut effect = Effect {
            decides: [
                before[0] * (1.0 - exhausted),
                before[1] * (1.0 - exhausted) + silent,
            ],
            forced: before.map(|share| share * loud),
            cost_usd: numbers.cost_usd,
            latency_ms: Some(numbers.latency.mean()),
            uses: Vec::new(),
        };
        for call in &numbers.calls {
            self.call(known, call, &mut effect);
        }
        effect
    }

    /// Adds a call to what has happened so far.
    fn call(&self, known: &[[Effect; 2]], call: &Call, effect: &mut Effect) {
        let (members, join) = call.branches();
        let mut decides = [0.0, 0.0];
        for taint in Taint::BOTH {
            let weight = effect.decides[taint as usize];
            if weight == 0.0 {
                continue;
            }
            let branches: Vec<Branch> = members
                .iter()
                .map(|handoff| self.branch(known, *handoff, taint))
                .collect();
            let joined = joined(&branches, join);
            for after in Taint::BOTH {
                decides[after as usize] += weight * joined.back[after as usize];
            }
            decides[taint as usize] += weight * joined.uncalled;
            effect.forced[taint as usize] += weight * joined.unmet;
            let at_once = matches!(call, Call::Group { .. }) && branches.len() > 1;
            for branch in branches {
                let weight = weight * branch.called;
                if weight == 0.0 {
                    continue;
                }
                effect.cost_usd += weight * branch.cost_usd;
                effect.latency_ms = effect
                    .latency_ms
                    .zip(branch.latency_ms.filter(|_| !at_once))
                    .map(|(so_far, branch)| so_far + weight * branch);
                for (handoff, uses) in branch.uses {
                    add(&mut effect.uses, handoff, weight * uses);
                }
            }
        }
        effect.decides = decides;
    }

    /// One delegation, for a caller of that taint.
    pub(crate) fn branch(&self, known: &[[Effect; 2]], handoff: u32, taint: Taint) -> Branch {
        let numbers = &self.handoffs[handoff as usize];
        let mut branch = Branch {
            called: numbers.share.min(1.0),
            latency_ms: Some(0.0),
            uses: vec![(handoff, 1.0)],
            ..Branch::default()
        };
        let arrives = 1.0 - power(numbers.unavailable, numbers.attempts);
        let rejected = if numbers.is_validated {
            numbers.malformed
        } else {
            0.0
        };
        let spoilt = numbers.malformed - rejected;
        for (end, share) in &numbers.to {
            let End::Agent(agent) = end else {
                branch.missing += share;
                continue;
            };
            let reached = share * arrives * (1.0 - rejected);
            // What is wrong with the message taints the result, whatever the called agent does.
            let taints = 1.0 - (1.0 - spoilt) * (1.0 - numbers.context_loss);
            branch.visit(known, *agent, taint, reached, taints);
            let diverted = share * (1.0 - arrives) + share * arrives * rejected;
            let lost = numbers.fall_back(diverted, |agent, reached| {
                branch.visit(known, agent, taint, reached, numbers.context_loss);
            });
            branch.missing += lost;
            let attempts = share * numbers.expected_attempts()
                + diverted * numbers.expected_fallback_attempts();
            branch.wait(attempts * numbers.latency_ms);
        }
        branch
    }
}

impl Handoff {
    /// Sends a share to the fallbacks in turn, one attempt each; gives the share that reaches none.
    pub(crate) fn fall_back(&self, share: f64, mut reach: impl FnMut(u32, f64)) -> f64 {
        let mut left = share;
        for agent in &self.fallbacks {
            if left == 0.0 {
                break;
            }
            reach(*agent, left * (1.0 - self.unavailable));
            left *= self.unavailable;
        }
        left
    }

    /// Expected attempts at the receiver.
    pub(crate) fn expected_attempts(&self) -> f64 {
        powers(self.unavailable, self.attempts)
    }

    /// Expected attempts at the fallbacks, of a request that goes to them.
    pub(crate) fn expected_fallback_attempts(&self) -> f64 {
        powers(self.unavailable, self.fallbacks.len() as u32)
    }
}

/// `1 + u + u^2 ...`, so many terms.
fn powers(u: f64, terms: u32) -> f64 {
    if u >= 1.0 {
        return f64::from(terms);
    }
    (1.0 - power(u, terms)) / (1.0 - u)
}

impl Branch {
    /// Adds a visit of a called agent; with probability `taints` its result is tainted on the way.
    fn visit(&mut self, known: &[[Effect; 2]], agent: u32, taint: Taint, weight: f64, taints: f64) {
        let effect = &known[agent as usize][taint as usize];
        let [clean, tainted] = effect.decides;
        self.back[0] += weight * clean * (1.0 - taints);
        self.back[1] += weight * (tainted + clean * taints);
        self.missing += weight * (effect.forced[0] + effect.forced[1]);
        self.cost_usd += weight * effect.cost_usd;
        if weight > 0.0 {
            match effect.latency_ms {
                Some(latency) => self.wait(weight * latency),
                None => self.latency_ms = None,
            }
        }
        for (handoff, uses) in &effect.uses {
            add(&mut self.uses, *handoff, weight * uses);
        }
    }

    fn wait(&mut self, milliseconds: f64) {
        self.latency_ms = self.latency_ms.map(|so_far| so_far + milliseconds);
    }
}

fn add(uses: &mut Vec<(u32, f64)>, handoff: u32, more: f64) {
    match uses.iter_mut().find(|(known, _)| *known == handoff) {
        Some((_, uses)) => *uses += more,
        None => uses.push((handoff, more)),
    }
}

/// What a join gives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Joined {
    /// It is met and the result is clean, or tainted.
    pub back: [f64; 2],
    /// It is not met.
    pub unmet: f64,
    /// No branch was called.
    pub uncalled: f64,
}

/// Joins branches that are called and come back independently of each other: counts how many came back clean and how many tainted.
pub(crate) fn joined(branches: &[Branch], join: Join) -> Joined {
    let most = branches.len();
    // By number of clean results, number of tainted ones, and whether a branch was called or is missing.
    let width = most + 1;
    let mut counts = vec![[0.0_f64; 3]; width * width];
    let (uncalled, complete, broken) = (0, 1, 2);
    counts[0][uncalled] = 1.0;
    for branch in branches {
        let mut next = vec![[0.0_f64; 3]; width * width];
        for clean in 0..most {
            for tainted in 0..most {
                let here = counts[clean * width + tainted];
                for (state, weight) in here
                    .into_iter()
                    .enumerate()
                    .filter(|(_, weight)| *weight > 0.0)
                {
                    let called = weight * branch.called;
                    let joined = if state == broken { broken } else { complete };
                    next[clean * width + tainted][state] += weight * (1.0 - branch.called);
                    next[(clean + 1) * width + tainted][joined] += called * branch.back[0];
                    next[clean * width + tainted + 1][joined] += called * branch.back[1];
                    next[clean * width + tainted][broken] += called * branch.missing;
                }
            }
        }
        counts = next;
    }
    let mut joined = Joined {
        uncalled: counts[0][uncalled],
        ..Joined::default()
    };
    for clean in 0..width {
        for tainted in 0..width {
            let [_, whole, partial] = counts[clean * width + tainted];
            for (weight, is_broken) in [(whole, false), (partial, true)] {
                match join.verdict(clean, tainted, is_broken) {
                    Some(all_clean) => {
                        joined.back[0] += weight * all_clean;
                        joined.back[1] += weight * (1.0 - all_clean);
                    }
                    None => joined.unmet += weight,
                }
            }
        }
    }
    joined
}

impl Join {
    /// Probability that the result is clean when so many branches came back clean and so many tainted, others missing or not; none where
    /// the join is not met.
    pub(crate) fn verdict(self, clean: usize, tainted: usize, is_broken: bool) -> Option<f64> {
        match self {
            Join::All if is_broken => None,
            Join::All => Some(if tainted > 0 { 0.0 } else { 1.0 }),
            Join::Some(needed) if clean + tainted < needed as usize => None,
            Join::Some(needed) => Some(none_of(tainted, clean + tainted, needed as usize)),
        }
    }
}

/// Probability that none of `marked` among `of` is among `taken` taken uniformly.
fn none_of(marked: usize, of: usize, taken: usize) -> f64 {
    (0..taken).fold(1.0, |so_far, already| {
        let left = of - already;
        so_far * (left.saturating_sub(marked) as f64) / left as f64
    })
}
