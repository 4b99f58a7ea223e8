//! Nodes become agents, and subgraphs become groups on the drawing.

use super::FORMAT;
use super::graph::{Graph, Node, NodeRole, shown};
use super::shape::guess;
use crate::error::ImportError;
use crate::identity::agents_of_file;
use crate::read::escape;
use crate::run::Run;
use baton_model::{
    Agent, AgentId, Group, GroupId, Kind, Level, Origin, Placement, PlacementId, RecordKey,
    RecordRef, TeamId, TopologyId, slug,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The agents by index of their node; start, end and passages have none.
pub(super) type Agents = BTreeMap<usize, AgentId>;

pub(super) fn carry(
    run: &mut Run<'_>,
    topology: &TopologyId,
    graph: &Graph,
    calls: &BTreeMap<usize, usize>,
) -> Result<Agents, ImportError> {
    let before = agents_of_file(run.existing, topology, FORMAT, run.file);
    let mut agents = Agents::new();
    let mut by_name: BTreeMap<String, &Node> = BTreeMap::new();
    let mut teams = BTreeMap::new();
    let mut called: BTreeMap<usize, usize> = BTreeMap::new();
    for caller in calls.values() {
        *called.entry(*caller).or_default() += 1;
    }
    for (index, node) in graph
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.role == NodeRole::Work)
    {
        let agent = if let Some(known) = before.get(node.key.as_str()) {
            (*known).clone()
        } else {
            new_agent(
                run,
                node,
                called.get(&index).copied().unwrap_or(0),
                &mut by_name,
            )?
        };
        let agent = with_metadata(run, agent, node, &mut teams)?;
        agents.insert(index, agent.id.clone());
        run.put(agent);
    }
    let keys: BTreeSet<&str> = graph.nodes.iter().map(|node| node.key.as_str()).collect();
    for (key, agent) in before.iter().filter(|(key, _)| !keys.contains(**key)) {
        run.notes.push(
            Level::Warning,
            "/nodes",
            format!("{} ({key:?}) is no longer in the file; if it is gone for good, set its lifecycle to retired or delete it", agent.name),
            Some(RecordKey::new(Kind::Agent, agent.id.as_str())),
        );
    }
    place(run, topology, graph, &agents)?;
    Ok(agents)
}

fn new_agent<'g>(
    run: &mut Run<'_>,
    node: &'g Node,
    called: usize,
    by_name: &mut BTreeMap<String, &'g Node>,
) -> Result<Agent, ImportError> {
    let (id, renamed) = run.ids.take(Kind::Agent, &node.key);
    let id = run.typed(AgentId::new(id))?;
    let subject = Some(RecordKey::new(Kind::Agent, id.as_str()));
    if renamed {
        let message = format!(
            "{:?} became the agent {id}: another agent has the id {} and is a different one",
            node.key,
            slug(&node.key, "agent")
        );
        run.notes
            .push(Level::Info, &node.pointer, message, subject.clone());
    }
    if let Some(other) = by_name.insert(node.name.to_lowercase(), node) {
        let message = format!(
            "{:?} bears the same name as {:?}; they stay two agents",
            node.key, other.key
        );
        run.notes
            .push(Level::Info, &node.pointer, message, subject.clone());
    }
    let guess = guess(node, called);
    let mut agent = Agent::new(id, node.name.clone());
    agent.kind = guess.kind;
    agent.function = guess.function;
    let sentence = guess.sentence();
    run.notes.push(
        Level::Info,
        &node.pointer,
        format!("guessed for {:?}: {sentence}", node.key),
        subject,
    );
    let mut origin = Origin::new(FORMAT.to_owned(), run.file.to_owned(), node.key.clone());
    origin.guesses = vec![sentence];
    agent.origin = Some(origin);
    Ok(agent)
}

