//! What the edges mean together: passages of subgraphs are bridged, call-and-return is told from
//! moving on, and each node's kind is guessed.

use super::graph::{Edge, Graph, Node, NodeRole};
use crate::guess::{self, Guess, words};
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

/// Guesses from the node's words, its class and how many workers it calls.
pub(super) fn guess(node: &Node, calls: usize) -> Guess {
    let words = own_words(node);
    if let Some(people) = guess::human(&words) {
        return people;
    }
    if node.class.ends_with("ToolNode") {
        return Guess::new(AgentKind::Tool, None, "it runs a ToolNode");
    }
    let said = guess::named(&words);
    let is_leader = said
        .as_ref()
        .is_some_and(|said| matches!(said.kind, AgentKind::Tool | AgentKind::Supervisor));
    if calls >= 2 && !is_leader {
        return Guess::new(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            format!("{calls} nodes return to it and to nobody else"),
        );
    }
    said.unwrap_or_else(Guess::worker)
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
