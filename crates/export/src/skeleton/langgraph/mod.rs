//! A LangGraph `StateGraph`: a function for every agent, conditional edges from triggers, interrupts for people and gates.

mod wiring;

use super::about::{about, name_of, sentence};
use super::python::{Names, comment, docstring, text, tuple};
use super::{tell, trigger};
use crate::cast;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use baton_model::{
    Agent, AgentId, AgentKind, Document, Entry, Handoff, HandoffMode, Join, Kind, Target, Topology,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Names that the file has already.
const TAKEN: &[&str] = &[
    "Annotated",
    "Any",
    "Callable",
    "CompiledStateGraph",
    "END",
    "Gate",
    "HANDOFFS",
    "Node",
    "Protocol",
    "Handoff",
    "PEOPLE",
    "RECURSION_LIMIT",
    "START",
    "Send",
    "Signals",
    "State",
    "StateGraph",
    "Turn",
    "TypedDict",
    "after",
    "annotations",
    "applies",
    "asdict",
    "asked",
    "build",
    "cast",
    "counted",
    "dataclass",
    "entered",
    "field",
    "graph",
    "hand_over",
    "interrupt",
    "latest",
    "merged",
    "receiver",
    "state",
    "step",
    "transferred",
    "way",
];
/// Ids that LangGraph keeps for itself.
const KEPT: [&str; 2] = ["__start__", "__end__"];

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let path = format!("skeletons/langgraph/{}.py", topology.id);
        let drawn = Drawn::new(scope, topology);
        let mut notes = Vec::new();
        if drawn.members.is_empty() {
            notes.push("not exported: nobody takes part in it yet".to_owned());
        } else {
            let written = drawn.written(&mut notes);
            files.add(ExportFile::new(
                path.clone(),
                ExportKind::SkeletonLanggraph,
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
    members: Vec<&'a Agent>,
    handoffs: Vec<&'a Handoff>,
    entries: Vec<&'a Entry>,
    /// The function of each agent.
    functions: BTreeMap<&'a AgentId, String>,
}

impl<'a> Drawn<'a> {
    fn new(scope: &Scope<'a>, topology: &'a Topology) -> Self {
        let document = scope.document;
        let members = cast::members(document, topology);
        let mut handoffs: Vec<&Handoff> = scope.handoffs(&topology.id).collect();
        handoffs.sort_by_key(|handoff| {
            (
                &handoff.from,
                handoff.trigger.otherwise,
                handoff.trigger.priority,
                &handoff.id,
            )
        });
        let mut names = Names::new(TAKEN);
        let functions = members
            .iter()
            .map(|agent| (&agent.id, names.give(agent.id.as_str())))
            .collect();
        Self {
            document,
            topology,
            members,
            handoffs,
            entries: document
                .entries()
                .filter(|entry| entry.topology == topology.id)
                .collect(),
            functions,
        }
    }

    fn written(&self, notes: &mut Vec<String>) -> String {
        self.tell_drawing(notes);
        let mut out = docstring(&self.head(), 0);
        out.push_str(
            "\nfrom __future__ import annotations\n\nfrom collections.abc import Callable\nfrom dataclasses import asdict, dataclass, field\n\
             from typing import Annotated, Any, Protocol, TypedDict, cast\n\nfrom langgraph.graph import END, START, StateGraph\n\
             from langgraph.graph.state import CompiledStateGraph\nfrom langgraph.types import Send, interrupt\n\n\n",
        );
        out.push_str(include_str!("templates/state.py"));
        out.push_str("\n\n");
        self.table(&mut out);
        for agent in &self.members {
            out.push_str("\n\n");
            self.function(agent, &mut out);
        }
        out.push_str("\n\n");
        out.push_str(include_str!("templates/machinery.py"));
        self.build(&mut out, notes);
        out
    }

    fn head(&self) -> Vec<String> {
        let mut lines = vec![
            format!("{}: a LangGraph skeleton.", name_of(self.topology)),
            String::new(),
        ];
        if !self.topology.purpose.trim().is_empty() {
            lines.extend([self.topology.purpose.trim().to_owned(), String::new()]);
        }
        lines.extend([
            format!("Written by Baton from the topology {}. Start here: fill in the functions of the agents. An export never writes", self.topology.id),
            "over a file that was edited by hand unless it is told to. `baton export types-python` writes the types of the payloads.".to_owned(),
            String::new(),
            "`graph` is the compiled graph; give it a checkpointer where people are asked: `build().compile(checkpointer=...)`.".to_owned(),
        ]);
        lines
    }

    /// What the graph says otherwise than the drawing.
    fn tell_drawing(&self, notes: &mut Vec<String>) {
        let mut pairs: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
        for handoff in &self.handoffs {
            for to in self.nodes(handoff) {
                let pair = (handoff.from.to_string(), to);
                pairs.entry(pair).or_default().push(handoff.id.as_str());
            }
            if matches!(handoff.to, Target::Query(_)) {
                notes.push(format!(
                    "{} asks for capabilities: the graph has an edge from {} to everyone who qualifies now: {}",
                    handoff.id,
                    handoff.from,
                    self.nodes(handoff).join(", ")
                ));
            }
            if handoff.mode == HandoffMode::Delegate
                && handoff.parallel_group.is_some()
                && handoff.join != Join::All
            {
                notes.push(format!(
                    "{} joins with fewer than all branches: LangGraph waits for all of them",
                    handoff.id
                ));
            }
        }
        for ((from, to), ids) in pairs.iter().filter(|(_, ids)| ids.len() > 1) {
            notes.push(format!(
                "{} all lead from {from} to {to}: LangGraph draws one edge for them",
                ids.join(", ")
            ));
        }
        let carried: BTreeSet<String> = self
            .handoffs
            .iter()
            .filter_map(|handoff| pinned(handoff))
            .collect();
        if !carried.is_empty() {
            let carried: Vec<&str> = carried.iter().map(String::as_str).collect();
            notes.push(format!(
                "a dump of the graph names contracts and versions, but has no payload schemas: {}",
                carried.join(", ")
            ));
        }
        let in_cel = self
            .handoffs
            .iter()
            .filter(|handoff| handoff.trigger.condition.is_some());
        let in_cel: Vec<&str> = in_cel.map(|handoff| handoff.id.as_str()).collect();
        if !in_cel.is_empty() {
            notes.push(format!(
                "conditions in CEL stand as comments: {}",
                cast::listed(&in_cel)
            ));
        }
        let reached = self.reached();
        for agent in self
            .members
            .iter()
            .filter(|agent| !reached.contains(&agent.id))
        {
            notes.push(format!(
                "no handoff leads to {}: LangGraph does not draw where it leads on",
                node_id(&agent.id)
            ));
        }
        for agent in &self.members {
            if KEPT.contains(&agent.id.as_str()) {
                notes.push(format!(
                    "LangGraph keeps the name {} for itself: the node is called {}",
                    agent.id,
                    node_id(&agent.id)
                ));
            }
        }
    }

    /// The agents that handoffs lead to from where requests come in. Fallbacks and gates lead elsewhere without an edge.
    fn reached(&self) -> BTreeSet<&'a AgentId> {
        let entries = self.entries.iter().map(|entry| &entry.agent);
        let mut waiting: Vec<&AgentId> = entries.collect();
        if waiting.is_empty() {
            waiting.extend(self.members.first().map(|agent| &agent.id));
        }
        let mut reached = BTreeSet::new();
        while let Some(agent) = waiting.pop() {
            if reached.insert(agent) {
                let sent = self
                    .handoffs
                    .iter()
                    .filter(|handoff| handoff.from == *agent);
                let to = sent.flat_map(|handoff| cast::receivers(self.document, handoff));
                waiting.extend(to.map(|agent| &agent.id));
            }
        }
        reached
    }

    /// The nodes that a handoff may lead to, `END` for an outcome.
    fn nodes(&self, handoff: &Handoff) -> Vec<String> {
        match &handoff.to {
            Target::Outcome(_) => vec!["END".to_owned()],
            _ => cast::receivers(self.document, handoff)
                .iter()
                .map(|agent| node_id(&agent.id))
                .collect(),
        }
    }

    /// The table of handoffs that the machinery reads.
    fn table(&self, out: &mut String) {
        out.push_str("HANDOFFS = (\n");
        for handoff in &self.handoffs {
            let to = self.nodes(handoff);
            if to.is_empty() {
                let _ = writeln!(
                    out,
                    "    {}",
                    comment(&format!(
                        "{} leads to nobody: no agent has what it asks for",
                        handoff.id
                    ))
                );
                continue;
            }
            Self::row(handoff, &to, out);
        }
        out.push_str(")\n");
        let people = self
            .members
            .iter()
            .filter(|agent| agent.kind == AgentKind::Human);
        let people: Vec<String> = people.map(|agent| node_id(&agent.id)).collect();
        let _ = writeln!(out, "PEOPLE = {}", tuple(people.iter().map(String::as_str)));
        out.push_str("# Every handoff is a step: a request that is still under way after so many is stopped.\nRECURSION_LIMIT = 64\n");
    }

    fn row(handoff: &Handoff, to: &[String], out: &mut String) {
        let when = trigger::condition(&handoff.trigger);
        let _ = writeln!(out, "    {}", comment(&sentence(handoff)));
        if let Some(condition) = &handoff.trigger.condition {
            let _ = writeln!(out, "    {}", comment(&format!("And, in CEL: {condition}")));
        }
        let _ = writeln!(out, "    Handoff(\n        {},", text(handoff.id.as_str()));
        let _ = writeln!(out, "        sender={},", text(&node_id(&handoff.from)));
        let _ = writeln!(
            out,
            "        receivers={},",
            tuple(to.iter().map(String::as_str))
        );
        // Nested deeper than anybody would read, it is left to whoever decides by name.
        let when = when.unwrap_or_else(|| "False".to_owned());
        let _ = writeln!(out, "        when=lambda seen: {when},");
        if handoff.mode == HandoffMode::Delegate {
            out.push_str("        calls=True,\n");
        }
        if handoff.trigger.otherwise {
            out.push_str("        otherwise=True,\n");
        }
        if let Some(contract) = pinned(handoff) {
            let _ = writeln!(out, "        contract={},", text(&contract));
        }
        if let Some(limit) = handoff.policy.loop_limit {
            let _ = writeln!(out, "        loop_limit={limit},");
        }
        if !handoff.fallbacks.is_empty() {
            let fallbacks: Vec<String> = handoff.fallbacks.iter().map(node_id).collect();
            let _ = writeln!(
                out,
                "        fallbacks={},",
                tuple(fallbacks.iter().map(String::as_str))
            );
        }
        if let Target::Outcome(outcome) = &handoff.to {
            let _ = writeln!(out, "        outcome={},", text(outcome.outcome.as_str()));
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
            if !gate.branches.is_empty() {
                out.push_str("            answers={\n");
                for branch in &gate.branches {
                    let goes = match &branch.goes_to {
                        Some(Target::Agent(agent)) if !to.contains(&node_id(agent)) => {
                            format!(">{}", node_id(agent))
                        }
                        Some(Target::Outcome(outcome)) => outcome.outcome.to_string(),
                        _ => String::new(),
                    };
                    let _ = writeln!(
                        out,
                        "                {}: {},",
                        text(&branch.answer),
                        text(&goes)
                    );
                }
                out.push_str("            },\n");
            }
            out.push_str("        ),\n");
        }
        out.push_str("    ),\n");
    }

    fn function(&self, agent: &'a Agent, out: &mut String) {
        let function = &self.functions[&agent.id];
        let _ = writeln!(out, "def {function}(state: State) -> Turn:");
        out.push_str(&docstring(&about(self.document, agent, &self.handoffs), 4));
        if agent.kind == AgentKind::Human {
            let _ = writeln!(
                out,
                "    return asked({}, state)",
                text(&node_id(&agent.id))
            );
        } else {
            out.push_str("    # Your code: read state[\"payloads\"], do the work, say what you found out and what you hand on.\n    return Turn()\n");
        }
    }
}

/// The contract of a handoff with the version that is pinned, `refund-request@1.1.0`.
fn pinned(handoff: &Handoff) -> Option<String> {
    let contract = handoff.contract.as_ref()?;
    Some(match &handoff.version {
        Some(version) => format!("{contract}@{version}"),
        None => contract.to_string(),
    })
}

/// The node of an agent.
fn node_id(agent: &AgentId) -> String {
    if KEPT.contains(&agent.as_str()) {
        format!("agent{agent}")
    } else {
        agent.to_string()
    }
}
