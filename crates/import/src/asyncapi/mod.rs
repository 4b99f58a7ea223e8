//! AsyncAPI 3 and 2: messages become draft contracts; channels and operations say in their purpose who sends and receives them.
//! References inside the document are followed for payloads; others are kept and never fetched.

mod named;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::json_schema::{holds_data, holds_names, tell_references};
use crate::notes::Notes;
use crate::read::escape;
use crate::reader::{Read, Reader};
use crate::said;
use crate::sketch::Sketch;
use crate::source::Source;
use crate::text::visible;
use baton_model::Kind;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static READER: Reader = Reader {
    format: Format::Asyncapi,
    names: &["asyncapi.yaml", "asyncapi.yml", "asyncapi.json"],
    detect,
    read: Read::EachFile(read),
};

/// Most messages that are read.
const MOST_MESSAGES: usize = 5000;
/// Longest chain of references.
const LONGEST_CHAIN: usize = 32;
/// Schema formats whose payload is a JSON Schema.
const JSON_FORMATS: [&str; 3] = ["schema+json", "schema+yaml", "aai.asyncapi"];

fn detect(source: &Source<'_>) -> bool {
    source
        .value()
        .is_some_and(|value| value["asyncapi"].is_string())
}

/// How a message travels.
#[derive(Clone)]
struct Travels {
    said: String,
    /// The operation or the channel.
    of: String,
}

impl Travels {
    fn new(said: impl Into<String>, of: &str) -> Self {
        let (said, of) = (said.into(), of.to_owned());
        Self { said, of }
    }
}

/// A message with its place and where it travels.
struct Message<'v> {
    value: &'v Value,
    place: String,
    travels: BTreeSet<String>,
    /// What the operation or the channel is called in which it stands, for a message without a name.
    of: Option<String>,
}

fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let document = source.data()?;
    let Some(version) = document["asyncapi"].as_str() else {
        return Err(source.wrong(
            "/asyncapi",
            "the version of AsyncAPI is needed, as a text",
            "write the document again",
        ));
    };
    let third = version.starts_with("3.");
    if !third && !version.starts_with("2.") {
        notes.warning(
            "/asyncapi",
            format!(
                "version {:?} is not known; it was read as version 3",
                visible(version, 20)
            ),
        );
    }
    let title = document["info"]["title"]
        .as_str()
        .unwrap_or_else(|| source.stem());
    let mut sketch = Sketch::new(source.name(), "", title)?;
    sketch.draws_agents = false;
    let mut messages: BTreeMap<String, Message<'_>> = BTreeMap::new();
    if version.starts_with("2.") {
        second_channels(document, &mut messages, notes);
    } else {
        channels(document, &mut messages, notes);
        operations(document, &mut messages, notes);
    }
    for (key, value) in document["components"]["messages"]
        .as_object()
        .into_iter()
        .flatten()
    {
        add(
            document,
            value,
            &format!("/components/messages/{}", escape(key)),
            None,
            &mut messages,
            notes,
        );
    }
    if messages.is_empty() {
        notes.warning("", "the document has no message, so no contract was made");
    }
    for message in messages.values() {
        contract(&mut sketch, document, message, notes)?;
    }
    for part in ["servers", "channelBindings", "operationTraits"] {
        if document[part]
            .as_object()
            .is_some_and(|part| !part.is_empty())
        {
            notes.warning(
                &format!("/{part}"),
                format!(
                    "{part} were not carried: they say where messages travel, not what they mean"
                ),
            );
        }
    }
    Ok(vec![sketch])
}

/// Follows references inside the document; what leads out of it, or nowhere, or in a circle, is `None`.
fn resolve<'v>(
    document: &'v Value,
    value: &'v Value,
    place: &str,
    notes: &mut Notes,
) -> Option<(&'v Value, String)> {
    let mut value = value;
    let mut place = place.to_owned();
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = value["$ref"].as_str() else {
            return Some((value, place));
        };
        let target = reference
            .strip_prefix('#')
            .and_then(|pointer| Some((document.pointer(pointer)?, pointer)));
        let Some((next, pointer)) = target else {
            notes.warning(
                &place,
                format!(
                    "{:?} stands in another document or nowhere; it was not fetched",
                    visible(reference, 120)
                ),
            );
            return None;
        };
        value = next;
        pointer.clone_into(&mut place);
    }
    notes.warning(&place, "these references lead in a circle");
    None
}

