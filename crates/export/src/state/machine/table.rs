//! The moves of a topology, as a table.

use crate::boundary::Handler;
use crate::scope::Scope;
use baton_contract::condition_tree;
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentKind, DecidedBy, Handoff, HandoffMode, Invariant, Target, Topology, Trigger,
};
use serde::Serialize;
use serde_json::Value;

/// The deterministic routing of one topology.
#[derive(Serialize)]
pub(super) struct Table<'a> {
    pub topology: &'a str,
    pub name: &'a str,
    /// Where requests come in, by id.
    pub entries: Vec<Entry<'a>>,
    /// By id.
    pub agents: Vec<State<'a>>,
    /// How a request may end, by id.
    pub outcomes: Vec<Outcome<'a>>,
    /// By sender, then in the order in which they are asked: smallest priority first, default routes last, then by id.
    pub moves: Vec<Move<'a>>,
}

#[derive(Serialize)]
pub(super) struct Entry<'a> {
    pub id: &'a str,
    pub agent: &'a str,
}

#[derive(Serialize)]
pub(super) struct State<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: AgentKind,
    /// Whether work can be finished here.
    pub resolves: bool,
}

#[derive(Serialize)]
pub(super) struct Outcome<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub good: bool,
}

/// One handoff.
#[derive(Serialize)]
pub(super) struct Move<'a> {
    pub handoff: &'a str,
    pub from: &'a str,
    /// `transfer`, or `delegate`: a call that comes back, in which the state stays.
    pub mode: HandoffMode,
    /// What sets it off, with threshold or word.
    pub trigger: &'a Trigger,
    /// The guard, in the Common Expression Language over the payload.
    pub condition: Option<&'a str>,
    pub decided_by: DecidedBy,
    /// Agents that it leads to, by id: one, or the candidates of a query, of which one is chosen at run time.
    pub agents: Vec<&'a str>,
    /// The outcome that it leads to.
    pub outcome: Option<&'a str>,
    pub retries: u32,
    /// Who is tried next when the receiver cannot be reached, in order.
    pub fallbacks: Vec<&'a str>,
    pub loop_limit: Option<u32>,
    pub entity_key: Option<&'a str>,
    /// Who gets what has passed too often.
    pub loop_handler: Handler<'a>,
    /// Who gets what the receiver rejects.
    pub handler: Handler<'a>,
    /// Where it goes when nobody can be reached.
    pub dead_letter: Option<&'a str>,
}

impl<'a> Table<'a> {
    pub fn read(scope: &Scope<'a>, topology: &'a Topology) -> Self {
        let graph = TopologyGraph::new(scope.document, &topology.id);
        let mut moves: Vec<Move<'a>> = graph
            .handoffs()
            .iter()
            .map(|handoff| Move::of(scope, &graph, handoff))
            .collect();
        moves.sort_by_key(|one| {
            (
                one.from,
                one.trigger.otherwise,
                one.trigger.priority,
                one.handoff,
            )
        });
        let state = |agent: &&'a Agent| State {
            id: agent.id.as_str(),
            name: &agent.name,
            kind: agent.kind,
            resolves: agent.kind == AgentKind::Human
                || agent.behaviour.resolves > 0.0
                || !moves
                    .iter()
                    .any(|one| one.from == agent.id.as_str() && one.mode == HandoffMode::Transfer),
        };
        let agents = graph.members().map(|agent| state(&agent)).collect();
        let outcomes = graph.outcomes().iter().map(|outcome| Outcome {
            id: outcome.id.as_str(),
            name: &outcome.name,
            good: outcome.good,
        });
        let entries = graph.entries().iter().map(|entry| Entry {
            id: entry.id.as_str(),
            agent: entry.agent.as_str(),
        });
        Self {
            topology: topology.id.as_str(),
            name: &topology.name,
            entries: entries.collect(),
            agents,
            outcomes: outcomes.collect(),
            moves,
        }
    }
}

impl<'a> Move<'a> {
    fn of(scope: &Scope<'a>, graph: &TopologyGraph<'a>, handoff: &'a Handoff) -> Self {
        Self {
            handoff: handoff.id.as_str(),
            from: handoff.from.as_str(),
            mode: handoff.mode,
            trigger: &handoff.trigger,
            condition: handoff.trigger.condition.as_deref(),
            decided_by: handoff.trigger.decided_by,
            agents: graph
                .receivers(handoff)
                .into_iter()
                .map(|agent| agent.id.as_str())
                .collect(),
            outcome: match &handoff.to {
                Target::Outcome(to) => Some(to.outcome.as_str()),
                Target::Agent(_) | Target::Query(_) => None,
            },
            retries: handoff.policy.retries,
            fallbacks: handoff
                .fallbacks
                .iter()
                .map(baton_model::AgentId::as_str)
                .collect(),
            loop_limit: handoff.policy.loop_limit,
            entity_key: handoff.policy.entity_key.as_deref(),
            loop_handler: Handler::of_loop(scope.document, handoff),
            handler: Handler::of_rejected(handoff),
            dead_letter: handoff.policy.dead_letter.as_deref(),
        }
    }

    /// The condition in ECMAScript over the event's data; none where there is no condition, or none that can be said.
    pub fn guard(&self) -> Option<String> {
        let condition = self.condition?.to_owned();
        let tree: Value = condition_tree(&Invariant::new(String::new(), condition)).ok()?;
        super::condition::ecmascript(&tree)
    }
}
