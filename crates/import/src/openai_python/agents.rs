//! Agents of a source, with what is handed to them, as a walk over them.

use super::code::{Call, call, children, given_back, inner, last_name, text};
use super::modules::Project;
use super::tools::Tool;
use super::values::{schema, words};
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::MOST_HANDOFFS;
use crate::openai_agents::{Answer, Walk, WalkedAgent, WalkedTool};
use crate::said;
use crate::text::visible;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// Most agents that are read.
pub(super) const MOST_AGENTS: usize = 5000;
/// Deepest chain of names and lists that is followed.
const DEEPEST: usize = 24;
/// How many items of lists are looked at in all.
const BUDGET: usize = 1 << 19;

/// An agent made in the source.
pub(super) struct Made<'t> {
    pub call: Call<'t>,
    /// The agent that it is a copy of.
    copy_of: Option<usize>,
}

pub(super) struct Reading<'r, 't> {
    /// All sources, one after the other.
    pub source: &'t str,
    pub project: &'r Project<'t>,
    /// The modules that are read as one drawing.
    pub modules: BTreeSet<usize>,
    pub made: Vec<Made<'t>>,
    /// By where the call stands.
    at: BTreeMap<usize, usize>,
    pub walk: Walk,
    /// Agents that only names tell of.
    pub outside: BTreeMap<String, usize>,
    /// What is put into lists of agents later.
    later: BTreeMap<(usize, &'t str), Vec<Node<'t>>>,
    /// How many items of lists were looked at.
    spent: Cell<usize>,
}

impl<'r, 't> Reading<'r, 't> {
    /// The agents that these modules make.
    pub(super) fn of(project: &'r Project<'t>, modules: BTreeSet<usize>) -> Self {
        let mut reading = Reading {
            source: project.source,
            project,
            modules,
            made: Vec::new(),
            at: BTreeMap::new(),
            walk: Walk {
                agents: Vec::new(),
                entries: Vec::new(),
                place: "",
            },
            outside: BTreeMap::new(),
            later: BTreeMap::new(),
            spent: Cell::new(0),
        };
        reading.collect();
        for (object, attribute, value) in &project.set {
            if reading.is_here(*object)
                && let Some(index) = reading.resolve(*object, 0)
            {
                let values = reading.later.entry((index, attribute)).or_default();
                values.push(*value);
            }
        }
        reading
    }

    /// Whether a node stands in one of the modules.
    pub(super) fn is_here(&self, node: Node<'_>) -> bool {
        let module = self.project.module_of(node.start_byte());
        self.modules.contains(&module)
    }

    /// The walk that the modules mean; `file` is the one that refusals are about.
    pub(super) fn walk(mut self, file: &str, notes: &mut Notes) -> Result<Walk, ImportError> {
        let limit = |what: &str| {
            ImportError::new(
                file,
                "",
                format!("more than {what}; that is the limit"),
                "import a part of the source",
            )
        };
        if self.made.len() > MOST_AGENTS {
            return Err(limit(&format!("{MOST_AGENTS} agents")));
        }
        for index in 0..self.made.len() {
            let agent = self.agent(index, notes);
            self.walk.agents.push(agent);
        }
        self.keys(notes);
        let mut count = 0;
        for index in 0..self.made.len() {
            let handoffs = self.handoffs(index, notes);
            count += handoffs.len();
            if count > MOST_HANDOFFS {
                return Err(limit(&format!("{MOST_HANDOFFS} handoffs")));
            }
            self.walk.agents[index].handoffs = handoffs;
        }
        self.runs(notes)?;
        Ok(self.walk)
    }
}

impl<'t> Reading<'_, 't> {
    /// The name of the SDK that a call stands for.
    pub(super) fn original(&self, made: &Call<'t>) -> &'t str {
        let name = last_name(made.function, self.source);
        match made.function.kind() {
            "attribute" => name,
            _ => self.project.original(name, made.node.start_byte()),
        }
    }

    fn collect(&mut self) {
        let mut copies = Vec::new();
        for node in &self.project.calls {
            let Some(made) = call(*node, self.source).filter(|_| self.is_here(*node)) else {
                continue;
            };
            let name = last_name(made.function, self.source);
            if matches!(
                self.original(&made),
                "Agent" | "RealtimeAgent" | "SandboxAgent" | "VoiceAgent"
            ) {
                self.at.insert(node.start_byte(), self.made.len());
                self.made.push(Made {
                    call: made,
                    copy_of: None,
                });
            } else if name == "clone" && made.function.kind() == "attribute" {
                copies.push(made);
            }
        }
        for made in copies {
            let of = made
                .function
                .child_by_field_name("object")
                .and_then(|object| self.resolve(object, 0));
            if let Some(of) = of.filter(|of| *of < self.made.len()) {
                self.at.insert(made.node.start_byte(), self.made.len());
                self.made.push(Made {
                    call: made,
                    copy_of: Some(of),
                });
            }
        }
    }

    /// The agent that an expression is.
    pub(super) fn resolve(&self, node: Node<'t>, depth: usize) -> Option<usize> {
        if depth > DEEPEST {
            return None;
        }
        let node = inner(node);
        match node.kind() {
            "identifier" => {
                let name = text(node, self.source);
                let value = self.project.bound(name, node.start_byte())?;
                (value.start_byte() != node.start_byte()).then(|| self.resolve(value, depth + 1))?
            }
            "attribute" => self.resolve(self.project.member(node)?, depth + 1),
            "call" => {
                if let Some(index) = self.at.get(&node.start_byte()) {
                    return Some(*index);
                }
                // A function of the source that gives back an agent.
                let made = call(node, self.source)?;
                let function = self.project.callee(made.function)?;
                self.resolve(given_back(function)?, depth + 1)
            }
            _ => None,
        }
    }

    /// Whether an expression is a handoff to an agent, or a tool that one is.
    pub(super) fn names_agent(&self, node: Node<'t>) -> bool {
        call(node, self.source).is_some_and(|made| {
            let named = made.named.get("agent").copied();
            let object = made.function.child_by_field_name("object");
            let parts = named.into_iter().chain(made.positional.first().copied());
            parts
                .chain(object)
                .any(|part| self.resolve(part, 0).is_some())
        })
    }

    /// The argument of an agent, of the agent that it is a copy of where its own call does not say it.
    fn argument(&self, index: usize, name: &str) -> Option<Node<'t>> {
        let mut index = index;
        for _ in 0..DEEPEST {
            let made = &self.made[index];
            if let Some(value) = made.call.named.get(name) {
                return Some(*value);
            }
            index = made.copy_of?;
        }
        None
    }

