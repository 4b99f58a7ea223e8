//! CAP006: versions that do not fit where they meet.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, seam, wording};
use baton_model::{
    Agent, AgentId, AgentVersion, ContractId, Deployment, Environment, Handoff, Version,
};

pub(super) static RULE: Entry = Entry::of_handoffs::<VersionNotDeployed>();

struct VersionNotDeployed;

impl Rule for VersionNotDeployed {
    const CODE: &'static str = "CAP006";
    const NAME: &'static str = "version-not-deployed";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "An environment runs a version of an agent that its neighbours there do not accept.";
    const WHY: &'static str = "What fits in one environment may not fit in another: a version that was deployed on one side \
        only is refused by the other.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares, in every environment in which both sides of a handoff are deployed, the contract version that the sender's deployed
version emits (or, where it emits none of the contract, the pinned one) with the ranges that the deployed versions of receivers
and fallbacks accept. The environment of the topology is left to CON003. Versions that say nothing about what they accept are
passed over.

## Why is this bad
Senders and receivers are deployed by different teams on different days. The order matters: with a backward compatible change
receivers move first. No threshold: one refused version is a failure of every request on this way in this environment.

## Example
```json bad
{"op": "put", "kind": "environment", "id": "staging", "record": {"name": "Staging"}}
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "2.0.0"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "triage", "version": "1.0.0", "emits": [{"contract": "refund-request", "version": "2.0.0"}]}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "1.0.0", "accepts": [{"contract": "refund-request", "range": "^1"}]}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "2.0.0", "accepts": [{"contract": "refund-request", "range": "^1 || ^2"}]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request"}}
{"op": "put", "kind": "deployment", "record": {"agent": "triage", "version": "1.0.0", "environment": "staging"}}
{"op": "put", "kind": "deployment", "record": {"agent": "refunds", "version": "1.0.0", "environment": "staging"}}
```

## Use instead
```json good
{"op": "put", "kind": "environment", "id": "staging", "record": {"name": "Staging"}}
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "2.0.0"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "agent_version", "record": {"agent": "triage", "version": "1.0.0", "emits": [{"contract": "refund-request", "version": "2.0.0"}]}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "1.0.0", "accepts": [{"contract": "refund-request", "range": "^1"}]}}
{"op": "put", "kind": "agent_version", "record": {"agent": "refunds", "version": "2.0.0", "accepts": [{"contract": "refund-request", "range": "^1 || ^2"}]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request"}}
{"op": "put", "kind": "deployment", "record": {"agent": "triage", "version": "1.0.0", "environment": "staging"}}
{"op": "put", "kind": "deployment", "record": {"agent": "refunds", "version": "2.0.0", "environment": "staging"}}
```

## Options
None.

## Fix safety
None: a deployment record says what runs. It changes when somebody deploys.
"#;
    const HAS_FIX: bool = false;
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
        let elsewhere = context.registry.doc.environments();
        let elsewhere =
            elsewhere.filter(|environment| Some(&environment.id) != context.environment());
        for environment in elsewhere {
            let sent = sent(context, handoff, contract, environment);
            if sent.is_empty() {
                continue;
            }
            for taker in exchange::takers(context, handoff) {
                if let Some(message) =
                    refusal(context, handoff, contract, environment, &sent, taker)
                {
                    let part = format!("{}/{}", environment.id, taker.id);
                    report.add(Draft::new(seam::key(handoff), message).part(part));
                }
            }
        }
    }
}

/// The version of an agent that is deployed in an environment.
fn deployed<'a>(
    context: &TopologyContext<'a>,
    agent: &AgentId,
    environment: &Environment,
) -> Option<&'a AgentVersion> {
    let doc = context.registry.doc;
    let deployment = doc.find::<Deployment>(format!("{agent}@{}", environment.id))?;
    doc.find(format!("{agent}@{}", deployment.version))
}

fn sent<'x>(
    context: &'x TopologyContext<'_>,
    handoff: &'x Handoff,
    contract: &ContractId,
    environment: &Environment,
) -> Vec<&'x Version> {
    let Some(sender) = deployed(context, &handoff.from, environment) else {
        return Vec::new();
    };
    let emits = sender
        .emits
        .iter()
        .filter(|emits| emits.contract == *contract);
    let mut sent: Vec<&Version> = emits.map(|emits| &emits.version).collect();
    if sent.is_empty() {
        sent.extend(&handoff.version);
    }
    sent.sort_unstable();
    sent.dedup();
    sent
}

fn refusal(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    contract: &ContractId,
    environment: &Environment,
    sent: &[&Version],
    taker: &Agent,
) -> Option<String> {
    let running = deployed(context, &taker.id, environment)?;
    let ranges = running
        .accepts
        .iter()
        .filter(|accepts| accepts.contract == *contract);
    let ranges: Vec<_> = ranges.map(|accepts| &accepts.range).collect();
    let is_refused = |version: &&&Version| !ranges.iter().any(|range| range.accepts(version));
    let refused: Vec<String> = sent
        .iter()
        .filter(is_refused)
        .map(ToString::to_string)
        .collect();
    if running.accepts.is_empty() || refused.is_empty() {
        return None;
    }
    Some(format!(
        "In {}, {} carries {} {}, which {} {} does not accept; deploy a version that does, or hold back the sender's.",
        wording::shown(&environment.name),
        wording::handoff(context, handoff),
        wording::code(contract.as_str()),
        wording::list(refused),
        wording::agent(taker),
        running.version,
    ))
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn edits(environment: &str, receiver: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "environment", "id": "staging", "record": {{"name": "Staging"}}}}
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"{environment}}}}}
            {{"op": "put", "kind": "contract", "id": "c", "record": {{"name": "C"}}}}
            {{"op": "put", "kind": "contract_version", "record": {{"contract": "c", "version": "2.0.0"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B"}}}}
            {{"op": "put", "kind": "agent_version", "record": {{"agent": "a", "version": "1.0.0"}}}}
            {{"op": "put", "kind": "agent_version", "record": {{"agent": "b", "version": "1.0.0", "accepts": [{{"contract": "c", "range": "^1"}}]}}}}
            {{"op": "put", "kind": "deployment", "record": {{"agent": "a", "version": "1.0.0", "environment": "staging"}}}}
            {receiver}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b", "contract": "c", "version": "2.0.0"}}}}
            "#
        )
    }

    const DEPLOYED: &str = r#"{"op": "put", "kind": "deployment", "record": {"agent": "b", "version": "1.0.0", "environment": "staging"}}"#;

    #[test]
    fn the_environment_and_both_versions_are_told() {
        check(
            "CAP006",
            &edits("", DEPLOYED),
            &[
                "warning handoff h: In Staging, the handoff from A to B carries `c` 2.0.0, which B 1.0.0 does not accept; deploy a version that does, or hold back the sender's.",
            ],
        );
    }

    #[test]
    fn both_sides_have_to_be_there() {
        check("CAP006", &edits("", ""), &[]);
    }

    #[test]
    fn the_topology_s_environment_is_looked_at_elsewhere() {
        check(
            "CAP006",
            &edits(r#", "environment": "staging""#, DEPLOYED),
            &[],
        );
    }
}
