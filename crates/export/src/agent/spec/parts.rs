//! The components that all shapes are made of: agents with their models, tools, and the groups of whom they call.

use super::property::{property, title};
use super::told::Told;
use super::{Design, Shape, is_agentic, reference};
use crate::cast;
use crate::escape::{visible, visible_line};
use crate::types::names::snake;
use crate::words;
use baton_model::{Agent, AgentKind, ContractVersion, Handoff, HandoffMode, Kind, Target};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What stands for a model that nobody has written down.
const NO_MODEL: &str = "model-not-recorded";

/// The components made so far, by id.
pub(super) struct Parts<'a, 'd> {
    design: &'d Design<'a>,
    shape: Shape,
    told: Told<'a>,
    pub components: Map<String, Value>,
    without_model: Vec<&'a str>,
    circular: Vec<&'a str>,
}

impl<'a, 'd> Parts<'a, 'd> {
    pub(super) fn new(design: &'d Design<'a>, shape: Shape) -> Self {
        Self {
            design,
            shape,
            told: Told::new(
                design.scope.document,
                design.topology,
                &design.members,
                &design.handoffs,
            ),
            components: Map::new(),
            without_model: Vec::new(),
            circular: Vec::new(),
        }
    }

    /// Says what the file could not say.
    pub(super) fn tell(&self, notes: &mut Vec<String>) {
        self.told.tell(notes);
        if !self.without_model.is_empty() {
            notes.push(format!(
                "the model is recorded in no version of {}: {NO_MODEL} stands in its place",
                cast::listed(&self.without_model)
            ));
        }
        if !self.circular.is_empty() {
            notes.push(format!(
                "{} call in a circle, which workers of a manager cannot: those calls stand in metadata alone",
                cast::listed(&self.circular)
            ));
        }
    }

