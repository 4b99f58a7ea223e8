//! Requests that are stuck: where, and why.

use crate::network::{Network, Taint};

/// Agents that are named in one note.
const MOST: usize = 6;
/// No number.
const NONE: u32 = u32::MAX;

/// Shares of the requests that are stuck.
pub(crate) struct Stuck {
    /// By agent: it could not pass them on.
    pub at: Vec<f64>,
    /// By agent: they came to where nothing leads to an end, and came there first at this one.
    pub trapped: Vec<f64>,
    /// They could have ended, and were stopped by the cap.
    pub capped: f64,
}

impl Stuck {
    pub fn none(network: &Network) -> Self {
        Self {
            at: vec![0.0; network.agents.len()],
            trapped: vec![0.0; network.agents.len()],
            capped: 0.0,
        }
    }

    /// Share of the requests that never end.
    pub fn never_ends(&self) -> f64 {
        self.trapped.iter().sum()
    }

    pub fn is_any(&self) -> bool {
        let mut shares = self.at.iter().chain(&self.trapped);
        self.capped > 0.0 || shares.any(|share| *share > 0.0)
    }

    /// Where and why, in sentences.
    pub fn tell(&self, network: &Network, traps: &Traps) -> Vec<String> {
        let mut notes = Vec::new();
        for (group, agents) in traps.circles(&self.trapped) {
            let names: Vec<&str> = agents
                .iter()
                .take(MOST)
                .map(|agent| network.agents[*agent as usize].id.as_str())
                .collect();
            let more = match agents.len() - names.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            notes.push(format!(
                "{:.3} % of the requests are stuck going round at {}{more}: nothing there leads to an end, and no loop limit stops them",
                group * 100.0,
                names.join(", ")
            ));
        }
        let at = network.agents.iter().zip(&self.at);
        for (agent, share) in at.filter(|(_, share)| **share > 0.0) {
            let why = if agent.transfers.is_empty() {
                "has no handoff to go on with"
            } else {
                "has handoffs whose shares are all zero"
            };
            notes.push(format!(
                "{:.3} % of the requests are stuck at {}: it {why}",
                share * 100.0,
                agent.id
            ));
        }
        if self.capped > 0.0 {
            notes.push(format!(
                "{:.3} % of the requests are stuck because they were still on their way after {} hops, the cap of the scenario (hop_cap)",
                self.capped * 100.0,
                network.hop_cap
            ));
        }
        notes
    }
}

/// What is said where some requests never end.
pub fn without_means(never_ends: f64) -> String {
    format!(
        "{:.3} % of the requests never end, so hops, time and cost have no mean; give every circle a way out or a limit",
        never_ends * 100.0
    )
}

/// The agents from which nothing leads to an end, however the dice fall.
pub(crate) struct Traps {
    is_trap: Vec<bool>,
    /// By agent: where requests can be visited next, and from where they can come.
    next: Vec<Vec<u32>>,
    before: Vec<Vec<u32>>,
    /// By agent: its circle, by number. Agents that lead to each other are in the same one.
    circle: Vec<u32>,
}

