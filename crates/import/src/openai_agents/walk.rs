//! The file as a walk writes it: agents and what they may call, checked, with their places.

use super::part;
use super::walked::{Answer, Walk, WalkedAgent, WalkedHandoff, WalkedServer, WalkedTool};
use crate::error::ImportError;
use crate::limits;
use crate::notes::Notes;
use crate::text::REMOVED;
use crate::text::{looks_secret, visible};
use baton_model::AgentKind;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Longest name, in bytes.
const LONGEST_NAME: usize = 4096;

impl Walk {
    /// Reads the file's value. What is understood but not carried becomes a note.
    pub(super) fn read(file: &str, value: &Value, notes: &mut Notes) -> Result<Self, ImportError> {
        let reader = Reader { file };
        let list = reader.list(value, "", "agents", limits::AGENTS)?;
        if list.is_empty() {
            return Err(reader.wrong(
                "/agents",
                "there is no agent",
                "walk from the agent that starts the run",
            ));
        }
        part::tell_unknown(value, "", &["agents", "entry"], notes);
        let mut agents = Vec::with_capacity(list.len());
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        let mut copies: BTreeMap<String, usize> = BTreeMap::new();
        for (index, value) in list.iter().enumerate() {
            let mut agent = reader.agent(&format!("/agents/{index}"), value, notes)?;
            // The dump script gives agents of one name keys of their own, and handoffs lead to keys.
            let key = value["key"]
                .as_str()
                .filter(|key| !key.is_empty() && key.len() <= LONGEST_NAME);
            if let Some(key) = key.filter(|key| !by_name.contains_key(*key)) {
                key.clone_into(&mut agent.key);
                by_name.insert(key.to_owned(), index);
                agents.push(agent);
                continue;
            }
            let copies = copies.entry(agent.name.clone()).or_insert(0_usize);
            *copies += 1;
            if let Some(first) = by_name.get(&agent.name) {
                agent.key = format!("{} ({copies})", agent.name);
                notes.warning(&agent.pointer, format!("{:?} is the name of the agent at /agents/{first} too; they stay two agents, and handoffs to that name lead to the first", visible(&agent.name, 80)));
            } else {
                by_name.insert(agent.name.clone(), index);
            }
            agents.push(agent);
        }
        let mut count = 0;
        for (index, value) in list.iter().enumerate() {
            let pointer = format!("/agents/{index}");
            let handoffs = reader.list(value, &pointer, "handoffs", limits::HANDOFFS)?;
            count += handoffs.len();
            if count > limits::HANDOFFS {
                return Err(reader.wrong(
                    &format!("{pointer}/handoffs"),
                    format!("more than {} handoffs; that is the limit", limits::HANDOFFS),
                    "walk from an agent further down, and import the parts one by one",
                ));
            }
            let mut read = Vec::with_capacity(handoffs.len());
            let mut seen = BTreeSet::new();
            for (at, value) in handoffs.iter().enumerate() {
                let place = format!("{pointer}/handoffs/{at}");
                let handoff = reader.handoff(&place, value, &mut agents, &mut by_name, notes)?;
                if seen.insert((handoff.target, handoff.tool.clone())) {
                    read.push(handoff);
                } else {
                    notes.warning(&place, "the agent lists this handoff twice; one was kept");
                }
            }
            agents[index].handoffs = read;
        }
        let entry = entry(value, &by_name, notes);
        Ok(Self {
            agents,
            entries: vec![entry],
            place: "/agents",
        })
    }
}

struct Reader<'a> {
    file: &'a str,
}

