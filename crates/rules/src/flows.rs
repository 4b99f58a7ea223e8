//! What is followed along paths: fields of payloads from handoff to handoff, and the longest way that work can take.
//!
//! Everything here ends after a number of steps that is bounded by handoffs times fields: places are visited once each, paths are never listed.
//! A path that is told is a shortest one to its place.

use crate::context::TopologyContext;
use crate::exchange;
use crate::travels::Payload;
use baton_graph::{Place, Way};
use baton_model::{Agent, AgentId, Handoff, HandoffId};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// Pointers in an outgoing payload under which an agent passes on a field that came in: those that it declares, else the same one.
pub(crate) fn goes_on(agent: &Agent, pointer: &str, out: &Payload<'_>) -> Vec<String> {
    let mut targets = Vec::new();
    for pass in &agent.passes_on {
        if let Some(rest) = below(pointer, &pass.from) {
            targets.push(format!("{}{rest}", pass.to));
        } else if below(&pass.from, pointer).is_some() {
            targets.push(pass.to.clone());
        }
    }
    targets.retain(|target| out.member(target).is_some());
    if targets.is_empty() && out.member(pointer).is_some() {
        targets.push(pointer.to_owned());
    }
    targets.sort();
    targets.dedup();
    targets
}

/// What is left of a pointer below another one; empty if they are equal.
pub(crate) fn below<'p>(pointer: &'p str, outer: &str) -> Option<&'p str> {
    let rest = pointer.strip_prefix(outer)?;
    (rest.is_empty() || rest.starts_with('/')).then_some(rest)
}

/// A field on its way over a handoff.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Field<'a> {
    pub handoff: &'a HandoffId,
    pub pointer: String,
}

/// Where fields come to, and by which way.
pub(crate) struct FieldWalk<'a> {
    /// Each field with the one that it was before; none where it begins.
    pub reached: BTreeMap<Field<'a>, Option<Field<'a>>>,
}

impl<'a> FieldWalk<'a> {
    /// Follows fields over every agent that gets them and into every payload that has them. `goes` says whether a field that arrives over a
    /// handoff goes further.
    pub fn forwards(
        context: &TopologyContext<'a>,
        begin: impl IntoIterator<Item = Field<'a>>,
        goes: impl Fn(&Field<'a>) -> bool,
    ) -> Self {
        let from = by_sender(context);
        let mut queue: VecDeque<Field<'a>> = begin.into_iter().collect();
        let mut reached: BTreeMap<_, _> = queue.iter().map(|field| (field.clone(), None)).collect();
        while let Some(field) = queue.pop_front() {
            let handoff = context.graph.handoff(field.handoff);
            let Some(handoff) = handoff.filter(|_| goes(&field)) else {
                continue;
            };
            for agent in exchange::takers(context, handoff) {
                for next in from.get(agent.id.as_str()).into_iter().flatten() {
                    let Some(payload) = context.travels.payload(next) else {
                        continue;
                    };
                    for pointer in goes_on(agent, &field.pointer, payload) {
                        let then = Field {
                            handoff: &next.id,
                            pointer,
                        };
                        reached.entry(then.clone()).or_insert_with(|| {
                            queue.push_back(then);
                            Some(field.clone())
                        });
                    }
                }
            }
        }
        Self { reached }
    }

    /// A shortest way on which a field comes to a handoff, that handoff the last.
    pub fn path(&self, field: &Field<'a>) -> Vec<&'a HandoffId> {
        let mut path = vec![field.handoff];
        let mut at = field;
        while let Some(Some(before)) = self.reached.get(at) {
            path.push(before.handoff);
            at = before;
        }
        path.reverse();
        path
    }
}

/// The handoffs that each agent sends.
pub(crate) fn by_sender<'a>(context: &TopologyContext<'a>) -> HashMap<&'a str, Vec<&'a Handoff>> {
    let mut from: HashMap<&str, Vec<&Handoff>> = HashMap::new();
    for handoff in context.graph.handoffs() {
        from.entry(handoff.from.as_str()).or_default().push(handoff);
    }
    from
}

/// The heaviest ways on which work comes from the starts to each agent.
pub(crate) struct Heaviest<'a> {
    arrivals: HashMap<&'a str, Arrival<'a>>,
}

#[derive(Clone, Copy)]
struct Arrival<'a> {
    weight: u64,
    before: Option<(&'a AgentId, &'a HandoffId)>,
}

