//! `baton review`.

use super::apply::reply_json;
use super::counted;
use crate::args::{Answer, Global, Review};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::registry::EditReply;
use baton_app::review::answer::{self, answer_review};
use baton_app::review::ask::{AskReview, ask_review};
use baton_app::review::clearance::Clearance;
use baton_app::review::list::{ReviewRow, reviews};
use baton_app::review::overrule::override_review;
use baton_app::review::page::{AskedRow, ReviewPage, review_page};
use baton_app::review::subject;
use baton_app::review::withdraw::withdraw_review;
use baton_app::{AppError, Registry};
use baton_model::Decision;
use serde_json::{Value, json};
use std::fmt::Write;

pub async fn run(global: &Global, out: &Output, what: &Review) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    match what {
        Review::Ask {
            subject: about,
            message,
            baseline,
        } => {
            let request = AskReview {
                subject: registry.read(|document| subject(document, about))?,
                message: message.clone(),
                baseline: baseline.clone(),
            };
            let asked = ask_review(&registry, &request).await?;
            print(&registry, out, asked.id.as_str(), &asked.reply)?;
        }
        Review::Approve(words) => say(&registry, out, words, Decision::Approve).await?,
        Review::Object(words) => say(&registry, out, words, Decision::Reject).await?,
        Review::RequestChanges(words) => {
            say(&registry, out, words, Decision::RequestChanges).await?;
        }
        Review::Withdraw { review } => {
            let id = review_page(&registry, review)?.row.id;
            let reply = withdraw_review(&registry, id.as_str()).await?;
            print(&registry, out, id.as_str(), &reply)?;
        }
        Review::Override {
            review,
            team,
            reason,
        } => {
            let id = review_page(&registry, review)?.row.id;
            let reply = override_review(&registry, id.as_str(), team, reason).await?;
            print(&registry, out, id.as_str(), &reply)?;
        }
        Review::List {
            subject: about,
            all,
        } => {
            let about = about
                .as_ref()
                .map(|about| registry.read(|document| subject(document, about)))
                .transpose()?;
            let rows = reviews(&registry, about.as_ref(), *all);
            out.result(|| json!({"reviews": rows}), |style| listed(&rows, style));
        }
        Review::Show { review } => {
            let page = review_page(&registry, review)?;
            out.result(|| json!(page), |style| described(&page, style));
        }
    }
    Ok(Outcome::Fine)
}

async fn say(
    registry: &Registry,
    out: &Output,
    words: &Answer,
    decision: Decision,
) -> Result<(), AppError> {
    let id = review_page(registry, &words.review)?.row.id;
    let answer = answer::Answer {
        team: words.team.clone(),
        decision,
        comment: words.comment.clone(),
    };
    let reply = answer_review(registry, id.as_str(), &answer).await?;
    print(registry, out, id.as_str(), &reply)
}

/// The review after a step, with what was written.
fn print(registry: &Registry, out: &Output, id: &str, reply: &EditReply) -> Result<(), AppError> {
    let page = review_page(registry, id)?;
    out.result(
        || {
            let mut value = reply_json(reply);
            value["review"] = json!(page);
            value
        },
        |style| described(&page, style),
    );
    Ok(())
}

fn listed(rows: &[ReviewRow], style: Style) -> String {
    let mut text = String::new();
    for row in rows {
        let _ = writeln!(
            text,
            "{}  {}  {}",
            style.strong(row.id.as_str()),
            stands(row, style),
            style.dim(&visible(&first_line(&row.message)))
        );
    }
    let _ = writeln!(
        text,
        "{}",
        style.dim(&counted(rows.len(), "review", "reviews"))
    );
    text
}