fn with_metadata(
    run: &mut Run<'_>,
    mut agent: Agent,
    node: &Node,
    teams: &mut BTreeMap<String, TeamId>,
) -> Result<Agent, ImportError> {
    let subject = Some(RecordKey::new(Kind::Agent, agent.id.as_str()));
    for (name, value) in &node.metadata {
        let pointer = format!("{}/metadata/{}", node.pointer, escape(name));
        let (text, secret) = shown(name, value);
        let owner = value
            .as_str()
            .map(str::trim)
            .filter(|owner| name == "owner" && !secret && !owner.is_empty() && owner.len() <= 200);
        if let Some(owner) = owner {
            let team = run.team_of(owner, &pointer, teams)?;
            match &agent.team {
                None => agent.team = Some(team),
                Some(kept) if *kept != team => {
                    let message = format!(
                        "the file names {team} as owner of {}; its team {kept} was kept",
                        agent.id
                    );
                    run.notes
                        .push(Level::Info, &pointer, message, subject.clone());
                }
                Some(_) => {}
            }
        } else if secret {
            run.notes.push(
                Level::Warning,
                &pointer,
                "this metadata looks like a secret and was not stored",
                subject.clone(),
            );
        } else if name != "__interrupt" {
            let message = format!(
                "metadata {:?} = {text} was not carried: no field of an agent means it",
                crate::text::visible(name, 60)
            );
            run.notes
                .push(Level::Warning, &pointer, message, subject.clone());
        }
    }
    Ok(agent)
}

/// Groups for subgraphs, and a place for whoever would not be on the drawing otherwise: members of
/// groups and agents without any edge. Places that are there stay.
fn place(
    run: &mut Run<'_>,
    topology: &TopologyId,
    graph: &Graph,
    agents: &Agents,
) -> Result<(), ImportError> {
    let role = |index: usize| graph.nodes[index].role;
    let carried = graph
        .edges
        .iter()
        .filter(|edge| role(edge.source) != NodeRole::End && role(edge.target) != NodeRole::Start);
    let connected: BTreeSet<usize> = carried
        .flat_map(|edge| [edge.source, edge.target])
        .collect();
    let mut groups = BTreeMap::new();
    for (index, agent) in agents {
        let node = &graph.nodes[*index];
        let group = match node.key.rsplit_once(':') {
            Some((prefix, _)) if !prefix.is_empty() => {
                Some(group_of(run, topology, prefix, &mut groups)?)
            }
            _ => None,
        };
        if group.is_none() && connected.contains(index) {
            continue;
        }
        let id = run.typed(PlacementId::new(format!("{topology}.agent.{agent}")))?;
        if run.existing.contains(Kind::Placement, id.as_str()) {
            continue;
        }
        let mut placement = Placement::new(
            id,
            topology.clone(),
            RecordRef::new(Kind::Agent, agent.as_str()),
        );
        placement.group = group;
        run.put(placement);
        if !connected.contains(index) {
            run.notes.push(
                Level::Warning,
                &node.pointer,
                format!("no edge touches {:?}", node.key),
                Some(RecordKey::new(Kind::Agent, agent.as_str())),
            );
        }
    }
    Ok(())
}

fn group_of(
    run: &mut Run<'_>,
    topology: &TopologyId,
    prefix: &str,
    groups: &mut BTreeMap<String, GroupId>,
) -> Result<GroupId, ImportError> {
    let mut parent: Option<GroupId> = None;
    // Hostile keys may nest thousands of levels; a drawing shows few.
    let ends = prefix
        .match_indices(':')
        .map(|(at, _)| at)
        .chain([prefix.len()])
        .take(16);
    for end in ends.collect::<Vec<_>>() {
        let path = &prefix[..end];
        let id = if let Some(id) = groups.get(path) {
            id.clone()
        } else {
            let name = crate::text::visible(path.rsplit(':').next().unwrap_or(path), 200);
            let name = if name.trim().is_empty() {
                "subgraph".to_owned()
            } else {
                name
            };
            let wanted = format!("{topology}-{}", slug(path, "subgraph"));
            let known = run.existing.groups().find(|group| {
                group.topology == *topology && group.parent == parent && group.name == name
            });
            let id = if let Some(group) = known {
                group.id.clone()
            } else {
                let (id, _) = run.ids.take(Kind::Group, &wanted);
                let id = run.typed(GroupId::new(id))?;
                let mut group = Group::new(id.clone(), topology.clone(), name);
                group.parent.clone_from(&parent);
                run.put(group);
                id
            };
            groups.insert(path.to_owned(), id.clone());
            id
        };
        parent = Some(id);
    }
    parent.ok_or_else(|| {
        ImportError::new(
            run.file,
            "",
            "a subgraph without a name",
            "name the subgraph",
        )
    })
}

/// When LangGraph pauses a node: `before`, `after` or both.
pub(super) fn interrupts(node: &Node, when: &str) -> bool {
    node.metadata
        .get("__interrupt")
        .and_then(Value::as_str)
        .is_some_and(|text| text.split(',').any(|part| part.trim() == when))
}
