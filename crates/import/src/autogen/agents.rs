//! Participants: agents, people, nested teams, and what they call.

use super::component::Component;
use super::teams::{self, DEEPEST, Exit, label};
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, Within, count_of, guess_ai, known, str_of};
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentId, AgentKind, DecidedBy, Emits, Json, Kind, Record, RecordKey,
};
use serde_json::Value;

/// A participant: where it is entered, and how it is left.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    pub name: String,
    pub description: String,
    pub entries: Vec<AgentId>,
    pub exits: Vec<Exit>,
    pub handoffs: Vec<Told>,
}

/// A handoff that an agent's model may call.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub target: String,
    pub name: String,
    pub description: String,
    pub place: String,
}

/// A participant with everything inside it.
pub(super) fn seat(
    pen: &mut Pen<'_>,
    member: &Component<'_>,
    within: &Within,
) -> Result<Option<Seat>, ImportError> {
    if within.depth > DEEPEST {
        pen.notes.warning(
            &member.place,
            "teams are nested too deep; the rest was left out",
        );
        return Ok(None);
    }
    if member.is_team() {
        let inner = if within.depth == 0 {
            Within {
                depth: 1,
                ..within.clone()
            }
        } else {
            within.inside(pen, label(member), &member.place)?
        };
        return teams::team(pen, member, &inner).map(Some);
    }
    let within = &Within {
        depth: within.depth + 1,
        ..within.clone()
    };
    match member.class {
        "SocietyOfMindAgent" => society(pen, member, within).map(Some),
        "MessageFilterAgent" => {
            pen.notes.warning(&member.at("filter"), "the filter of messages was not carried: it says in code which of the history the agent sees");
            match member.inner("wrapped_agent") {
                Some(inner) => seat(pen, &inner, within),
                None => alone(pen, member, within).map(Some),
            }
        }
        _ => alone(pen, member, within).map(Some),
    }
}

fn alone(pen: &mut Pen<'_>, member: &Component<'_>, within: &Within) -> Result<Seat, ImportError> {
    let name = label(member);
    let has_model = member
        .config
        .get("model_client")
        .is_some_and(Value::is_object);
    let guess = match member.class {
        "UserProxyAgent" => known(AgentKind::Human),
        "CodeExecutorAgent" if !has_model => {
            Guess::new(AgentKind::Tool, None, "it runs code and asks no model")
        }
        "AssistantAgent"
        | "CodeExecutorAgent"
        | "OpenAIAgent"
        | "OpenAIAssistantAgent"
        | "AzureAIAgent" => guess_ai(name),
        other => {
            let mut guess = guess_ai(name);
            if !other.ends_with("Agent") && !other.ends_with("Surfer") {
                pen.notes.warning(
                    &member.place,
                    format!(
                        "the agent {:?} is not known; it was drawn with what it says of itself",
                        visible(other, 80)
                    ),
                );
            }
            guess.reason = format!("it is a {}, and {}", visible(other, 80), guess.reason);
            guess
        }
    };
    let agent = pen.agent(&within.key(name), name, &member.place, &guess)?;
    pen.stands(&agent, within.group.as_ref())?;
    if member.class == "UserProxyAgent" {
        pen.of(&agent, |agent| agent.role.talks_to_user = true);
    }
    let description = pen.text(&member.at("description"), member.config.get("description"));
    pen.scope(&agent, &description);
    for words in ["system_message", "instructions", "instruction"] {
        let text = pen.text(&member.at(words), member.config.get(words));
        pen.scope(&agent, &text);
    }
    model(pen, &agent, member, "model_client")?;
    if !has_model && let Some(model) = str_of(member.config, "model") {
        pen.model(&agent, model, &member.place)?;
    }
    if let Some(limit) = count_of(member.config, "max_tool_iterations").filter(|limit| *limit > 1) {
        pen.of(&agent, |agent| agent.behaviour.tool_limit = limit);
        pen.guessed(
            &RecordKey::new(Kind::Agent, agent.as_str()),
            "tool limit: it is the most rounds of tool calls that the file allows",
        );
    }
    tools(pen, &agent, member, within)?;
    if member.class == "CodeExecutorAgent" && has_model {
        pen.tool(&agent, "code executor");
    }
    output(pen, &agent, member)?;
    let handoffs = told(pen, member);
    pen.keep_of(
        &agent,
        member.config,
        &[
            "name",
            "description",
            "system_message",
            "instructions",
            "instruction",
            "model_client",
            "model",
            "tools",
            "workbench",
            "handoffs",
            "max_tool_iterations",
            "structured_message_factory",
            "model_client_stream",
            "reflect_on_tool_use",
            "agent_type",
            "component_type",
            "provider",
            "version",
            "tool_call_summary_format",
        ],
        &member.place,
    );
    Ok(Seat {
        name: name.to_owned(),
        description,
        entries: vec![agent.clone()],
        exits: vec![Exit {
            agent,
            trigger: None,
        }],
        handoffs,
    })
}

