//! TOP013: two handoffs that want the same request.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{causes, people, wording};
use baton_model::{Agent, Handoff, HandoffMode, Json, Kind, RecordKey, TriggerOn};
use std::collections::{BTreeMap, BTreeSet};

pub(super) static RULE: Entry = Entry::of_members::<AmbiguousRouting>();

struct AmbiguousRouting;

impl Rule for AmbiguousRouting {
    const CODE: &'static str = "TOP013";
    const NAME: &'static str = "ambiguous-routing";
    const CATEGORY: Category = Category::Topology;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "Two handoffs of an agent can happen together, and have the same priority.";
    const WHY: &'static str = "Which of the two wins depends on the order in which somebody's code looks at them. The next release turns it \
        round, and nobody knows why requests go elsewhere.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the transfers of an agent that lead to different places and have the same `priority`. Two default routes can happen
together, and so can two triggers of which one does not exclude the other: the same intent, or two things that may be noticed in
the same moment, such as sentiment and a keyword. Different intents or languages exclude each other, so do being done and
everything else. Where both have conditions in words of their own nothing is said, and where neither says anything at all the
drawing is not finished (see TOP012).

## Why is this bad
Ambiguous routing is a happy-path mistake: every trigger works alone. A priority (smallest first) decides it for good. No
threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "one", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "one", "trigger": {"on": "keyword", "value": "money back"}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "sentiment", "value": -0.5}}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "one", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "one", "trigger": {"on": "keyword", "value": "money back", "priority": 20}}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "triage", "to": "desk", "trigger": {"on": "sentiment", "value": -0.5, "priority": 10}}}
```

## Options
None.

## Fix safety
Offered is an order, ways to people first, where the numbers are free. Which request matters more has to be decided.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_member(
        context: &TopologyContext<'_>,
        sender: &Agent,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let sent = context.graph.sent_by(&sender.id);
        let transfers: Vec<&Handoff> = sent
            .filter(|handoff| handoff.mode == HandoffMode::Transfer)
            .collect();
        let used: BTreeSet<i32> = transfers
            .iter()
            .map(|handoff| handoff.trigger.priority)
            .collect();
        let mut by_priority: BTreeMap<i32, Vec<&Handoff>> = BTreeMap::new();
        for handoff in transfers {
            by_priority
                .entry(handoff.trigger.priority)
                .or_default()
                .push(handoff);
        }
        for (priority, group) in by_priority {
            if group.iter().copied().all(causes::is_plain) {
                continue;
            }
            let meets = |one: &&&Handoff| {
                group
                    .iter()
                    .any(|other| one.id != other.id && can_meet(one, other))
            };
            let unclear: Vec<&Handoff> = group.iter().filter(meets).copied().collect();
            if unclear.is_empty() {
                continue;
            }
            let message = format!(
                "{} can happen together and have the same priority, {priority}; say which goes first.",
                wording::list(
                    unclear
                        .iter()
                        .map(|handoff| wording::handoff(context, handoff))
                ),
            );
            let message = message.replacen("the handoff", "The handoff", 1);
            let key = RecordKey::new(Kind::Agent, sender.id.as_str());
            let draft = Draft::new(key, message).part(priority.to_string());
            let fix = fix(context, &unclear, &used);
            report.add(
                draft
                    .path(unclear.iter().map(|handoff| &handoff.id))
                    .fixes(fix),
            );
        }
    }
}

/// Whether two transfers to different places may be set off by the same request in the same moment.
fn can_meet(one: &Handoff, other: &Handoff) -> bool {
    let (a, b) = (&one.trigger, &other.trigger);
    if one.to == other.to || a.otherwise != b.otherwise {
        return false;
    }
    if a.otherwise {
        return true;
    }
    let is_own = a.condition.is_some() && b.condition.is_some() && a.condition != b.condition;
    if is_own || (causes::is_plain(one) && causes::is_plain(other)) {
        return false;
    }
    let (of_one, of_other) = (causes::conditions(one), causes::conditions(other));
    let mut pairs = of_one
        .iter()
        .flat_map(|x| of_other.iter().map(move |y| (x, y)));
    let together = |on: &TriggerOn| matches!(on, TriggerOn::All(_));
    if together(&a.on) || together(&b.on) {
        pairs.all(|(x, y)| meet(*x, *y))
    } else {
        pairs.any(|(x, y)| meet(*x, *y))
    }
}

fn meet(one: (&TriggerOn, Option<&Json>), other: (&TriggerOn, Option<&Json>)) -> bool {
    let same_value = one.1 == other.1 || one.1.is_none() || other.1.is_none();
    match (one.0, other.0) {
        (TriggerOn::Intent, TriggerOn::Intent) | (TriggerOn::Language, TriggerOn::Language) => {
            same_value
        }
        (TriggerOn::Done, other) | (other, TriggerOn::Done) => *other == TriggerOn::Done,
        _ => true,
    }
}

/// Ways to people first, then by id; nothing where another transfer has one of the numbers.
fn fix(context: &TopologyContext<'_>, unclear: &[&Handoff], used: &BTreeSet<i32>) -> Option<Fix> {
    let mut order = unclear.to_vec();
    order.sort_by_key(|handoff| {
        let receivers = context.graph.receivers(handoff);
        let to_people = !receivers.is_empty() && receivers.iter().copied().all(people::is_person);
        (!to_people, &handoff.id)
    });
    let mut edits = Vec::new();
    for (step, handoff) in (0..).zip(&order).skip(1) {
        let priority = handoff.trigger.priority.checked_add(step)?;
        if used.contains(&priority) {
            return None;
        }
        edits.push(change_handoff(context, handoff, move |changed| {
            changed.trigger.priority = priority;
        }));
    }
    let names: Vec<String> = order
        .iter()
        .map(|handoff| wording::handoff(context, handoff))
        .collect();
    Some(Fix::to_decide(
        format!("Let {}", names.join(" go before ")),
        edits,
    ))
}

#[cfg(test)]
mod tests {
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

    use crate::testing::{check, found, registry};

    fn edits(first: &str, second: &str) -> String {
        let trigger = |trigger: &str| format!(r#", "trigger": {{{trigger}}}"#);
        format!(
            "{AGENTS}{}{}",
            handoff("ab", "a", "b", &trigger(first)),
            handoff("ac", "a", "c", &trigger(second))
        )
    }

    const FOUND: &[&str] = &[
        "warning agent a: The handoff from A to B and the handoff from A to C can happen together and have the same priority, 0; say which goes first.",
    ];

    #[test]
    fn what_excludes_each_other_is_clear() {
        let intent = |value: &str| format!(r#""on": "intent", "value": "{value}""#);
        check("TOP013", &edits(&intent("x"), &intent("x")), FOUND);
        check("TOP013", &edits(&intent("x"), &intent("y")), &[]);
        check(
            "TOP013",
            &edits(&intent("x"), r#""on": "sentiment""#),
            FOUND,
        );
        check(
            "TOP013",
            &edits(&intent("x"), r#""on": "sentiment", "priority": 1"#),
            &[],
        );
        check("TOP013", &edits("", r#""on": "error""#), &[]);
        check("TOP013", &edits("", ""), &[]);
        check(
            "TOP013",
            &edits(r#""otherwise": true"#, r#""otherwise": true"#),
            FOUND,
        );
        check(
            "TOP013",
            &edits(r#""otherwise": true"#, r#""on": "user_asks""#),
            &[],
        );
        check(
            "TOP013",
            &edits(
                r#""on": {"any": [{"on": "error"}, {"on": "user_asks"}]}"#,
                r#""on": "user_asks""#,
            ),
            FOUND,
        );
    }

    #[test]
    fn people_go_first_in_the_fix() {
        let edits = edits(r#""on": "keyword""#, r#""on": "sentiment""#)
            .replace(r#""name": "C""#, r#""name": "C", "kind": "human""#);
        let fix = &found("TOP013", &registry(&edits))[0].fixes[0];
        assert_eq!(
            fix.title,
            "Let the handoff from A to C go before the handoff from A to B"
        );
        assert_eq!((fix.safe, fix.edits.len()), (false, 1));
    }
}
