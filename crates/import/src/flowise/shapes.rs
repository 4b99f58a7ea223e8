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

/// In a chatflow, parts feed who uses them: the one that feeds nobody takes the requests.
pub(super) fn chat(
    nodes: &[Node<'_>],
    edges: &[Edge<'_>],
    steps: &BTreeMap<usize, usize>,
    flow: &mut Flow,
) {
    let mut feeds: BTreeMap<usize, Vec<(usize, &Edge<'_>)>> = BTreeMap::new();
    for edge in edges {
        feeds.entry(edge.from).or_default().push((edge.to, edge));
    }
    for (index, step) in steps {
        // Who uses it, through tools that only wrap it.
        let mut seen = BTreeSet::from([*index]);
        let mut waiting = vec![*index];
        let mut used = false;
        while let Some(next) = waiting.pop() {
            for (user, edge) in feeds.get(&next).into_iter().flatten() {
                if !seen.insert(*user) {
                    continue;
                }
                if let Some(caller) = steps.get(user) {
                    let mut line = Line::new(*caller, *step, &edge.place);
                    line.call = true;
                    line.decided_by = DecidedBy::Model;
                    flow.lines.push(line);
                    used = true;
                } else {
                    waiting.push(*user);
                }
            }
        }
        if !used && !nodes[*index].category.contains("MCP") {
            let place = nodes[*index].place.clone();
            let mut start = Step::new(format!("{}#start", nodes[*index].id), "Start", &place);
            start.role = Role::Start;
            flow.lines.push(Line::new(flow.steps.len(), *step, &place));
            flow.steps.push(start);
        }
    }
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
    flow: &mut Flow,
    notes: &mut Notes,
) {
    for (index, node) in nodes.iter().enumerate() {
        let Some(from) = steps.get(&index) else {
            continue;
        };
        for (tool, approved) in parts::tools(node) {
            if !approved {
                continue;
            }
            let mut step = Step::new(
                format!("{}/{tool}", node.id),
                said::name(&tool, "tool"),
                &node.place,
            );
            step.guess = Some(Guess::new(
                AgentKind::Tool,
                None,
                "it is a tool that waits for approval",
            ));
            let mut line = Line::new(*from, flow.steps.len(), &node.place);
            line.call = true;
            line.decided_by = DecidedBy::Model;
            line.gate = Some(Gate::new());
            flow.steps.push(step);
            flow.lines.push(line);
            notes.warning(&node.place, format!("{:?} needs a person's approval: drawn by itself behind a gate; say who approves, on what they decide, and what each answer does", visible(&tool, 80)));
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