impl Traps {
    pub fn new(network: &Network) -> Self {
        let size = network.agents.len();
        let mut traps = Self {
            is_trap: Vec::new(),
            next: vec![Vec::new(); size],
            before: vec![Vec::new(); size],
            circle: vec![NONE; size],
        };
        let mut ends = vec![false; size];
        // Who may use a limited handoff, and where that leads.
        let mut limited: Vec<(u32, u32)> = Vec::new();
        let effects = network.effects();
        let mut arrivals = Vec::new();
        for (at, (agent, effect)) in (0..).zip(network.agents.iter().zip(&effects)) {
            let effect = &effect[Taint::Clean as usize];
            let decides = effect.decides[0] + effect.decides[1] > 0.0;
            let forced = effect.forced[0] + effect.forced[1] > 0.0;
            let share = |at: &&u32| network.handoffs[**at as usize].share > 0.0;
            let chosen: Vec<u32> = agent.transfers.iter().filter(share).copied().collect();
            let may_choose = decides && agent.resolves < 1.0;
            ends[at as usize] = agent.is_human
                || (decides && agent.resolves > 0.0)
                || (may_choose && chosen.is_empty())
                || (forced && agent.forced.is_none());
            let chosen = chosen.into_iter().filter(|_| may_choose);
            for used in chosen.chain(agent.forced.filter(|_| forced)) {
                let handoff = &network.handoffs[used as usize];
                arrivals.clear();
                let passage = network.passage(handoff, Taint::Clean, &mut arrivals);
                ends[at as usize] |= passage.ends.sum() > 0.0 || handoff.limit == Some(0);
                for (to, ..) in arrivals.iter().filter(|(.., share)| *share > 0.0) {
                    traps.next[at as usize].push(*to);
                    traps.before[*to as usize].push(at);
                    if handoff.limit.is_some() {
                        limited.push((at, *to));
                    }
                }
            }
        }
        traps.find_circles();
        // Whoever comes back to a limited handoff has used it up some time.
        for (from, to) in limited {
            let circle = |agent: u32| traps.circle[agent as usize];
            ends[from as usize] |= circle(from) == circle(to);
        }
        let mut left: Vec<u32> = (0..size as u32).filter(|at| ends[*at as usize]).collect();
        while let Some(agent) = left.pop() {
            for before in &traps.before[agent as usize] {
                if !std::mem::replace(&mut ends[*before as usize], true) {
                    left.push(*before);
                }
            }
        }
        traps.is_trap = ends.into_iter().map(|ends| !ends).collect();
        traps
    }

    /// Whether nothing leads from an agent to an end.
    pub fn has(&self, agent: u32) -> bool {
        self.is_trap[agent as usize]
    }

    /// Strongly connected components (S. R. Kosaraju, as in M. Sharir, Computers and Mathematics with Applications 7, 1981).
    fn find_circles(&mut self) {
        let size = self.next.len() as u32;
        let mut seen = vec![false; size as usize];
        let mut order = Vec::with_capacity(size as usize);
        for root in 0..size {
            let mut path = vec![(root, 0)];
            if std::mem::replace(&mut seen[root as usize], true) {
                continue;
            }
            while let Some((agent, at)) = path.last_mut() {
                let Some(next) = self.next[*agent as usize].get(*at) else {
                    order.push(*agent);
                    path.pop();
                    continue;
                };
                *at += 1;
                if !std::mem::replace(&mut seen[*next as usize], true) {
                    path.push((*next, 0));
                }
            }
        }
        for (number, root) in (0..).zip(order.into_iter().rev()) {
            let mut left = vec![root];
            while let Some(agent) = left.pop() {
                if self.circle[agent as usize] == NONE {
                    self.circle[agent as usize] = number;
                    left.extend(&self.before[agent as usize]);
                }
            }
        }
    }

    /// Where requests go round that came there at some agents, each with its share: the shares together of those that lead to the same circles,
    /// and the agents of the circles in order.
    fn circles(&self, entered: &[f64]) -> Vec<(f64, Vec<u32>)> {
        let size = self.next.len() as u32;
        let mut reached = vec![false; size as usize];
        let mut left: Vec<u32> = (0..size)
            .filter(|agent| entered[*agent as usize] > 0.0)
            .collect();
        while let Some(agent) = left.pop() {
            if !std::mem::replace(&mut reached[agent as usize], true) {
                left.extend(&self.next[agent as usize]);
            }
        }
        let mut groups = Vec::new();
        for root in 0..size {
            let mut group: (f64, Vec<u32>) = (0.0, Vec::new());
            let mut left = vec![root];
            while let Some(agent) = left.pop() {
                let at = agent as usize;
                if std::mem::replace(&mut reached[at], false) {
                    group.0 += entered[at];
                    group.1.push(agent);
                    left.extend(self.next[at].iter().chain(&self.before[at]));
                }
            }
            if group.0 > 0.0 {
                let is_round = |agent: &u32| {
                    let mut next = self.next[*agent as usize].iter();
                    let circle = |agent: u32| self.circle[agent as usize];
                    next.any(|to| circle(*to) == circle(*agent))
                };
                group.1.sort_unstable();
                if group.1.iter().any(is_round) {
                    group.1.retain(is_round);
                }
                groups.push(group);
            }
        }
        groups
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp, reason = "all and nothing are exact")]
mod tests {
    use crate::testing::{Drawing, handoff, none};
    use crate::{ExactOptions, SampleOptions, Sampled, Setup, exact, sample};
    use serde_json::json;

