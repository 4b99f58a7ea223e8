//! Swarms, and managers with workers.

use super::agents::{Cast, Seat};
use super::spec::Part;
use crate::error::ImportError;
use crate::pen::{Pen, str_of};
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentKind, ContextMode, DecidedBy, HandoffMode, Kind, Pattern, RecordKey, Target,
};
use serde_json::Value;

/// Agents that talk to each other or hand over, as the swarm allows.
pub(super) fn swarm<'v>(
    pen: &mut Pen<'_>,
    cast: &mut Cast<'_, 'v>,
    part: &Part<'v>,
    depth: usize,
) -> Result<Seat, ImportError> {
    let first = match cast.member(pen, part, "first_agent") {
        Some(first) => cast.seat(pen, &first, depth + 1)?,
        None => Seat::default(),
    };
    let place = part.at("handoff");
    let (mode, may) = match part.fields.get("handoff") {
        Some(Value::String(mode)) if mode == "never" => (HandoffMode::Delegate, "never"),
        Some(Value::String(mode)) if mode == "always" => (HandoffMode::Transfer, "always"),
        Some(Value::Bool(false)) => (HandoffMode::Delegate, "never"),
        None | Some(Value::Bool(true) | Value::Null) => (HandoffMode::Transfer, "optional"),
        Some(Value::String(mode)) if mode == "optional" => (HandoffMode::Transfer, "optional"),
        Some(_) => {
            pen.notes.warning(
                &place,
                "this way of handing over is not known; transfers were drawn",
            );
            (HandoffMode::Transfer, "optional")
        }
    };
    if may == "optional" {
        pen.notes.info(&place, "agents of this swarm may hand over or only ask and get an answer; transfers were drawn (a guess)");
    }
    let mut exits = first.exits.clone();
    let list = part.at("relationships");
    let pairs = match part.fields.get("relationships") {
        Some(Value::Array(pairs)) => pairs.as_slice(),
        None | Some(Value::Null) => &[],
        Some(_) => {
            pen.notes
                .warning(&list, "a list is needed here; it was left out");
            &[]
        }
    };
    for (index, pair) in pairs.iter().enumerate() {
        let place = format!("{list}/{index}");
        let ends = pair.as_array().filter(|ends| ends.len() == 2);
        let parts = ends.map(|ends| {
            (
                cast.spec.part(&ends[0], &format!("{place}/0")),
                cast.spec.part(&ends[1], &format!("{place}/1")),
            )
        });
        let Some((Some(from), Some(to))) = parts else {
            pen.notes.warning(
                &place,
                "a relationship is a pair of agents that are in the file; it was left out",
            );
            continue;
        };
        let sender = cast.seat(pen, &from, depth + 1)?;
        let receiver = cast.seat(pen, &to, depth + 1)?;
        let words = str_of(to.fields, "description").map_or_else(|| to.name(), str::to_owned);
        for (from_id, to_id) in sender
            .exits
            .iter()
            .flat_map(|from| receiver.entries.iter().map(move |to| (from, to)))
        {
            if from_id == to_id {
                pen.notes
                    .warning(&place, "an agent that talks to itself was left out");
                continue;
            }
            let key = format!("{}->{}", from.key(), to.key());
            let id = pen.handoff(&key, from_id, Target::Agent(to_id.clone()), &place)?;
            pen.about(&id, |handoff| {
                handoff.mode = mode;
                handoff.trigger.on = baton_model::TriggerOn::Intent;
                handoff.trigger.value =
                    Some(baton_model::Json(Value::String(visible(&words, 400))));
                handoff.trigger.decided_by = DecidedBy::Model;
                handoff.pattern = Some(Pattern::Chain);
                if mode == HandoffMode::Transfer {
                    handoff.context_mode = ContextMode::FullHistory;
                }
            });
            if may == "optional" {
                pen.guessed(
                    &RecordKey::new(Kind::Handoff, id.as_str()),
                    "mode transfer: the swarm allows both to hand over and to ask",
                );
            }
            cast.receives(pen, to_id, &id);
        }
        if mode == HandoffMode::Transfer {
            for agent in receiver.exits.iter().chain(&sender.exits) {
                if !exits.contains(agent) {
                    exits.push(agent.clone());
                }
            }
        }
    }
    Ok(Seat {
        entries: first.entries,
        exits,
    })
}

/// A manager that calls its workers.
pub(super) fn manager_workers<'v>(
    pen: &mut Pen<'_>,
    cast: &mut Cast<'_, 'v>,
    part: &Part<'v>,
    depth: usize,
) -> Result<Seat, ImportError> {
    let manager = match cast.member(pen, part, "group_manager") {
        Some(manager) => cast.seat(pen, &manager, depth + 1)?,
        None => Seat::default(),
    };
    for agent in &manager.exits {
        pen.of(agent, |agent| {
            if agent.kind == AgentKind::Ai {
                agent.kind = AgentKind::Supervisor;
            }
            agent.function = Some(AgentFunction::Supervisor);
        });
        pen.guessed(
            &RecordKey::new(Kind::Agent, agent.as_str()),
            "kind supervisor: it manages workers",
        );
    }
    for worker in cast.list(pen, part, "workers") {
        let seat = cast.seat(pen, &worker, depth + 1)?;
        for (from, to) in manager
            .exits
            .iter()
            .flat_map(|from| seat.entries.iter().map(move |to| (from, to)))
        {
            if from == to {
                pen.notes.warning(
                    &worker.place,
                    "a manager is no worker of its own; it was left out",
                );
                continue;
            }
            let id = pen.call(
                &format!("{}=>{}", part.key(), worker.key()),
                from,
                to,
                &worker.place,
            )?;
            let words =
                str_of(worker.fields, "description").map_or_else(|| worker.name(), str::to_owned);
            pen.about(&id, |handoff| {
                handoff.pattern = Some(Pattern::Supervisor);
                handoff.trigger.on = baton_model::TriggerOn::Intent;
                handoff.trigger.value =
                    Some(baton_model::Json(Value::String(visible(&words, 400))));
                handoff.trigger.decided_by = DecidedBy::Model;
            });
            cast.receives(pen, to, &id);
        }
    }
    Ok(manager)
}
