//! Agents of the `OpenAI` Agents SDK: an `Agent` for everybody who takes over, `handoff(...)` for transfers, tools for whoever is only called.

mod calls;

use crate::cast;
use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::skeleton::about::{about, name_of, sentence};
use crate::skeleton::python::{Names, comment, docstring, paragraphs, text, tuple};
use crate::skeleton::tell;
use crate::types::names::{snake, unused};
use baton_model::{
    Agent, AgentId, AgentKind, Document, Handoff, HandoffMode, Kind, Target, Topology,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Names that the file has already.
const TAKEN: &[&str] = &[
    "AGENTS",
    "Agent",
    "Any",
    "Callable",
    "ENTRY",
    "FunctionTool",
    "Gate",
    "MAX_TURNS",
    "MCPServer",
    "MCPServerStreamableHttp",
    "Request",
    "RunContextWrapper",
    "Runner",
    "TakenOver",
    "Tool",
    "Turned",
    "TurnedAway",
    "agents",
    "annotations",
    "answer",
    "as_tool",
    "asyncio",
    "dataclass",
    "drawn_as",
    "field",
    "function_tool",
    "hand_over",
    "handoff",
    "main",
    "review",
    "sys",
    "Handoff",
];
/// Longest name of a tool that models take.
const LONGEST_TOOL: usize = 60;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let path = format!("skeletons/openai-agents/{}.py", topology.id);
        let drawn = Drawn::new(scope, topology);
        let mut notes = Vec::new();
        if drawn.agents.is_empty() {
            notes.push("not exported: nobody takes part in it yet".to_owned());
        } else {
            let written = drawn.written(&mut notes);
            files.add(ExportFile::new(
                path.clone(),
                ExportKind::SkeletonOpenaiAgents,
                written,
                Some(Source::new(Kind::Topology, topology.id.as_str())),
            ));
        }
        tell(files, &path, topology, notes);
    }
}

struct Drawn<'a> {
    document: &'a Document,
    topology: &'a Topology,
    handoffs: Vec<&'a Handoff>,
    /// Those that become agents of the SDK.
    agents: Vec<&'a Agent>,
    /// Tools and people that are only called.
    called: Vec<&'a Agent>,
    /// The variable of each.
    variables: BTreeMap<&'a AgentId, String>,
    /// The name of each agent: its display name, with the id where two share one.
    names: BTreeMap<&'a AgentId, String>,
}

impl<'a> Drawn<'a> {
    fn new(scope: &Scope<'a>, topology: &'a Topology) -> Self {
        let document = scope.document;
        let members = cast::members(document, topology);
        let mut handoffs: Vec<&Handoff> = scope.handoffs(&topology.id).collect();
        handoffs.sort_by_key(|handoff| (&handoff.from, handoff.trigger.priority, &handoff.id));
        let is_called = |agent: &Agent| {
            let mut arriving = handoffs.iter().filter(|handoff| {
                let receivers = cast::receivers(document, handoff);
                receivers.iter().any(|to| to.id == agent.id)
            });
            let sends = handoffs.iter().any(|handoff| handoff.from == agent.id);
            let enters = document
                .entries()
                .any(|entry| entry.topology == topology.id && entry.agent == agent.id);
            let is_thing = matches!(
                agent.kind,
                AgentKind::Tool | AgentKind::Queue | AgentKind::Human
            );
            let first = arriving.next();
            is_thing
                && !sends
                && !enters
                && first.is_some_and(|first| first.mode == HandoffMode::Delegate)
                && arriving.all(|handoff| handoff.mode == HandoffMode::Delegate)
        };
        let (called, agents): (Vec<&Agent>, Vec<&Agent>) =
            members.into_iter().partition(|agent| is_called(agent));
        let mut variables = Names::new(TAKEN);
        let mut shared: BTreeMap<String, usize> = BTreeMap::new();
        for agent in agents.iter().chain(&called) {
            *shared.entry(cast::name(agent)).or_default() += 1;
        }
        let all = || agents.iter().chain(&called);
        Self {
            variables: all()
                .map(|agent| (&agent.id, variables.give(agent.id.as_str())))
                .collect(),
            names: all()
                .map(|agent| {
                    let name = cast::name(agent);
                    let is_shared = shared.get(&name).is_some_and(|count| *count > 1);
                    let name = if is_shared {
                        format!("{name} ({})", agent.id)
                    } else {
                        name
                    };
                    (&agent.id, name)
                })
                .collect(),
            document,
            topology,
            handoffs,
            agents,
            called,
        }
    }

