//! Crews, as Langflow draws them: an agent hangs on a task and a crew runs tasks, so that the edges alone show agents that know nothing of each other.

use super::nodes::{Edge, Node};
use crate::guess::Guess;
use baton_model::{AgentFunction, AgentKind};
use std::collections::{BTreeMap, BTreeSet};

/// What an edge means once the agents stand where their tasks and crews do.
pub(super) enum Meaning {
    /// It only hangs an agent on what it does or leads.
    Told,
    /// A manager gives work to an agent and gets an answer.
    Leads { manager: usize, agent: usize },
    /// It leads on, from one node to another.
    LeadsOn { from: usize, to: usize },
}

/// Who does a flow's tasks and leads its crews.
pub(super) struct Crews {
    /// By task or crew, the agent that acts for it.
    acting: BTreeMap<usize, usize>,
    /// Agents that lead a crew.
    managers: BTreeSet<usize>,
    /// Crews that no agent leads, so that a model does under the crew's name.
    unled: BTreeSet<usize>,
}

fn is_task(node: &Node<'_>) -> bool {
    matches!(
        node.kind,
        "SequentialTaskComponent" | "HierarchicalTaskComponent"
    )
}

pub(super) fn is_led_crew(kind: &str) -> bool {
    kind == "HierarchicalCrewComponent"
}

impl Crews {
    /// Looks who acts for which task and crew; of several, the first.
    pub(super) fn of(nodes: &[Node<'_>], edges: &[Edge<'_>]) -> Self {
        let mut crews = Self {
            acting: BTreeMap::new(),
            managers: BTreeSet::new(),
            unled: BTreeSet::new(),
        };
        for edge in edges {
            let to = &nodes[edge.to];
            if is_task(to) && edge.field == "agent" {
                crews.acting.entry(edge.to).or_insert(edge.from);
            } else if is_led_crew(to.kind) && edge.field == "manager_agent" {
                crews.acting.entry(edge.to).or_insert(edge.from);
                crews.managers.insert(edge.from);
            }
        }
        for (index, node) in nodes.iter().enumerate() {
            if is_led_crew(node.kind) && !crews.acting.contains_key(&index) {
                crews.unled.insert(index);
            }
        }
        crews
    }

    /// Whether somebody works at a crew itself.
    pub(super) fn works(&self, node: usize) -> bool {
        self.unled.contains(&node)
    }

    /// What the crews say of a node.
    pub(super) fn guess(&self, node: usize, kind: &str) -> Option<Guess> {
        (self.managers.contains(&node) || self.unled.contains(&node)).then(|| {
            let why = if self.unled.contains(&node) {
                format!("a model manages the crew ({kind})")
            } else {
                "it manages a crew".to_owned()
            };
            Guess::new(AgentKind::Supervisor, Some(AgentFunction::Supervisor), why)
        })
    }

    pub(super) fn meaning(&self, nodes: &[Node<'_>], edge: &Edge<'_>) -> Meaning {
        let stands = |node: usize| self.acting.get(&node).copied().unwrap_or(node);
        let (from, to) = (stands(edge.from), stands(edge.to));
        let target = &nodes[edge.to];
        let hangs = is_task(target) && edge.field == "agent"
            || is_led_crew(target.kind) && edge.field == "manager_agent";
        if hangs || from == to {
            Meaning::Told
        } else if is_led_crew(target.kind) && edge.field == "agents" {
            Meaning::Leads {
                manager: to,
                agent: from,
            }
        } else {
            Meaning::LeadsOn { from, to }
        }
    }
}
