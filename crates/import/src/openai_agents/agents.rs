//! Agents of the walk, their MCP servers and models become agents and agent versions.

use super::FORMAT;
use super::walk::{Walk, WalkedAgent, WalkedTool};
use crate::drafts::DRAFT_VERSION;
use crate::error::ImportError;
use crate::guess::{self, Guess, words};
use crate::identity::agents_of_file;
use crate::run::Run;
use crate::text::visible;
use baton_model::{
    Agent, AgentFunction, AgentId, AgentKind, AgentVersion, AgentVersionId, Kind, Level, Origin,
    Placement, PlacementId, RecordKey, RecordRef, Tool, TopologyId, Version, slug,
};
use std::collections::{BTreeMap, BTreeSet};

/// Who the parts of the walk became.
pub(super) struct Carried {
    /// The agents, in the walk's order.
    pub agents: Vec<AgentId>,
    /// What agents call and people see on the drawing, by key: MCP servers, and tools that wait for approval.
    pub called: BTreeMap<String, AgentId>,
}

pub(super) fn carry(
    run: &mut Run<'_>,
    topology: &TopologyId,
    walk: &Walk,
) -> Result<Carried, ImportError> {
    let before = agents_of_file(run.existing, topology, FORMAT, run.file);
    let mut carried = Carried {
        agents: Vec::new(),
        called: BTreeMap::new(),
    };
    let mut keys: BTreeSet<String> = BTreeSet::new();
    let versioned: BTreeSet<&AgentId> = run
        .existing
        .agent_versions()
        .map(|version| &version.agent)
        .collect();
    for walked in &walk.agents {
        keys.insert(walked.key.clone());
        let mut agent = match before.get(walked.key.as_str()) {
            Some(known) => (*known).clone(),
            None => drawn(
                run,
                &walked.key,
                &walked.name,
                &walked.pointer,
                &guess(walked),
            )?,
        };
        tell_words(&mut agent, walked);
        tools(&mut agent, walked);
        if !versioned.contains(&agent.id) {
            version(run, &agent, walked);
        }
        carried.agents.push(agent.id.clone());
        place(run, topology, &agent.id)?;
        run.put(agent);
        for part in called(walked) {
            let key = part.key();
            if carried.called.contains_key(&key) {
                continue;
            }
            let agent = match before.get(key.as_str()) {
                Some(known) => (*known).clone(),
                None => part.drawn(run, &key)?,
            };
            carried.called.insert(key.clone(), agent.id.clone());
            keys.insert(key);
            place(run, topology, &agent.id)?;
            run.put(agent);
        }
    }
    for (key, agent) in before.iter().filter(|(key, _)| !keys.contains(**key)) {
        run.notes.push(
            Level::Warning,
            "/agents",
            format!("{} ({key:?}) is no longer in the file; if it is gone for good, set its lifecycle to retired or delete it", agent.name),
            Some(RecordKey::new(Kind::Agent, agent.id.as_str())),
        );
    }
    Ok(carried)
}

/// What an agent calls and gets an answer from.
#[derive(Clone, Copy)]
pub(super) enum Called<'w> {
    /// An MCP server: its name and place.
    Server(&'w str, &'w str),
    /// A tool at which the SDK waits for a person's approval.
    Approved(&'w WalkedTool),
}

impl Called<'_> {
    /// Its identity in the file.
    pub(super) fn key(&self) -> String {
        match self {
            Called::Server(name, _) => format!("mcp:{name}"),
            Called::Approved(tool) => format!("tool:{}", tool.name),
        }
    }

    fn drawn(&self, run: &mut Run<'_>, key: &str) -> Result<Agent, ImportError> {
        match self {
            Called::Server(name, pointer) => {
                let guess = Guess::new(AgentKind::Tool, None, "it is an MCP server");
                drawn(run, key, name, pointer, &guess)
            }
            Called::Approved(tool) => {
                let guess = Guess::new(
                    AgentKind::Tool,
                    None,
                    "it is a tool that waits for approval",
                );
                let mut agent = drawn(run, key, &tool.name, &tool.pointer, &guess)?;
                let mut action = Tool::new(visible(&tool.name, 200));
                action.irreversible = true;
                agent.tools.push(action);
                run.notes.push(
                    Level::Warning,
                    &tool.pointer,
                    format!("{:?} needs approval: drawn by itself behind a gate and taken as irreversible (a guess); say who approves, on what they decide, and what each answer does", visible(&tool.name, 80)),
                    Some(RecordKey::new(Kind::Agent, agent.id.as_str())),
                );
                Ok(agent)
            }
        }
    }
}

