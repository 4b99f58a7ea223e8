//! One request, step by step as the definition has it.

use super::tally::Tally;
use crate::fate::Fate;
use crate::network::{Call, End, Handoff, Join, LogNormal, Network, Taint};
use rand::Rng;
use rand_distr::{Distribution, StandardNormal};

/// So many attempts are drawn one by one.
const FEW: u32 = 8;
/// Milliseconds of a minute.
const MINUTE: f64 = 60_000.0;

/// Walks requests through a network.
pub(super) struct Walker<'n> {
    network: &'n Network,
    /// Whether times are drawn.
    times: bool,
    /// By agent: probability that a visit's tools are exhausted.
    exhaustion: Vec<f64>,
    /// By agent: sum of the shares of its transfers.
    shares: Vec<f64>,
}

/// A request on its way; kept between requests so that nothing is allocated anew.
pub(super) struct Request {
    taint: Taint,
    /// By handoff; only limited ones count.
    uses: Vec<u32>,
    used: Vec<u32>,
    arrivals: u32,
    cost: f64,
    time: f64,
    /// The last handoff that was used.
    last: Option<u32>,
}

/// Where a request stands after a step.
enum Next {
    Visit(u32),
    End(Fate),
}

/// What a called agent gives back.
enum Back {
    Result(Taint),
    Missing,
}

impl<'n> Walker<'n> {
    pub fn new(network: &'n Network, times: bool) -> Self {
        let share = |handoff: &u32| network.handoffs[*handoff as usize].share;
        Self {
            network,
            times,
            exhaustion: network
                .agents
                .iter()
                .map(crate::network::Agent::exhaustion)
                .collect(),
            shares: network
                .agents
                .iter()
                .map(|agent| agent.transfers.iter().map(share).sum())
                .collect(),
        }
    }

    pub fn request(&self) -> Request {
        Request {
            taint: Taint::Clean,
            uses: vec![0; self.network.handoffs.len()],
            used: Vec::new(),
            arrivals: 0,
            cost: 0.0,
            time: 0.0,
            last: None,
        }
    }

    /// Walks one request from an entry to its end.
    pub fn walk(&self, request: &mut Request, dice: &mut impl Rng, tally: &mut Tally) {
        request.begin();
        let mut left = uniform(dice);
        let mut at = self.network.entries.last().map_or(0, |(agent, _)| *agent);
        for (agent, weight) in &self.network.entries {
            left -= weight;
            if left < 0.0 {
                at = *agent;
                break;
            }
        }
        let next = if self.network.agents[at as usize].is_human {
            Next::End(Fate::Human)
        } else {
            Next::Visit(at)
        };
        self.go_on(request, dice, tally, next);
    }

    /// Walks one request that is tainted at an agent to its end.
    pub fn walk_tainted(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        agent: u32,
    ) {
        request.begin();
        request.taint = Taint::Tainted;
        self.go_on(request, dice, tally, Next::Visit(agent));
    }

    fn go_on(&self, request: &mut Request, dice: &mut impl Rng, tally: &mut Tally, first: Next) {
        let mut next = first;
        let hops = tally.hops;
        let fate = loop {
            next = match next {
                Next::End(fate) => break fate,
                Next::Visit(agent) => self.visit(request, dice, tally, agent),
            };
        };
        tally.requests += 1;
        tally.hop_squares += (tally.hops - hops) * (tally.hops - hops);
        tally.fates[fate as usize] += 1;
        tally.cost += request.cost;
        tally.cost_squares += request.cost * request.cost;
        if let Some(last) = request.last.filter(|_| fate.is_bad()) {
            tally.ends_here[last as usize][fate as usize] += 1;
        }
        if self.times {
            tally.time(request.time);
        }
    }

    fn visit(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        at: u32,
    ) -> Next {
        let agent = &self.network.agents[at as usize];
        let mut time = 0.0;
        let work = self.work(request.taint, &mut request.cost, &mut time, dice, tally, at);
        request.time += time;
        let (taint, is_forced) = work;
        request.taint = taint;
        if is_forced {
            return match agent.forced {
                Some(handoff) => self.hand_over(request, dice, tally, handoff),
                None => Next::End(Fate::Dropped),
            };
        }
        if happens(dice, agent.resolves) {
            return Next::End(if taint == Taint::Clean {
                Fate::Resolved
            } else {
                Fate::Wrong
            });
        }
        let sum = self.shares[at as usize];
        if sum <= 0.0 {
            return Next::End(Fate::Stuck);
        }
        let mut left = uniform(dice) * sum;
        let mut chosen = None;
        for handoff in &agent.transfers {
            let share = self.network.handoffs[*handoff as usize].share;
            if share > 0.0 {
                chosen = Some(*handoff);
                left -= share;
                if left < 0.0 {
                    break;
                }
            }
        }
        match chosen {
            Some(handoff) => self.hand_over(request, dice, tally, handoff),
            None => Next::End(Fate::Stuck),
        }
    }

