//! Agents, topologies and teams that are hit, each once, with the worst that happens to them.

use crate::cause::Effect;
use crate::found::{Found, Hit};
use crate::report::{AgentHit, EffectCounts, FirstStep, TeamHit, TopologyHit, ids};
use baton_graph::{AgentNumber, Reached};
use baton_model::{EscalationPath, HandoffId, Team, TeamId, Topology, TopologyId};
use std::collections::HashMap;
use std::hash::Hash;

/// The first hit of something, which is its worst, and how many there are.
struct First<'f> {
    hit: &'f Hit,
    handoffs: u32,
}

/// The firsts in the order in which they come up: worst first.
struct Firsts<'f, K> {
    places: HashMap<K, usize>,
    list: Vec<(K, First<'f>)>,
}

impl<'f, K: Copy + Eq + Hash> Firsts<'f, K> {
    fn new() -> Self {
        Self {
            places: HashMap::new(),
            list: Vec::new(),
        }
    }

    fn add(&mut self, key: K, hit: &'f Hit) {
        let next = self.list.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.list.push((key, First { hit, handoffs: 0 }));
        }
        self.list[place].1.handoffs += 1;
    }
}

impl Found<'_> {
    /// How many handoffs are hit how badly.
    pub fn counts(&self) -> EffectCounts {
        let mut counts = EffectCounts::default();
        for hit in &self.hits {
            *counts.of(hit.cause.effect) += 1;
        }
        counts
    }

    /// The hits that are any.
    fn real(&self) -> impl Iterator<Item = &Hit> {
        self.hits
            .iter()
            .filter(|hit| hit.cause.effect != Effect::Unaffected)
    }

    fn way(&self, first: &First<'_>) -> Vec<HandoffId> {
        ids(self.path(first.hit))
    }

    /// Senders and takers of what is hit.
    pub(crate) fn agents(&self) -> Vec<AgentHit> {
        let graph = self.view.graph;
        let mut firsts: Firsts<'_, AgentNumber> = Firsts::new();
        for hit in self.real() {
            let sender = graph.sender(hit.handoff);
            if let Some(agent) = sender {
                firsts.add(agent, hit);
            }
            graph.each_taker(hit.handoff, |agent| {
                if sender != Some(agent) {
                    firsts.add(agent, hit);
                }
            });
        }
        let told = |(number, first): &(AgentNumber, First<'_>)| {
            let agent = graph.agent(*number)?;
            Some(AgentHit {
                agent: agent.id.clone(),
                name: agent.name.clone(),
                team: agent.team.clone(),
                effect: first.hit.cause.effect,
                handoffs: first.handoffs,
                path: self.way(first),
            })
        };
        firsts.list.iter().filter_map(told).collect()
    }

    /// Topologies of what is hit.
    pub(crate) fn topologies(&self) -> Vec<TopologyHit> {
        let mut firsts: Firsts<'_, &TopologyId> = Firsts::new();
        for hit in self.real() {
            firsts.add(&self.handoff(hit.handoff).topology, hit);
        }
        let told = |(id, first): &(&TopologyId, First<'_>)| {
            let topology = self.view.document.find::<Topology>(id);
            TopologyHit {
                topology: (*id).clone(),
                name: topology.map_or_else(|| id.to_string(), |topology| topology.name.clone()),
                effect: first.hit.cause.effect,
                handoffs: first.handoffs,
                path: self.way(first),
            }
        };
        firsts.list.iter().map(told).collect()
    }

    /// Owners of what is hit.
    pub(crate) fn teams(&self) -> Vec<TeamHit> {
        let mut firsts: Firsts<'_, &TeamId> = Firsts::new();
        for hit in self.real() {
            let owners = self.view.owners(hit.handoff);
            for team in owners {
                firsts.add(team, hit);
            }
        }
        let told = |(id, first): &(&TeamId, First<'_>)| {
            let team = self.view.document.find::<Team>(id);
            TeamHit {
                team: (*id).clone(),
                name: team.map_or_else(|| id.to_string(), |team| team.name.clone()),
                effect: first.hit.cause.effect,
                handoffs: first.handoffs,
                path: self.way(first),
                first_step: self.first_step(first.hit),
            }
        };
        firsts.list.iter().map(told).collect()
    }

    /// Whom the escalation path of a handoff calls first.
    fn first_step(&self, hit: &Hit) -> Option<FirstStep> {
        let path = self.handoff(hit.handoff).escalation_path.as_ref()?;
        let path = self.view.document.find::<EscalationPath>(path)?;
        let step = path.steps.iter().min_by_key(|step| step.after_minutes)?;
        Some(FirstStep {
            escalation_path: path.id.clone(),
            after_minutes: step.after_minutes,
            notify: step.notify.clone(),
            channel: step.channel.clone(),
        })
    }

    /// How many agents work can come to from those that take what breaks, along whatever handoffs; fields are not looked at.
    pub(crate) fn reached_agents(&self) -> u32 {
        let graph = self.view.graph;
        let mut starts = Vec::new();
        for hit in self
            .hits
            .iter()
            .take_while(|hit| hit.cause.effect == Effect::Breaks)
        {
            graph.each_taker(hit.handoff, |taker| starts.push(taker));
        }
        let mut reached = Reached::default();
        graph.reach(starts, None, &mut reached);
        reached.len() as u32
    }
}
