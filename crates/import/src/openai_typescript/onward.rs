//! The runs of agents in the code: whom each call runs, and what follows.

use super::agents::Reading;
use super::code::{call, inner, place};
use super::flow::Flow;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::openai_agents::by_code::{self, Run};
use std::collections::BTreeMap;
use tree_sitter::Node;

impl<'t> Reading<'_, 't> {
    /// The runs of agents in the source, by the call.
    pub(super) fn running(&mut self, notes: &mut Notes) -> BTreeMap<usize, Run> {
        let mut running = BTreeMap::new();
        for node in &self.code.calls {
            let Some(agent) = self.run_of(*node) else {
                continue;
            };
            let known = self.resolve(agent, 0).or_else(|| {
                let name = self.code.last_name(agent);
                let is_elsewhere = self.code.imported.contains_key(name);
                is_elsewhere.then(|| self.target(agent, notes))?
            });
            let Some(index) = known else {
                notes.warning(
                    &place(agent),
                    "which agent is run here is decided while the program runs; the run was left out",
                );
                continue;
            };
            let input = call(*node).and_then(|made| {
                let input = *made.arguments.get(1)?;
                Some(self.code.text(input))
            });
            let full_history =
                input.is_some_and(|text| text.to_ascii_lowercase().contains("history"));
            running.insert(
                node.id(),
                Run {
                    agent: index,
                    file: None,
                    row: node.start_position().row,
                    full_history,
                },
            );
        }
        running
    }

    /// Whom a call runs, as `runner.run(agent, ...)`, `run(agent, ...)` or `new RealtimeSession(agent)`.
    fn run_of(&self, node: Node<'t>) -> Option<Node<'t>> {
        let made = call(node)?;
        let first = made.arguments.first().copied()?;
        let function = inner(made.function);
        let is_session =
            node.kind() == "new_expression" && self.code.original(function) == "RealtimeSession";
        let is_run = match function.child_by_field_name("object") {
            Some(object) if self.code.last_name(function) == "run" => {
                let made = call(self.code.follow(object));
                let is_new = made.is_some_and(|made| self.code.original(made.function) == "Runner");
                let name = self.code.last_name(object);
                let from = self.code.imported.get(name);
                let is_sdk = from.is_some_and(|from| from.module.starts_with("@openai/agents"));
                is_new || is_sdk || name.to_ascii_lowercase().ends_with("runner")
            }
            Some(_) => false,
            None => {
                let name = self.code.text(function);
                self.code.imported.contains_key(name) && self.code.original(function) == "run"
            }
        };
        (is_run || is_session).then_some(first)
    }

    /// Follows the code that runs agents: who is first, who comes after whom, and who ends the run.
    pub(super) fn runs(&mut self, root: Node<'t>, notes: &mut Notes) -> Result<(), ImportError> {
        let followed = Flow::read(self, root, notes)?.course.followed;
        if !by_code::carry(&mut self.walk, followed, notes) {
            self.guess_entry(notes);
        }
        Ok(())
    }
}
