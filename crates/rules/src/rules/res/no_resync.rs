//! RES012: a person who has missed what was said.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{people, seam, wording};
use baton_model::{Agent, Channel, Handoff, HandoffMode};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoResync>();

struct NoResync;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    channels: Vec<Channel>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            channels: vec![Channel::Voice, Channel::Chat, Channel::Ivr],
        }
    }
}

impl Rule for NoResync {
    const CODE: &'static str = "RES012";
    const NAME: &'static str = "no-resync";
    const CATEGORY: Category = Category::Resilience;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A person takes over on a live connection that is not brought up to date after it drops.";
    const WHY: &'static str = "Calls and chats drop. What the user said meanwhile, or what the agent did, is missing when the \
        person is back, and the user has to say it again.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers without `policy.resync` to a person who takes over on a live channel: one of `channels` (voice, chat and ivr by
default) that both sides declare, or that the one declares that says anything. Where neither says on which channels it talks, the
rule is silent.

## Why is this bad
Of the users who are made to repeat themselves 60 % leave. No threshold: a live connection that can drop will.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "channels": ["chat"]}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human", "channels": ["chat", "email"]}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "channels": ["chat"]}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human", "channels": ["chat", "email"]}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "policy": {"resync": true}}}
```

## Options
- `channels` (default `["voice","chat","ivr"]`): the channels whose connections drop.

## Fix safety
Re-sync is switched on. It sends what is known already to the person who has it, so the fix can be applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        if handoff.policy.resync || handoff.mode == HandoffMode::Delegate {
            return;
        }
        let Some(sender) = context.graph.member(&handoff.from) else {
            return;
        };
        let shared = |person: &Agent| {
            let mut live = options.channels.iter().copied();
            live.find(|channel| declares(sender, person, *channel))
        };
        let receivers = context.graph.receivers(handoff);
        let mut people = receivers.iter().filter(|agent| people::is_person(agent));
        let Some((person, channel)) = people.find_map(|agent| Some((agent, shared(agent)?))) else {
            return;
        };
        let message = format!(
            "{} goes on over {}, and {} misses what is said while the connection is down; re-sync after a drop.",
            wording::the_handoff(context, handoff),
            wording::channel(channel),
            wording::agent(person),
        );
        let edit = change_handoff(context, handoff, |changed| {
            changed.policy.resync = true;
        });
        let fix = Fix::safe("Re-sync after a dropped connection", vec![edit]);
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

/// Whether a conversation can go on over a channel, as far as the two sides say.
fn declares(sender: &Agent, person: &Agent, channel: Channel) -> bool {
    let sides = [&sender.channels, &person.channels];
    let mut said = sides
        .into_iter()
        .filter(|channels| !channels.is_empty())
        .peekable();
    said.peek().is_some() && said.all(|channels| channels.contains(&channel))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(sender: &str, person: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "channels": {sender}}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "kind": "human", "channels": {person}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"}}}}
            "#
        )
    }

    #[test]
    fn one_side_may_speak_for_both() {
        check(
            "RES012",
            &edits("[]", r#"["email", "voice"]"#),
            &[
                "warning handoff h: The handoff from A to B goes on over voice, and B misses what is said while the connection is down; re-sync after a drop.",
            ],
        );
        check("RES012", &edits("[]", "[]"), &[]);
    }

    #[test]
    fn mail_does_not_drop() {
        check(
            "RES012",
            &edits(r#"["email", "chat"]"#, r#"["email", "voice"]"#),
            &[],
        );
    }
}
