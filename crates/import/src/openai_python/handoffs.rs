//! Handoffs of agents, and where requests start.

use super::agents::{MOST_AGENTS, Reading};
use super::code::{call, inner, last_name, text};
use super::values::{schema, words};
use crate::notes::Notes;
use crate::openai_agents::{WalkedAgent, WalkedHandoff};
use crate::said;
use crate::text::visible;
use baton_model::slug;
use std::collections::BTreeSet;
use tree_sitter::Node;

impl<'t> Reading<'_, 't> {
    /// The agent that an expression is; one that only a name tells of where it stands elsewhere.
    pub(super) fn target(&mut self, node: Node<'t>, notes: &mut Notes) -> Option<usize> {
        if let Some(index) = self.resolve(node, 0) {
            return Some(index);
        }
        let node = inner(node);
        let name = last_name(node, self.source);
        if name.is_empty() {
            return None;
        }
        if let Some(index) = self.outside.get(name) {
            return Some(*index);
        }
        let place = self.project.switch(node, notes);
        notes.warning(
            &place,
            format!(
                "{:?} is made in another file or while the program runs; only its name is known",
                visible(name, 80)
            ),
        );
        let index = self.walk.agents.len();
        let mut outside =
            WalkedAgent::unlisted(&format!("{name} (elsewhere)"), &visible(name, 200), &place);
        outside.file = self.project.file(node);
        self.walk.agents.push(outside);
        self.outside.insert(name.to_owned(), index);
        Some(index)
    }

    pub(super) fn handoffs(&mut self, index: usize, notes: &mut Notes) -> Vec<WalkedHandoff> {
        let mut handoffs: Vec<WalkedHandoff> = Vec::new();
        for node in self.listed(index, "handoffs") {
            if handoffs.len() < MOST_AGENTS {
                handoffs.extend(self.handoff(node, notes));
            }
        }
        for node in self.listed(index, "tools") {
            let Some((agent, made)) = self.as_tool(node) else {
                continue;
            };
            let Some(target) = self.target(agent, notes) else {
                continue;
            };
            let text = |name: &str| {
                made.named
                    .get(name)
                    .and_then(|node| words(*node, self.source, self.project, 0))
                    .unwrap_or_default()
            };
            let tool = text("tool_name");
            let tool = if tool.is_empty() {
                slug(&self.walk.agents[target].name, "agent").replace('-', "_")
            } else {
                said::name(&tool, "tool")
            };
            let description = text("tool_description");
            handoffs.push(WalkedHandoff {
                target,
                tool,
                description: said::prose(&description, &self.project.switch(node, notes), notes),
                input: None,
                call: true,
                needs_approval: false,
                by_code: None,
            });
        }
        let mut seen = BTreeSet::new();
        handoffs.retain(|handoff| seen.insert((handoff.target, handoff.tool.clone())));
        handoffs
    }

    fn handoff(&mut self, node: Node<'t>, notes: &mut Notes) -> Option<WalkedHandoff> {
        let mut node = inner(node);
        // A handoff that has a name.
        if node.kind() == "identifier"
            && let Some(value) = self
                .project
                .bound(text(node, self.source), node.start_byte())
            && let Some(made) = call(value, self.source)
            && matches!(
                self.original(&made),
                "handoff" | "realtime_handoff" | "Handoff"
            )
        {
            node = inner(value);
        }
        let made = call(node, self.source).filter(|made| {
            matches!(
                self.original(made),
                "handoff" | "realtime_handoff" | "Handoff"
            )
        });
        let agent = match &made {
            Some(made) => made
                .named
                .get("agent")
                .or_else(|| made.positional.first())
                .copied(),
            None => Some(node),
        };
        let target = agent.and_then(|agent| self.target(agent, notes));
        let Some(target) = target else {
            self.project.warn(
                node,
                notes,
                "whom this handoff leads to is made while the program runs; it was left out",
            );
            return None;
        };
        let named = |name: &str| made.as_ref().and_then(|made| made.named.get(name).copied());
        let text_of = |name: &str| {
            named(name)
                .and_then(|node| words(node, self.source, self.project, 0))
                .unwrap_or_default()
        };
        let tool = text_of("tool_name_override");
        let tool = if tool.is_empty() {
            // As the SDK names it.
            let name: String = self.walk.agents[target]
                .name
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() {
                        c.to_ascii_lowercase()
                    } else {
                        '_'
                    }
                })
                .collect();
            format!("transfer_to_{name}")
        } else {
            said::name(&tool, "tool")
        };
        let input = named("input_type").and_then(|node| {
            let made = schema(node, self.source, self.project);
            if made.is_none() {
                self.project.warn(node, notes, format!("{:?} is not a class of this source that can be read as a schema; no contract was made", visible(text(node, self.source), 80)));
            }
            made.map(|schema| (self.project.place(node), schema))
        });
        for name in ["input_filter", "is_enabled", "on_handoff"] {
            if let Some(node) = named(name) {
                self.project.warn(node, notes, match name {
                    "input_filter" => "an input filter changes what goes along here; say in the contract what remains",
                    "is_enabled" => "a condition in code decides whether this handoff may be called; it was not carried",
                    _ => "what runs at the handoff was not carried",
                });
            }
        }
        let description = said::prose(
            &text_of("tool_description_override"),
            &self.project.switch(node, notes),
            notes,
        );
        Some(WalkedHandoff {
            target,
            tool,
            description,
            input,
            call: false,
            needs_approval: false,
            by_code: None,
        })
    }

    /// Where requests start if the source runs nobody: at whom nobody hands over to.
    pub(super) fn guess_entry(&mut self, notes: &mut Notes) {
        let entry = self.walk.likely_entry(self.made.len());
        if let Some(file) = self
            .walk
            .agents
            .get(entry)
            .and_then(|agent| agent.file.as_ref())
        {
            notes.switch(file);
        }
        notes.info(
            "",
            format!(
                "the source does not say which agent starts a run; {:?} became the entry (a guess)",
                visible(&self.walk.agents[entry].name, 80)
            ),
        );
        self.walk.entries = vec![entry];
    }
}
