//! A trace as a Mermaid sequence diagram.

use crate::trace::{Trace, TraceKind, TraceMessage};
use std::fmt::Write as _;

/// The source of a Mermaid `sequenceDiagram`. A message stands where it arrives, or where it was lost; one that is still on its way in the end stands
/// where it was sent, with an open end. Names and texts hold nothing that Mermaid could read as anything else.
pub(crate) fn mermaid(trace: &Trace) -> String {
    let mut out = String::from("sequenceDiagram\n");
    for (number, party) in trace.parties.iter().enumerate() {
        line(
            &mut out,
            format_args!("participant p{number} as {}", escape(&party.name)),
        );
    }
    for (number, step) in (0_u32..).zip(&trace.steps) {
        if trace.repeats_from == Some(number) {
            line(&mut out, format_args!("loop for ever"));
        }
        for message in &trace.messages {
            let stands = message.arrives.or(message.lost).unwrap_or(message.sent);
            if stands == number && message.sent != number {
                arrow(&mut out, message);
            }
        }
        let mark = match step.kind {
            TraceKind::Lose => continue,
            TraceKind::Crash => "crashes",
            _ => step.short.as_str(),
        };
        line(
            &mut out,
            format_args!("Note over p{}: {}", step.party, escape(mark)),
        );
        for message in &trace.messages {
            let stands = message.arrives.or(message.lost).unwrap_or(message.sent);
            if stands == number && message.sent == number {
                arrow(&mut out, message);
            }
        }
    }
    if trace.repeats_from.is_some() {
        line(&mut out, format_args!("end"));
    }
    if let Some(last) = trace.parties.len().checked_sub(1) {
        line(
            &mut out,
            format_args!("Note over p0,p{last}: {}", escape(&trace.conclusion)),
        );
    }
    out
}

fn arrow(out: &mut String, message: &TraceMessage) {
    let (head, fate) = match (message.arrives, message.lost) {
        (Some(_), _) if message.repeat => ("->>", " (again)"),
        (Some(_), _) => ("->>", ""),
        (None, Some(_)) => ("-x", " (lost)"),
        (None, None) => ("--)", " (not arrived)"),
    };
    let label = escape(&format!("{}{fate}", message.label));
    line(
        out,
        format_args!("p{}{head}p{}: {label}", message.from, message.to),
    );
}

/// Writing to a String cannot fail.
fn line(out: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "    {words}");
}

/// Letters, digits and single spaces; commas and dots inside a text; everything else as an entity (`#60;`). `end` alone ends blocks in some versions of
/// Mermaid, so its last letter is an entity too. Control characters become spaces.
fn escape(text: &str) -> String {
    let mut words = Vec::new();
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if word.is_empty() {
            continue;
        }
        if word.eq_ignore_ascii_case("end") {
            let (start, last) = word.split_at(word.len() - 1);
            let code = last.chars().map(u32::from).sum::<u32>();
            words.push(format!("{start}#{code};"));
            continue;
        }
        let mut out = String::new();
        for letter in word.chars() {
            let is_plain = letter.is_alphanumeric() || matches!(letter, ',' | '.' | '(' | ')');
            if is_plain {
                out.push(letter);
            } else {
                let _ = write!(out, "#{};", u32::from(letter));
            }
        }
        words.push(out);
    }
    if words.is_empty() {
        return "unnamed".to_owned();
    }
    words.join(" ")
}
