//! The `OpenAI` Agents SDK: a walk over `Agent.handoffs`, written as JSON.
//!
//! The SDK has no dump of its own; the walk lists the agents with their tools, output types and guardrails, and
//! under each agent the handoffs that it may call. Handoffs become transfers that the sender's model decides on,
//! with the whole history as context, because that is how the SDK runs them; schemas become draft contracts.

mod agents;
pub(crate) mod by_code;
pub(crate) mod course;
pub(crate) mod follow;
mod handoffs;
mod part;
mod walk;
mod walked;

use crate::error::ImportError;
use crate::format::Format;
use crate::notes::Notes;
use crate::reader::{Read, Reader};
use crate::sketch::Sketch;
use crate::source::Source;
use serde_json::Value;
pub(crate) use walked::{Answer, Walk, WalkedAgent, WalkedHandoff, WalkedServer, WalkedTool};

pub(crate) static READER: Reader = Reader {
    format: Format::OpenaiAgents,
    names: &[".agents.json"],
    detect,
    read: Read::EachFile(read),
};

fn detect(source: &Source<'_>) -> bool {
    source.value().is_some_and(is_walk)
}

/// Whether a file is a walk: a list of agents that all have a name, and a list of handoffs.
fn is_walk(value: &Value) -> bool {
    value["agents"].as_array().is_some_and(|agents| {
        !agents.is_empty()
            && agents
                .iter()
                .take(50)
                .all(|agent| agent["name"].is_string() && agent["handoffs"].is_array())
    })
}

/// Reads a walk into a drawing of its own.
fn read(source: &Source<'_>, notes: &mut Notes) -> Result<Vec<Sketch>, ImportError> {
    let walk = Walk::read(source.name(), source.json()?, notes)?;
    let stem = source.stem();
    let name = stem.strip_suffix(".agents").unwrap_or(stem);
    Ok(vec![draw(source.name(), name, &walk, notes)?])
}

/// The drawing of a walk, wherever it was read from.
pub(crate) fn draw(
    file: &str,
    name: &str,
    walk: &Walk,
    notes: &mut Notes,
) -> Result<Sketch, ImportError> {
    let mut sketch = Sketch::new(file, "", name)?;
    let drawn = agents::fill(&mut sketch, walk, notes)?;
    handoffs::fill(&mut sketch, walk, &drawn, notes)?;
    crate::parallel::join(&mut sketch, notes);
    Ok(sketch)
}
