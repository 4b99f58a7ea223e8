//! Agents of crews and flows: who they are, their models and tools.

use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, Within, at, count_of, guess_ai, str_of};
use baton_model::{AgentFunction, AgentId, DecidedBy, Kind, RecordKey};
use serde_json::{Map, Value};

/// An agent with what it says of itself. A router chooses who goes on.
pub(super) fn agent(
    pen: &mut Pen<'_>,
    key: &str,
    fields: &Map<String, Value>,
    place: &str,
    within: &Within,
    is_router: bool,
) -> Result<AgentId, ImportError> {
    let merged;
    let fields = match fields.get("settings") {
        Some(Value::Object(settings)) => {
            merged = with_settings(fields, settings);
            &merged
        }
        _ => fields,
    };
    let role = pen.text(&at(place, "role"), fields.get("role"));
    let is_title = !role.is_empty() && !role.contains(['{', '\n']) && role.chars().count() <= 80;
    let name = if is_title {
        role.clone()
    } else {
        key.to_owned()
    };
    let mut guess = guess_ai(&format!("{key} {name}"));
    if is_router {
        guess = Guess::new(
            guess.kind,
            Some(AgentFunction::Router),
            "it is a router of the flow",
        );
    }
    let id = pen.agent(&within.key(key), &name, place, &guess)?;
    pen.stands(&id, within.group.as_ref())?;
    for (member, title) in [
        ("role", "Role"),
        ("goal", "Goal"),
        ("backstory", "Backstory"),
    ] {
        let text = pen.text(&at(place, member), fields.get(member));
        if !text.is_empty() {
            pen.scope(&id, &format!("{title}: {text}"));
        }
    }
    let model = match fields.get("llm") {
        Some(Value::String(model)) => Some(model.as_str()),
        Some(llm) => llm["model"].as_str(),
        None => None,
    };
    if let Some(model) = model {
        pen.model(&id, model, &at(place, "llm"))?;
    }
    if let Some(limit) = count_of(fields, "max_iter") {
        pen.of(&id, |agent| agent.behaviour.tool_limit = limit);
        let key = RecordKey::new(Kind::Agent, id.as_str());
        pen.guessed(
            &key,
            "tool limit: it is max_iter, the most rounds that the agent may take for a task",
        );
    }
    tools(pen, &id, fields, place, within)?;
    let known = [
        "role",
        "goal",
        "backstory",
        "llm",
        "max_iter",
        "tools",
        "mcps",
        "apps",
        "allow_delegation",
        "input",
        "name",
        "verbose",
    ];
    pen.keep_of(&id, fields, &known, place);
    Ok(id)
}

/// What an agent says, with its settings in their place: the tool lets these count.
fn with_settings(fields: &Map<String, Value>, settings: &Map<String, Value>) -> Map<String, Value> {
    let own = fields.iter().filter(|(name, _)| *name != "settings");
    own.chain(settings)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// A member of an agent, which may stand under its settings.
pub(super) fn setting<'v>(fields: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let settings = fields.get("settings").and_then(Value::as_object);
    settings
        .and_then(|settings| settings.get(name))
        .or_else(|| fields.get(name))
}

/// Tools that an agent calls itself, servers that it calls, and applications that it reaches.
pub(super) fn tools(
    pen: &mut Pen<'_>,
    agent: &AgentId,
    fields: &Map<String, Value>,
    place: &str,
    within: &Within,
) -> Result<(), ImportError> {
    for (index, tool) in list(fields.get("tools")).enumerate() {
        let place = format!("{}/{index}", at(place, "tools"));
        let name = tool
            .as_str()
            .or_else(|| tool["name"].as_str())
            .or_else(|| tool["ref"].as_str())
            .or_else(|| tool["python"].as_str());
        match name.map(|name| name.rsplit([':', '.']).next().unwrap_or(name).trim()) {
            Some(name) if !name.is_empty() => pen.tool(agent, name),
            _ => pen
                .notes
                .warning(&place, "this tool has no name and was left out"),
        }
    }
    for (index, server) in list(fields.get("mcps")).enumerate() {
        let place = format!("{}/{index}", at(place, "mcps"));
        let whole = server.as_str().or_else(|| server["url"].as_str());
        let (address, tool) = match whole.map(|whole| whole.split_once('#')) {
            Some(Some((address, tool))) => (Some(address), Some(tool)),
            _ => (whole, None),
        };
        let is_url = address.is_some_and(|address| address.contains("://"));
        let command = server["command"].as_str();
        let name = address
            .map(|address| {
                address
                    .split("://")
                    .last()
                    .unwrap_or(address)
                    .split(['/', '?'])
                    .next()
                    .unwrap_or(address)
            })
            .or(command)
            .unwrap_or("MCP server");
        let id = pen.server(
            &format!("{} mcp:{name}", pen.key_of(agent)),
            name,
            address.filter(|_| is_url),
            &place,
        )?;
        pen.stands(&id, within.group.as_ref())?;
        if let Some(tool) = tool {
            pen.tool(&id, tool);
        }
        if server["headers"]
            .as_object()
            .is_some_and(|headers| !headers.is_empty())
        {
            pen.notes.warning(
                &at(&place, "headers"),
                "headers of a server may hold secrets and were not read",
            );
        }
        let call = pen.call("", agent, &id, &place)?;
        pen.about(&call, |handoff| {
            handoff.trigger.decided_by = DecidedBy::Model;
        });
    }
    for app in list(fields.get("apps")).filter_map(Value::as_str) {
        let app = crate::text::visible(app, 200);
        pen.of(agent, |agent| {
            if !agent.systems.contains(&app) {
                agent.systems.push(app);
            }
        });
    }
    Ok(())
}

/// The items of a list, or the one thing that stands where a list could.
pub(super) fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (many, one) = match value {
        Some(Value::Array(items)) => (Some(items), None),
        Some(Value::Null) | None => (None, None),
        one => (None, one),
    };
    many.into_iter().flatten().chain(one)
}

/// Whether an agent may hand work to the others of its crew.
pub(super) fn delegates(fields: &Map<String, Value>) -> bool {
    setting(fields, "allow_delegation").and_then(Value::as_bool) == Some(true)
}

/// The names that a member lists.
pub(super) fn names<'v>(fields: &'v Map<String, Value>, member: &str) -> Vec<&'v str> {
    let names =
        list(fields.get(member)).filter_map(|item| item.as_str().or_else(|| item["name"].as_str()));
    names.filter(|name| !name.trim().is_empty()).collect()
}

/// The name of a task or an agent that stands in a list.
pub(super) fn own_name(fields: &Map<String, Value>) -> Option<&str> {
    str_of(fields, "name").or_else(|| str_of(fields, "id"))
}