    fn both(drawing: &Drawing) -> (crate::Exact, Sampled) {
        let network = drawing.network(&Setup::default()).unwrap();
        let options = SampleOptions {
            requests: 20_000,
            ..SampleOptions::default()
        };
        (
            exact(&network, &ExactOptions::default()).unwrap(),
            sample(&network, &options, |_| true),
        )
    }

    #[test]
    fn both_solvers_name_the_circle_and_blame_the_handoff_that_leads_there() {
        // The error handoff is in the circle and never used; the limit on the way into it stops nobody.
        let drawing = Drawing::new()
            .agent("a", json!({ "resolves": 0.5 }))
            .agent("b", none())
            .agent("c", none())
            .agent("d", none())
            .transfer("a", "b", none(), json!({ "policy": { "loop_limit": 1 } }))
            .transfer("b", "c", none(), none())
            .transfer("c", "d", none(), none())
            .transfer("d", "c", none(), none())
            .transfer("d", "a", none(), json!({ "trigger": { "on": "error" } }));
        let (exact, sampled) = both(&drawing);
        let why = "% of the requests are stuck going round at c, d: nothing there leads to an end";
        for notes in [&exact.notes, &sampled.notes] {
            assert!(notes.iter().any(|note| note.contains(why)), "{notes:?}");
        }
        assert!((handoff(&exact, "a-b").ends_here.stuck - 0.5).abs() < 1e-12);
        let blamed = |id: &str| {
            let found = sampled.handoffs.iter().find(|one| one.id == id);
            found.unwrap().ends_here.stuck
        };
        assert!((blamed("a-b") - 0.5).abs() < 0.02);
        assert_eq!((blamed("c-d"), blamed("d-c")), (0.0, 0.0));
        assert!((sampled.never_ends - 0.5).abs() < 0.02);
    }

    #[test]
    fn a_limit_in_the_circle_is_an_end() {
        let circle = |limit| {
            let more = json!({ "policy": { "loop_limit": limit } });
            Drawing::new()
                .agent("a", none())
                .agent("b", none())
                .transfer("a", "b", none(), none())
                .transfer("b", "a", none(), more)
        };
        let (exact, sampled) = both(&circle(json!(3)));
        assert_eq!((exact.outcomes.killed, sampled.outcomes.killed), (1.0, 1.0));
        assert_eq!(sampled.never_ends, 0.0);
        // More than the cap lets through: the exact solver knows that they end.
        let (exact, sampled) = both(&circle(json!(40)));
        assert_eq!((exact.outcomes.killed, sampled.outcomes.stuck), (1.0, 1.0));
        assert_eq!(sampled.never_ends, 0.0);
        assert!(
            sampled.notes[0].contains("still on their way after 64 hops"),
            "{:?}",
            sampled.notes
        );
        let (exact, sampled) = both(&circle(json!(null)));
        assert_eq!((exact.outcomes.stuck, sampled.never_ends), (1.0, 1.0));
        assert!(sampled.notes[0].contains("going round at a, b"));
        let blamed = sampled.handoffs.iter().map(|one| one.ends_here.stuck);
        assert_eq!(blamed.sum::<f64>(), 0.0, "no handoff leads to the entry");
    }

    #[test]
    fn who_cannot_go_on_is_named_by_both() {
        let drawing = Drawing::new()
            .agent("a", json!({ "resolves": 0.5 }))
            .agent("b", json!({ "resolves": 0.5 }))
            .transfer("a", "b", none(), none());
        let (exact, sampled) = both(&drawing);
        for notes in [exact.notes, sampled.notes] {
            let why = "of the requests are stuck at b: it has no handoff to go on with";
            assert!(notes.len() == 1 && notes[0].contains(why), "{notes:?}");
        }
    }
}
