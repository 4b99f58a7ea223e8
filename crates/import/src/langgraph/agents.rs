//! Nodes become agents, and subgraphs become groups on the drawing.

use super::graph::{Graph, Node, NodeRole, shown};
use super::pins::named;
use super::shape::guess;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::read::escape;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{AgentId, GroupId, Kind, RecordRef};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The agents by index of their node; start, end and passages have none.
pub(super) type Agents = BTreeMap<usize, AgentId>;

pub(super) fn fill(
    sketch: &mut Sketch,
    graph: &Graph,
    calls: &BTreeMap<usize, usize>,
    notes: &mut Notes,
) -> Result<Agents, ImportError> {
    let mut agents = Agents::new();
    let mut by_name: BTreeMap<String, &Node> = BTreeMap::new();
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
        if let Some(other) = by_name.insert(node.name.to_lowercase(), node) {
            let message = format!(
                "{:?} bears the same name as {:?}; they stay two agents",
                node.key, other.key
            );
            notes.info(&node.pointer, message);
        }
        let guess = guess(node, called.get(&index).copied().unwrap_or(0));
        let agent = sketch.agent(&node.key, &node.name, &node.pointer, &guess)?;
        sketch.wish(Kind::Agent, agent.as_str(), &node.key);
        metadata(sketch, &agent, node, notes)?;
        agents.insert(index, agent);
    }
    place(sketch, graph, &agents, notes)?;
    Ok(agents)
}

/// An owner becomes a team, and contracts are pinned where edges become handoffs; the rest is kept under the agent's origin.
fn metadata(
    sketch: &mut Sketch,
    agent: &AgentId,
    node: &Node,
    notes: &mut Notes,
) -> Result<(), ImportError> {
    for (name, value) in &node.metadata {
        let pointer = format!("{}/metadata/{}", node.pointer, escape(name));
        let (text, secret) = shown(name, value);
        let owner = value
            .as_str()
            .map(str::trim)
            .filter(|owner| name == "owner" && !secret && !owner.is_empty() && owner.len() <= 200);
        if let Some(owner) = owner {
            let team = sketch.team(owner, &pointer)?;
            if let Some(agent) = sketch.agent_mut(agent) {
                agent.team = Some(team);
            }
        } else if secret {
            notes.warning(
                &pointer,
                "this metadata looks like a secret and was not stored",
            );
        } else if name != "__interrupt" && !(name == "contracts" && named(node).is_some()) {
            sketch.keep(Kind::Agent, agent.as_str(), name, value.clone());
            let message = format!(
                "metadata {:?} = {text} is kept under the agent's origin: no field of an agent means it",
                visible(name, 60)
            );
            notes.info(&pointer, message);
        }
    }
    Ok(())
}

/// Groups for subgraphs, with their members in them.
fn place(
    sketch: &mut Sketch,
    graph: &Graph,
    agents: &Agents,
    notes: &mut Notes,
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
        if !connected.contains(index) {
            notes.warning(&node.pointer, format!("no edge touches {:?}", node.key));
        }
        if let Some((prefix, _)) = node.key.rsplit_once(':')
            && !prefix.is_empty()
        {
            let group = group_of(sketch, prefix, &node.pointer, &mut groups)?;
            let subject = RecordRef::new(Kind::Agent, agent.as_str());
            sketch.stands(subject, None, group.as_ref())?;
        }
    }
    Ok(())
}

fn group_of(
    sketch: &mut Sketch,
    prefix: &str,
    pointer: &str,
    groups: &mut BTreeMap<String, GroupId>,
) -> Result<Option<GroupId>, ImportError> {
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
            let name = path.rsplit(':').next().unwrap_or(path);
            let name = if name.trim().is_empty() {
                "subgraph"
            } else {
                name
            };
            let id = sketch.group(path, name, parent.as_ref(), pointer)?;
            groups.insert(path.to_owned(), id.clone());
            id
        };
        parent = Some(id);
    }
    Ok(parent)
}

/// When LangGraph pauses a node: `before`, `after` or both.
pub(super) fn interrupts(node: &Node, when: &str) -> bool {
    node.metadata
        .get("__interrupt")
        .and_then(Value::as_str)
        .is_some_and(|text| text.split(',').any(|part| part.trim() == when))
}
