//! What a walk says, wherever it was read from: agents, what they may call, and what the program's own code decides once one has answered.

use super::by_code::Together;
use crate::notes::Notes;
use crate::pen::address;
use crate::sketch::Sketch;
use baton_model::{AgentKind, Trigger};
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// A walk whose handoffs all lead to agents.
pub(crate) struct Walk {
    pub agents: Vec<WalkedAgent>,
    /// Indices of the agents that requests start at.
    pub entries: Vec<usize>,
    /// Where the agents stand in the file; empty for the file as a whole.
    pub place: &'static str,
}

/// An agent of the walk.
pub(crate) struct WalkedAgent {
    /// Its identity in the file: its name, with a number where the name stood before.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What other agents are told about it.
    pub description: String,
    /// What its own model is told.
    pub instructions: String,
    pub model: Option<String>,
    pub tools: Vec<WalkedTool>,
    pub mcp_servers: Vec<WalkedServer>,
    /// The schema of its final output, with its place.
    pub output: Option<(String, Value)>,
    pub handoffs: Vec<WalkedHandoff>,
    pub answer: Answer,
    /// Its place in the file.
    pub pointer: String,
    /// Whether only a handoff names it.
    pub unlisted: bool,
    /// The file that it stands in, where the walk is of several.
    pub file: Option<Rc<str>>,
}

impl WalkedAgent {
    /// An agent of which only a name is known.
    pub(crate) fn unlisted(key: &str, name: &str, pointer: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: name.to_owned(),
            description: String::new(),
            instructions: String::new(),
            model: None,
            tools: Vec::new(),
            mcp_servers: Vec::new(),
            output: None,
            handoffs: Vec::new(),
            answer: Answer::Model,
            pointer: pointer.to_owned(),
            unlisted: true,
            file: None,
        }
    }

    /// What follows stands in the file of this agent, where the walk is of several.
    pub(super) fn switch(&self, sketch: &mut Sketch, notes: &mut Notes) {
        if let Some(file) = &self.file {
            sketch.switch(file);
            notes.switch(file);
        }
    }
}

/// An MCP server that an agent calls.
pub(crate) struct WalkedServer {
    pub name: String,
    /// Where it is, without what follows the path: that may hold a key.
    pub link: Option<String>,
    /// The tools of it that the agent may call; all where there are none.
    pub tools: Vec<String>,
    pub pointer: String,
}

impl WalkedServer {
    /// A server of which only the name is known.
    pub(crate) fn called(name: String, pointer: String) -> Self {
        Self {
            name,
            link: None,
            tools: Vec::new(),
            pointer,
        }
    }

    /// Says where the server is; an address with a user or a key in it is not kept.
    pub(crate) fn set_link(&mut self, link: &str, notes: &mut Notes) {
        let path = link.split(['?', '#']).next().unwrap_or(link);
        self.link = address(path).map(str::to_owned);
        if self.link.is_none() || path != link {
            notes.warning(
                &self.pointer,
                "the server's address was not carried as it stands: only an address without user, query and placeholders is",
            );
        }
    }

    /// Says that what proves who calls was left out.
    pub(crate) fn tell_secret(&self, member: &str, notes: &mut Notes) {
        notes.warning(
            &self.pointer,
            format!("{member} of the server was not stored: it may be a secret, and belongs where the program runs"),
        );
    }
}

/// A tool of an agent.
pub(crate) struct WalkedTool {
    pub name: String,
    pub needs_approval: bool,
    /// The name and kind under which the program says that it stands on a drawing.
    pub drawn_as: Option<(String, AgentKind)>,
    /// The schema of its parameters, with its place.
    pub params: Option<(String, Value)>,
    pub pointer: String,
}

impl WalkedTool {
    /// Whether it is drawn by itself.
    pub(super) fn stands_alone(&self) -> bool {
        self.needs_approval || self.drawn_as.is_some()
    }
}

/// A handoff that an agent may call.
pub(crate) struct WalkedHandoff {
    /// Index of the receiver.
    pub target: usize,
    /// The tool that the sender's model calls.
    pub tool: String,
    /// What the model is told about it, without the SDK's own words.
    pub description: String,
    /// The schema of its input, where it has fields, with its place.
    pub input: Option<(String, Value)>,
    /// Whether the receiver is called as a tool and answers its caller.
    pub call: bool,
    /// Whether a person is asked before.
    pub needs_approval: bool,
    /// Where not the sender's model decides, but the code that runs both.
    pub by_code: Option<ByCode>,
}

/// Who decides that an agent ends the run with its answer.
pub(crate) enum Answer {
    /// Its model, as every agent of the SDK can.
    Model,
    /// The code that runs it.
    Code(Box<ByCode>),
    /// Nobody: the code always goes on.
    Never,
}

/// A way on that the code takes.
pub(crate) struct ByCode {
    /// What has to hold, in the code's own words.
    pub trigger: Trigger,
    pub gate: Option<Asked>,
    /// Whether the whole conversation goes along.
    pub full_history: bool,
    /// With which other ways of its agent it is taken at once.
    pub together: Option<Together>,
}

/// A person who is asked on the way.
pub(crate) struct Asked {
    pub question: String,
    /// Where it goes if the person says no.
    pub refused: Option<Refused>,
}

/// Where a request goes that a person refused.
#[derive(Clone, Copy)]
pub(crate) enum Refused {
    /// To the agent of that index.
    Agent(usize),
    /// To the end of the run.
    End,
}

impl Walk {
    /// Who most likely starts a run, of the first so many agents, where nothing says it: the first one that nobody names, or else,
    /// where all hand back, the one that hands to the most.
    pub(crate) fn likely_entry(&self, many: usize) -> usize {
        let all = || self.agents.iter().flat_map(|agent| &agent.handoffs);
        let targets: BTreeSet<usize> = all().map(|handoff| handoff.target).collect();
        let reaches = |index: &usize| -> BTreeSet<usize> {
            let agent = self.agents.get(*index);
            let handoffs = agent.into_iter().flat_map(|agent| &agent.handoffs);
            handoffs.map(|handoff| handoff.target).collect()
        };
        (0..many)
            .find(|index| !targets.contains(index))
            .or_else(|| (0..many).rev().max_by_key(|index| reaches(index).len()))
            .unwrap_or(0)
    }

    /// Those who work only where they are called as tools, or are handed to within such a call: what they answer goes back to the
    /// caller and ends no run.
    pub(super) fn only_called(&self) -> BTreeSet<usize> {
        let ways = || self.agents.iter().flat_map(|agent| &agent.handoffs);
        let named: BTreeSet<usize> = ways().map(|way| way.target).collect();
        let called = ways().filter(|way| way.call).map(|way| way.target);
        let alone = (0..self.agents.len()).filter(|index| !named.contains(index));
        let in_control = self.handed_on(self.entries.iter().copied().chain(alone));
        let within_calls = self.handed_on(called);
        within_calls.difference(&in_control).copied().collect()
    }

    /// These, and all to whom control passes from them.
    fn handed_on(&self, from: impl Iterator<Item = usize>) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<usize> = from.collect();
        while let Some(index) = waiting.pop() {
            if !found.insert(index) {
                continue;
            }
            let agent = self.agents.get(index);
            let ways = agent.into_iter().flat_map(|agent| &agent.handoffs);
            waiting.extend(ways.filter(|way| !way.call).map(|way| way.target));
        }
        found
    }
}
