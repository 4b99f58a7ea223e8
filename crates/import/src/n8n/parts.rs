//! What hangs on an AI node: its model, what it puts out, the tools it calls itself.

use super::kinds::{Class, suffix};
use super::nodes::{Node, Nodes};
use crate::flow::Step;
use crate::notes::Notes;
use crate::said;
use crate::text::{looks_secret, visible};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A node that hangs on another one.
pub(super) struct Hung<'a> {
    pub node: usize,
    /// The connection's kind, for example `ai_tool`.
    pub kind: &'a str,
    pub place: &'a str,
}

/// Deepest chain of parts that hang on parts.
const DEEPEST: usize = 4;

/// What the node is told to do.
pub(super) fn scope(node: &Node<'_>, notes: &mut Notes) -> String {
    let parameters = node.parameters;
    let mut texts: Vec<(&str, &Value)> = vec![
        ("toolDescription", &parameters["toolDescription"]),
        ("description", &parameters["description"]),
        (
            "options/systemMessage",
            &parameters["options"]["systemMessage"],
        ),
        ("systemMessage", &parameters["systemMessage"]),
        (
            "options/systemPromptTemplate",
            &parameters["options"]["systemPromptTemplate"],
        ),
        ("instructions", &parameters["instructions"]),
    ];
    // What is asked, where the node says it itself; else it comes with the message.
    for name in ["text", "prompt"] {
        let is_own = parameters["promptType"] == "define" || name == "prompt";
        if is_own && node.class != Class::Passage {
            texts.push((name, &parameters[name]));
        }
    }
    if node.class == Class::Human {
        texts.push(("message", &parameters["message"]));
    }
    let lists = [
        ("messages", "messageValues", "message"),
        ("messages", "values", "content"),
        ("prompt", "messages", "content"),
        ("responses", "values", "content"),
    ];
    for (name, list, field) in lists {
        let messages = parameters[name][list].as_array().into_iter().flatten();
        texts.extend(messages.take(20).map(|message| (name, &message[field])));
    }
    let kept: Vec<String> = texts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.as_str()?)))
        .filter_map(|(name, text)| Some((name, said_by(text)?)))
        .map(|(name, text)| said::prose(text, &format!("{}/parameters/{name}", node.place), notes))
        .filter(|text| !text.is_empty())
        .collect();
    kept.join("\n\n")
}

/// The words of a text: an expression that only fetches what came in says none.
fn said_by(text: &str) -> Option<&str> {
    let words = text.strip_prefix('=').unwrap_or(text).trim();
    let inside = words
        .strip_prefix("{{")
        .and_then(|rest| rest.strip_suffix("}}"));
    let only_fetches = text.starts_with('=') && inside.is_some_and(|inside| !inside.contains("{{"));
    (!words.is_empty() && !only_fetches).then_some(words)
}

/// Gives the step of `holder` what hangs on it.
pub(super) fn carry(
    holder: usize,
    nodes: &Nodes<'_>,
    hung: &BTreeMap<usize, Vec<Hung<'_>>>,
    step: &mut Step,
    notes: &mut Notes,
) {
    let mut others: BTreeSet<String> = BTreeSet::new();
    let mut models = Vec::new();
    for part in hung.get(&holder).into_iter().flatten() {
        let node = &nodes.list[part.node];
        match part.kind {
            "ai_languageModel" => model(part.node, nodes, hung, &mut models, DEEPEST),
            "ai_outputParser" => {
                if step.output.is_none() {
                    step.output = output(part.node, nodes, hung, notes, DEEPEST);
                }
            }
            "ai_tool" if node.class == Class::Part => {
                step.tools.push(said::name(tool_name(node), node.name));
            }
            "ai_tool" => {}
            kind => {
                others.insert(format!(
                    "{} ({})",
                    visible(node.name, 80),
                    visible(kind.trim_start_matches("ai_"), 40)
                ));
            }
        }
    }
    step.tools.sort();
    step.tools.dedup();
    if models.len() > 1 {
        let list = models.iter().skip(1).cloned().map(Value::String).collect();
        step.metadata
            .insert("further_models".to_owned(), Value::Array(list));
    }
    step.model = models.into_iter().next();
    if step.model.is_none() {
        step.model = own_model(&nodes.list[holder]);
    }
    if !others.is_empty() {
        let list: Vec<Value> = others.into_iter().map(Value::String).collect();
        notes.info(&step.place, format!("{} parts that hang on {:?} (memory, retrieval and the like) were kept as metadata: {}", list.len(), visible(&step.name, 80), Value::Array(list.clone())));
        step.metadata.insert("parts".to_owned(), Value::Array(list));
    }
    let node = &nodes.list[holder];
    if let Some(most) = node.parameters["options"]["maxIterations"].as_u64() {
        step.metadata
            .insert("maxIterations".to_owned(), json!(most));
        let calls = hung
            .get(&holder)
            .into_iter()
            .flatten()
            .any(|part| part.kind == "ai_tool" && nodes.list[part.node].class != Class::Part);
        if !calls {
            notes.info(
                &format!("{}/parameters/options/maxIterations", node.place),
                format!("{:?} asks its model at most {most} times; nothing that it calls is drawn, so no handoff has that limit, and it was kept as metadata", visible(&step.name, 80)),
            );
        }
    }
    if node.parameters["needsFallback"] == Value::Bool(true) {
        notes.info(
            &node.place,
            format!("{:?} asks a second model where the first fails: an agent version has one, so the others were kept as metadata", visible(&step.name, 80)),
        );
    }
    if node.value["onError"] == "continueRegularOutput"
        || node.value["continueOnFail"] == Value::Bool(true)
    {
        notes.warning(
            &node.place,
            format!("{:?} goes on as if nothing had happened where it fails, which was not carried: say on its handoffs what is done then", visible(&step.name, 80)),
        );
    }
    if node.class == Class::Server {
        let address = ["endpointUrl", "sseEndpoint"]
            .iter()
            .find_map(|name| node.parameters[*name].as_str());
        match address {
            Some(address) if looks_secret(address) => notes.warning(
                &node.place,
                "the server's address holds what looks like a secret and was not stored",
            ),
            Some(address) if !address.starts_with('=') => {
                let address = address.split(['?', '#']).next().unwrap_or_default();
                step.metadata
                    .insert("mcp".to_owned(), Value::String(visible(address, 400)));
            }
            _ => {}
        }
    }
}

