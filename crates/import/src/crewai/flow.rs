//! Flows: methods that listen to each other, routers that choose, people who give feedback.

use super::methods::{self, Method};
use crate::error::ImportError;
use crate::guess::Guess;
use crate::notes::Notes;
use crate::pen::{Page, Pen, at, count_of, known, str_of};
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentKind, ContractId, DecidedBy, Handoff, Json, Target, Trigger, TriggerOn,
    Version,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of conditions.
const DEEPEST: usize = 32;
/// The version that this reader was written against.
const SCHEMA: &str = "crewai.flow/v1";

/// An event that a method listens to, and whether others have to come too.
struct Event<'v> {
    name: &'v str,
    with_others: bool,
}

pub(super) fn read(page: Page<'_>, notes: &mut Notes) -> Result<Sketch, ImportError> {
    let value = page.value;
    let name = value["name"].as_str().unwrap_or("flow");
    let mut pen = Pen::new(page.name, "", name, notes)?;
    if let Some(schema) = value["schema"].as_str().filter(|schema| *schema != SCHEMA) {
        pen.notes.warning(
            "/schema",
            format!(
                "{:?} is another version than {SCHEMA}; what is new in it is noted where it stands",
                visible(schema, 60)
            ),
        );
    }
    pen.sketch.topology.purpose = pen.text("/description", value.get("description"));
    let state = state(&mut pen, value)?;
    let limit = value["config"]
        .as_object()
        .and_then(|config| count_of(config, "max_method_calls"));
    let mut drawn = Vec::new();
    for (name, method) in pen.members("/methods", value.get("methods")) {
        let place = at("/methods", name);
        match method {
            Value::Object(fields) => {
                drawn.push(methods::draw(&mut pen, name, fields, &place, page.name)?);
            }
            _ => pen
                .notes
                .warning(&place, "an object is needed here; it was left out"),
        }
    }
    if let Some(conversation) = conversation(&mut pen, value)? {
        drawn.insert(0, conversation);
    }
    wire(&mut pen, &drawn, state.as_ref(), limit)?;
    for (name, part) in value.as_object().into_iter().flatten() {
        let is_known = [
            "schema",
            "name",
            "description",
            "state",
            "methods",
            "conversational",
        ]
        .contains(&name.as_str());
        let says = part
            .as_object()
            .is_some_and(|fields| fields.keys().any(|name| name != "max_method_calls"))
            || part.is_string();
        if !is_known && says {
            pen.notes.warning(
                &at("", name),
                format!(
                    "{:?} was not carried: no field of a record means it",
                    visible(name, 60)
                ),
            );
        }
    }
    Ok(pen.finish())
}

/// The schema of the flow's state, which every method reads and writes.
fn state(pen: &mut Pen<'_>, value: &Value) -> Result<Option<(ContractId, Version)>, ImportError> {
    let state = &value["state"];
    if let Some(schema @ Value::Object(_)) = state.get("json_schema") {
        let name = schema["title"].as_str().unwrap_or("Flow state");
        let contract = pen.contract("state", name, schema, "/state/json_schema")?;
        pen.notes.info("/state", "every method reads and writes the flow's state, so its schema became the contract between them (a guess)");
        return Ok(Some(contract));
    }
    if let Some(class) = state["ref"].as_str() {
        pen.notes.warning(
            "/state/ref",
            format!(
                "the state's type {:?} stands in code: write its JSON Schema as a contract",
                visible(class, 120)
            ),
        );
    }
    if state["default"].is_object() {
        let said = "the state's first values were not carried";
        pen.notes.info("/state/default", said);
    }
    Ok(None)
}

