//! CON005: what the user wants, in somebody else's words.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::glimpse::Line;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Intent, Load, Meaning, Payload};
use crate::{seam, wording};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_topologies::<IntentNotVerbatim>();

struct IntentNotVerbatim;

/// In which form the user's intent is known where a request is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    /// The user has just said it, or nothing yet says how it travels.
    User,
    Verbatim,
    /// In one of the forms of the topology's payloads.
    Structured(usize),
    Lost,
}

/// The structured forms of intents in a topology: the names of their members.
struct Forms(Vec<BTreeSet<String>>);

impl Forms {
    fn new(context: &TopologyContext<'_>) -> Self {
        let payloads = context
            .graph
            .lines()
            .filter_map(|line| context.travels.payload_of(line));
        let forms: BTreeSet<BTreeSet<String>> = payloads.map(form).collect();
        Self(forms.into_iter().collect())
    }

    fn of(&self, payload: &Payload<'_>) -> usize {
        self.0.binary_search(&form(payload)).unwrap_or_default()
    }
}

fn form(payload: &Payload<'_>) -> BTreeSet<String> {
    let member = payload.find(Meaning::Intent);
    let inner = member
        .map(|member| member.shape.properties())
        .unwrap_or_default();
    inner.into_iter().map(|(name, _)| name.to_owned()).collect()
}

/// Whether a handoff carries work for which the intent matters.
fn asks_for_intent(context: &TopologyContext<'_>, line: Line<'_>) -> bool {
    let graph = context.graph;
    let mut receivers = graph.receiver_positions(line.at);
    line.carries_task() && receivers.any(|at| !graph.node_at(at).is_tool())
}

/// What happens to an intent in some state on a handoff, in words; `None` where it is kept or nobody can tell.
fn loss<'a>(
    context: &TopologyContext<'a>,
    forms: &Forms,
    state: State,
    line: Line<'a>,
) -> Option<&'static str> {
    if state == State::Lost || line.envelope() == Envelope::Baton {
        return None;
    }
    let payload = match context.travels.load_of(line) {
        Load::Unsaid | Load::Everything => return None,
        Load::Summary(None) => return Some("The user's intent is summarised"),
        Load::Summary(Some(payload)) if payload.intent == Intent::Missing => {
            return Some("The user's intent is summarised");
        }
        Load::Summary(Some(payload)) | Load::Fields(payload) => payload,
    };
    match (payload.intent, state) {
        (Intent::Reworded, _) => Some("The user's intent is summarised"),
        (Intent::Missing, State::Verbatim | State::Structured(_)) => {
            Some("The user's intent is lost")
        }
        (Intent::Missing, _) if line.envelope() == Envelope::None => {
            Some("The user's intent is lost")
        }
        (Intent::Structured, State::Structured(before)) if before != forms.of(payload) => {
            Some("The user's intent is rewritten")
        }
        _ => None,
    }
}

fn after<'a>(context: &TopologyContext<'a>, forms: &Forms, state: State, line: Line<'a>) -> State {
    if loss(context, forms, state, line).is_some() {
        return State::Lost;
    }
    let (Load::Fields(payload) | Load::Summary(Some(payload))) = context.travels.load_of(line)
    else {
        return state;
    };
    match payload.intent {
        _ if state == State::Lost => State::Lost,
        Intent::Verbatim => State::Verbatim,
        Intent::Structured => State::Structured(forms.of(payload)),
        Intent::Reworded | Intent::Missing => state,
    }
}

