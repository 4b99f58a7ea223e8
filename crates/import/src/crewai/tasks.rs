//! Tasks that follow each other: what each says, and what its result has to be.

use super::agents::{self, names};
use super::crew::{Crew, Item, Seat};
use crate::error::ImportError;
use crate::pen::{Pen, Within, at, count_of, milliseconds, str_of};
use crate::text::visible;
use baton_model::{
    AgentId, ContextMode, ContractId, Gate, Handoff, MessageType, OnReject, Pattern, Target,
    Version,
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A task whose result goes to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pass {
    from: usize,
    to: usize,
    /// Whether the receiver names it as context.
    by_context: bool,
}

/// One task after the other; a task with a context waits for the tasks that it names.
pub(super) fn sequential(
    pen: &mut Pen<'_>,
    crew: &Crew<'_>,
    agents: &BTreeMap<String, AgentId>,
    within: &Within,
) -> Result<Seat, ImportError> {
    let passes = passes(pen, crew);
    let mut contracts = Vec::new();
    for task in &crew.tasks {
        pen.switch(task.file);
        contracts.push(result(pen, task)?);
        match agent_of(task, agents) {
            Some(agent) => describe(pen, task, &agent, within)?,
            None => pen.notes.warning(
                &task.place,
                format!(
                    "the task {:?} names no agent, which a sequential crew needs: what leads to it and from it was not drawn",
                    visible(&task.key, 80)
                ),
            ),
        }
    }
    let mut waits: BTreeMap<usize, usize> = BTreeMap::new();
    let mut hands_over: BTreeSet<usize> = BTreeSet::new();
    for pass in &passes {
        *waits.entry(pass.to).or_default() += 1;
    }
    for pass in &passes {
        let several = waits.get(&pass.to).is_some_and(|count| *count > 1);
        let is_drawn = hand_over(
            pen,
            crew,
            agents,
            within,
            *pass,
            contracts[pass.from].as_ref(),
            several,
        )?;
        if is_drawn {
            hands_over.insert(pass.from);
        }
    }
    let seat = seat(crew, agents, &passes);
    for (side, what) in [
        (&seat.entries, "where the crew begins"),
        (&seat.exits, "where the crew ends"),
    ] {
        if side.is_empty() && !crew.tasks.is_empty() {
            pen.switch(crew.file);
            pen.notes.warning(
                &at(&crew.place, "tasks"),
                format!("{what} is not known, since the task there names no agent"),
            );
        }
    }
    for (index, task) in crew.tasks.iter().enumerate() {
        if !asks_people(task) {
            continue;
        }
        let is_last = agent_of(task, agents).is_some_and(|agent| seat.asking.contains(&agent));
        if hands_over.contains(&index) || is_last {
            gate_note(pen, task);
        } else {
            pen.switch(task.file);
            pen.notes.warning(
                &at(&task.place, "human_input"),
                "a person is asked here, and no handoff was drawn that could wait for it",
            );
        }
    }
    Ok(seat)
}

fn agent_of(task: &Item<'_>, agents: &BTreeMap<String, AgentId>) -> Option<AgentId> {
    let name = str_of(task.fields, "agent")?;
    agents.get(name).cloned()
}

/// Which results go where, in the order of the tasks.
fn passes(pen: &mut Pen<'_>, crew: &Crew<'_>) -> Vec<Pass> {
    let named = crew.tasks.iter().enumerate().rev();
    let index_of: BTreeMap<&str, usize> = named
        .map(|(index, task)| (task.key.as_str(), index))
        .collect();
    let mut goes_on: BTreeSet<usize> = BTreeSet::new();
    let mut passes: Vec<Pass> = Vec::new();
    for (to, task) in crew.tasks.iter().enumerate() {
        pen.switch(task.file);
        let mut has_context = false;
        for name in names(task.fields, "context") {
            match index_of.get(name) {
                Some(from) if *from != to => {
                    has_context = true;
                    goes_on.insert(*from);
                    passes.push(Pass {
                        from: *from,
                        to,
                        by_context: true,
                    });
                }
                _ => pen.notes.warning(
                    &at(&task.place, "context"),
                    format!(
                        "no other task is called {:?}; it was left out of the context",
                        visible(name, 80)
                    ),
                ),
            }
        }
        if !has_context && to > 0 {
            goes_on.insert(to - 1);
            passes.push(Pass {
                from: to - 1,
                to,
                by_context: false,
            });
        }
    }
    // A task that nobody names as context still comes before the next one.
    for from in 0..crew.tasks.len().saturating_sub(1) {
        if !goes_on.contains(&from) {
            passes.push(Pass {
                from,
                to: from + 1,
                by_context: false,
            });
        }
    }
    passes.sort_unstable();
    passes.dedup_by_key(|pass| (pass.from, pass.to));
    passes
}

/// The handoff from the agent of one task to the agent of another; whether there is one.
fn hand_over(
    pen: &mut Pen<'_>,
    crew: &Crew<'_>,
    agents: &BTreeMap<String, AgentId>,
    within: &Within,
    pass: Pass,
    contract: Option<&(ContractId, Version)>,
    several: bool,
) -> Result<bool, ImportError> {
    let (sender, receiver) = (&crew.tasks[pass.from], &crew.tasks[pass.to]);
    let (Some(from), Some(to)) = (agent_of(sender, agents), agent_of(receiver, agents)) else {
        return Ok(false);
    };
    pen.switch(receiver.file);
    if from == to {
        pen.notes.info(
            &receiver.place,
            format!(
                "{:?} and {:?} are done by the same agent: nothing is handed over",
                visible(&sender.key, 80),
                visible(&receiver.key, 80)
            ),
        );
        return Ok(false);
    }
    let name = str_of(receiver.fields, "agent").unwrap_or_default();
    let works = crew.agents.iter().find(|item| item.key == name);
    let timeout =
        works.and_then(|item| milliseconds(agents::setting(item.fields, "max_execution_time")));
    let is_async = sender.fields.get("async_execution") == Some(&Value::Bool(true));
    let key = within.key(&format!("{}->{}", sender.key, receiver.key));
    let id = pen.handoff(&key, &from, Target::Agent(to), &receiver.place)?;
    if sender
        .fields
        .keys()
        .any(|member| member.starts_with("guardrail"))
    {
        pen.notes.info(
            &sender.place,
            "what the guardrail checks is prose or code; that it checks, and sends back, was carried",
        );
    }
    pen.about(&id, |handoff| {
        ask(sender, handoff, contract);
        handoff.policy.timeout_ms = timeout;
        handoff.pattern = Some(Pattern::Pipeline);
        if !pass.by_context {
            handoff.context_mode = ContextMode::FullHistory;
        }
        if is_async || several {
            handoff.parallel_group = Some(visible(&format!("before {}", receiver.key), 200));
        }
    });
    Ok(true)
}

/// Where the crew is entered and left.
fn seat(crew: &Crew<'_>, agents: &BTreeMap<String, AgentId>, passes: &[Pass]) -> Seat {
    let mut seat = Seat::default();
    if let Some(first) = crew.tasks.first() {
        seat.entries.extend(agent_of(first, agents));
        let goes_on: BTreeSet<usize> = passes.iter().map(|pass| pass.from).collect();
        for (index, task) in crew.tasks.iter().enumerate() {
            if goes_on.contains(&index) {
                continue;
            }
            let agent = agent_of(task, agents);
            if asks_people(task) {
                seat.asking.extend(agent.clone());
            }
            seat.exits
                .extend(agent.filter(|agent| !seat.exits.contains(agent)));
        }
    } else {
        let known = |item: Option<&Item<'_>>| item.and_then(|item| agents.get(&item.key)).cloned();
        seat.entries.extend(known(crew.agents.first()));
        seat.exits.extend(known(crew.agents.last()));
    }
    seat
}

/// What a task says, said of whoever does it.
pub(super) fn describe(
    pen: &mut Pen<'_>,
    task: &Item<'_>,
    agent: &AgentId,
    within: &Within,
) -> Result<(), ImportError> {
    let description = pen.text(
        &at(&task.place, "description"),
        task.fields.get("description"),
    );
    let expected = pen.text(
        &at(&task.place, "expected_output"),
        task.fields.get("expected_output"),
    );
    let mut text = format!("Task {}: {description}", visible(&task.key, 120));
    if !expected.is_empty() {
        text.push_str("\nExpected output: ");
        text.push_str(&expected);
    }
    pen.scope(agent, &text);
    agents::tools(pen, agent, task.fields, &task.place, within)?;
    let known = [
        "name",
        "description",
        "expected_output",
        "agent",
        "context",
        "tools",
        "human_input",
        "guardrail",
        "guardrails",
        "guardrail_max_retries",
        "max_retries",
        "async_execution",
        "output_json",
        "output_pydantic",
        "response_model",
        "mcps",
        "apps",
    ];
    let rest: Map<String, Value> = task
        .fields
        .iter()
        .filter(|(name, value)| !known.contains(&name.as_str()) && !value.is_null())
        .map(|(name, value)| (format!("{}.{name}", task.key), value.clone()))
        .collect();
    pen.keep_of(agent, &rest, &[], &task.place);
    Ok(())
}

/// The schema of a task's result, as a draft; a class that stands in code has none in the file.
fn result(
    pen: &mut Pen<'_>,
    task: &Item<'_>,
) -> Result<Option<(ContractId, Version)>, ImportError> {
    for member in ["output_json", "output_pydantic", "response_model"] {
        let place = at(&task.place, member);
        match task.fields.get(member) {
            None | Some(Value::Null | Value::Bool(_)) => {}
            Some(schema @ Value::Object(fields))
                if fields.contains_key("properties") || fields.contains_key("type") =>
            {
                let name = schema["title"]
                    .as_str()
                    .map_or_else(|| format!("{} result", task.key), str::to_owned);
                return pen
                    .contract(&format!("{} result", task.key), &name, schema, &place)
                    .map(Some);
            }
            Some(_) => pen.notes.warning(
                &place,
                "the result's type is a class in code: write its JSON Schema as a contract",
            ),
        }
    }
    Ok(None)
}

/// Whether a person is asked about the result of a task.
pub(super) fn asks_people(task: &Item<'_>) -> bool {
    task.fields.get("human_input").and_then(Value::as_bool) == Some(true)
}

/// Says what the gate of such a task lacks.
pub(super) fn gate_note(pen: &mut Pen<'_>, task: &Item<'_>) {
    pen.switch(task.file);
    pen.notes.info(
        &at(&task.place, "human_input"),
        "a person is asked here: a gate was drawn; say who decides, on what, and what each answer does",
    );
}

/// What a task asks of the handoff that carries its result.
fn ask(task: &Item<'_>, handoff: &mut Handoff, contract: Option<&(ContractId, Version)>) {
    let is_set = |member: &str| {
        task.fields
            .get(member)
            .is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)))
    };
    handoff.message_type = Some(MessageType::Task);
    if asks_people(task) {
        handoff.gate = Some(Gate::new());
    }
    if is_set("guardrail") || is_set("guardrails") {
        handoff.policy.boundary_validation = true;
        handoff.policy.on_reject = Some(OnReject::ReturnToSender);
        handoff.policy.retries = count_of(task.fields, "guardrail_max_retries")
            .or_else(|| count_of(task.fields, "max_retries"))
            .unwrap_or(3);
    }
    if let Some((contract, version)) = contract {
        handoff.contract = Some(contract.clone());
        handoff.version = Some(version.clone());
        handoff.policy.boundary_validation = true;
    }
}
