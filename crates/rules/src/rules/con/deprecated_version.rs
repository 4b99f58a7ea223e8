//! CON010: a contract version whose end is announced, or has come.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, seam, wording};
use baton_model::{CompatibilityMode, ContractState, ContractVersion, Handoff};

pub(super) static RULE: Entry = Entry::of_handoffs::<DeprecatedVersion>();

struct DeprecatedVersion;

impl Rule for DeprecatedVersion {
    const CODE: &'static str = "CON010";
    const NAME: &'static str = "deprecated-version";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A handoff carries a deprecated contract version (error once it is past its sunset or retired).";
    const WHY: &'static str = "The receiver's team has announced that it will stop taking this version. After the sunset date \
        every task on this way may fail.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds handoffs that pin a contract version which is `deprecated` (warning), or which is past its `sunset_date` or `retired` (error).
Where nothing is pinned, the versions that the sender's version in use emits are looked at. On the sunset date itself the
version is still in use.

## Why is this bad
Deprecation is notice: until the sunset date both versions work and moving is cheap. Afterwards the receiver may refuse the old one
at any moment. The threshold is the date that the contract itself names.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "deprecated", "sunset_date": "2026-03-31"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.1.0", "state": "published"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "deprecated", "sunset_date": "2026-03-31"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.1.0", "state": "published"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.1.0"}}
```

## Options
None.

## Fix safety
Moves to the highest published version of the same major that the sender sends and every receiver accepts. Safe, unless the contract
asks for no compatibility between its versions: then somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Some(contract) = &handoff.contract else {
            return;
        };
        for version in exchange::sent(context, handoff) {
            let Some(version) = context.registry.contract_version(contract, version) else {
                continue;
            };
            let Some(end) = end(context, version) else {
                continue;
            };
            let successor = successor(context, handoff, version);
            let remedy = match &successor {
                Some(successor) => format!("move to {}", successor.version),
                None => "agree on a newer version with the receiver's team".to_owned(),
            };
            let message = format!(
                "{} carries {} {}, {}; {remedy}.",
                wording::the_handoff(context, handoff),
                wording::code(contract.as_str()),
                version.version,
                end.words
            );
            let draft = Draft::new(seam::key(handoff), message)
                .part(version.version.to_string())
                .severity(end.severity);
            report.add(draft.fixes(successor.map(|successor| fix(context, handoff, successor))));
        }
    }
}

struct End {
    severity: Severity,
    words: String,
}

fn end(context: &TopologyContext<'_>, version: &ContractVersion) -> Option<End> {
    let sunset = version.sunset_date.as_ref();
    let (severity, words) = match sunset {
        _ if version.state == ContractState::Retired => {
            (Severity::Error, "which is retired".to_owned())
        }
        Some(date) if exchange::is_over(context, version) => {
            (Severity::Error, format!("whose sunset was on {date}"))
        }
        _ if version.state != ContractState::Deprecated => return None,
        Some(date) => (
            Severity::Warning,
            format!("which is deprecated and ends on {date}"),
        ),
        None => (Severity::Warning, "which is deprecated".to_owned()),
    };
    Some(End { severity, words })
}

/// The version that can stand in for a pinned one.
fn successor<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &Handoff,
    version: &ContractVersion,
) -> Option<&'x ContractVersion> {
    if handoff.version.as_ref() != Some(&version.version) {
        return None;
    }
    let (old, major) = (&version.version, version.version.semver().major);
    let newer = context.registry.versions_of(&version.contract).into_iter();
    newer
        .filter(|newer| newer.version > *old && newer.version.semver().major == major)
        .find(|newer| exchange::may_be_chosen(context, handoff, newer))
}

fn fix(context: &TopologyContext<'_>, handoff: &Handoff, successor: &ContractVersion) -> Fix {
    let title = format!(
        "Move to {} {}",
        wording::code(successor.contract.as_str()),
        successor.version
    );
    let version = successor.version.clone();
    let change = move |changed: &mut Handoff| changed.version = Some(version.clone());
    let edits = vec![change_handoff(context, handoff, change)];
    let contract = context.registry.contract(&successor.contract);
    if contract.is_none_or(|contract| contract.compatibility == CompatibilityMode::None) {
        return Fix::to_decide(title, edits);
    }
    Fix::safe(title, edits)
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(state: &str, more: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "contract", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "contract_version", "record": {{"contract": "c", "version": "1.0.0", {state}}}}}
            {{"op": "put", "kind": "contract_version", "record": {{"contract": "c", "version": "1.2.0", "state": "published"}}}}
            {{"op": "put", "kind": "contract_version", "record": {{"contract": "c", "version": "2.0.0", "state": "published"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0"}}}}
            {more}
            "#
        )
    }

    #[test]
    fn notice_is_a_warning_until_the_day_after_the_sunset() {
        for (state, expected) in [
            (
                r#""state": "deprecated""#,
                "warning handoff h: The handoff from A to B carries `c` 1.0.0, which is deprecated; move to 1.2.0.",
            ),
            (
                r#""state": "deprecated", "sunset_date": "2026-06-01""#,
                "warning handoff h: The handoff from A to B carries `c` 1.0.0, which is deprecated and ends on 2026-06-01; move to 1.2.0.",
            ),
            (
                r#""state": "deprecated", "sunset_date": "2026-05-31""#,
                "error handoff h: The handoff from A to B carries `c` 1.0.0, whose sunset was on 2026-05-31; move to 1.2.0.",
            ),
            (
                r#""state": "retired""#,
                "error handoff h: The handoff from A to B carries `c` 1.0.0, which is retired; move to 1.2.0.",
            ),
        ] {
            check("CON010", &edits(state, ""), &[expected]);
        }
    }

    #[test]
    fn the_fix_stays_in_the_major_and_in_what_is_accepted() {
        let deprecated = r#""state": "deprecated""#;
        let findings = found("CON010", &registry(&edits(deprecated, "")));
        assert_eq!(
            (&*findings[0].fixes[0].title, findings[0].fixes[0].safe),
            ("Move to `c` 1.2.0", true)
        );
        let old_receiver = r#"{"op": "put", "kind": "agent_version", "record": {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "=1.0.0"}]}}"#;
        check(
            "CON010",
            &edits(deprecated, old_receiver),
            &[
                "warning handoff h: The handoff from A to B carries `c` 1.0.0, which is deprecated; agree on a newer version with the receiver's team.",
            ],
        );
    }
}
