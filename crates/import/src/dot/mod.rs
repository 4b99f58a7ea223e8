//! Graphviz DOT, as the visualisers of the `OpenAI` Agents SDK and of Agent Framework write it, and as people do.

mod parse;
#[cfg(test)]
mod tests;
mod tokens;

use crate::error::ImportError;
use crate::flow::{Cluster, Flow, Line, Role, Step, own};
use crate::format::Format;
use crate::guess::Guess;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::said;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::visible;
use baton_model::{AgentKind, DecidedBy, Gate};
use parse::{Edge, Graph, Node};
use std::collections::BTreeSet;

pub(crate) static READER: Reader = Reader {
    format: Format::Dot,
    names: &[".dot", ".gv"],
    detect,
    read: Read::EachFile(read),
};

fn detect(source: &Source<'_>) -> bool {
    source.text().is_ok_and(parse::begins)
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let graph = parse::graph(source, source.text()?, notes)?;
    let name = Some(graph.name.as_str())
        .filter(|name| !name.is_empty() && *name != "G" && *name != "Workflow");
    let mut sketch = Sketch::new(source.name(), "", name.unwrap_or_else(|| source.stem()))?;
    flow(&graph, notes).carry(source.name(), &mut sketch, notes)?;
    notes.info("", "a drawing says who follows whom and nothing about owners, payloads or failure: design the contract of each handoff from what its receiver needs");
    Ok(vec![sketch])
}

/// The SDK's visualiser fills tools green and MCP servers grey, and draws dotted lines to them and back.
fn is_called(node: &Node) -> Option<&'static str> {
    match node.attribute("fillcolor") {
        "lightgreen" if node.attribute("shape") == "ellipse" => Some("it is drawn as a tool"),
        "lightgrey" | "lightgray" => Some("it is drawn as an MCP server"),
        _ => None,
    }
}

fn flow(graph: &Graph, notes: &mut Notes) -> Flow {
    let sdk = graph.nodes.iter().any(|node| node.id == "__start__")
        && graph
            .nodes
            .iter()
            .any(|node| is_called(node).is_some() || node.attribute("fillcolor") == "lightyellow");
    let own = graph.nodes.iter().any(|node| caption(node).is_some());
    let mut flow = Flow {
        guess_calls: !sdk && !own,
        ..Flow::default()
    };
    for cluster in &graph.clusters {
        flow.groups.push(Cluster {
            key: cluster.id.clone(),
            name: said::name(cluster.label.trim_start_matches("sub-workflow: "), "group"),
            parent: cluster.parent,
            place: format!("line {}", cluster.line),
        });
    }
    let left: BTreeSet<usize> = graph.edges.iter().map(|edge| edge.from).collect();
    let entered: BTreeSet<usize> = graph.edges.iter().map(|edge| edge.to).collect();
    for (index, node) in graph.nodes.iter().enumerate() {
        let around = (entered.contains(&index), left.contains(&index));
        flow.steps.push(if own {
            own_step(node, around, notes)
        } else {
            step(node, around, notes)
        });
    }
    // Agent Framework marks the executor that a workflow starts with.
    for (index, node) in graph.nodes.iter().enumerate() {
        if node.label().ends_with("(Start)") && node.cluster.is_none() {
            let mut start = Step::new(
                format!("{}#start", node.id),
                "Start",
                format!("line {}", node.line),
            );
            start.role = Role::Start;
            flow.lines.push(Line::new(
                flow.steps.len(),
                index,
                format!("line {}", node.line),
            ));
            flow.steps.push(start);
        }
    }
    for edge in &graph.edges {
        let drawn = if own {
            Some(own_line(edge, graph, notes))
        } else {
            line(edge, graph, sdk)
        };
        flow.lines.extend(drawn);
    }
    if own {
        own::tell(notes);
    }
    if sdk {
        notes.info("", "the visualiser shows neither instructions nor schemas; import the Python source, or a walk from the dump script, for those");
    }
    flow
}

