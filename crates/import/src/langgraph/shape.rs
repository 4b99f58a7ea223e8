//! What the edges mean together: passages of subgraphs are bridged, call-and-return is told from
//! moving on, and each node's kind is guessed.

use super::graph::{Edge, Graph, Node, NodeRole};
use crate::guess::{self, Guess, words};
use crate::notes::Notes;
use crate::text::visible;
use crate::ways::{self, Way};
use baton_model::{AgentFunction, AgentKind};
use std::collections::{BTreeMap, BTreeSet};

impl Way for Edge {
    fn ends(&self) -> (usize, usize) {
        (self.source, self.target)
    }

    fn is_conditional(&self) -> bool {
        self.conditional
    }
}

/// Takes passages (`billing:__start__`, `billing:__end__`) out and joins what leads to them with what
/// follows. `false` when that would make too many edges; the graph is then only good to be refused.
pub(super) fn bridge_passages(graph: &mut Graph, notes: &mut Notes) -> bool {
    let Graph { nodes, edges } = graph;
    let all = nodes.iter().enumerate();
    let passages = all.filter(|(_, node)| node.role == NodeRole::Passage);
    let bridged = ways::without_passages(
        std::mem::take(edges),
        nodes.len(),
        passages.map(|(index, _)| index),
        |_, before, after| bridge(before, after),
        |passage, into, out_of| {
            let node = &nodes[passage];
            let message = format!(
                "{:?} is only the edge of a subgraph; its {into} and {out_of} edges were joined",
                visible(&node.key, 80)
            );
            notes.info(&node.pointer, message);
        },
    );
    let fits = bridged.is_some();
    *edges = bridged.unwrap_or_default();
    fits
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

/// The delegations of a graph: by worker, the caller.
pub(super) fn delegations(graph: &Graph) -> BTreeMap<usize, usize> {
    let ways: Vec<Step<'_>> = graph
        .edges
        .iter()
        .map(|edge| Step {
            edge,
            is_back: is_tool_node(&graph.nodes[edge.source]),
        })
        .collect();
    ways::calls(&ways, |index| graph.nodes[index].role == NodeRole::Work)
}

/// An edge, of which it is known whether a tool returns by it.
struct Step<'g> {
    edge: &'g Edge,
    is_back: bool,
}

impl Way for Step<'_> {
    fn ends(&self) -> (usize, usize) {
        self.edge.ends()
    }

    /// `create_agent` draws also the only way back from its tools as a condition.
    fn is_conditional(&self) -> bool {
        self.edge.conditional && !self.is_back
    }
}

fn is_tool_node(node: &Node) -> bool {
    node.class.ends_with("ToolNode")
}

/// Guesses from the node's words, its class and how many workers it calls.
pub(super) fn guess(node: &Node, calls: usize) -> Guess {
    let words = own_words(node);
    if let Some(people) = guess::human(&words) {
        return people;
    }
    if is_tool_node(node) {
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