    fn written(&self, notes: &mut Vec<String>) -> String {
        self.tell_names(notes);
        let mut out = docstring(&self.head(), 0);
        out.push_str(
            "\nfrom __future__ import annotations\n\nimport asyncio\nimport sys\nfrom collections.abc import Callable\n\
             from dataclasses import dataclass, field\nfrom typing import Any\n\n\
             from agents import Agent, FunctionTool, Handoff, RunContextWrapper, Runner, Tool, function_tool, handoff\n\
             from agents.mcp import MCPServer, MCPServerStreamableHttp\n\n\n",
        );
        out.push_str(include_str!("templates/machinery.py"));
        for agent in &self.called {
            out.push_str("\n\n");
            self.tool(agent, &mut out);
        }
        for agent in &self.agents {
            out.push_str("\n\n");
            self.agent(agent, &mut out);
        }
        out.push('\n');
        for agent in &self.agents {
            self.seams(agent, &mut out, notes);
        }
        self.end(&mut out, notes);
        out
    }

    fn head(&self) -> Vec<String> {
        let mut lines = vec![
            format!(
                "{}: a skeleton for the OpenAI Agents SDK.",
                name_of(self.topology)
            ),
            String::new(),
        ];
        if !self.topology.purpose.trim().is_empty() {
            lines.extend([self.topology.purpose.trim().to_owned(), String::new()]);
        }
        lines.extend([
            format!("Written by Baton from the topology {}. Start here: give the agents their models, instructions and tools. An export", self.topology.id),
            "never writes over a file that was edited by hand unless it is told to. `baton export types-python` writes the types of the".to_owned(),
            "payloads: give one to a handoff as its input_type.".to_owned(),
        ]);
        lines
    }

    fn tell_names(&self, notes: &mut Vec<String>) {
        for (id, name) in &self.names {
            if name.ends_with(&format!(" ({id})")) {
                notes.push(format!("another agent is called like {id}, and the SDK knows agents by name: it is called {name:?}"));
            }
        }
    }

    fn agent(&self, agent: &Agent, out: &mut String) {
        let variable = &self.variables[&agent.id];
        for line in about(self.document, agent, &self.handoffs) {
            for line in crate::escape::visible(&line).lines() {
                let _ = writeln!(out, "{}", comment(line).trim_end());
            }
        }
        let _ = writeln!(
            out,
            "{variable}: Agent[Request] = Agent(\n    name={},",
            text(&self.names[&agent.id])
        );
        let _ = writeln!(
            out,
            "    handoff_description={},",
            text(&cast::description(self.document, agent))
        );
        let scope = agent.role.scope.text.trim();
        let instructions = match agent.kind {
            AgentKind::Human => "People answer here, no model: the run ends with TakenOver before this agent is asked.".to_owned(),
            _ if scope.is_empty() => cast::description(self.document, agent),
            _ => scope.to_owned(),
        };
        let _ = writeln!(out, "    instructions={},", paragraphs(&instructions, 4));
        let model =
            cast::version(self.document, agent).and_then(|version| version.model.as_deref());
        if let Some(model) = model.filter(|model| !visible_line(model).is_empty()) {
            let _ = writeln!(out, "    model={},", text(model));
        }
        out.push_str(")\n");
    }