impl<'a> Heaviest<'a> {
    /// Follows transfers from some agents, where `weight` says something, each agent at most once: groups of agents that lead to each other are crossed by the
    /// shortest way, everything else by the heaviest. What is told is therefore a way that there is, though in circles not always the
    /// heaviest one.
    pub fn new(
        context: &TopologyContext<'a>,
        starts: &[&'a AgentId],
        weight: impl Fn(&Handoff) -> Option<u64> + Copy,
    ) -> Self {
        let groups = Groups::new(context, |handoff| weight(handoff).is_some());
        let mut heaviest = Self {
            arrivals: HashMap::new(),
        };
        for start in starts {
            let arrival = Arrival {
                weight: 0,
                before: None,
            };
            heaviest.arrivals.insert(start.as_str(), arrival);
        }
        for group in &groups.in_order {
            heaviest.cross(context, group, &groups, weight);
        }
        heaviest
    }

    /// Brings the heaviest arrivals at a group to all its members, and out of it.
    fn cross(
        &mut self,
        context: &TopologyContext<'a>,
        group: &[&'a AgentId],
        groups: &Groups<'a>,
        weight: impl Fn(&Handoff) -> Option<u64>,
    ) {
        let arrived = |id: &&&'a AgentId| self.arrivals.contains_key(id.as_str());
        let heaviest = group
            .iter()
            .filter(arrived)
            .max_by_key(|id| self.arrivals[id.as_str()].weight);
        let Some(first) = heaviest else { return };
        let mut queue = VecDeque::from([*first]);
        let mut seen = BTreeSet::from([*first]);
        while let Some(id) = queue.pop_front() {
            let here = self.arrivals[id.as_str()].weight;
            for step in context.graph.steps_from(id) {
                let (Place::Agent(to), Way::Transfer) = (step.to, step.way) else {
                    continue;
                };
                let Some(more) = weight(step.handoff) else {
                    continue;
                };
                let arrival = Arrival {
                    weight: here.saturating_add(more),
                    before: Some((id, &step.handoff.id)),
                };
                if groups.of(&to.id) == groups.of(id) {
                    if seen.insert(&to.id) {
                        self.arrivals.insert(to.id.as_str(), arrival);
                        queue.push_back(&to.id);
                    }
                } else {
                    let known = self.arrivals.get(to.id.as_str());
                    if known.is_none_or(|known| known.weight < arrival.weight) {
                        self.arrivals.insert(to.id.as_str(), arrival);
                    }
                }
            }
        }
    }

    /// How heavy the way to an agent is; `None` where nothing comes.
    pub fn weight(&self, agent: &AgentId) -> Option<u64> {
        Some(self.arrivals.get(agent.as_str())?.weight)
    }

    pub fn path(&self, agent: &AgentId) -> Vec<&'a HandoffId> {
        let mut path = Vec::new();
        let mut at = agent.as_str();
        while let Some(Arrival {
            before: Some((before, handoff)),
            ..
        }) = self.arrivals.get(at)
        {
            path.push(*handoff);
            at = before.as_str();
        }
        path.reverse();
        path
    }
}

/// Agents in groups that lead to each other; what leads on comes before what it leads to.
struct Groups<'a> {
    in_order: Vec<Vec<&'a AgentId>>,
    of: HashMap<&'a str, usize>,
}

impl<'a> Groups<'a> {
    fn new(context: &TopologyContext<'a>, follow: impl Fn(&Handoff) -> bool + Copy) -> Self {
        let graph = context.graph;
        let mut groups: Vec<Vec<&AgentId>> = graph.circles(follow);
        let in_circles: BTreeSet<&AgentId> = groups.iter().flatten().copied().collect();
        let alone = graph
            .members()
            .filter(|agent| !in_circles.contains(&agent.id));
        groups.extend(alone.map(|agent| vec![&agent.id]));
        let numbered = groups.iter().enumerate();
        let of: HashMap<&str, usize> = numbered
            .flat_map(|(at, group)| group.iter().map(move |id| (id.as_str(), at)))
            .collect();
        let ways_out = |group: &Vec<&'a AgentId>| -> BTreeSet<usize> {
            let steps = group.iter().flat_map(|id| graph.steps_from(id));
            let transfers = steps.filter(|step| step.way == Way::Transfer && follow(step.handoff));
            let next = transfers.filter_map(|step| match step.to {
                Place::Agent(to) => of.get(to.id.as_str()).copied(),
                Place::Outcome(_) => None,
            });
            next.collect()
        };
        let out: Vec<BTreeSet<usize>> = groups.iter().map(ways_out).collect();
        let mut open = vec![0_usize; groups.len()];
        for (at, next) in out.iter().enumerate() {
            next.iter()
                .filter(|to| **to != at)
                .for_each(|to| open[*to] += 1);
        }
        let mut ready: VecDeque<usize> = (0..groups.len()).filter(|at| open[*at] == 0).collect();
        let mut in_order = Vec::with_capacity(groups.len());
        while let Some(at) = ready.pop_front() {
            in_order.push(groups[at].clone());
            for to in out[at].iter().filter(|to| **to != at) {
                open[*to] -= 1;
                if open[*to] == 0 {
                    ready.push_back(*to);
                }
            }
        }
        Self { in_order, of }
    }

    fn of(&self, agent: &AgentId) -> Option<usize> {
        self.of.get(agent.as_str()).copied()
    }
}
