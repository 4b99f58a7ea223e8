//! Nodes and connections of a workflow become steps and lines.

use super::kinds::{Class, class, guess, suffix};
use super::parts::{self, Hung};
use crate::flow::{Flow, Line, Remark, Role, Step};
use crate::guess::Guess;
use crate::limits;
use crate::notes::Notes;
use crate::read::escape;
use crate::said;
use crate::text::{counted, visible};
use baton_model::{AgentFunction, AgentKind, DecidedBy, Gate};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A node as the file has it.
pub(super) struct Node<'w> {
    pub name: &'w str,
    pub kind: &'w str,
    pub parameters: &'w Value,
    pub value: &'w Value,
    pub place: String,
    pub class: Class,
    pub disabled: bool,
}

/// Nodes by name; of several with one name, the first, because connections mean it.
pub(super) struct Nodes<'w> {
    pub list: Vec<Node<'w>>,
    pub by_name: BTreeMap<&'w str, usize>,
}

/// A connection.
struct Wire<'w> {
    from: usize,
    to: usize,
    kind: &'w str,
    output: usize,
    place: String,
}

/// The drawing that a workflow is.
pub(super) fn flow(workflow: &Value, place: &str, notes: &mut Notes) -> Flow {
    let nodes = nodes(workflow, place, notes);
    let wires = wires(workflow, place, &nodes, notes);
    let mut hung: BTreeMap<usize, Vec<Hung<'_>>> = BTreeMap::new();
    for wire in wires.iter().filter(|wire| wire.kind != "main") {
        if nodes.list[wire.from].disabled {
            continue;
        }
        hung.entry(wire.to).or_default().push(Hung {
            node: wire.from,
            kind: wire.kind,
            place: &wire.place,
        });
    }
    let mut flow = Flow {
        ends_where_nothing_follows: true,
        takes_all_lines: true,
        ..Flow::default()
    };
    let connected: BTreeSet<usize> = wires
        .iter()
        .filter(|wire| wire.kind == "main")
        .flat_map(|wire| [wire.from, wire.to])
        .collect();
    let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, node) in nodes.list.iter().enumerate() {
        if node.class == Class::Sticky {
            flow.remarks.push(remark(node, notes));
        } else if !matches!(node.class, Class::Part | Class::Review) || connected.contains(&index) {
            let step = step(index, node, &nodes, &hung, notes);
            steps.insert(index, flow.steps.len());
            flow.steps.push(step);
        }
    }
    for wire in wires.iter().filter(|wire| wire.kind == "main") {
        let (Some(from), Some(to)) = (steps.get(&wire.from), steps.get(&wire.to)) else {
            continue;
        };
        flow.lines.push(line(&nodes, wire, *from, *to));
    }
    calls(&nodes, &hung, &mut steps, &mut flow, notes);
    supervisors(&mut flow);
    tell(workflow, place, &nodes, notes);
    flow
}

fn nodes<'w>(workflow: &'w Value, place: &str, notes: &mut Notes) -> Nodes<'w> {
    let mut nodes = Nodes {
        list: Vec::new(),
        by_name: BTreeMap::new(),
    };
    for (index, value) in workflow["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let place = format!("{place}/nodes/{index}");
        let (Some(name), Some(kind)) = (value["name"].as_str(), value["type"].as_str()) else {
            notes.warning(&place, "a node without a name or a type was left out");
            continue;
        };
        let parameters = &value["parameters"];
        let class = class(kind, parameters);
        let disabled = value["disabled"] == Value::Bool(true);
        if disabled {
            notes.info(
                &place,
                format!(
                    "{:?} is switched off: what comes in goes past it, so nobody was drawn there",
                    visible(name, 80)
                ),
            );
        }
        if let Some(first) = nodes.by_name.get(name) {
            let first: &usize = first;
            let first: &Node<'_> = &nodes.list[*first];
            notes.warning(&place, format!("{:?} is the name of the node at {} too; they stay two, and connections lead to the first", visible(name, 80), first.place));
        } else {
            nodes.by_name.insert(name, nodes.list.len());
        }
        nodes.list.push(Node {
            name,
            kind,
            parameters,
            value,
            place,
            class,
            disabled,
        });
    }
    nodes
}

