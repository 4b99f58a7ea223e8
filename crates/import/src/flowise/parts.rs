//! What a node's inputs say: instructions, models, tools, structured output, conditions.

use super::nodes::Node;
use crate::notes::Notes;
use crate::said::{self, without_markup};
use crate::text::{looks_secret, visible};
use serde_json::{Map, Value, json};

/// What the node is told to do.
pub(super) fn scope(node: &Node<'_>, notes: &mut Notes) -> String {
    let mut texts: Vec<(String, String)> = Vec::new();
    for name in [
        "systemMessagePrompt",
        "systemMessage",
        "workerPrompt",
        "supervisorPrompt",
        "conditionAgentInstructions",
        "humanInputDescription",
        "agentMessage",
    ] {
        if let Some(text) = node.inputs[name].as_str() {
            texts.push((name.to_owned(), without_markup(text)));
        }
    }
    for list in ["agentMessages", "llmMessages"] {
        for (index, message) in node.inputs[list]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .take(20)
        {
            if let (Some("system" | "developer"), Some(text)) =
                (message["role"].as_str(), message["content"].as_str())
            {
                texts.push((format!("{list}/{index}/content"), without_markup(text)));
            }
        }
    }
    let kept: Vec<String> = texts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| {
            said::prose(&text, &format!("{}/data/inputs/{name}", node.place), notes)
        })
        .filter(|text| !text.is_empty())
        .collect();
    kept.join("\n\n")
}

/// The model that the node, or the model's own node, names.
pub(super) fn model(node: &Node<'_>) -> Option<String> {
    let configured = [
        "agentModelConfig",
        "llmModelConfig",
        "conditionAgentModelConfig",
        "humanInputModelConfig",
    ]
    .iter()
    .find_map(|name| {
        node.inputs[*name]["modelName"]
            .as_str()
            .or_else(|| node.inputs[*name]["model"].as_str())
    });
    let own = ["modelName", "model"]
        .iter()
        .find_map(|name| node.inputs[*name].as_str());
    let provider = ["agentModel", "llmModel", "conditionAgentModel"]
        .iter()
        .find_map(|name| node.inputs[*name].as_str());
    configured
        .or(own)
        .or(provider)
        .filter(|name| !name.is_empty() && !name.starts_with("{{") && !looks_secret(name))
        .map(|name| visible(name, 200))
}

/// The tools that a node of the second generation calls, and whether each waits for a person.
pub(super) fn tools(node: &Node<'_>) -> Vec<(String, bool)> {
    let list = node.inputs["agentTools"].as_array();
    list.into_iter()
        .flatten()
        .filter_map(|tool| {
            let name = tool["agentSelectedTool"]
                .as_str()
                .filter(|name| !name.is_empty())?;
            let approved = match &tool["agentSelectedToolRequiresHumanInput"] {
                Value::Bool(approved) => *approved,
                Value::String(text) => text == "true",
                _ => false,
            };
            Some((name.to_owned(), approved))
        })
        .collect()
}

/// Whether a node is a tool that hangs on another one.
pub(super) fn is_tool(node: &Node<'_>) -> bool {
    node.category.starts_with("Tools") && !node.category.contains("MCP")
        || node.category == "Utilities"
}

/// Whether an agent of the first generation asks a person before it runs its tools; it starts to work without asking.
pub(super) fn asks_before_tools(node: &Node<'_>) -> bool {
    node.kind == "seqAgent" && node.inputs["interrupt"] == Value::Bool(true)
}

/// What a tool's own node calls it.
pub(super) fn tool_name<'f>(node: &Node<'f>) -> &'f str {
    let name = ["name", "toolName", "chatflowToolName"]
        .iter()
        .find_map(|name| node.inputs[*name].as_str());
    name.filter(|name| !name.is_empty() && !name.starts_with("{{"))
        .unwrap_or(node.label)
}

/// A condition in words.
pub(super) fn condition(value: &Value) -> String {
    let side = |name: &str| match &value[name] {
        Value::String(text) => without_markup(text),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    let operation = value["operation"].as_str().unwrap_or("equal");
    format!("{} {operation} {}", side("value1"), side("value2"))
}

/// The schema of the structured output that a node asks for.
pub(super) fn output(node: &Node<'_>, notes: &mut Notes) -> Option<(String, Value)> {
    let name = ["agentStructuredOutput", "llmStructuredOutput"]
        .into_iter()
        .find(|name| node.inputs[*name].is_array())?;
    let place = format!("{}/data/inputs/{name}", node.place);
    let mut properties = Map::new();
    for field in node.inputs[name].as_array().into_iter().flatten() {
        let Some(key) = field["key"].as_str().filter(|key| !key.is_empty()) else {
            continue;
        };
        let mut schema = match field["type"].as_str().unwrap_or("string") {
            "number" => json!({ "type": "number" }),
            "boolean" => json!({ "type": "boolean" }),
            "stringArray" => json!({ "type": "array", "items": { "type": "string" } }),
            "enum" => {
                let values = field["enumValues"].as_str().unwrap_or_default();
                let values: Vec<&str> = values
                    .split(',')
                    .map(str::trim)
                    .filter(|value| !value.is_empty())
                    .collect();
                json!({ "type": "string", "enum": values })
            }
            "jsonArray" => json!({ "type": "array", "items": nested(field) }),
            "string" => json!({ "type": "string" }),
            other => {
                notes.warning(
                    &place,
                    format!(
                        "the type {:?} of {:?} is not known; anything is allowed there",
                        visible(other, 40),
                        visible(key, 60)
                    ),
                );
                json!({})
            }
        };
        if let Some(text) = field["description"]
            .as_str()
            .filter(|text| !text.is_empty())
        {
            schema["description"] = json!(said::prose(text, &place, notes));
        }
        properties.insert(key.to_owned(), schema);
    }
    if properties.is_empty() {
        return None;
    }
    let required: Vec<String> = properties.keys().cloned().collect();
    let schema = json!({ "type": "object", "required": required, "properties": properties });
    said::schema(&schema, &place, notes).map(|schema| (place, schema))
}

/// The item schema of an array, which the editor keeps as text: a schema, or members with their types.
fn nested(field: &Value) -> Value {
    let text = field["jsonSchema"].as_str().unwrap_or_default();
    match baton_model::parse_json(text) {
        Ok(value) if value["type"] == "object" && value["properties"].is_object() => value,
        Ok(Value::Object(members)) => json!({ "type": "object", "properties": members }),
        _ => json!({ "type": "object" }),
    }
}
