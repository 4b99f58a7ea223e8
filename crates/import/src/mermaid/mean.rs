//! What the nodes and links of a chart mean: where requests begin and end, who works, who decides.

use super::chart::{Chart, Node};
use super::groups;
use super::label::{self, Label};
use super::node::Shape;
use crate::flow::{Cluster, Flow, Line, Role, Step, own};
use crate::guess::Guess;
use crate::notes::Notes;
use crate::said;
use crate::text::visible;
use baton_model::{AgentFunction, AgentKind, Gate};
use serde_json::Value;
use std::collections::BTreeSet;

const STARTS: [&str; 5] = ["__start__", "start", "begin", "entry", "[*]"];
const ENDS: [&str; 9] = [
    "__end__",
    "end",
    "stop",
    "finish",
    "finished",
    "done",
    "completed",
    "exit",
    "resolved",
];
const BAD: [&str; 14] = [
    "fail",
    "failed",
    "failure",
    "reject",
    "rejected",
    "error",
    "abandon",
    "abandoned",
    "dropped",
    "cancelled",
    "canceled",
    "declined",
    "timeout",
    "aborted",
];
const USERS: [&str; 5] = ["user", "customer", "client", "caller", "end user"];
/// What users send, as charts name the box that requests come from.
const SENT: [&str; 16] = [
    "message",
    "messages",
    "query",
    "queries",
    "input",
    "inputs",
    "request",
    "requests",
    "question",
    "questions",
    "prompt",
    "sends",
    "asks",
    "new",
    "incoming",
    "from",
];
/// What users get, as charts name the box that answers go to.
const RECEIVED: [&str; 11] = [
    "receives", "gets", "sees", "response", "answer", "reply", "result", "output", "final", "to",
    "back",
];

/// The drawing that a chart means.
pub(super) fn flow(mut chart: Chart, notes: &mut Notes) -> Flow {
    let dissolved = groups::dissolve(&mut chart);
    let entered: BTreeSet<usize> = chart.edges.iter().map(|edge| edge.to).collect();
    let left: BTreeSet<usize> = chart.edges.iter().map(|edge| edge.from).collect();
    let own = chart.nodes.iter().any(|node| caption(node).is_some());
    let mut flow = Flow {
        guess_calls: !own,
        ..Flow::default()
    };
    for group in &chart.groups {
        flow.groups.push(Cluster {
            key: group.id.clone(),
            name: said::name(&group.title, "subgraph"),
            parent: group.parent,
            place: place(group.line),
        });
    }
    // A user who sends requests and gets answers stands where requests begin, and again where they end.
    let mut answered: Vec<Option<usize>> = vec![None; chart.nodes.len()];
    for (index, node) in chart.nodes.iter().enumerate() {
        let around = (entered.contains(&index), left.contains(&index));
        let mut step = step(node, around, own, notes);
        if dissolved.contains(&index) {
            step.role = Role::Passage;
        }
        flow.steps.push(step);
    }
    for (index, node) in chart.nodes.iter().enumerate() {
        let is_user = flow.steps[index].role == Role::Start && entered.contains(&index) && !own;
        if is_user {
            let mut end = Step::new(
                format!("{}#answered", node.id),
                "Answered",
                place(node.line),
            );
            end.role = Role::End { good: true };
            notes.info(
                &place(node.line),
                format!(
                    "what leads back to {:?} became the outcome Answered (a guess)",
                    visible(&flow.steps[index].name, 80)
                ),
            );
            answered[index] = Some(flow.steps.len());
            flow.steps.push(end);
        }
    }
    starts(&chart, &mut flow);
    let mut headless = false;
    for edge in &chart.edges {
        let to = answered[edge.to].unwrap_or(edge.to);
        let mut line = Line::new(edge.from, to, place(edge.line));
        line.conditional = edge.dotted && !own;
        line.label = edge
            .label
            .as_deref()
            .map(|label| said::name(label, ""))
            .filter(|label| !label.is_empty());
        if line.label.as_deref() == Some("conditional") {
            // Agent Framework's word for a condition that is code.
            line.label = None;
            line.conditional = true;
        }
        if own {
            own::line(&mut line, edge.dotted, notes);
            line.call = edge.back;
            if chart.nodes[edge.from].class == "gate" {
                let mut gate = Gate::new();
                gate.question.clone_from(&flow.steps[edge.from].name);
                line.gate = Some(gate);
            }
        } else if edge.back {
            let back = answered[edge.from].unwrap_or(edge.from);
            flow.lines.push(Line {
                from: edge.to,
                to: back,
                ..line.clone()
            });
        }
        headless |= !edge.head && !edge.back;
        flow.lines.push(line);
    }
    if headless {
        notes.info("", "links without an arrow head were taken from left to right, as they are written (a guess)");
    }
    if own {
        own::tell(notes);
    }
    flow
}

