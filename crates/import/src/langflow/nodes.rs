//! Nodes and edges of a flow become steps and lines.

use super::crews::{Crews, Meaning, is_led_crew};
use crate::flow::{Flow, Line, Remark, Role, Step};
use crate::guess::Guess;
use crate::limits;
use crate::notes::Notes;
use crate::said;
use crate::text::{counted, visible};
use baton_model::{AgentFunction, AgentKind, DecidedBy};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A node as the file has it.
pub(super) struct Node<'f> {
    id: &'f str,
    pub kind: &'f str,
    name: &'f str,
    template: &'f Value,
    value: &'f Value,
    place: String,
    class: Class,
}

/// What a node is in a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Start,
    End,
    /// Thinks.
    Ai,
    /// Asks a person and waits.
    Human,
    /// An agent behind the A2A protocol.
    Outside,
    /// Is drawn where an agent calls it: an MCP server, another flow.
    Called,
    /// Shapes or routes messages, or is a tool or a part of somebody.
    Other,
    Remark,
}

/// Inputs that take what a node is made of, not the messages that go through it.
const PARTS: [&str; 14] = [
    "tools",
    "llm",
    "model",
    "agent_llm",
    "manager_llm",
    "function_calling_llm",
    "embedding",
    "embeddings",
    "embedding_model",
    "memory",
    "external_memory",
    "vector_store",
    "retriever",
    "ingest_data",
];

/// The drawing that a flow is.
pub(super) fn flow(value: &Value, place: &str, notes: &mut Notes) -> Flow {
    let mut flow = Flow {
        ends_where_nothing_follows: true,
        takes_all_lines: true,
        waits_for_all_lines: true,
        ..Flow::default()
    };
    let (nodes, by_id) = nodes(value, place, notes);
    let edges = edges(value, place, &by_id, notes);
    let crews = Crews::of(&nodes, &edges);
    let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
    for (index, node) in nodes.iter().enumerate() {
        if node.class == Class::Remark {
            let text = node.value["data"]["node"]["description"]
                .as_str()
                .unwrap_or_default();
            flow.remarks.push(Remark {
                key: node.id.to_owned(),
                text: said::prose(text, &node.place, notes),
                at: at(node.value),
                place: node.place.clone(),
            });
        } else {
            steps.insert(index, flow.steps.len());
            let guess = crews.guess(index, node.kind);
            flow.steps
                .push(step(node, crews.works(index), guess, notes));
        }
    }
    let mut feeding = Vec::new();
    for edge in &edges {
        let (from, to) = match crews.meaning(&nodes, edge) {
            Meaning::Told => continue,
            Meaning::Leads { manager, agent } => {
                if let (Some(manager), Some(agent)) = (steps.get(&manager), steps.get(&agent)) {
                    flow.lines.push(call(*manager, *agent, &edge.place));
                }
                continue;
            }
            Meaning::LeadsOn { from, to } => (from, to),
        };
        let (Some(source), Some(target)) = (steps.get(&from), steps.get(&to)) else {
            continue;
        };
        let is_tool = edge.field == "tools" || edge.output == "component_as_tool";
        if is_tool {
            if nodes[from].class == Class::Other {
                let name = said::name(nodes[from].name, nodes[from].kind);
                flow.steps[*target].tools.push(name);
                feeding.push(*source);
            } else {
                flow.lines.push(call(*target, *source, &edge.place));
            }
        } else if PARTS.contains(&edge.field) {
            if flow.steps[*target].model.is_none() {
                flow.steps[*target].model = model(&nodes[from]);
            }
            feeding.push(*source);
        } else {
            let mut line = Line::new(*source, *target, &edge.place);
            label(&nodes[edge.from], edge.output, &mut line);
            flow.lines.push(line);
        }
    }
    for step in &mut flow.steps {
        step.tools.sort();
        step.tools.dedup();
    }
    begin(&mut flow, notes);
    // A model that only feeds an agent is a part of it.
    for step in feeding {
        if !flow
            .lines
            .iter()
            .any(|line| line.from == step || line.to == step)
        {
            flow.steps[step].role = Role::Passage;
        }
    }
    let others: Vec<String> = nodes
        .iter()
        .enumerate()
        .filter(|(index, node)| node.class == Class::Other && !crews.works(*index))
        .map(|(_, node)| visible(node.name, 60))
        .collect();
    if !others.is_empty() {
        let shown: Vec<_> = others.iter().take(20).cloned().collect();
        notes.info(
            &format!("{place}/data/nodes"),
            format!(
                "{}, so what they connect was joined: {}",
                counted(
                    others.len(),
                    "component shapes messages or is a part of another",
                    "components shape messages or are parts of others"
                ),
                shown.join(", ")
            ),
        );
    }
    notes.info(place, "Langflow passes messages and data of any shape between components, so no contract was pinned but where a component asks for structured output: design the others from what their receivers need");
    flow
}

