//! MCP servers of agents. What starts them and what proves who calls may hold secrets: only names, addresses and tools are read.

use super::agents::Reading;
use super::code::{Call, call, children, inner, last_name, text};
use super::values::words;
use crate::notes::Notes;
use crate::openai_agents::WalkedServer;
use crate::said;
use crate::text::looks_secret;
use std::collections::BTreeMap;
use tree_sitter::Node;

impl<'t> Reading<'_, 't> {
    /// A server that the program connects to: by its name, the name that it is bound to, its command, or its host.
    pub(super) fn server(&self, node: Node<'t>, notes: &mut Notes) -> WalkedServer {
        let node = inner(node);
        let (value, bound) = if node.kind() == "identifier" {
            let name = text(node, self.source);
            let value = self.project.bound(name, node.start_byte()).unwrap_or(node);
            (value, Some(name))
        } else {
            let is_member = node.kind() == "attribute";
            (node, is_member.then(|| last_name(node, self.source)))
        };
        let mut server = WalkedServer::called(String::new(), self.project.switch(node, notes));
        let made = call(value, self.source);
        let options = made.as_ref().map(|made| &made.named);
        let params = options.and_then(|options| options.get("params"));
        let params = params
            .map(|params| self.members(*params))
            .unwrap_or_default();
        let said = |name: &str| {
            let node = params.get(name).or_else(|| options?.get(name))?;
            words(*node, self.source, self.project, 0)
        };
        if let Some(link) = said("url") {
            server.set_link(&link, notes);
        }
        for member in ["env", "headers", "auth"] {
            if params.contains_key(member) {
                server.tell_secret(member, notes);
            }
        }
        let own =
            options.and_then(|options| words(*options.get("name")?, self.source, self.project, 0));
        let class = made
            .as_ref()
            .map(|made| last_name(made.function, self.source).to_owned());
        let name = own
            .or_else(|| bound.map(str::to_owned))
            .or_else(|| self.command(&params))
            .or_else(|| server.link.as_deref().and_then(host))
            .or(class)
            .unwrap_or_default();
        server.name = said::name(&name, "MCP server");
        server
    }

    /// A server that the model's provider calls.
    pub(super) fn hosted_server(&self, made: &Call<'t>, notes: &mut Notes) -> WalkedServer {
        let config = made.named.get("tool_config").or(made.positional.first());
        let config = config
            .map(|config| self.members(*config))
            .unwrap_or_default();
        let said = |name: &str| words(*config.get(name)?, self.source, self.project, 0);
        let mut server = WalkedServer::called(String::new(), self.project.switch(made.node, notes));
        if let Some(link) = said("server_url") {
            server.set_link(&link, notes);
        }
        let name = said("server_label")
            .or_else(|| server.link.as_deref().and_then(host))
            .unwrap_or_default();
        server.name = said::name(&name, "MCP server");
        if let Some(node) = config.get("allowed_tools") {
            let list = match self.members(*node).get("tool_names") {
                Some(names) => *names,
                None => *node,
            };
            server.tools = children(inner(list))
                .into_iter()
                .filter_map(|item| words(item, self.source, self.project, 0))
                .map(|name| said::name(&name, "tool"))
                .collect();
        }
        for member in ["authorization", "headers"] {
            if config.contains_key(member) {
                server.tell_secret(member, notes);
            }
        }
        if config.contains_key("require_approval")
            && said("require_approval").as_deref() != Some("never")
        {
            notes.warning(
                &server.pointer,
                "the server's calls need approval, which was not carried; say on the handoff to it who approves",
            );
        }
        server
    }

    /// The members of a dictionary, or of a call that makes one.
    fn members(&self, node: Node<'t>) -> BTreeMap<&'t str, Node<'t>> {
        let mut node = inner(node);
        if node.kind() == "identifier" {
            let name = text(node, self.source);
            node = self
                .project
                .bound(name, node.start_byte())
                .map_or(node, inner);
        }
        if let Some(made) = call(node, self.source) {
            return made.named;
        }
        let mut found = BTreeMap::new();
        for pair in children(node)
            .into_iter()
            .filter(|node| node.kind() == "pair")
        {
            let key = pair.child_by_field_name("key");
            let value = pair.child_by_field_name("value");
            if let (Some(key), Some(value)) = (key, value) {
                let key = text(key, self.source).trim_matches(['"', '\'']);
                found.insert(key, value);
            }
        }
        found
    }

    /// The program that a server is, with the package that it runs where that is plainly one.
    fn command(&self, params: &BTreeMap<&'t str, Node<'t>>) -> Option<String> {
        let command = words(*params.get("command")?, self.source, self.project, 0)?;
        let program = command.rsplit(['/', '\\']).next().unwrap_or(&command);
        let arguments = params.get("args").map(|node| children(inner(*node)));
        let package = arguments
            .unwrap_or_default()
            .into_iter()
            .filter_map(|node| words(node, self.source, self.project, 0))
            .find(|word| word.starts_with('@') && word.contains('/') && !looks_secret(word));
        Some(match package {
            Some(package) => format!("{program} {package}"),
            None => program.to_owned(),
        })
    }
}

/// The host of an address.
fn host(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("://")?;
    rest.split(['/', ':']).next().map(str::to_owned)
}
