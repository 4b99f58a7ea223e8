//! Open Agent Specification, as YAML or JSON: agents, swarms, managers with workers, and flows.
//!
//! Components refer to each other by id, anywhere in the file and in circles. What Baton itself exported is read back by the records
//! that stand in its metadata; everything else by what the specification says.

mod agents;
mod flow;
mod groups;
mod nodes;
mod own;
mod own_parts;
mod spec;
mod tools;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::text::visible;
use agents::Cast;
use serde_json::Value;
use spec::Spec;

pub(crate) static READER: Reader = Reader {
    format: Format::AgentSpec,
    names: &[],
    detect: |source| source.value().is_some_and(is_spec),
    read: Read::EachFile(|source, notes| Ok(vec![read(Page::of(source)?, notes)?])),
};

/// Versions of the specification that this reader was written against.
const KNOWN: [&str; 8] = [
    "25.3.0", "25.3.1", "25.4.0", "25.4.1", "25.4.2", "26.1.0", "26.1.2", "26.3.1",
];
/// What a drawing can be made of.
const ROOTS: [&str; 8] = [
    "Agent",
    "SpecializedAgent",
    "A2AAgent",
    "OciAgent",
    "OpenAiAgent",
    "Swarm",
    "ManagerWorkers",
    "Flow",
];

/// Whether a file is of the specification.
fn is_spec(value: &Value) -> bool {
    let has_version =
        value.get("agentspec_version").is_some() || value.get("air_version").is_some();
    let kind = value["component_type"].as_str().unwrap_or_default();
    // Components of AutoGen have a type too, and a provider.
    (has_version && value.is_object() || ROOTS.contains(&kind)) && value.get("provider").is_none()
}

/// Reads the component of a file.
fn read(page: Page<'_>, notes: &mut Notes) -> Result<Sketch, ImportError> {
    let value = page.value;
    let refuse = |place: &str, message: String| {
        ImportError::new(
            page.name,
            place,
            message,
            "write the file with AgentSpecSerializer",
        )
    };
    let Some(kind) = value["component_type"].as_str() else {
        return Err(refuse(
            "/component_type",
            "the file does not say which component it holds".to_owned(),
        ));
    };
    version(value, notes);
    let name = value["name"].as_str().unwrap_or(kind);
    let mut pen = Pen::new(page.name, "", name, notes)?;
    let spec = Spec::read(value);
    let Some(root) = spec.root(value) else {
        return Err(refuse("", "a component is needed here".to_owned()));
    };
    let mut cast = Cast::new(&spec);
    pen.sketch.topology.purpose = pen.text("/description", root.fields.get("description"));
    if own::is_own(value) {
        own::draw(&mut pen, &spec, &root)?;
        return Ok(pen.finish());
    }
    if !ROOTS.contains(&kind) {
        if !spec.has_agents() {
            return Err(refuse(
                "/component_type",
                format!(
                    "a {} is neither an agent nor a group of agents nor a flow",
                    visible(kind, 80)
                ),
            ));
        }
        pen.notes.warning(
            "/component_type",
            format!(
                "the component {:?} is not known; what it holds was read",
                visible(kind, 80)
            ),
        );
    }
    if kind == "Flow" {
        flow::root(&mut pen, &mut cast, &root)?;
    } else {
        let seat = cast.seat(&mut pen, &root, 0)?;
        for agent in &seat.entries {
            pen.entry(agent, "")?;
        }
        for agent in &seat.exits {
            let to = pen.completed("")?;
            let id = pen.handoff("", agent, to, "")?;
            cast.answers(&mut pen, agent, &id);
        }
    }
    cast.tell(&mut pen, &root);
    let mut sketch = pen.finish();
    crate::parallel::join(&mut sketch, notes);
    Ok(sketch)
}

fn version(value: &Value, notes: &mut Notes) {
    if let Some(old) = value["air_version"].as_str() {
        notes.info(
            "/air_version",
            format!(
                "the file is of the version {:?}, before the specification had its name",
                visible(old, 40)
            ),
        );
    }
    match value["agentspec_version"].as_str() {
        Some(version) if !KNOWN.contains(&version) => notes.warning("/agentspec_version", format!("the version {:?} is not one of those that this reader knows; what is new in it is noted where it stands", visible(version, 40))),
        None if value.get("air_version").is_none() => notes.info("/agentspec_version", "the file does not say its version"),
        _ => {}
    }
}
