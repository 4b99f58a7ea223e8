//! What the edges mean together: passages of subgraphs are bridged, call-and-return is told from
//! moving on, and each node's kind is guessed.

use super::graph::{Edge, Graph, Node, NodeRole};
use crate::notes::Notes;
use crate::text::visible;
use baton_model::{AgentFunction, AgentKind};
use std::collections::{BTreeMap, BTreeSet};

/// Most edges that bridging the passages of subgraphs may make.
const MOST_BRIDGES: usize = 100_000;

/// Takes passages (`billing:__start__`, `billing:__end__`) out and joins what leads to them with what
/// follows. `false` when that would make too many edges; the graph is then only good to be refused.
pub(super) fn bridge_passages(graph: &mut Graph, notes: &mut Notes) -> bool {
    let mut edges: Vec<Option<Edge>> = graph.edges.drain(..).map(Some).collect();
    let mut touching: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    for (index, edge) in edges.iter().enumerate() {
        if let Some(edge) = edge {
            touching[edge.source].push(index);
            touching[edge.target].push(index);
        }
    }
    let mut made = 0_usize;
    for (index, node) in graph
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.role == NodeRole::Passage)
    {
        let here: Vec<Edge> = std::mem::take(&mut touching[index])
            .into_iter()
            .filter_map(|edge| edges[edge].take())
            .collect();
        let into: Vec<&Edge> = here
            .iter()
            .filter(|edge| edge.target == index && edge.source != index)
            .collect();
        let out_of: Vec<&Edge> = here
            .iter()
            .filter(|edge| edge.source == index && edge.target != index)
            .collect();
        made = made.saturating_add(into.len().saturating_mul(out_of.len()));
        if made > MOST_BRIDGES {
            return false;
        }
        for before in &into {
            for after in &out_of {
                touching[before.source].push(edges.len());
                touching[after.target].push(edges.len());
                edges.push(Some(bridge(before, after)));
            }
        }
        let message = format!(
            "{:?} is only the edge of a subgraph; its {} and {} edges were joined",
            visible(&node.key, 80),
            into.len(),
            out_of.len()
        );
        notes.info(&node.pointer, message);
    }
    graph.edges = edges.into_iter().flatten().collect();
    true
}

fn bridge(before: &Edge, after: &Edge) -> Edge {
    Edge {
        source: before.source,
        target: after.target,
        label: after.label.clone().or_else(|| before.label.clone()),
        conditional: before.conditional || after.conditional,
        pointer: before.pointer.clone(),
    }
}

/// The delegations of a graph: a worker that only one node sends to, and that does nothing but return to
/// it, is called. Gives, by worker, the caller; their return edges are no handoffs.
pub(super) fn delegations(graph: &Graph) -> BTreeMap<usize, usize> {
    let mut senders: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    let mut leaving: BTreeMap<usize, Vec<&Edge>> = BTreeMap::new();
    for edge in &graph.edges {
        senders.entry(edge.target).or_default().insert(edge.source);
        leaving.entry(edge.source).or_default().push(edge);
    }
    let is_work = |index: usize| graph.nodes[index].role == NodeRole::Work;
    let candidates: BTreeMap<usize, usize> = leaving
        .iter()
        .filter_map(|(&worker, edges)| {
            let [only] = edges[..] else { return None };
            let caller = only.target;
            let called_by_it_alone = senders
                .get(&worker)
                .is_some_and(|from| from.len() == 1 && from.contains(&caller));
            (worker != caller
                && is_work(worker)
                && is_work(caller)
                && !only.conditional
                && called_by_it_alone)
                .then_some((worker, caller))
        })
        .collect();
    // Two nodes that only know each other would call each other: neither is then a caller.
    candidates
        .iter()
        .filter(|(_, caller)| !candidates.contains_key(caller))
        .map(|(worker, caller)| (*worker, *caller))
        .collect()
}

/// A node's kind and function as far as they can be told, with the reason.
pub(super) struct Guess {
    pub kind: AgentKind,
    pub function: Option<AgentFunction>,
    pub reason: String,
}

const HUMAN: [&str; 10] = [
    "human", "humans", "person", "people", "operator", "reviewer", "approver", "approval",
    "oncall", "staff",
];
const TOOL: [&str; 5] = ["tool", "tools", "toolnode", "mcp", "retriever"];
const SUPERVISOR: [&str; 6] = [
    "supervisor",
    "orchestrator",
    "coordinator",
    "manager",
    "planner",
    "controller",
];
const ROUTER: [&str; 6] = [
    "router",
    "triage",
    "classifier",
    "dispatcher",
    "dispatch",
    "route",
];
const QUEUE: [&str; 3] = ["queue", "inbox", "backlog"];

/// Guesses from the node's words, its class and how many workers it calls.
pub(super) fn guess(node: &Node, calls: usize) -> Guess {
    let words = own_words(node);
    let named = |list: &[&str]| {
        list.iter()
            .find(|word| words.contains(**word))
            .map(|word| format!("the name says {word:?}"))
    };
    let make = |kind, function, reason| Guess {
        kind,
        function,
        reason,
    };
    if let Some(reason) = named(&HUMAN) {
        make(AgentKind::Human, None, reason)
    } else if node.class.ends_with("ToolNode") {
        make(AgentKind::Tool, None, "it runs a ToolNode".to_owned())
    } else if let Some(reason) = named(&TOOL) {
        make(AgentKind::Tool, None, reason)
    } else if let Some(reason) = named(&SUPERVISOR) {
        make(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            reason,
        )
    } else if calls >= 2 {
        make(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            format!("{calls} nodes return to it and to nobody else"),
        )
    } else if let Some(reason) = named(&QUEUE) {
        make(AgentKind::Queue, None, reason)
    } else if let Some(reason) = named(&ROUTER) {
        make(AgentKind::Ai, Some(AgentFunction::Router), reason)
    } else {
        make(
            AgentKind::Ai,
            Some(AgentFunction::Worker),
            "nothing says otherwise".to_owned(),
        )
    }
}

/// The words of the node's own id and name; of its subgraph where its own say nothing, as in
/// `supervisor:agent`.
fn own_words(node: &Node) -> BTreeSet<String> {
    let own = |text: &str, part: usize| {
        text.rsplit(':')
            .nth(part)
            .map(words)
            .into_iter()
            .flatten()
            .collect::<BTreeSet<_>>()
    };
    let mut found = own(&node.key, 0);
    found.extend(own(&node.name, 0));
    if found
        .iter()
        .all(|word| ["agent", "model", "llm", "call"].contains(&word.as_str()))
    {
        found.extend(own(&node.key, 1));
    }
    found
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            out.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    out.push(word);
    out.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_signs_and_capitals() {
        assert_eq!(
            words("human_adjusterTeam-2").collect::<Vec<_>>(),
            ["human", "adjuster", "team", "2"]
        );
    }
}