/// The router that a conversational flow has without naming it.
fn conversation<'v>(
    pen: &mut Pen<'_>,
    value: &'v Value,
) -> Result<Option<Method<'v>>, ImportError> {
    let Some(fields) = value["conversational"]
        .as_object()
        .filter(|fields| fields.get("enabled") != Some(&Value::Bool(false)))
    else {
        return Ok(None);
    };
    let place = "/conversational";
    let guess = Guess::new(AgentKind::Ai, Some(AgentFunction::Router), "");
    let agent = pen.agent("(conversation)", "Conversation", place, &guess)?;
    pen.of(&agent, |agent| agent.role.talks_to_user = true);
    let prompt = pen.text("/conversational/system_prompt", fields.get("system_prompt"));
    pen.scope(&agent, &prompt);
    let router = fields.get("router").and_then(Value::as_object);
    let model = fields
        .get("llm")
        .and_then(|llm| llm.as_str().or_else(|| llm["model"].as_str()));
    if let Some(model) = model {
        pen.model(&agent, model, place)?;
    }
    let mut emits: Vec<&str> = Vec::new();
    for routes in [
        router.and_then(|router| router.get("routes")),
        fields.get("default_intents"),
        fields.get("builtin_routes"),
    ] {
        let names = routes
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        for name in names {
            if !emits.contains(&name) {
                emits.push(name);
            }
        }
    }
    pen.keep_of(&agent, fields, &["enabled", "system_prompt", "llm"], place);
    let mut method = Method::of("(conversation)", agent, place);
    method.emits = emits;
    method.is_router = true;
    method.starts = true;
    method.decided_by = DecidedBy::Model;
    Ok(Some(method))
}

/// Events of a condition: a name, or lists of names and conditions under `and` or `or`.
fn events<'v>(
    pen: &mut Pen<'_>,
    condition: Option<&'v Value>,
    place: &str,
    with_others: bool,
    depth: usize,
    found: &mut Vec<Event<'v>>,
) {
    match condition {
        None | Some(Value::Null | Value::Bool(_)) => {}
        Some(Value::String(name)) => found.push(Event {
            name: name.trim(),
            with_others,
        }),
        Some(Value::Object(fields)) if depth < DEEPEST => {
            for (word, list) in fields {
                let place = at(place, word);
                match (word.as_str(), list) {
                    ("and" | "or", Value::Array(items)) => {
                        let with_others = with_others || (word == "and" && items.len() > 1);
                        for item in items {
                            events(pen, Some(item), &place, with_others, depth + 1, found);
                        }
                    }
                    _ => pen.notes.warning(
                        &place,
                        "this is no condition that is known, and was left out",
                    ),
                }
            }
        }
        Some(_) => pen.notes.warning(
            place,
            "this is no condition that is known, and was left out",
        ),
    }
}

