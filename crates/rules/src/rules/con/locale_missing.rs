//! CON017: a user whose language nobody knows any more.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::Severity;
use crate::fix::wrap_in_envelope;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::travels::{Envelope, Load, Meaning, carries_task, envelope};
use crate::{exchange, seam, wording};
use baton_graph::Ways;
use baton_model::{Agent, AgentKind, Handoff};
use std::collections::BTreeSet;

pub(super) static RULE: Entry = Entry::of_handoffs::<LocaleMissing>();

struct LocaleMissing;

fn talks(agent: &Agent) -> bool {
    !matches!(agent.kind, AgentKind::Tool | AgentKind::Queue) && !agent.languages.is_empty()
}

fn languages(agent: &Agent) -> BTreeSet<String> {
    agent
        .languages
        .iter()
        .map(|language| language.to_ascii_lowercase())
        .collect()
}

impl Rule for LocaleMissing {
    const CODE: &'static str = "CON017";
    const NAME: &'static str = "locale-missing";
    const CATEGORY: Category = Category::Contracts;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "Sender and receiver do not speak the same languages, and the user's language does not travel.";
    const WHY: &'static str = "The receiver answers in its own first language, or asks the user again. To the user it looks as if nobody had \
        listened.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the languages of the sender with those of everybody who may take over, people and AI agents only. Where one of them
speaks languages that the other does not, and the contract's payload declares no language (`locale` and the usual spellings), it
speaks. Handoffs in Baton's envelope carry the language there. Agents that declare no languages are passed over. The path is a
shortest one on which requests come there.

## Why is this bad
60 % of users leave when they are made to repeat themselves. The language of the user is a single field; without it every team
guesses. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "languages": ["en", "de"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "languages": ["en"]}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "case", "version": "1.0.0"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "languages": ["en", "de"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "languages": ["en"]}}
{"op": "put", "kind": "entry", "id": "chat", "record": {"topology": "support", "agent": "triage"}}
{"op": "put", "kind": "contract", "id": "case", "record": {"name": "Case"}}
{"op": "put", "kind": "contract_version", "record": {"contract": "case", "version": "1.0.0", "state": "published", "payload_schema": {"type": "object", "properties": {"order_id": {"type": "string", "maxLength": 12}, "locale": {"enum": ["en", "de"]}}}}}
{"op": "put", "kind": "handoff", "id": "1", "record": {"topology": "support", "from": "triage", "to": "refunds", "contract": "case", "version": "1.0.0"}}
```

## Options
None.

## Fix safety
Offered is Baton's envelope as packaging, which carries it beside the payload. Both sides have to be built for it, so somebody has to
decide. The other way is a new version of the contract.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let (Load::Fields(payload) | Load::Summary(Some(payload))) = context.travels.load(handoff)
        else {
            return;
        };
        if payload.has(Meaning::Locale)
            || envelope(handoff) == Envelope::Baton
            || !carries_task(handoff)
        {
            return;
        }
        let Some(sender) = context.graph.member(&handoff.from) else {
            return;
        };
        let differs = |taker: &&Agent| talks(taker) && languages(taker) != languages(sender);
        let others: Vec<&Agent> = exchange::takers(context, handoff).filter(differs).collect();
        if languages(sender).is_empty() || others.is_empty() {
            return;
        }
        let message = format!(
            "{} and {} do not speak the same languages, and {} does not say which one the user speaks; add the locale to {}.",
            wording::agent(sender),
            wording::list(others.iter().map(|agent| wording::agent(agent))),
            wording::handoff(context, handoff),
            wording::code(payload.version.contract.as_str()),
        );
        let way = context
            .graph
            .shortest_path(&context.graph.starts(), &[&sender.id], Ways::ANY);
        let path = way.unwrap_or_default().into_iter().chain([&handoff.id]);
        report.add(
            Draft::new(seam::key(handoff), message)
                .path(path)
                .fixes([wrap_in_envelope(context, handoff)]),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{THREE_AGENTS, check, handoff};

    #[test]
    fn the_same_languages_need_no_locale() {
        let edits = |a: &str, b: &str, members: &str| {
            let speaks = |name: &str, languages: &str| {
                format!(r#""name": "{name}", "languages": [{languages}]"#)
            };
            format!("{THREE_AGENTS}{}", handoff("ab", "a", "b", members, ""))
                .replace(r#""name": "A""#, &speaks("A", a))
                .replace(r#""name": "B""#, &speaks("B", b))
        };
        check(
            "CON017",
            &edits(r#""en", "fr""#, r#""en""#, r#""x": {}"#),
            &[
                "warning handoff ab: A and B do not speak the same languages, and the handoff from A to B does not say which one the user speaks; add the locale to `k-ab`.",
            ],
        );
        check(
            "CON017",
            &edits(r#""en", "fr""#, r#""fr", "en""#, r#""x": {}"#),
            &[],
        );
        check(
            "CON017",
            &edits(r#""en""#, r#""fr""#, r#""user_language": {}"#),
            &[],
        );
        check("CON017", &edits(r#""en""#, "", r#""x": {}"#), &[]);
    }
}
