//! HIL006: a user who does not know who answers.

use crate::catalogue::Category;
use crate::context::TopologyContext;
use crate::finding::{Fix, Severity};
use crate::fix::change_handoff;
use crate::report::{Draft, Report};
use crate::rule::{Entry, NoOptions, Rule};
use crate::{languages, people, seam, wording};
use baton_model::{Agent, Continuity, Handoff, HandoffMode};

pub(super) static RULE: Entry = Entry::of_handoffs::<NoDisclosure>();

struct NoDisclosure;

impl Rule for NoDisclosure {
    const CODE: &'static str = "HIL006";
    const NAME: &'static str = "no-disclosure";
    const CATEGORY: Category = Category::People;
    const SEVERITY: Severity = Severity::Warning;
    const SUMMARY: &'static str = "The user is not told, in their language, that somebody else answers now and whether it is an AI or a person.";
    const WHY: &'static str = "Users who notice a change that nobody announced repeat themselves or stop trusting what is \
        said. Hiding that an AI answers is against the law in many places.";
    const EXPLANATION: &'static str = r#"
## What it does
Finds transfers between a sender and a receiver that both talk to users (people always do) where `continuity` has no text for one
of the languages in use, or where neither the handoff (`discloses`) nor the receiver (`role.discloses`) says whether an AI or a
person answers. Languages in use are those of the sender, or the one that a `language` trigger names; where the sender declares
none, one text is enough. Regional variants count as the same language.

## Why is this bad
Of all users 65 % leave after more than one contextless handoff, 60 % when made to repeat. A sentence costs nothing. No threshold.

## Example
```json bad
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "languages": ["en"], "role": {"talks_to_user": true}}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds"}}
```

## Use instead
```json good
{"op": "put", "kind": "topology", "id": "support", "record": {"name": "Support"}}
{"op": "put", "kind": "agent", "id": "triage", "record": {"name": "Triage", "languages": ["en"], "role": {"talks_to_user": true}}}
{"op": "put", "kind": "agent", "id": "refunds", "record": {"name": "Refunds", "role": {"talks_to_user": true}}}
{"op": "put", "kind": "handoff", "id": "triage-refunds", "record": {"topology": "support", "from": "triage", "to": "refunds", "discloses": true, "continuity": [{"language": "en", "text": "Our refund assistant, an AI, goes on from here."}]}}
```

## Options
None.

## Fix safety
For some languages a text is offered that says that somebody else goes on, and who. The words are the owner's to choose, so the
fix is never applied without asking.
"#;
    const HAS_FIX: bool = true;
    type Options = NoOptions;

    fn check_handoff(
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        _: &NoOptions,
        report: &mut Report<'_>,
    ) {
        if handoff.mode == HandoffMode::Delegate {
            return;
        }
        let Some(sender) = context.graph.member(&handoff.from) else {
            return;
        };
        let receivers = context.graph.receivers(handoff);
        let talks = |agent: &Agent| agent.role.talks_to_user || people::is_person(agent);
        let is_heard = sender.role.talks_to_user && receivers.iter().copied().any(talks);
        if !is_heard {
            return;
        }
        let missing = missing_languages(handoff, sender);
        let discloses = handoff.discloses
            || receivers
                .iter()
                .all(|receiver| receiver.role.discloses || !talks(receiver));
        let mut wrong = Vec::new();
        match missing.as_deref() {
            None => wrong.push("that somebody else answers now".to_owned()),
            Some([]) => {}
            Some(missing) => {
                let languages = wording::list(missing.iter().map(|tag| wording::code(tag)));
                wrong.push(format!("in {languages} that somebody else answers now"));
            }
        }
        if !discloses {
            wrong.push("whether an AI or a person answers".to_owned());
        }
        if wrong.is_empty() {
            return;
        }
        let message = format!(
            "{} does not tell the user {}; say so.",
            wording::the_handoff(context, handoff),
            wording::list(wrong),
        );
        let by_person = receivers.iter().all(|agent| people::is_person(agent));
        let fix = missing.and_then(|missing| fix(context, handoff, &missing, by_person));
        report.add(Draft::new(seam::key(handoff), message).fixes(fix));
    }
}

