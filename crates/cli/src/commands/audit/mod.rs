//! `baton audit`.

mod series;

use super::counted;
use crate::args::{Audit as Words, Global, Span};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::audit::run::{
    Audit, HandoffAudit, RiskSide, ScoreCard, ScoredKind, SprawlReason, run as audit,
};
use baton_app::audit::series::{SeriesRequest, Since, audit_series};
use serde_json::json;
use std::fmt::Write;

/// Reasons that people are shown of each side.
const MOST_REASONS: usize = 3;

pub async fn run(global: &Global, out: &Output, words: &Words) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let report = audit(&registry, words.topology.as_deref())?;
    let since = match (&words.since, words.over) {
        (Some(day), _) => Since::Day(day.clone()),
        (None, Some(Span::Days(days))) => Since::Days(days),
        (None, Some(Span::All)) => Since::Start,
        (None, None) => {
            out.result(|| json!(*report), |style| described(&report, style));
            return Ok(Outcome::Fine);
        }
    };
    let named = |text| registry.read(|document| baton_app::review::record(document, text));
    let request = SeriesRequest {
        topology: words.topology.clone(),
        since,
        points: words.points,
        about: words.of.as_deref().map(named).transpose()?,
    };
    let found = audit_series(&registry, &request).await?;
    out.result(
        || {
            let mut value = json!(*report);
            value["series"] = json!(found);
            value
        },
        |style| series::described(&found, style),
    );
    Ok(Outcome::Fine)
}

fn described(report: &Audit, style: Style) -> String {
    let mut text = String::new();
    for audited in &report.handoffs {
        let _ = writeln!(
            text,
            "{} {}  {}",
            style.strong(&format!("{:>5.1}", audited.risk)),
            visible(&audited.id),
            missing(audited, style)
        );
        let _ = writeln!(text, "      {}", style.dim(&visible(&because(audited))));
    }
    for (reason, title) in [
        (SprawlReason::Unowned, "no team owns"),
        (SprawlReason::Unused, "no topology has"),
        (SprawlReason::Duplicate, "another agent does the same as"),
        (
            SprawlReason::StaleHealth,
            "health was not checked for 30 days of",
        ),
    ] {
        let of_reason = report.sprawl.iter().filter(|one| one.reason == reason);
        let agents: Vec<&str> = of_reason.map(|one| one.agent.as_str()).collect();
        if !agents.is_empty() {
            let _ = writeln!(
                text,
                "{} {}",
                style.warning(title),
                visible(&agents.join(", "))
            );
        }
    }
    for card in &report.scores {
        if card.kind != ScoredKind::Agent {
            let _ = writeln!(text, "{}", scored(card, style));
        }
    }
    text
}

fn missing(audited: &HandoffAudit, style: Style) -> String {
    let answers = audited.answers.each();
    let noes: Vec<String> = answers
        .iter()
        .filter(|(_, yes)| !yes)
        .map(|(question, _)| question.name().replace('_', " "))
        .collect();
    if noes.is_empty() {
        style.good("every question answered with yes")
    } else {
        format!("{} {}", style.warning("not"), noes.join(", "))
    }
}

fn because(audited: &HandoffAudit) -> String {
    let side = |side| {
        let of_side = audited.terms.iter().filter(|term| term.side == side);
        let reasons: Vec<&str> = of_side
            .take(MOST_REASONS)
            .map(|term| term.reason.as_str())
            .collect();
        reasons.join(", ")
    };
    format!(
        "consequence {:.2}: {}; likelihood {:.2}: {}",
        audited.consequence,
        side(RiskSide::Consequence),
        audited.likelihood,
        side(RiskSide::Likelihood)
    )
}

fn scored(card: &ScoreCard, style: Style) -> String {
    let name = match card.kind {
        ScoredKind::Registry => "all".to_owned(),
        ScoredKind::Topology => format!("topology {}", card.id),
        ScoredKind::Team => format!("team {}", card.id),
        ScoredKind::Agent => format!("agent {}", card.id),
    };
    if card.handoffs == 0 {
        return format!("{}: no handoffs to score", visible(&name));
    }
    format!(
        "{} {}: {}, highest risk {:.1}",
        style.strong(&format!("{:>3.0} %", card.score * 100.0)),
        visible(&name),
        counted(card.handoffs as usize, "handoff", "handoffs"),
        card.highest_risk
    )
}