    /// Steps 1 to 3 of a visit: the taint that it leaves, and whether it has to hand off.
    fn work(
        &self,
        taint: Taint,
        cost: &mut f64,
        time: &mut f64,
        dice: &mut impl Rng,
        tally: &mut Tally,
        at: u32,
    ) -> (Taint, bool) {
        let agent = &self.network.agents[at as usize];
        *cost += agent.cost_usd;
        if self.times {
            *time += drawn(agent.latency, dice);
        }
        let mut taint = taint;
        if taint == Taint::Tainted && happens(dice, agent.recovery) {
            taint = Taint::Clean;
        }
        if taint == Taint::Clean && happens(dice, agent.hallucination) {
            taint = Taint::Tainted;
        }
        if happens(dice, self.exhaustion[at as usize]) {
            if !happens(dice, agent.silent) {
                return (taint, true);
            }
            taint = Taint::Tainted;
        }
        for call in &agent.calls {
            match self.call(call, taint, cost, time, dice, tally) {
                Some(joined) => taint = joined,
                None => return (taint, true),
            }
        }
        (taint, false)
    }

    /// One delegation, or several at once: the taint after it; none where the join is not met.
    fn call(
        &self,
        call: &Call,
        taint: Taint,
        cost: &mut f64,
        time: &mut f64,
        dice: &mut impl Rng,
        tally: &mut Tally,
    ) -> Option<Taint> {
        let (members, join) = match call {
            Call::One(handoff) => (std::slice::from_ref(handoff), Join::All),
            Call::Group { members, join } => (&members[..], *join),
        };
        let (mut called, mut missing, mut clean, mut tainted) = (0_u32, 0_u32, 0_u32, 0_u32);
        let mut longest = 0.0_f64;
        for number in members {
            let handoff = &self.network.handoffs[*number as usize];
            if !happens(dice, handoff.share.min(1.0)) {
                continue;
            }
            called += 1;
            tally.uses[*number as usize] += 1;
            let mut own = 0.0;
            match self.branch(handoff, taint, cost, &mut own, dice, tally) {
                Back::Missing => missing += 1,
                Back::Result(Taint::Clean) => clean += 1,
                Back::Result(Taint::Tainted) => tainted += 1,
            }
            longest = longest.max(own);
        }
        *time += longest;
        if called == 0 {
            return Some(taint);
        }
        match join {
            Join::All if missing > 0 => None,
            Join::All => Some(if tainted > 0 {
                Taint::Tainted
            } else {
                Taint::Clean
            }),
            Join::Some(needed) if clean + tainted < needed => None,
            Join::Some(needed) => {
                // Taken one after the other, without putting back; the first tainted one decides.
                let of = clean + tainted;
                let is_tainted = (0..needed)
                    .any(|taken| happens(dice, f64::from(tainted) / f64::from(of - taken)));
                if is_tainted {
                    return Some(Taint::Tainted);
                }
                Some(Taint::Clean)
            }
        }
    }

    fn branch(
        &self,
        handoff: &Handoff,
        taint: Taint,
        cost: &mut f64,
        time: &mut f64,
        dice: &mut impl Rng,
        tally: &mut Tally,
    ) -> Back {
        let End::Agent(receiver) = chosen(handoff, dice) else {
            return Back::Missing;
        };
        let mut spoilt = false;
        let mut reached = attempt(handoff, handoff.attempts, time, dice).then_some(receiver);
        if reached.is_some() && happens(dice, handoff.malformed) {
            spoilt = !handoff.is_validated;
            if handoff.is_validated {
                reached = None;
            }
        }
        if reached.is_none() {
            reached = fall_back(handoff, time, dice);
        }
        let Some(agent) = reached else {
            return Back::Missing;
        };
        let lost = happens(dice, handoff.context_loss);
        let result = if self.network.agents[agent as usize].is_human {
            Taint::Clean
        } else {
            match self.work(taint, cost, time, dice, tally, agent) {
                (_, true) => return Back::Missing,
                (result, false) => result,
            }
        };
        Back::Result(if spoilt || lost {
            Taint::Tainted
        } else {
            result
        })
    }

