//! CON012: a field that nobody uses.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::flows::{below, by_sender, goes_on};
use crate::glimpse::Node;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Meaning, Member, Payload};
use crate::{exchange, people, seam, wording};
use baton_model::{Handoff, HandoffId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

pub(super) static RULE: Entry = Entry::of_topologies::<MoreContextThanNeeded>();

struct MoreContextThanNeeded;

/// The fields that nobody uses, by handoff.
type Unused<'a> = BTreeMap<&'a HandoffId, BTreeSet<String>>;

/// What belongs to every task, whoever has it.
const OF_THE_TASK: [Meaning; 10] = [
    Meaning::Intent,
    Meaning::Constraints,
    Meaning::ToolOutputs,
    Meaning::Confidence,
    Meaning::ReasonCode,
    Meaning::Path,
    Meaning::Locale,
    Meaning::TaskState,
    Meaning::CorrelationId,
    Meaning::Timestamp,
];

/// The fields that come to nobody who uses them, by handoff: begins with all that only come to those who pass on, and takes away what is found
/// to be used, until nothing changes.
fn unused<'a>(context: &TopologyContext<'a>, from: &HashMap<&str, Vec<&'a Handoff>>) -> Unused<'a> {
    let mut unused = Unused::new();
    for handoff in context.graph.handoffs() {
        let Some(payload) = context.travels.payload(handoff) else {
            continue;
        };
        let mut takers = exchange::takers(context, handoff).peekable();
        if takers.peek().is_none() || !takers.all(people::only_passes_on) {
            continue;
        }
        let outer = payload.members.iter().filter(|member| member.depth == 0);
        let fields = outer.filter(|member| {
            !is_of_the_task(member) && !is_named(context, from, handoff, payload, member)
        });
        unused.insert(
            &handoff.id,
            fields.map(|member| member.pointer.clone()).collect(),
        );
    }
    loop {
        let used: Vec<(&HandoffId, String)> = unused
            .iter()
            .flat_map(|(id, fields)| fields.iter().map(move |field| (*id, field)))
            .filter(|(id, field)| {
                let handoff = context.graph.handoff(id);
                handoff.is_some_and(|handoff| is_used_later(context, from, &unused, handoff, field))
            })
            .map(|(id, field)| (id, field.clone()))
            .collect();
        if used.is_empty() {
            break;
        }
        for (id, field) in used {
            if let Some(fields) = unused.get_mut(id) {
                fields.remove(&field);
            }
        }
    }
    unused.retain(|_, fields| !fields.is_empty());
    unused
}

/// Whether a field only goes on what came in as one that nobody uses.
fn comes_from_before(
    context: &TopologyContext<'_>,
    unused: &Unused<'_>,
    handoff: &Handoff,
    field: &str,
) -> bool {
    let (Some(sender), Some(payload)) = (
        context.graph.member(&handoff.from),
        context.travels.payload(handoff),
    ) else {
        return false;
    };
    let into = context.graph.steps_into(&sender.id);
    let fields = into
        .iter()
        .filter_map(|(_, step)| unused.get(&step.handoff.id))
        .flatten();
    fields.into_iter().any(|before| {
        goes_on(sender, before, payload)
            .iter()
            .any(|to| to == field)
    })
}

/// The handoffs over which a field travels for nothing.
fn way_of<'a>(
    context: &TopologyContext<'a>,
    from: &HashMap<&str, Vec<&'a Handoff>>,
    unused: &Unused<'a>,
    handoff: &'a Handoff,
    field: &str,
) -> Vec<&'a HandoffId> {
    let mut path = vec![&handoff.id];
    let (mut at, mut field) = (handoff, field.to_owned());
    loop {
        let takers = exchange::takers(context, at);
        let mut next = takers.flat_map(|agent| {
            let sent = from.get(agent.id.as_str()).into_iter().flatten();
            sent.filter_map(|next| {
                let mut pointers =
                    goes_on(agent, &field, context.travels.payload(next)?).into_iter();
                let pointer = pointers.find(|pointer| {
                    unused
                        .get(&next.id)
                        .is_some_and(|fields| fields.contains(pointer))
                });
                pointer.map(|pointer| (*next, pointer))
            })
            .collect::<Vec<_>>()
        });
        let Some((then, pointer)) = next.find(|(next, _)| !path.contains(&&next.id)) else {
            return path;
        };
        drop(next);
        path.push(&then.id);
        (at, field) = (then, pointer);
    }
}

fn is_of_the_task(member: &Member<'_>) -> bool {
    let name = &member.plain_name;
    OF_THE_TASK.iter().any(|meaning| member.means(*meaning))
        || name.ends_with("id")
        || name.ends_with("key")
}

