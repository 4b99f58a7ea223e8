//! Tools of agents: those that they call themselves, those that ask for confirmation, and servers.

use super::agents::{Cast, Seat, payload};
use super::spec::Part;
use crate::error::ImportError;
use crate::pen::{Pen, known, str_of};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, DecidedBy, Gate};
use serde_json::Value;

impl<'v> Cast<'_, 'v> {
    pub(super) fn tools(
        &mut self,
        pen: &mut Pen<'_>,
        agent: &AgentId,
        part: &Part<'v>,
        member: &str,
    ) -> Result<(), ImportError> {
        for tool in self.list(pen, part, member) {
            let asks = tool
                .fields
                .get("requires_confirmation")
                .and_then(Value::as_bool)
                == Some(true);
            let transport = tool
                .fields
                .get("client_transport")
                .and_then(|value| self.spec.part(value, &tool.at("client_transport")));
            if let Some(transport) = transport.filter(|_| tool.kind == "MCPTool") {
                let server = self.server(pen, &transport, &transport.name())?;
                pen.tool(&server, &tool.name());
                self.call(pen, agent, &server, &tool, asks)?;
            } else if asks {
                let called = self.tool(pen, &tool)?;
                self.call(pen, agent, &called, &tool, true)?;
            } else {
                if ![
                    "ServerTool",
                    "ClientTool",
                    "RemoteTool",
                    "BuiltinTool",
                    "MCPTool",
                ]
                .contains(&tool.kind)
                {
                    pen.notes.info(
                        &tool.place,
                        format!(
                            "the tool {:?} is of a kind that is not known; its name was carried",
                            visible(tool.kind, 80)
                        ),
                    );
                }
                pen.tool(agent, &tool.name());
            }
        }
        Ok(())
    }

    /// A tool with a box of its own.
    pub(super) fn tool(
        &mut self,
        pen: &mut Pen<'_>,
        tool: &Part<'v>,
    ) -> Result<AgentId, ImportError> {
        let key = tool.key();
        if let Some(known) = self.drawn.get(&key).and_then(|seat| seat.entries.first()) {
            return Ok(known.clone());
        }
        let id = pen.agent(&key, &tool.name(), &tool.place, &known(AgentKind::Tool))?;
        pen.stands(&id, self.group.as_ref())?;
        let text = pen.text(&tool.at("description"), tool.fields.get("description"));
        pen.scope(&id, &text);
        if let Some(url) = str_of(tool.fields, "url") {
            let url = pen.text(&tool.at("url"), Some(&Value::from(url)));
            pen.scope(
                &id,
                &format!(
                    "{} {url}",
                    str_of(tool.fields, "http_method").unwrap_or("GET")
                ),
            );
        }
        if let Some(pinned) = payload(pen, tool, "inputs")? {
            self.inputs.insert(id.clone(), pinned);
        }
        self.drawn.insert(key, Seat::one(id.clone()));
        Ok(id)
    }

    pub(super) fn toolboxes(
        &mut self,
        pen: &mut Pen<'_>,
        agent: &AgentId,
        part: &Part<'v>,
    ) -> Result<(), ImportError> {
        for toolbox in self.list(pen, part, "toolboxes") {
            let asks = toolbox
                .fields
                .get("requires_confirmation")
                .and_then(Value::as_bool)
                == Some(true);
            let transport = toolbox
                .fields
                .get("client_transport")
                .and_then(|value| self.spec.part(value, &toolbox.at("client_transport")));
            let server = if let Some(transport) = transport {
                self.server(pen, &transport, &toolbox.name())?
            } else {
                pen.notes.warning(
                    &toolbox.place,
                    format!(
                        "the box of tools {:?} has no transport that is known",
                        visible(toolbox.kind, 80)
                    ),
                );
                self.tool(pen, &toolbox)?
            };
            let filter = toolbox.fields.get("tool_filter").and_then(Value::as_array);
            for allowed in filter
                .into_iter()
                .flatten()
                .filter_map(|tool| tool.as_str().or_else(|| tool["name"].as_str()))
            {
                pen.tool(&server, allowed);
            }
            self.call(pen, agent, &server, &toolbox, asks)?;
        }
        Ok(())
    }

    /// A server by its transport.
    fn server(
        &mut self,
        pen: &mut Pen<'_>,
        transport: &Part<'v>,
        name: &str,
    ) -> Result<AgentId, ImportError> {
        let key = transport.key();
        if let Some(known) = self.drawn.get(&key).and_then(|seat| seat.entries.first()) {
            return Ok(known.clone());
        }
        let url = str_of(transport.fields, "url");
        let id = pen.server(&key, name, url, &transport.place)?;
        pen.stands(&id, self.group.as_ref())?;
        if let Some(command) = str_of(transport.fields, "command") {
            let args = transport.fields.get("args").and_then(Value::as_array);
            let words: Vec<&str> = std::iter::once(command)
                .chain(args.into_iter().flatten().filter_map(Value::as_str))
                .collect();
            let line = pen.text(&transport.place, Some(&Value::from(words.join(" "))));
            pen.scope(&id, &format!("Started with: {line}"));
        }
        let hidden = ["env", "headers", "sensitive_headers", "auth", "key_file"];
        if hidden.iter().any(|name| {
            transport
                .fields
                .get(*name)
                .is_some_and(|value| !value.is_null())
        }) {
            pen.notes.warning(
                &transport.place,
                "environment, headers and credentials of a server were not read",
            );
        }
        self.drawn.insert(key, Seat::one(id.clone()));
        Ok(id)
    }

    fn call(
        &mut self,
        pen: &mut Pen<'_>,
        agent: &AgentId,
        to: &AgentId,
        tool: &Part<'v>,
        asks: bool,
    ) -> Result<(), ImportError> {
        let id = pen.call(&format!(":{}", tool.key()), agent, to, &tool.place)?;
        pen.about(&id, |handoff| {
            handoff.trigger.decided_by = DecidedBy::Model;
            handoff.gate = asks.then(Gate::new);
        });
        self.receives(pen, to, &id);
        Ok(())
    }
}
