//! HIL007: a person who has to read everything again.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, Rule};
use crate::{people, seam, stage, wording};
use baton_model::{ContextMode, Handoff, SnapshotField};
use serde::{Deserialize, Serialize};

pub(super) static RULE: Entry = Entry::of_handoffs::<HumanWithoutSnapshot>();

struct HumanWithoutSnapshot;

#[derive(Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Options {
    fields: Vec<SnapshotField>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            fields: vec![
                SnapshotField::Intent,
                SnapshotField::ResolutionStatus,
                SnapshotField::VerifiedData,
            ],
        }
    }
}

impl Rule for HumanWithoutSnapshot {
    const CODE: &'static str = "HIL007";
    const NAME: &'static str = "human-without-snapshot";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A person gets the raw transcript or the last message instead of a snapshot.";
    const WHY: &'static str = "A person who has to read a transcript while the user waits asks again instead. A snapshot says \
        in seconds what is wanted, how far it has come and what is known for certain.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs to a person whose `snapshot` lacks one of `fields`, where somebody has said what travels: a contract, a context
mode `summary` or `full_history`, or a part of the snapshot. It also speaks about handoffs that matter: their criticality is
`high` or `critical`, or both sides are in production.

## Why is this bad
Of the users who are made to repeat themselves 60 % leave. Intent, resolution status and verified data are what a person needs at
the least; steps tried and sentiment help. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "context_mode": "full_history"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "desk", "record": {"name": "Service desk", "kind": "human"}}
{"op": "put", "kind": "handoff", "id": "triage-desk", "record": {"topology": "support", "from": "triage", "to": "desk", "snapshot": ["intent", "resolution_status", "verified_data"]}}
```

## Options
- `fields` (default `["intent","resolution_status","verified_data"]`): what every snapshot has to hold.

## Fix safety
What is missing is added to the snapshot. The sender has to supply it, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = Options;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        options: &Options,
        report: &mut Report<'_>,
    ) {
        let receivers = context.graph.receivers(handoff);
        let Some(person) = receivers.iter().find(|agent| people::is_person(agent)) else {
            return;
        };
        let untyped = match handoff.context_mode {
            ContextMode::Summary => Some("a summary"),
            ContextMode::FullHistory => Some("the whole transcript"),
            ContextMode::Typed | ContextMode::Queryable => None,
        };
        let is_said =
            handoff.contract.is_some() || untyped.is_some() || !handoff.snapshot.is_empty();
        let lacks = |field: &&SnapshotField| !handoff.snapshot.contains(field);
        let missing: Vec<SnapshotField> = options.fields.iter().filter(lacks).copied().collect();
        if missing.is_empty() || !(is_said || stage::matters(context, handoff)) {
            return;
        }
        let fields = wording::list(missing.iter().map(|field| word(*field).to_owned()));
        let gets = match untyped {
            Some(untyped) if handoff.snapshot.is_empty() => {
                format!("gets {untyped} and no snapshot")
            }
            _ if handoff.snapshot.is_empty() => "gets no snapshot".to_owned(),
            _ => "gets a snapshot with parts missing".to_owned(),
        };
        let message = format!(
            "{} {gets} with {}; add {fields}.",
            wording::agent(person),
            wording::handoff(context, handoff),
        );
        let edit = change_handoff(context, handoff, move |changed| {
            changed.snapshot.extend(missing.iter().copied());
        });
        let fix = Fix::to_decide(format!("Add {fields} to the snapshot"), vec![edit]);
        report.add(Draft::new(seam::key(handoff), message).fixes([fix]));
    }
}

fn word(field: SnapshotField) -> &'static str {
    match field {
        SnapshotField::Intent => "the intent",
        SnapshotField::ResolutionStatus => "the resolution status",
        SnapshotField::VerifiedData => "verified data",
        SnapshotField::StepsTried => "the steps tried",
        SnapshotField::Sentiment => "the sentiment",
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "desk"{fields}}}}}
            "#
        )
    }

    #[test]
    fn a_transcript_is_no_snapshot() {
        check(
            "HIL007",
            &edits(r#", "context_mode": "full_history""#),
            &[
                "warning handoff h: Desk gets the whole transcript and no snapshot with the handoff from A to Desk; add the intent, the resolution status and verified data.",
            ],
        );
    }

    #[test]
    fn half_a_snapshot_is_told() {
        check(
            "HIL007",
            &edits(r#", "snapshot": ["intent", "resolution_status"]"#),
            &[
                "warning handoff h: Desk gets a snapshot with parts missing with the handoff from A to Desk; add verified data.",
            ],
        );
    }

    #[test]
    fn a_first_drawing_may_do_without() {
        check("HIL007", &edits(""), &[]);
    }
}