fn tool_name<'w>(node: &Node<'w>) -> &'w str {
    let name = ["name", "toolName"]
        .iter()
        .find_map(|name| node.parameters[*name].as_str());
    name.filter(|name| !name.is_empty() && !name.starts_with('='))
        .unwrap_or(node.name)
}

/// The model that a node's own parameters name, as vendors' nodes do.
fn own_model(node: &Node<'_>) -> Option<String> {
    let parameters = node.parameters;
    let found = ["modelId", "model", "modelName"].iter().find_map(|name| {
        let value = &parameters[*name];
        value.as_str().or_else(|| value["value"].as_str())
    });
    found
        .filter(|name| !name.is_empty() && !name.starts_with('=') && !looks_secret(name))
        .map(|name| visible(name, 200))
}

fn model(
    part: usize,
    nodes: &Nodes<'_>,
    hung: &BTreeMap<usize, Vec<Hung<'_>>>,
    models: &mut Vec<String>,
    depth: usize,
) {
    let node = &nodes.list[part];
    if let Some(name) = own_model(node) {
        models.push(name);
    } else if suffix(node.kind) == "modelSelector" && depth > 0 {
        for inner in hung.get(&part).into_iter().flatten() {
            if inner.kind == "ai_languageModel" {
                model(inner.node, nodes, hung, models, depth - 1);
            }
        }
    } else {
        let name = suffix(node.kind)
            .trim_start_matches("lmChat")
            .trim_start_matches("lm");
        models.push(visible(name, 200));
    }
}

/// The schema that an output parser enforces.
fn output(
    part: usize,
    nodes: &Nodes<'_>,
    hung: &BTreeMap<usize, Vec<Hung<'_>>>,
    notes: &mut Notes,
    depth: usize,
) -> Option<(String, Value)> {
    let node = &nodes.list[part];
    let parameters = node.parameters;
    match suffix(node.kind) {
        "outputParserAutofixing" if depth > 0 => hung
            .get(&part)?
            .iter()
            .find(|inner| inner.kind == "ai_outputParser")
            .and_then(|inner| output(inner.node, nodes, hung, notes, depth - 1)),
        "outputParserItemList" => {
            let place = format!("{}/parameters", node.place);
            Some((
                place,
                json!({ "type": "array", "items": { "type": "string" } }),
            ))
        }
        "outputParserStructured" => {
            let manual = ["inputSchema", "jsonSchema"]
                .into_iter()
                .find(|name| parameters[*name].is_string());
            let by_example = parameters["jsonSchemaExample"]
                .as_str()
                .filter(|_| parameters["schemaType"] != "manual");
            let (name, text) = match (by_example, manual) {
                (Some(example), _) => ("jsonSchemaExample", example),
                (None, Some(name)) => (name, parameters[name].as_str()?),
                (None, None) => return None,
            };
            let place = format!("{}/parameters/{name}", node.place);
            let Ok(value) = baton_model::parse_json(text) else {
                notes.warning(
                    &place,
                    "this is not JSON (an expression, or cut off); the schema was left out",
                );
                return None;
            };
            let schema = if by_example.is_some() {
                notes.info(&place, "only an example stands here; its fields and types were taken as the schema, as n8n does");
                of_example(&value, 0)
            } else {
                value
            };
            said::schema(&schema, &place, notes).map(|schema| (place, schema))
        }
        _ => None,
    }
}

/// The schema of an example: every member required, with the type that it has.
fn of_example(value: &Value, depth: usize) -> Value {
    match value {
        Value::Object(fields) if depth < 32 => {
            let properties: Map<String, Value> = fields
                .iter()
                .map(|(name, value)| (name.clone(), of_example(value, depth + 1)))
                .collect();
            let required: Vec<&String> = fields.keys().collect();
            json!({ "type": "object", "required": required, "properties": properties })
        }
        Value::Array(items) if depth < 32 => match items.first() {
            Some(first) => json!({ "type": "array", "items": of_example(first, depth + 1) }),
            None => json!({ "type": "array" }),
        },
        Value::Object(_) => json!({ "type": "object" }),
        Value::Array(_) => json!({ "type": "array" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_i64() || number.is_u64() => json!({ "type": "integer" }),
        Value::Number(_) => json!({ "type": "number" }),
        Value::Null => json!({}),
    }
}