fn step(node: &Node, (entered, left): (bool, bool), notes: &mut Notes) -> Step {
    let place = format!("line {}", node.line);
    let label = node.label();
    let shown = label.trim_end_matches("(Start)").trim();
    let mut step = Step::new(node.id.clone(), said::name(shown, &node.id), &place);
    step.group = node.cluster;
    let lower = shown.to_lowercase();
    match (lower.as_str(), node.attribute("shape")) {
        ("__start__" | "start", _) if !entered && left => step.role = Role::Start,
        ("__end__" | "end", _) if !left => {
            step.role = Role::End { good: true };
            "Completed".clone_into(&mut step.name);
            notes.info(&place, "the end became the good outcome Completed (a guess): a drawing does not tell success from giving up");
        }
        (_, "doublecircle" | "Msquare") if !left && entered => {
            step.role = Role::End { good: true };
            notes.info(
                &place,
                format!(
                    "{:?} was taken as a good outcome (a guess)",
                    visible(&step.name, 80)
                ),
            );
        }
        (_, "point") | ("fan-in", "ellipse") => step.role = Role::Passage,
        (_, "cylinder") => {
            step.guess = Some(Guess::new(AgentKind::Tool, None, "it is drawn as a store"));
        }
        _ => step.guess = is_called(node).map(|reason| Guess::new(AgentKind::Tool, None, reason)),
    }
    step
}

fn line(edge: &Edge, graph: &Graph, sdk: bool) -> Option<Line> {
    let called = |index: usize| is_called(&graph.nodes[index]).is_some();
    let mut line = Line::new(edge.from, edge.to, format!("line {}", edge.line));
    let style = edge.attribute("style");
    if sdk && called(edge.from) {
        // The way back: dotted from a tool, dashed from a server of tools.
        return None;
    }
    if sdk {
        line.call = called(edge.to);
        line.decided_by = DecidedBy::Model;
        return Some(line);
    }
    line.conditional = matches!(style, "dashed" | "dotted");
    let label = said::name(&said::without_markup(edge.attribute("label")), "");
    line.label = Some(label).filter(|label| !label.is_empty() && label != "conditional");
    Some(line)
}

/// How Baton draws gates and outcomes that are not what the user came for.
const GATE: &str = "#b45309";
const BAD: &str = "#b03a2e";

/// The name of an agent of Baton's own drawings, with the kind and owner under it.
fn caption(node: &Node) -> Option<(String, AgentKind, Option<String>)> {
    let (name, under) = node.attribute("label").split_once("\\n")?;
    let (kind, owner) = own::caption(under)?;
    Some((name.to_owned(), kind, owner))
}

fn is_gate(node: &Node) -> bool {
    node.attribute("shape") == "diamond" && node.attribute("color") == GATE
}

/// A node of Baton's own drawings.
fn own_step(node: &Node, around: (bool, bool), notes: &mut Notes) -> Step {
    if let Some((name, kind, owner)) = caption(node) {
        let mut step = Step::new(
            node.id.clone(),
            said::name(&name, &node.id),
            format!("line {}", node.line),
        );
        step.group = node.cluster;
        // Told by the drawing, so nothing is guessed.
        step.guess = Some(Guess::new(kind, None, ""));
        step.owner = owner;
        return step;
    }
    let place = format!("line {}", node.line);
    let mut step = Step::new(node.id.clone(), said::name(&node.label(), &node.id), &place);
    step.group = node.cluster;
    match node.attribute("shape") {
        "doublecircle" => {
            let good = node.attribute("color") != BAD;
            step.role = Role::End { good };
        }
        "oval" => step.role = Role::Start,
        "note" => {
            step.role = Role::Note;
            step.scope = said::prose(&node.attribute("label").replace("\\n", "\n"), &place, notes);
        }
        _ if is_gate(node) => step.role = Role::Passage,
        _ => return self::step(node, around, notes),
    }
    step
}

/// A line of Baton's own drawings; a gate stands between two.
fn own_line(edge: &Edge, graph: &Graph, notes: &mut Notes) -> Line {
    let mut line = Line::new(edge.from, edge.to, format!("line {}", edge.line));
    line.call = edge.attribute("dir") == "both";
    line.conditional = edge.attribute("style") == "dotted";
    let label = said::name(&edge.attribute("label").replace("\\n", " "), "");
    line.label = Some(label).filter(|label| !label.is_empty());
    let from = &graph.nodes[edge.from];
    if is_gate(from) {
        let mut gate = Gate::new();
        gate.question = said::name(&from.label(), "");
        line.gate = Some(gate);
        // The line to the gate has said it.
        line.label = None;
    }
    own::line(&mut line, edge.attribute("style") == "dashed", notes);
    line
}
