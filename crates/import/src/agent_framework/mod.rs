//! Microsoft Agent Framework: declarative workflows and agents, and the dump of a built workflow.
//!
//! Actions that ask somebody become agents, people and tools; all others decide, set or say something and are passed on the way from one to
//! the next. Expressions stay as they are written. A dump says nothing of configured handoffs: where it shows everybody connected with
//! everybody, that is said, and a file with the configured ones beside it is believed instead.

mod actions;
mod dump;
mod people;
mod schema;
mod takes;
mod workflow;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::text::base_name;
use serde_json::Value;
use std::collections::BTreeMap;

pub(crate) static READER: Reader = Reader {
    format: Format::AgentFramework,
    names: &[".configured.json", ".handoffs.json"],
    detect: |source| source.value().is_some_and(is_workflow),
    read: Read::AllFiles(|sources, notes| read(&Page::all(sources)?, notes)),
};

/// Handoffs as somebody configured them: from whom to whom.
type Configured = BTreeMap<String, Vec<String>>;

/// Whether a file is a workflow, an agent or a dump of the framework.
fn is_workflow(value: &Value) -> bool {
    is_declared(value) || is_dump(value) || is_agent(value) || is_dump(&value["workflow"])
}

fn is_declared(value: &Value) -> bool {
    let acts = |list: &Value| {
        list.as_array().is_some_and(|actions| {
            actions
                .iter()
                .take(50)
                .any(|action| action["kind"].is_string())
        })
    };
    acts(&value["actions"]) || acts(&value["trigger"]["actions"]) || value["kind"] == "Workflow"
}

fn is_dump(value: &Value) -> bool {
    value["executors"].is_object() && value["edge_groups"].is_array()
}

fn is_agent(value: &Value) -> bool {
    let kind = value["kind"].as_str().unwrap_or_default();
    kind.eq_ignore_ascii_case("prompt") || (kind == "Agent" && value["instructions"].is_string())
}

/// Reads workflows and agents, each into a drawing of its own.
fn read(pages: &[Page<'_>], notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let beside: Vec<Configured> = pages
        .iter()
        .filter_map(|page| configured(page.value))
        .collect();
    let mut sketches = Vec::new();
    for page in pages {
        notes.switch(page.name);
        let value = page.value;
        let name = value["name"]
            .as_str()
            .or_else(|| value["trigger"]["id"].as_str())
            .filter(|name| !name.trim().is_empty());
        let title = name.unwrap_or_else(|| base_name(page.name));
        if is_declared(value) {
            let mut pen = Pen::new(page.name, "", title, notes)?;
            workflow::draw(&mut pen, value)?;
            sketches.push(pen.finish());
        } else if is_dump(value) || is_dump(&value["workflow"]) {
            let (place, workflow) = if is_dump(value) {
                ("", value)
            } else {
                ("/workflow", &value["workflow"])
            };
            let title = workflow["name"].as_str().unwrap_or(title);
            let told = configured(&value["handoffs"]);
            let mut pen = Pen::new(page.name, "", title, notes)?;
            dump::draw(&mut pen, workflow, place, told.as_ref().or(beside.first()))?;
            let mut sketch = pen.finish();
            crate::parallel::join(&mut sketch, notes);
            sketches.push(sketch);
        } else if let (true, Some(fields)) = (is_agent(value), value.as_object()) {
            let mut pen = Pen::new(page.name, "", title, notes)?;
            let agent = people::defined(&mut pen, title, fields, "")?;
            pen.entry(&agent, "")?;
            let to = pen.completed("")?;
            pen.handoff("end", &agent, to, "")?;
            sketches.push(pen.finish());
        } else if configured(value).is_none() {
            notes.warning(
                "",
                "this is no workflow and no agent of the framework, and was left out",
            );
        }
    }
    if sketches.is_empty() {
        return Err(ImportError::new(
            pages.first().map_or("", |page| page.name),
            "",
            "there is no workflow and no agent among the files",
            "give a declarative workflow, or what workflow.to_json() writes",
        ));
    }
    Ok(sketches)
}

/// A map from the name of an agent to the names of those that it hands over to.
fn configured(value: &Value) -> Option<Configured> {
    let fields = value.as_object().filter(|fields| !fields.is_empty())?;
    let mut found = Configured::new();
    for (from, targets) in fields {
        let names: Option<Vec<String>> = targets
            .as_array()?
            .iter()
            .map(|target| target.as_str().map(str::to_owned))
            .collect();
        found.insert(from.clone(), names?);
    }
    Some(found)
}
