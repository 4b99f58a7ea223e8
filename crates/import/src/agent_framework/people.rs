//! Who takes part in a workflow: agents with their definitions, people who are asked, tools and servers.

use super::schema;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, at, guess_ai, known, str_of};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, DecidedBy, Json};
use serde_json::{Map, Value};

/// An agent with its own definition.
pub(super) fn defined(
    pen: &mut Pen<'_>,
    name: &str,
    fields: &Map<String, Value>,
    place: &str,
) -> Result<AgentId, ImportError> {
    let shown = str_of(fields, "displayName")
        .or_else(|| str_of(fields, "name"))
        .unwrap_or(name);
    let id = pen.agent(name, shown, place, &guess_ai(shown))?;
    define(pen, &id, fields, place)?;
    Ok(id)
}

/// Says what a definition says of an agent.
pub(super) fn define(
    pen: &mut Pen<'_>,
    id: &AgentId,
    fields: &Map<String, Value>,
    place: &str,
) -> Result<(), ImportError> {
    for member in ["description", "instructions", "additionalInstructions"] {
        let text = pen.text(&at(place, member), fields.get(member));
        pen.scope(id, &text);
    }
    let model = match fields.get("model") {
        Some(Value::String(model)) => Some(model.as_str()),
        Some(model) => model["id"].as_str().or_else(|| model["name"].as_str()),
        None => None,
    };
    if let Some(model) = model {
        if model.starts_with('=') {
            pen.notes.info(
                &at(place, "model"),
                format!(
                    "which model it is stands in the expression {:?}",
                    visible(model, 120)
                ),
            );
        }
        pen.model(id, model, &at(place, "model"))?;
    }
    if fields
        .get("model")
        .is_some_and(|model| model["connection"].is_object())
    {
        pen.notes.warning(
            &at(place, "model/connection"),
            "how the model is reached was not read",
        );
    }
    if let Some(schema) = schema::of(fields.get("outputSchema")) {
        pen.version(
            id,
            crate::sketch::DRAFT,
            &at(place, "outputSchema"),
            |version| version.output_schema = Some(Json(schema)),
        )?;
    }
    if let Some(schema) = schema::of(fields.get("inputSchema")) {
        let name = format!("{} input", str_of(fields, "name").unwrap_or("agent"));
        pen.contract(
            &format!("{} input", pen.key_of(id)),
            &name,
            &schema,
            &at(place, "inputSchema"),
        )?;
        pen.notes.info(
            &at(place, "inputSchema"),
            "the agent's input became a draft contract; pin the handoffs to it that carry it",
        );
    }
    tools(pen, id, fields.get("tools"), &at(place, "tools"))?;
    pen.keep_of(
        id,
        fields,
        &[
            "kind",
            "name",
            "displayName",
            "description",
            "instructions",
            "additionalInstructions",
            "model",
            "tools",
            "outputSchema",
            "inputSchema",
        ],
        place,
    );
    Ok(())
}

/// Tools of a definition: named ones, and MCP servers with what waits for approval.
fn tools(
    pen: &mut Pen<'_>,
    agent: &AgentId,
    list: Option<&Value>,
    place: &str,
) -> Result<(), ImportError> {
    for (index, tool) in pen.objects(place, list) {
        let place = format!("{place}/{index}");
        let kind = str_of(tool, "kind").unwrap_or("tool");
        if kind.eq_ignore_ascii_case("mcp") {
            let url = str_of(tool, "url");
            let name = str_of(tool, "serverName")
                .or_else(|| str_of(tool, "name"))
                .or(url)
                .unwrap_or("MCP server");
            let server = pen.server(
                &format!("{} mcp:{name}", pen.key_of(agent)),
                name,
                url,
                &place,
            )?;
            for allowed in tool
                .get("allowedTools")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                pen.tool(&server, allowed);
            }
            let mode = tool.get("approvalMode");
            let approves = mode
                .and_then(Value::as_str)
                .or_else(|| mode.and_then(|mode| mode["kind"].as_str()))
                .is_some_and(|mode| mode != "never");
            let id = pen.call("", agent, &server, &place)?;
            pen.about(&id, |handoff| {
                handoff.trigger.decided_by = DecidedBy::Model;
                handoff.gate = approves.then(baton_model::Gate::new);
            });
        } else {
            pen.tool(agent, str_of(tool, "name").unwrap_or(kind));
        }
    }
    Ok(())
}

