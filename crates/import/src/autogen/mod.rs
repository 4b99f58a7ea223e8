//! `AutoGen`: components written by `dump_component()`, teams and galleries of `AutoGen` Studio.
//!
//! A round robin becomes a ring, a selector and Magentic-One a supervisor that calls, a swarm transfers that models decide on, a graph its
//! edges. Terminations become loop limits, timeouts and ways to the outcome. Components of version 1 and 2 differ in how agents hold their
//! tools; the files of early Studio versions name their kind in `team_type` and `agent_type`.

mod agents;
mod component;
mod ends;
mod graph;
mod teams;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::pen::{Page, Pen, at};
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use component::Component;
use serde_json::Value;

pub(crate) static READER: Reader = Reader {
    format: Format::Autogen,
    names: &[],
    detect: |source| source.value().is_some_and(is_component),
    read: Read::EachFile(|source, notes| read(Page::of(source)?, notes)),
};

/// Whether a file holds a component, a team or a gallery.
fn is_component(value: &Value) -> bool {
    let ours = |value: &Value| {
        let provider = value["provider"].as_str().unwrap_or_default();
        provider.starts_with("autogen") && value["config"].is_object()
            || value["component_type"].is_string() && value["config"]["participants"].is_array()
            || value["team_type"].is_string() && value["participants"].is_array()
            || value["agent_type"].is_string() && value["name"].is_string()
    };
    ours(value) || ours(&value["component"]) || !galleries(value).is_empty()
}

/// Reads every team and every lone agent of a file, each into a drawing of its own.
fn read(page: Page<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let value = page.value;
    let mut roots: Vec<(String, &Value)> = galleries(value);
    if roots.is_empty() {
        let (place, root) = if value["component"].is_object() {
            ("/component", &value["component"])
        } else {
            ("", value)
        };
        roots.push((place.to_owned(), root));
    }
    let several = roots.len() > 1;
    let mut sketches = Vec::new();
    for (index, (place, root)) in roots.iter().enumerate() {
        let Some(component) = Component::read(place, root) else {
            notes.warning(place, "this is no component, and was left out");
            continue;
        };
        let is_agent = component.is_agent();
        if !component.is_team() && !is_agent {
            if !several {
                return Err(ImportError::new(
                    page.name,
                    place.clone(),
                    format!(
                        "a {} is neither a team nor an agent",
                        crate::text::visible(component.class, 80)
                    ),
                    "write the file with team.dump_component()",
                ));
            }
            notes.warning(
                place,
                "this is neither a team nor an agent, and was left out",
            );
            continue;
        }
        let name = component.name().unwrap_or("autogen");
        let key = if several {
            format!("{index}:{name}")
        } else {
            String::new()
        };
        let mut pen = Pen::new(page.name, &key, name, notes)?;
        teams::whole(&mut pen, &component)?;
        let mut sketch = pen.finish();
        crate::parallel::join(&mut sketch, notes);
        sketches.push(sketch);
    }
    if sketches.is_empty() {
        return Err(ImportError::new(
            page.name,
            "",
            "there is no team and no agent in the file",
            "write the file with team.dump_component(), or export a team from AutoGen Studio",
        ));
    }
    Ok(sketches)
}

/// The teams of a gallery, else its agents, with their places.
fn galleries(value: &Value) -> Vec<(String, &Value)> {
    for place in ["/components", "/config/components"] {
        let Some(parts) = value.pointer(place) else {
            continue;
        };
        for list in ["teams", "agents"] {
            let items = parts[list].as_array().filter(|items| !items.is_empty());
            if let Some(items) = items {
                let place = at(place, list);
                let numbered = items.iter().enumerate();
                return numbered
                    .map(|(index, item)| (format!("{place}/{index}"), item))
                    .collect();
            }
        }
    }
    Vec::new()
}
