//! The `OpenAI` Agents SDK: a walk over `Agent.handoffs`, written as JSON.
//!
//! The SDK has no dump of its own; the walk lists the agents with their tools, output types and guardrails, and
//! under each agent the handoffs that it may call. Handoffs become transfers that the sender's model decides on,
//! with the whole history as context, because that is how the SDK runs them; schemas become draft contracts.

mod agents;
mod handoffs;
mod part;
mod walk;

use crate::error::ImportError;
use crate::identity::FreshIds;
use crate::notes::Notes;
use crate::run::Run;
use crate::text::base_name;
use crate::{ImportOptions, Imported, InputFile, read};
use baton_model::{Document, EditCommand, TopologyId};
use serde_json::Value;
use walk::Walk;

/// Larger files are no walks over agents.
const FILE_LIMIT: u64 = 16 << 20;

/// The format's name in origins.
const FORMAT: &str = "openai-agents";

/// Whether a file is a walk: a list of agents that all have a name, and a list of handoffs.
pub(crate) fn is_walk(value: &Value) -> bool {
    value["agents"].as_array().is_some_and(|agents| {
        !agents.is_empty()
            && agents
                .iter()
                .take(50)
                .all(|agent| agent["name"].is_string() && agent["handoffs"].is_array())
    })
}

/// Reads walks, each into a topology of its own.
pub(crate) fn import(
    files: &[InputFile<'_>],
    existing: &Document,
    options: &ImportOptions,
) -> Result<Imported, ImportError> {
    if let (Some(second), Some(topology)) = (files.get(1), &options.topology) {
        return Err(ImportError::new(
            second.name,
            "",
            format!("two files cannot both become the topology {topology}"),
            "import them one by one, or let their file names choose the topologies",
        ));
    }
    let mut notes = Notes::new("");
    let mut ids = FreshIds::new(existing);
    let mut edits: Vec<EditCommand> = Vec::new();
    for file in files {
        notes.switch(file.name);
        let value = read::json(file, FILE_LIMIT)?;
        let walk = Walk::read(file.name, &value, &mut notes)?;
        let mut run = Run {
            format: FORMAT,
            file: base_name(file.name),
            existing,
            ids: &mut ids,
            edits: &mut edits,
            notes: &mut notes,
            outcome: None,
        };
        let keys: Vec<&str> = walk.agents.iter().map(|agent| agent.key.as_str()).collect();
        let topology = run.topology(options.topology.as_ref(), stem(file.name), &keys)?;
        carry(&mut run, &topology, &walk)?;
    }
    Ok(Imported {
        edits,
        notes: notes.finish(),
    })
}

/// `claims` of `out/claims.agents.json`.
fn stem(name: &str) -> &str {
    let name = base_name(name);
    let name = name.strip_suffix(".json").unwrap_or(name);
    name.strip_suffix(".agents").unwrap_or(name)
}

fn carry(run: &mut Run<'_>, topology: &TopologyId, walk: &Walk) -> Result<(), ImportError> {
    let agents = agents::carry(run, topology, walk)?;
    handoffs::carry(run, topology, walk, &agents)
}
