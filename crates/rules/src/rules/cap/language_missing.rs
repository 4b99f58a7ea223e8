//! CAP002: a receiver whom the user does not understand.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_agent;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{exchange, languages, people, seam, wording};
use baton_model::{Agent, Handoff, HandoffMode};

pub(super) static RULE: Entry = Entry::of_handoffs::<LanguageMissing>();

struct LanguageMissing;

impl Rule for LanguageMissing {
    const CODE: &'static str = "CAP002";
    const NAME: &'static str = "language-missing";
    const CATEGORY: Category = Category::Capabilities;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "A receiver does not speak a language in use.";
    const WHY: &'static str = "The user is handed to somebody who does not speak their language: the task arrives, and the \
        conversation ends.";
    const EXPLANATION: &'static str = r#"
## What it does
Compares the languages in use at a transfer with those of whoever may take it: receivers, candidates of a query, fallbacks.
Languages in use are those of the sender, without those that another transfer of the sender takes by a `language` trigger; where
the transfer itself has such a trigger, it is the one that it names. Both sides have to talk to users (people always do) and to
declare languages. Transfers whose condition looks at the language or locale are passed over. Regional variants count as the same
language.

## Why is this bad
A language is not a preference. No threshold: one language in which nobody answers is a group of users who are not served.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "languages": ["en", "de"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "languages": ["en"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "role": {"talks_to_user": true}, "languages": ["en", "de"]}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}, "languages": ["en", "de-DE"]}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Options
None.

## Fix safety
Offered is to declare the language on the receiver. It has to be true, so the fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        let Some(sender) = context.graph.member(&handoff.from) else {
            return;
        };
        if handoff.mode == HandoffMode::Delegate || !talks(sender) {
            return;
        }
        let spoken = spoken(context, handoff, sender);
        for taker in exchange::takers(context, handoff) {
            let lacks =
                |tag: &&str| !languages::has(taker.languages.iter().map(String::as_str), tag);
            let missing: Vec<&str> = spoken.iter().copied().filter(lacks).collect();
            if missing.is_empty() || taker.languages.is_empty() || !talks(taker) {
                continue;
            }
            let names = wording::list(missing.iter().map(|tag| wording::code(tag)));
            let message = format!(
                "{} may bring users who speak {names} to {}, which does not; send them elsewhere, or declare the language where it is spoken.",
                wording::the_handoff(context, handoff),
                wording::agent(taker),
            );
            let added: Vec<String> = missing.into_iter().map(str::to_owned).collect();
            let edit = change_agent(context.registry, taker, move |changed| {
                changed.languages.extend(added.iter().cloned());
            });
            let title = format!("Declare {names} on {}", wording::agent(taker));
            let draft = Draft::new(seam::key(handoff), message).part(taker.id.as_str());
            report.add(draft.fixes([Fix::to_decide(title, vec![edit])]));
        }
    }
}

fn talks(agent: &Agent) -> bool {
    agent.role.talks_to_user || people::is_person(agent)
}

/// Languages in which users may come over a handoff, each once.
fn spoken<'x>(
    context: &TopologyContext<'_>,
    handoff: &'x Handoff,
    sender: &'x Agent,
) -> Vec<&'x str> {
    let condition = handoff.trigger.condition.as_deref().unwrap_or_default();
    if condition.contains("locale") || condition.contains("lang") {
        return Vec::new();
    }
    let mut spoken = languages::in_use(handoff, sender);
    if languages::named(handoff).is_empty() {
        let sent = context.graph.sent_by(&sender.id);
        for other in sent.filter(|other| other.mode == HandoffMode::Transfer) {
            let taken = languages::named(other);
            spoken.retain(|tag| !languages::has(taken.iter().copied(), tag));
        }
    }
    spoken.sort_unstable();
    spoken.dedup();
    spoken
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(first: &str, second: &str, handoff: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "role": {{"talks_to_user": true}}, {first}}}}}
            {{"op": "put", "kind": "agent", "id": "b", "record": {{"name": "B", "role": {{"talks_to_user": true}}, {second}}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "b"{handoff}}}}}
            "#
        )
    }

    const TWO: &str = r#""languages": ["en", "de"]"#;
    const ONE: &str = r#""languages": ["en-GB"]"#;

    #[test]
    fn the_language_and_the_fix_are_told() {
        let edits = edits(TWO, ONE, "");
        check(
            "CAP002",
            &edits,
            &[
                "warning handoff h: The handoff from A to B may bring users who speak `de` to B, which does not; send them elsewhere, or declare the language where it is spoken.",
            ],
        );
        assert_eq!(
            found("CAP002", &registry(&edits))[0].fixes[0].title,
            "Declare `de` on B"
        );
    }

    #[test]
    fn triggers_sort_users_by_language() {
        check(
            "CAP002",
            &edits(
                TWO,
                ONE,
                r#", "trigger": {"on": "language", "value": "en"}"#,
            ),
            &[],
        );
        let german = r#"{"op": "put", "kind": "handoff", "id": "g", "record": {"topology": "t", "from": "a", "to": {"capabilities": ["german"]}, "trigger": {"on": "language", "value": "de"}}}"#;
        check("CAP002", &format!("{}{german}", edits(TWO, ONE, "")), &[]);
    }

    #[test]
    fn who_says_nothing_is_not_judged() {
        check("CAP002", &edits(TWO, r#""languages": []"#, ""), &[]);
        check("CAP002", &edits(r#""languages": []"#, ONE, ""), &[]);
        check("CAP002", &edits(TWO, ONE, r#", "mode": "delegate""#), &[]);
    }
}
