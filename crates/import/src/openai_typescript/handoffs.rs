//! Handoffs that a model decides on, and where requests start if the source runs nobody.

use super::agents::{MOST_AGENTS, Reading};
use super::code::{call, inner, place};
use super::zod;
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
        let name = self.code.last_name(node);
        if name.is_empty() {
            return None;
        }
        if let Some(index) = self.outside.get(name) {
            return Some(*index);
        }
        notes.warning(
            &place(node),
            format!(
                "{:?} is made in another file or while the program runs; only its name is known",
                visible(name, 80)
            ),
        );
        let index = self.walk.agents.len();
        self.walk.agents.push(WalkedAgent::unlisted(
            &format!("{name} (elsewhere)"),
            &visible(name, 200),
            &place(node),
        ));
        self.outside.insert(name, index);
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
                notes.warning(
                    &place(node),
                    "which agent this tool is, is decided while the program runs; it was left out",
                );
                continue;
            };
            let options = self.code.options(made.arguments.first().copied());
            let tool = match self.told(&options, "toolName") {
                Some(tool) => said::name(&tool, "tool"),
                None => slug(&self.walk.agents[target].name, "agent").replace('-', "_"),
            };
            let description = self.told(&options, "toolDescription").unwrap_or_default();
            handoffs.push(WalkedHandoff {
                target,
                tool,
                description: said::prose(&description, &place(node), notes),
                input: None,
                call: true,
                needs_approval: self.code.says_yes(options.named.get("needsApproval")),
                by_code: None,
            });
        }
        let mut seen = BTreeSet::new();
        handoffs.retain(|handoff| seen.insert((handoff.target, handoff.tool.clone())));
        handoffs
    }

    fn handoff(&mut self, node: Node<'t>, notes: &mut Notes) -> Option<WalkedHandoff> {
        let made = call(self.code.follow(node))
            .filter(|made| matches!(self.code.original(made.function), "handoff" | "Handoff"));
        let agent = made
            .as_ref()
            .map_or(Some(node), |made| made.arguments.first().copied());
        let target = agent.and_then(|agent| self.target(agent, notes));
        let Some(target) = target else {
            notes.warning(
                &place(node),
                "whom this handoff leads to is made while the program runs; it was left out",
            );
            return None;
        };
        let options = made.and_then(|made| made.arguments.get(1).copied());
        let options = self.code.options(options);
        if let Some(unread) = options.unread {
            notes.warning(
                &place(unread),
                "what is handed in here is made while the program runs and was not read",
            );
        }
        let tool = match self.told(&options, "toolNameOverride") {
            Some(tool) => said::name(&tool, "tool"),
            None => transfer_to(&self.walk.agents[target].name),
        };
        let input = options
            .named
            .get("inputType")
            .and_then(|node| zod::schema(self.code, *node, notes));
        for (name, what) in [
            (
                "inputFilter",
                "an input filter changes what goes along here; say in the contract what remains",
            ),
            (
                "isEnabled",
                "a condition in code decides whether this handoff may be called; it was not carried",
            ),
            ("onHandoff", "what runs at the handoff was not carried"),
        ] {
            if let Some(node) = options.named.get(name) {
                notes.warning(&place(*node), what);
            }
        }
        let description = self
            .told(&options, "toolDescriptionOverride")
            .unwrap_or_default();
        Some(WalkedHandoff {
            target,
            tool,
            description: said::prose(&description, &place(node), notes),
            input,
            call: false,
            needs_approval: false,
            by_code: None,
        })
    }

    /// Where requests start if the source runs nobody: at whom nobody hands over to.
    pub(super) fn guess_entry(&mut self, notes: &mut Notes) {
        let entry = self.walk.likely_entry(self.made.len());
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

/// The tool of a handoff, as the SDK names it.
fn transfer_to(agent: &str) -> String {
    let name: String = agent
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    format!("transfer_to_{name}")
}
