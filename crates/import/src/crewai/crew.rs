//! Crews: agents, and tasks that follow each other or that a manager gives out.

use super::agents::{self, own_name};
use super::{manager, tasks};
use crate::error::ImportError;
use crate::pen::{Page, Pen, Within, at, guess_ai, str_of};
use crate::text::visible;
use baton_model::{AgentId, Gate};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

type Fields<'v> = &'v Map<String, Value>;

/// Something with a key and a place.
pub(super) struct Item<'v> {
    pub key: String,
    pub fields: Fields<'v>,
    pub place: String,
    pub file: &'v str,
}

/// A crew as its files say it.
pub(super) struct Crew<'v> {
    pub agents: Vec<Item<'v>>,
    pub tasks: Vec<Item<'v>>,
    /// Whether a manager gives out the tasks.
    is_hierarchical: bool,
    /// The manager: a key of an agent, or what it says of itself.
    pub manager: Option<&'v Value>,
    pub manager_llm: Option<&'v Value>,
    pub place: String,
    /// The file that says what the crew is.
    pub file: &'v str,
}

/// Where a crew is entered and left.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    pub entries: Vec<AgentId>,
    pub exits: Vec<AgentId>,
    /// Those of the exits whose last result a person looks at.
    pub asking: Vec<AgentId>,
}

impl<'v> Crew<'v> {
    /// From a file of agents and a file of tasks.
    pub(super) fn pair(
        pen: &mut Pen<'_>,
        agents: Option<Page<'v>>,
        tasks: Option<Page<'v>>,
    ) -> Self {
        let mut read = |page: Option<Page<'v>>| {
            let Some(page) = page else { return Vec::new() };
            pen.switch(page.name);
            items(pen, "", Some(page.value), page.name)
        };
        let agents = read(agents);
        let tasks = read(tasks);
        // A sequential crew refuses tasks without an agent.
        let is_hierarchical = !tasks.is_empty()
            && tasks
                .iter()
                .all(|task| str_of(task.fields, "agent").is_none());
        let place = tasks
            .first()
            .or(agents.first())
            .map_or("", |item| item.file);
        pen.switch(place);
        if is_hierarchical {
            pen.notes.info("", "no task names an agent, so a manager gives them out: the crew was taken to be hierarchical (a guess)");
        } else if tasks.len() > 1 {
            pen.notes.info("", "which process the crew runs stands in code: one task after the other was taken (a guess)");
        }
        Self {
            agents,
            tasks,
            is_hierarchical,
            manager: None,
            manager_llm: None,
            place: String::new(),
            file: place,
        }
    }

    /// From agents alone.
    pub(super) fn of_agents(agents: Vec<Item<'v>>, file: &'v str) -> Self {
        Self {
            agents,
            tasks: Vec::new(),
            is_hierarchical: false,
            manager: None,
            manager_llm: None,
            place: String::new(),
            file,
        }
    }

    /// From a definition that holds agents and tasks.
    pub(super) fn whole(pen: &mut Pen<'_>, page: Page<'v>) -> Self {
        Self::inline(pen, page.value, "", page.name)
    }

    pub(super) fn inline(pen: &mut Pen<'_>, value: &'v Value, place: &str, file: &'v str) -> Self {
        let process = value["process"].as_str().unwrap_or_default();
        let member = |name: &str| value.get(name).filter(|value| !value.is_null());
        let (manager, manager_llm) = (member("manager_agent"), member("manager_llm"));
        Self {
            agents: items(pen, &at(place, "agents"), value.get("agents"), file),
            tasks: items(pen, &at(place, "tasks"), value.get("tasks"), file),
            is_hierarchical: process.ends_with("hierarchical")
                || manager.is_some()
                || manager_llm.is_some(),
            manager,
            manager_llm,
            place: place.to_owned(),
            file,
        }
    }
}

/// Members of an object, or items of a list that name themselves.
fn items<'v>(
    pen: &mut Pen<'_>,
    place: &str,
    value: Option<&'v Value>,
    file: &'v str,
) -> Vec<Item<'v>> {
    static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    let mut found = Vec::new();
    if let Some(Value::Array(list)) = value {
        for (index, item) in list.iter().enumerate() {
            let place = format!("{place}/{index}");
            let (key, fields) = match item {
                Value::Object(fields) => {
                    let key = own_name(fields).or_else(|| str_of(fields, "role"));
                    (
                        key.map_or_else(|| format!("{}", index + 1), |key| key.trim().to_owned()),
                        fields,
                    )
                }
                // Only named here: the definition stands in a file of its own.
                Value::String(name) => (name.clone(), &*EMPTY),
                _ => {
                    pen.notes
                        .warning(&place, "an object is needed here; it was left out");
                    continue;
                }
            };
            found.push(Item {
                key,
                fields,
                place,
                file,
            });
        }
        return found;
    }
    for (key, item) in pen.members(place, value) {
        let place = at(place, key);
        match item {
            Value::Object(fields) => found.push(Item {
                key: key.to_owned(),
                fields,
                place,
                file,
            }),
            _ => pen
                .notes
                .warning(&place, "an object is needed here; it was left out"),
        }
    }
    found
}

/// A crew that is a drawing of its own.
pub(super) fn root(pen: &mut Pen<'_>, crew: &Crew<'_>) -> Result<(), ImportError> {
    let seat = draw(pen, crew, &Within::default())?;
    pen.switch(crew.file);
    for agent in &seat.entries {
        pen.entry(agent, &crew.place)?;
    }
    for agent in &seat.exits {
        let to = pen.completed(&crew.place)?;
        let id = pen.handoff("", agent, to, &crew.place)?;
        if seat.asking.contains(agent) {
            pen.about(&id, |handoff| handoff.gate = Some(Gate::new()));
        }
    }
    Ok(())
}

/// The agents of a crew and how its tasks connect them.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    crew: &Crew<'_>,
    within: &Within,
) -> Result<Seat, ImportError> {
    let mut by_key: BTreeMap<String, AgentId> = BTreeMap::new();
    let manager_key = crew.manager.and_then(Value::as_str);
    for item in &crew.agents {
        pen.switch(item.file);
        if item.fields.is_empty() {
            pen.notes.warning(
                &item.place,
                format!(
                    "{:?} is only named here; give the file that says who it is",
                    visible(&item.key, 80)
                ),
            );
        }
        let id = agents::agent(pen, &item.key, item.fields, &item.place, within, false)?;
        by_key.entry(item.key.clone()).or_insert(id);
    }
    for task in &crew.tasks {
        pen.switch(task.file);
        if let Some(name) = str_of(task.fields, "agent")
            && !by_key.contains_key(name)
        {
            let place = at(&task.place, "agent");
            pen.notes.warning(
                &place,
                format!(
                    "no agent has the key {:?}; it was drawn by its name",
                    visible(name, 80)
                ),
            );
            let id = pen.agent(&within.key(name), name, &place, &guess_ai(name))?;
            pen.stands(&id, within.group.as_ref())?;
            by_key.insert(name.to_owned(), id);
        }
    }
    let seat = if crew.is_hierarchical {
        manager::hierarchical(pen, crew, &by_key, manager_key, within)?
    } else {
        tasks::sequential(pen, crew, &by_key, within)?
    };
    manager::delegation(pen, crew, &by_key)?;
    Ok(seat)
}
