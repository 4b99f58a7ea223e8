//! Tools of an agent: functions, agents as tools, servers, and what waits for a person.

use super::agents::{Config, Troupe};
use crate::error::ImportError;
use crate::pen::{Pen, at, known, str_of};
use crate::secrets::command_line;
use crate::text::visible;
use baton_model::{AgentId, AgentKind, DecidedBy, Gate, Kind, RecordKey};
use serde_json::Value;

impl<'v> Troupe<'_, 'v> {
    /// Tools, agents as tools, and servers. Gives whether one of them leaves the loop around the agent.
    pub(super) fn tools(
        &mut self,
        pen: &mut Pen<'_>,
        id: &AgentId,
        config: &Config<'v>,
    ) -> Result<bool, ImportError> {
        let place = config.at("tools");
        let mut leaves = false;
        for (index, tool) in pen.objects(&place, config.fields.get("tools")) {
            let place = format!("{place}/{index}");
            let Some(name) = str_of(tool, "name") else {
                pen.notes
                    .warning(&place, "this tool has no name and was left out");
                continue;
            };
            let short = name.rsplit('.').next().unwrap_or(name);
            let args = tool.get("args").unwrap_or(&Value::Null);
            leaves |= short == "exit_loop";
            if short == "AgentTool" {
                let place = at(&at(&place, "args"), "agent");
                let seat = match args.get("agent") {
                    Some(Value::String(path)) => self.at_path(pen, config.file, path, &place)?,
                    Some(Value::Object(fields)) => {
                        let inner = Config {
                            file: config.file,
                            place: place.clone(),
                            fields,
                        };
                        self.referred(pen, &inner)?
                    }
                    _ => {
                        pen.notes
                            .warning(&place, "this names no agent and was left out");
                        continue;
                    }
                };
                for to in &seat.entries {
                    let call = pen.call("", id, to, &place)?;
                    pen.about(&call, |handoff| {
                        handoff.trigger.decided_by = DecidedBy::Model;
                    });
                }
            } else if short.eq_ignore_ascii_case("McpToolset") {
                self.server(pen, id, args, &place)?;
            } else if short == "LongRunningFunctionTool" && args["func"].is_string() {
                let function = args["func"].as_str().unwrap_or_default();
                pen.tool(id, function.rsplit('.').next().unwrap_or(function));
                pen.notes.info(
                    &place,
                    format!(
                        "{:?} answers later, by whoever runs the system: if a person does, draw them",
                        visible(function, 120)
                    ),
                );
            } else if args["require_confirmation"]
                .as_bool()
                .unwrap_or(args["require_confirmation"].is_string())
            {
                self.confirmed(pen, id, short, &place)?;
            } else {
                pen.tool(id, short);
            }
        }
        if config
            .fields
            .keys()
            .any(|name| name.ends_with("_callbacks"))
        {
            pen.notes.info(
                &config.place,
                "callbacks stand in code; their names are kept under the origin",
            );
        }
        if leaves {
            pen.guessed(
                &RecordKey::new(Kind::Agent, id.as_str()),
                "may end its loop: it has the tool exit_loop",
            );
        }
        Ok(leaves)
    }

    /// A tool that waits until a person has said yes: drawn by itself, behind a gate.
    fn confirmed(
        &mut self,
        pen: &mut Pen<'_>,
        id: &AgentId,
        name: &str,
        place: &str,
    ) -> Result<(), ImportError> {
        let key = format!("{} tool:{name}", pen.key_of(id));
        let tool = pen.agent(&key, name, place, &known(AgentKind::Tool))?;
        pen.stands(&tool, self.group.as_ref())?;
        pen.tool(&tool, name);
        let call = pen.call("", id, &tool, place)?;
        pen.about(&call, |handoff| {
            handoff.trigger.decided_by = DecidedBy::Model;
            handoff.gate = Some(Gate::new());
        });
        pen.notes.info(
            place,
            format!(
                "{:?} needs a confirmation: drawn by itself behind a gate; say who confirms, and on what they decide",
                visible(name, 80)
            ),
        );
        Ok(())
    }

    fn server(
        &mut self,
        pen: &mut Pen<'_>,
        id: &AgentId,
        args: &Value,
        place: &str,
    ) -> Result<(), ImportError> {
        let params = args
            .as_object()
            .into_iter()
            .flatten()
            .find(|(name, _)| name.ends_with("_params"));
        let params = params.map_or(&Value::Null, |(_, params)| {
            params.get("server_params").unwrap_or(params)
        });
        let url = params["url"].as_str();
        let command = params["command"].as_str();
        let words: Vec<&str> = command
            .into_iter()
            .chain(
                params["args"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str),
            )
            .collect();
        let line = pen.text(place, Some(&Value::from(command_line(&words))));
        let name = url
            .or(Some(line.as_str()))
            .filter(|name| !name.is_empty())
            .unwrap_or("MCP server")
            .to_owned();
        let server = pen.server(&format!("{} mcp:{name}", pen.key_of(id)), &name, url, place)?;
        pen.stands(&server, self.group.as_ref())?;
        if !line.is_empty() {
            pen.scope(&server, &format!("Started with: {line}"));
        }
        for allowed in args["tool_filter"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            pen.tool(&server, allowed);
        }
        if params["env"].is_object() || params["headers"].is_object() {
            pen.notes.warning(
                place,
                "environment and headers of a server may hold secrets and were not read",
            );
        }
        let call = pen.call("", id, &server, place)?;
        pen.about(&call, |handoff| {
            handoff.trigger.decided_by = DecidedBy::Model;
        });
        pen.of(&server, |agent| agent.kind = AgentKind::Tool);
        Ok(())
    }
}