fn wires<'w>(
    workflow: &'w Value,
    place: &str,
    nodes: &Nodes<'w>,
    notes: &mut Notes,
) -> Vec<Wire<'w>> {
    let mut wires = Vec::new();
    for (name, kinds) in workflow["connections"].as_object().into_iter().flatten() {
        let place = format!("{place}/connections/{}", escape(name));
        let Some(from) = nodes.by_name.get(name.as_str()) else {
            notes.warning(
                &place,
                format!(
                    "no node is called {:?}; its connections were left out",
                    visible(name, 80)
                ),
            );
            continue;
        };
        for (kind, outputs) in kinds.as_object().into_iter().flatten() {
            for (output, ends) in outputs.as_array().into_iter().flatten().enumerate() {
                for (at, end) in ends.as_array().into_iter().flatten().enumerate() {
                    let place = format!("{place}/{}/{output}/{at}", escape(kind));
                    let target = end["node"].as_str().unwrap_or_default();
                    let Some(to) = nodes.by_name.get(target) else {
                        notes.warning(
                            &place,
                            format!(
                                "no node is called {:?}; the connection was left out",
                                visible(target, 80)
                            ),
                        );
                        continue;
                    };
                    if wires.len() <= limits::HANDOFFS {
                        wires.push(Wire {
                            from: *from,
                            to: *to,
                            kind,
                            output,
                            place,
                        });
                    }
                }
            }
        }
    }
    wires
}

fn at(value: &Value) -> Option<(f64, f64)> {
    let place = &value["position"];
    // Oldest files write [x, y] as well; a few tools write {x, y}.
    let x = place[0].as_f64().or_else(|| place["x"].as_f64())?;
    let y = place[1].as_f64().or_else(|| place["y"].as_f64())?;
    Some((x, y))
}

/// What n8n tells a node apart by: its id, else, in files before 2022, its name.
fn key(node: &Node<'_>) -> String {
    node.value["id"]
        .as_str()
        .filter(|id| !id.is_empty())
        .unwrap_or(node.name)
        .to_owned()
}

fn remark(node: &Node<'_>, notes: &mut Notes) -> Remark {
    let text = node.parameters["content"].as_str().unwrap_or_default();
    Remark {
        key: key(node),
        text: said::prose(text, &format!("{}/parameters/content", node.place), notes),
        at: at(node.value),
        place: node.place.clone(),
    }
}

fn step(
    index: usize,
    node: &Node<'_>,
    nodes: &Nodes<'_>,
    hung: &BTreeMap<usize, Vec<Hung<'_>>>,
    notes: &mut Notes,
) -> Step {
    let name = said::name(node.name, "node");
    let mut step = Step::new(key(node), name, &node.place);
    step.at = at(node.value);
    step.role = match node.class {
        _ if node.disabled => Role::Passage,
        Class::Trigger => Role::Start,
        Class::Passage => Role::Passage,
        Class::Fails => Role::End { good: false },
        _ => Role::Work,
    };
    if step.role != Role::Work {
        return step;
    }
    step.guess = guess(node.class, node.kind);
    step.thinks = matches!(node.class, Class::Ai | Class::CalledAgent);
    step.metadata
        .insert("type".to_owned(), Value::String(visible(node.kind, 200)));
    if node.value["retryOnFail"] == Value::Bool(true) {
        let tries = node.value["maxTries"].as_u64().unwrap_or(3).clamp(1, 100);
        step.retries = Some(tries as u32 - 1);
    }
    if let Some(text) = node.value["notes"].as_str().filter(|text| !text.is_empty()) {
        let kept = said::prose(text, &format!("{}/notes", node.place), notes);
        step.metadata
            .insert("notes".to_owned(), Value::String(kept));
    }
    step.scope = parts::scope(node, notes);
    parts::carry(index, nodes, hung, &mut step, notes);
    step
}

