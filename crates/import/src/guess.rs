//! What an agent is, guessed from the words of its name where a file does not say.

use baton_model::{AgentFunction, AgentKind};
use std::collections::BTreeSet;

/// An agent's kind and function as far as they can be told, with the reason.
#[derive(Debug)]
pub(crate) struct Guess {
    pub kind: AgentKind,
    pub function: Option<AgentFunction>,
    pub reason: String,
}

const HUMAN: [&str; 10] = [
    "human", "humans", "person", "people", "operator", "reviewer", "approver", "approval",
    "oncall", "staff",
];
const TOOL: [&str; 5] = ["tool", "tools", "toolnode", "mcp", "retriever"];
const SUPERVISOR: [&str; 6] = [
    "supervisor",
    "orchestrator",
    "coordinator",
    "manager",
    "planner",
    "controller",
];
const ROUTER: [&str; 6] = [
    "router",
    "triage",
    "classifier",
    "dispatcher",
    "dispatch",
    "route",
];
const QUEUE: [&str; 3] = ["queue", "inbox", "backlog"];

impl Guess {
    pub(crate) fn new(
        kind: AgentKind,
        function: Option<AgentFunction>,
        reason: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            function,
            reason: reason.into(),
        }
    }

    /// The guess for an agent that nothing is said about.
    pub(crate) fn worker() -> Self {
        Self::new(
            AgentKind::Ai,
            Some(AgentFunction::Worker),
            "nothing says otherwise",
        )
    }

    /// The guess as a note and an origin write it.
    pub(crate) fn sentence(&self) -> String {
        let word = serde_json::to_value(self.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .unwrap_or_default();
        format!("kind {word}: {}", self.reason)
    }
}

/// People, if a word says so.
pub(crate) fn human(words: &BTreeSet<String>) -> Option<Guess> {
    said(words, &HUMAN).map(|reason| Guess::new(AgentKind::Human, None, reason))
}

/// Any other kind that a word tells.
pub(crate) fn named(words: &BTreeSet<String>) -> Option<Guess> {
    if let Some(reason) = said(words, &TOOL) {
        Some(Guess::new(AgentKind::Tool, None, reason))
    } else if let Some(reason) = said(words, &SUPERVISOR) {
        Some(Guess::new(
            AgentKind::Supervisor,
            Some(AgentFunction::Supervisor),
            reason,
        ))
    } else if let Some(reason) = said(words, &QUEUE) {
        Some(Guess::new(AgentKind::Queue, None, reason))
    } else {
        said(words, &ROUTER)
            .map(|reason| Guess::new(AgentKind::Ai, Some(AgentFunction::Router), reason))
    }
}

fn said(words: &BTreeSet<String>, list: &[&str]) -> Option<String> {
    list.iter()
        .find(|word| words.contains(**word))
        .map(|word| format!("the name says {word:?}"))
}

/// The words of a name, lower case; they end at signs and at capitals.
pub(crate) fn words(text: &str) -> impl Iterator<Item = String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for c in text.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower_before) {
            out.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    out.push(word);
    out.into_iter().filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_signs_and_capitals() {
        assert_eq!(
            words("human_adjusterTeam-2").collect::<Vec<_>>(),
            ["human", "adjuster", "team", "2"]
        );
    }
}