fn call(caller: usize, called: usize, place: &str) -> Line {
    let mut line = Line::new(caller, called, place);
    line.call = true;
    line.decided_by = DecidedBy::Model;
    line
}

/// Where a flow has no input, requests come in at what it begins with: a file that it reads, a prompt that is filled.
fn begin(flow: &mut Flow, notes: &mut Notes) {
    if flow.steps.iter().any(|step| step.role == Role::Start) {
        return;
    }
    let entered: BTreeSet<usize> = flow.lines.iter().map(|line| line.to).collect();
    let sources: BTreeSet<usize> = flow
        .lines
        .iter()
        .filter(|line| !line.call && !entered.contains(&line.from))
        .map(|line| line.from)
        .collect();
    for source in sources {
        let step = &mut flow.steps[source];
        let name = visible(&step.name, 80);
        let place = step.place.clone();
        if step.role == Role::Work {
            let mut start = Step::new(format!("{}#start", step.key), "Start", &place);
            start.role = Role::Start;
            flow.lines.push(Line::new(flow.steps.len(), source, &place));
            flow.steps.push(start);
        } else {
            step.role = Role::Start;
        }
        notes.info(&place, format!("the flow has no input, and it begins with {name:?}: taken as where requests come in (a guess)"));
    }
}

/// An edge as the file has it.
pub(super) struct Edge<'f> {
    pub from: usize,
    pub to: usize,
    /// The input that it leads to.
    pub field: &'f str,
    output: &'f str,
    place: String,
}

fn edges<'f>(
    value: &'f Value,
    place: &str,
    by_id: &BTreeMap<&str, usize>,
    notes: &mut Notes,
) -> Vec<Edge<'f>> {
    let list = value["data"]["edges"].as_array().into_iter().flatten();
    let mut edges = Vec::new();
    for (index, edge) in list.enumerate().take(limits::HANDOFFS + 1) {
        let place = format!("{place}/data/edges/{index}");
        let end = |name: &str| by_id.get(edge[name].as_str().unwrap_or_default()).copied();
        let (Some(from), Some(to)) = (end("source"), end("target")) else {
            notes.warning(
                &place,
                "the edge leads from or to a node that is not there and was left out",
            );
            continue;
        };
        let said = |handle: &str, name: &str| edge["data"][handle][name].as_str();
        edges.push(Edge {
            from,
            to,
            field: said("targetHandle", "fieldName").unwrap_or_default(),
            output: said("sourceHandle", "name").unwrap_or_default(),
            place,
        });
    }
    edges
}

