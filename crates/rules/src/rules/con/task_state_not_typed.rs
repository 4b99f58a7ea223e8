//! CON009: a task whose state is prose or not said.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule, Use};
use crate::shape::Form;
use crate::travels::{Meaning, Payload, carries_task};
use crate::{seam, wording};
use baton_model::{AgentKind, Handoff};

pub(super) static RULE: Entry = Entry::of_versions::<TaskStateNotTyped>();

struct TaskStateNotTyped;

impl Rule for TaskStateNotTyped {
    const CODE: &'static str = "CON009";
    const NAME: &'static str = "task-state-not-typed";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Advice;
    const SUMMARY: &'static str =
        "The task state is free text, or the contract does not say which states it may carry.";
    const WHY: &'static str = "The receiver guesses whether a step was done, skipped or put off, and does it again or leaves it out. The \
        state has to be one of a list.";
    const EXPLANATION: &'static str = r#"
## What it does
Looks at every contract version with a payload schema that goes over a handoff to an agent other than a tool. It finds payloads
whose member for the state (`task_state`, `status` and the usual spellings) is free text, and, as advice, versions with neither
`task_states` nor such a member.

## Why is this bad
In-progress work handed over without its state is done twice or not at all. States in a list (completed, in progress, skipped,
deferred and so on) with their allowed transitions can be checked at the boundary. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "task_state": {"type": "string"}}}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "contract", "id": "refund-request", "record": {"name": "Refund request"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund-request", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}, "task_states": ["submitted", "in_progress", "completed"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "refund-request", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Nothing is offered: which states a task has is known to those who do it, and a published version never changes.
"#;
    const HAS_FIX: bool = false;
    type Options = NoOptions;

    fn check_version(
        context: &TopologyContext<'_>,
        one: &Use<'_>,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Use { version, handoffs } = one;
        let handoffs: Vec<_> = handoffs
            .iter()
            .copied()
            .filter(|handoff| reaches_a_worker(context, handoff))
            .collect();
        let Some(payload) = handoffs
            .first()
            .and_then(|handoff| context.travels.payload(handoff))
        else {
            return;
        };
        let name = wording::version(version);
        let (severity, message) = if let Some(member) = as_text(payload) {
            let field = wording::code(&member);
            (
                Severity::Warning,
                format!(
                    "{name} carries the state of the task as free text in {field}; make it one of a list."
                ),
            )
        } else if version.task_states.is_empty() && !payload.has(Meaning::TaskState) {
            (
                Severity::Advice,
                format!(
                    "{name} does not say in which state a task may travel; list its task states."
                ),
            )
        } else {
            return;
        };
        let draft = Draft::new(seam::version_key(version), message).severity(severity);
        report.add(draft.path(handoffs.iter().map(|handoff| &handoff.id)));
    }
}

fn as_text(payload: &Payload<'_>) -> Option<String> {
    let member = payload
        .find(Meaning::TaskState)
        .filter(|member| member.depth == 0)?;
    (member.shape.form() == Form::Text).then(|| member.pointer.clone())
}

fn reaches_a_worker(context: &TopologyContext<'_>, handoff: &Handoff) -> bool {
    let receivers = context.graph.receivers(handoff);
    carries_task(handoff) && receivers.iter().any(|agent| agent.kind != AgentKind::Tool)
}

#[cfg(test)]
mod tests {
    use crate::testing::{AGREED, check};

    fn with(version: &str) -> String {
        format!(
            "{AGREED}\n{{\"op\": \"put\", \"kind\": \"contract_version\", \"record\": {{\"contract\": \"c\", \"version\": \"1.0.0\", {version}}}}}"
        )
    }

    #[test]
    fn a_list_of_states_may_stand_in_either_place() {
        check(
            "CON009",
            &with(r#""payload_schema": {"properties": {"a": {}}}"#),
            &[
                "advice contract_version c@1.0.0: `c` 1.0.0 does not say in which state a task may travel; list its task states.",
            ],
        );
        check(
            "CON009",
            &with(r#""payload_schema": {"properties": {"status": {"enum": ["open", "done"]}}}"#),
            &[],
        );
        check(
            "CON009",
            &with(r#""task_states": ["completed"], "payload_schema": {"properties": {"a": {}}}"#),
            &[],
        );
        check("CON009", &with(r#""state": "draft""#), &[]);
    }

    #[test]
    fn free_text_is_graver_and_tools_need_no_state() {
        let text = with(r#""payload_schema": {"properties": {"progress": {"type": "string"}}}"#);
        check(
            "CON009",
            &text,
            &[
                "warning contract_version c@1.0.0: `c` 1.0.0 carries the state of the task as free text in `/progress`; make it one of a list.",
            ],
        );
        check(
            "CON009",
            &text.replace(r#""name": "B""#, r#""name": "B", "kind": "tool""#),
            &[],
        );
    }
}
