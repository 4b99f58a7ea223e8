//! OWN004: a handoff whose escalation ends before somebody answers.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::records::Records;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{seam, wording};
use baton_model::{
    Criticality, EscalationPath, EscalationStep, Handoff, Kind, RecordKey, Responder, Rotation,
    Team,
};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoEscalationPath>();

struct NoEscalationPath;

/// Minutes within which the last step has to be reached.
#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_field_names,
    reason = "users write these names, and a name says its unit"
)]
struct Options {
    critical_minutes: u32,
    high_minutes: u32,
    medium_minutes: u32,
    low_minutes: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            critical_minutes: 30,
            high_minutes: 60,
            medium_minutes: 240,
            low_minutes: 1440,
        }
    }
}

impl Options {
    fn deadline_minutes(&self, criticality: Criticality) -> u32 {
        match criticality {
            Criticality::Critical => self.critical_minutes,
            Criticality::High => self.high_minutes,
            Criticality::Medium => self.medium_minutes,
            Criticality::Low => self.low_minutes,
        }
    }
}

impl Rule for NoEscalationPath {
    const CODE: &'static str = "OWN004";
    const NAME: &'static str = "no-escalation-path";
    const CATEGORY: Category = Category::Ownership;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff's escalation path is missing, empty, ends in nobody, or takes longer than its deadline.";
    const WHY: &'static str = "The first person called may not answer. Without a next step, and a time for it, the incident waits \
        until morning.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs without an `escalation_path`, and those whose path has no steps, whose last step reaches nobody (a team with
neither contact nor rotation, a rotation with neither shifts nor link), or whose last step comes later than the deadline for the
handoff's criticality. Handoffs to an outcome are left out.

