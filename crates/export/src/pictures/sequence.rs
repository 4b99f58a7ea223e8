//! One handoff as a Mermaid sequence diagram: what travels, what may go wrong, and who takes over.

use crate::escape::mermaid;
use crate::people::{agent_name, responder_name, target_name};
use crate::words;
use baton_model::{Document, Handoff, HandoffMode, OnReject, Target};
use std::fmt::Write as _;

/// `None` for a handoff that ends the request: nobody receives it.
#[allow(
    clippy::too_many_lines,
    reason = "one diagram in the order in which things happen"
)]
pub(super) fn write(document: &Document, handoff: &Handoff) -> Option<String> {
    if matches!(handoff.to, Target::Outcome(_)) {
        return None;
    }
    let policy = &handoff.policy;
    let from = agent_name(document, &handoff.from);
    let to = target_name(document, &handoff.to);
    let mut out = String::from("sequenceDiagram\n");
    let mut say = |line: &str| {
        let _ = writeln!(out, "  {line}");
    };
    say(&format!("accTitle: {}", text(&format!("{from} to {to}"))));
    say(&format!("participant S as {}", text(&from)));
    if handoff.gate.is_some() {
        say("actor G as Gate");
    }
    say(&format!("participant R as {}", text(&to)));
    if let Some(fallback) = handoff.fallbacks.first() {
        say(&format!(
            "participant F as {}",
            text(&agent_name(document, fallback))
        ));
    }
    if let Some(queue) = &policy.dead_letter {
        say(&format!("participant D as {}", text(queue)));
    }
    let trigger = words::trigger(&handoff.trigger);
    say(&format!(
        "Note over S: {}",
        text(&format!("When {trigger}"))
    ));
    if let Some(limit) = policy.loop_limit {
        let line = format!(
            "Stopped when the same entity passes more than {}",
            words::times(limit)
        );
        say(&format!("Note over S: {}", text(&line)));
    }
    if let Some(gate) = &handoff.gate {
        let question = if gate.question.is_empty() {
            "Decide"
        } else {
            &gate.question
        };
        say(&format!("S->>G: {}", text(question)));
        let answers: Vec<String> = gate
            .branches
            .iter()
            .map(|branch| branch.answer.clone())
            .collect();
        let answer = if answers.is_empty() {
            "answer".to_owned()
        } else {
            answers.join(" / ")
        };
        say(&format!("G-->>S: {}", text(&answer)));
    }
    let label =
        baton_layout::topology::line_label(handoff).unwrap_or_else(|| "no contract".to_owned());
    if policy.retries > 0 {
        say(&format!(
            "loop {}",
            text(&format!(
                "up to {} in all",
                words::times(policy.retries + 1)
            ))
        ));
    }
    let limit = policy.timeout_ms.map_or_else(String::new, |ms| {
        format!(", at most {}", words::milliseconds_words(ms))
    });
    say(&format!("S->>R: {}", text(&format!("{label}{limit}"))));
    if policy.retries > 0 {
        say("end");
    }
    if policy.boundary_validation {
        say("alt payload is accepted");
    }
    if handoff.mode == HandoffMode::Delegate {
        say("R-->>S: result");
    } else if policy.acknowledge {
        say("R-->>S: acknowledged");
        say("Note over R: owns the task now");
    } else {
        say("Note over R: owns the task, unacknowledged");
    }
    if policy.boundary_validation {
        say("else payload is rejected");
        match policy.on_reject {
            Some(OnReject::Fallback) if !handoff.fallbacks.is_empty() => say("R->>F: rejected"),
            Some(OnReject::DeadLetter) if policy.dead_letter.is_some() => say("R->>D: rejected"),
            Some(OnReject::ReturnToSender) => say("R-->>S: rejected"),
            Some(OnReject::FallbackOwner) => {
                let owner = handoff
                    .fallback_owner
                    .as_ref()
                    .map_or_else(|| "nobody".to_owned(), |who| responder_name(document, who));
                say(&format!(
                    "Note over R: {}",
                    text(&format!("rejected, goes to {owner}"))
                ));
            }
            _ => say("Note over R: rejected, has no handler"),
        }
        say("end");
    }
    if !handoff.fallbacks.is_empty() || policy.dead_letter.is_some() || policy.rollback {
        say("opt no answer");
        if policy.rollback {
            say("Note over S: rolled back, owns the task again");
        }
        if !handoff.fallbacks.is_empty() {
            say(&format!("S->>F: {}", text(&label)));
        }
        if policy.dead_letter.is_some() {
            say("S->>D: what nobody takes");
        }
        say("end");
    }
    Some(out)
}

/// A text on one line, never empty; a line of a sequence diagram has no quotes around it.
fn text(text: &str) -> String {
    let escaped = mermaid(text);
    if escaped.is_empty() {
        "#160;".to_owned()
    } else {
        escaped
    }
}