fn nodes<'f>(
    value: &'f Value,
    place: &str,
    notes: &mut Notes,
) -> (Vec<Node<'f>>, BTreeMap<&'f str, usize>) {
    let mut nodes: Vec<Node<'f>> = Vec::new();
    let mut by_id = BTreeMap::new();
    for (index, value) in value["data"]["nodes"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let place = format!("{place}/data/nodes/{index}");
        let data = &value["data"];
        let Some(id) = value["id"].as_str().filter(|id| !id.is_empty()) else {
            notes.warning(&place, "a node without an id was left out");
            continue;
        };
        if by_id.contains_key(id) {
            notes.warning(&place, format!("the id {:?} stands twice; the second node was left out, since edges could mean either", visible(id, 80)));
            continue;
        }
        let kind = data["type"].as_str().unwrap_or_default();
        let template = &data["node"]["template"];
        by_id.insert(id, nodes.len());
        nodes.push(Node {
            id,
            kind,
            name: data["node"]["display_name"]
                .as_str()
                .or_else(|| data["display_name"].as_str())
                .unwrap_or(kind),
            template,
            value,
            place,
            class: class(kind, value["type"].as_str().unwrap_or_default(), template),
        });
    }
    (nodes, by_id)
}

fn class(kind: &str, shape: &str, template: &Value) -> Class {
    match kind {
        _ if shape == "noteNode" || kind == "note" => Class::Remark,
        "ChatInput" | "TextInput" | "Webhook" | "InboundWebhookTrigger" | "ScheduleTrigger" => {
            Class::Start
        }
        "ChatOutput" | "TextOutput" => Class::End,
        _ if is_led_crew(kind) => Class::Other,
        "HumanInput" => Class::Human,
        "A2AAgent" => Class::Outside,
        "MCPTools" | "MCPToolsComponent" | "RunFlow" | "SubFlow" | "FlowTool" => Class::Called,
        _ => {
            let thinks = template.as_object().is_some_and(|fields| {
                fields.iter().any(|(name, field)| {
                    matches!(
                        name.as_str(),
                        "agent_llm" | "system_prompt" | "system_message" | "llm"
                    ) || matches!(
                        field["_input_type"].as_str(),
                        Some("ModelInput" | "LanguageModelInput")
                    ) && !name.contains("embedding")
                })
            });
            if thinks || kind.ends_with("Agent") || kind.ends_with("Chain") {
                Class::Ai
            } else {
                Class::Other
            }
        }
    }
}

fn at(value: &Value) -> Option<(f64, f64)> {
    Some((
        value["position"]["x"].as_f64()?,
        value["position"]["y"].as_f64()?,
    ))
}

/// The text of a field; secrets, which the editor marks, are not looked at.
fn field<'f>(template: &'f Value, name: &str) -> Option<&'f str> {
    let field = &template[name];
    (field["password"] != Value::Bool(true))
        .then(|| field["value"].as_str())?
        .filter(|text| !text.trim().is_empty())
}

/// `works` says that somebody works there whatever its class, `guess` who, where the crews of the flow tell.
fn step(node: &Node<'_>, works: bool, guess: Option<Guess>, notes: &mut Notes) -> Step {
    // A crew's agents go by their roles; the editor calls them all the same.
    let role = (node.kind == "CrewAIAgentComponent").then(|| field(node.template, "role"));
    let name = role.flatten().unwrap_or(node.name);
    let mut step = Step::new(node.id, said::name(name, node.id), &node.place);
    step.at = at(node.value);
    let because = |what: &str| format!("{what} ({})", visible(node.kind, 60));
    step.role = match node.class {
        Class::Start => Role::Start,
        Class::End => Role::End { good: true },
        Class::Other | Class::Remark if !works => Role::Passage,
        _ => Role::Work,
    };
    step.guess = match node.class {
        _ if guess.is_some() => guess,
        Class::Human => Some(Guess::new(
            AgentKind::Human,
            None,
            because("it waits for a person's answer"),
        )),
        Class::Outside => Some(Guess::new(
            AgentKind::External,
            None,
            because("it is reached over the A2A protocol"),
        )),
        Class::Called => Some(Guess::new(
            AgentKind::Tool,
            None,
            because("it is a server or another flow that is called"),
        )),
        Class::Ai if node.kind == "SmartRouter" => Some(Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            because("it only tells which way to go"),
        )),
        _ => None,
    };
    step.thinks = works || node.class == Class::Ai;
    if step.role != Role::Work {
        return step;
    }
    step.metadata
        .insert("type".to_owned(), json!(visible(node.kind, 200)));
    step.model = model(node);
    let texts = [
        "system_prompt",
        "system_message",
        "custom_prompt",
        "prompt",
        "agent_description",
        "backstory",
        "goal",
    ];
    let texts: Vec<String> = texts
        .iter()
        .filter_map(|name| field(node.template, name))
        .map(|text| said::prose(text, &node.place, notes))
        .collect();
    step.scope = texts.join("\n\n");
    step.output = output(node);
    if let Some(most) = node.template["max_iterations"]["value"].as_u64() {
        step.metadata
            .insert("max_iterations".to_owned(), json!(most));
    }
    step
}

