//! Runs as diagrams.

use super::{but, names, run, small};
use crate::{BUDGET, Names, Proof, Property, Trace, verify};

fn trace(config: &crate::Configuration, names: &Names, property: Property) -> Trace {
    Trace::of(config, names, property, &run(config, property).unwrap())
}

#[test]
fn a_diagram_shows_what_arrived_what_was_lost_and_what_came_twice() {
    let careless = but(|it| it.acknowledge = false);
    assert_eq!(
        trace(&careless, &names(), Property::OwnerNeverLost).mermaid,
        "sequenceDiagram
    participant p0 as Triage
    participant p1 as Billing
    Note over p0: sends, lets go
    p0-xp1: task (lost)
    Note over p0,p1: Now nobody has the task#58; Triage has let go of it, and nobody has stored it.
"
    );
    let call = but(|it| {
        it.mode = baton_model::HandoffMode::Delegate;
        it.recognises_repeats = false;
    });
    assert_eq!(
        trace(&call, &names(), Property::NoEffectTwice).mermaid,
        "sequenceDiagram
    participant p0 as Triage
    participant p1 as Billing
    Note over p0: calls
    p0->>p1: task
    Note over p1: takes the call
    Note over p1: does it
    p1--)p0: answer (not arrived)
    p0->>p1: task (again)
    Note over p1: does not recognise it
    Note over p1: does it again
    Note over p0,p1: What the task asks for was done twice.
"
    );
}

#[test]
fn messages_name_the_steps_of_sending_and_arriving() {
    let config = but(|it| {
        it.rollback = false;
        it.rejection = None;
        it.retries = 1;
    });
    let told = trace(&config, &names(), Property::NeverTwoOwners);
    let parties: Vec<_> = told
        .parties
        .iter()
        .map(|party| party.name.as_str())
        .collect();
    assert_eq!(parties, ["Triage", "Billing", "Desk"]);
    let messages: Vec<_> = told
        .messages
        .iter()
        .map(|it| (it.from, it.to, it.label.as_str(), it.sent, it.arrives))
        .collect();
    assert_eq!(
        messages,
        [
            (0, 1, "task", 0, Some(1)),
            (1, 0, "acknowledgement", 1, None),
            (0, 1, "attempt 2", 2, None),
            (0, 2, "task", 3, Some(4)),
            (2, 0, "acknowledgement", 4, None),
        ]
    );
}

/// The grammar of what is written: one statement a line, known arrows between declared parties, texts of harmless letters and entities.
fn is_mermaid(text: &str) -> Result<(), String> {
    let mut lines = text.lines();
    if lines.next() != Some("sequenceDiagram") {
        return Err("no header".to_owned());
    }
    let mut parties = 0;
    let mut open = 0;
    for line in lines {
        let line = line.strip_prefix("    ").ok_or(line)?;
        let is_party = |word: &str| {
            let number = word
                .strip_prefix('p')
                .and_then(|number| number.parse().ok());
            number.is_some_and(|number: usize| number < parties)
        };
        let words = if let Some(rest) = line.strip_prefix("participant ") {
            let (id, name) = rest.split_once(" as ").ok_or(line)?;
            if id != format!("p{parties}") {
                return Err(line.to_owned());
            }
            parties += 1;
            name
        } else if line == "loop for ever" {
            open += 1;
            continue;
        } else if line == "end" {
            open -= 1;
            continue;
        } else {
            let (subject, words) = line.split_once(": ").ok_or(line)?;
            let ids: Vec<&str> = match subject.strip_prefix("Note over ") {
                Some(ids) => ids.split(',').collect(),
                None => ["-->>", "->>", "--)", "-x"]
                    .iter()
                    .find_map(|arrow| subject.split_once(arrow))
                    .map(|(from, to)| vec![from, to])
                    .ok_or(line)?,
            };
            if !ids.iter().all(|id| is_party(id)) {
                return Err(line.to_owned());
            }
            words
        };
        let mut rest = words.to_owned();
        while let Some((before, after)) = rest.split_once('#') {
            let (code, after) = after.split_once(';').ok_or(line)?;
            code.parse::<u32>().map_err(|_| line)?;
            rest = format!("{before} {after}");
        }
        let is_harmless = |letter: char| {
            letter.is_alphanumeric() || matches!(letter, ' ' | ',' | '.' | '(' | ')')
        };
        let ends = rest.split(' ').any(|word| word.eq_ignore_ascii_case("end"));
        if words.is_empty() || ends || !rest.chars().all(is_harmless) {
            return Err(line.to_owned());
        }
    }
    if open == 0 {
        Ok(())
    } else {
        Err("a block is open".to_owned())
    }
}

#[test]
fn whatever_anybody_is_called_a_diagram_is_one() {
    let hostile = [
        "end",
        "END the loop",
        "a;b#c",
        "p0->>p1: hi",
        "<img src=x onerror=alert(1)>",
        "x\nNote over p0: injected",
        "%%{init: {\"theme\": \"dark\"}}%%",
        ":wrap: wide",
        "\u{202e}\u{0}\t",
        "",
        "退款 & Ämter",
    ];
    for name in hostile {
        let names = Names {
            sender: name.to_owned(),
            receivers: vec![name.to_owned(); 3],
            dead_letter: name.to_owned(),
            person: name.to_owned(),
        };
        let config = but(|it| it.rollback = false);
        let text = trace(&config, &names, Property::NeverTwoOwners).mermaid;
        assert_eq!(is_mermaid(&text), Ok(()), "{name:?}: {text}");
    }
}

#[test]
fn every_violation_can_be_drawn() {
    for config in small() {
        for (property, proof) in verify(&config, BUDGET).properties {
            let Proof::Violated(run) = proof else {
                continue;
            };
            let told = Trace::of(&config, &names(), property, &run);
            assert_eq!(is_mermaid(&told.mermaid), Ok(()));
            assert_eq!(told.steps.len(), run.steps.len());
            for message in &told.messages {
                let last = told.steps.len() - 1;
                let arrives = message.arrives.or(message.lost).unwrap_or(message.sent);
                assert!(message.sent <= arrives && arrives as usize <= last);
                let parties = told.parties.len();
                assert!((message.from as usize) < parties && (message.to as usize) < parties);
            }
        }
    }
}

#[test]
fn the_grammar_of_these_tests_notices_mistakes() {
    for wrong in [
        "graph TD\n",
        "sequenceDiagram\n    p0->>p1: task\n",
        "sequenceDiagram\n    participant p0 as a;b\n",
        "sequenceDiagram\n    participant p0 as A\n    p0~>p0: x\n",
        "sequenceDiagram\n    loop for ever\n",
        "sequenceDiagram\n    participant p0 as the end\n",
    ] {
        assert!(is_mermaid(wrong).is_err(), "{wrong}");
    }
}
