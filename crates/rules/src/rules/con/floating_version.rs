//! CON002: a contract that is named without a version.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, seam, wording};
use baton_model::{ContractVersion, Handoff};

pub(super) static RULE: Entry = Entry::of_handoffs::<FloatingVersion>();

struct FloatingVersion;

impl Rule for FloatingVersion {
    const CODE: &'static str = "CON002";
    const NAME: &'static str = "floating-version";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff names a contract without a version.";
    const WHY: &'static str = "Whoever publishes next decides what travels here, and nobody is told. What works today breaks on a day on \
        which nobody changed this handoff.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs that name a contract and pin no version of it. Handoffs without a contract are left to CON001; contracts without
any version are passed over, since there is nothing to pin.

## Why is this bad
Silent schema drift is one of the reported causes of failed handoffs: one team's update breaks another team's agent. A pinned
version can be compared with what the receiver accepts, and it shows who is hit before a change is made. No threshold: one
floating version is enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered is the highest published version that the sender sends and every receiver accepts. It is safe where the sender says that
it sends this version and no other: nothing changes then but that it is written down. Otherwise somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let (Some(contract), None) = (&handoff.contract, &handoff.version) else {
            return;
        };
        let versions = context.registry.versions_of(contract);
        if versions.is_empty() {
            return;
        }
        let message = format!(
            "{} names {} without a version, so whatever is published next travels here; pin a version.",
            wording::the_handoff(context, handoff),
            wording::code(contract.as_str()),
        );
        let draft = Draft::new(seam::key(handoff), message);
        report.add(draft.fixes(fix(context, handoff, &versions)));
    }
}

/// The highest version that may be chosen. It goes without asking where the sender says that it sends this one and no other.
fn fix(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    versions: &[&ContractVersion],
) -> Option<Fix> {
    let best = versions
        .iter()
        .find(|version| exchange::may_be_chosen(context, handoff, version))?;
    let title = format!("Pin {}", wording::version(best));
    let version = best.version.clone();
    let edit = change_handoff(context, handoff, move |changed| {
        changed.version = Some(version.clone());
    });
    Some(match exchange::sent(context, handoff)[..] {
        [only] if *only == best.version => Fix::safe(title, vec![edit]),
        _ => Fix::to_decide(title, vec![edit]),
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const EDITS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0", "state": "published"}}
        {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.1.0", "state": "published"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c"}}
    "#;

    #[test]
    fn the_highest_version_that_both_sides_take_is_offered() {
        check(
            "CON002",
            EDITS,
            &[
                "warning handoff h: The handoff from A to B names `c` without a version, so whatever is published next travels here; pin a version.",
            ],
        );
        let fix = |edits: &str| {
            let fix = found("CON002", &registry(edits))[0].fixes[0].clone();
            (fix.title, fix.safe)
        };
        assert_eq!(fix(EDITS), ("Pin `c` 1.1.0".into(), false));
        let sender = r#"{"op": "put", "kind": "agent_version", "record": {"agent": "a", "version": "1.0.0", "emits": [{"contract": "c", "version": "1.0.0"}]}}"#;
        assert_eq!(
            fix(&format!("{EDITS}{sender}")),
            ("Pin `c` 1.0.0".into(), true)
        );
    }

    #[test]
    fn there_has_to_be_something_to_pin() {
        let without: Vec<&str> = EDITS
            .lines()
            .filter(|line| !line.contains("contract_version"))
            .collect();
        check("CON002", &without.join("\n"), &[]);
    }
}
