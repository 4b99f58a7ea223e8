//! Agents of a source, with what is handed to them, as a walk over them.

use super::code::{
    Call, Code, DEEPEST, Options, call, children, given_back, inner, is_function, place,
};
use super::tools::Tool;
use super::zod;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::MOST_HANDOFFS;
use crate::openai_agents::{Answer, Walk, WalkedAgent, WalkedTool};
use crate::said;
use crate::source::Source;
use crate::text::visible;
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// Most agents that are read.
pub(super) const MOST_AGENTS: usize = 5000;

/// What of an agent is read, or known and of no use to a record.
const KNOWN: [&str; 17] = [
    "name",
    "instructions",
    "handoffDescription",
    "handoffs",
    "model",
    "tools",
    "mcpServers",
    "outputType",
    "inputGuardrails",
    "outputGuardrails",
    "prompt",
    "modelSettings",
    "toolUseBehavior",
    "resetToolChoice",
    "handoffOutputTypeWarningEnabled",
    "mcpConfig",
    "voice",
];

/// An agent made in the source.
pub(super) struct Made<'t> {
    pub call: Call<'t>,
    options: Options<'t>,
    /// The agent that it is a copy of.
    copy_of: Option<usize>,
}

pub(super) struct Reading<'r, 't> {
    pub code: &'r Code<'t>,
    pub made: Vec<Made<'t>>,
    /// By the node of the call.
    at: BTreeMap<usize, usize>,
    pub walk: Walk,
    /// Agents that only names tell of.
    pub outside: BTreeMap<&'t str, usize>,
    /// What is put into lists of agents later.
    later: BTreeMap<(usize, &'t str), Vec<Node<'t>>>,
}

/// The walk that a source means.
pub(super) fn walk<'t>(
    file: &Source<'_>,
    code: &Code<'t>,
    root: Node<'t>,
    notes: &mut Notes,
) -> Result<Walk, ImportError> {
    let mut reading = Reading {
        code,
        made: Vec::new(),
        at: BTreeMap::new(),
        walk: Walk {
            agents: Vec::new(),
            entries: Vec::new(),
            place: "",
        },
        outside: BTreeMap::new(),
        later: BTreeMap::new(),
    };
    reading.collect(notes);
    let limit = |what: &str| {
        file.wrong(
            "",
            format!("more than {what}; that is the limit"),
            "import a part of the source",
        )
    };
    if reading.made.len() > MOST_AGENTS {
        return Err(limit(&format!("{MOST_AGENTS} agents")));
    }
    if reading.made.is_empty() {
        return Err(file.wrong(
            "",
            "no new Agent({...}) stands in this source",
            "import the file that makes the agents",
        ));
    }
    for (object, member, value) in &code.set {
        if let Some(index) = reading.resolve(*object, 0) {
            reading
                .later
                .entry((index, member))
                .or_default()
                .push(*value);
        }
    }
    for index in 0..reading.made.len() {
        let agent = reading.agent(index, notes);
        reading.walk.agents.push(agent);
    }
    reading.keys(notes);
    let mut count = 0;
    for index in 0..reading.made.len() {
        let handoffs = reading.handoffs(index, notes);
        count += handoffs.len();
        if count > MOST_HANDOFFS {
            return Err(limit(&format!("{MOST_HANDOFFS} handoffs")));
        }
        reading.walk.agents[index].handoffs = handoffs;
    }
    reading.runs(root, notes)?;
    Ok(reading.walk)
}