/// The name of the agent that an action invokes, with its place.
pub(super) fn invoked(action: &Map<String, Value>) -> Option<&str> {
    let named = match action.get("agent") {
        Some(Value::String(name)) => Some(name.as_str()),
        Some(agent) => agent["name"].as_str(),
        None => None,
    };
    named
        .or_else(|| str_of(action, "agentName"))
        .map(str::trim)
        .filter(|name| !name.is_empty())
}

/// Somebody who is asked and answers from outside.
pub(super) fn person(
    pen: &mut Pen<'_>,
    key: &str,
    action: &Map<String, Value>,
    place: &str,
) -> Result<AgentId, ImportError> {
    let id = pen.agent(
        key,
        str_of(action, "displayName").unwrap_or(key),
        place,
        &known(AgentKind::Human),
    )?;
    for member in ["question", "prompt", "text", "message"] {
        let value = action.get(member);
        let text = match value {
            Some(Value::Object(inner)) => {
                pen.text(&at(&at(place, member), "text"), inner.get("text"))
            }
            value => pen.text(&at(place, member), value),
        };
        pen.scope(&id, &text);
    }
    pen.keep_of(
        &id,
        action,
        &[
            "kind",
            "id",
            "displayName",
            "question",
            "prompt",
            "text",
            "message",
        ],
        place,
    );
    Ok(id)
}

/// A function or an address that an action calls.
pub(super) fn tool(
    pen: &mut Pen<'_>,
    key: &str,
    action: &Map<String, Value>,
    place: &str,
) -> Result<AgentId, ImportError> {
    let kind = str_of(action, "kind").unwrap_or_default();
    if let Some(server) = str_of(action, "serverUrl") {
        let name = str_of(action, "serverLabel").unwrap_or(server);
        let id = pen.server(
            key,
            name,
            Some(server).filter(|url| !url.starts_with('=')),
            place,
        )?;
        if let Some(tool) = str_of(action, "toolName") {
            pen.tool(&id, tool);
        }
        keep_call(pen, &id, action, place);
        return Ok(id);
    }
    let name = str_of(action, "displayName")
        .or_else(|| str_of(action, "functionName"))
        .unwrap_or(key);
    let id = pen.agent(key, name, place, &Guess::new(AgentKind::Tool, None, ""))?;
    if let Some(function) = str_of(action, "functionName") {
        pen.tool(&id, function);
    }
    let url = action.get("url").and_then(Value::as_str);
    if let Some(url) = url {
        let text = pen.text(&at(place, "url"), Some(&Value::from(url)));
        let method = str_of(action, "method").unwrap_or("GET");
        pen.scope(&id, &format!("{method} {text}"));
    } else if kind.starts_with("Http") {
        pen.notes.warning(place, "the request has no address");
    }
    keep_call(pen, &id, action, place);
    Ok(id)
}

fn keep_call(pen: &mut Pen<'_>, id: &AgentId, action: &Map<String, Value>, place: &str) {
    let known = [
        "kind",
        "id",
        "displayName",
        "functionName",
        "serverUrl",
        "serverLabel",
        "toolName",
        "url",
        "method",
        "requireApproval",
        "arguments",
        "headers",
    ];
    if action
        .get("headers")
        .and_then(Value::as_object)
        .is_some_and(|headers| !headers.is_empty())
    {
        pen.notes.warning(
            &at(place, "headers"),
            "headers may hold secrets and were not read",
        );
    }
    pen.keep_of(id, action, &known, place);
}

/// Somebody of whom only a name is known.
pub(super) fn named(
    pen: &mut Pen<'_>,
    key: &str,
    name: &str,
    place: &str,
) -> Result<AgentId, ImportError> {
    // The action invokes an agent with a model: a name that speaks of people does not make it one.
    pen.agent(key, name, place, &guess_ai(name))
}
