//! CON001: a handoff over which anything may travel.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::exchange;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{ContractVersion, Handoff};

pub(super) static RULE: Entry = Entry::of_handoffs::<HandoffWithoutContract>();

struct HandoffWithoutContract;

/// More offers than that are no help.
const MOST_OFFERS: usize = 3;

impl Rule for HandoffWithoutContract {
    const CODE: &'static str = "CON001";
    const NAME: &'static str = "handoff-without-contract";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str = "A handoff has no contract.";
    const WHY: &'static str = "Without a contract nobody can say what has to arrive: the receiver fills gaps by guessing, and a change \
        on one side breaks the other without an error.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers and delegations to an agent, a person or a capability query that name no `contract`. Handoffs to an outcome are
left out: the request ends there and nobody has to understand a payload.

## Why is this bad
Context that is passed as raw prose makes the next agent fill gaps by guessing, and nobody sees an error. A contract says which
fields travel, and everything else (validation on entry, versions, impact of a change, generated types) hangs on it. No
threshold: the handoff is the contract.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order": {"type": "string"}}, "required": ["order"]}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered where a published contract version is sent by the sender's version in use and accepted by every receiver's. It may be
meant for another handoff, so somebody has to choose it.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if handoff.contract.is_some() || !seam::has_receiver(handoff) {
            return;
        }
        let message = format!(
            "{} has no contract; name the contract that says what has to arrive.",
            wording::the_handoff(context, handoff)
        );
        let offers = offers(context, handoff).into_iter().take(MOST_OFFERS);
        let fixes = offers.map(|version| {
            let title = format!(
                "Use {} {}",
                wording::code(version.contract.as_str()),
                version.version
            );
            let (contract, number) = (version.contract.clone(), version.version.clone());
            let change = move |changed: &mut Handoff| {
                changed.contract = Some(contract.clone());
                changed.version = Some(number.clone());
            };
            Fix::to_decide(title, vec![change_handoff(context, handoff, change)])
        });
        report.add(Draft::new(seam::key(handoff), message).fixes(fixes));
    }
}

/// Contract versions in use that both sides say they speak.
fn offers<'a>(context: &TopologyContext<'a>, handoff: &Handoff) -> Vec<&'a ContractVersion> {
    let Some(sender) = context.version_in_use(&handoff.from) else {
        return Vec::new();
    };
    let emits = sender.emits.iter();
    let sent = emits.filter_map(|emits| {
        context
            .registry
            .contract_version(&emits.contract, &emits.version)
    });
    let fit = sent.filter(|version| {
        let mut takers = exchange::takers(context, handoff);
        takers.all(|taker| exchange::declares(context, taker, version))
            && exchange::may_be_chosen(context, handoff, version)
    });
    fit.collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    #[test]
    fn the_end_of_a_request_needs_no_contract() {
        check(
            "CON001",
            r#"
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
            {"op": "put", "kind": "outcome", "id": "done", "record": {"topology": "t", "name": "Done", "good": true}}
            {"op": "put", "kind": "handoff", "id": "end", "record": {"topology": "t", "from": "a", "to": {"outcome": "done"}}}
            {"op": "put", "kind": "handoff", "id": "ask", "record": {"topology": "t", "from": "a", "to": {"capabilities": ["billing"]}, "mode": "delegate"}}
            "#,
            &[
                "error handoff ask: The handoff from A to whoever offers `billing` has no contract; name the contract that says what has to arrive.",
            ],
        );
    }

    #[test]
    fn what_both_sides_speak_is_offered() {
        let document = registry(
            r#"
            {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
            {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A"}}
            {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B"}}
            {"op": "put", "kind": "contract", "id": "c", "record": {"name": "C"}}
            {"op": "put", "kind": "contract_version", "record": {"contract": "c", "version": "1.0.0", "state": "published"}}
            {"op": "put", "kind": "agent_version", "record": {"agent": "a", "version": "1.0.0", "emits": [{"contract": "c", "version": "1.0.0"}]}}
            {"op": "put", "kind": "agent_version", "record": {"agent": "b", "version": "1.0.0", "accepts": [{"contract": "c", "range": "^1"}]}}
            {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b"}}
            "#,
        );
        assert_eq!(
            found("CON001", &document)[0].fixes[0].title,
            "Use `c` 1.0.0"
        );
    }
}