    /// The component of an agent with whom it calls around it; gives its id.
    pub(super) fn with_workers(&mut self, agent: &'a Agent, callers: &[&'a Agent]) -> String {
        let own = self.agent(agent);
        let mut workers = Vec::new();
        for handoff in self.design.sent_by(agent, HandoffMode::Delegate) {
            for called in cast::receivers(self.design.scope.document, handoff) {
                let is_above =
                    called.id == agent.id || callers.iter().any(|above| above.id == called.id);
                if is_above {
                    if !self.circular.contains(&agent.id.as_str()) {
                        self.circular.push(agent.id.as_str());
                    }
                } else if is_agentic(called.kind) {
                    let above: Vec<&Agent> = callers.iter().copied().chain([agent]).collect();
                    let worker = reference(&self.with_workers(called, &above));
                    if !workers.contains(&worker) {
                        workers.push(worker);
                    }
                }
            }
        }
        if workers.is_empty() {
            return own;
        }
        let id = format!("group.{}", agent.id);
        let (inputs, outputs) = (self.inputs(agent), self.outputs(agent));
        self.components.insert(
            id.clone(),
            json!({
                "component_type": "ManagerWorkers",
                "id": id,
                "name": format!("{} with whom it calls", cast::name(agent)),
                "group_manager": reference(&own),
                "workers": workers,
                "inputs": properties(&inputs),
                "outputs": properties(&outputs),
            }),
        );
        id
    }

    /// The component of an agent alone; gives its id.
    pub(super) fn agent(&mut self, agent: &'a Agent) -> String {
        let id = format!("agent.{}", agent.id);
        if self.components.contains_key(&id) {
            return id;
        }
        let document = self.design.scope.document;
        // An agent elsewhere has no tools and workers here: one that calls others is written as one of ours.
        let calls = !self.design.sent_by(agent, HandoffMode::Delegate).is_empty();
        let address = (agent.kind == AgentKind::External && !calls)
            .then(|| agent.links.a2a.as_deref().and_then(cast::address))
            .flatten();
        let inputs = self.inputs(agent);
        let mut component = json!({
            "id": id,
            "name": cast::name(agent),
            "description": cast::description(document, agent),
            "metadata": {"baton": self.told(agent)},
            "outputs": properties(&self.outputs(agent)),
        });
        if let Some(address) = address {
            component["component_type"] = json!("A2AAgent");
            component["inputs"] = properties(&inputs);
            component["agent_url"] = json!(address);
            component["connection_config"] = json!({
                "component_type": "A2AConnectionConfig",
                "id": format!("connection.{}", agent.id),
                "name": format!("connection to {}", cast::name(agent)),
            });
        } else {
            component["component_type"] = json!("Agent");
            component["llm_config"] = self.model(agent);
            component["inputs"] = properties(&inputs);
            component["system_prompt"] = json!(prompt(document, agent, &inputs));
            component["human_in_the_loop"] = json!(agent.role.talks_to_user);
            let (tools, toolboxes) = self.tools(agent);
            component["tools"] = tools;
            component["toolboxes"] = toolboxes;
        }
        self.components.insert(id.clone(), component);
        id
    }

    fn model(&mut self, agent: &'a Agent) -> Value {
        let known = cast::version(self.design.scope.document, agent)
            .and_then(|version| version.model.as_deref())
            .map(visible_line)
            .filter(|model| !model.is_empty());
        if known.is_none() {
            self.without_model.push(agent.id.as_str());
        }
        let model = known.unwrap_or_else(|| NO_MODEL.to_owned());
        let id = format!("model.{model}");
        self.components.entry(id.clone()).or_insert_with(
            || json!({"component_type": "LlmConfig", "id": id, "name": model, "model_id": model}),
        );
        reference(&id)
    }

    /// What Baton knows of an agent, for whoever reads the file back: its record, and those of its handoffs that nothing else stands for.
    pub(super) fn told(&mut self, agent: &Agent) -> Value {
        let is_known = self.told.has(Kind::Agent, agent.id.as_str());
        let mut value = self.told.of(agent.clone());
        if is_known {
            return value;
        }
        let design = self.design;
        let is_way = self.shape == Shape::Flow;
        for handoff in &design.handoffs {
            if handoff.from != agent.id {
                continue;
            }
            let list = match (handoff.mode, &handoff.to) {
                (HandoffMode::Delegate, _) => "calls",
                (HandoffMode::Transfer, Target::Outcome(_)) if is_way => continue,
                (HandoffMode::Transfer, Target::Outcome(_)) => "ends",
                (HandoffMode::Transfer, _)
                    if is_way && !cast::receivers(design.scope.document, handoff).is_empty() =>
                {
                    continue;
                }
                (HandoffMode::Transfer, _) => "transfers",
            };
            let told = self.handoff(handoff);
            match &mut value[list] {
                Value::Array(items) => items.push(told),
                none => *none = json!([told]),
            }
        }
        value
    }

    /// What Baton knows of a handoff, the first time that it is asked.
    pub(super) fn handoff(&mut self, handoff: &Handoff) -> Value {
        let is_known = self.told.has(Kind::Handoff, handoff.id.as_str());
        let mut value = self.told.of(handoff.clone());
        if !is_known {
            value["when"] = json!(visible_line(&words::trigger(&handoff.trigger)));
        }
        value
    }

    /// What Baton knows of the whole, with whoever has no place in the shape that it is written in.
    pub(super) fn topology(&mut self, notes: &mut Vec<String>) -> Value {
        let mut value = self.told.of(self.design.topology.clone());
        let members = self.design.members.iter().copied();
        let apart: Vec<&Agent> = members
            .filter(|agent| !self.told.has(Kind::Agent, agent.id.as_str()))
            .collect();
        if !apart.is_empty() {
            let names: Vec<&str> = apart.iter().map(|agent| agent.id.as_str()).collect();
            notes.push(format!(
                "in metadata alone, as nothing in this shape stands for them: {}",
                cast::listed(&names)
            ));
        }
        value["agents"] = apart.into_iter().map(|agent| self.told(agent)).collect();
        for (list, kind) in [
            ("entries", Kind::Entry),
            ("outcomes", Kind::Outcome),
            ("contracts", Kind::Contract),
            ("contract_versions", Kind::ContractVersion),
        ] {
            value[list] = self.told.all_of(kind);
        }
        value
    }

    /// The tools that an agent has itself, and the tools and people that it calls: tools, and boxes of tools.
    fn tools(&mut self, agent: &'a Agent) -> (Value, Value) {
        let (mut tools, mut boxes) = (Vec::new(), Vec::new());
        for (index, tool) in agent.tools.iter().enumerate() {
            let id = format!("tool.{}.{index}", agent.id);
            let name = visible_line(&tool.name);
            self.components.insert(
                id.clone(),
                json!({
                    "component_type": "ServerTool",
                    "id": id,
                    "name": if name.is_empty() { id.clone() } else { name },
                    "requires_confirmation": tool.irreversible,
                    "metadata": {"baton": {"kind": "tool", "agent": agent.id.as_str()}},
                }),
            );
            tools.push(reference(&id));
        }
        for handoff in self.design.sent_by(agent, HandoffMode::Delegate) {
            for called in cast::receivers(self.design.scope.document, handoff) {
                if is_agentic(called.kind) {
                    continue;
                }
                let (id, is_box) = self.tool(called);
                let list = if is_box { &mut boxes } else { &mut tools };
                let tool = reference(&id);
                if !list.contains(&tool) {
                    list.push(tool);
                }
            }
        }
        (Value::Array(tools), Value::Array(boxes))
    }

    /// Whoever is no agent, as a tool: an MCP server by its address, people as a tool that the client carries out. Gives its id and whether
    /// it is a box of tools.
    pub(super) fn tool(&mut self, agent: &'a Agent) -> (String, bool) {
        let server = agent.links.mcp.as_deref().and_then(cast::address);
        let is_box = agent.kind == AgentKind::Tool && server.is_some();
        let id = format!("{}.{}", if is_box { "toolbox" } else { "tool" }, agent.id);
        if self.components.contains_key(&id) {
            return (id, is_box);
        }
        let mut component = json!({
            "id": id,
            "description": cast::description(self.design.scope.document, agent),
            "metadata": {"baton": self.told(agent)},
        });
        if let (true, Some(server)) = (is_box, server) {
            component["component_type"] = json!("MCPToolBox");
            component["name"] = json!(cast::name(agent));
            component["client_transport"] = json!({
                "component_type": "StreamableHTTPTransport",
                "id": format!("transport.{}", agent.id),
                "name": format!("transport to {}", cast::name(agent)),
                "url": server,
            });
        } else {
            let kind = if agent.kind == AgentKind::Human {
                "ClientTool"
            } else {
                "ServerTool"
            };
            component["component_type"] = json!(kind);
            component["name"] = json!(snake(agent.id.as_str()));
            component["requires_confirmation"] =
                json!(agent.tools.iter().any(|tool| tool.irreversible));
            component["inputs"] = properties(&self.inputs(agent));
            component["outputs"] = properties(&self.outputs(agent));
        }
        self.components.insert(id.clone(), component);
        (id, is_box)
    }

    /// The payloads that an agent gets, by title.
    pub(super) fn inputs(&self, agent: &Agent) -> BTreeMap<String, &'a ContractVersion> {
        let document = self.design.scope.document;
        let received = self.design.handoffs.iter().filter(|handoff| {
            let receivers = cast::receivers(document, handoff);
            receivers.iter().any(|receiver| receiver.id == agent.id)
        });
        self.payloads(received.copied())
    }

    /// The payloads that an agent hands over, by title.
    pub(super) fn outputs(&self, agent: &Agent) -> BTreeMap<String, &'a ContractVersion> {
        let sent = self.design.handoffs.iter().copied();
        self.payloads(
            sent.filter(|handoff| {
                handoff.from == agent.id && handoff.mode == HandoffMode::Transfer
            }),
        )
    }

    fn payloads(
        &self,
        handoffs: impl Iterator<Item = &'a Handoff>,
    ) -> BTreeMap<String, &'a ContractVersion> {
        let document = self.design.scope.document;
        handoffs
            .filter_map(|handoff| cast::pinned(document, handoff))
            .map(|version| (title(version), version))
            .collect()
    }
}

pub(super) fn properties(payloads: &BTreeMap<String, &ContractVersion>) -> Value {
    payloads
        .values()
        .map(|version| property(version))
        .collect::<Vec<_>>()
        .into()
}

/// Text in which nothing is a placeholder.
pub(super) fn inert(text: &str) -> String {
    visible(text).replace("{{", "{ {").replace("}}", "} }")
}

/// Every payload as a placeholder of its own, with its name.
pub(super) fn placeholders(payloads: &BTreeMap<String, &ContractVersion>) -> String {
    payloads
        .iter()
        .fold(String::new(), |text, (title, version)| {
            let label = inert(&format!("{} {}", version.contract, version.version));
            format!("{text}\n\n{label}:\n{{{{{title}}}}}")
        })
}

fn prompt(
    document: &baton_model::Document,
    agent: &Agent,
    inputs: &BTreeMap<String, &ContractVersion>,
) -> String {
    let scope = inert(agent.role.scope.text.trim());
    let said = if scope.is_empty() {
        inert(&cast::description(document, agent))
    } else {
        scope
    };
    format!(
        "You are {}. {said}{}",
        inert(&cast::name(agent)),
        placeholders(inputs)
    )
}