/// Languages in use in which the handoff says nothing; `None` where it says nothing and no language is known.
fn missing_languages<'x>(handoff: &'x Handoff, sender: &'x Agent) -> Option<Vec<&'x str>> {
    let texts = handoff
        .continuity
        .iter()
        .filter(|said| !said.text.trim().is_empty());
    let said: Vec<&str> = texts.map(|said| said.language.as_str()).collect();
    let in_use = languages::in_use(handoff, sender);
    if in_use.is_empty() {
        return (!said.is_empty()).then(Vec::new);
    }
    let is_missing = |tag: &&str| !languages::has(said.iter().copied(), tag);
    Some(in_use.into_iter().filter(is_missing).collect())
}

fn fix(
    context: &TopologyContext<'_>,
    handoff: &Handoff,
    missing: &[&str],
    by_person: bool,
) -> Option<Fix> {
    let text = |tag: &&str| {
        let text = text(tag, by_person)?;
        Some(Continuity::new((*tag).to_owned(), text.to_owned()))
    };
    let added: Option<Vec<Continuity>> = missing.iter().map(text).collect();
    let added = added?;
    let edit = change_handoff(context, handoff, move |changed| {
        changed
            .continuity
            .retain(|said| !said.text.trim().is_empty());
        changed.continuity.extend(added.iter().cloned());
        changed.discloses = true;
    });
    Some(Fix::to_decide("Tell the user who goes on", vec![edit]))
}

/// A sentence that says that somebody else goes on, and who.
fn text(tag: &str, by_person: bool) -> Option<&'static str> {
    Some(match (languages::primary(tag).as_str(), by_person) {
        ("en", true) => "I am connecting you with a person. They see everything so far.",
        ("en", false) => {
            "Another of our AI assistants goes on from here. Say \"person\" at any time."
        }
        ("de", true) => "Ich verbinde Sie mit einem Menschen. Er sieht alles, was bisher war.",
        ("de", false) => {
            "Ab hier hilft Ihnen ein anderer KI-Assistent. Sagen Sie jederzeit „Mensch“."
        }
        ("es", true) => "Le paso con una persona. Ve todo lo hecho hasta ahora.",
        ("es", false) => {
            "A partir de aquí sigue otro asistente de IA. Diga «persona» cuando quiera."
        }
        ("fr", true) => {
            "Je vous mets en relation avec une personne. Elle voit tout ce qui a été fait."
        }
        ("fr", false) => "Un autre assistant IA prend la suite. Dites « personne » à tout moment.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, found, registry};

    fn edits(fields: &str) -> String {
        format!(
            r#"
            {{"op": "put", "kind": "topology", "id": "t", "record": {{"name": "T"}}}}
            {{"op": "put", "kind": "agent", "id": "a", "record": {{"name": "A", "languages": ["en", "de-AT"], "role": {{"talks_to_user": true}}}}}}
            {{"op": "put", "kind": "agent", "id": "desk", "record": {{"name": "Desk", "kind": "human"}}}}
            {{"op": "put", "kind": "handoff", "id": "h", "record": {{"topology": "t", "from": "a", "to": "desk"{fields}}}}}
            "#
        )
    }

    const ENGLISH: &str = r#", "discloses": true, "continuity": [{"language": "en-GB", "text": "A person goes on."}]"#;

    #[test]
    fn every_language_in_use_needs_its_text() {
        check(
            "HIL006",
            &edits(ENGLISH),
            &[
                "warning handoff h: The handoff from A to Desk does not tell the user in `de-AT` that somebody else answers now; say so.",
            ],
        );
        check(
            "HIL006",
            &edits(""),
            &[
                "warning handoff h: The handoff from A to Desk does not tell the user in `en` and `de-AT` that somebody else answers now and whether an AI or a person answers; say so.",
            ],
        );
        let findings = found("HIL006", &registry(&edits("")));
        assert_eq!(findings[0].fixes[0].title, "Tell the user who goes on");
    }

    #[test]
    fn a_language_trigger_names_the_one_in_use() {
        let english = format!(r#"{ENGLISH}, "trigger": {{"on": "language", "value": "en"}}"#);
        check("HIL006", &edits(&english), &[]);
    }

    #[test]
    fn who_talks_to_no_user_tells_nothing() {
        check("HIL006", &edits("").replace("true", "false"), &[]);
    }
}
