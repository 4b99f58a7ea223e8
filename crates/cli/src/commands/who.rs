//! `baton who`, `baton runbook`.

use crate::args::{Global, Runbook, Who};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::on_call::who::{WhoAnswers, who};
use baton_app::on_call::{MomentTold, OnCallCall};
use serde_json::json;
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, asked: &Who) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let answer = who(&registry, &asked.subject, &asked.when.at, &asked.when.zone).await?;
    out.result(|| json!(answer), |style| described(&answer, style));
    Ok(Outcome::Fine)
}

pub async fn runbook(global: &Global, out: &Output, asked: &Runbook) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let page =
        baton_app::runbook::runbook(&registry, &asked.handoff, &asked.when.at, &asked.when.zone)
            .await?;
    out.result(
        || json!(page),
        |style| {
            let called = calls(&page.who.now, &page.who.next, style);
            format!("{called}\n{}", visible(&page.text))
        },
    );
    Ok(Outcome::Fine)
}

fn described(answer: &WhoAnswers, style: Style) -> String {
    let mut text = format!(
        "{}  {}\n",
        style.strong(&visible(&answer.name)),
        style.dim(&answer.subject.to_string())
    );
    let owners: Vec<String> = answer.owners.iter().map(|own| visible(&own.name)).collect();
    let model = match answer.owner_model.as_str() {
        "" => String::new(),
        model => format!(" ({model})"),
    };
    let owned = match owners.as_slice() {
        [] => style.warning("nobody"),
        names => names.join(", "),
    };
    let _ = writeln!(text, "owner: {owned}{model}");
    text.push_str(&moment(&answer.moment, style));
    text.push_str(&calls(&answer.now, &answer.next, style));
    if answer.repeat > 0 {
        let _ = writeln!(text, "then again, {} times", answer.repeat);
    }
    let line = |text: &mut String, what: &str, said: &str| {
        if !said.is_empty() {
            let _ = writeln!(text, "{} {}", style.dim(what), visible(said));
        }
    };
    line(&mut text, "contract:", &answer.contract);
    let fallbacks: Vec<&str> = answer
        .fallbacks
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    line(&mut text, "falls back to:", &fallbacks.join(", "));
    for check in &answer.runbook.checks {
        line(&mut text, "check:", check);
    }
    line(&mut text, "replay:", &answer.runbook.replay);
    for incident in &answer.open_incidents {
        line(&mut text, "open incident:", &incident.cause);
    }
    for change in &answer.last_changes {
        let said = format!("{} {}: {}", change.at, change.author, change.summary);
        line(&mut text, "changed:", &said);
    }
    text
}

/// The time that was asked about, with what is special about it.
pub(super) fn moment(moment: &MomentTold, style: Style) -> String {
    let mut text = format!(
        "{}\n",
        style.dim(&format!("at {} ({})", moment.words, moment.zone))
    );
    if let Some(note) = &moment.note {
        let _ = writeln!(text, "{} {}", style.warning("note:"), note);
    }
    text
}

/// Whom to page, one a line.
pub(super) fn calls(now: &[OnCallCall], next: &[OnCallCall], style: Style) -> String {
    let mut text = String::new();
    if now.is_empty() {
        let _ = writeln!(text, "{}", style.warning("nobody is named to be called"));
    }
    for (word, calls) in [("now", now), ("next", next)] {
        for call in calls {
            let when = match call.after_minutes {
                Some(0) => "at once".to_owned(),
                Some(minutes) => format!("after {minutes} min"),
                None => format!("else the {}", call.role),
            };
            let people: Vec<String> = call
                .people
                .iter()
                .filter(|person| person.name != call.name)
                .map(|person| visible(&person.name))
                .collect();
            let who = if people.is_empty() {
                visible(&call.name)
            } else {
                format!("{} ({})", people.join(", "), visible(&call.name))
            };
            let mut ways: Vec<String> = call
                .people
                .iter()
                .filter_map(|person| person.email.as_deref().map(visible))
                .collect();
            let contacts = call.contacts.iter();
            ways.extend(contacts.map(|way| visible(&format!("{} {}", way.channel, way.address))));
            let how = match call.channel.as_str() {
                "" => String::new(),
                channel => format!(" by {}", visible(channel)),
            };
            let _ = writeln!(
                text,
                "{word:<4}  {when}{how}: {}  {}",
                style.strong(&who),
                style.dim(&ways.join(", "))
            );
            if let Some(problem) = &call.problem {
                let _ = writeln!(text, "      {} {}", style.warning("gap:"), visible(problem));
            }
        }
    }
    text
}
