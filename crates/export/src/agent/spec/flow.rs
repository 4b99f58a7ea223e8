//! A topology as a flow: a node for everybody whom control reaches, an edge for every handoff, an end for every outcome.

use super::groups::flow_head;
use super::parts::{Parts, inert, placeholders, properties};
use super::{Design, is_agentic, reference};
use crate::cast;
use crate::escape::visible_line;
use baton_model::{Agent, AgentKind, Gate, Handoff, HandoffMode, Outcome, OutcomeId, Target};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Where a way out of a node leads.
#[derive(Clone)]
enum Place<'a> {
    Agent(&'a Agent),
    Outcome(&'a OutcomeId),
}

/// A way out of a node.
struct Exit<'a> {
    /// The branch; ids of handoffs, with the receiver where there are several.
    branch: String,
    handoff: &'a Handoff,
    place: Place<'a>,
}

struct Flow<'a, 'd, 'p> {
    design: &'d Design<'a>,
    parts: &'p mut Parts<'a, 'd>,
    nodes: Vec<Value>,
    control: Vec<Value>,
    data: Vec<Value>,
    ends: BTreeSet<String>,
}

pub(super) fn flow<'a, 'd>(
    design: &'d Design<'a>,
    parts: &mut Parts<'a, 'd>,
    notes: &mut Vec<String>,
) -> Value {
    let mut flow = Flow {
        design,
        parts,
        nodes: Vec::new(),
        control: Vec::new(),
        data: Vec::new(),
        ends: BTreeSet::new(),
    };
    flow.start(notes);
    let steps = design.steps();
    let mut endless = steps.first().copied();
    let mut silent = false;
    for agent in &steps {
        let exits = flow.exits(agent);
        silent |= agent.kind == AgentKind::Human
            && exits.iter().any(|exit| exit.handoff.contract.is_some());
        if exits.is_empty()
            || exits
                .iter()
                .any(|exit| matches!(exit.place, Place::Outcome(_)))
        {
            endless = None;
        }
    }
    for agent in steps {
        let is_endless = endless.is_some_and(|endless| endless.id == agent.id);
        flow.step(agent, is_endless);
    }
    if endless.is_some() {
        notes.push(
            "no end of a request is drawn, and a flow needs one: the first node got one".to_owned(),
        );
    }
    if silent {
        notes.push(
            "payloads that people hand on are not wired: a person's node gives a text alone"
                .to_owned(),
        );
    }
    let Flow {
        nodes,
        control,
        data,
        ..
    } = flow;
    let mut root = flow_head(design);
    root["start_node"] = reference("node.start");
    root["nodes"] = Value::Array(nodes);
    root["control_flow_connections"] = Value::Array(control);
    root["data_flow_connections"] = Value::Array(data);
    root
}

fn node_id(agent: &Agent) -> String {
    format!("node.agent.{}", agent.id)
}

impl<'a> Flow<'a, '_, '_> {
    fn add(&mut self, id: &str, node: Value) {
        self.nodes.push(reference(id));
        self.parts.components.insert(id.to_owned(), node);
    }

    fn edge(&mut self, name: &str, from: &str, branch: Option<&str>, to: &str, about: &Value) {
        let id = format!("edge.{}", self.control.len());
        let name = if name.is_empty() { id.as_str() } else { name };
        self.control.push(json!({
            "component_type": "ControlFlowEdge",
            "id": id,
            "name": name,
            "from_node": reference(from),
            "from_branch": branch,
            "to_node": reference(to),
            "metadata": about,
        }));
    }

    /// The start, and a node that chooses where several entries are drawn.
    fn start(&mut self, notes: &mut Vec<String>) {
        self.add(
            "node.start",
            json!({"component_type": "StartNode", "id": "node.start", "name": "start"}),
        );
        let entries = self.design.entries();
        match &entries[..] {
            [] => {
                notes.push("no entry is drawn: the flow starts at the first agent".to_owned());
                let first = self.design.steps().first().map(|agent| node_id(agent));
                if let Some(first) = first {
                    self.edge("start", "node.start", None, &first, &json!({}));
                }
            }
            [only] => self.edge("start", "node.start", None, &node_id(only), &json!({})),
            [first, ..] => {
                self.branching(
                    "node.entries",
                    "entries",
                    entries
                        .iter()
                        .map(|agent| (agent.id.to_string(), agent.id.to_string())),
                );
                self.edge("start", "node.start", None, "node.entries", &json!({}));
                for agent in &entries {
                    let branch = agent.id.as_str();
                    self.edge(
                        branch,
                        "node.entries",
                        Some(branch),
                        &node_id(agent),
                        &json!({}),
                    );
                }
                self.edge(
                    "otherwise",
                    "node.entries",
                    Some("default"),
                    &node_id(first),
                    &json!({}),
                );
            }
        }
    }

