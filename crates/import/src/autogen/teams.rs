//! Teams: who speaks after whom.

use super::agents::{self, Seat, Told};
use super::component::Component;
use super::ends::Ends;
use super::graph;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, Within, str_of};
use crate::text::visible;
use baton_model::{
    AgentFunction, AgentId, AgentKind, ContextMode, DecidedBy, HandoffId, Json, Pattern, Target,
    Trigger, TriggerOn,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// Deepest nesting of teams and agents.
pub(super) const DEEPEST: usize = 24;

/// A way out of a team or an agent, and what sets it off.
#[derive(Clone, Debug)]
pub(super) struct Exit {
    pub agent: AgentId,
    pub trigger: Option<Trigger>,
}

/// The root of a file: its team or agent, where requests come in, and how they end.
pub(super) fn whole(pen: &mut Pen<'_>, root: &Component<'_>) -> Result<(), ImportError> {
    let purpose = pen.text(&root.at("description"), root.config.get("description"));
    if purpose.is_empty() {
        pen.sketch.topology.purpose = pen.text("/description", root.fields.get("description"));
    } else {
        pen.sketch.topology.purpose = purpose;
    }
    let within = Within::default();
    let Some(seat) = agents::seat(pen, root, &within)? else {
        return Ok(());
    };
    for agent in &seat.entries {
        pen.entry(agent, &root.place)?;
    }
    for exit in seat.exits {
        let to = pen.completed(&root.place)?;
        let id = pen.handoff("", &exit.agent, to, &root.place)?;
        pen.about(&id, |handoff| {
            handoff.trigger = exit.trigger.unwrap_or_default();
        });
    }
    agents::pin(pen);
    Ok(())
}

/// A team and everybody in it.
pub(super) fn team(
    pen: &mut Pen<'_>,
    team: &Component<'_>,
    within: &Within,
) -> Result<Seat, ImportError> {
    let name = team.name().unwrap_or("team");
    let ends = Ends::read(pen, team);
    let place = team.at("participants");
    let list = team.config.get("participants");
    let mut seats = Vec::new();
    for (index, _) in pen.objects(&place, list) {
        let at = format!("{place}/{index}");
        let value = list
            .and_then(|list| list.get(index))
            .unwrap_or(&Value::Null);
        match Component::read(&at, value) {
            Some(member) => seats.extend(agents::seat(pen, &member, within)?),
            None => pen.notes.warning(
                &at,
                "this participant says nothing of what it is, and was left out",
            ),
        }
    }
    if seats.is_empty() {
        pen.notes.warning(&place, "nobody takes part in this team");
    }
    let known: &[&str] = &[
        "name",
        "description",
        "participants",
        "termination_condition",
        "max_turns",
        "model_client",
        "selector_prompt",
        "graph",
        "team_type",
        "component_type",
        "version",
        "emit_team_events",
    ];
    let mut seat = match team.class {
        "RoundRobinGroupChat" => ring(pen, &seats, &ends, &team.place)?,
        "SelectorGroupChat" | "MagenticOneGroupChat" => {
            hub(pen, team, within, &seats, &ends, name, known)?
        }
        "Swarm" => swarm(pen, &seats, &ends, &team.place, within)?,
        "GraphFlow" => graph::flow(pen, team, within, &seats, &ends)?,
        other => {
            pen.notes.warning(&team.place, format!("the team {:?} is not known: its members were drawn, but who follows whom was not", visible(other, 80)));
            Seat {
                entries: seats
                    .iter()
                    .take(1)
                    .flat_map(|seat| seat.entries.clone())
                    .collect(),
                exits: seats.iter().flat_map(|seat| seat.exits.clone()).collect(),
                ..Seat::default()
            }
        }
    };
    if team.class != "Swarm" {
        outside(pen, team, &seats, &ends, within)?;
    }
    ends.tell(pen, &team.place);
    name.clone_into(&mut seat.name);
    seat.description = pen.text(&team.at("description"), team.config.get("description"));
    if !matches!(team.class, "SelectorGroupChat" | "MagenticOneGroupChat") {
        tell_rest(pen, team, known);
    }
    Ok(seat)
}

/// A team without a box of its own has no place for what no field means.
fn tell_rest(pen: &mut Pen<'_>, team: &Component<'_>, known: &[&str]) {
    for (name, value) in team.config {
        let says = !matches!(value, Value::Null | Value::Bool(false));
        if says
            && !known.contains(&name.as_str())
            && !["provider", "config", "label"].contains(&name.as_str())
        {
            pen.notes.warning(
                &team.at(name),
                format!(
                    "{:?} was not carried: no field of a record means it",
                    visible(name, 60)
                ),
            );
        }
    }
}

/// A handoff of the whole conversation.
pub(super) fn pass(
    pen: &mut Pen<'_>,
    exit: &Exit,
    to: &AgentId,
    place: &str,
) -> Result<HandoffId, ImportError> {
    let id = pen.handoff("", &exit.agent, Target::Agent(to.clone()), place)?;
    pen.about(&id, |handoff| {
        handoff.context_mode = ContextMode::FullHistory;
        if let Some(trigger) = &exit.trigger {
            handoff.trigger = trigger.clone();
        }
    });
    Ok(id)
}

/// One after the other, and from the last to the first again.
fn ring(pen: &mut Pen<'_>, seats: &[Seat], ends: &Ends, place: &str) -> Result<Seat, ImportError> {
    let count = u32::try_from(seats.len()).unwrap_or(u32::MAX);
    for (index, seat) in seats.iter().enumerate() {
        let next = &seats[(index + 1) % seats.len()];
        if seats.len() == 1 {
            break;
        }
        for exit in &seat.exits {
            for to in &next.entries {
                let id = pass(pen, exit, to, place)?;
                pen.about(&id, |handoff| {
                    handoff.pattern = Some(Pattern::Chain);
                    ends.limit(handoff, count);
                });
            }
        }
    }
    let entries = seats
        .first()
        .map(|seat| seat.entries.clone())
        .unwrap_or_default();
    Ok(Seat {
        entries,
        exits: exits(pen, seats, ends, place),
        ..Seat::default()
    })
}

/// Who may end a team: whoever a termination names, else whoever speaks when the turns are used up.
pub(super) fn exits(pen: &mut Pen<'_>, seats: &[Seat], ends: &Ends, place: &str) -> Vec<Exit> {
    let mut found = Vec::new();
    for seat in seats {
        if let Some(trigger) = ends.trigger(&seat.name) {
            found.extend(seat.exits.iter().map(|exit| Exit {
                agent: exit.agent.clone(),
                trigger: Some(trigger.clone()),
            }));
        }
    }
    if found.is_empty() && ends.outside.is_empty() {
        let last = match ends.turns {
            Some(turns) if !seats.is_empty() => {
                let turn = usize::try_from(turns.max(1) - 1).unwrap_or_default();
                Some(turn % seats.len())
            }
            _ => seats.len().checked_sub(1),
        };
        if let Some(seat) = last.and_then(|last| seats.get(last)) {
            found.extend(seat.exits.iter().cloned());
            pen.notes.info(
                place,
                format!(
                    "nothing says who ends the team: the turns end with {:?} (a guess)",
                    visible(&seat.name, 80)
                ),
            );
        }
    }
    found
}

/// A manager in the middle, which the library runs, and whom it calls.
fn hub(
    pen: &mut Pen<'_>,
    team: &Component<'_>,
    within: &Within,
    seats: &[Seat],
    ends: &Ends,
    name: &str,
    known: &[&str],
) -> Result<Seat, ImportError> {
    let is_selector = team.class == "SelectorGroupChat";
    let function = if is_selector {
        AgentFunction::Router
    } else {
        AgentFunction::Supervisor
    };
    let word = if is_selector {
        "selector"
    } else {
        "orchestrator"
    };
    let guess = Guess::new(AgentKind::Supervisor, Some(function), "");
    let manager = pen.agent(
        &within.key(&format!("({word} of {name})")),
        &format!("{name}: {word}"),
        &team.place,
        &guess,
    )?;
    pen.stands(&manager, within.group.as_ref())?;
    let prompt = pen.text(
        &team.at("selector_prompt"),
        team.config.get("selector_prompt"),
    );
    pen.scope(&manager, &prompt);
    agents::model(pen, &manager, team, "model_client")?;
    for seat in seats {
        for to in &seat.entries {
            let id = pen.call("", &manager, to, &team.place)?;
            pen.about(&id, |handoff| {
                handoff.context_mode = ContextMode::FullHistory;
                handoff.pattern = Some(if is_selector {
                    Pattern::DynamicRouting
                } else {
                    Pattern::Supervisor
                });
                handoff.trigger = intent(&seat.description, &seat.name);
                ends.limit(handoff, 1);
            });
        }
    }
    pen.keep_of(&manager, team.config, known, &team.place);
    let mut trigger = ends.trigger("").unwrap_or_default();
    if !ends.speakers.is_empty() {
        trigger = Trigger::new();
    }
    let exit = Exit {
        agent: manager.clone(),
        trigger: Some(trigger),
    };
    Ok(Seat {
        entries: vec![manager],
        exits: vec![exit],
        ..Seat::default()
    })
}

/// A model decides by what it was told of the receiver.
pub(super) fn intent(description: &str, name: &str) -> Trigger {
    let words = if description.is_empty() {
        name
    } else {
        description
    };
    let mut trigger = Trigger::new();
    trigger.on = TriggerOn::Intent;
    trigger.value = Some(Json(Value::String(visible(words, 400))));
    trigger.decided_by = DecidedBy::Model;
    trigger
}

/// Agents that hand over to each other by tools.
fn swarm(
    pen: &mut Pen<'_>,
    seats: &[Seat],
    ends: &Ends,
    place: &str,
    within: &Within,
) -> Result<Seat, ImportError> {
    let by_name: BTreeMap<&str, &Seat> = seats
        .iter()
        .rev()
        .map(|seat| (seat.name.as_str(), seat))
        .collect();
    let mut outside: BTreeMap<String, AgentId> = BTreeMap::new();
    for seat in seats {
        for told in &seat.handoffs {
            let mut receivers: Vec<AgentId> = Vec::new();
            if let Some(target) = by_name.get(told.target.as_str()) {
                receivers.extend(target.entries.iter().cloned());
            } else {
                let person = match outside.get(&told.target) {
                    Some(person) => person.clone(),
                    None => stranger(pen, &told.target, ends, &told.place, within)?,
                };
                outside.insert(told.target.clone(), person.clone());
                receivers.push(person);
            }
            hand_over(pen, seat, told, &receivers, ends)?;
        }
    }
    let mut left = if ends.says_who() || !ends.outside.is_empty() {
        exits(pen, seats, ends, place)
    } else {
        seats
            .iter()
            .filter(|seat| seat.handoffs.is_empty())
            .flat_map(|seat| seat.exits.clone())
            .collect()
    };
    if left.is_empty() && outside.is_empty() {
        left = exits(pen, seats, ends, place);
    }
    Ok(Seat {
        entries: seats
            .first()
            .map(|seat| seat.entries.clone())
            .unwrap_or_default(),
        exits: left,
        ..Seat::default()
    })
}

/// What an agent's model may call: a handoff from each way out of it.
fn hand_over(
    pen: &mut Pen<'_>,
    seat: &Seat,
    told: &Told,
    receivers: &[AgentId],
    ends: &Ends,
) -> Result<(), ImportError> {
    let key = if told.name.is_empty() {
        String::new()
    } else {
        format!(":{}", told.name)
    };
    for exit in &seat.exits {
        for to in receivers {
            let id = pen.handoff(&key, &exit.agent, Target::Agent(to.clone()), &told.place)?;
            pen.about(&id, |handoff| {
                handoff.context_mode = ContextMode::FullHistory;
                handoff.pattern = Some(Pattern::Chain);
                handoff.trigger = intent(&told.description, &told.target);
                ends.limit(handoff, 1);
            });
        }
    }
    Ok(())
}

/// Those to whom a handoff ends the run of a team that passes the word on by itself: the people who go on with it.
fn outside(
    pen: &mut Pen<'_>,
    team: &Component<'_>,
    seats: &[Seat],
    ends: &Ends,
    within: &Within,
) -> Result<(), ImportError> {
    let mut people: BTreeMap<&str, Vec<AgentId>> = BTreeMap::new();
    for seat in seats {
        for told in &seat.handoffs {
            let target = told.target.as_str();
            if !ends.outside.iter().any(|name| name == target) {
                pen.notes.warning(
                    &told.place,
                    format!(
                        "the handoff to {:?} was not carried: in a {} only the team decides who speaks next",
                        visible(target, 80),
                        team.class
                    ),
                );
                continue;
            }
            let known = people.get(target).cloned();
            let member = seats.iter().find(|seat| seat.name == target);
            let receivers = match (known, member) {
                (Some(known), _) => known,
                (None, Some(member)) => member.entries.clone(),
                (None, None) => vec![stranger(pen, target, ends, &told.place, within)?],
            };
            hand_over(pen, seat, told, &receivers, ends)?;
            people.insert(target, receivers);
        }
    }
    for name in ends
        .outside
        .iter()
        .filter(|name| !people.contains_key(name.as_str()))
    {
        pen.notes.warning(
            &team.at("termination_condition"),
            format!(
                "a handoff to {:?} would end the team, and no agent in it has one: that end was not carried",
                visible(name, 80)
            ),
        );
    }
    Ok(())
}

/// Somebody that agents hand over to and that takes no part in the team.
fn stranger(
    pen: &mut Pen<'_>,
    name: &str,
    ends: &Ends,
    place: &str,
    within: &Within,
) -> Result<AgentId, ImportError> {
    let guess = if ends.outside.iter().any(|target| target == name) {
        Guess::new(
            AgentKind::Human,
            None,
            "a handoff to it ends the run: whoever runs the team goes on",
        )
    } else if ["user", "human"].contains(&name.to_lowercase().as_str()) {
        Guess::new(AgentKind::Human, None, format!("the name says {name:?}"))
    } else {
        pen.notes.warning(
            place,
            format!(
                "{:?} takes no part in the team, so the library would refuse this handoff",
                visible(name, 80)
            ),
        );
        crate::pen::guess_by(name)
    };
    let agent = pen.agent(&within.key(name), name, place, &guess)?;
    pen.stands(&agent, within.group.as_ref())?;
    Ok(agent)
}

/// The member that names an agent or a team.
pub(super) fn label<'v>(component: &Component<'v>) -> &'v str {
    str_of(component.config, "name")
        .or_else(|| component.name())
        .unwrap_or("agent")
}