impl Rule for IntentNotVerbatim {
    const CODE: &'static str = "CON005";
    const NAME: &'static str = "intent-not-verbatim";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "The user's intent is summarised, rewritten or lost on the way.";
    const WHY: &'static str = "Each agent that retells what the user wants changes it a little. After some hops a different request is worked \
        on, and everything looks right.";
    const EXPLANATION: &'static str = r#"
## What it does
Follows the user's intent from the entries along every way to agents that work on the task. It is there if a payload declares it
(`intent`, `user_request` and the usual spellings) as the user's own words or as a structured form, if the whole history or a
store travels, or if the handoff says that Baton's envelope is in use (`transport.packaging`). It finds handoffs on which an
intent that came in is gone, is replaced by a summary, or takes another structured form; and handoffs that by their own word send
a summary instead of it (`context_mode: summary`, or a payload with a summary alone). Verbatim, or one structured form passed on
unchanged, is fine. Where no contract says what travels, nothing is said. The path is a shortest one on which the intent gets that
far.

## Why is this bad
Context rot: each hop summarises again. The user's intent in the user's words, or in one form that nobody changes, is the thread
that every later step can be held against. No threshold: once it is lost, nobody can bring it back.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "intent": {"type": "object", "required": ["verbatim"], "properties": {"verbatim": {"type": "string"}, "code": {"enum": ["refund", "bill"]}}}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "amount": {"type": "number"}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage"}}
{"op": "put", "kind": "agent", "id": "billing", "record": {"name": "Billing"}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds"}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "intent": {"type": "object", "required": ["verbatim"], "properties": {"verbatim": {"type": "string"}, "code": {"enum": ["refund", "bill"]}}}}}}}
{"op": "put", "kind": "contract", "id": "refund", "record": {"name": "Refund"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "refund", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "amount": {"type": "number"}, "intent": {"type": "object", "required": ["verbatim"], "properties": {"verbatim": {"type": "string"}, "code": {"enum": ["refund", "bill"]}}}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "billing", "contract": "case", "version": "1.0.0"}}
{"op": "put", "kind": "handoff", "id": "2", "record": {"topology": "support", "from": "billing", "to": "refunds", "contract": "refund", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered is Baton's envelope as packaging, which carries it beside the payload. Both sides have to be built for it, so somebody has to
decide. The other way is a new version of the contract.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_topology(context: &TopologyContext<'_>, _: &NoOptions, report: &mut Report<'_>) {
        let forms = Forms::new(context);
        let walk = context.graph.explore(State::User, |state, _, stride| {
            after(context, &forms, state, stride.line)
        });
        let mut states: Vec<State> = (0..forms.0.len()).map(State::Structured).collect();
        states.extend([State::User, State::Verbatim]);
        for line in context.graph.lines() {
            let lost = |state: &&State| loss(context, &forms, **state, line).is_some();
            let mut losing = states.iter().filter(lost).peekable();
            if losing.peek().is_none() || !asks_for_intent(context, line) {
                continue;
            }
            let from = losing.filter_map(|state| Some((*state, walk.path(line.from(), *state)?)));
            let Some((state, mut path)) = from.min_by_key(|(state, path)| (path.len(), *state))
            else {
                continue;
            };
            let Some(what) = loss(context, &forms, state, line) else {
                continue;
            };
            let handoff = context.graph.handoff_at(line.at);
            let message = format!(
                "{what} on {}; pass it on in the user's words, or in one form unchanged.",
                wording::handoff(context, handoff)
            );
            path.push(&handoff.id);
            report.add(
                Draft::new(seam::key(handoff), message)
                    .path(path)
                    .fixes([wrap_in_envelope(context, handoff)]),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    const WORDS: &str = r#""intent": {"properties": {"verbatim": {"type": "string"}}}"#;

    fn edits(first: &str, second: &str, more: &str) -> String {
        format!(
            "{THREE_AGENTS}{}{}",
            handoff("ab", "a", "b", first, ""),
            handoff("bc", "b", "c", second, more)
        )
    }

    #[test]
    fn an_intent_that_came_in_has_to_go_on() {
        let gone = &[
            "warning handoff bc: The user's intent is lost on the handoff from B to C; pass it on in the user's words, or in one form unchanged.",
        ];
        check("CON005", &edits(WORDS, r#""x": {}"#, ""), gone);
        check("CON005", &edits(WORDS, WORDS, ""), &[]);
        check("CON005", &edits(r#""x": {}"#, r#""x": {}"#, ""), &[]);
        let path: Vec<_> = found("CON005", &registry(&edits(WORDS, r#""x": {}"#, "")))[0]
            .path
            .iter()
            .map(|key| key.id.clone())
            .collect();
        assert_eq!(path, ["ab", "bc"]);
    }

    #[test]
    fn history_envelope_and_tools_need_no_field() {
        for more in [
            r#", "context_mode": "full_history""#,
            r#", "context_mode": "queryable""#,
            r#", "transport": {"packaging": "baton-envelope"}"#,
            r#", "message_type": "RESULT""#,
        ] {
            check("CON005", &edits(WORDS, r#""x": {}"#, more), &[]);
        }
        let tool = edits(WORDS, r#""x": {}"#, "")
            .replace(r#""name": "C""#, r#""name": "C", "kind": "tool""#);
        check("CON005", &tool, &[]);
    }

    #[test]
    fn a_summary_is_no_intent() {
        check(
            "CON005",
            &edits(r#""case_summary": {"type": "string"}"#, WORDS, ""),
            &[
                "warning handoff ab: The user's intent is summarised on the handoff from A to B; pass it on in the user's words, or in one form unchanged.",
            ],
        );
    }

    #[test]
    fn one_structured_form_may_not_become_another() {
        let form = |name: &str| format!(r#""intent": {{"properties": {{"{name}": {{}}}}}}"#);
        check("CON005", &edits(&form("goal"), &form("goal"), ""), &[]);
        check(
            "CON005",
            &edits(&form("goal"), &form("topic"), ""),
            &[
                "warning handoff bc: The user's intent is rewritten on the handoff from B to C; pass it on in the user's words, or in one form unchanged.",
            ],
        );
    }
    use crate::testing::{THREE_AGENTS, check, found, handoff, registry};
}
