//! TOP017: more context than an agent can read.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::flows::Heaviest;
use crate::glimpse::{Line, Node};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::shape::CHARACTERS_PER_TOKEN;
use crate::wording;
use baton_model::{AgentId, ContextMode, HandoffId, HandoffMode, Kind, RecordKey};

pub(super) static RULE: Entry = Entry::of_topologies::<ContextOverflow>();

struct ContextOverflow;

/// The most tokens of a handoff's payload; `None` where nothing bounds it.
fn tokens<'a>(context: &TopologyContext<'a>, line: Line<'a>) -> Option<u64> {
    let characters = context.travels.payload_of(line)?.whole.most_characters()?;
    Some(characters / CHARACTERS_PER_TOKEN)
}

/// What a handoff adds to the history; nothing where it does not pass it on.
fn history<'a>(context: &TopologyContext<'a>, line: Line<'a>) -> Option<u64> {
    let passes = line.mode() == HandoffMode::Transfer && is_history(line);
    passes.then(|| tokens(context, line).unwrap_or(0))
}

fn is_history(line: Line<'_>) -> bool {
    line.context_mode() == ContextMode::FullHistory
}

/// The largest payload that arrives at an agent.
fn largest<'a>(
    context: &TopologyContext<'a>,
    agent: &AgentId,
) -> Option<(u64, Vec<&'a HandoffId>)> {
    let into = context.graph.steps_into(agent);
    let lines = into
        .iter()
        .map(|(_, step)| context.graph.line_at(step.position));
    let sizes = lines.filter_map(|line| Some((tokens(context, line)?, vec![line.id()])));
    sizes.max()
}

impl Rule for ContextOverflow {
    const CODE: &'static str = "TOP017";
    const NAME: &'static str = "context-overflow";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "What accumulates on the way to an agent exceeds its context window.";
    const WHY: &'static str = "What does not fit is cut off without an error, mostly the beginning: the user's request and the constraints.";
    const EXPLANATION: &'static str = r#"
## What it does
Works out how large payloads may get, where their contracts bound every text and list, four characters to a token. It finds agents
whose `context_window_tokens` are fewer than the largest payload that arrives, or than the payloads of a chain of handoffs that
pass on the whole history (`context_mode: full_history`) together. Payloads without bounds are left out of the sum, so what is
told is not too much.

## Why is this bad
Context rot begins long before the window is full; beyond it, constraints and exact numbers are simply gone. Typed context keeps
each handoff as small as its contract. The window itself is the threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing", "context_window_tokens": 8000}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"story": {"type": "string", "maxLength": 64000}}}}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing", "context_window_tokens": 8000}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"story": {"type": "string", "maxLength": 4000}}}}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: what may be left out is known to the receiver.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        if !context.graph.nodes().any(Node::has_window) {
            return;
        }
        let histories: Vec<&AgentId> = context
            .graph
            .lines()
            .filter(|line| is_history(*line))
            .map(Line::from)
            .collect();
        let ways = Heaviest::new(context.graph, &histories, |line| history(context, line));
        for agent in context.graph.agents_that(Node::has_window) {
            let at = context.graph.agent_position(&agent.id);
            let (Some(window), Some(at)) = (agent.context_window_tokens.map(u64::from), at) else {
                continue;
            };
            let chain = ways.weight(at).map(|tokens| (tokens, ways.path(at)));
            let Some((tokens, path)) = chain.into_iter().chain(largest(context, &agent.id)).max()
            else {
                continue;
            };
            if tokens <= window {
                continue;
            }
            let message = format!(
                "Up to {tokens} tokens arrive at {}, whose context window holds {window}; bound the payload{}.",
                wording::agent(agent),
                if path.len() > 1 {
                    ", or pass on typed context instead of the history"
                } else {
                    ""
                },
            );
            let key = RecordKey::new(Kind::Agent, agent.id.as_str());
            report.add(Draft::new(key, message).path(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;
    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "entry", "id": "in", "record": {"topology": "t", "agent": "a"}}
    "#;

    fn handoff(id: &str, from: &str, to: &str, more: &str) -> String {
        format!(
            r#"{{"op": "put", "kind": "handoff", "id": "{id}", "record": {{"topology": "t", "from": "{from}", "to": "{to}"{more}}}}}"#
        ) + "\n"
    }

    #[test]
    fn a_history_adds_up() {
        let contract = r#"
            {"op": "put", "kind": "contract", "id": "k", "record": {"name": "K"}}
            {"op": "put", "kind": "contract_version", "record": {"contract": "k", "version": "1.0.0", "payload_schema": {"type": "string", "maxLength": 4000}}}
        "#;
        let edits = |mode: &str| {
            let more =
                format!(r#", "contract": "k", "version": "1.0.0", "context_mode": "{mode}""#);
            format!(
                "{AGENTS}{contract}{}{}",
                handoff("ab", "a", "b", &more),
                handoff("bc", "b", "c", &more)
            )
            .replace(
                r#""name": "C""#,
                r#""name": "C", "context_window_tokens": 1500"#,
            )
        };
        check(
            "TOP017",
            &edits("full_history"),
            &[
                "warning agent c: Up to 2000 tokens arrive at C, whose context window holds 1500; bound the payload, or pass on typed context instead of the history.",
            ],
        );
        check("TOP017", &edits("typed"), &[]);
    }
}