fn line(nodes: &Nodes<'_>, wire: &Wire<'_>, from: usize, to: usize) -> Line {
    let node = &nodes.list[wire.from];
    let mut line = Line::new(from, to, &wire.place);
    if node.disabled {
        return line;
    }
    let said = |text: &str| said::name(text, "");
    let parameters = node.parameters;
    let kind = suffix(node.kind);
    if node.value["onError"] == "continueErrorOutput" && wire.output >= outputs(node, kind) {
        line.on_error = true;
        return line;
    }
    match kind {
        "if" => {
            let answer = if wire.output == 0 { "true" } else { "false" };
            line.label = Some(said(&format!("{}: {answer}", node.name)));
            line.conditional = true;
            line.otherwise = wire.output == 1;
        }
        "filter" => {
            line.label = Some(said(node.name));
            line.conditional = true;
        }
        "switch" => {
            let rules = ["rules", "values"].iter().find_map(|name| {
                let rules = &parameters["rules"][*name];
                rules
                    .as_array()
                    .or_else(|| parameters["rules"]["rules"].as_array())
            });
            let rule = rules.and_then(|rules| rules.get(wire.output));
            let name = rule.and_then(|rule| rule["outputKey"].as_str());
            let past = rules.is_some_and(|rules| wire.output >= rules.len());
            let name = name.map_or_else(
                || format!("{}: {}", node.name, wire.output),
                ToOwned::to_owned,
            );
            line.conditional = true;
            line.otherwise = past;
            line.label = (!past).then(|| said(&name));
        }
        "splitInBatches" => {
            let newer = node.value["typeVersion"].as_f64().unwrap_or(1.0) >= 3.0;
            let done = (wire.output == 0) == newer;
            let what = if done { "done" } else { "each batch" };
            line.label = Some(said(&format!("{}: {what}", node.name)));
            line.conditional = true;
        }
        "textClassifier" => {
            let categories = parameters["categories"]["categories"].as_array();
            let name = categories.and_then(|list| list.get(wire.output)?["category"].as_str());
            line.label = name.map(said);
            line.otherwise = name.is_none();
            line.conditional = true;
            line.decided_by = DecidedBy::Model;
        }
        "sentimentAnalysis" => {
            let names = parameters["options"]["categories"].as_str();
            let name = names
                .unwrap_or("Positive, Neutral, Negative")
                .split(',')
                .nth(wire.output);
            line.label = name.map(|name| said(name.trim()));
            line.conditional = true;
            line.decided_by = DecidedBy::Model;
        }
        "guardrails" => {
            let name = if wire.output == 0 { "pass" } else { "fail" };
            line.label = Some(said(&format!("{}: {name}", node.name)));
            line.conditional = true;
        }
        _ => {}
    }
    line
}

/// How many outputs a node has but for the one that errors leave by, which is the last.
fn outputs(node: &Node<'_>, kind: &str) -> usize {
    let parameters = node.parameters;
    let count = |list: &Value| list.as_array().map_or(0, Vec::len);
    match kind {
        "if" | "splitInBatches" | "guardrails" => 2,
        "switch" if parameters["mode"] == "expression" => {
            let many = parameters["numberOutputs"].as_u64().unwrap_or(4);
            usize::try_from(many).unwrap_or(usize::MAX)
        }
        "switch" => {
            let rules = &parameters["rules"];
            let rules = count(&rules["values"]).max(count(&rules["rules"]));
            let rest = parameters["options"]["fallbackOutput"] == "extra";
            rules + usize::from(rest)
        }
        "textClassifier" => {
            let rest = parameters["options"]["fallback"] == "other";
            count(&parameters["categories"]["categories"]) + usize::from(rest)
        }
        "sentimentAnalysis" => parameters["options"]["categories"]
            .as_str()
            .map_or(3, |names| names.split(',').count()),
        _ => 1,
    }
}