/// Where a workflow of Agent Framework starts: the executor that says so, outside of sub-workflows.
fn starts(chart: &Chart, flow: &mut Flow) {
    for (index, node) in chart.nodes.iter().enumerate() {
        let label = node.label.as_deref().unwrap_or_default().trim_matches('"');
        if node.group.is_none() && label.ends_with(" (Start)") {
            let mut start = Step::new(format!("{}#start", node.id), "Start", place(node.line));
            start.role = Role::Start;
            flow.lines
                .push(Line::new(flow.steps.len(), index, place(node.line)));
            flow.steps.push(start);
        }
    }
}

fn place(line: usize) -> String {
    format!("line {line}")
}

/// The kind and owner that Baton writes under an agent's name, with the name.
fn caption(node: &Node) -> Option<(String, AgentKind, Option<String>)> {
    let label = node.label.as_deref()?.trim().trim_matches('"');
    let (name, caption) = label.split_once("<br/>")?;
    let (kind, owner) = own::caption(&label::one_line(caption))?;
    Some((label::one_line(name), kind, owner))
}

/// `around` says whether links lead to the node, and from it.
fn step(node: &Node, around: (bool, bool), own: bool, notes: &mut Notes) -> Step {
    let place = place(node.line);
    let key = label::unescaped(&node.id);
    let Label { words, pairs } = node
        .label
        .as_deref()
        .map_or_else(Label::default, label::read);
    let mut step = Step::new(key.clone(), String::new(), &place);
    step.group = node.group;
    // Under LangGraph's expanded subgraphs, ids bear the path and labels its last part alone, which several share: the path tells them apart,
    // as it does where the graph comes as JSON.
    let (path, last) = key.rsplit_once(':').unwrap_or(("", &key));
    let is_inner = node.id != key && !path.is_empty();
    let own_words = if words.is_empty() {
        last.to_owned()
    } else {
        words
    };
    let shown = own_words.strip_suffix(" (Start)").unwrap_or(&own_words);
    step.name = if is_inner {
        said::name(&format!("{}: {shown}", path.replace(':', ": ")), &key)
    } else {
        said::name(shown, &key)
    };
    for (name, value) in pairs {
        pair(&mut step, &name, value, notes);
    }
    if own {
        own_step(&mut step, node, notes);
        if step.role != Role::Work || step.guess.is_some() {
            return step;
        }
    }
    let (entered, left) = around;
    let lower = shown.to_lowercase();
    if matches!(last, "__start__" | "__end__") && last.len() < key.len()
        || shown == "fan-in" && node.shape == Shape::Circle
    {
        step.role = Role::Passage;
    } else if own_words.len() != shown.len() {
        // Agent Framework marks where a workflow starts; the executor works there all the same.
    } else if !entered && left && (STARTS.contains(&lower.as_str()) || sends(&lower, &key))
        || USERS.contains(&lower.as_str()) && left
    {
        step.role = Role::Start;
        if last != "__start__" {
            notes.info(
                &place,
                format!(
                    "{:?} was taken as where requests come in (a guess)",
                    visible(&step.name, 80)
                ),
            );
        }
    } else if !left && entered && is_end(node, &lower) {
        let good = !crate::guess::words(&lower).any(|word| BAD.contains(&word.as_str()));
        step.role = Role::End { good };
        if last == "__end__" {
            "Completed".clone_into(&mut step.name);
        }
        notes.info(
            &place,
            format!(
                "{:?} was taken as a {} outcome (a guess)",
                visible(&step.name, 80),
                if good { "good" } else { "bad" }
            ),
        );
    }
    if step.role == Role::Work {
        step.guess = drawn(node);
    }
    step
}

