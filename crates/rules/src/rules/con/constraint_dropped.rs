//! CON006: a limit that is forgotten on the way.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::flows::{Field, FieldWalk, by_sender, goes_on};
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Load, Meaning, Member, Payload};
use crate::{exchange, seam, wording};
use baton_model::{Agent, Handoff, HandoffId};
use std::collections::BTreeMap;

pub(super) static RULE: Entry = Entry::of_topologies::<ConstraintDropped>();

struct ConstraintDropped;

/// Single constraints by name, in lower case without anything between words.
const SINGLE: &[&str] = &[
    "budget",
    "budgetlimit",
    "deadline",
    "duedate",
    "dueby",
    "consent",
    "permissions",
    "maxamount",
    "spendinglimit",
    "timelimit",
];

/// The constraints of a payload; what is inside one of them goes with it.
fn constraints<'p, 'a>(payload: &'p Payload<'a>) -> impl Iterator<Item = &'p Member<'a>> {
    let outer = payload.members.iter().filter(|member| member.depth == 0);
    outer.filter(|member| {
        member.means(Meaning::Constraints) || SINGLE.contains(&member.plain_name.as_str())
    })
}

/// Whether it depends on the fields of its payload which constraints a handoff carries on: it says of none that it carries them all.
fn may_drop<'a>(context: &TopologyContext<'a>, line: Line<'a>) -> bool {
    let graph = context.graph;
    if !line.carries_task() || line.envelope() == Envelope::Baton {
        return false;
    }
    let (Load::Fields(payload) | Load::Summary(Some(payload))) = context.travels.load_of(line)
    else {
        return false;
    };
    let mut receivers = graph.receiver_positions(line.at);
    !payload.has(Meaning::Constraints) && receivers.any(|at| !graph.node_at(at).is_tool())
}

/// Whether a constraint that came to an agent is gone on one of its handoffs that may drop some.
fn drops(context: &TopologyContext<'_>, agent: &Agent, pointer: &str, next: &Handoff) -> bool {
    let payload = context.travels.payload(next);
    payload.is_some_and(|payload| goes_on(agent, pointer, payload).is_empty())
}

