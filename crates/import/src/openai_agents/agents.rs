//! Agents of the walk, their MCP servers and models become agents and agent versions.

use super::walked::{Walk, WalkedAgent, WalkedServer, WalkedTool};
use crate::error::ImportError;
use crate::guess::{self, Guess, words};
use crate::notes::Notes;
use crate::sketch::{DRAFT, Sketch};
use crate::text::{base_name, visible};
use baton_model::{
    AgentFunction, AgentId, AgentKind, AgentVersion, AgentVersionId, Kind, RecordRef, Tool,
    Trigger, Version,
};
use std::collections::{BTreeMap, BTreeSet};

/// Who the parts of the walk became.
pub(super) struct Drawn {
    /// The agents, in the walk's order.
    pub agents: Vec<AgentId>,
    /// What agents call and people see on the drawing, by key: MCP servers, and tools that wait for approval.
    pub called: BTreeMap<String, AgentId>,
}

pub(super) fn fill(
    sketch: &mut Sketch,
    walk: &Walk,
    notes: &mut Notes,
) -> Result<Drawn, ImportError> {
    let mut drawn = Drawn {
        agents: Vec::new(),
        called: BTreeMap::new(),
    };
    for walked in &walk.agents {
        walked.switch(sketch, notes);
        let guess = guess(walked);
        let id = sketch.agent(&walked.key, &walked.name, &walked.pointer, &guess)?;
        tell_words(sketch, &id, walked);
        version(sketch, &id, walked)?;
        sketch.stands(RecordRef::new(Kind::Agent, id.as_str()), None, None)?;
        drawn.agents.push(id);
        for part in called(walked) {
            let key = part.key();
            if drawn.called.contains_key(&key) {
                continue;
            }
            let id = part.fill(sketch, &key, notes)?;
            sketch.stands(RecordRef::new(Kind::Agent, id.as_str()), None, None)?;
            drawn.called.insert(key, id);
        }
    }
    Ok(drawn)
}

/// What an agent calls and gets an answer from.
#[derive(Clone, Copy)]
pub(super) enum Called<'w> {
    /// An MCP server.
    Server(&'w WalkedServer),
    /// A tool at which the SDK waits for a person's approval, or that the program says to be drawn.
    Tool(&'w WalkedTool),
}

impl Called<'_> {
    /// Its identity in the file.
    pub(super) fn key(&self) -> String {
        match self {
            Called::Server(server) => format!("mcp:{}", server.name),
            Called::Tool(tool) => match &tool.drawn_as {
                Some((name, _)) => format!("tool:{name}"),
                None => format!("tool:{}", tool.name),
            },
        }
    }

    fn fill(
        &self,
        sketch: &mut Sketch,
        key: &str,
        notes: &mut Notes,
    ) -> Result<AgentId, ImportError> {
        match self {
            Called::Server(server) => {
                let guess = Guess::new(AgentKind::Tool, None, "it is an MCP server");
                let id = sketch.agent(key, &server.name, &server.pointer, &guess)?;
                if let Some(agent) = sketch.agent_mut(&id) {
                    agent.links.mcp.clone_from(&server.link);
                    let tools = server.tools.iter();
                    agent.tools = tools.map(|tool| Tool::new(visible(tool, 200))).collect();
                }
                Ok(id)
            }
            Called::Tool(tool) => {
                let said = tool.drawn_as.as_ref();
                // What the program says is no guess.
                let guess = match said {
                    Some((_, kind)) => Guess::new(*kind, None, ""),
                    None => Guess::new(
                        AgentKind::Tool,
                        None,
                        "it is a tool that waits for approval",
                    ),
                };
                let name = said.map_or(&tool.name, |(name, _)| name);
                let id = sketch.agent(key, name, &tool.pointer, &guess)?;
                if !tool.needs_approval {
                    return Ok(id);
                }
                let mut action = Tool::new(visible(&tool.name, 200));
                action.irreversible = true;
                if let Some(agent) = sketch.agent_mut(&id) {
                    agent.tools.push(action);
                }
                notes.info(
                    &tool.pointer,
                    format!("{:?} needs approval: drawn by itself behind a gate and taken as irreversible (a guess); say who approves, on what they decide, and what each answer does", visible(&tool.name, 80)),
                );
                Ok(id)
            }
        }
    }
}

/// What of an agent stands on the drawing by itself, each once.
pub(super) fn called(walked: &WalkedAgent) -> Vec<Called<'_>> {
    let servers = walked.mcp_servers.iter().map(Called::Server);
    let tools = walked
        .tools
        .iter()
        .filter(|tool| tool.stands_alone())
        .map(Called::Tool);
    let mut seen = BTreeSet::new();
    servers
        .chain(tools)
        .filter(|part| seen.insert(part.key()))
        .collect()
}

fn guess(walked: &WalkedAgent) -> Guess {
    let words: BTreeSet<String> = words(&walked.name).collect();
    // Whoever is told what to do, or which model to ask, asks one, whatever its name says.
    let asks_model = walked.model.is_some()
        || !walked.instructions.is_empty()
        || !walked.tools.is_empty()
        || walked.output.is_some();
    let by_name = guess::human(&words).or_else(|| guess::named(&words));
    if let Some(said) = by_name
        .filter(|said| !asks_model || matches!(said.kind, AgentKind::Ai | AgentKind::Supervisor))
    {
        return said;
    }
    let chosen = walked.handoffs.iter().filter(|handoff| {
        let by_code = handoff.by_code.as_ref();
        by_code.is_some_and(|way| way.trigger != Trigger::new())
    });
    if chosen.count() >= 2 && walked.handoffs.iter().all(|way| way.by_code.is_some()) {
        return Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            "the code chooses by its answer who is next",
        );
    }
    if walked.tools.is_empty() && walked.output.is_none() && walked.handoffs.len() >= 2 {
        return Guess::new(
            AgentKind::Ai,
            Some(AgentFunction::Router),
            format!(
                "it has no tools and hands over to {} others",
                walked.handoffs.len()
            ),
        );
    }
    Guess::worker()
}

/// What the file says about an agent's work becomes its scope; the tools that it calls without asking are its own.
fn tell_words(sketch: &mut Sketch, id: &AgentId, walked: &WalkedAgent) {
    let parts = [walked.description.as_str(), walked.instructions.as_str()];
    let text = parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n\n");
    let Some(agent) = sketch.agent_mut(id) else {
        return;
    };
    agent.role.scope.text = text;
    let own = walked.tools.iter().filter(|tool| !tool.stands_alone());
    agent.tools = own
        .map(|tool| Tool::new(visible(&tool.name, 200)))
        .collect();
}

/// The model that the file names, as the agent's first version.
fn version(sketch: &mut Sketch, agent: &AgentId, walked: &WalkedAgent) -> Result<(), ImportError> {
    let Some(model) = &walked.model else {
        return Ok(());
    };
    let id = AgentVersionId::new(sketch.provisional(Kind::AgentVersion))?;
    let number = Version::new(DRAFT)
        .map_err(|error| ImportError::new(&sketch.file, &walked.pointer, error, ""))?;
    let mut version = AgentVersion::new(id, agent.clone(), number);
    version.model = Some(visible(model, 200));
    version.note = format!("Imported from {}.", visible(base_name(&sketch.file), 200));
    sketch.add(&walked.key, &walked.pointer, version);
    Ok(())
}