/// Connects methods with those that listen to them.
fn wire(
    pen: &mut Pen<'_>,
    methods: &[Method<'_>],
    state: Option<&(ContractId, Version)>,
    limit: Option<u32>,
) -> Result<(), ImportError> {
    let mut by_event: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
    for (index, method) in methods.iter().enumerate() {
        by_event
            .entry(method.name)
            .or_default()
            .push((index, false));
        for label in &method.emits {
            by_event.entry(label).or_default().push((index, true));
        }
    }
    let open: Vec<usize> = methods
        .iter()
        .enumerate()
        .filter(|(_, method)| method.is_router && method.emits.is_empty())
        .map(|(index, _)| index)
        .collect();
    let mut heard: BTreeSet<(usize, Option<&str>)> = BTreeSet::new();
    for (index, method) in methods.iter().enumerate() {
        let mut listened = Vec::new();
        events(
            pen,
            method.listen,
            &at(&method.place, "listen"),
            false,
            0,
            &mut listened,
        );
        events(
            pen,
            method.start,
            &at(&method.place, "start"),
            false,
            0,
            &mut listened,
        );
        if method.starts {
            for agent in &method.seat.entries {
                pen.entry(agent, &method.place)?;
            }
        } else if listened.is_empty() {
            pen.notes.warning(
                &method.place,
                format!(
                    "{:?} neither starts nor listens: nothing runs it",
                    visible(method.name, 80)
                ),
            );
        }
        for event in listened {
            let mut senders = by_event.get(event.name).cloned().unwrap_or_default();
            if senders.is_empty() && !open.is_empty() {
                senders = open.iter().map(|index| (*index, true)).collect();
                pen.notes.info(&method.place, format!("nothing declares the event {:?}; routers that do not say what they emit were taken to (a guess)", visible(event.name, 80)));
            }
            if senders.is_empty() {
                pen.notes.warning(
                    &method.place,
                    format!("nothing emits the event {:?}", visible(event.name, 80)),
                );
            }
            for (sender, is_label) in senders {
                heard.insert((sender, is_label.then_some(event.name)));
                let from = &methods[sender];
                for (exit, entry) in from
                    .seat
                    .exits
                    .iter()
                    .flat_map(|exit| method.seat.entries.iter().map(move |entry| (exit, entry)))
                {
                    let key = format!("{}->{}:{}", from.name, method.name, event.name);
                    let id =
                        pen.handoff(&key, exit, Target::Agent(entry.clone()), &method.place)?;
                    pen.about(&id, |handoff| {
                        carry(handoff, from, is_label.then_some(event.name), state);
                        if event.with_others {
                            handoff.parallel_group =
                                Some(visible(&format!("before {}", method.name), 200));
                        }
                        // Every circle has a way that leads back in the order of the file.
                        if sender >= index {
                            handoff.policy.loop_limit = limit;
                        }
                    });
                }
            }
        }
    }
    ends(pen, methods, &heard, state)
}

fn carry(
    handoff: &mut Handoff,
    from: &Method<'_>,
    label: Option<&str>,
    state: Option<&(ContractId, Version)>,
) {
    handoff.trigger = trigger(from, label);
    if let Some((contract, version)) = state {
        handoff.contract = Some(contract.clone());
        handoff.version = Some(version.clone());
    }
}

fn trigger(from: &Method<'_>, label: Option<&str>) -> Trigger {
    let mut trigger = Trigger::new();
    if let Some(label) = label {
        trigger.on = TriggerOn::Intent;
        trigger.value = Some(Json(Value::String(visible(label, 400))));
        trigger.decided_by = from.decided_by;
        trigger.otherwise = from.default == Some(label);
    }
    trigger
}

/// Methods that nobody listens to end the flow.
fn ends(
    pen: &mut Pen<'_>,
    methods: &[Method<'_>],
    heard: &BTreeSet<(usize, Option<&str>)>,
    state: Option<&(ContractId, Version)>,
) -> Result<(), ImportError> {
    for (index, method) in methods.iter().enumerate() {
        let mut left: Vec<Option<&str>> = method
            .emits
            .iter()
            .map(|label| Some(*label))
            .filter(|label| !heard.contains(&(index, *label)))
            .collect();
        let is_heard = heard.contains(&(index, None));
        let has_open_labels = method.is_router
            && method.emits.is_empty()
            && heard.iter().any(|(sender, _)| *sender == index);
        if method.emits.is_empty() && !is_heard && !has_open_labels {
            left.push(None);
        }
        for (label, exit) in left
            .iter()
            .flat_map(|label| method.seat.exits.iter().map(move |exit| (*label, exit)))
        {
            let to = pen.completed(&method.place)?;
            let key = format!("{}->end:{}", method.name, label.unwrap_or_default());
            let id = pen.handoff(&key, exit, to, &method.place)?;
            pen.about(&id, |handoff| carry(handoff, method, label, state));
        }
    }
    Ok(())
}

/// Somebody who gives feedback on what a method made; what it decides is what the flow goes on with.
pub(super) fn feedback(
    pen: &mut Pen<'_>,
    method: &mut Method<'_>,
    fields: &serde_json::Map<String, Value>,
    place: &str,
) -> Result<(), ImportError> {
    let name = format!("Feedback on {}", method.name);
    let person = pen.agent(
        &format!("{}:feedback", method.name),
        &name,
        place,
        &known(AgentKind::Human),
    )?;
    let message = pen.text(&at(place, "message"), fields.get("message"));
    pen.scope(&person, &message);
    pen.keep_of(
        &person,
        fields,
        &["message", "emit", "default_outcome"],
        place,
    );
    for exit in &method.seat.exits {
        let key = format!("{}->feedback", method.name);
        let id = pen.handoff(&key, exit, Target::Agent(person.clone()), place)?;
        pen.about(&id, |handoff| handoff.trigger = trigger(method, None));
    }
    if let Some(model) = str_of(fields, "llm") {
        pen.notes.info(
            &at(place, "llm"),
            format!(
                "the model {:?} reads the answer as one of the outcomes; the person decides",
                visible(model, 80)
            ),
        );
    }
    method.seat.exits = vec![person];
    method.decided_by = DecidedBy::User;
    Ok(())
}
