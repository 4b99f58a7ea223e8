//! Tools and MCP servers of agents.

use super::agents::Reading;
use super::code::{Call, Options, call, place};
use super::zod;
use crate::notes::Notes;
use crate::openai_agents::WalkedServer;
use crate::said;
use crate::text::visible;
use serde_json::Value;
use tree_sitter::Node;

/// A tool of an agent.
pub(super) enum Tool {
    Function {
        name: String,
        needs_approval: bool,
        /// The schema of its parameters, with its place, where it is drawn by itself.
        params: Option<(String, Value)>,
    },
    Server(WalkedServer),
}

impl<'t> Reading<'_, 't> {
    /// The text of an option.
    pub(super) fn told(&self, options: &Options<'t>, name: &str) -> Option<String> {
        let value = options.named.get(name)?;
        self.code
            .words(*value)
            .filter(|text| !text.trim().is_empty())
    }

    /// The agent behind `agent.asTool({...})`, with the call.
    pub(super) fn as_tool(&self, node: Node<'t>) -> Option<(Node<'t>, Call<'t>)> {
        let made = call(self.code.follow(node))?;
        let is_one = self.code.last_name(made.function) == "asTool";
        is_one.then(|| Some((made.function.child_by_field_name("object")?, made)))?
    }

    pub(super) fn tool(&self, node: Node<'t>, notes: &mut Notes) -> Option<Tool> {
        let named = |name: &str| Tool::Function {
            name: visible(name, 200),
            needs_approval: false,
            params: None,
        };
        let value = self.code.follow(node);
        let Some(made) = call(value) else {
            // A tool of another file, whose name is all that is known.
            let name = self.code.last_name(value);
            return (!name.is_empty()).then(|| named(name));
        };
        let options = self.code.options(made.arguments.first().copied());
        let name = self.told(&options, "name");
        match self.code.original(made.function) {
            "hostedMcpTool" => {
                if let Some(asks) = options.named.get("requireApproval")
                    && self.code.words(*asks).as_deref() != Some("never")
                {
                    notes.warning(
                        &place(*asks),
                        "the server's calls need approval, which was not carried; say on the handoff to it who approves",
                    );
                }
                let label = self.told(&options, "serverLabel");
                let label = label.unwrap_or_else(|| "MCP server".to_owned());
                let mut server =
                    WalkedServer::called(said::name(&label, "MCP server"), place(node));
                if let Some(link) = self.told(&options, "serverUrl") {
                    server.set_link(&link, notes);
                }
                if let Some(allowed) = options.named.get("allowedTools") {
                    server.tools = self.allowed(*allowed);
                }
                for member in ["authorization", "headers"] {
                    if options.named.contains_key(member) {
                        server.tell_secret(member, notes);
                    }
                }
                Some(Tool::Server(server))
            }
            "tool" => {
                // The SDK takes the name of what is executed where nothing else is said.
                let executed = options.named.get("execute");
                let executed = executed.map_or("", |node| self.code.last_name(*node));
                let bound = match node.kind() {
                    "identifier" => self.code.text(node),
                    _ => executed,
                };
                let name = name.unwrap_or_else(|| bound.to_owned());
                if name.is_empty() {
                    return None;
                }
                let needs_approval = self.code.says_yes(options.named.get("needsApproval"));
                let params = options
                    .named
                    .get("parameters")
                    .filter(|_| needs_approval)
                    .and_then(|node| zod::schema(self.code, *node, notes));
                Some(Tool::Function {
                    name: said::name(&name, "tool"),
                    needs_approval,
                    params,
                })
            }
            "" => {
                let callee = self.code.last_name(made.function);
                (!callee.is_empty()).then(|| named(callee))
            }
            hosted => Some(named(&name.unwrap_or_else(|| snake(hosted)))),
        }
    }

    /// The name of an MCP server: what it is called, else the name that it is bound to, else its class.
    pub(super) fn server(&self, node: Node<'t>, notes: &mut Notes) -> WalkedServer {
        let value = self.code.follow(node);
        let made = call(value);
        let class = made
            .as_ref()
            .map_or("", |made| self.code.last_name(made.function));
        let options = made.and_then(|made| made.arguments.first().copied());
        let options = self.code.options(options);
        let name = self.told(&options, "name").unwrap_or_else(|| {
            let bound = self.code.last_name(node);
            if bound.is_empty() { class } else { bound }.to_owned()
        });
        let mut server = WalkedServer::called(said::name(&name, "MCP server"), place(node));
        if let Some(link) = self.told(&options, "url") {
            server.set_link(&link, notes);
        }
        for member in ["env", "requestInit", "authProvider"] {
            if options.named.contains_key(member) {
                server.tell_secret(member, notes);
            }
        }
        server
    }

    /// The names of the tools that may be called: a list, or the `toolNames` of an object.
    fn allowed(&self, node: Node<'t>) -> Vec<String> {
        let value = self.code.literal(node).unwrap_or_default();
        let list = value.get("toolNames").unwrap_or(&value).as_array();
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|name| said::name(name, "tool"))
            .collect()
    }
}

/// The name that the SDK gives a hosted tool: `web_search` of `webSearchTool`.
fn snake(function: &str) -> String {
    let mut out = String::new();
    for c in function.strip_suffix("Tool").unwrap_or(function).chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}
