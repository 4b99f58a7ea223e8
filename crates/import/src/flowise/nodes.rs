//! Nodes and edges of a flow become steps and lines.

use super::{parts, shapes};
use crate::flow::{Cluster, Flow, Line, Remark, Role, Step};
use crate::guess::Guess;
use crate::limits;
use crate::notes::Notes;
use crate::said;
use crate::text::{counted, visible};
use baton_model::{AgentFunction, AgentKind, DecidedBy};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A node as the file has it.
pub(super) struct Node<'f> {
    pub id: &'f str,
    /// The type's name, for example `agentAgentflow`.
    pub kind: &'f str,
    pub label: &'f str,
    pub category: &'f str,
    pub inputs: &'f Value,
    pub value: &'f Value,
    pub place: String,
}

/// The three generations of flows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Generation {
    /// Agentflow 2: every node is a step.
    Second,
    /// Agentflow 1: sequential agents, supervisors and workers, with parts hung on them.
    First,
    /// Chatflow: parts feed a chain or an agent at the end.
    Chat,
}

/// The drawing that a flow is.
pub(super) fn flow(value: &Value, place: &str, notes: &mut Notes) -> Flow {
    let (nodes, by_id) = nodes(value, place, notes);
    let generation = if nodes.iter().any(|node| node.kind.ends_with("Agentflow")) {
        Generation::Second
    } else if nodes
        .iter()
        .any(|node| matches!(node.category, "Sequential Agents" | "Multi Agents"))
    {
        Generation::First
    } else {
        Generation::Chat
    };
    let mut flow = Flow {
        ends_where_nothing_follows: generation != Generation::Chat,
        takes_all_lines: generation != Generation::Chat,
        ..Flow::default()
    };
    let edges = edges(value, place, &by_id, notes);
    let mut fed: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for edge in &edges {
        fed.entry(edge.to).or_default().push(edge.from);
    }
    let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    let mut end: Option<usize> = None;
    for (index, node) in nodes.iter().enumerate() {
        match role(node, generation) {
            Some(Role::Passage) if node.kind == "iterationAgentflow" => {
                groups.insert(node.id, flow.groups.len());
                flow.groups.push(Cluster {
                    key: node.id.to_owned(),
                    name: said::name(node.label, "iteration"),
                    parent: None,
                    place: node.place.clone(),
                });
                steps.insert(index, flow.steps.len());
                flow.steps.push(passage(node));
            }
            // However often the end is drawn, it is one.
            Some(Role::End { .. }) if node.kind == "seqEnd" && end.is_some() => {
                steps.extend(end.map(|end| (index, end)));
            }
            Some(role) => {
                if node.kind == "seqEnd" {
                    end = Some(flow.steps.len());
                }
                let step = step(node, role, &nodes, fed.get(&index), notes);
                steps.insert(index, flow.steps.len());
                flow.steps.push(step);
            }
            None if node.kind.starts_with("stickyNote") => flow.remarks.push(remark(node, notes)),
            None => {}
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        let parent = node.value["parentNode"]
            .as_str()
            .or_else(|| node.value["parentId"].as_str());
        let (Some(step), Some(parent)) = (steps.get(&index), parent) else {
            continue;
        };
        flow.steps[*step].group = groups.get(parent).copied();
        // Positions inside an iteration count from its corner.
        let corner = by_id
            .get(parent)
            .and_then(|parent| at(nodes[*parent].value));
        if let (Some((x, y)), Some((left, top))) = (flow.steps[*step].at, corner) {
            flow.steps[*step].at = Some((x + left, y + top));
        }
    }
    match generation {
        Generation::Chat => shapes::chat(&nodes, &edges, &steps, &mut flow),
        _ => lines(&nodes, &edges, &steps, &mut flow, notes),
    }
    shapes::iterations(&nodes, &steps, &groups, &mut flow);
    shapes::approvals(&nodes, &steps, &fed, &mut flow, notes);
    if generation == Generation::First {
        shapes::supervised(&nodes, &steps, &mut flow);
    }
    let left: Vec<String> = nodes
        .iter()
        .enumerate()
        .filter(|(index, node)| !steps.contains_key(index) && !node.kind.starts_with("stickyNote"))
        .map(|(_, node)| visible(node.label, 60))
        .collect();
    if !left.is_empty() {
        let shown: Vec<_> = left.iter().take(20).cloned().collect();
        notes.info(
            &format!("{place}/nodes"),
            format!(
                "{} (models, tools, memory, retrieval) and not drawn: {}",
                counted(
                    left.len(),
                    "node is a part of another",
                    "nodes are parts of others"
                ),
                shown.join(", ")
            ),
        );
    }
    notes.info(place, "Flowise passes text and its flow state between nodes, so no contract was pinned but where a node asks for structured output: design the others from what their receivers need");
    flow
}

fn nodes<'f>(
    value: &'f Value,
    place: &str,
    notes: &mut Notes,
) -> (Vec<Node<'f>>, BTreeMap<&'f str, usize>) {
    let mut nodes: Vec<Node<'f>> = Vec::new();
    let mut by_id = BTreeMap::new();
    for (index, value) in value["nodes"].as_array().into_iter().flatten().enumerate() {
        let place = format!("{place}/nodes/{index}");
        let data = &value["data"];
        let (Some(id), Some(kind)) = (value["id"].as_str(), data["name"].as_str()) else {
            notes.warning(&place, "a node without an id or a type was left out");
            continue;
        };
        if by_id.contains_key(id) {
            notes.warning(&place, format!("the id {:?} stands twice; the second node was left out, since edges could mean either", visible(id, 80)));
            continue;
        }
        by_id.insert(id, nodes.len());
        nodes.push(Node {
            id,
            kind,
            label: data["label"].as_str().unwrap_or(kind),
            category: data["category"].as_str().unwrap_or_default(),
            inputs: &data["inputs"],
            value,
            place,
        });
    }
    (nodes, by_id)
}