/// What agents call: drawn tools with lines to them.
fn calls(
    nodes: &Nodes<'_>,
    hung: &BTreeMap<usize, Vec<Hung<'_>>>,
    steps: &mut BTreeMap<usize, usize>,
    flow: &mut Flow,
    notes: &mut Notes,
) {
    for (holder, hangers) in hung {
        let Some(from) = steps.get(holder).copied() else {
            continue;
        };
        // How often the agent asks its model is how often it can call.
        let most = &nodes.list[*holder].parameters["options"]["maxIterations"];
        let most = most.as_u64().and_then(|most| u32::try_from(most).ok());
        let most = most.filter(|most| *most > 0);
        for hanger in hangers.iter().filter(|hanger| hanger.kind == "ai_tool") {
            let node = &nodes.list[hanger.node];
            if let Some(to) = steps.get(&hanger.node).copied() {
                flow.lines.push(call(from, to, hanger.place, None, most));
            } else if node.class == Class::Review {
                let question = node.parameters["message"].as_str().unwrap_or_default();
                let mut gate = Gate::new();
                gate.question = said::prose(question, &node.place, notes);
                for tool in hung.get(&hanger.node).into_iter().flatten() {
                    if tool.kind != "ai_tool" {
                        continue;
                    }
                    let to = *steps.entry(tool.node).or_insert_with(|| {
                        flow.steps.push(step(
                            tool.node,
                            &nodes.list[tool.node],
                            nodes,
                            hung,
                            notes,
                        ));
                        flow.steps.len() - 1
                    });
                    flow.lines
                        .push(call(from, to, tool.place, Some(gate.clone()), most));
                }
            }
        }
    }
}

fn call(from: usize, to: usize, place: &str, gate: Option<Gate>, most: Option<u32>) -> Line {
    let mut line = Line::new(from, to, place);
    line.loop_limit = most;
    line.call = true;
    line.decided_by = DecidedBy::Model;
    line.gate = gate;
    line
}

/// Who calls several agents leads them.
fn supervisors(flow: &mut Flow) {
    let mut called: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for line in flow.lines.iter().filter(|line| line.call) {
        if flow.steps[line.to].guess.is_none() {
            called.entry(line.from).or_default().insert(line.to);
        }
    }
    for (index, agents) in called.iter().filter(|(_, agents)| agents.len() > 1) {
        flow.steps[*index].guess = Some(Guess::new(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            format!("it calls {} agents", agents.len()),
        ));
    }
}

/// What of the file is told and not carried.
fn tell(workflow: &Value, place: &str, nodes: &Nodes<'_>, notes: &mut Notes) {
    let with_credentials = nodes
        .list
        .iter()
        .filter(|node| node.value["credentials"].is_object())
        .count();
    if with_credentials > 0 {
        notes.info(
            &format!("{place}/nodes"),
            format!("{with_credentials} nodes name credentials; they were neither read nor stored"),
        );
    }
    let bridged: Vec<String> = nodes
        .list
        .iter()
        .filter(|node| node.class == Class::Passage && !node.disabled)
        .map(|node| visible(node.name, 60))
        .collect();
    if !bridged.is_empty() {
        let shown: Vec<_> = bridged.iter().take(20).cloned().collect();
        notes.warning(&format!("{place}/nodes"), format!("{} nobody's work, so what they connect was joined, and expressions and code were left out: {}", counted(bridged.len(), "node routes or shapes data and is", "nodes route or shape data and are"), shown.join(", ")));
    }
    if workflow["pinData"]
        .as_object()
        .is_some_and(|data| !data.is_empty())
    {
        notes.info(
            &format!("{place}/pinData"),
            "pinned data was neither read nor stored",
        );
    }
    if let Some(other) = workflow["settings"]["errorWorkflow"]
        .as_str()
        .filter(|id| !id.is_empty())
    {
        notes.warning(&format!("{place}/settings/errorWorkflow"), format!("errors go to the workflow {:?}; draw whom they reach, as fallbacks or an escalation path", visible(other, 60)));
    }
    notes.info(place, "n8n passes items of any shape between nodes, so no contract was pinned but where an output parser says what comes out: design the others from what their receivers need");
}