/// Adds a message under the place where it is defined, so that several references to it are one.
fn add<'v>(
    document: &'v Value,
    value: &'v Value,
    place: &str,
    travels: Option<Travels>,
    messages: &mut BTreeMap<String, Message<'v>>,
    notes: &mut Notes,
) {
    let Some((value, place)) = resolve(document, value, place, notes) else {
        return;
    };
    if let Some(list) = value["oneOf"]
        .as_array()
        .filter(|_| value.get("payload").is_none())
    {
        for (index, value) in list.iter().enumerate() {
            if let Some((value, place)) =
                resolve(document, value, &format!("{place}/oneOf/{index}"), notes)
            {
                insert(value, place, travels.clone(), messages, notes);
            }
        }
        return;
    }
    insert(value, place, travels, messages, notes);
}

fn insert<'v>(
    value: &'v Value,
    place: String,
    travels: Option<Travels>,
    messages: &mut BTreeMap<String, Message<'v>>,
    notes: &mut Notes,
) {
    if messages.len() >= MOST_MESSAGES && !messages.contains_key(&place) {
        if messages.len() == MOST_MESSAGES {
            notes.warning(
                &place,
                format!("more than {MOST_MESSAGES} messages; the rest was left out"),
            );
        }
        return;
    }
    let message = messages.entry(place.clone()).or_insert_with(|| Message {
        value,
        place,
        travels: BTreeSet::new(),
        of: None,
    });
    if let Some(travels) = travels {
        message.of.get_or_insert(travels.of);
        message.travels.insert(travels.said);
    }
}

fn channels<'v>(
    document: &'v Value,
    messages: &mut BTreeMap<String, Message<'v>>,
    notes: &mut Notes,
) {
    for (key, value) in document["channels"].as_object().into_iter().flatten() {
        let place = format!("/channels/{}", escape(key));
        let Some((channel, place)) = resolve(document, value, &place, notes) else {
            continue;
        };
        let address = channel["address"].as_str().unwrap_or(key);
        for (name, value) in channel["messages"].as_object().into_iter().flatten() {
            let place = format!("{place}/messages/{}", escape(name));
            add(
                document,
                value,
                &place,
                Some(Travels::new(
                    format!("travels on {}", visible(address, 200)),
                    address,
                )),
                messages,
                notes,
            );
        }
    }
}

fn operations<'v>(
    document: &'v Value,
    messages: &mut BTreeMap<String, Message<'v>>,
    notes: &mut Notes,
) {
    for (key, value) in document["operations"].as_object().into_iter().flatten() {
        let place = format!("/operations/{}", escape(key));
        let Some((operation, place)) = resolve(document, value, &place, notes) else {
            continue;
        };
        let action = operation["action"].as_str().unwrap_or_default();
        let said = match action {
            "send" => format!("sent by {}", visible(key, 200)),
            "receive" => format!("received by {}", visible(key, 200)),
            other => {
                notes.warning(
                    &format!("{place}/action"),
                    format!(
                        "{:?} is no action; send and receive are",
                        visible(other, 40)
                    ),
                );
                continue;
            }
        };
        for (index, value) in operation["messages"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
        {
            add(
                document,
                value,
                &format!("{place}/messages/{index}"),
                Some(Travels::new(&*said, key)),
                messages,
                notes,
            );
        }
        if operation.get("messages").is_none()
            && let Some((channel, place)) = resolve(
                document,
                &operation["channel"],
                &format!("{place}/channel"),
                notes,
            )
        {
            for (name, value) in channel["messages"].as_object().into_iter().flatten() {
                add(
                    document,
                    value,
                    &format!("{place}/messages/{}", escape(name)),
                    Some(Travels::new(&*said, key)),
                    messages,
                    notes,
                );
            }
        }
        if operation["reply"].is_object() {
            notes.warning(
                &format!("{place}/reply"),
                "the reply was not carried as such: draw it as what a delegation returns",
            );
        }
    }
}

/// Version 2 has operations inside of channels; `publish` is what others send.
fn second_channels<'v>(
    document: &'v Value,
    messages: &mut BTreeMap<String, Message<'v>>,
    notes: &mut Notes,
) {
    for (key, value) in document["channels"].as_object().into_iter().flatten() {
        let place = format!("/channels/{}", escape(key));
        let Some((channel, place)) = resolve(document, value, &place, notes) else {
            continue;
        };
        for action in ["publish", "subscribe"] {
            let message = &channel[action]["message"];
            if message.is_object() {
                let place = format!("{place}/{action}/message");
                add(
                    document,
                    message,
                    &place,
                    Some(Travels::new(
                        format!("travels on {} ({action})", visible(key, 200)),
                        channel[action]["operationId"].as_str().unwrap_or(key),
                    )),
                    messages,
                    notes,
                );
            }
        }
    }
}

