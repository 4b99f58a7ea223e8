//! CON020: a summary of a summary.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::glimpse::{Line, Node, Stride};
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{seam, wording};
use baton_model::{ContextMode, Handoff};

pub(super) static RULE: Entry = Entry::of_topologies::<SummaryChain>();

struct SummaryChain;

/// Whether what is known of a request is somebody's summary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Retold {
    Never,
    Once,
}

fn summarises(line: Line<'_>) -> bool {
    line.context_mode() == ContextMode::Summary && line.has_receiver()
}

fn after(before: Retold, _: Node<'_>, stride: Stride<'_>) -> Retold {
    if summarises(stride.line) {
        Retold::Once
    } else {
        before
    }
}

fn fix(context: &TopologyContext<'_>, handoff: &Handoff) -> Fix {
    let edit = change_handoff(context, handoff, |changed| {
        changed.context_mode = ContextMode::Typed;
    });
    Fix::to_decide("Pass on the typed fields only", vec![edit])
}

impl Rule for SummaryChain {
    const CODE: &'static str = "CON020";
    const NAME: &'static str = "summary-chain";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "More than one lossy summary on a path.";
    const WHY: &'static str = "Each summary leaves out what it takes for unimportant, and the next one cannot know what that was. Constraints \
        and exact numbers go first.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows requests from the entries along every way and counts the handoffs that pass on a summary (`context_mode: summary`). It
finds each that summarises what has been summarised before. In a loop, one such handoff is enough. A handoff that passes on typed
fields does not bring back what was left out. The path is a shortest one.

## Why is this bad
Context rot: each hop summarises again. One summary for a person who takes over is fine; the second one is made from the first.
Hence the limit of **one** on a path.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "context_mode": "summary"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "context_mode": "summary"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "context_mode": "summary"}}
```

## Options
None.

## Fix safety
Where the handoff has a contract with a payload, passing on its typed fields only is offered. What stands in the summary alone is
gone then, so somebody has to decide.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        if !context.graph.lines().any(summarises) {
            return;
        }
        let walk = context.graph.explore(Retold::Never, after);
        for handoff in context.graph.handoffs_that(summarises) {
            let Some(mut path) = walk.path(&handoff.from, Retold::Once) else {
                continue;
            };
            path.push(&handoff.id);
            let message = format!(
                "{} summarises what has been summarised before; pass on typed fields here, or the history.",
                wording::the_handoff(context, handoff),
            );
            let fix = context
                .travels
                .payload(handoff)
                .map(|_| fix(context, handoff));
            report.add(
                Draft::new(seam::key(handoff), message)
                    .path(path)
                    .fixes(fix),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{THREE_AGENTS, check, found, handoff, registry};

    const SUMMARY: &str = r#", "context_mode": "summary""#;

    #[test]
    fn the_second_summary_is_told() {
        let edits = format!(
            "{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", r#""x": {}"#, SUMMARY),
            handoff("bc", "b", "c", r#""x": {}"#, SUMMARY)
        );
        check(
            "CON020",
            &edits,
            &[
                "warning handoff bc: The handoff from B to C summarises what has been summarised before; pass on typed fields here, or the history.",
            ],
        );
        assert_eq!(
            found("CON020", &registry(&edits))[0].fixes[0].title,
            "Pass on the typed fields only"
        );
    }

    #[test]
    fn a_loop_summarises_again() {
        let edits = format!(
            "{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", r#""x": {}"#, SUMMARY),
            handoff("ba", "b", "a", r#""x": {}"#, "")
        );
        check(
            "CON020",
            &edits,
            &[
                "warning handoff ab: The handoff from A to B summarises what has been summarised before; pass on typed fields here, or the history.",
            ],
        );
    }
}
