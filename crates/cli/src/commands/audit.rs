//! `baton audit`.

use super::counted;
use crate::args::Global;
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::audit::run::{
    Audit, HandoffAudit, RiskSide, ScoreCard, ScoredKind, SprawlReason, run as audit,
};
use serde_json::json;
use std::fmt::Write;

/// Reasons that people are shown of each side.
const MOST_REASONS: usize = 3;

pub async fn run(
    global: &Global,
    out: &Output,
    topology: Option<&str>,
) -> Result<Outcome, AppError> {
    let registry = open::existing(global).await?;
    let report = audit(&registry, topology)?;
    out.result(|| json!(report), |style| described(&report, style));
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
        .map(|(question, _)| question.replace('_', " "))
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
    format!(
        "{} {}: {}, highest risk {:.1}",
        style.strong(&format!("{:>3.0} %", card.score * 100.0)),
        visible(&name),
        counted(card.handoffs as usize, "handoff", "handoffs"),
        card.highest_risk
    )
}