/// An agent that answers by letting a team talk.
fn society(
    pen: &mut Pen<'_>,
    member: &Component<'_>,
    within: &Within,
) -> Result<Seat, ImportError> {
    let name = label(member);
    let guess = Guess::new(
        AgentKind::Supervisor,
        Some(AgentFunction::Supervisor),
        "it answers with what its team said",
    );
    let agent = pen.agent(&within.key(name), name, &member.place, &guess)?;
    pen.stands(&agent, within.group.as_ref())?;
    let description = pen.text(&member.at("description"), member.config.get("description"));
    pen.scope(&agent, &description);
    for words in ["instruction", "response_prompt"] {
        let text = pen.text(&member.at(words), member.config.get(words));
        pen.scope(&agent, &text);
    }
    model(pen, &agent, member, "model_client")?;
    if let Some(team) = member.inner("team") {
        let inner = within.inside(pen, name, &team.place)?;
        let below = if team.is_team() && inner.depth <= DEEPEST {
            Some(teams::team(pen, &team, &inner)?)
        } else {
            seat(pen, &team, &inner)?
        };
        for to in below.iter().flat_map(|seat| &seat.entries) {
            pen.call("", &agent, to, &team.place)?;
        }
    }
    Ok(Seat {
        name: name.to_owned(),
        description,
        entries: vec![agent.clone()],
        exits: vec![Exit {
            agent,
            trigger: None,
        }],
        handoffs: Vec::new(),
    })
}

/// The model of a client.
pub(super) fn model(
    pen: &mut Pen<'_>,
    agent: &AgentId,
    owner: &Component<'_>,
    member: &str,
) -> Result<(), ImportError> {
    let Some(client) = owner.inner(member) else {
        return Ok(());
    };
    let name = ["model", "azure_deployment", "model_id", "model_path"]
        .iter()
        .find_map(|member| str_of(client.config, member));
    if let Some(name) = name {
        pen.model(agent, name, &client.place)?;
    }
    if ["api_key", "azure_ad_token", "default_headers"]
        .iter()
        .any(|member| client.config.contains_key(*member))
    {
        pen.notes
            .warning(&client.place, "the model's credentials were not read");
    }
    Ok(())
}

/// Tools of all versions: a list of tools, one workbench, a list of them.
fn tools(
    pen: &mut Pen<'_>,
    agent: &AgentId,
    member: &Component<'_>,
    within: &Within,
) -> Result<(), ImportError> {
    let mut lists: Vec<(String, &Value)> = Vec::new();
    if let Some(list) = member.config.get("tools") {
        lists.push((member.at("tools"), list));
    }
    let place = member.at("workbench");
    let benches: Vec<(String, &Value)> = match member.config.get("workbench") {
        Some(Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (format!("{place}/{index}"), item))
            .collect(),
        Some(item @ Value::Object(_)) => vec![(place, item)],
        _ => Vec::new(),
    };
    for (place, bench) in benches {
        let Some(bench) = Component::read(&place, bench) else {
            pen.notes
                .warning(&place, "this is no workbench and was left out");
            continue;
        };
        if let Some(params) = bench.config.get("server_params") {
            server(pen, agent, &bench, params, within)?;
        } else if let Some(list) = bench.config.get("tools") {
            lists.push((bench.at("tools"), list));
        } else {
            pen.notes.warning(
                &place,
                format!(
                    "the workbench {:?} is not known and was left out",
                    visible(bench.class, 80)
                ),
            );
        }
    }
    let mut code = 0;
    for (place, list) in lists {
        for (index, _) in pen.objects(&place, Some(list)) {
            let at = format!("{place}/{index}");
            let Some(tool) = Component::read(&at, &list[index]) else {
                pen.notes.warning(&at, "this is no tool and was left out");
                continue;
            };
            let called = tool.inner("agent").or_else(|| tool.inner("team"));
            if let Some(inner) = called.filter(|_| tool.class.ends_with("Tool")) {
                let inside = if inner.is_team() {
                    within.inside(pen, label(&inner), &at)?
                } else {
                    within.clone()
                };
                let seat = if inner.is_team() && inside.depth <= DEEPEST {
                    Some(teams::team(pen, &inner, &inside)?)
                } else {
                    seat(pen, &inner, &inside)?
                };
                for to in seat.iter().flat_map(|seat| &seat.entries) {
                    let id = pen.call("", agent, to, &at)?;
                    pen.about(&id, |handoff| handoff.trigger.decided_by = DecidedBy::Model);
                }
                continue;
            }
            code += usize::from(tool.config.contains_key("source_code"));
            let name = str_of(tool.config, "name")
                .or_else(|| tool.name())
                .unwrap_or("tool");
            pen.tool(agent, name);
        }
    }
    if code > 0 {
        pen.notes.warning(
            &member.place,
            format!(
                "the source code of {} was not carried: no field of a tool holds it",
                crate::said::counted(code, "tool", "tools")
            ),
        );
    }
    Ok(())
}

