//! Whoever is called and answers its caller: MCP servers, functions, and agents behind a tool.

use super::{Drawn, tool_name};
use crate::cast;
use crate::skeleton::about::{about, sentence};
use crate::skeleton::python::{comment, docstring, text};
use crate::types::names::unused;
use baton_model::{Agent, AgentId, AgentKind, Handoff, HandoffMode};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

impl Drawn<'_> {
    /// Whoever is only called: an MCP server where its address is known, else a function.
    pub(super) fn tool(&self, agent: &Agent, out: &mut String) {
        let variable = &self.variables[&agent.id];
        let lines = about(self.document, agent, &self.handoffs);
        if let Some(server) = server(agent) {
            for line in &lines {
                let _ = writeln!(out, "{}", comment(line).trim_end());
            }
            let _ = writeln!(
                out,
                "{variable}: MCPServer = MCPServerStreamableHttp(params={{\"url\": {}}}, name={})",
                text(server),
                text(&self.names[&agent.id])
            );
            return;
        }
        let grave = agent.tools.iter().any(|tool| tool.irreversible)
            || agent
                .role
                .authority
                .iter()
                .any(|authority| authority.irreversible);
        let approval = if grave { ", needs_approval=True" } else { "" };
        let _ = writeln!(
            out,
            "@drawn_as({}, {})",
            text(&self.names[&agent.id]),
            text(json!(agent.kind).as_str().unwrap_or_default())
        );
        let _ = writeln!(
            out,
            "@function_tool(name_override={}{approval})",
            text(&tool_name(agent.id.as_str()))
        );
        let _ = writeln!(out, "def {variable}(request: str) -> str:");
        out.push_str(&docstring(&lines, 4));
        let _ = writeln!(
            out,
            "    raise NotImplementedError({})",
            text(&format!("call {}", cast::name(agent)))
        );
    }

    pub(super) fn calls(
        &self,
        agent: &Agent,
        sent: &[&Handoff],
        taken: &mut BTreeSet<String>,
        out: &mut String,
        notes: &mut Vec<String>,
    ) {
        let variable = &self.variables[&agent.id];
        let (mut tools, mut servers) = (String::new(), BTreeSet::new());
        // The first handoff to everybody who is only called.
        let mut first: BTreeMap<&AgentId, &Handoff> = BTreeMap::new();
        for handoff in sent
            .iter()
            .filter(|handoff| handoff.mode == HandoffMode::Delegate)
        {
            let receivers = cast::receivers(self.document, handoff);
            let several = receivers.len() > 1;
            for to in receivers {
                let name = &self.variables[&to.id];
                let is_called = self.called.iter().any(|called| called.id == to.id);
                if let Some(other) = first.get(&to.id).filter(|_| is_called) {
                    notes.push(format!(
                        "{} calls {} by {} and by {}: in the SDK that is one tool, so one handoff comes back",
                        agent.id, to.id, other.id, handoff.id
                    ));
                    continue;
                }
                first.entry(&to.id).or_insert(handoff);
                if is_called && server(to).is_some() {
                    servers.insert(name.clone());
                    continue;
                }
                let _ = writeln!(
                    tools,
                    "    {}",
                    comment(&format!("{}: {}", handoff.id, sentence(handoff)))
                );
                if is_called {
                    let _ = writeln!(tools, "    {name},");
                } else {
                    let id = if several {
                        format!("{}-{}", handoff.id, to.id)
                    } else {
                        handoff.id.to_string()
                    };
                    let tool = unused(&tool_name(&id), taken);
                    let description = text(&cast::description(self.document, to));
                    let _ = writeln!(
                        tools,
                        "    {name}.as_tool(tool_name={}, tool_description={description}),",
                        text(&tool)
                    );
                }
            }
        }
        if !tools.is_empty() {
            let _ = writeln!(
                out,
                "\n{variable}_tools: list[Tool] = [\n{tools}]\n{variable}.tools = {variable}_tools"
            );
        }
        if !servers.is_empty() {
            let servers: Vec<String> = servers.into_iter().collect();
            let _ = writeln!(out, "\n{variable}.mcp_servers = [{}]", servers.join(", "));
        }
    }
}

fn server(agent: &Agent) -> Option<&str> {
    let link = agent
        .links
        .mcp
        .as_deref()
        .filter(|_| agent.kind == AgentKind::Tool);
    link.and_then(cast::address)
}
