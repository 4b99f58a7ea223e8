//! A manager that gives tasks out, and agents that hand work to each other.

use super::agents::{self, delegates};
use super::crew::{Crew, Item, Seat};
use super::tasks::{asks_people, describe, gate_note};
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, Within, at, str_of};
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentId, AgentKind, DecidedBy, Gate, Json, MessageType, Pattern, TriggerOn,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Most agents among which everybody may hand work to everybody.
const MOST_PEERS: usize = 60;

/// A manager that gives the tasks out.
pub(super) fn hierarchical(
    pen: &mut Pen<'_>,
    crew: &Crew<'_>,
    agents: &BTreeMap<String, AgentId>,
    manager_key: Option<&str>,
    within: &Within,
) -> Result<Seat, ImportError> {
    let named = manager_key.and_then(|key| agents.get(key)).cloned();
    let place = at(&crew.place, "manager_agent");
    let manager = match (named, crew.manager) {
        (Some(manager), _) => {
            pen.of(&manager, |agent| {
                agent.kind = AgentKind::Supervisor;
                agent.function = Some(AgentFunction::Supervisor);
            });
            manager
        }
        (None, Some(Value::Object(fields))) => {
            agents::agent(pen, "manager", fields, &place, within, false)?
        }
        _ => {
            let guess = Guess::new(
                AgentKind::Supervisor,
                Some(AgentFunction::Supervisor),
                "a hierarchical crew has a manager, which the library makes",
            );
            let manager = pen.agent(
                &within.key("(manager)"),
                "Crew Manager",
                &crew.place,
                &guess,
            )?;
            pen.stands(&manager, within.group.as_ref())?;
            manager
        }
    };
    let model = crew
        .manager_llm
        .and_then(|llm| llm.as_str().or_else(|| llm["model"].as_str()));
    if let Some(model) = model {
        pen.model(&manager, model, &at(&crew.place, "manager_llm"))?;
    }
    for task in &crew.tasks {
        pen.switch(task.file);
        describe(pen, task, &manager, within)?;
    }
    for (key, agent) in agents.iter().filter(|(_, agent)| **agent != manager) {
        let id = pen.call(
            &within.key(&format!("manager=>{key}")),
            &manager,
            agent,
            &crew.place,
        )?;
        let tasks: Vec<&Item<'_>> = crew
            .tasks
            .iter()
            .filter(|task| str_of(task.fields, "agent") == Some(key))
            .collect();
        let gated = tasks.iter().any(|task| asks_people(task));
        if let Some(task) = tasks.iter().find(|task| asks_people(task)) {
            gate_note(pen, task);
        }
        pen.about(&id, |handoff| {
            handoff.pattern = Some(Pattern::Supervisor);
            handoff.message_type = Some(MessageType::Task);
            handoff.trigger.decided_by = DecidedBy::Model;
            if !tasks.is_empty() {
                let words: Vec<String> = tasks.iter().map(|task| visible(&task.key, 120)).collect();
                handoff.trigger.on = TriggerOn::Intent;
                handoff.trigger.value = Some(Json(Value::String(words.join(", "))));
            }
            handoff.gate = gated.then(Gate::new);
        });
    }
    Ok(Seat {
        entries: vec![manager.clone()],
        exits: vec![manager],
        asking: Vec::new(),
    })
}

/// Agents that may hand work to all others of the crew.
pub(super) fn delegation(
    pen: &mut Pen<'_>,
    crew: &Crew<'_>,
    agents: &BTreeMap<String, AgentId>,
) -> Result<(), ImportError> {
    let asking: Vec<&Item<'_>> = crew
        .agents
        .iter()
        .filter(|item| delegates(item.fields))
        .collect();
    if asking.len() * agents.len() > MOST_PEERS * MOST_PEERS {
        pen.notes.warning(
            &crew.place,
            "so many agents may hand work to all others that the handoffs were not drawn",
        );
        return Ok(());
    }
    for item in asking {
        pen.switch(item.file);
        let Some(from) = agents.get(&item.key) else {
            continue;
        };
        for to in agents.values().filter(|to| *to != from) {
            let id = pen.call(
                ":delegation",
                from,
                to,
                &at(&item.place, "allow_delegation"),
            )?;
            pen.about(&id, |handoff| handoff.trigger.decided_by = DecidedBy::Model);
        }
    }
    Ok(())
}