    fn said(&self, node: Option<Node<'t>>, what: &str, notes: &mut Notes) -> String {
        let Some(node) = node.filter(|node| node.kind() != "none") else {
            return String::new();
        };
        if let Some(text) = words(node, self.source, self.project, 0) {
            said::prose(&text, &self.project.switch(node, notes), notes)
        } else {
            self.project.warn(
                node,
                notes,
                format!("{what} is made while the program runs, so nothing was carried"),
            );
            String::new()
        }
    }

    /// Says what of an agent's call is not carried.
    fn tell_rest(&self, index: usize, notes: &mut Notes) {
        let made = &self.made[index].call;
        if made.spread {
            self.project.warn(made.node, notes, "arguments that are handed in with * or ** are made while the program runs and were not read");
        }
        for (list, what) in [
            ("input_guardrails", "input"),
            ("output_guardrails", "output"),
        ] {
            if let Some(node) = self.argument(index, list) {
                let names: Vec<String> = self
                    .items(node, 0)
                    .iter()
                    .map(|item| visible(text(*item, self.source), 60))
                    .collect();
                if !names.is_empty() {
                    self.project.warn(node, notes, format!("not carried: the {what} guardrails {}. A guardrail looks at texts while the agent runs; what it protects belongs into the contract (types, invariants) or a gate", names.join(", ")));
                }
            }
        }
        let known = [
            "name",
            "instructions",
            "handoff_description",
            "handoffs",
            "model",
            "tools",
            "mcp_servers",
            "output_type",
            "input_guardrails",
            "output_guardrails",
            "prompt",
            "model_settings",
            "hooks",
            "tool_use_behavior",
            "reset_tool_choice",
            "mcp_config",
            "voice",
        ];
        for (name, node) in &made.named {
            if !known.contains(name) {
                self.project.warn(
                    *node,
                    notes,
                    format!(
                        "{:?} was not carried: no field of a record means it",
                        visible(name, 60)
                    ),
                );
            } else if matches!(*name, "prompt" | "hooks" | "tool_use_behavior") {
                self.project
                    .warn(*node, notes, format!("{name} was not carried"));
            }
        }
    }

