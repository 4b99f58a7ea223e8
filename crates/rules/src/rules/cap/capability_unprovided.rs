//! CAP003: a tag that nobody has.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, seam, wording};
use baton_model::{Handoff, Target};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<CapabilityUnprovided>();

struct CapabilityUnprovided;

impl Rule for CapabilityUnprovided {
    const CODE: &'static str = "CAP003";
    const NAME: &'static str = "capability-unprovided";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str =
        "A capability tag is required that no agent of the registry declares.";
    const WHY: &'static str = "A tag that nobody declares is misspelt, named otherwise elsewhere, or a job that nobody does. \
        Whoever gets the task was not made for it.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds tags that a handoff requires, by itself, by its contract's pinned version or by its capability query, that no agent of the
registry declares, retired ones left out. A tag that the vocabulary (the `capability` records) defines is passed over: it is clear what
is meant, and CAP001 says who lacks it. Unless the vocabulary also knows a tag of the same meaning that is declared: then that one is
named. Handoffs to an outcome are passed over.

## Why is this bad
Capability mismatch is one of the ways in which multi-agent systems fail: work is routed to an agent that cannot do it. CAP001
looks at the receiver of one handoff; here nobody at all could take the task. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "capabilities": ["refund"]}}
{"op": "put", "kind": "capability", "id": "refund", "record": {"tag": "refund", "meaning": "Pays money back.", "synonyms": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "required_capabilities": ["refunds"]}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "capabilities": ["refund"]}}
{"op": "put", "kind": "capability", "id": "refund", "record": {"tag": "refund", "meaning": "Pays money back.", "synonyms": ["refunds"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "required_capabilities": ["refund"]}}
```

## Options
None.

## Fix safety
Where the vocabulary names a declared tag of the same meaning, and the handoff itself requires the other one, it is offered
instead. Whether the same is meant is a decision, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let doc = context.registry.doc;
        let asking = context.graph.lines().filter(|line| line.has_receiver());
        let required: Vec<(Line<'_>, &str)> = asking
            .flat_map(|line| asked(context, line).into_iter().map(move |tag| (line, tag)))
            .collect();
        if required.is_empty() {
            return;
        }
        let provided = doc.provided();
        let defined: BTreeSet<&str> = doc.capabilities().map(|word| word.tag.as_str()).collect();
        for (line, tag) in required {
            if provided.contains(tag) {
                continue;
            }
            let handoff = context.graph.handoff_at(line.at);
            let same = same_meaning(context, tag, &provided);
            if same.is_some() || !defined.contains(tag) {
                report.add(of_tag(context, handoff, tag, same));
            }
        }
    }
}

/// The tags that a handoff asks for in any way, each once.
fn asked<'x>(context: &'x TopologyContext<'_>, line: Line<'x>) -> BTreeSet<&'x str> {
    let carrying = line.carrying();
    let pinned = carrying.contract.zip(carrying.version);
    let mut tags = exchange::asked_capabilities(context, line.requires(), pinned, line.to());
    if let Target::Query(query) = line.to() {
        tags.extend(query.capabilities.iter().map(String::as_str));
    }
    tags.into_iter().collect()
}

fn of_tag(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    tag: &str,
    same: Option<&str>,
) -> Draft {
    let advice = match same {
        Some(same) => format!("ask for {}, which means the same", wording::code(same)),
        None => "declare it where it holds, or ask for another".to_owned(),
    };
    let message = format!(
        "{} requires {}, which no agent declares; {advice}.",
        wording::the_handoff(context, handoff),
        wording::code(tag),
    );
    let is_own = handoff
        .required_capabilities
        .iter()
        .any(|required| required == tag);
    let fix = same
        .filter(|_| is_own && !is_asked_elsewhere(context, handoff, tag))
        .map(|same| {
            let (not, instead) = (tag.to_owned(), same.to_owned());
            let edit = change_handoff(context, handoff, move |changed| {
                let tags = &mut changed.required_capabilities;
                tags.retain(|required| *required != not && *required != instead);
                tags.push(instead.clone());
            });
            let title = format!("Require {} instead", wording::code(same));
            Fix::to_decide(title, vec![edit])
        });
    Draft::new(seam::key(handoff), message).part(tag).fixes(fix)
}

/// Whether the contract or the query asks for a tag as well.
fn is_asked_elsewhere(context: &TopologyContext<'_>, handoff: &Handoff, tag: &str) -> bool {
    let mut without = handoff.clone();
    without.required_capabilities.clear();
    let asked = match &handoff.to {
        Target::Query(query) => query.capabilities.iter().any(|asked| asked == tag),
        Target::Agent(_) | Target::Outcome(_) => false,
    };
    asked || exchange::required_capabilities(context, &without).contains(&tag)
}

/// A declared tag that the vocabulary calls a synonym.
fn same_meaning<'x>(
    context: &'x TopologyContext<'_>,
    tag: &str,
    provided: &BTreeSet<&str>,
) -> Option<&'x str> {
    let words = context
        .registry
        .doc
        .capabilities()
        .filter_map(|capability| {
            let names = capability
                .synonyms
                .iter()
                .chain([&capability.tag])
                .map(String::as_str);
            let names: Vec<&str> = names.collect();
            names.contains(&tag).then_some(names)
        });
    words.flatten().find(|name| provided.contains(name))
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(handoff: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "capability", "id": "refund", "record": {{"tag": "refund", "meaning": "Pays back.", "synonyms": ["refunds", "reimburse"]}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A"}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "capabilities": ["reimburse"]}}}}
            {{"op": "put", "kind": "agent", "id": "old", "record": {{"name": "Old", "lifecycle": "retired", "capabilities": ["fax"]}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", {handoff}}}}}
            "#
        )
    }

    #[test]
    fn a_synonym_is_offered() {
        let edits = edits(r#""to": "b", "required_capabilities": ["refund"]"#);
        check(
            "CAP003",
            &edits,
            &[
                "warning handoff h: The handoff from A to B requires `refund`, which no agent declares; ask for `reimburse`, which means the same.",
            ],
        );
        let findings = found("CAP003", &registry(&edits));
        assert_eq!(findings[0].fixes[0].title, "Require `reimburse` instead");
    }

    #[test]
    fn a_query_and_a_retired_agent_count() {
        check(
            "CAP003",
            &edits(r#""to": {"capabilities": ["fax"]}"#),
            &[
                "warning handoff h: The handoff from A to whoever offers `fax` requires `fax`, which no agent declares; declare it where it holds, or ask for another.",
            ],
        );
    }

    #[test]
    fn a_defined_tag_is_clear() {
        let fax = r#"{"op": "put", "kind": "capability", "id": "fax", "record": {"tag": "fax", "meaning": "Sends."}}"#;
        check(
            "CAP003",
            &format!(
                "{}{fax}",
                edits(r#""to": "b", "required_capabilities": ["fax"]"#)
            ),
            &[],
        );
    }

    #[test]
    fn one_agent_anywhere_is_enough() {
        check(
            "CAP003",
            &edits(r#""to": "a", "required_capabilities": ["reimburse"]"#),
            &[],
        );
    }
}
