//! `baton verify`.

use super::{apply, counted};
use crate::args::{Global, Verify};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::protocol::mend::mend;
use baton_app::protocol::subject;
use baton_app::protocol::verify::{Detail, Property, Trace, TransferProperty, Verified, verify};
use serde_json::json;
use std::fmt::Write;

/// Handoffs that are named in a line.
const MOST: usize = 4;

pub async fn run(global: &Global, out: &Output, asked: &Verify) -> Result<Outcome, AppError> {
    let id = asked.subject.as_deref();
    if asked.fix {
        let registry = open::for_edits(global, asked.dry_run).await?;
        let subject = subject::find(&registry, id)?;
        let (found, reply) = mend(&registry, &subject, asked.dry_run).await?;
        out.result(
            || {
                let mut value = apply::reply_json(&reply);
                value["fixes"] = json!(found.fixes);
                value
            },
            |style| {
                let verb = if asked.dry_run {
                    "would change"
                } else {
                    "changed"
                };
                let mut text = apply::described(&reply, verb, style);
                for one in &found.fixes {
                    let _ = write!(
                        text,
                        "\n{}: {}",
                        style.strong(&visible(&one.handoff)),
                        visible(&one.fix.title)
                    );
                }
                text
            },
        );
        return Ok(Outcome::Fine);
    }
    let registry = open::existing(global).await?;
    let subject = subject::find(&registry, id)?;
    let found = verify(&registry, &subject, Detail::Runs)?;
    out.result(|| json!(found), |style| described(&found, style));
    Ok(if found.is_clean() {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

fn described(found: &Verified, style: Style) -> String {
    let handoffs = found.properties.len() / found.about.len().max(1);
    let mut text = format!(
        "{} {}\n",
        style.strong(&visible(&found.subject.id)),
        style.dim(&format!(
            "{} in {} explored",
            counted(handoffs, "handoff", "handoffs"),
            counted(
                found.configurations as usize,
                "configuration",
                "configurations"
            )
        ))
    );
    for about in &found.about {
        let of = |holds: Option<bool>| {
            let properties = found.properties.iter();
            let of = properties.filter(move |one| one.name == about.name && one.holds == holds);
            of.collect::<Vec<_>>()
        };
        let (held, broken, open) = (of(Some(true)), of(Some(false)), of(None));
        if !held.is_empty() {
            let word = style.good("holds     ");
            line(&mut text, &word, about.title, &held, handoffs);
            if about.name == Property::NoEffectTwice
                && held.iter().any(|one| has_two_owners(found, one))
            {
                let assumed = "as long as both owners look its id up in one place, and do not keep to themselves what they have done";
                let _ = writeln!(text, "    {}", style.dim(assumed));
            }
        }
        if !open.is_empty() {
            let word = style.warning("not proven");
            line(&mut text, &word, about.title, &open, handoffs);
            if let Some(reason) = &open[0].reason {
                let _ = writeln!(text, "    {}", visible(reason));
            }
        }
        for alike in groups(broken) {
            let word = style.error("violated  ");
            line(&mut text, &word, about.title, &alike, handoffs);
            shown(&mut text, alike[0], style);
        }
    }
    if !found.passed_over.is_empty() {
        let count = found.passed_over.len();
        let _ = writeln!(
            text,
            "{}",
            style.dim(&format!(
                "{} passed over: nobody is there to hand over to",
                counted(count, "handoff to an outcome", "handoffs to outcomes")
            ))
        );
    }
    text
}

/// Whether two may own the task of the same handoff at once.
fn has_two_owners(found: &Verified, one: &TransferProperty) -> bool {
    let mut properties = found.properties.iter();
    properties.any(|other| {
        other.handoff == one.handoff
            && other.name == Property::NeverTwoOwners
            && other.holds == Some(false)
    })
}

/// The property, and for more than one handoff, of how many and which.
fn line(text: &mut String, word: &str, title: &str, of: &[&TransferProperty], all: usize) {
    let _ = write!(text, "{word} {title}");
    if all > 1 && of.len() == all {
        text.push_str(", at all of them");
    } else if all > 1 {
        let names: Vec<String> = of
            .iter()
            .take(MOST)
            .map(|one| visible(&one.handoff))
            .collect();
        let _ = write!(text, ", at {}", names.join(", "));
        if of.len() > MOST {
            let _ = write!(text, " and {} more", of.len() - MOST);
        }
    }
    text.push('\n');
}

/// Violations that happen in the same way, so that it is told once.
fn groups(broken: Vec<&TransferProperty>) -> Vec<Vec<&TransferProperty>> {
    let way = |one: &TransferProperty| {
        let steps = one.trace.iter().flat_map(|trace| &trace.steps);
        let steps: Vec<_> = steps.map(|step| (step.party, step.short.clone())).collect();
        (steps, one.remedy.as_ref().map(|fix| fix.title.clone()))
    };
    let mut groups: Vec<(_, Vec<&TransferProperty>)> = Vec::new();
    for one in broken {
        let is = way(one);
        match groups.iter_mut().find(|(of, _)| *of == is) {
            Some((_, group)) => group.push(one),
            None => groups.push((is, vec![one])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn shown(text: &mut String, property: &TransferProperty, style: Style) {
    if let Some(trace) = &property.trace {
        for told in Trace::plain(trace) {
            let _ = writeln!(text, "    {}", visible(&told));
        }
    }
    if let Some(fix) = &property.remedy {
        let _ = writeln!(
            text,
            "    {} {}",
            style.strong("change:"),
            visible(&fix.title)
        );
    }
}