/// Whether a node that nothing leads to is called as what users send; a label without words, such as a picture, says what its id says.
fn sends(name: &str, key: &str) -> bool {
    let has_words = crate::guess::words(name).next().is_some();
    is_of_users(if has_words { name } else { key }, &SENT)
}

/// Whether a name speaks of users, and of nothing else but what they do.
fn is_of_users(name: &str, deeds: &[&str]) -> bool {
    let words: Vec<String> = crate::guess::words(name).collect();
    let is_user = |word: &str| USERS.contains(&word.strip_suffix('s').unwrap_or(word));
    let filler = |word: &str| matches!(word, "s" | "the" | "a" | "an" | "end");
    words.iter().any(|word| is_user(word))
        && words
            .iter()
            .all(|word| is_user(word) || filler(word) || deeds.contains(&word.as_str()))
}

fn is_end(node: &Node, name: &str) -> bool {
    ENDS.contains(&name)
        || is_of_users(name, &RECEIVED)
        || node.shape == Shape::DoubleCircle
        || matches!(node.shape, Shape::Stadium | Shape::Circle)
            && crate::guess::words(name)
                .any(|word| BAD.contains(&word.as_str()) || ENDS.contains(&word.as_str()))
}

/// What the shape says, where the name says nothing.
fn drawn(node: &Node) -> Option<Guess> {
    let label = node.label.as_deref().unwrap_or(&node.id);
    let words: BTreeSet<String> = crate::guess::words(label).collect();
    if crate::guess::human(&words).is_some() || crate::guess::named(&words).is_some() {
        return None;
    }
    match node.shape {
        Shape::Cylinder => Some(Guess::new(AgentKind::Tool, None, "it is drawn as a store")),
        Shape::Diamond => Some(Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            "it is drawn as a decision",
        )),
        _ => None,
    }
}

/// A `key = value` line under a name.
fn pair(step: &mut Step, name: &str, value: String, notes: &mut Notes) {
    match name {
        "owner" if !value.is_empty() => {
            step.owner = Some(said::name(&value, ""));
        }
        "__interrupt" => {
            step.pauses_before = value.split(',').any(|when| when.trim() == "before");
            step.pauses_after = value.split(',').any(|when| when.trim() == "after");
        }
        _ => {
            if let Some(value) = said::metadata(name, &Value::String(value), &step.place, notes) {
                step.metadata.insert(visible(name, 100), value);
            }
        }
    }
}

/// A node of Baton's own drawings.
fn own_step(step: &mut Step, node: &Node, notes: &mut Notes) {
    if let Some((name, kind, owner)) = caption(node) {
        step.name = visible(&name, 200);
        // Told by the drawing, so nothing is guessed.
        step.guess = Some(Guess::new(kind, None, ""));
        step.owner = owner;
        return;
    }
    match (node.class.as_str(), node.shape) {
        ("good", _) => step.role = Role::End { good: true },
        ("bad", _) => step.role = Role::End { good: false },
        ("gate", _) => step.role = Role::Passage,
        ("note", _) => {
            step.role = Role::Note;
            let text = node.label.as_deref().unwrap_or_default().trim_matches('"');
            step.scope = said::prose(&said::entities(text), &step.place, notes);
        }
        (_, Shape::Stadium) => step.role = Role::Start,
        _ => {}
    }
}