/// An edge as the file has it.
pub(super) struct Edge<'f> {
    pub from: usize,
    pub to: usize,
    value: &'f Value,
    pub place: String,
}

impl<'f> Edge<'f> {
    /// The name of the output that it leaves by, as its handle writes it between the node's id and the type.
    pub(super) fn output(&self) -> Option<&'f str> {
        let handle = self.value["sourceHandle"].as_str()?;
        handle.split("-output-").nth(1)?.split('-').next()
    }
}

fn edges<'f>(
    value: &'f Value,
    place: &str,
    by_id: &BTreeMap<&str, usize>,
    notes: &mut Notes,
) -> Vec<Edge<'f>> {
    let mut edges = Vec::new();
    for (index, value) in value["edges"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .take(limits::HANDOFFS + 1)
    {
        let place = format!("{place}/edges/{index}");
        let end = |name: &str| by_id.get(value[name].as_str().unwrap_or_default()).copied();
        match (end("source"), end("target")) {
            (Some(from), Some(to)) => edges.push(Edge {
                from,
                to,
                value,
                place,
            }),
            _ => notes.warning(
                &place,
                "the edge leads from or to a node that is not there and was left out",
            ),
        }
    }
    edges
}

fn at(value: &Value) -> Option<(f64, f64)> {
    Some((
        value["position"]["x"].as_f64()?,
        value["position"]["y"].as_f64()?,
    ))
}

fn role(node: &Node<'_>, generation: Generation) -> Option<Role> {
    let good = Role::End { good: true };
    match node.kind {
        "startAgentflow" | "seqStart" => return Some(Role::Start),
        "directReplyAgentflow" | "seqEnd" => return Some(good),
        "conditionAgentflow" | "loopAgentflow" | "iterationAgentflow" | "seqCondition"
        | "seqLoop" => return Some(Role::Passage),
        "ifElseFunction" if generation == Generation::Chat => return Some(Role::Passage),
        "seqState" => return None,
        kind if kind.starts_with("stickyNote") => return None,
        _ => {}
    }
    let drawn = match generation {
        Generation::Second => true,
        Generation::First => matches!(node.category, "Sequential Agents" | "Multi Agents"),
        Generation::Chat => {
            matches!(
                node.category,
                "Agents" | "Chains" | "Engine" | "Multi Agents"
            ) || node.category.contains("MCP")
        }
    };
    drawn.then_some(Role::Work)
}

