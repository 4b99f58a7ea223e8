//! `CrewAI`: `agents.yaml` with `tasks.yaml`, crew definitions that hold both or name agents that stand in files of their own, and flows
//! (`crewai.flow/v1`).
//!
//! Agents are known by their keys. Tasks become handoffs: from the agent of a task to the agent of the next one, or of those that name it as
//! context. A hierarchical crew becomes a manager that calls. Methods of a flow become agents, groups for crews, and people for feedback.

mod agents;
mod crew;
mod flow;
mod manager;
mod methods;
mod project;
mod tasks;
#[cfg(test)]
mod tests;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::text::base_name;
use crew::Crew;
use project::Project;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) static READER: Reader = Reader {
    format: Format::Crewai,
    names: &["agents.yaml", "tasks.yaml"],
    detect: |source| source.value().is_some_and(is_crew),
    read: Read::AllFiles(|sources, notes| read(&Page::all(sources)?, notes)),
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Agents,
    /// One agent, which is called as its file.
    Agent,
    Tasks,
    Crew,
    Flow,
}

/// Whether a file is one of `CrewAI`'s.
fn is_crew(value: &Value) -> bool {
    holds(value).is_some()
}

fn holds(value: &Value) -> Option<Holds> {
    let fields = value.as_object().filter(|fields| !fields.is_empty())?;
    if fields
        .get("schema")
        .and_then(Value::as_str)
        .is_some_and(|schema| schema.starts_with("crewai.flow"))
    {
        return Some(Holds::Flow);
    }
    let runs = |method: &Value| method["do"]["call"].is_string() || method["do"]["ref"].is_string();
    if value["methods"]
        .as_object()
        .is_some_and(|methods| !methods.is_empty() && methods.values().take(50).all(runs))
    {
        return Some(Holds::Flow);
    }
    let has_agents = value["agents"].is_object() || value["agents"].is_array();
    let is_task = |task: &Value| {
        task["description"].is_string()
            && (task["expected_output"].is_string() || task["agent"].is_string())
    };
    if has_agents
        && value["tasks"]
            .as_array()
            .is_some_and(|tasks| tasks.iter().take(50).any(is_task))
    {
        return Some(Holds::Crew);
    }
    if ["role", "goal", "backstory"]
        .iter()
        .all(|name| value[*name].is_string())
    {
        return Some(Holds::Agent);
    }
    let all = |fits: fn(&Value) -> bool| {
        fields
            .values()
            .take(50)
            .all(|item| item.is_object() && fits(item))
    };
    if all(|item| {
        item["role"].is_string() && (item["goal"].is_string() || item["backstory"].is_string())
    }) {
        return Some(Holds::Agents);
    }
    if all(|item| item["description"].is_string() && item["expected_output"].is_string()) {
        return Some(Holds::Tasks);
    }
    None
}

/// Reads flows and crews, each into a drawing of its own; a file of agents and the file of tasks beside it are one crew.
fn read(pages: &[Page<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let mut sketches = Vec::new();
    let mut agents: BTreeMap<String, Page<'_>> = BTreeMap::new();
    let mut tasks: BTreeMap<String, Page<'_>> = BTreeMap::new();
    let mut project = Project::new(pages);
    for page in pages {
        match holds(page.value) {
            Some(Holds::Agent) => {}
            Some(Holds::Agents) => {
                agents.insert(stem(page.name), *page);
            }
            Some(Holds::Tasks) => {
                tasks.insert(stem(page.name), *page);
            }
            Some(Holds::Flow) => {
                notes.switch(page.name);
                sketches.push(flow::read(*page, notes)?);
            }
            Some(Holds::Crew) => {
                notes.switch(page.name);
                let mut pen = Pen::new(page.name, "", title(page), notes)?;
                let mut crew = Crew::whole(&mut pen, *page);
                project.complete(&mut crew);
                crew::root(&mut pen, &crew)?;
                sketches.push(pen.finish());
            }
            None => {
                notes.switch(page.name);
                notes.warning(
                    "",
                    "this is neither agents nor tasks nor a flow of CrewAI, and was left out",
                );
            }
        }
    }
    for (stem, agents) in project.left() {
        let first = agents.first().map_or("", |item| item.file);
        notes.switch(first);
        notes.warning(
            "",
            "no crew among the files names this agent: who hands over to whom stands in crew.jsonc",
        );
        let mut pen = Pen::new(first, "", folder_name(&stem), notes)?;
        crew::root(&mut pen, &Crew::of_agents(agents, first))?;
        sketches.push(pen.finish());
    }
    let only = (agents.len() == 1 && tasks.len() == 1)
        .then(|| tasks.keys().next().cloned())
        .flatten();
    for (stem, page) in &agents {
        let of = tasks
            .remove(stem)
            .or_else(|| only.as_ref().and_then(|only| tasks.remove(only)));
        notes.switch(page.name);
        if of.is_none() {
            notes.warning(
                "",
                "no file of tasks was given with the agents: who hands over to whom stands there",
            );
        }
        sketches.push(pair(stem, Some(*page), of, notes)?);
    }
    for (stem, page) in &tasks {
        notes.switch(page.name);
        notes.warning(
            "",
            "no file of agents was given with the tasks: agents are known by their keys alone",
        );
        sketches.push(pair(stem, None, Some(*page), notes)?);
    }
    if sketches.is_empty() {
        return Err(ImportError::new(
            pages.first().map_or("", |page| page.name),
            "",
            "there is no crew and no flow among the files",
            "give agents.yaml and tasks.yaml together, or crew.jsonc with its folder of agents, or a file that begins with schema: crewai.flow/v1",
        ));
    }
    Ok(sketches)
}

fn pair(
    stem: &str,
    agents: Option<Page<'_>>,
    tasks: Option<Page<'_>>,
    notes: &mut Notes,
) -> Result<Sketch, ImportError> {
    let name = folder_name(stem);
    let first = agents.or(tasks).map_or("", |page| page.name);
    let mut pen = Pen::new(first, "", name, notes)?;
    let crew = Crew::pair(&mut pen, agents, tasks);
    crew::root(&mut pen, &crew)?;
    Ok(pen.finish())
}

fn folder_name(stem: &str) -> &str {
    match base_name(stem) {
        "" => "crew",
        name => name,
    }
}

fn title<'v>(page: &Page<'v>) -> &'v str {
    page.value["name"]
        .as_str()
        .filter(|name| !name.trim().is_empty())
        .unwrap_or_else(|| base_name(page.name))
}

/// `crews/content` of `crews/content/agents.yaml` and of `crews/content.tasks.yaml`.
fn stem(name: &str) -> String {
    let mut name = name.replace('\\', "/");
    for extension in [".yaml", ".yml", ".json", ".jsonc"] {
        if let Some(without) = name.strip_suffix(extension) {
            name = without.to_owned();
            break;
        }
    }
    for word in ["agents", "tasks", "config"] {
        if let Some(without) = name.strip_suffix(word) {
            name = without.trim_end_matches(['.', '_', '-', '/']).to_owned();
        }
    }
    name
}
