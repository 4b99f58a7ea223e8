//! `agent-spec/<topology>.yaml`: topologies as Open Agent Spec, in the shape that is true to each: a swarm, a manager with workers, or a flow.
//!
//! Ids and records of Baton stand in the metadata of components, so that whoever reads the file back has the records again.

mod flow;
mod groups;
mod parts;
mod property;
mod told;

use crate::cast;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::yaml;
use baton_model::{
    Agent, AgentKind, DecidedBy, Diagnostic, Handoff, HandoffMode, Kind, Level, Pattern, RecordKey,
    Target, Topology,
};
use parts::Parts;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The lowest version of the specification that has everything that is written here.
const SPEC_VERSION: &str = "26.1.2";

/// What a topology becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Agents that decide among themselves who goes on.
    Swarm,
    /// One agent that calls all others.
    ManagerWorkers,
    /// Everything else: nodes, ways between them, ends.
    Flow,
}

/// A topology with what its shape depends on.
struct Design<'a> {
    scope: &'a Scope<'a>,
    topology: &'a Topology,
    members: Vec<&'a Agent>,
    handoffs: Vec<&'a Handoff>,
}

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let design = Design {
            scope,
            topology,
            members: cast::members(scope.document, topology),
            handoffs: scope.handoffs(&topology.id).collect(),
        };
        let path = format!("agent-spec/{}.yaml", topology.id);
        let mut notes = Vec::new();
        if design.members.is_empty() {
            notes.push("not exported: nobody takes part in it yet".to_owned());
        } else {
            let value = design.written(&mut notes);
            files.add(ExportFile::new(
                path.clone(),
                ExportKind::AgentSpec,
                yaml::bytes(&value),
                Some(Source::new(Kind::Topology, topology.id.as_str())),
            ));
        }
        for message in notes {
            files.note(Diagnostic {
                subject: Some(RecordKey::new(Kind::Topology, topology.id.as_str())),
                ..Diagnostic::new(Level::Info, path.clone(), message)
            });
        }
    }
}

impl<'a> Design<'a> {
    fn written(&self, notes: &mut Vec<String>) -> Value {
        let (shape, why) = self.shape();
        notes.push(format!("written as {shape:?}: {why}"));
        let mut parts = Parts::new(self, shape);
        let mut root = match shape {
            Shape::Swarm => groups::swarm(self, &mut parts),
            Shape::ManagerWorkers => groups::manager_workers(self, &mut parts),
            Shape::Flow => flow::flow(self, &mut parts, notes),
        };
        root["agentspec_version"] = json!(SPEC_VERSION);
        root["metadata"] = json!({"baton": parts.topology(notes)});
        parts.tell(notes);
        root["$referenced_components"] = Value::Object(parts.components);
        root
    }

    fn shape(&self) -> (Shape, &'static str) {
        if self.manager().is_some() {
            return (
                Shape::ManagerWorkers,
                "one agent calls all others, and they return to it",
            );
        }
        let between: Vec<_> = self
            .handoffs
            .iter()
            .filter(|handoff| !matches!(handoff.to, Target::Outcome(_)))
            .collect();
        let decide_themselves = between
            .iter()
            .filter(|handoff| handoff.mode == HandoffMode::Transfer)
            .all(|handoff| {
                handoff.trigger.decided_by == DecidedBy::Model
                    || handoff.pattern == Some(Pattern::PeerToPeer)
            });
        let has_gate = between.iter().any(|handoff| handoff.gate.is_some());
        let has_transfer = between
            .iter()
            .any(|handoff| handoff.mode == HandoffMode::Transfer);
        let all_agents = self.steps().iter().all(|agent| is_agentic(agent.kind));
        if decide_themselves && has_transfer && !has_gate && all_agents {
            (
                Shape::Swarm,
                "agents decide among themselves who goes on; how requests end is told in metadata alone",
            )
        } else {
            (
                Shape::Flow,
                "rules, people, gates or ends decide the way, which neither a swarm nor a manager with workers has",
            )
        }
    }

    /// The agent that calls all others, where nobody else hands over to an agent.
    fn manager(&self) -> Option<&'a Agent> {
        let between: Vec<&Handoff> = self
            .handoffs
            .iter()
            .copied()
            .filter(|handoff| !matches!(handoff.to, Target::Outcome(_)))
            .collect();
        let first = between.first()?;
        let calls = between.iter().all(|handoff| {
            handoff.from == first.from
                && handoff.mode == HandoffMode::Delegate
                && handoff.gate.is_none()
        });
        let called: BTreeSet<_> = between
            .iter()
            .flat_map(|handoff| cast::receivers(self.scope.document, handoff))
            .map(|agent| &agent.id)
            .collect();
        let manager = self.members.iter().find(|agent| agent.id == first.from)?;
        let only_it_starts = self.entries().iter().all(|agent| agent.id == manager.id);
        let has_worker = self.members.iter().any(|agent| {
            called.contains(&agent.id) && agent.id != manager.id && is_agentic(agent.kind)
        });
        let all_called = self
            .members
            .iter()
            .all(|agent| agent.id == manager.id || called.contains(&agent.id));
        let is_one = calls && only_it_starts && has_worker && all_called;
        (is_one && is_agentic(manager.kind)).then_some(*manager)
    }

    /// The agents that control reaches, by id: whoever hands over or takes over, and where requests come in. The others are only called.
    fn steps(&self) -> Vec<&'a Agent> {
        let mut ids: BTreeSet<_> = self.entries().iter().map(|agent| &agent.id).collect();
        for handoff in &self.handoffs {
            let is_transfer = handoff.mode == HandoffMode::Transfer;
            if is_transfer {
                ids.insert(&handoff.from);
                let receivers = cast::receivers(self.scope.document, handoff);
                ids.extend(receivers.iter().map(|agent| &agent.id));
            }
            let branches = handoff.gate.iter().flat_map(|gate| &gate.branches);
            let targets = branches.filter_map(|branch| branch.goes_to.as_ref());
            ids.extend(targets.filter_map(Target::agent));
        }
        let called: BTreeSet<_> = self
            .handoffs
            .iter()
            .filter(|handoff| handoff.mode == HandoffMode::Delegate)
            .flat_map(|handoff| cast::receivers(self.scope.document, handoff))
            .map(|agent| &agent.id)
            .collect();
        self.members
            .iter()
            .copied()
            .filter(|agent| ids.contains(&agent.id) || !called.contains(&agent.id))
            .collect()
    }

    /// The agents that requests come in at, each once, in order of the entries' ids.
    fn entries(&self) -> Vec<&'a Agent> {
        let mut found: Vec<&Agent> = Vec::new();
        for entry in self.scope.document.entries() {
            let is_other = entry.topology != self.topology.id
                || found.iter().any(|agent| agent.id == entry.agent);
            if !is_other {
                found.extend(self.scope.document.find::<Agent>(&entry.agent));
            }
        }
        found
    }

    fn sent_by(&self, agent: &Agent, mode: HandoffMode) -> Vec<&'a Handoff> {
        let sent = self.handoffs.iter().copied();
        sent.filter(|handoff| handoff.from == agent.id && handoff.mode == mode)
            .collect()
    }
}

/// Whether somebody of this kind is an agent in the sense of the specification: asked, and answering, by itself.
fn is_agentic(kind: AgentKind) -> bool {
    matches!(
        kind,
        AgentKind::Ai | AgentKind::Supervisor | AgentKind::External
    )
}

/// A reference to a component.
fn reference(id: &str) -> Value {
    json!({ "$component_ref": id })
}