impl Rule for ConstraintDropped {
    const CODE: &'static str = "CON006";
    const NAME: &'static str = "constraint-dropped";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A constraint that enters an agent does not leave it with the task.";
    const WHY: &'static str = "The next agent does not know that there was a limit, and goes beyond it. Nobody told it wrong; nobody told it.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows constraints along every way, field by field: lists of them (`constraints` and the usual spellings) and single ones at the
top of a payload (`budget`, `deadline`, `consent`, `permissions`, `max_amount` and the like). It finds handoffs whose payload does
not have the field, neither under the pointer that the agent `passes_on`, nor under the same one, nor in a list of constraints.
The whole history, a store that the receiver asks, and Baton's envelope carry constraints. Results that go back, and handoffs that
end at an outcome, need none. The path is a shortest one from where the constraint comes in.

## Why is this bad
Constraints and exact numbers are what gets lost first when each hop retells the task. They have to arrive where the work is done,
however many agents lie between. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "constraints": {"type": "array", "items": {"type": "object", "required": ["type", "value"], "properties": {"type": {"enum": ["budget", "time"]}, "value": {"type": "number"}}}}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "constraints": {"type": "array", "items": {"type": "object", "required": ["type", "value"], "properties": {"type": {"enum": ["budget", "time"]}, "value": {"type": "number"}}}}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "amount": {"type": "number"}, "constraints": {"type": "array", "items": {"type": "object", "required": ["type", "value"], "properties": {"type": {"enum": ["budget", "time"]}, "value": {"type": "number"}}}}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered is Baton's envelope as packaging, which carries it beside the payload. Both sides have to be built for it, so somebody has to
decide. The other way is a new version of the contract.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let may_drop: Vec<bool> = context
            .graph
            .lines()
            .map(|line| may_drop(context, line))
            .collect();
        if !may_drop.contains(&true) {
            return;
        }
        let begin = context.graph.lines().flat_map(|line| {
            let payload = context.travels.payload_of(line);
            let payload = payload.filter(|_| line.carries_task());
            let constraints = payload.into_iter().flat_map(constraints);
            constraints.map(move |member| Field {
                handoff: line.id(),
                pointer: member.pointer.clone(),
            })
        });
        let begin: Vec<Field<'_>> = begin.collect();
        if begin.is_empty() {
            return;
        }
        let walk = FieldWalk::forwards(context, begin, |_| true);
        let mut from = by_sender(context);
        for sent in from.values_mut() {
            let may = |next: &Handoff| {
                let position = context.graph.position(&next.id);
                position.is_some_and(|at| may_drop[at])
            };
            sent.retain(|next| may(next));
        }
        let mut dropped: BTreeMap<&HandoffId, (Vec<_>, Vec<String>)> = BTreeMap::new();
        for field in walk.reached.keys() {
            let Some(handoff) = context.graph.handoff(field.handoff) else {
                continue;
            };
            for agent in exchange::takers(context, handoff) {
                for next in from.get(agent.id.as_str()).into_iter().flatten() {
                    if !drops(context, agent, &field.pointer, next) {
                        continue;
                    }
                    let mut path = walk.path(field);
                    path.push(&next.id);
                    let known = dropped
                        .entry(&next.id)
                        .or_insert_with(|| (path.clone(), Vec::new()));
                    if path.len() < known.0.len() {
                        known.0 = path;
                    }
                    known.1.push(field.pointer.clone());
                }
            }
        }
        for (id, (path, mut pointers)) in dropped {
            let Some(handoff) = context.graph.handoff(id) else {
                continue;
            };
            pointers.sort();
            pointers.dedup();
            let message = format!(
                "{} does not carry on {}, which came in with the task; add it to the payload.",
                wording::the_handoff(context, handoff),
                wording::list(pointers.iter().map(|pointer| wording::code(pointer))),
            );
            report.add(
                Draft::new(seam::key(handoff), message)
                    .path(path)
                    .fixes([wrap_in_envelope(context, handoff)]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{THREE_AGENTS, check, found, handoff, registry};

    fn edits(first: &str, second: &str, more: &str) -> String {
        format!(
            "{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", first, ""),
            handoff("bc", "b", "c", second, more)
        )
    }

    #[test]
    fn a_constraint_goes_on_by_name_by_pointer_or_in_a_list() {
        check(
            "CON006",
            &edits(r#""budget": {}, "x": {}"#, r#""x": {}"#, ""),
            &[
                "warning handoff bc: The handoff from B to C does not carry on `/budget`, which came in with the task; add it to the payload.",
            ],
        );
        check(
            "CON006",
            &edits(r#""budget": {}"#, r#""budget": {}"#, ""),
            &[],
        );
        check(
            "CON006",
            &edits(r#""budget": {}"#, r#""constraints": {}"#, ""),
            &[],
        );
        let renamed = edits(r#""budget": {}"#, r#""limit_eur": {}"#, "").replace(
            r#""name": "B""#,
            r#""name": "B", "passes_on": [{"from": "/budget", "to": "/limit_eur"}]"#,
        );
        check("CON006", &renamed, &[]);
        check(
            "CON006",
            &edits(
                r#""budget": {}"#,
                r#""x": {}"#,
                r#", "context_mode": "full_history""#,
            ),
            &[],
        );
    }

    #[test]
    fn the_path_begins_where_the_constraint_comes_in() {
        let further = handoff("ca", "c", "a", r#""x": {}"#, "");
        let edits = edits(r#""deadline": {}"#, r#""deadline": {}"#, "") + &further;
        let findings = found("CON006", &registry(&edits));
        let path: Vec<_> = findings[0].path.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(path, ["bc", "ca"]);
    }
}