## Why is this bad
The first person called may not answer. An escalation path says who is next and after how many minutes. The deadlines are a
house default (half an hour for what is critical, a day for what is not); set them to what your organisation has promised.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments"}}
{"op": "put", "kind": "escalation_path", "id": "payments-path", "record": {"name": "Payments path", "team": "payments", "steps": [{"after_minutes": 15, "notify": {"kind": "team", "id": "payments"}}]}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "escalation_path": "payments-path"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "team", "id": "payments", "record": {"name": "Payments", "contacts": [{"channel": "phone", "address": "+49 30 5550100"}]}}
{"op": "put", "kind": "escalation_path", "id": "payments-path", "record": {"name": "Payments path", "team": "payments", "steps": [{"after_minutes": 15, "notify": {"kind": "team", "id": "payments"}}]}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "team": "payments"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "escalation_path": "payments-path"}}
```

## Options
- `critical_minutes` (default `30`): deadline of the last step for handoffs of criticality `critical`.
- `high_minutes` (default `60`): for `high`.
- `medium_minutes` (default `240`): for `medium`.
- `low_minutes` (default `1440`): for `low`.

## Fix safety
Where no path is set, those of the owning or receiving team that reach somebody in time are offered. The team has to agree, so the
fix is never applied without asking. A path that ends in nobody is mended in the path, the team or the rotation itself.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        if !seam::has_receiver(handoff) {
            return;
        }
        let doc = context.registry.doc;
        let path = handoff
            .escalation_path
            .as_ref()
            .and_then(|id| doc.find::<EscalationPath>(id));
        let deadline = options.deadline_minutes(handoff.criticality);
        let subject = || wording::the_handoff(context, handoff);
        let Some(path) = path else {
            let message = format!(
                "{} has no escalation path; say who is called after how long.",
                subject()
            );
            report.add(
                Draft::new(seam::key(handoff), message).fixes(offers(context, handoff, deadline)),
            );
            return;
        };
        if let Some(problem) = problem(doc, path, deadline) {
            let message = format!(
                "{} escalates along {}, {problem}.",
                subject(),
                wording::shown(&path.name)
            );
            let involved = RecordKey::new(Kind::EscalationPath, path.id.as_str());
            report.add(Draft::new(seam::key(handoff), message).involving([involved]));
        }
    }
}

/// What is wrong with a path, as the rest of a sentence about it.
fn problem(doc: Records<'_>, path: &EscalationPath, deadline_minutes: u32) -> Option<String> {
    let Some(last) = last_step(path) else {
        return Some("which has no steps; say who is called after how long".to_owned());
    };
    if !is_reachable(doc, &last.notify) {
        return Some(format!(
            "which ends with {}, {}",
            name(doc, &last.notify),
            remedy(&last.notify)
        ));
    }
    (last.after_minutes > deadline_minutes).then(|| {
        format!(
            "whose last step comes after {} minutes where the handoff allows {deadline_minutes}; call earlier",
            last.after_minutes
        )
    })
}

/// The latest step; of several at once the last that is written.
fn last_step(path: &EscalationPath) -> Option<&EscalationStep> {
    path.steps.iter().max_by_key(|step| step.after_minutes)
}

fn is_reachable(doc: Records<'_>, responder: &Responder) -> bool {
    match responder {
        Responder::Person(_) => true,
        Responder::Rotation(id) => doc.find::<Rotation>(id).is_some_and(|rotation| {
            !rotation.schedule.is_empty()
                || rotation.link.as_ref().is_some_and(|link| !link.is_empty())
        }),
        Responder::Team(id) => doc.find::<Team>(id).is_some_and(|team| {
            let rotation = team.rotation.clone().map(Responder::Rotation);
            !team.contacts.is_empty()
                || rotation.is_some_and(|rotation| is_reachable(doc, &rotation))
        }),
    }
}

fn name(doc: Records<'_>, responder: &Responder) -> String {
    let name = doc
        .get(&responder.key())
        .and_then(|entry| entry.record.name().map(wording::shown));
    name.unwrap_or_else(|| wording::code(&responder.key().id))
}

fn remedy(responder: &Responder) -> &'static str {
    match responder {
        Responder::Rotation(_) => "a rotation without shifts or link; say who is on call",
        Responder::Person(_) | Responder::Team(_) => {
            "a team without contact or rotation; say how to reach it"
        }
    }
}

/// Paths of the owning and receiving teams that are in order.
fn offers(context: &TopologyContext<'_>, handoff: &Handoff, deadline_minutes: u32) -> Vec<Fix> {
    let doc = context.registry.doc;
    let teams: Vec<_> = handoff
        .owners
        .iter()
        .chain(seam::receiving_team(context, handoff))
        .collect();
    let paths = doc.escalation_paths().filter(|path| {
        teams.contains(&&path.team) && problem(doc, path, deadline_minutes).is_none()
    });
    let fixes = paths.take(3).map(|path| {
        let id = path.id.clone();
        let change = move |changed: &mut Handoff| changed.escalation_path = Some(id.clone());
        let title = format!("Escalate along {}", wording::shown(&path.name));
        Fix::to_decide(title, vec![change_handoff(context, handoff, change)])
    });
    fixes.collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(steps: &str, handoff: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "team", "id": "care", "record": {{"name": "Care", "contacts": [{{"channel": "phone", "address": "1"}}]}}}}
            {{"op": "put", "kind": "rotation", "id": "r", "record": {{"name": "Nights", "team": "care"}}}}
            {{"op": "put", "kind": "escalation_path", "id": "p", "record": {{"name": "Care path", "team": "care", "steps": [{steps}]}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "team": "care"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{handoff}}}}}
            "#
        )
    }

    const TEAM: &str = r#"{"after_minutes": 40, "notify": {"kind": "team", "id": "care"}}"#;
    const ROTATION: &str = r#"{"after_minutes": 60, "notify": {"kind": "rotation", "id": "r"}}"#;
    const SET: &str = r#", "escalation_path": "p""#;

    #[test]
    fn an_empty_path_calls_nobody() {
        check(
            "OWN004",
            &edits("", SET),
            &[
                "warning handoff h: The handoff from A to B escalates along Care path, which has no steps; say who is called after how long.",
            ],
        );
    }

    #[test]
    fn the_latest_step_has_to_reach_somebody() {
        check(
            "OWN004",
            &edits(&format!("{ROTATION}, {TEAM}"), SET),
            &[
                "warning handoff h: The handoff from A to B escalates along Care path, which ends with Nights, a rotation without shifts or link; say who is on call.",
            ],
        );
    }

    #[test]
    fn what_is_critical_has_a_shorter_deadline() {
        check("OWN004", &edits(TEAM, SET), &[]);
        check(
            "OWN004",
            &edits(
                TEAM,
                r#", "escalation_path": "p", "criticality": "critical""#,
            ),
            &[
                "warning handoff h: The handoff from A to B escalates along Care path, whose last step comes after 40 minutes where the handoff allows 30; call earlier.",
            ],
        );
    }

    #[test]
    fn a_path_of_the_receiver_s_team_is_offered() {
        let findings = found("OWN004", &registry(&edits(TEAM, "")));
        assert_eq!(findings[0].fixes[0].title, "Escalate along Care path");
    }
}
