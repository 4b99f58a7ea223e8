//! Ways that no request takes as long as the parameters stand, and that a small change of one of them would open.
//!
//! A derivative asks what a request would meet there. Most parameters at 0 are left alone, since a tenth of nothing is nothing; `recovery` and `catches`
//! are improved by a tenth of what is missing, and parameters at 1 may fall.

use super::passages::Passages;
use super::space::{Space, State};
use crate::network::{Agent, Arrival, Call, End, Join, Network, Taint};

/// Where agents and handoffs could lead beside where they do.
#[derive(Default)]
pub(super) struct Possible {
    /// By agent and taint: handoffs it could choose, with the taint at that point; none where those are just the ones it chooses.
    choices: Vec<[Option<Vec<Possibility>>; 2]>,
    /// By handoff and taint: where it could arrive, with the share that does; none where it arrives everywhere.
    arrivals: Vec<[Option<Vec<Arrival>>; 2]>,
    is_empty: bool,
}

/// A handoff, and the taint when it is chosen.
type Possibility = (u32, Taint);

impl Possible {
    pub fn new(network: &Network, passages: &Passages) -> Self {
        let mut is_empty = true;
        let risks = risks(network);
        let choices = network.agents.iter().zip(&risks).map(|(agent, risks)| {
            Taint::BOTH.map(|taint| {
                let more =
                    is_at_an_edge(agent, taint).then(|| choices(network, agent, *risks, taint));
                is_empty &= more.is_none();
                more
            })
        });
        let choices = choices.collect();
        let arrivals = (0..network.handoffs.len() as u32).map(|handoff| {
            Taint::BOTH.map(|taint| {
                let now = passages.arrivals(handoff, taint);
                let more = arrivals(network, handoff, taint, now);
                is_empty &= more.is_none();
                more
            })
        });
        let arrivals = arrivals.collect();
        Self {
            choices,
            arrivals,
            is_empty,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Handoffs that could be chosen in a state, with the taint at that point.
    pub fn choices<'a>(
        &'a self,
        space: &'a Space,
        state: State,
    ) -> impl Iterator<Item = (u32, Taint)> + 'a {
        let (agent, taint) = (state.agent as usize, state.taint as usize);
        let more = self.choices[agent][taint].as_deref();
        let chosen = match more {
            Some(_) => &[],
            None => space.turns.choices(state),
        };
        let chosen = chosen.iter().map(|choice| (choice.handoff, choice.taint));
        more.unwrap_or_default().iter().copied().chain(chosen)
    }

    /// Where a handoff could arrive.
    pub fn arrivals<'a>(&'a self, space: &'a Space, handoff: u32, taint: Taint) -> &'a [Arrival] {
        match &self.arrivals[handoff as usize][taint as usize] {
            Some(arrivals) => arrivals,
            None => space.passages.arrivals(handoff, taint),
        }
    }
}

/// Whether an agent decides in a way that is ruled out only as long as a parameter stays where it is.
fn is_at_an_edge(agent: &Agent, taint: Taint) -> bool {
    !agent.is_human
        && (!agent.calls.is_empty()
            || (taint == Taint::Tainted && agent.recovery == 0.0)
            || agent.hallucination >= 1.0
            || agent.silent >= 1.0
            || agent.tool_failure >= 1.0)
}

/// What can happen before an agent decides.
#[derive(Clone, Copy, Default)]
struct Risks {
    /// A clean request may become tainted.
    taints: bool,
    /// It may have to hand off.
    forces: bool,
}

/// By agent, with those of the agents that it calls.
fn risks(network: &Network) -> Vec<Risks> {
    let mut all = vec![Risks::default(); network.agents.len()];
    for number in &network.callees_first {
        let agent = &network.agents[*number as usize];
        if agent.is_human {
            continue;
        }
        let tools_fail = agent.tool_calls > 0 && agent.tool_failure > 0.0;
        let mut risks = Risks {
            taints: agent.hallucination > 0.0 || (tools_fail && agent.silent > 0.0),
            forces: tools_fail,
        };
        for (branches, join) in agent.calls.iter().map(Call::branches) {
            risks.forces |= matches!(join, Join::Some(needed) if needed > 1);
            for handoff in branches.iter().map(|at| &network.handoffs[*at as usize]) {
                let called = handoff.may_reach.iter().map(|at| all[*at as usize]);
                risks.taints |= handoff.malformed > 0.0
                    || handoff.context_loss > 0.0
                    || called.clone().any(|called| called.taints);
                risks.forces |= handoff.unavailable > 0.0
                    || handoff.malformed > 0.0
                    || handoff.to.iter().any(|(end, _)| *end == End::Nobody)
                    || called.clone().any(|called| called.forces);
            }
        }
        all[*number as usize] = risks;
    }
    all
}

fn choices(network: &Network, agent: &Agent, risks: Risks, taint: Taint) -> Vec<Possibility> {
    let is_tainted = taint == Taint::Tainted || risks.taints;
    let chosen = agent
        .transfers
        .iter()
        .filter(|handoff| network.handoffs[**handoff as usize].share > 0.0);
    chosen
        .copied()
        .chain(agent.forced.filter(|_| risks.forces))
        .flat_map(|handoff| Taint::BOTH.map(|taint| (handoff, taint)))
        .filter(|(_, taint)| *taint == Taint::Clean || is_tainted)
        .collect()
}

fn arrivals(
    network: &Network,
    handoff: u32,
    taint: Taint,
    now: &[Arrival],
) -> Option<Vec<Arrival>> {
    let drawn = &network.handoffs[handoff as usize];
    let catches_nothing = drawn.gate.is_some_and(|gate| gate.catches == 0.0);
    if drawn.unavailable < 1.0 && drawn.malformed < 1.0 && !catches_nothing {
        let is_seldom = now.iter().any(|(_, _, share)| *share == 0.0);
        return is_seldom.then(|| now.to_vec());
    }
    let mut between = drawn.clone();
    let inside = |probability: f64| if probability < 1.0 { probability } else { 0.5 };
    between.unavailable = inside(between.unavailable);
    between.malformed = inside(between.malformed);
    if let Some(gate) = between.gate.as_mut().filter(|_| catches_nothing) {
        gate.catches = 0.5;
    }
    let mut all = Vec::new();
    network.passage(&between, taint, &mut all);
    for (agent, taint, share) in &mut all {
        let same = now.iter().find(|(to, of, _)| (to, of) == (agent, taint));
        *share = same.map_or(0.0, |(_, _, share)| *share);
    }
    Some(all)
}