    /// Steps 5 to 9.
    fn hand_over(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        number: u32,
    ) -> Next {
        let handoff = &self.network.handoffs[number as usize];
        if let Some(limit) = handoff.limit {
            if request.uses[number as usize] >= limit {
                if !handoff.human_takes_over {
                    return Next::End(Fate::Killed);
                }
                tally.hops += 1;
                tally.arrivals += 1;
                return Next::End(Fate::Human);
            }
            request.uses[number as usize] += 1;
            request.used.push(number);
        }
        request.last = Some(number);
        tally.uses[number as usize] += 1;
        tally.transfers += 1;
        let end = chosen(handoff, dice);
        if end == End::Nobody {
            return Next::End(Fate::Dropped);
        }
        let mut time = 0.0;
        let mut is_there = attempt(handoff, handoff.attempts, &mut time, dice);
        let mut well_formed = true;
        if is_there && happens(dice, handoff.malformed) {
            well_formed = false;
            if handoff.is_validated {
                is_there = false;
            } else {
                request.taint = Taint::Tainted;
            }
        }
        let arrives_at = if is_there {
            Some(end)
        } else {
            fall_back(handoff, &mut time, dice).map(End::Agent)
        };
        request.time += time;
        let Some(arrives_at) = arrives_at else {
            return Next::End(Fate::Dropped);
        };
        let lost = happens(dice, handoff.context_loss);
        if let Some(gate) = handoff.gate.as_ref().filter(|_| is_there) {
            request.time += gate.minutes * MINUTE;
            if request.taint == Taint::Tainted && happens(dice, gate.catches) {
                request.taint = Taint::Clean;
            }
        }
        tally.successes += u64::from(is_there && well_formed && !lost);
        self.arrive(request, dice, tally, arrives_at, lost)
    }

    fn arrive(
        &self,
        request: &mut Request,
        dice: &mut impl Rng,
        tally: &mut Tally,
        end: End,
        lost: bool,
    ) -> Next {
        let agent = match end {
            End::Agent(agent) => agent,
            End::Nobody => return Next::End(Fate::Dropped),
            End::Outcome { good } => {
                return Next::End(match (good, request.taint) {
                    (true, Taint::Clean) => Fate::Resolved,
                    (true, Taint::Tainted) => Fate::Wrong,
                    (false, _) => Fate::Dropped,
                });
            }
        };
        tally.hops += 1;
        tally.arrivals += 1;
        tally.lost += u64::from(lost);
        request.arrivals += 1;
        if self.network.agents[agent as usize].is_human {
            return Next::End(if lost { Fate::HumanRepeat } else { Fate::Human });
        }
        if lost && happens(dice, self.network.abandon) {
            return Next::End(Fate::Abandoned);
        }
        if request.arrivals >= self.network.hop_cap {
            return Next::End(Fate::Stuck);
        }
        Next::Visit(agent)
    }
}

impl Request {
    fn begin(&mut self) {
        for handoff in self.used.drain(..) {
            self.uses[handoff as usize] = 0;
        }
        self.taint = Taint::Clean;
        self.arrivals = 0;
        self.cost = 0.0;
        self.time = 0.0;
        self.last = None;
    }
}

/// Whether one of several attempts gets through; adds the time of each.
fn attempt(handoff: &Handoff, attempts: u32, time: &mut f64, dice: &mut impl Rng) -> bool {
    let failures = if handoff.unavailable <= 0.0 {
        0
    } else if handoff.unavailable >= 1.0 {
        attempts
    } else if attempts <= FEW {
        (0..attempts)
            .take_while(|_| uniform(dice) < handoff.unavailable)
            .count() as u32
    } else {
        // Failures in a row are geometric; a float that is too large becomes the largest number.
        ((1.0 - uniform(dice)).ln() / handoff.unavailable.ln()) as u32
    };
    *time += f64::from(failures.saturating_add(1).min(attempts)) * handoff.latency_ms;
    failures < attempts
}

/// One attempt at each fallback in turn.
fn fall_back(handoff: &Handoff, time: &mut f64, dice: &mut impl Rng) -> Option<u32> {
    let mut fallbacks = handoff.fallbacks.iter().copied();
    fallbacks.find(|_| attempt(handoff, 1, time, dice))
}

fn chosen(handoff: &Handoff, dice: &mut impl Rng) -> End {
    if let [(end, _)] = handoff.to[..] {
        return end;
    }
    let mut left = uniform(dice);
    for (end, share) in &handoff.to {
        left -= share;
        if left < 0.0 {
            return *end;
        }
    }
    handoff.to.last().map_or(End::Nobody, |(end, _)| *end)
}

fn drawn(time: LogNormal, dice: &mut impl Rng) -> f64 {
    if time.sigma == 0.0 {
        return time.median;
    }
    let z: f64 = StandardNormal.sample(dice);
    time.median * (time.sigma * z).exp()
}

/// Between 0 and 1, 1 left out, in steps of 2^-53.
fn uniform(dice: &mut impl Rng) -> f64 {
    (dice.next_u64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
}

fn happens(dice: &mut impl Rng, probability: f64) -> bool {
    probability > 0.0 && (probability >= 1.0 || uniform(dice) < probability)
}