/// What of an agent stands on the drawing by itself, each once.
pub(super) fn called(walked: &WalkedAgent) -> Vec<Called<'_>> {
    let servers = walked
        .mcp_servers
        .iter()
        .map(|(place, name)| Called::Server(name, place));
    let tools = walked
        .tools
        .iter()
        .filter(|tool| tool.needs_approval)
        .map(Called::Approved);
    let mut seen = BTreeSet::new();
    servers
        .chain(tools)
        .filter(|part| seen.insert(part.key()))
        .collect()
}

fn guess(walked: &WalkedAgent) -> Guess {
    let words: BTreeSet<String> = words(&walked.name).collect();
    if let Some(said) = guess::human(&words).or_else(|| guess::named(&words)) {
        return said;
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

/// An agent that the file has and the registry does not.
fn drawn(
    run: &mut Run<'_>,
    key: &str,
    name: &str,
    pointer: &str,
    guess: &Guess,
) -> Result<Agent, ImportError> {
    let (id, renamed) = run.ids.take(Kind::Agent, name);
    let id = run.typed(AgentId::new(id))?;
    let subject = Some(RecordKey::new(Kind::Agent, id.as_str()));
    if renamed {
        let message = format!(
            "{:?} became the agent {id}: another agent has the id {} and is a different one",
            visible(key, 80),
            slug(name, "agent")
        );
        run.notes
            .push(Level::Info, pointer, message, subject.clone());
    }
    let sentence = guess.sentence();
    run.notes.push(
        Level::Info,
        pointer,
        format!("guessed for {:?}: {sentence}", visible(name, 80)),
        subject,
    );
    let mut agent = Agent::new(id, visible(name, 200));
    agent.kind = guess.kind;
    agent.function = guess.function;
    let mut origin = Origin::new(FORMAT.to_owned(), run.file.to_owned(), key.to_owned());
    origin.guesses = vec![sentence];
    agent.origin = Some(origin);
    Ok(agent)
}

/// What the file says about an agent's work becomes its scope, unless people wrote one.
fn tell_words(agent: &mut Agent, walked: &WalkedAgent) {
    let parts = [walked.description.as_str(), walked.instructions.as_str()];
    let text = parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join("\n\n");
    if agent.role.scope.text.is_empty() {
        agent.role.scope.text = text;
    }
}

/// The tools that an agent calls without asking.
fn tools(agent: &mut Agent, walked: &WalkedAgent) {
    let mut known: BTreeSet<String> = agent.tools.iter().map(|tool| tool.name.clone()).collect();
    for tool in walked.tools.iter().filter(|tool| !tool.needs_approval) {
        let name = visible(&tool.name, 200);
        if known.insert(name.clone()) {
            agent.tools.push(Tool::new(name));
        }
    }
}

/// The model that the file names, as the agent's first version.
fn version(run: &mut Run<'_>, agent: &Agent, walked: &WalkedAgent) {
    let Some(model) = &walked.model else { return };
    let id = AgentVersionId::new(format!("{}@{DRAFT_VERSION}", agent.id));
    let (Ok(id), Ok(number)) = (id, Version::new(DRAFT_VERSION)) else {
        run.notes.warning(
            &walked.pointer,
            "the agent's id is too long for a version; its model was left out",
        );
        return;
    };
    let mut version = AgentVersion::new(id, agent.id.clone(), number);
    version.model = Some(visible(model, 200));
    version.note = format!("Imported from {}.", visible(run.file, 200));
    run.put(version);
}

/// A place on the drawing, so that an agent without handoffs is seen too.
fn place(run: &mut Run<'_>, topology: &TopologyId, agent: &AgentId) -> Result<(), ImportError> {
    let id = run.typed(PlacementId::new(format!("{topology}.agent.{agent}")))?;
    if !run.existing.contains(Kind::Placement, id.as_str()) {
        run.put(Placement::new(
            id,
            topology.clone(),
            RecordRef::new(Kind::Agent, agent.as_str()),
        ));
    }
    Ok(())
}
