//! The report for people: what is worst first, what is alike told once.

use crate::commands::{counted, cut};
use crate::output::{Style, visible};
use baton_app::impact::{Effect, FirstStep, ImpactHit, ImpactReport};
use baton_contract::Replay;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Most handoffs that are named for one reason, and most fields.
const MOST_NAMED: usize = 8;
/// Most reasons that are told of one effect.
const MOST_REASONS: usize = 12;
/// Longest payload that is shown, in characters.
const LONGEST_PAYLOAD: usize = 400;
/// Most reasons of rejected payloads that are told.
const MOST_REJECTIONS: usize = 5;

pub(super) fn described(report: &ImpactReport, replay: Option<&Replay>, style: Style) -> String {
    let mut text = String::new();
    for effect in Effect::ALL {
        let hits: Vec<&ImpactHit> = report
            .hits
            .iter()
            .filter(|hit| hit.effect == effect)
            .collect();
        if effect != Effect::Unaffected {
            group(&mut text, effect, &hits, style);
        }
    }
    if report.left_out > 0 {
        let more = counted(report.left_out as usize, "more handoff", "more handoffs");
        let _ = writeln!(
            text,
            "{}\n",
            style.dim(&format!("and {more}; --format json tells all"))
        );
    }
    if !report.teams.is_empty() {
        let _ = writeln!(text, "{}", style.strong("Teams"));
    }
    let widest = report
        .teams
        .iter()
        .map(|team| visible(&team.name).chars().count())
        .max();
    for team in &report.teams {
        let hits = counted(team.handoffs as usize, "handoff", "handoffs");
        let first = team.first_step.as_ref().map(calls).unwrap_or_default();
        let name = visible(&team.name);
        let gap = " ".repeat(widest.unwrap_or(0) - name.chars().count());
        let _ = writeln!(text, "  {name}{gap}  {hits}{}", style.dim(&first));
    }
    if !report.plan.is_empty() {
        let _ = writeln!(text, "\n{}", style.strong("Plan"));
    }
    for step in &report.plan {
        let _ = writeln!(text, "  {}. {}", step.order, visible(&step.message));
    }
    if let Some(replay) = replay {
        let _ = writeln!(text, "\n{}", replayed(replay, style));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    let summary = visible(&report.summary);
    let summary = if report.holds {
        style.good(&summary)
    } else {
        style.error(&summary)
    };
    let _ = writeln!(text, "{summary}");
    if report.counts.unaffected > 0 && report.counts.unaffected as usize != report.hits.len() {
        let rest = counted(
            report.counts.unaffected as usize,
            "other handoff is",
            "other handoffs are",
        );
        let _ = writeln!(
            text,
            "{}",
            style.dim(&format!("{rest} touched, and nothing happens there."))
        );
    }
    text
}

/// `  calls rotation payments-oncall by page after 5 minutes`.
fn calls(step: &FirstStep) -> String {
    let how = if step.channel.is_empty() {
        String::new()
    } else {
        format!(" by {}", visible(&step.channel))
    };
    let when = match step.after_minutes {
        0 => "at once".to_owned(),
        minutes => format!("after {}", counted(minutes as usize, "minute", "minutes")),
    };
    format!("  calls {}{how} {when}", step.notify.key())
}

fn title(effect: Effect, style: Style) -> String {
    match effect {
        Effect::Breaks => style.error("Breaks"),
        Effect::Undecided => style.warning("Undecided"),
        Effect::Unowned => style.warning("Loses who answers for it"),
        Effect::NeedsUpgrade => style.warning("Needs an upgrade"),
        Effect::Deprecated => style.strong("Carries what ends"),
        Effect::Unaffected => style.dim("Unaffected"),
    }
}

/// Everything of one effect: what has the same reason stands together.
fn group(text: &mut String, effect: Effect, hits: &[&ImpactHit], style: Style) {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: Vec<Vec<&ImpactHit>> = Vec::new();
    for hit in hits {
        let place = *places.entry(&hit.reason).or_insert(reasons.len());
        match reasons.get_mut(place) {
            Some(alike) => alike.push(hit),
            None => reasons.push(vec![hit]),
        }
    }
    if hits.is_empty() {
        return;
    }
    let count = counted(hits.len(), "handoff", "handoffs");
    let _ = writeln!(text, "{}  {}", title(effect, style), style.dim(&count));
    for alike in reasons.iter().take(MOST_REASONS) {
        reason(text, alike, style);
    }
    if reasons.len() > MOST_REASONS {
        let more = format!("  and {} more reasons", reasons.len() - MOST_REASONS);
        let _ = writeln!(text, "{}", style.dim(&more));
    }
    text.push('\n');
}

fn reason(text: &mut String, alike: &[&ImpactHit], style: Style) {
    let Some(first) = alike.first() else {
        return;
    };
    let mut names: Vec<String> = alike
        .iter()
        .take(MOST_NAMED)
        .map(|hit| style.strong(hit.handoff.as_str()))
        .collect();
    if alike.len() > MOST_NAMED {
        names.push(format!("{} more", alike.len() - MOST_NAMED));
    }
    let _ = writeln!(text, "  {}", names.join(", "));
    let _ = writeln!(text, "    {}", visible(&first.reason));
    if let Some(payload) = &first.counterexample {
        let _ = writeln!(
            text,
            "    {}",
            cut(&visible(&payload.0.to_string()), LONGEST_PAYLOAD)
        );
    }
    let mut notes = Vec::new();
    if !first.fields.is_empty() {
        notes.push(format!("fields {}", fields(first)));
    }
    if first.path.len() > 1 {
        let way: Vec<&str> = first
            .path
            .iter()
            .map(baton_model::HandoffId::as_str)
            .collect();
        notes.push(format!("by way of {}", way.join(" > ")));
    }
    if let (Some(day), Some(left)) = (&first.until, first.days_left) {
        let days = counted(left.unsigned_abs() as usize, "day", "days");
        notes.push(if left < 0 {
            format!("ended {day}, {days} ago")
        } else {
            format!("ends {day}, in {days}")
        });
    }
    if !notes.is_empty() {
        let _ = writeln!(text, "    {}", style.dim(&notes.join("; ")));
    }
}

/// The fields, those left out that are inside another one.
fn fields(hit: &ImpactHit) -> String {
    let is_inside = |field: &String| {
        let mut others = hit.fields.iter();
        others.any(|other| field.starts_with(&format!("{other}/")))
    };
    let mut told: Vec<String> = Vec::new();
    for field in hit.fields.iter().filter(|field| !is_inside(field)) {
        let is_inferred = hit.inferred.contains(field);
        let mark = if is_inferred { " (inferred)" } else { "" };
        told.push(format!("{}{mark}", visible(field)));
    }
    if told.len() > MOST_NAMED {
        let more = format!("{} more", told.len() - MOST_NAMED);
        told.truncate(MOST_NAMED);
        told.push(more);
    }
    told.join(", ")
}

/// What recorded payloads say about a draft.
fn replayed(replay: &Replay, style: Style) -> String {
    let mut text = format!(
        "{}\n  {} of {} recorded payloads ({:.1} %) would be rejected.",
        style.strong("Replay"),
        replay.rejected,
        replay.checked,
        replay.share * 100.0
    );
    for reason in replay.reasons.iter().take(MOST_REJECTIONS) {
        let _ = write!(
            text,
            "\n  {:>6} x {}",
            reason.count,
            visible(&reason.reason)
        );
        if let Some(example) = &reason.example {
            let _ = write!(
                text,
                "\n           {}",
                style.dim(&cut(&visible(&example.0.to_string()), 160))
            );
        }
    }
    if replay.unreadable > 0 {
        let lines = counted(replay.unreadable as usize, "line holds", "lines hold");
        let _ = write!(text, "\n  {lines} no payload.");
    }
    text
}
