//! The runs of agents in the code: whom each call runs, and what follows.

use super::agents::Reading;
use super::code::{call, last_name, text};
use super::flow::Flow;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::{self, Run};
use std::collections::BTreeMap;
use tree_sitter::Node;

/// Classes of the SDK that run the agent which they are made with.
const SESSIONS: [&str; 2] = ["RealtimeRunner", "SingleAgentVoiceWorkflow"];

impl<'t> Reading<'_, 't> {
    /// The runs of agents in the modules, by the call.
    pub(super) fn running(&mut self, notes: &mut Notes) -> BTreeMap<usize, Run> {
        let mut running = BTreeMap::new();
        let project = self.project;
        for node in project
            .calls
            .iter()
            .copied()
            .filter(|node| self.is_here(*node))
            .collect::<Vec<_>>()
        {
            let Some(agent) = self.run_of(node) else {
                continue;
            };
            let name = last_name(agent, self.source);
            let known = self.resolve(agent, 0).or_else(|| {
                let module = &project.modules[project.module_of(agent.start_byte())];
                let is_elsewhere = module.imported.contains_key(name);
                is_elsewhere.then(|| self.target(agent, notes))?
            });
            let Some(index) = known else {
                project.warn(
                    agent,
                    notes,
                    "which agent is run here is decided while the program runs; the run was left out",
                );
                continue;
            };
            let input = call(node, self.source).and_then(|made| {
                let named = made.named.get("input").copied();
                named.or_else(|| made.positional.get(1).copied())
            });
            let full_history = input.is_some_and(|input| {
                let words = text(input, self.source).to_ascii_lowercase();
                words.contains("history") || words.contains("to_input_list")
            });
            let run = Run {
                agent: index,
                file: project.file(node),
                row: project.row(node),
                full_history,
            };
            running.insert(node.id(), run);
        }
        running
    }

    /// Whom a call runs, as `Runner.run(agent, ...)`.
    pub(super) fn run_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let made = call(node, self.source)?;
        let first = ["starting_agent", "agent"]
            .iter()
            .find_map(|name| made.named.get(name))
            .or_else(|| made.positional.first())
            .copied();
        if SESSIONS.contains(&self.original(&made)) {
            return first;
        }
        let object = made.function.child_by_field_name("object")?;
        let method = last_name(made.function, self.source);
        if !matches!(method, "run" | "run_sync" | "run_streamed") {
            return None;
        }
        let name = last_name(object, self.source);
        let at = object.start_byte();
        let bound = self.project.bound(name, at);
        let is_made = bound
            .and_then(|value| call(value, self.source))
            .is_some_and(|made| self.original(&made) == "Runner");
        let is_sdk = self.project.original(name, at) == "Runner";
        (is_sdk || is_made).then_some(first)?
    }

    /// Follows the code that runs agents: who is first, who comes after whom, and who ends the run.
    pub(super) fn runs(&mut self, notes: &mut Notes) -> Result<(), ImportError> {
        let followed = Flow::read(self, notes)?.course.followed;
        if !by_code::carry(&mut self.walk, followed, notes) {
            self.guess_entry(notes);
        }
        Ok(())
    }
}