    fn branching(&mut self, id: &str, name: &str, mapping: impl Iterator<Item = (String, String)>) {
        let mapping: serde_json::Map<String, Value> = mapping
            .map(|(from, to)| (from, Value::String(to)))
            .collect();
        self.add(
            id,
            json!({"component_type": "BranchingNode", "id": id, "name": name, "mapping": mapping}),
        );
    }

    fn exits(&self, agent: &Agent) -> Vec<Exit<'a>> {
        let mut exits = Vec::new();
        for handoff in self.design.sent_by(agent, HandoffMode::Transfer) {
            if let Target::Outcome(outcome) = &handoff.to {
                exits.push(Exit {
                    branch: handoff.id.to_string(),
                    handoff,
                    place: Place::Outcome(&outcome.outcome),
                });
                continue;
            }
            let receivers = cast::receivers(self.design.scope.document, handoff);
            let several = receivers.len() > 1;
            exits.extend(receivers.into_iter().map(|receiver| Exit {
                branch: if several {
                    format!("{} to {}", handoff.id, receiver.id)
                } else {
                    handoff.id.to_string()
                },
                handoff,
                place: Place::Agent(receiver),
            }));
        }
        exits
    }

    /// The node of an agent with its ways out.
    fn step(&mut self, agent: &'a Agent, is_endless: bool) {
        let id = node_id(agent);
        let exits = self.exits(agent);
        let names: Vec<&str> = exits.iter().map(|exit| exit.branch.as_str()).collect();
        let mut branches: Vec<&str> = names;
        if is_endless {
            branches.push("ends");
        }
        let chooses = branches.len() > 1;
        let mut from = id.clone();
        if is_agentic(agent.kind) {
            let component = self.parts.with_workers(agent, &[]);
            let mut node = json!({
                "component_type": "AgentNode",
                "id": id,
                "name": cast::name(agent),
                "agent": reference(&component),
                "metadata": {"baton": {"kind": "agent", "id": agent.id.as_str()}},
            });
            if chooses {
                node["branches"] = json!(branches);
            }
            self.add(&id, node);
        } else {
            self.other(agent, &id, chooses);
            if chooses {
                from = format!("node.route.{}", agent.id);
                self.branching(
                    &from,
                    &format!("way on from {}", cast::name(agent)),
                    branches
                        .iter()
                        .map(|branch| ((*branch).to_owned(), (*branch).to_owned())),
                );
                self.edge("", &id, None, &from, &json!({}));
                let output = if agent.kind == AgentKind::Human {
                    "user_input"
                } else {
                    "route"
                };
                self.wire(&id, output, &from, "branching_mapping_key");
            }
        }
        for exit in &exits {
            let branch = chooses.then_some(exit.branch.as_str());
            let to = self.entrance(exit);
            let about = json!({"baton": self.parts.handoff(exit.handoff)});
            self.edge(exit.handoff.id.as_str(), &from, branch, &to, &about);
            self.payload(agent, exit);
        }
        if exits.is_empty() || is_endless {
            let end = format!("node.end.at.{}", agent.id);
            self.add(
                &end,
                json!({
                    "component_type": "EndNode",
                    "id": end,
                    "name": format!("stays with {}", cast::name(agent)),
                    "branch_name": format!("stays-with-{}", agent.id),
                }),
            );
            self.edge("", &from, chooses.then_some("ends"), &end, &json!({}));
        }
    }

    /// The node of people, tools and queues.
    fn other(&mut self, agent: &'a Agent, id: &str, chooses: bool) {
        let about = json!({"baton": self.parts.told(agent)});
        let inputs = self.parts.inputs(agent);
        if agent.kind == AgentKind::Human {
            let text = inert(&cast::description(self.design.scope.document, agent));
            let message = format!(
                "{}: {text}{}",
                inert(&cast::name(agent)),
                placeholders(&inputs)
            );
            let node = json!({
                "component_type": "InputMessageNode",
                "id": id,
                "name": cast::name(agent),
                "message": message,
                "inputs": properties(&inputs),
                "metadata": about,
            });
            return self.add(id, node);
        }
        let tool = format!("{id}.tool");
        let mut outputs = properties(&self.parts.outputs(agent));
        if let (true, Some(outputs)) = (chooses, outputs.as_array_mut()) {
            outputs.push(json!({"title": "route", "type": "string"}));
        }
        let component = json!({
            "component_type": "ServerTool",
            "id": tool,
            "name": crate::types::names::snake(agent.id.as_str()),
            "description": cast::description(self.design.scope.document, agent),
            "inputs": properties(&inputs),
            "outputs": outputs,
        });
        self.parts.components.insert(tool.clone(), component);
        let node = json!({
            "component_type": "ToolNode",
            "id": id,
            "name": cast::name(agent),
            "tool": reference(&tool),
            "metadata": about,
        });
        self.add(id, node);
    }

    /// The node that a way out leads to first: its gate, or its place.
    fn entrance(&mut self, exit: &Exit<'a>) -> String {
        let place = self.place(&exit.place);
        match &exit.handoff.gate {
            Some(gate) => self.gate(exit, gate, &place),
            None => place,
        }
    }

    fn place(&mut self, place: &Place<'a>) -> String {
        match place {
            Place::Agent(agent) => node_id(agent),
            Place::Outcome(id) => self.end(id),
        }
    }

    fn end(&mut self, id: &OutcomeId) -> String {
        let node = format!("node.outcome.{id}");
        if self.ends.insert(id.to_string()) {
            let outcome = self.design.scope.document.find::<Outcome>(id);
            let name = outcome.map_or_else(String::new, |outcome| visible_line(&outcome.name));
            let name = if name.is_empty() {
                id.to_string()
            } else {
                name
            };
            self.add(
                &node,
                json!({
                    "component_type": "EndNode",
                    "id": node,
                    "name": name,
                    "branch_name": id.as_str(),
                    "metadata": {"baton": {"kind": "outcome", "id": id.as_str()}},
                }),
            );
        }
        node
    }

    /// A person's question on the way, and where each answer leads; an answer that nobody foresaw is asked for again.
    fn gate(&mut self, exit: &Exit<'a>, gate: &'a Gate, place: &str) -> String {
        let asks = format!("node.gate.{}", exit.branch.replace(' ', "."));
        let about = json!({"baton": {"kind": "gate", "handoff": exit.handoff.id.as_str()}});
        let parts = [&gate.question, &gate.summary, &gate.proposed_action];
        let said: Vec<String> = parts
            .into_iter()
            .map(|part| inert(part.trim()))
            .filter(|part| !part.is_empty())
            .collect();
        self.add(
            &asks,
            json!({
                "component_type": "InputMessageNode",
                "id": asks,
                "name": format!("gate of {}", exit.branch),
                "message": said.join("\n\n"),
                "metadata": about.clone(),
            }),
        );
        let mut ways: Vec<(String, String)> = Vec::new();
        for branch in &gate.branches {
            let to = match &branch.goes_to {
                Some(Target::Outcome(outcome)) => self.end(&outcome.outcome),
                Some(Target::Agent(id)) => format!("node.agent.{id}"),
                // A gate does not search: what a query would find is decided behind it.
                None | Some(Target::Query(_)) => place.to_owned(),
            };
            let answer = visible_line(&branch.answer);
            if !answer.is_empty() && ways.iter().all(|(known, _)| *known != answer) {
                ways.push((answer, to));
            }
        }
        if ways.is_empty() {
            self.edge("", &asks, None, place, &about);
            return asks;
        }
        let decides = format!("{asks}.answer");
        self.branching(
            &decides,
            &format!("answer at {}", exit.branch),
            ways.iter()
                .map(|(answer, _)| (answer.clone(), answer.clone())),
        );
        self.edge("", &asks, None, &decides, &about);
        self.wire(&asks, "user_input", &decides, "branching_mapping_key");
        let foresaw_default = ways.iter().any(|(answer, _)| answer == "default");
        for (answer, to) in &ways {
            self.edge(answer, &decides, Some(answer), to, &about);
        }
        if !foresaw_default {
            self.edge("asked again", &decides, Some("default"), &asks, &about);
        }
        asks
    }

    fn payload(&mut self, from: &Agent, exit: &Exit<'a>) {
        let Place::Agent(to) = &exit.place else {
            return;
        };
        if from.kind == AgentKind::Human {
            return;
        }
        if let Some(version) = cast::pinned(self.design.scope.document, exit.handoff) {
            let title = super::property::title(version);
            self.wire(&node_id(from), &title, &node_id(to), &title);
        }
    }

    fn wire(&mut self, from: &str, output: &str, to: &str, input: &str) {
        let id = format!("data.{}", self.data.len());
        let known = self.data.iter().any(|edge| {
            edge["source_node"] == reference(from)
                && edge["source_output"] == output
                && edge["destination_node"] == reference(to)
                && edge["destination_input"] == input
        });
        if known {
            return;
        }
        self.data.push(json!({
            "component_type": "DataFlowEdge",
            "id": id,
            "name": id,
            "source_node": reference(from),
            "source_output": output,
            "destination_node": reference(to),
            "destination_input": input,
        }));
    }
}