/// Whether something that happens on a handoff, or on those of its receivers, names a field.
fn is_named(
    context: &TopologyContext<'_>,
    from: &HashMap<&str, Vec<&Handoff>>,
    handoff: &Handoff,
    payload: &Payload<'_>,
    member: &Member<'_>,
) -> bool {
    let receivers = exchange::takers(context, handoff);
    let sent =
        receivers.flat_map(|agent| from.get(agent.id.as_str()).into_iter().flatten().copied());
    let mut handoffs = sent.chain([handoff]);
    let names = |text: &str| text.contains(member.name);
    payload
        .version
        .invariants
        .iter()
        .any(|check| names(&check.condition))
        || handoffs.any(|handoff| {
            let gate = handoff.gate.as_ref();
            let key = handoff.policy.entity_key.as_deref();
            handoff.trigger.condition.as_deref().is_some_and(names)
                || gate.is_some_and(|gate| {
                    names(&gate.summary) || names(&gate.question) || names(&gate.proposed_action)
                })
                || key.is_some_and(|key| below(key, &member.pointer).is_some())
        })
}

/// Whether an agent passes a field on to where it is used, or to where nobody can tell.
fn is_used_later(
    context: &TopologyContext<'_>,
    from: &HashMap<&str, Vec<&Handoff>>,
    unused: &Unused<'_>,
    handoff: &Handoff,
    field: &str,
) -> bool {
    exchange::takers(context, handoff).any(|agent| {
        let sent = from.get(agent.id.as_str()).into_iter().flatten();
        let mut sent = sent.peekable();
        sent.peek().is_none()
            || sent.any(|next| match context.travels.payload(next) {
                None => true,
                Some(payload) => goes_on(agent, field, payload).iter().any(|pointer| {
                    unused
                        .get(&next.id)
                        .is_none_or(|fields| !fields.contains(pointer))
                }),
            })
    })
}

impl Rule for MoreContextThanNeeded {
    const CODE: &'static str = "CON012";
    const NAME: &'static str = "more-context-than-needed";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str = "A field travels that nobody downstream uses.";
    const WHY: &'static str = "What travels without need can leak, costs tokens, and distracts the model from what matters. Minimum necessary \
        context is what the receiver needs, not what the sender has.";
    const EXPLANATION: &'static str = r#"
## What it does
Judges agents that only pass work on: queues, routers, preparers. Such an agent uses a field if the condition of one of its
handoffs, a gate, a check of the contract or a key of a limit names it, and needs what belongs to the task itself (intent,
constraints, confidence, ids and the like). Every other field has to go on, declared by `passes_on` or under the same name, to
somebody who works on it, or to a handoff of which nobody has said what travels. It finds fields that end with those who only pass
on, on the handoff where they begin. All other agents are taken to use what they get.

## Why is this bad
Minimum necessary context is part of the promise of a typed handoff, and of the law where the data is personal. No threshold: one
field is enough for advice.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "router", "record": {"name": "Router", "function": "router"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "address": {"type": "string"}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "router", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "router", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "router", "record": {"name": "Router", "function": "router"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "address": {"type": "string"}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "address": {"type": "string"}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "router", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "router", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: the contract has to get a new version, and whoever needs the field has to say so first.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        if !context.graph.nodes().any(Node::only_passes_on) {
            return;
        }
        let from = by_sender(context);
        let unused = unused(context, &from);
        for (id, fields) in &unused {
            let Some(handoff) = context.graph.handoff(id) else {
                continue;
            };
            let begins = |field: &&String| !comes_from_before(context, &unused, handoff, field);
            let begins: Vec<&String> = fields.iter().filter(begins).collect();
            let Some(first) = begins.first() else {
                continue;
            };
            let message = format!(
                "{} carries {}, which nobody downstream uses; leave it out, or pass it on to whoever needs it.",
                wording::the_handoff(context, handoff),
                wording::list(begins.iter().map(|field| wording::code(field))),
            );
            let path = way_of(context, &from, &unused, handoff, first);
            report.add(Draft::new(seam::key(handoff), message).path(path));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{THREE_AGENTS, check, handoff};

    fn edits(second: &str) -> String {
        format!(
            "{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", r#""x": {}, "intent": {}"#, ""),
            handoff("bc", "b", "c", second, "")
        )
        .replace(r#""name": "B""#, r#""name": "B", "kind": "queue""#)
    }

    #[test]
    fn a_field_has_to_come_to_somebody_who_works() {
        check(
            "CON012",
            &edits(r#""y": {}"#),
            &[
                "advice handoff ab: The handoff from A to B carries `/x`, which nobody downstream uses; leave it out, or pass it on to whoever needs it.",
            ],
        );
        check("CON012", &edits(r#""x": {}"#), &[]);
        check(
            "CON012",
            &edits(r#""y": {}"#).replace(r#""kind": "queue""#, r#""kind": "ai""#),
            &[],
        );
    }

    #[test]
    fn what_a_condition_names_is_used() {
        let edits = edits(r#""y": {}"#).replace(
            r#""to": "c""#,
            r#""to": "c", "trigger": {"condition": "payload.x > 3"}"#,
        );
        check("CON012", &edits, &[]);
    }
}
