//! CON003: a payload that the receiver has said it does not take.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, seam, wording};
use baton_model::{Agent, ContractId, Handoff, Version, VersionRange};

pub(super) static RULE: Entry = Entry::of_handoffs::<VersionNotAccepted>();

struct VersionNotAccepted;

impl Rule for VersionNotAccepted {
    const CODE: &'static str = "CON003";
    const NAME: &'static str = "version-not-accepted";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "The receiver's accepted range excludes what the sender sends.";
    const WHY: &'static str = "The receiver will reject the payload, or read it wrongly. One team's update breaks another team's agent, \
        and nobody sees it before production.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the contract version that a handoff pins, and the versions that the sender's agent version emits where that is something
else or nothing is pinned, with the ranges that the receiver's agent version accepts. For both agents it takes the version that is
deployed in the topology's `environment`, else the highest. Candidates of a capability query and fallbacks get the same payload, so
they are compared too. Agents without versions, and versions that say nothing about what they accept, are passed over.

## Why is this bad
Contracts are versioned interfaces. A version outside the accepted range is rejected at the boundary, or worse, read wrongly. No
threshold: one excluded version is a failure of every request that takes this way.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.4.0", "state": "published"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "2.0.0", "state": "published"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "3.1.0", "accepts": [{"contract": "refund-request", "range": "^1.2"}]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "2.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.4.0", "state": "published"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "2.0.0", "state": "published"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "3.1.0", "accepts": [{"contract": "refund-request", "range": "^1.2"}]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.4.0"}}
```

## Options
None.

## Fix safety
Offered is the highest published version that the sender sends and every receiver accepts. Fields may be missing in it, so somebody
has to decide.
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
        let sent = exchange::sent(context, handoff);
        if sent.is_empty() {
            return;
        }
        for taker in exchange::takers(context, handoff) {
            let Some(ranges) = exchange::accepted(context, taker, contract) else {
                continue;
            };
            let is_refused =
                |version: &&&Version| !ranges.iter().any(|range| range.accepts(version));
            let refused: Vec<&Version> = sent.iter().filter(is_refused).copied().collect();
            if refused.is_empty() {
                continue;
            }
            let message = message(context, handoff, taker, contract, &ranges, &refused);
            let draft = Draft::new(seam::key(handoff), message).part(taker.id.as_str());
            report.add(draft.fixes(fix(context, handoff, contract)));
        }
    }
}

fn message(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    taker: &Agent,
    contract: &ContractId,
    ranges: &[&VersionRange],
    refused: &[&Version],
) -> String {
    let versions = wording::list(refused.iter().map(ToString::to_string));
    let name = wording::code(contract.as_str());
    let answer = if ranges.is_empty() {
        format!("does not accept {name} at all")
    } else {
        let listed = wording::list(ranges.iter().map(|range| wording::code(range.as_str())));
        format!("accepts {name} only in {listed}")
    };
    format!(
        "{} carries {name} {versions}, but {} {answer}; send a version that it accepts, or have it accept this one.",
        wording::the_handoff(context, handoff),
        wording::agent(taker),
    )
}

fn fix(context: &TopologyContext<'_>, handoff: &Handoff, contract: &ContractId) -> Option<Fix> {
    let versions = context.registry.versions_of(contract);
    let best = versions
        .into_iter()
        .find(|version| exchange::may_be_chosen(context, handoff, version))?;
    let title = format!("Pin {} {}", wording::code(contract.as_str()), best.version);
    let version = best.version.clone();
    let change = move |changed: &mut Handoff| changed.version = Some(version.clone());
    Some(Fix::to_decide(
        title,
        vec![change_handoff(context, handoff, change)],
    ))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const EDITS: &str = r#"
        {"op": "put", "kind": "environment", "id": "production", "record": {"name": "Production"}}
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T", "environment": "production"}}
        {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
        {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0", "state": "published"}}
        {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "2.0.0", "state": "published"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
        {"op": "put", "kind": "agent_version", "record": {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "^1"}]}}
        {"op": "put", "kind": "agent_version", "record": {"agent": "b", "version": "2.0.0", "accepts": [{"contract": "c", "range": "^1 || ^2"}]}}
    "#;

    #[test]
    fn the_deployed_version_counts() {
        let pinned = r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "2.0.0"}}"#;
        check("CON003", &format!("{EDITS}{pinned}"), &[]);
        let deployed = r#"{"op": "put", "kind": "deployment", "record": {"agent": "b", "version": "1.0.0", "environment": "production"}}"#;
        let edits = format!("{EDITS}{pinned}\n{deployed}");
        check(
            "CON003",
            &edits,
            &[
                "error handoff h: The handoff from A to B carries `c` 2.0.0, but B accepts `c` only in `^1`; send a version that it accepts, or have it accept this one.",
            ],
        );
        assert_eq!(
            found("CON003", &registry(&edits))[0].fixes[0].title,
            "Pin `c` 1.0.0"
        );
    }

    #[test]
    fn without_a_pin_the_sender_s_version_counts() {
        check(
            "CON003",
            &format!(
                "{EDITS}{}",
                r#"
                {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "3.0.0", "state": "published"}}
                {"op": "put", "kind": "agent_version", "record": {"agent": "a", "version": "1.0.0", "emits": [{"contract": "c", "version": "3.0.0"}]}}
                {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c"}}
                "#
            ),
            &[
                "error handoff h: The handoff from A to B carries `c` 3.0.0, but B accepts `c` only in `^1 || ^2`; send a version that it accepts, or have it accept this one.",
            ],
        );
    }

    #[test]
    fn a_fallback_gets_the_same_payload() {
        check(
            "CON003",
            &format!(
                "{EDITS}{}",
                r#"
                {"op": "put", "kind": "contract", "id": "other", "record": {"name": "Other"}}
                {"op": "put", "kind": "agent", "id": "spare", "record": {"name": "Spare"}}
                {"op": "put", "kind": "agent_version", "record": {"agent": "spare", "version": "1.0.0", "accepts": [{"contract": "other", "range": "*"}]}}
                {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0", "fallbacks": ["spare"]}}
                "#
            ),
            &[
                "error handoff h: The handoff from A to B carries `c` 1.0.0, but Spare does not accept `c` at all; send a version that it accepts, or have it accept this one.",
            ],
        );
    }

    #[test]
    fn nothing_is_said_about_agents_without_versions() {
        check(
            "CON003",
            r#"
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
            {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
            {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
            {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
            {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "1.0.0"}}
            "#,
            &[],
        );
    }
}
