//! What the nodes of a flow are to each other beyond their edges: who is fed, led, repeated, or waits for a person.

use super::nodes::{Edge, Node, passage};
use super::parts;
use crate::flow::{Flow, Line, Role, Step};
use crate::guess::Guess;
use crate::notes::Notes;
use crate::said;
use crate::text::visible;
use baton_model::{AgentKind, DecidedBy, Gate};
use std::collections::{BTreeMap, BTreeSet};

/// In a chatflow, parts feed who uses them, and a chain's answer fills the prompt of the next one: what nobody uses and nothing comes before
/// takes the requests.
pub(super) fn chat(
    nodes: &[Node<'_>],
    edges: &[Edge<'_>],
    steps: &BTreeMap<usize, usize>,
    flow: &mut Flow,
) {
    let mut feeds: BTreeMap<usize, Vec<&Edge<'_>>> = BTreeMap::new();
    for edge in edges {
        feeds.entry(edge.from).or_default().push(edge);
    }
    let mut led_to = BTreeSet::new();
    for (index, step) in steps {
        let mut seen_from: BTreeMap<Option<&str>, BTreeSet<usize>> = BTreeMap::new();
        for edge in feeds.get(index).into_iter().flatten() {
            let runs_before = flow.steps[*step].role == Role::Passage || is_answer(edge);
            // Who is at the end of it, behind prompts, functions and tools that only wrap it.
            let seen = seen_from
                .entry(edge.output().filter(|_| runs_before))
                .or_insert_with(|| BTreeSet::from([*index]));
            let mut waiting = vec![*edge];
            while let Some(next) = waiting.pop() {
                if !seen.insert(next.to) {
                    continue;
                }
                let Some(user) = steps.get(&next.to) else {
                    waiting.extend(feeds.get(&next.to).into_iter().flatten());
                    continue;
                };
                let line = if runs_before {
                    let mut line = Line::new(*step, *user, &edge.place);
                    answer(&nodes[*index], edge, &mut line);
                    led_to.insert(*user);
                    line
                } else {
                    let mut line = Line::new(*user, *step, &next.place);
                    line.call = true;
                    line.decided_by = DecidedBy::Model;
                    led_to.insert(*step);
                    line
                };
                flow.lines.push(line);
            }
        }
    }
    for (index, step) in steps {
        if !led_to.contains(step) && !nodes[*index].category.contains("MCP") {
            let place = nodes[*index].place.clone();
            let mut start = Step::new(format!("{}#start", nodes[*index].id), "Start", &place);
            start.role = Role::Start;
            flow.lines.push(Line::new(flow.steps.len(), *step, &place));
            flow.steps.push(start);
        }
    }
}

/// Whether the edge gives what the chain answers, so that the chain runs first; else it gives the chain itself, to be used.
fn is_answer(edge: &Edge<'_>) -> bool {
    edge.output() == Some("outputPrediction")
}

/// What the way out of a condition in a chatflow means.
fn answer(node: &Node<'_>, edge: &Edge<'_>, line: &mut Line) {
    let told = match edge.output() {
        Some("returnTrue") => "true",
        Some("returnFalse") => "false",
        _ => return,
    };
    line.conditional = true;
    line.otherwise = told == "false";
    line.label = Some(said::name(&format!("{}: {told}", node.label), ""));
}

/// An iteration begins with its first nodes and goes on after its last.
pub(super) fn iterations(
    nodes: &[Node<'_>],
    steps: &BTreeMap<usize, usize>,
    groups: &BTreeMap<&str, usize>,
    flow: &mut Flow,
) {
    for (index, node) in nodes.iter().enumerate() {
        let (Some(group), Some(into)) = (groups.get(node.id), steps.get(&index)) else {
            continue;
        };
        let members: BTreeSet<usize> = (0..flow.steps.len())
            .filter(|step| flow.steps[*step].group == Some(*group))
            .collect();
        let out = flow.steps.len();
        let mut after = passage(node);
        after.key = format!("{}#after", node.id);
        flow.steps.push(after);
        let mut entered = BTreeSet::new();
        let mut left = BTreeSet::new();
        for line in &mut flow.lines {
            if members.contains(&line.from) && members.contains(&line.to) {
                entered.insert(line.to);
                left.insert(line.from);
            }
            if line.from == *into {
                line.from = out;
            }
        }
        for first in members.difference(&entered) {
            flow.lines.push(Line::new(*into, *first, &node.place));
        }
        for last in members.difference(&left) {
            flow.lines.push(Line::new(*last, out, &node.place));
        }
        if members.is_empty() {
            flow.lines.push(Line::new(*into, out, &node.place));
        }
    }
}

/// Tools that wait for a person are drawn, behind a gate.
pub(super) fn approvals(
    nodes: &[Node<'_>],
    steps: &BTreeMap<usize, usize>,
    fed: &BTreeMap<usize, Vec<usize>>,
    flow: &mut Flow,
    notes: &mut Notes,
) {
    for (index, node) in nodes.iter().enumerate() {
        let Some(from) = steps.get(&index) else {
            continue;
        };
        let mut waiting: Vec<(String, &str)> = Vec::new();
        let listed = parts::tools(node);
        for (tool, _) in listed.iter().filter(|(_, approved)| *approved) {
            waiting.push((format!("{}/{tool}", node.id), tool));
        }
        let mut gate = Gate::new();
        if parts::asks_before_tools(node) {
            let question = node.inputs["approvalPrompt"].as_str().unwrap_or_default();
            let place = format!("{}/data/inputs/approvalPrompt", node.place);
            gate.question = said::prose(question, &place, notes);
            let tools = fed.get(&index).into_iter().flatten();
            for tool in tools.map(|part| &nodes[*part]) {
                if parts::is_tool(tool) {
                    let key = format!("{}/{}", node.id, tool.id);
                    waiting.push((key, parts::tool_name(tool)));
                }
            }
            if waiting.is_empty() {
                notes.info(&node.place, format!("{:?} asks for an approval before it runs tools, but no tool hangs on it, so no gate was drawn", visible(&flow.steps[*from].name, 80)));
            }
        }
        for (key, tool) in waiting {
            let mut step = Step::new(key, said::name(tool, "tool"), &node.place);
            step.guess = Some(Guess::new(
                AgentKind::Tool,
                None,
                "it is a tool that waits for approval",
            ));
            let mut line = Line::new(*from, flow.steps.len(), &node.place);
            line.call = true;
            line.decided_by = DecidedBy::Model;
            line.gate = Some(gate.clone());
            flow.steps.push(step);
            flow.lines.push(line);
            notes.warning(&node.place, format!("{:?} needs a person's approval: drawn by itself behind a gate; say who approves, on what they decide, and what each answer does", visible(tool, 80)));
        }
    }
}

/// Workers of a supervisor are called by it, and requests come in at the supervisor.
pub(super) fn supervised(nodes: &[Node<'_>], steps: &BTreeMap<usize, usize>, flow: &mut Flow) {
    let kind: BTreeMap<usize, &str> = steps
        .iter()
        .map(|(index, step)| (*step, nodes[*index].kind))
        .collect();
    for line in &mut flow.lines {
        if kind.get(&line.to) == Some(&"worker") {
            line.call = true;
            line.decided_by = DecidedBy::Model;
        }
    }
    let entered: BTreeSet<usize> = flow.lines.iter().map(|line| line.to).collect();
    for (index, step) in steps {
        if nodes[*index].kind == "supervisor" && !entered.contains(step) {
            let mut start = Step::new(
                format!("{}#start", nodes[*index].id),
                "Start",
                &nodes[*index].place,
            );
            start.role = Role::Start;
            flow.lines
                .push(Line::new(flow.steps.len(), *step, &nodes[*index].place));
            flow.steps.push(start);
        }
    }
}