pub(super) fn passage(node: &Node<'_>) -> Step {
    let mut step = Step::new(node.id, visible(node.label, 200), &node.place);
    step.role = Role::Passage;
    step
}

fn remark(node: &Node<'_>, notes: &mut Notes) -> Remark {
    let text = node.inputs["note"].as_str().unwrap_or_default();
    Remark {
        key: node.id.to_owned(),
        text: said::prose(text, &format!("{}/data/inputs/note", node.place), notes),
        at: at(node.value),
        place: node.place.clone(),
    }
}

fn step(
    node: &Node<'_>,
    role: Role,
    nodes: &[Node<'_>],
    fed: Option<&Vec<usize>>,
    notes: &mut Notes,
) -> Step {
    let own = [
        "agentName",
        "workerName",
        "supervisorName",
        "llmNodeName",
        "toolNodeName",
        "conditionAgentName",
        "chainName",
    ]
    .iter()
    .find_map(|name| node.inputs[*name].as_str())
    .filter(|name| !name.trim().is_empty());
    let name = said::name(own.unwrap_or(node.label), node.id);
    let mut step = Step::new(node.id, name, &node.place);
    step.role = role;
    step.at = at(node.value);
    if let Role::End { .. } = role {
        if node.kind == "seqEnd" {
            "Completed".clone_into(&mut step.name);
        }
        return step;
    }
    if node.kind == "loopAgentflow" {
        let most = &node.inputs["maxLoopCount"];
        let most = most.as_u64().or_else(|| most.as_str()?.trim().parse().ok());
        step.loop_limit = most.map(|most| most.min(1_000_000) as u32);
    }
    if role != Role::Work {
        return step;
    }
    step.guess = guess(node);
    step.thinks = step.guess.is_none();
    step.metadata
        .insert("type".to_owned(), json!(visible(node.kind, 200)));
    step.scope = parts::scope(node, notes);
    step.output = parts::output(node, notes);
    step.model = parts::model(node);
    for part in fed.into_iter().flatten() {
        let part = &nodes[*part];
        if part.category == "Chat Models" || part.category == "LLMs" {
            step.model = step.model.or_else(|| parts::model(part));
        } else if parts::is_tool(part) && !parts::asks_before_tools(node) {
            step.tools.push(said::name(parts::tool_name(part), part.id));
        }
    }
    for (tool, approved) in parts::tools(node) {
        if !approved {
            step.tools.push(said::name(&tool, "tool"));
        }
    }
    step.tools.sort();
    step.tools.dedup();
    step.pauses_before =
        node.inputs["interrupt"] == Value::Bool(true) && !parts::asks_before_tools(node);
    if let Some(limit) = node.inputs["recursionLimit"]
        .as_u64()
        .or_else(|| node.inputs["maxIterations"].as_u64())
    {
        step.metadata.insert("limit".to_owned(), json!(limit));
    }
    step
}

fn guess(node: &Node<'_>) -> Option<Guess> {
    let because = |what: &str| format!("{what} ({})", visible(node.kind, 60));
    match node.kind {
        "humanInputAgentflow" => Some(Guess::new(
            AgentKind::Human,
            None,
            because("it waits for a person's answer"),
        )),
        "conditionAgentAgentflow" | "seqConditionAgent" => Some(Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            because("it only tells which way to go"),
        )),
        "supervisor" => Some(Guess::new(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            because("it leads workers"),
        )),
        "agentAgentflow" | "llmAgentflow" | "seqAgent" | "seqLLMNode" => None,
        // Its type says so: a worker called Risk Manager leads nobody.
        "worker" => Some(Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Worker),
            because("a supervisor leads it"),
        )),
        "executeFlowAgentflow" | "seqExecuteFlow" => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it runs another flow"),
        )),
        _ if matches!(
            node.category,
            "Agents" | "Chains" | "Engine" | "Multi Agents"
        ) =>
        {
            None
        }
        _ => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it does one thing outside of the flow"),
        )),
    }
}