impl Reader<'_> {
    fn wrong(&self, place: &str, message: impl Into<String>, hint: &str) -> ImportError {
        ImportError::new(self.file, place, message, hint)
    }

    fn list<'v>(
        &self,
        value: &'v Value,
        place: &str,
        name: &str,
        most: usize,
    ) -> Result<&'v [Value], ImportError> {
        let place = format!("{place}/{name}");
        let Some(list) = value.get(name).and_then(Value::as_array) else {
            return Err(self.wrong(
                &place,
                format!("a list of {name} is needed"),
                "write the walk again",
            ));
        };
        if list.len() > most {
            return Err(self.wrong(
                &place,
                format!("{} {name}; {most} is the limit", list.len()),
                "walk from an agent further down, and import the parts one by one",
            ));
        }
        Ok(list)
    }

    fn name(
        &self,
        place: &str,
        value: Option<&Value>,
        notes: &mut Notes,
    ) -> Result<String, ImportError> {
        let Some(name) = value.and_then(Value::as_str) else {
            return Err(self.wrong(
                place,
                "a name is needed, as a text",
                "give the agent or tool a name and write the walk again",
            ));
        };
        if name.trim().is_empty() {
            return Err(self.wrong(
                place,
                "a name must not be empty",
                "give it a name and write the walk again",
            ));
        }
        if name.len() > LONGEST_NAME {
            return Err(self.wrong(
                place,
                format!(
                    "the name has {} bytes; {LONGEST_NAME} is the limit",
                    name.len()
                ),
                "shorten it",
            ));
        }
        if looks_secret(name) {
            notes.warning(place, "the name looks like a secret and was not stored");
            return Ok(REMOVED.to_owned());
        }
        Ok(name.to_owned())
    }

    fn object<'v>(
        &self,
        place: &str,
        value: &'v Value,
    ) -> Result<&'v Map<String, Value>, ImportError> {
        value
            .as_object()
            .ok_or_else(|| self.wrong(place, "an object is needed", "write the walk again"))
    }

    fn agent(
        &self,
        pointer: &str,
        value: &Value,
        notes: &mut Notes,
    ) -> Result<WalkedAgent, ImportError> {
        let fields = self.object(pointer, value)?;
        let known = [
            "key",
            "name",
            "handoff_description",
            "instructions",
            "model",
            "tools",
            "output_type_schema",
            "input_guardrails",
            "output_guardrails",
            "mcp_servers",
            "handoffs",
        ];
        part::tell_unknown(value, pointer, &known, notes);
        let name = self.name(&format!("{pointer}/name"), fields.get("name"), notes)?;
        let part = |name: &str| format!("{pointer}/{name}");
        let model = part::text(&part("model"), fields.get("model"), notes);
        for list in ["input_guardrails", "output_guardrails"] {
            let names: Vec<_> = fields
                .get(list)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(part::label)
                .collect();
            if !names.is_empty() {
                notes.warning(&part(list), format!("not carried: {}. A guardrail looks at texts while the agent runs; what it protects belongs into the contract (types, invariants) or a gate", names.join(", ")));
            }
        }
        let mut servers = Vec::new();
        for (index, server) in part::items(fields.get("mcp_servers")).enumerate() {
            match part::label(server) {
                Some(name) => {
                    let place = part(&format!("mcp_servers/{index}"));
                    servers.push(WalkedServer::called(name, place));
                }
                None => notes.warning(
                    &part(&format!("mcp_servers/{index}")),
                    "a server without a name was left out",
                ),
            }
        }
        Ok(WalkedAgent {
            key: name.clone(),
            description: part::text(
                &part("handoff_description"),
                fields.get("handoff_description"),
                notes,
            ),
            instructions: part::text(&part("instructions"), fields.get("instructions"), notes),
            model: Some(model).filter(|model| !model.is_empty()),
            tools: self.tools(&part("tools"), fields.get("tools"), notes)?,
            mcp_servers: servers,
            output: part::schema(
                &part("output_type_schema"),
                fields.get("output_type_schema"),
                notes,
            ),
            handoffs: Vec::new(),
            answer: Answer::Model,
            pointer: pointer.to_owned(),
            unlisted: false,
            file: None,
            name,
        })
    }

    fn tools(
        &self,
        pointer: &str,
        value: Option<&Value>,
        notes: &mut Notes,
    ) -> Result<Vec<WalkedTool>, ImportError> {
        let mut tools = Vec::new();
        let mut seen = BTreeSet::new();
        let mut with_schema = 0;
        for (index, value) in part::items(value).enumerate() {
            let place = format!("{pointer}/{index}");
            let fields = self.object(&place, value)?;
            part::tell_unknown(
                value,
                &place,
                &[
                    "name",
                    "description",
                    "params_json_schema",
                    "needs_approval",
                    "agent",
                    "type",
                ],
                notes,
            );
            let name = self.name(&format!("{place}/name"), fields.get("name"), notes)?;
            if !seen.insert(name.clone()) {
                notes.warning(
                    &place,
                    format!(
                        "the tool {:?} is listed twice; one was kept",
                        visible(&name, 80)
                    ),
                );
                continue;
            }
            let needs_approval = says_yes(fields.get("needs_approval"));
            let drawn_as = self.drawn_as(&format!("{place}/agent"), fields.get("agent"), notes)?;
            let schema = fields.get("params_json_schema");
            let params = part::schema(&format!("{place}/params_json_schema"), schema, notes);
            let tool = WalkedTool {
                name,
                needs_approval,
                drawn_as,
                params,
                pointer: place,
            };
            with_schema += usize::from(tool.params.is_some() && !tool.stands_alone());
            tools.push(tool);
        }
        if with_schema > 0 {
            notes.warning(pointer, "the parameters of tools that are called without asking were not carried: a contract says what goes over a handoff, not what a tool takes");
        }
        Ok(tools)
    }

    /// Under which name and kind a tool stands on a drawing, where the program says so.
    fn drawn_as(
        &self,
        place: &str,
        value: Option<&Value>,
        notes: &mut Notes,
    ) -> Result<Option<(String, AgentKind)>, ImportError> {
        let Some(fields) = value.filter(|value| !value.is_null()) else {
            return Ok(None);
        };
        let fields = self.object(place, fields)?;
        let name = self.name(&format!("{place}/name"), fields.get("name"), notes)?;
        let said = fields.get("kind").cloned().unwrap_or(Value::Null);
        let kind = serde_json::from_value(said).unwrap_or_else(|_| {
            notes.warning(
                &format!("{place}/kind"),
                "that is no kind of agent; a tool was taken",
            );
            AgentKind::Tool
        });
        Ok(Some((name, kind)))
    }

    fn handoff(
        &self,
        pointer: &str,
        value: &Value,
        agents: &mut Vec<WalkedAgent>,
        by_name: &mut BTreeMap<String, usize>,
        notes: &mut Notes,
    ) -> Result<WalkedHandoff, ImportError> {
        let fields = self.object(pointer, value)?;
        part::tell_unknown(
            value,
            pointer,
            &[
                "agent_key",
                "agent_name",
                "tool_name",
                "tool_description",
                "input_json_schema",
                "call",
                "needs_approval",
            ],
            notes,
        );
        let name = self.name(
            &format!("{pointer}/agent_name"),
            fields.get("agent_name"),
            notes,
        )?;
        let key = fields.get("agent_key").and_then(Value::as_str);
        let target = if let Some(target) = key
            .and_then(|key| by_name.get(key))
            .or_else(|| by_name.get(&name))
        {
            *target
        } else {
            notes.warning(
                pointer,
                format!(
                    "the walk does not list {:?}; it was drawn with nothing but its name",
                    visible(&name, 80)
                ),
            );
            by_name.insert(name.clone(), agents.len());
            agents.push(WalkedAgent::unlisted(&name, &name, pointer));
            agents.len() - 1
        };
        let told = part::text(
            &format!("{pointer}/tool_description"),
            fields.get("tool_description"),
            notes,
        );
        let standard = format!("Handoff to the {name} agent to handle the request.");
        Ok(WalkedHandoff {
            target,
            tool: part::text(
                &format!("{pointer}/tool_name"),
                fields.get("tool_name"),
                notes,
            ),
            description: told
                .strip_prefix(&standard)
                .unwrap_or(&told)
                .trim()
                .to_owned(),
            input: part::schema(
                &format!("{pointer}/input_json_schema"),
                fields.get("input_json_schema"),
                notes,
            ),
            call: says_yes(fields.get("call")),
            needs_approval: says_yes(fields.get("needs_approval")),
            by_code: None,
        })
    }
}

/// Whether a flag is set; what is neither yes nor no, such as a function that decides, counts as yes.
fn says_yes(flag: Option<&Value>) -> bool {
    !matches!(flag, None | Some(Value::Null | Value::Bool(false)))
}

/// The agent that requests start at.
fn entry(value: &Value, by_name: &BTreeMap<String, usize>, notes: &mut Notes) -> usize {
    if let Some(name) = value.get("entry").and_then(Value::as_str) {
        return by_name.get(name).copied().unwrap_or_else(|| {
            notes.warning(
                "/entry",
                format!(
                    "no agent is called {:?}; the first one became the entry",
                    visible(name, 80)
                ),
            );
            0
        });
    }
    notes.info(
        "/agents",
        "the file does not say which agent starts a run; the first one became the entry (a guess)",
    );
    0
}