fn contract(
    sketch: &mut Sketch,
    document: &Value,
    message: &Message<'_>,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let (value, place) = (message.value, &message.place);
    let key = named::key(message);
    let key = key.as_str();
    let name = value["title"].as_str().unwrap_or(key);
    let place_of_payload = format!("{place}/payload");
    let Some(schema) = payload(document, value, &place_of_payload, notes) else {
        return Ok(());
    };
    let (id, _) = sketch.contract(place, &said::name(name, "message"), &schema, place)?;
    let mut purpose: Vec<String> = ["summary", "description"]
        .iter()
        .filter_map(|field| value[*field].as_str())
        .map(|text| said::prose(text, place, notes))
        .collect();
    if !message.travels.is_empty() {
        let travels: Vec<_> = message.travels.iter().take(20).cloned().collect();
        purpose.push(format!(
            "In {}: {}.",
            said::name(
                document["info"]["title"].as_str().unwrap_or("the document"),
                "the document"
            ),
            travels.join(", ")
        ));
    }
    if let Some(contract) = sketch.contract_mut(&id) {
        contract.purpose = purpose.join("\n");
    }
    sketch.wish(Kind::Contract, id.as_str(), key);
    named::tell_envelope(document, message, notes);
    Ok(())
}

/// The payload as a schema that stands by itself: what it refers to in the document comes with it.
fn payload(document: &Value, message: &Value, place: &str, notes: &mut Notes) -> Option<Value> {
    let payload = &message["payload"];
    if payload.is_null() {
        notes.warning(place, "the message has no payload, so no contract was made");
        return None;
    }
    let (mut schema, format) = match (&payload["schemaFormat"], payload.get("schema")) {
        (Value::String(format), Some(schema)) => (schema, Some(format.as_str())),
        _ => (payload, message["schemaFormat"].as_str()),
    };
    if let Some(format) =
        format.filter(|format| !JSON_FORMATS.iter().any(|known| format.contains(known)))
    {
        notes.warning(
            place,
            format!(
                "the payload is written in {:?}, not in JSON Schema; no contract was made",
                visible(format, 80)
            ),
        );
        return None;
    }
    (schema, _) = resolve(document, schema, place, notes)?;
    let mut schema = said::schema(schema, place, notes)?;
    let mut defs = Map::new();
    let mut waiting = vec![take_references(&mut schema, false)];
    while let Some(pointers) = waiting.pop() {
        for pointer in pointers {
            let name = definition(&pointer);
            if defs.contains_key(&name) {
                continue;
            }
            let Some(target) = document.pointer(&pointer) else {
                notes.warning(place, format!("{:?} leads nowhere", visible(&pointer, 120)));
                continue;
            };
            let mut target = target.clone();
            defs.insert(name.clone(), Value::Null);
            waiting.push(take_references(&mut target, false));
            defs.insert(name, target);
        }
    }
    if let (Value::Object(fields), false) = (&mut schema, defs.is_empty()) {
        let kept = fields
            .entry("$defs")
            .or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(kept) = kept {
            kept.extend(defs);
        }
    }
    tell_references(&schema, place, notes);
    Some(schema)
}

/// The name under `$defs` of what stands at a pointer of the document.
fn definition(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace(['/', '~'], ".")
}

/// Points references into the document at `$defs`; gives the pointers. In `of_names`, members are names that somebody gave.
fn take_references(value: &mut Value, of_names: bool) -> Vec<String> {
    let mut found = Vec::new();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                let pointer = value
                    .as_str()
                    .filter(|_| name == "$ref")
                    .and_then(|text| text.strip_prefix("#/"));
                let outside = pointer.filter(|pointer| {
                    !pointer.starts_with("$defs/") && !pointer.starts_with("definitions/")
                });
                if let Some(pointer) = outside.map(|pointer| format!("/{pointer}")) {
                    *value = Value::String(format!("#/$defs/{}", definition(&pointer)));
                    found.push(pointer);
                } else if of_names || !holds_data(name) {
                    found.extend(take_references(value, !of_names && holds_names(name)));
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                found.extend(take_references(item, false));
            }
        }
        _ => {}
    }
    found
}