fn lines(
    nodes: &[Node<'_>],
    edges: &[Edge<'_>],
    steps: &BTreeMap<usize, usize>,
    flow: &mut Flow,
    notes: &mut Notes,
) {
    for edge in edges {
        let (Some(from), Some(to)) = (steps.get(&edge.from), steps.get(&edge.to)) else {
            continue;
        };
        let mut line = Line::new(*from, *to, &edge.place);
        label(&nodes[edge.from], edge, &mut line);
        flow.lines.push(line);
    }
    for (index, node) in nodes.iter().enumerate() {
        let target = match node.kind {
            // The node's id, a dash, and its label.
            "loopAgentflow" => node.inputs["loopBackToNode"].as_str().and_then(|text| {
                let id = text.split('-').next().unwrap_or_default();
                nodes
                    .iter()
                    .position(|other| other.id == text || other.id == id)
            }),
            "seqLoop" => node.inputs["loopToName"].as_str().and_then(|name| {
                steps
                    .iter()
                    .find(|(other, step)| {
                        **other != index && flow.steps[**step].name == name.trim()
                    })
                    .map(|(other, _)| *other)
            }),
            _ => continue,
        };
        match (
            steps.get(&index),
            target.and_then(|target| steps.get(&target)),
        ) {
            (Some(from), Some(to)) => flow.lines.push(Line::new(*from, *to, &node.place)),
            _ => notes.warning(
                &node.place,
                format!(
                    "{:?} goes back to a node that is not there",
                    visible(node.label, 80)
                ),
            ),
        }
    }
}

/// What an edge that leaves a node with several ways out means.
fn label(node: &Node<'_>, edge: &Edge<'_>, line: &mut Line) {
    let handle = edge.value["sourceHandle"].as_str().unwrap_or_default();
    let told = ["edgeLabel", "label"]
        .iter()
        .find_map(|name| edge.value["data"][*name].as_str())
        .filter(|text| !text.is_empty());
    let number = handle
        .rsplit('-')
        .next()
        .and_then(|text| text.parse::<usize>().ok());
    let mut text = told.map(ToOwned::to_owned);
    match node.kind {
        "humanInputAgentflow" => {
            let answer = if number == Some(1) {
                "reject"
            } else {
                "proceed"
            };
            text = text.or_else(|| Some(answer.to_owned()));
            line.conditional = true;
        }
        "conditionAgentAgentflow" => {
            let scenario = number.and_then(|number| {
                node.inputs["conditionAgentScenarios"][number]["scenario"].as_str()
            });
            line.otherwise = number.is_some() && scenario.is_none();
            text = scenario.map(said::without_markup).or(text);
            line.conditional = true;
            line.decided_by = DecidedBy::Model;
        }
        "conditionAgentflow" => {
            let condition = number.and_then(|number| node.inputs["conditions"].get(number));
            line.otherwise = number.is_some() && condition.is_none();
            text = condition.map(parts::condition).or(text);
            line.conditional = true;
        }
        "seqCondition" | "seqConditionAgent" => {
            text = text.or_else(|| edge.output().map(ToOwned::to_owned));
            line.conditional = true;
            if node.kind == "seqConditionAgent" {
                line.decided_by = DecidedBy::Model;
            }
        }
        _ => {}
    }
    // Numbers only say which way out it is.
    let text = text.filter(|text| !line.otherwise && text.parse::<u32>().is_err());
    line.label = text
        .map(|text| said::name(&text, ""))
        .filter(|text| !text.is_empty());
}
