//! CAP001: work that is routed to an agent which cannot do it.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::exchange;
use crate::finding::{Fix, Severity};
use crate::fix::{change_agent, change_handoff};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{Agent, CapabilityQuery, Handoff, Target};

pub(super) static RULE: Entry = Entry::of_handoffs::<CapabilityMissing>();

struct CapabilityMissing;

impl Rule for CapabilityMissing {
    const CODE: &'static str = "CAP001";
    const NAME: &'static str = "capability-missing";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Error;
    const SUMMARY: &'static str =
        "The receiver lacks a capability tag that the handoff or its contract requires.";
    const WHY: &'static str = "The task goes to an agent that cannot do it: it fails there, or the agent makes something up.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the tags in `required_capabilities` of the handoff and of its pinned contract version with those that the receiver
declares. For a capability query it finds queries that nobody in the registry answers, and candidates that lack a tag which is required
beyond the query. Fallbacks may do less and are passed over.

## Why is this bad
Capability mismatch is one of the reported causes of failed handoffs: work is routed to an agent that cannot do it, and instead of
an error there is a confident wrong answer. No threshold: one missing tag is enough.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing", "capabilities": ["invoices"]}}
{"op": "put", "kind": "handoff", "id": "to-billing", "record": {"topology": "support", "from": "triage", "to": "billing", "required_capabilities": ["refunds"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing", "capabilities": ["invoices", "refunds"]}}
{"op": "put", "kind": "handoff", "id": "to-billing", "record": {"topology": "support", "from": "triage", "to": "billing", "required_capabilities": ["refunds"]}}
```

## Options
None.

## Fix safety
Offered are declaring the tags on the receiver (unless it would become a candidate of capability queries by that) and, where the handoff alone
asks for them, asking no longer. Only somebody who knows the agent can say which is true.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let draft = match &handoff.to {
            Target::Agent(id) => context
                .graph
                .member(id)
                .and_then(|agent| of_receiver(context, handoff, agent)),
            Target::Query(query) => of_query(context, handoff, query),
            Target::Outcome(_) => None,
        };
        if let Some(draft) = draft {
            report.add(draft);
        }
    }
}

fn of_receiver(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    receiver: &Agent,
) -> Option<Draft> {
    let required = exchange::required_capabilities(context, handoff);
    let missing = lacking(receiver, &required);
    if missing.is_empty() {
        return None;
    }
    let message = format!(
        "{} requires {}, which {} does not declare; send the task to an agent that does, or declare it.",
        wording::the_handoff(context, handoff),
        tags(&missing),
        wording::agent(receiver),
    );
    let fixes = declare(context, receiver, &missing)
        .into_iter()
        .chain(no_longer_ask(context, handoff, &missing));
    Some(Draft::new(seam::key(handoff), message).fixes(fixes))
}

fn of_query(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    query: &CapabilityQuery,
) -> Option<Draft> {
    let subject = || wording::the_handoff(context, handoff);
    let candidates = context.graph.candidates(&handoff.id);
    if candidates.is_empty() {
        let asked: Vec<&str> = query.capabilities.iter().map(String::as_str).collect();
        let consequence = match query
            .default
            .as_ref()
            .and_then(|id| context.graph.member(id))
        {
            Some(default) => format!(
                "every task goes to {}, its default",
                wording::agent(default)
            ),
            None => "its tasks are dropped".to_owned(),
        };
        let message = format!(
            "{} finds nobody: no other agent declares {}, so {consequence}; declare the tags where they hold, or ask for less.",
            subject(),
            tags(&asked)
        );
        return Some(Draft::new(seam::key(handoff), message));
    }
    let required = exchange::required_capabilities(context, handoff);
    let unfit: Vec<_> = candidates
        .iter()
        .filter(|agent| !lacking(agent, &required).is_empty())
        .collect();
    if unfit.is_empty() {
        return None;
    }
    let message = format!(
        "{} requires {}, but may be answered by {} without; put the tags into the query.",
        subject(),
        tags(&required),
        wording::list(unfit.into_iter().map(|agent| wording::agent(agent))),
    );
    Some(Draft::new(seam::key(handoff), message))
}

fn lacking<'t>(agent: &Agent, tags: &[&'t str]) -> Vec<&'t str> {
    let declared = |tag: &str| agent.capabilities.iter().any(|declared| declared == tag);
    tags.iter().copied().filter(|tag| !declared(tag)).collect()
}

fn tags(tags: &[&str]) -> String {
    wording::list(tags.iter().map(|tag| wording::code(tag)))
}

/// Declaring a tag may make the agent a candidate elsewhere; no fix shall change where other tasks go.
fn declare(context: &TopologyContext<'_>, receiver: &Agent, missing: &[&str]) -> Option<Fix> {
    let has = |tag: &String| receiver.capabilities.contains(tag);
    let becomes_candidate = context.registry.queries().iter().any(|(handoff, query)| {
        handoff.from != receiver.id
            && !query.capabilities.iter().all(has)
            && query
                .capabilities
                .iter()
                .all(|tag| has(tag) || missing.contains(&tag.as_str()))
    });
    if becomes_candidate {
        return None;
    }
    let added = owned(missing);
    let edit = change_agent(context.registry, receiver, move |changed| {
        changed.capabilities.extend(added.iter().cloned());
    });
    Some(Fix::to_decide(
        format!("Declare {} on {}", tags(missing), wording::agent(receiver)),
        vec![edit],
    ))
}

fn no_longer_ask(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    missing: &[&str],
) -> Option<Fix> {
    let is_missing = |tag: &str| missing.contains(&tag);
    let mut relaxed = handoff.clone();
    relaxed.required_capabilities.retain(|tag| !is_missing(tag));
    if exchange::required_capabilities(context, &relaxed)
        .into_iter()
        .any(is_missing)
    {
        return None;
    }
    let lifted = owned(missing);
    let edit = change_handoff(context, handoff, move |changed| {
        changed
            .required_capabilities
            .retain(|tag| !lifted.contains(tag));
    });
    Some(Fix::to_decide(
        format!("No longer require {}", tags(missing)),
        vec![edit],
    ))
}

fn owned(tags: &[&str]) -> Vec<String> {
    tags.iter().map(|tag| (*tag).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    const AGENTS: &str = r#"
        {"op": "put", "kind": "topology", "id": "t", "record": {"name": "T"}}
        {"op": "put", "kind": "agent", "id": "a", "record": {"name": "A", "capabilities": ["x"]}}
        {"op": "put", "kind": "agent", "id": "b", "record": {"name": "B", "capabilities": ["y"]}}
        {"op": "put", "kind": "agent", "id": "c", "record": {"name": "C", "capabilities": ["y", "z"]}}
    "#;

    #[test]
    fn the_contract_s_tags_count_too() {
        check(
            "CAP001",
            &format!(
                "{AGENTS}{}",
                r#"
                {"op": "put", "kind": "contract", "id": "k", "record": {"name": "K"}}
                {"op": "put", "kind": "contract_version", "record": {"contract": "k", "version": "1.0.0", "required_capabilities": ["z"]}}
                {"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "contract": "k", "version": "1.0.0"}}
                "#
            ),
            &[
                "error handoff h: The handoff from A to B requires `z`, which B does not declare; send the task to an agent that does, or declare it.",
            ],
        );
    }

    #[test]
    fn the_sender_does_not_answer_its_own_query() {
        check(
            "CAP001",
            &format!(
                "{AGENTS}{}",
                r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": {"capabilities": ["x"]}}}"#
            ),
            &[
                "error handoff h: The handoff from A to whoever offers `x` finds nobody: no other agent declares `x`, so its tasks are dropped; declare the tags where they hold, or ask for less.",
            ],
        );
    }

    #[test]
    fn every_candidate_has_to_have_what_is_required() {
        let edits = format!(
            "{AGENTS}{}",
            r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": {"capabilities": ["y"]}, "required_capabilities": ["z"]}}"#
        );
        check(
            "CAP001",
            &edits,
            &[
                "error handoff h: The handoff from A to whoever offers `y` requires `z`, but may be answered by B without; put the tags into the query.",
            ],
        );
    }

    #[test]
    fn a_tag_that_would_redirect_other_tasks_is_not_declared() {
        let wanting = r#"{"op": "put", "kind": "handoff", "id": "h", "record": {"topology": "t", "from": "a", "to": "b", "required_capabilities": ["z"]}}"#;
        let titles = |edits: &str| -> Vec<String> {
            let findings = found("CAP001", &registry(edits));
            findings[0]
                .fixes
                .iter()
                .map(|fix| fix.title.to_string())
                .collect()
        };
        assert_eq!(
            titles(&format!("{AGENTS}{wanting}")),
            ["Declare `z` on B", "No longer require `z`"]
        );
        let query = r#"{"op": "put", "kind": "handoff", "id": "q", "record": {"topology": "t", "from": "a", "to": {"capabilities": ["z"]}}}"#;
        assert_eq!(
            titles(&format!("{AGENTS}{wanting}\n{query}")),
            ["No longer require `z`"]
        );
    }
}