    /// Whom an agent hands over to and calls.
    fn seams(&self, agent: &Agent, out: &mut String, notes: &mut Vec<String>) {
        let variable = &self.variables[&agent.id];
        let sent: Vec<&Handoff> = self
            .handoffs
            .iter()
            .copied()
            .filter(|handoff| handoff.from == agent.id)
            .collect();
        let mut taken = BTreeSet::new();
        let mut handoffs = String::new();
        for handoff in sent
            .iter()
            .filter(|handoff| handoff.mode == HandoffMode::Transfer)
        {
            if let Target::Outcome(outcome) = &handoff.to {
                let _ = writeln!(
                    handoffs,
                    "    {}",
                    comment(&format!(
                        "{} ends the run as {}: {}",
                        handoff.id,
                        outcome.outcome,
                        sentence(handoff)
                    ))
                );
                continue;
            }
            let receivers = cast::receivers(self.document, handoff);
            if matches!(handoff.to, Target::Query(_)) {
                let ids: Vec<&str> = receivers.iter().map(|to| to.id.as_str()).collect();
                notes.push(format!(
                    "{} asks for capabilities: {} hands over to everyone who qualifies now: {}",
                    handoff.id,
                    handoff.from,
                    ids.join(", ")
                ));
            }
            for to in receivers {
                let several = matches!(handoff.to, Target::Query(_));
                let id = if several {
                    format!("{}-{}", handoff.id, to.id)
                } else {
                    handoff.id.to_string()
                };
                self.transfer(
                    handoff,
                    to,
                    &unused(&tool_name(&id), &mut taken),
                    &mut handoffs,
                );
            }
        }
        if !handoffs.is_empty() {
            let _ = writeln!(out, "\n{variable}.handoffs = [\n{handoffs}]");
        }
        self.calls(agent, &sent, &mut taken, out, notes);
    }

    fn transfer(&self, handoff: &Handoff, to: &Agent, tool: &str, out: &mut String) {
        let _ = writeln!(
            out,
            "    hand_over(\n        {},\n        {},",
            text(handoff.id.as_str()),
            self.variables[&to.id]
        );
        let _ = writeln!(out, "        tool={},", text(tool));
        let _ = writeln!(out, "        when={},", text(&sentence(handoff)));
        if let Some(contract) = &handoff.contract {
            let version = handoff
                .version
                .as_ref()
                .map_or_else(String::new, |version| format!("@{version}"));
            let _ = writeln!(
                out,
                "        contract={},",
                text(&format!("{contract}{version}"))
            );
        }
        if let Some(limit) = handoff.policy.loop_limit {
            let _ = writeln!(out, "        loop_limit={limit},");
        }
        if to.kind == AgentKind::Human {
            out.push_str("        to_people=True,\n");
        }
        if let Some(gate) = &handoff.gate {
            let _ = writeln!(
                out,
                "        gate=Gate(\n            question={},",
                text(&gate.question)
            );
            for (name, value) in [
                ("summary", &gate.summary),
                ("proposed_action", &gate.proposed_action),
            ] {
                if !value.trim().is_empty() {
                    let _ = writeln!(out, "            {name}={},", text(value));
                }
            }
            let stays = |goes: &Target| goes.agent() != Some(&to.id);
            let others: Vec<&str> = gate
                .branches
                .iter()
                .filter(|branch| branch.goes_to.as_ref().is_some_and(stays))
                .map(|branch| branch.answer.as_str())
                .collect();
            let _ = writeln!(out, "            turns_away={},", tuple(others));
            out.push_str("        ),\n");
        }
        out.push_str("    ),\n");
    }

    fn end(&self, out: &mut String, notes: &mut Vec<String>) {
        let mut entries = self
            .document
            .entries()
            .filter(|entry| entry.topology == self.topology.id);
        let first = entries.next();
        let entry = first.map_or_else(|| &self.agents[0].id, |entry| &entry.agent);
        if first.is_none() {
            notes.push(format!("no entry is drawn: runs start at {entry}"));
        }
        let others: Vec<&str> = entries
            .filter(|other| other.agent != *entry)
            .map(|other| other.agent.as_str())
            .collect();
        if !others.is_empty() {
            notes.push(format!(
                "a run starts at one agent: {entry} was taken, though requests come in at {} too",
                others.join(", ")
            ));
        }
        let agents: Vec<&str> = self
            .agents
            .iter()
            .map(|agent| self.variables[&agent.id].as_str())
            .collect();
        let _ = writeln!(
            out,
            "\nAGENTS: list[Agent[Request]] = [{}]",
            agents.join(", ")
        );
        let _ = writeln!(out, "ENTRY = {}", self.variables[entry]);
        out.push_str(
            "# A run that is still under way after so many turns is stopped.\nMAX_TURNS = 64\n\n\n",
        );
        out.push_str(include_str!("templates/main.py"));
    }
}

fn tool_name(id: &str) -> String {
    let mut name = snake(id);
    name.truncate(LONGEST_TOOL);
    name
}
