//! The graph itself: nodes, where requests come in, edges.

use super::{Drawn, node_id, pinned};
use crate::cast;
use crate::skeleton::python::text;
use crate::words;
use baton_model::{Agent, AgentId, Handoff, HandoffMode};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How an agent goes on.
enum Ways<'a> {
    /// It only returns to this caller.
    Back(&'a AgentId),
    /// Along these edges, by key; the flag says whether the edge is only a way back to a caller.
    Edges(Vec<(String, String, bool)>),
}

/// The key of the edge that a handoff goes along.
fn key(handoff: &Handoff, to: &str, several: bool) -> String {
    if several {
        format!("{}>{to}", handoff.id)
    } else {
        handoff.id.to_string()
    }
}

impl<'a> Drawn<'a> {
    fn ways(&self, agent: &'a Agent) -> Ways<'a> {
        let node = node_id(&agent.id);
        let mut edges = Vec::new();
        for handoff in self
            .handoffs
            .iter()
            .filter(|handoff| handoff.from == agent.id)
        {
            let to = self.nodes(handoff);
            let several = to.len() > 1;
            edges.extend(
                to.into_iter()
                    .map(|to| (key(handoff, &to, several), to, false)),
            );
        }
        let arriving: Vec<&Handoff> = self
            .handoffs
            .iter()
            .copied()
            .filter(|handoff| self.nodes(handoff).contains(&node))
            .collect();
        let callers: BTreeSet<&AgentId> = arriving
            .iter()
            .filter(|handoff| handoff.mode == HandoffMode::Delegate)
            .map(|handoff| &handoff.from)
            .collect();
        let is_only_called = arriving
            .iter()
            .all(|handoff| handoff.mode == HandoffMode::Delegate)
            && self.entries.iter().all(|entry| entry.agent != agent.id);
        if let (true, true, 1, Some(caller)) = (
            edges.is_empty(),
            is_only_called,
            callers.len(),
            callers.first(),
        ) {
            return Ways::Back(caller);
        }
        edges.extend(callers.into_iter().map(|caller| {
            let caller = node_id(caller);
            (format!("<{caller}"), caller, true)
        }));
        Ways::Edges(edges)
    }

    pub(super) fn build(&self, out: &mut String, notes: &mut Vec<String>) {
        let channels: BTreeMap<String, String> = self
            .entries
            .iter()
            .map(|entry| (entry.id.to_string(), node_id(&entry.agent)))
            .collect();
        let several = channels.values().collect::<BTreeSet<_>>().len() > 1;
        if several {
            self.entered(out);
        }
        out.push_str("\n\ndef build() -> StateGraph[State, None, State, State]:\n    \"\"\"The graph, as it is drawn.\"\"\"\n    builder = StateGraph(State)\n");
        for agent in &self.members {
            let metadata = self.metadata(agent);
            let node = text(&node_id(&agent.id));
            let function = &self.functions[&agent.id];
            let _ = writeln!(
                out,
                "    builder.add_node({node}, step({node}, {function}){metadata})"
            );
        }
        match channels.values().next() {
            None => {
                let first = node_id(&self.members[0].id);
                notes.push(format!("no entry is drawn: the graph starts at {first}"));
                let _ = writeln!(out, "    builder.add_edge(START, {})", text(&first));
            }
            Some(only) if !several => {
                let _ = writeln!(out, "    builder.add_edge(START, {})", text(only));
            }
            Some(_) => {
                out.push_str("    builder.add_conditional_edges(\n        START,\n        entered,\n        {\n");
                for (entry, node) in &channels {
                    let _ = writeln!(out, "            {}: {},", text(entry), text(node));
                }
                out.push_str("        },\n    )\n");
            }
        }
        for agent in &self.members {
            self.edges(agent, out, notes);
        }
        out.push_str("    return builder\n\n\ngraph: CompiledStateGraph[State, None, State, State] = build().compile().with_config(recursion_limit=RECURSION_LIMIT)\n");
    }

    /// What `baton import` reads of a node in a dump of the graph: the owning team, and the contract of each edge by the edge's key.
    fn metadata(&self, agent: &Agent) -> String {
        let mut members = Vec::new();
        if let Some(team) = cast::team(self.document, agent) {
            members.push(format!("\"owner\": {}", text(&team.name)));
        }
        let mut contracts = Vec::new();
        let sent = self
            .handoffs
            .iter()
            .filter(|handoff| handoff.from == agent.id);
        for handoff in sent {
            let Some(contract) = pinned(handoff) else {
                continue;
            };
            let to = self.nodes(handoff);
            let keys = to.iter().map(|one| key(handoff, one, to.len() > 1));
            contracts.extend(keys.map(|key| format!("{}: {}", text(&key), text(&contract))));
        }
        if !contracts.is_empty() {
            members.push(format!("\"contracts\": {{{}}}", contracts.join(", ")));
        }
        if members.is_empty() {
            return String::new();
        }
        format!(", metadata={{{}}}", members.join(", "))
    }

    /// The choice between several entries.
    fn entered(&self, out: &mut String) {
        out.push_str("\n\ndef entered(state: State) -> str:\n    \"\"\"The entry of a request, by the channel on which it came.\"\"\"\n    channel = state.get(\"channel\", \"\")\n");
        let mut seen = BTreeSet::new();
        for entry in &self.entries {
            if let Some(channel) = entry
                .channel
                .filter(|channel| seen.insert(words::channel(*channel)))
            {
                let word = words::channel(channel).to_lowercase();
                let _ = writeln!(
                    out,
                    "    if channel == {}:\n        return {}",
                    text(&word),
                    text(entry.id.as_str())
                );
            }
        }
        if let Some(first) = self.entries.first() {
            let _ = writeln!(out, "    return {}", text(first.id.as_str()));
        }
    }

    fn edges(&self, agent: &'a Agent, out: &mut String, notes: &mut Vec<String>) {
        let node = node_id(&agent.id);
        let from = text(&node);
        match self.ways(agent) {
            Ways::Back(caller) => {
                let _ = writeln!(
                    out,
                    "    builder.add_edge({from}, {})",
                    text(&node_id(caller))
                );
            }
            Ways::Edges(edges) if edges.is_empty() => {
                notes.push(format!(
                    "nothing leads on from {node}: LangGraph ends the graph there"
                ));
            }
            Ways::Edges(edges) => {
                let back: Vec<&str> = edges
                    .iter()
                    .filter(|edge| edge.2)
                    .map(|edge| edge.1.as_str())
                    .collect();
                if !back.is_empty() {
                    notes.push(format!(
                        "{node} returns to {}: in LangGraph the way back is an edge",
                        back.join(", ")
                    ));
                }
                let _ = writeln!(
                    out,
                    "    builder.add_conditional_edges(\n        {from},\n        after({from}),\n        {{"
                );
                for (key, to, _) in &edges {
                    let to = if to == "END" {
                        "END".to_owned()
                    } else {
                        text(to)
                    };
                    let _ = writeln!(out, "            {}: {to},", text(key));
                }
                out.push_str("        },\n    )\n");
            }
        }
    }
}