fn described(page: &ReviewPage, style: Style) -> String {
    let row = &page.row;
    let mut text = format!(
        "{}  {}\n{} {}, asked by {} (claimed){}\n\n{}\n\n",
        style.strong(row.id.as_str()),
        stands(row, style),
        row.subject.kind.name().replace('_', " "),
        visible(&row.subject_name),
        visible(&row.asked_by),
        row.asked_at
            .as_ref()
            .map(|at| format!(" on {at}"))
            .unwrap_or_default(),
        visible(&row.message)
    );
    if let Some(verdict) = &page.verdict {
        let _ = writeln!(text, "{}", verdict_words(&verdict.0, style));
    }
    if let Some(impact) = page
        .impact
        .as_ref()
        .and_then(|json| json.0["summary"].as_str())
    {
        let _ = writeln!(text, "{}", visible(impact));
    }
    for asked in &page.asked {
        let _ = writeln!(text, "{}", asked_words(asked, style));
    }
    if let Some(decision) = &page.overridden {
        let _ = writeln!(
            text,
            "overridden for {} by {} (claimed): {}",
            decision.team,
            visible(&decision.by),
            visible(&decision.reason)
        );
    }
    for comment in page.comments.iter().filter(|comment| !comment.resolved) {
        let _ = writeln!(
            text,
            "{} {}: {}",
            style.dim(comment.id.as_str()),
            visible(&comment.by),
            visible(&comment.text)
        );
    }
    text
}

fn asked_words(asked: &AskedRow, style: Style) -> String {
    let word = match asked.decision {
        None => style.dim("waits"),
        Some(Decision::Approve) => style.good("agrees"),
        Some(Decision::RequestChanges) => style.warning("wants changes"),
        Some(Decision::Reject) => style.error("objects"),
    };
    let mut text = format!("{} {}  {word}", style.strong("·"), visible(&asked.name));
    if let Some(by) = &asked.by {
        let _ = write!(text, ", {} (claimed)", visible(by));
    }
    if !asked.comment.is_empty() {
        let _ = write!(text, ": {}", visible(&asked.comment));
    }
    let mut why: Vec<String> = asked
        .because
        .iter()
        .take(3)
        .map(|key| visible(key))
        .collect();
    let more = (asked.because_count as usize).saturating_sub(why.len());
    if asked.owns_subject {
        why.insert(0, "owns it".to_owned());
    }
    if more > 0 {
        why.push(format!("{more} more"));
    }
    if asked.since {
        why.push("an owner since it was asked".to_owned());
    }
    let _ = write!(text, "  {}", style.dim(&format!("({})", why.join(", "))));
    text
}

fn verdict_words(verdict: &Value, style: Style) -> String {
    let none = Vec::new();
    let against = verdict["against"].as_array().unwrap_or(&none);
    if against.is_empty() {
        return style.dim("compared with no version: none is in use that the mode names");
    }
    let one = |comparison: &Value| {
        let word = |name: &str| {
            let verdict = comparison[name]["verdict"].as_str().unwrap_or_default();
            match verdict {
                "safe" => style.good(verdict),
                "breaking" => style.error(verdict),
                other => style.warning(other),
            }
        };
        let mut text = format!(
            "against {}: backward {}, forward {}",
            visible(comparison["old"].as_str().unwrap_or_default()),
            word("backward"),
            word("forward")
        );
        for way in ["backward", "forward"] {
            if let Some(shown) = comparison[way].get("counterexample") {
                let _ = write!(text, "\n  {way}: {}", visible(&shown.to_string()));
            }
        }
        text
    };
    against.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn stands(row: &ReviewRow, style: Style) -> String {
    match &row.clearance {
        Some(Clearance::NotNeeded | Clearance::Approved) => style.good("approved"),
        Some(Clearance::Overridden { .. }) => style.warning("overridden"),
        Some(Clearance::Rejected) => style.error("objected"),
        Some(Clearance::Stale) => style.warning("stale: changed since it was asked for"),
        Some(Clearance::Waiting { teams }) => {
            let teams: Vec<&str> = teams.iter().map(AsRef::as_ref).collect();
            format!("waits for {}", teams.join(", "))
        }
        None => {
            let state = json!(row.state);
            style.dim(state.as_str().unwrap_or_default())
        }
    }
}

fn first_line(text: &str) -> String {
    super::cut(text.lines().next().unwrap_or_default(), 80)
}