impl<'t> Reading<'_, 't> {
    fn collect(&mut self, notes: &mut Notes) {
        let mut copies = Vec::new();
        for node in &self.code.calls {
            let Some(made) = call(*node) else {
                continue;
            };
            let function = inner(made.function);
            let object = function.child_by_field_name("object");
            let is_agent = |function| {
                matches!(
                    self.code.original(function),
                    "Agent" | "RealtimeAgent" | "SandboxAgent"
                )
            };
            let method = self.code.last_name(function);
            let is_new = node.kind() == "new_expression" && is_agent(function);
            if is_new || (method == "create" && object.is_some_and(is_agent)) {
                self.add(made, None, notes);
            } else if method == "clone" {
                copies.extend(object.map(|object| (made, object)));
            }
            if self.made.len() > MOST_AGENTS {
                return;
            }
        }
        for (made, object) in copies {
            if let Some(of) = self.resolve(object, 0) {
                self.add(made, Some(of), notes);
            }
        }
    }

    fn add(&mut self, call: Call<'t>, copy_of: Option<usize>, notes: &mut Notes) {
        let options = self.code.options(call.arguments.first().copied());
        if let Some(unread) = options.unread {
            notes.warning(
                &place(unread),
                "what is handed in here is made while the program runs and was not read",
            );
        }
        self.at.insert(call.node.id(), self.made.len());
        self.made.push(Made {
            call,
            options,
            copy_of,
        });
    }

    /// The agent that an expression is.
    pub(super) fn resolve(&self, node: Node<'t>, depth: usize) -> Option<usize> {
        if depth > DEEPEST {
            return None;
        }
        let node = self.code.follow(node);
        if let Some(index) = self.at.get(&node.id()) {
            return Some(*index);
        }
        // A function of the source that gives back an agent.
        let made = call(node)?;
        let function = self
            .code
            .functions
            .get(self.code.last_name(made.function))?;
        self.resolve(given_back(*function)?, depth + 1)
    }

    /// The option of an agent, of the agent that it is a copy of where its own call does not say it.
    fn option(&self, index: usize, name: &str) -> Option<Node<'t>> {
        let mut index = index;
        for _ in 0..DEEPEST {
            let made = &self.made[index];
            if let Some(value) = made.options.named.get(name) {
                return Some(*value);
            }
            index = made.copy_of?;
        }
        None
    }

    fn said(&self, node: Option<Node<'t>>, what: &str, notes: &mut Notes) -> String {
        let Some(node) = node.filter(|node| !matches!(node.kind(), "undefined" | "null")) else {
            return String::new();
        };
        let Some(text) = self.code.words(node) else {
            notes.warning(
                &place(node),
                format!("{what} is made while the program runs, so nothing was carried"),
            );
            return String::new();
        };
        if is_function(self.code.follow(node)) {
            notes.info(
                &place(node),
                format!("a function makes {what}; the text in it was taken, parts that are filled in stand in braces"),
            );
        }
        said::prose(&text, &place(node), notes)
    }

    /// Says what of an agent's call is not carried.
    fn tell_rest(&self, index: usize, notes: &mut Notes) {
        for (list, what) in [("inputGuardrails", "input"), ("outputGuardrails", "output")] {
            let Some(node) = self.option(index, list) else {
                continue;
            };
            let names: Vec<String> = self
                .items(node, 0)
                .iter()
                .take(20)
                .map(|item| self.guardrail(*item))
                .collect();
            if !names.is_empty() {
                notes.warning(&place(node), format!("not carried: the {what} guardrails {}. A guardrail looks at texts while the agent runs; what it protects belongs into the contract (types, invariants) or a gate", names.join(", ")));
            }
        }
        for (name, node) in &self.made[index].options.named {
            if !KNOWN.contains(name) {
                notes.warning(
                    &place(*node),
                    format!(
                        "{:?} was not carried: no field of a record means it",
                        visible(name, 60)
                    ),
                );
            } else if matches!(*name, "prompt" | "toolUseBehavior") {
                notes.warning(&place(*node), format!("{name} was not carried"));
            }
        }
    }

    fn guardrail(&self, node: Node<'t>) -> String {
        let options = match call(self.code.follow(node)) {
            Some(made) => self.code.options(made.arguments.first().copied()),
            None => self.code.options(Some(node)),
        };
        let name = options.named.get("name");
        let name = name.and_then(|name| self.code.words(*name));
        name.map_or_else(
            || visible(self.code.text(node).lines().next().unwrap_or_default(), 60),
            |name| said::name(&name, "guardrail"),
        )
    }

    fn agent(&self, index: usize, notes: &mut Notes) -> WalkedAgent {
        let line = place(self.made[index].call.node);
        let told = self
            .option(index, "name")
            .and_then(|node| self.code.words(node))
            .filter(|name| !name.trim().is_empty());
        let name = if let Some(name) = told {
            said::name(&name, "agent")
        } else {
            notes.warning(
                &line,
                "the agent's name is made while the program runs; its line was taken instead",
            );
            format!("agent at {line}")
        };
        self.tell_rest(index, notes);
        let mut agent = WalkedAgent {
            key: name.clone(),
            description: self.said(
                self.option(index, "handoffDescription"),
                "the description",
                notes,
            ),
            instructions: self.said(
                self.option(index, "instructions"),
                "what the agent is told",
                notes,
            ),
            model: self
                .option(index, "model")
                .and_then(|node| self.model(node, 0)),
            tools: Vec::new(),
            mcp_servers: Vec::new(),
            output: self
                .option(index, "outputType")
                .and_then(|node| self.output(node, notes)),
            handoffs: Vec::new(),
            answer: Answer::Model,
            pointer: line,
            unlisted: false,
            file: None,
            name,
        };
        for node in self.listed(index, "mcpServers") {
            agent.mcp_servers.push(self.server(node, notes));
        }
        let mut seen = BTreeSet::new();
        for node in self.listed(index, "tools") {
            if self.as_tool(node).is_some() {
                continue;
            }
            let pointer = place(node);
            match self.tool(node, notes) {
                Some(Tool::Server(server)) => agent.mcp_servers.push(server),
                Some(Tool::Function {
                    name,
                    needs_approval,
                    params,
                }) if seen.insert(name.clone()) => agent.tools.push(WalkedTool {
                    name,
                    needs_approval,
                    drawn_as: None,
                    params,
                    pointer,
                }),
                Some(Tool::Function { .. }) => {}
                None => notes.warning(
                    &pointer,
                    "this tool is made while the program runs and was left out",
                ),
            }
        }
        agent
    }

    /// The model's name, also where it stands in the call that makes the model.
    fn model(&self, node: Node<'t>, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(made) = call(self.code.follow(node)) {
            return made
                .arguments
                .iter()
                .rev()
                .take(4)
                .find_map(|inside| self.model(*inside, depth + 1));
        }
        self.code
            .words(node)
            .filter(|name| !name.is_empty())
            .map(|name| said::name(&name, "model"))
    }

    fn output(&self, node: Node<'t>, notes: &mut Notes) -> Option<(String, serde_json::Value)> {
        let value = self.code.follow(node);
        if value.kind() == "undefined" || self.code.words(value).is_some() {
            // Plain text, as the SDK has it where nothing is said.
            return None;
        }
        zod::schema(self.code, node, notes)
    }

    /// The items of lists, also of joined ones and of lists that have a name.
    fn items(&self, node: Node<'t>, depth: usize) -> Vec<Node<'t>> {
        let list = self.code.follow(node);
        if depth > DEEPEST || !self.code.spend(1) {
            return Vec::new();
        }
        match list.kind() {
            "array" => {
                let items = children(list);
                self.code.spend(items.len());
                let each = items.into_iter().flat_map(|item| match item.kind() {
                    "spread_element" => children(item)
                        .first()
                        .map(|inside| self.items(*inside, depth + 1))
                        .unwrap_or_default(),
                    _ => vec![item],
                });
                each.take(MOST_AGENTS).collect()
            }
            "call_expression" => {
                let made = call(list);
                let joined = made.filter(|made| self.code.last_name(made.function) == "concat");
                let Some(joined) = joined else {
                    return vec![node];
                };
                let first = joined.function.child_by_field_name("object");
                let parts = first.into_iter().chain(joined.arguments);
                parts
                    .flat_map(|part| self.items(part, depth + 1))
                    .take(MOST_AGENTS)
                    .collect()
            }
            "undefined" | "null" => Vec::new(),
            _ => vec![node],
        }
    }

    /// What an agent's list holds: from its call, and what is put there later.
    pub(super) fn listed(&self, index: usize, name: &'t str) -> Vec<Node<'t>> {
        let mut items: Vec<Node<'t>> = self
            .option(index, name)
            .map(|node| self.items(node, 0))
            .unwrap_or_default();
        for value in self.later.get(&(index, name)).into_iter().flatten() {
            match value.kind() {
                "spread_element" => {
                    for inside in children(*value) {
                        items.extend(self.items(inside, 0));
                    }
                }
                _ => items.extend(self.items(*value, 0)),
            }
        }
        items.truncate(MOST_AGENTS);
        items
    }

    /// Names that stand before get a number, as in a walk.
    fn keys(&mut self, notes: &mut Notes) {
        let mut first: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for agent in &mut self.walk.agents {
            let (copies, place) = first
                .entry(agent.name.clone())
                .or_insert_with(|| (0, agent.pointer.clone()));
            *copies += 1;
            if *copies > 1 {
                agent.key = format!("{} ({copies})", agent.name);
                notes.warning(
                    &agent.pointer,
                    format!(
                        "{:?} is the name of the agent at {place} too; they stay two agents",
                        visible(&agent.name, 80)
                    ),
                );
            }
        }
    }
}