/// The model that a node names, in any of the ways in which versions wrote it.
fn model(node: &Node<'_>) -> Option<String> {
    let listed = node.template["model"]["value"][0]["name"].as_str();
    let named = || {
        ["model_name", "model", "model_id"]
            .iter()
            .find_map(|name| field(node.template, name))
    };
    listed.or_else(named).map(|name| visible(name, 200))
}

/// The schema of structured output, which the editor keeps as a table.
fn output(node: &Node<'_>) -> Option<(String, Value)> {
    let rows = node.template["output_schema"]["value"]
        .as_array()
        .filter(|rows| !rows.is_empty())?;
    let mut properties = Map::new();
    for row in rows.iter().take(1000) {
        let Some(name) = row["name"].as_str().filter(|name| !name.is_empty()) else {
            continue;
        };
        let kind = match row["type"].as_str().unwrap_or("str") {
            "int" => "integer",
            "float" => "number",
            "bool" | "boolean" => "boolean",
            "dict" => "object",
            "list" => "array",
            _ => "string",
        };
        let many = matches!(&row["multiple"], Value::Bool(true))
            || row["multiple"]
                .as_str()
                .is_some_and(|text| text.eq_ignore_ascii_case("true"));
        let mut schema = if many {
            json!({ "type": "array", "items": { "type": kind } })
        } else {
            json!({ "type": kind })
        };
        if let Some(text) = row["description"].as_str().filter(|text| !text.is_empty()) {
            schema["description"] = json!(visible(text, 1000));
        }
        properties.insert(name.to_owned(), schema);
    }
    // The editor's own example row asks for nothing.
    if properties.is_empty() || properties.len() == 1 && properties.contains_key("field") {
        return None;
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    let place = format!("{}/data/node/template/output_schema", node.place);
    Some((
        place,
        json!({ "type": "object", "required": required, "properties": properties }),
    ))
}

/// What an output of a routing node means.
fn label(node: &Node<'_>, output: &str, line: &mut Line) {
    let text = match (node.kind, output) {
        ("ConditionalRouter" | "DataConditionalRouter", "true_result" | "true_output") => {
            Some(format!("{}: true", node.name))
        }
        ("ConditionalRouter" | "DataConditionalRouter", "false_result" | "false_output") => {
            line.otherwise = true;
            Some(format!("{}: false", node.name))
        }
        ("LoopComponent", "done" | "item") => Some(format!("{}: {output}", node.name)),
        ("HumanInput", output) => Some(output.strip_prefix("branch_").unwrap_or(output).to_owned()),
        ("SmartRouter", output) => {
            line.decided_by = DecidedBy::Model;
            let number = output
                .strip_prefix("category_")
                .and_then(|rest| rest.split('_').next())
                .and_then(|number| number.parse::<usize>().ok());
            let route = number
                .and_then(|number| node.template["routes"]["value"].get(number.checked_sub(1)?))
                .and_then(|row| row["route_category"].as_str());
            line.otherwise = route.is_none();
            line.conditional = true;
            route.map(ToOwned::to_owned)
        }
        _ => None,
    };
    line.conditional |= text.is_some();
    line.label = text
        .map(|text| said::name(&text, ""))
        .filter(|text| !text.is_empty());
}
