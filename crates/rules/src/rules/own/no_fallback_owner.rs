//! OWN003: a handoff with nobody to call when it fails.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Handoff, Responder, Rotation, Team};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoFallbackOwner>();

struct NoFallbackOwner;

impl Rule for NoFallbackOwner {
    const CODE: &'static str = "OWN003";
    const NAME: &'static str = "no-fallback-owner";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A handoff names no person, rotation or team that is responsible when it fails.";
    const WHY: &'static str = "A task whose handoff failed belongs to nobody until somebody is named: it waits where no one looks.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs without a `fallback_owner`. Handoffs to an outcome are left out.

## Why is this bad
Retries run out, the receiver is down, a payload is rejected: the task has left one agent and has not arrived at the next. Unless
a person, rotation or team is named, it waits where no one looks. The fallback owner travels in the message, so that whoever finds
the task knows whom to call. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "fallback_owner": {"kind": "team", "id": "payments"}}}
```

## Options
None.

## Fix safety
Offered are the owners' and the receiver's team, else the sender's: their rotation where they have one. Somebody has to agree to
be called, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if handoff.fallback_owner.is_some() || !seam::has_receiver(handoff) {
            return;
        }
        let message = format!(
            "{} names nobody who is responsible when it fails; name a person, a rotation or a team.",
            wording::the_handoff(context, handoff)
        );
        let fixes = offers(context, handoff).into_iter().map(|responder| {
            let title = format!("Call {}", called(context, &responder));
            let change = move |changed: &mut Handoff| {
                changed.fallback_owner = Some(responder.clone());
            };
            Fix::to_decide(title, vec![change_handoff(context, handoff, change)])
        });
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes));
    }
}

fn offers(context: &TopologyContext<'_>, handoff: &Handoff) -> Vec<Responder> {
    let near = handoff
        .owners
        .iter()
        .chain(seam::receiving_team(context, handoff));
    let mut ids: Vec<_> = near.collect();
    if ids.is_empty() {
        ids.extend(seam::sending_team(context, handoff));
    }
    let mut offers: Vec<Responder> = Vec::new();
    for team in ids
        .into_iter()
        .filter_map(|id| context.registry.doc.find::<Team>(id))
    {
        let responder = seam::on_call(team);
        if !offers.contains(&responder) {
            offers.push(responder);
        }
    }
    offers
}

fn called(context: &TopologyContext<'_>, responder: &Responder) -> String {
    let doc = context.registry.doc;
    let name = match responder {
        Responder::Team(id) => doc
            .find::<Team>(id)
            .map(|team| format!("the team {}", wording::team(team))),
        Responder::Rotation(id) => doc
            .find::<Rotation>(id)
            .map(|found| format!("whoever is on call in {}", wording::shown(&found.name))),
        Responder::Person(_) => None,
    };
    name.unwrap_or_else(|| wording::code(&responder.key().id))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const EDITS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments", "rotation": "nights"}}
        {"op": "put", "kind": "rotation", "id": "nights", "record": {"name": "Payments nights", "team": "payments"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "team": "payments"}}
        {"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done"}}
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
        {"op": "put", "kind": "handoff", "id": "end", "record": {"topology": "t", "from": "b", "to": {"outcome": "done"}}}
    "#;

    #[test]
    fn the_end_of_a_request_needs_nobody() {
        check(
            "OWN003",
            EDITS,
            &[
                "warning handoff h: The handoff from A to B names nobody who is responsible when it fails; name a person, a rotation or a team.",
            ],
        );
    }

    #[test]
    fn the_receiver_s_rotation_is_offered() {
        let fixes = found("OWN003", &registry(EDITS)).remove(0).fixes;
        assert_eq!(fixes[0].title, "Call whoever is on call in Payments nights");
        assert!(!fixes[0].safe);
    }
}
