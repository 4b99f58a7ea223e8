//! Tools and MCP servers of agents.

use super::agents::Reading;
use super::code::{Call, call, children, inner, last_name, text};
use super::values::{is_true, words};
use crate::notes::Notes;
use crate::openai_agents::WalkedServer;
use crate::said;
use crate::text::visible;
use tree_sitter::Node;

/// A tool of an agent.
pub(super) enum Tool {
    Function(String, bool),
    Server(WalkedServer),
}

impl<'t> Reading<'_, 't> {
    /// The agent behind `agent.as_tool(...)`, with the call.
    pub(super) fn as_tool(&self, node: Node<'t>) -> Option<(Node<'t>, Call<'t>)> {
        let mut node = inner(node);
        if node.kind() == "identifier" {
            node = inner(
                self.project
                    .bound(text(node, self.source), node.start_byte())?,
            );
        }
        let made = call(node, self.source)?;
        let is_one = last_name(made.function, self.source) == "as_tool";
        is_one.then(|| Some((made.function.child_by_field_name("object")?, made)))?
    }

    pub(super) fn tool(&self, node: Node<'t>, notes: &mut Notes) -> Option<Tool> {
        let node = inner(node);
        if node.kind() == "identifier" {
            let name = text(node, self.source);
            if let Some(function) = self.project.function(name, node.start_byte()) {
                return Some(self.function(function, name));
            }
            return match self.project.bound(name, node.start_byte()) {
                Some(value) if value.kind() == "call" => self
                    .tool(value, notes)
                    .or_else(|| Some(Tool::Function(visible(name, 200), false))),
                _ => Some(Tool::Function(visible(name, 200), false)),
            };
        }
        if node.kind() == "attribute"
            && let Some(function) = self.project.callee(node)
        {
            return Some(self.function(function, last_name(node, self.source)));
        }
        let made = call(node, self.source)?;
        let class = self.project.original(
            last_name(made.function, self.source),
            made.node.start_byte(),
        );
        match class {
            "HostedMCPTool" => Some(Tool::Server(self.hosted_server(&made, notes))),
            "FunctionTool" => {
                let name = made
                    .named
                    .get("name")
                    .and_then(|node| words(*node, self.source, self.project, 0))?;
                Some(Tool::Function(
                    said::name(&name, "tool"),
                    is_true(&made, "needs_approval"),
                ))
            }
            "function_tool" => {
                let function = *made.positional.first()?;
                let name = made
                    .named
                    .get("name_override")
                    .and_then(|node| words(*node, self.source, self.project, 0));
                Some(Tool::Function(
                    said::name(
                        &name.unwrap_or_else(|| text(function, self.source).to_owned()),
                        "tool",
                    ),
                    is_true(&made, "needs_approval"),
                ))
            }
            "" => None,
            class => Some(Tool::Function(visible(class, 200), false)),
        }
    }

    /// A function that is a tool, by its decorator.
    fn function(&self, function: Node<'t>, name: &str) -> Tool {
        // The SDK names a tool as it is defined, whatever it is imported as.
        let defined = function.child_by_field_name("name");
        let name = defined.map_or(name, |defined| text(defined, self.source));
        let around = function
            .parent()
            .filter(|parent| parent.kind() == "decorated_definition");
        let decorators = around.map(children).unwrap_or_default();
        for decorator in decorators
            .iter()
            .filter(|child| child.kind() == "decorator")
        {
            let Some(made) = decorator
                .named_child(0)
                .and_then(|inside| call(inside, self.source))
            else {
                continue;
            };
            let own = made
                .named
                .get("name_override")
                .and_then(|node| words(*node, self.source, self.project, 0));
            return Tool::Function(
                said::name(&own.unwrap_or_else(|| name.to_owned()), "tool"),
                is_true(&made, "needs_approval"),
            );
        }
        Tool::Function(visible(name, 200), false)
    }
}
