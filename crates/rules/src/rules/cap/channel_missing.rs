//! CAP004: a receiver who cannot pick up.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_agent;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{people, wording};
use baton_graph::{Place, Way};
use baton_model::{Agent, AgentId, Channel, HandoffId, Kind, RecordKey};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

pub(super) static RULE: Entry = Entry::of_topologies::<ChannelMissing>();

struct ChannelMissing;

impl Rule for ChannelMissing {
    const CODE: &'static str = "CAP004";
    const NAME: &'static str = "channel-missing";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A receiver cannot take over on the channel in use.";
    const WHY: &'static str =
        "A call that is handed to somebody who only chats is a call that drops.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows the channel of each entry (voice, chat, messaging, interactive voice response, e-mail) along transfers, fallbacks and
answers of gates, as long as the agents on the way talk to users (people always do). It finds the first agents on the way, the
entry's own among them, that declare channels without that one. An agent that speaks can take over from interactive voice
response. Agents without channels, and handoffs whose condition looks at the channel, are passed over. The path of the finding is
how users come there.

## Why is this bad
Channels differ in what they carry: a conversation by telephone does not go on by e-mail. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "channels": ["voice", "chat"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "channels": ["chat"]}}
{"op": "put", "kind": "entry", "id": "calls", "record": {"topology": "support", "agent": "triage", "channel": "voice"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "channels": ["voice", "chat"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "channels": ["chat", "voice"]}}
{"op": "put", "kind": "entry", "id": "calls", "record": {"topology": "support", "agent": "triage", "channel": "voice"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Options
None.

## Fix safety
Offered is to declare the channel on the receiver. It has to be true, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let channels = context
            .graph
            .entries()
            .iter()
            .filter_map(|entry| entry.channel);
        let live: BTreeSet<Channel> = channels
            .filter(|channel| !matches!(channel, Channel::File | Channel::Api))
            .collect();
        for channel in live {
            for (agent, path) in stranded(context, channel) {
                report.add(draft(context, agent, channel, &path));
            }
        }
    }
}

fn draft(
    context: &TopologyContext<'_>,
    agent: &Agent,
    channel: Channel,
    path: &[&HandoffId],
) -> Draft {
    let name = wording::agent(agent);
    let word = wording::channel(channel);
    let message = match path.last().and_then(|id| context.graph.handoff(id)) {
        Some(last) => format!(
            "Users come to {name} by {word} over {}, and {name} cannot take over there; send them elsewhere, or open the channel.",
            wording::handoff(context, last)
        ),
        None => format!(
            "Requests come in at {name} by {word}, where {name} cannot answer; open the channel, or another entry."
        ),
    };
    let edit = change_agent(context.registry, agent, move |changed| {
        changed.channels.push(channel);
    });
    let fix = Fix::to_decide(format!("Declare {word} on {name}"), vec![edit]);
    let subject = RecordKey::new(Kind::Agent, agent.id.as_str());
    Draft::new(subject, message)
        .part(word)
        .path(path.iter().copied())
        .fixes([fix])
}

/// Agents that users reach on a channel on which they cannot talk, and how they come there.
fn stranded<'a>(
    context: &TopologyContext<'a>,
    channel: Channel,
) -> Vec<(&'a Agent, Vec<&'a HandoffId>)> {
    let graph = context.graph;
    let entries = graph
        .entries()
        .iter()
        .filter(|entry| entry.channel == Some(channel));
    let mut came: BTreeMap<&AgentId, Option<(&HandoffId, &AgentId)>> = BTreeMap::new();
    let mut open: VecDeque<&Agent> = VecDeque::new();
    for agent in entries.filter_map(|entry| graph.member(&entry.agent)) {
        if came.insert(&agent.id, None).is_none() {
            open.push_back(agent);
        }
    }
    let mut stranded = Vec::new();
    while let Some(agent) = open.pop_front() {
        if !carries(agent, channel) {
            stranded.push((agent, path(&came, &agent.id)));
            continue;
        }
        for step in graph.steps_from(&agent.id) {
            let Place::Agent(next) = step.to else {
                continue;
            };
            let asks_channel = step.handoff.trigger.condition.as_deref();
            let is_sorted = asks_channel.is_some_and(|condition| condition.contains("channel"));
            let is_call = matches!(step.way, Way::Delegation | Way::CalledFallback);
            let talks = next.role.talks_to_user || people::is_person(next);
            if is_call || is_sorted || !talks || came.contains_key(&next.id) {
                continue;
            }
            came.insert(&next.id, Some((&step.handoff.id, &agent.id)));
            open.push_back(next);
        }
    }
    stranded
}

/// Whether an agent can talk on a channel, as far as it says.
fn carries(agent: &Agent, channel: Channel) -> bool {
    let speaks = channel == Channel::Ivr && agent.channels.contains(&Channel::Voice);
    agent.channels.is_empty() || speaks || agent.channels.contains(&channel)
}

fn path<'a>(
    came: &BTreeMap<&'a AgentId, Option<(&'a HandoffId, &'a AgentId)>>,
    to: &'a AgentId,
) -> Vec<&'a HandoffId> {
    let mut path = Vec::new();
    let mut at = to;
    while let Some(Some((handoff, before))) = came.get(at) {
        path.push(*handoff);
        at = before;
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(first: &str, second: &str, handoff: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "role": {{"talks_to_user": true}}, {first}}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "role": {{"talks_to_user": true}}, {second}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{handoff}}}}}
            "#
        )
    }

    fn entered(edits: &str, channel: &str) -> String {
        format!(
            r#"{edits}{{"op": "put", "kind": "entry", "id": "in", "record": {{"topology": "t", "agent": "a", "channel": "{channel}"}}}}"#
        )
    }

    const VOICE: &str = r#""channels": ["voice", "ivr"]"#;
    const CHAT: &str = r#""channels": ["chat"]"#;

    #[test]
    fn the_way_is_told() {
        let edits = entered(&edits(VOICE, CHAT, ""), "ivr");
        check(
            "CAP004",
            &edits,
            &[
                "warning agent b: Users come to B by interactive voice response over the handoff from A to B, and B cannot take over there; send them elsewhere, or open the channel.",
            ],
        );
        let findings = found("CAP004", &registry(&edits));
        assert_eq!(findings[0].path[0].id, "h");
    }

    #[test]
    fn the_entry_itself_counts_and_ends_the_way() {
        check(
            "CAP004",
            &entered(&edits(CHAT, CHAT, ""), "voice"),
            &[
                "warning agent a: Requests come in at A by voice, where A cannot answer; open the channel, or another entry.",
            ],
        );
    }

    #[test]
    fn calls_and_programs_are_no_conversation() {
        check(
            "CAP004",
            &entered(&edits(VOICE, CHAT, r#", "mode": "delegate""#), "voice"),
            &[],
        );
        check("CAP004", &entered(&edits(VOICE, CHAT, ""), "api"), &[]);
    }

    #[test]
    fn who_speaks_answers_a_voice_menu() {
        check(
            "CAP004",
            &entered(&edits(VOICE, r#""channels": ["voice"]"#, ""), "ivr"),
            &[],
        );
    }
}
