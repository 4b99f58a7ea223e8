//! Who has to move, in which order, until when.

use crate::cause::MoveOrder;
use crate::found::{Found, Hit};
use crate::quick::QuickMap;
use baton_graph::AgentNumber;
use baton_model::{AgentId, Date, Team, TeamId, Topology};
use serde::Serialize;
use std::collections::BTreeMap;

/// Most agents that a sentence names.
const MOST_NAMED: usize = 3;

/// Who of a handoff has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Those who take the payload.
    Receivers,
    /// Those who send it.
    Senders,
    /// Both at once.
    Both,
    /// Those who own the topology.
    Owners,
}

/// One step of the plan: what one team has to do.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct Move {
    /// 1 for what comes first; moves of the same order do not wait for each other.
    pub order: u32,
    /// On which side of its handoffs the team moves.
    pub side: Side,
    /// The team; none for agents that nobody owns.
    pub team: Option<TeamId>,
    /// The agents that have to move, by id.
    pub agents: Vec<AgentId>,
    /// For how many handoffs.
    pub handoffs: u32,
    /// The day by which it has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[specta(optional)]
    pub until: Option<Date>,
    /// The same in a sentence.
    pub message: String,
}

/// A stage, a side, and a team as its place among all teams.
type Errand = (u8, Side, Option<u32>);

/// What one team has to do in one stage on one side, put together from many handoffs.
#[derive(Default)]
struct Step<'a> {
    /// Some of them more than once.
    agents: Vec<AgentNumber>,
    handoffs: u32,
    until: Option<&'a Date>,
}

/// The moves that the hits ask for. What is passed on downstream has to be taken before anybody sends it, so the receivers at the far end come
/// first.
pub(crate) fn plan(found: &Found<'_>) -> Vec<Move> {
    let mut steps: QuickMap<Errand, Step<'_>> = QuickMap::default();
    let mut owners: BTreeMap<Option<&TeamId>, Step<'_>> = BTreeMap::new();
    let mut movers = Vec::new();
    for hit in found.real() {
        let until = hit.cause.until.as_ref();
        for (stage, side) in stages(hit) {
            if *side == Side::Owners {
                let topology = &found.handoff(hit.handoff).topology;
                let topology = found.view.document.find::<Topology>(topology);
                let team = topology.and_then(|topology| topology.team.as_ref());
                owners.entry(team).or_default().add(&[], until);
                continue;
            }
            movers.clear();
            moving(found, hit, *side, &mut movers);
            movers.sort_unstable();
            for team in movers.chunk_by(|(a, _), (b, _)| a == b) {
                let step = steps.entry((*stage, *side, team[0].0)).or_default();
                step.add(team, until);
            }
        }
    }
    let steps = steps.into_iter().map(|((stage, side, team), step)| {
        let team = team.map(|team| found.view.team(team));
        ((stage, side, team), step)
    });
    let owners = owners
        .into_iter()
        .map(|(team, step)| ((OWNERS, Side::Owners, team), step));
    let mut all: Vec<_> = steps.chain(owners).collect();
    all.sort_unstable_by_key(|(errand, _)| *errand);
    let mut order = 0;
    let mut last = None;
    let numbered = all.into_iter().map(|((stage, side, team), step)| {
        if last != Some(stage) {
            order += 1;
            last = Some(stage);
        }
        told(found, order, side, team, step)
    });
    numbered.collect()
}

impl<'a> Step<'a> {
    /// Takes in a handoff and whoever of the team has to move for it.
    fn add(&mut self, movers: &[(Option<u32>, AgentNumber)], until: Option<&'a Date>) {
        self.agents.extend(movers.iter().map(|(_, agent)| *agent));
        self.handoffs += 1;
        self.until = match (self.until, until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
}

/// The stage in which owners are named.
const OWNERS: u8 = 1;

fn stages(hit: &Hit) -> &'static [(u8, Side)] {
    use Side::{Both, Owners, Receivers, Senders};
    match hit.cause.order {
        Some(MoveOrder::ReceiversOnly) if hit.hops > 0 => &[(0, Receivers)],
        Some(MoveOrder::ReceiversFirst) => &[(1, Receivers), (2, Senders)],
        Some(MoveOrder::SendersFirst) => &[(1, Senders), (2, Receivers)],
        Some(MoveOrder::AnyOrder) => &[(1, Receivers), (1, Senders)],
        Some(MoveOrder::Together) => &[(1, Both)],
        Some(MoveOrder::SendersOnly) => &[(1, Senders)],
        Some(MoveOrder::ReceiversOnly) => &[(1, Receivers)],
        Some(MoveOrder::Owners) => &[(OWNERS, Owners)],
        None => &[],
    }
}

/// The agents of a handoff on a side, each with the place of its team.
fn moving(found: &Found<'_>, hit: &Hit, side: Side, movers: &mut Vec<(Option<u32>, AgentNumber)>) {
    let (graph, view) = (found.view.graph, &found.view);
    let mut add = |agent| movers.push((view.team_place(agent), agent));
    if matches!(side, Side::Senders | Side::Both) {
        graph.sender(hit.handoff).into_iter().for_each(&mut add);
    }
    if matches!(side, Side::Receivers | Side::Both) {
        match hit.cause.receiver {
            Some(receiver) => add(receiver),
            None => graph.each_taker(hit.handoff, add),
        }
    }
}

fn told(found: &Found<'_>, order: u32, side: Side, team: Option<&TeamId>, step: Step<'_>) -> Move {
    let graph = found.view.graph;
    let mut numbers = step.agents;
    numbers.sort_unstable_by(|a, b| graph.agents_by_id(*a, *b));
    numbers.dedup();
    let agents = numbers.iter().filter_map(|agent| graph.agent(*agent));
    let who = team.map_or("An owner to be named", |id| {
        let team = found.view.document.find::<Team>(id);
        team.map_or(id.as_str(), |team| team.name.as_str())
    });
    let mut names: Vec<&str> = agents
        .clone()
        .take(MOST_NAMED)
        .map(|agent| agent.name.as_str())
        .collect();
    let more = format!("{} more", numbers.len().saturating_sub(MOST_NAMED));
    if numbers.len() > MOST_NAMED {
        names.push(&more);
    }
    let names = listed(&names);
    let what = match side {
        Side::Receivers => format!("changes what {names} can take"),
        Side::Senders => format!(
            "changes what {names} send{}",
            if numbers.len() == 1 { "s" } else { "" }
        ),
        Side::Both => format!("changes {names} together with the other side"),
        Side::Owners if step.handoffs == 1 => "names who owns one handoff".to_owned(),
        Side::Owners => format!("names who owns {} handoffs", step.handoffs),
    };
    let by = step
        .until
        .map_or_else(String::new, |day| format!(" by {day}"));
    Move {
        order,
        side,
        team: team.cloned(),
        agents: agents.map(|agent| agent.id.clone()).collect(),
        handoffs: step.handoffs,
        until: step.until.cloned(),
        message: format!("{who} {what}{by}."),
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
