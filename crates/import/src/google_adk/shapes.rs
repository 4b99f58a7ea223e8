//! How agents follow each other: by transfer, in a sequence, in a loop, at once.

use super::agents::{Config, Seat, Troupe};
use crate::error::ImportError;
use crate::pen::{Pen, count_of, str_of};
use crate::text::visible;
use baton_model::{
    AgentId, ContextMode, DecidedBy, HandoffId, Join, Json, Pattern, Target, TriggerOn,
};
use serde_json::Value;

/// An agent that asks nobody and runs others: a group.
pub(super) fn run<'v>(
    pen: &mut Pen<'_>,
    troupe: &mut Troupe<'_, 'v>,
    config: &Config<'v>,
    class: &str,
) -> Result<Seat, ImportError> {
    let name = str_of(config.fields, "name").unwrap_or(class);
    let around = troupe.group.clone();
    troupe.group = Some(pen.group(name, name, around.as_ref(), &config.place)?);
    let below = troupe.sub_agents(pen, config);
    troupe.group = around;
    let below: Vec<Seat> = below?
        .into_iter()
        .filter(|seat| !seat.entries.is_empty())
        .collect();
    let place = config.at("sub_agents");
    let description = pen.text(&config.at("description"), config.fields.get("description"));
    if below.is_empty() {
        pen.notes
            .warning(&place, format!("nobody runs in {:?}", visible(name, 80)));
    }
    for member in config.fields.keys().filter(|member| {
        ![
            "agent_class",
            "name",
            "description",
            "sub_agents",
            "max_iterations",
        ]
        .contains(&member.as_str())
    }) {
        pen.notes.warning(
            &config.at(member),
            format!(
                "{:?} was not carried: a group has no field that means it",
                visible(member, 60)
            ),
        );
    }
    let mut seat = Seat {
        description,
        name: name.to_owned(),
        ..Seat::default()
    };
    if class == "ParallelAgent" {
        seat.entries = below
            .iter()
            .flat_map(|below| below.entries.clone())
            .collect();
        seat.exits = below.iter().flat_map(|below| below.exits.clone()).collect();
        seat.parallel = Some(visible(name, 200));
        return Ok(seat);
    }
    for pair in below.windows(2) {
        follow(pen, &pair[0], &pair[1], &place, None)?;
    }
    seat.entries = below
        .first()
        .map(|first| first.entries.clone())
        .unwrap_or_default();
    seat.parallel = below.first().and_then(|first| first.parallel.clone());
    seat.exits = below
        .last()
        .map(|last| last.exits.clone())
        .unwrap_or_default();
    if class == "LoopAgent" {
        let limit = count_of(config.fields, "max_iterations");
        if limit.is_none() {
            pen.notes.warning(
                &config.at("max_iterations"),
                "the loop has no limit in the file: only an agent can leave it",
            );
        }
        if let (Some(last), Some(first)) = (below.last(), below.first()) {
            follow(pen, last, first, &place, limit)?;
        }
        for agent in below.iter().flat_map(|below| &below.leaves) {
            if !seat.exits.contains(agent) {
                seat.exits.push(agent.clone());
            }
        }
    } else {
        seat.leaves = below.into_iter().flat_map(|below| below.leaves).collect();
    }
    Ok(seat)
}

/// One runs after the other.
fn follow(
    pen: &mut Pen<'_>,
    before: &Seat,
    after: &Seat,
    place: &str,
    limit: Option<u32>,
) -> Result<(), ImportError> {
    for (from, to) in before
        .exits
        .iter()
        .flat_map(|from| after.entries.iter().map(move |to| (from, to)))
    {
        if from == to {
            pen.notes.info(
                place,
                "an agent that runs again by itself hands nothing over",
            );
            continue;
        }
        let id = pen.handoff("", from, Target::Agent(to.clone()), place)?;
        pen.about(&id, |handoff| {
            handoff.context_mode = ContextMode::FullHistory;
            handoff.pattern = Some(Pattern::Pipeline);
            handoff.parallel_group = after.parallel.clone().or_else(|| before.parallel.clone());
            handoff.join = Join::All;
            handoff.policy.loop_limit = limit;
        });
    }
    Ok(())
}

/// What the model of `parent` may transfer to, and what may transfer back. Gives who may end the turn below.
pub(super) fn transfers(
    pen: &mut Pen<'_>,
    parent: &AgentId,
    below: &[Seat],
    place: &str,
) -> Result<Vec<AgentId>, ImportError> {
    let mut exits = Vec::new();
    let mut is_any_back = false;
    for seat in below {
        for to in &seat.entries {
            transfer(pen, parent, to, &seat.description, place)?;
        }
        exits.extend(seat.exits.iter().cloned());
        let Some(asks) = &seat.asks else { continue };
        is_any_back |= asks.to_parent || asks.to_peers;
        if asks.to_parent {
            transfer(pen, &asks.agent, parent, "", place)?;
        }
        if asks.to_peers {
            for peer in below.iter().filter(|peer| peer.asks.is_some()) {
                for to in peer.entries.iter().filter(|to| **to != asks.agent) {
                    transfer(pen, &asks.agent, to, &peer.description, place)?;
                }
            }
        }
    }
    if is_any_back {
        pen.notes.info(place, "transfers back to the parent and between its sub-agents were drawn, as the kit allows them unless disallow_transfer_to_parent or disallow_transfer_to_peers is set");
    }
    Ok(exits)
}

fn transfer(
    pen: &mut Pen<'_>,
    from: &AgentId,
    to: &AgentId,
    description: &str,
    place: &str,
) -> Result<HandoffId, ImportError> {
    let id = pen.handoff("", from, Target::Agent(to.clone()), place)?;
    let name = pen
        .sketch
        .agent_mut(to)
        .map(|agent| agent.name.clone())
        .unwrap_or_default();
    let words = if description.is_empty() {
        name
    } else {
        visible(description, 400)
    };
    pen.about(&id, |handoff| {
        handoff.context_mode = ContextMode::FullHistory;
        handoff.pattern = Some(Pattern::Chain);
        handoff.trigger.on = TriggerOn::Intent;
        handoff.trigger.value = Some(Json(Value::String(words)));
        handoff.trigger.decided_by = DecidedBy::Model;
    });
    Ok(id)
}