/// A workbench that is an MCP server.
fn server(
    pen: &mut Pen<'_>,
    agent: &AgentId,
    bench: &Component<'_>,
    params: &Value,
    within: &Within,
) -> Result<(), ImportError> {
    let place = bench.at("server_params");
    let url = params["url"].as_str();
    let command = params["command"].as_str().unwrap_or_default();
    let args: Vec<&str> = params["args"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let line = crate::secrets::command_line(&[&[command][..], &args[..]].concat());
    let line = pen.text(&place, Some(&Value::String(line)));
    let name = url.map_or_else(
        || line.clone(),
        |url| {
            url.split("://")
                .last()
                .unwrap_or(url)
                .split(['/', '?'])
                .next()
                .unwrap_or(url)
                .to_owned()
        },
    );
    let name = if name.is_empty() {
        "MCP server".to_owned()
    } else {
        name
    };
    let id = pen.server(&within.key(&format!("mcp:{name}")), &name, url, &place)?;
    pen.stands(&id, within.group.as_ref())?;
    if url.is_none() {
        pen.scope(&id, &format!("Started with: {line}"));
    }
    for hidden in ["env", "headers"] {
        if params[hidden]
            .as_object()
            .is_some_and(|fields| !fields.is_empty())
        {
            pen.notes.warning(
                &crate::pen::at(&place, hidden),
                "environment and headers of a server may hold secrets and were not read",
            );
        }
    }
    let call = pen.call("", agent, &id, &place)?;
    pen.about(&call, |handoff| {
        handoff.trigger.decided_by = DecidedBy::Model;
    });
    Ok(())
}

/// The schema of what an agent answers, as a draft.
fn output(pen: &mut Pen<'_>, agent: &AgentId, member: &Component<'_>) -> Result<(), ImportError> {
    let Some(factory) = member.inner("structured_message_factory") else {
        return Ok(());
    };
    let Some(schema @ Value::Object(_)) = factory.config.get("json_schema") else {
        pen.notes.warning(
            &factory.place,
            "the message's type has no schema in the file and was left out",
        );
        return Ok(());
    };
    let name = str_of(factory.config, "content_model_name")
        .map_or_else(|| format!("{} output", label(member)), str::to_owned);
    let place = factory.at("json_schema");
    let (contract, version) = pen.contract(
        &format!("{} output", pen.key_of(agent)),
        &name,
        schema,
        &place,
    )?;
    pen.version(agent, crate::sketch::DRAFT, &place, |own| {
        own.emits.push(Emits::new(contract, version));
        own.output_schema = Some(Json(schema.clone()));
    })
}

/// Pins what an agent hands over to what it says that it answers with.
pub(super) fn pin(pen: &mut Pen<'_>) {
    let mut emitted = std::collections::BTreeMap::new();
    let mut handoffs = Vec::new();
    for part in pen.sketch.parts() {
        match &part.record {
            Record::AgentVersion(version) => {
                if let Some(emits) = version.emits.first() {
                    emitted.insert(version.agent.clone(), emits.clone());
                }
            }
            Record::Handoff(handoff) => handoffs.push((handoff.id.clone(), handoff.from.clone())),
            _ => {}
        }
    }
    for (id, from) in handoffs {
        if let Some(emits) = emitted.get(&from) {
            pen.about(&id, |handoff| {
                if handoff.mode == baton_model::HandoffMode::Transfer {
                    handoff.contract = Some(emits.contract.clone());
                    handoff.version = Some(emits.version.clone());
                    handoff.policy.boundary_validation = true;
                }
            });
        }
    }
}

/// The handoffs of an agent: names of receivers, or objects that say more.
fn told(pen: &mut Pen<'_>, member: &Component<'_>) -> Vec<Told> {
    let list = member.at("handoffs");
    let items = match member.config.get("handoffs") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(_) => {
            pen.notes
                .warning(&list, "a list is needed here; it was left out");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let place = format!("{list}/{index}");
        let target = item
            .as_str()
            .or_else(|| item["target"].as_str())
            .unwrap_or_default()
            .trim();
        if target.is_empty() {
            pen.notes
                .warning(&place, "this handoff names no receiver and was left out");
            continue;
        }
        let name = item["name"].as_str().unwrap_or_default();
        let mut description = pen.text(&format!("{place}/description"), item.get("description"));
        if description == format!("Handoff to {target}.") {
            description.clear();
        }
        found.push(Told {
            target: target.to_owned(),
            name: name.to_owned(),
            description,
            place,
        });
    }
    found
}