    fn agent(&self, index: usize, notes: &mut Notes) -> WalkedAgent {
        let made = &self.made[index].call;
        let name = self.argument(index, "name").or_else(|| {
            made.positional
                .first()
                .copied()
                .filter(|_| self.made[index].copy_of.is_none())
        });
        let told = name
            .and_then(|node| words(node, self.source, self.project, 0))
            .filter(|name| !name.trim().is_empty());
        let name = if let Some(name) = told {
            said::name(&name, "agent")
        } else {
            let line = self.project.switch(made.node, notes);
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
                self.argument(index, "handoff_description"),
                "the description",
                notes,
            ),
            instructions: self.said(
                self.argument(index, "instructions"),
                "what the agent is told",
                notes,
            ),
            model: self
                .argument(index, "model")
                .and_then(|node| self.model(node, 0)),
            tools: Vec::new(),
            mcp_servers: Vec::new(),
            output: self
                .argument(index, "output_type")
                .and_then(|node| self.output(node, notes)),
            handoffs: Vec::new(),
            answer: Answer::Model,
            pointer: self.project.place(made.node),
            unlisted: false,
            file: self.project.file(made.node),
            name,
        };
        for node in self.listed(index, "mcp_servers") {
            agent.mcp_servers.push(self.server(node, notes));
        }
        let mut seen = BTreeSet::new();
        for node in self.listed(index, "tools") {
            if self.as_tool(node).is_some() {
                continue;
            }
            let line = self.project.switch(node, notes);
            let line = self.near(index, node, line);
            match self.tool(node, notes) {
                Some(Tool::Server(server)) => agent.mcp_servers.push(server),
                Some(Tool::Function(name, needs_approval)) if seen.insert(name.clone()) => {
                    agent.tools.push(WalkedTool {
                        name,
                        needs_approval,
                        drawn_as: None,
                        params: None,
                        pointer: line,
                    });
                }
                Some(Tool::Function(..)) => {}
                None => notes.warning(
                    &line,
                    "this tool is made while the program runs and was left out",
                ),
            }
        }
        agent
    }

    /// A place as it stands for the agent's own file: what stands elsewhere is told at the agent.
    fn near(&self, index: usize, node: Node<'_>, place: String) -> String {
        let own = self.made[index].call.node;
        let module = |node: Node<'_>| self.project.module_of(node.start_byte());
        if module(own) == module(node) {
            place
        } else {
            self.project.place(own)
        }
    }

    fn model(&self, node: Node<'t>, depth: usize) -> Option<String> {
        if depth > DEEPEST {
            return None;
        }
        if let Some(made) = call(node, self.source) {
            let inside = made
                .named
                .get("model")
                .or_else(|| made.named.get("model_name"))
                .or_else(|| made.positional.first())?;
            return self.model(*inside, depth + 1);
        }
        words(node, self.source, self.project, 0)
            .filter(|name| !name.is_empty())
            .map(|name| said::name(&name, "model"))
    }

    fn output(&self, node: Node<'t>, notes: &mut Notes) -> Option<(String, serde_json::Value)> {
        let mut node = inner(node);
        if let Some(made) = call(node, self.source) {
            node = *made
                .positional
                .first()
                .or_else(|| made.named.get("output_type"))?;
        }
        if matches!(text(node, self.source), "str" | "None") {
            return None;
        }
        let made = schema(node, self.source, self.project);
        if made.is_none() {
            self.project.warn(node, notes, format!("{:?} is not a class of this source that can be read as a schema; no contract was made", visible(text(node, self.source), 80)));
        }
        made.map(|schema| (self.project.place(node), schema))
    }

    /// The items of lists, also of joined ones and of lists that have a name.
    fn items(&self, node: Node<'t>, depth: usize) -> Vec<Node<'t>> {
        if depth > DEEPEST || self.spent.get() > BUDGET {
            return Vec::new();
        }
        let node = inner(node);
        let each = children(node);
        self.spent.set(self.spent.get() + 1 + each.len());
        match node.kind() {
            "list" | "tuple" | "set" => each
                .into_iter()
                .flat_map(|item| {
                    if item.kind() == "list_splat" {
                        item.named_child(0)
                            .map(|inside| self.items(inside, depth + 1))
                            .unwrap_or_default()
                    } else {
                        vec![item]
                    }
                })
                .collect(),
            "binary_operator" => each
                .into_iter()
                .flat_map(|part| self.items(part, depth + 1))
                .collect(),
            "identifier" => match self
                .project
                .bound(text(node, self.source), node.start_byte())
            {
                Some(value)
                    if matches!(inner(value).kind(), "list" | "tuple" | "binary_operator")
                        && value.start_byte() != node.start_byte() =>
                {
                    self.items(value, depth + 1)
                }
                _ => vec![node],
            },
            "attribute" => match self.project.member(node) {
                Some(value) if matches!(inner(value).kind(), "list" | "tuple") => {
                    self.items(value, depth + 1)
                }
                _ => vec![node],
            },
            "none" => Vec::new(),
            _ => vec![node],
        }
    }

    /// What an agent's list holds: from its call, and what is put there later.
    pub(super) fn listed(&self, index: usize, name: &str) -> Vec<Node<'t>> {
        let mut items: Vec<Node<'t>> = self
            .argument(index, name)
            .map(|node| self.items(node, 0))
            .unwrap_or_default();
        for value in self.later.get(&(index, name)).into_iter().flatten() {
            items.extend(self.items(*value, 0));
        }
        items.truncate(MOST_AGENTS);
        items
    }

    /// Names that stand before get a number, as in a walk.
    fn keys(&mut self, notes: &mut Notes) {
        let mut first: BTreeMap<String, (usize, String)> = BTreeMap::new();
        for agent in &mut self.walk.agents {
            if let Some(file) = &agent.file {
                notes.switch(file);
            }
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
