//! `baton patterns`.

use super::check::FindingJson;
use super::{apply, counted};
use crate::args::{Global, PatternWord, Patterns};
use crate::exit::Outcome;
use crate::open;
use crate::output::{Output, Style, visible};
use baton_app::AppError;
use baton_app::pattern::advise::{Advice, Coupled, Fit, Trait, WHAT_TO_DECLARE, advise};
use baton_app::pattern::restructure::restructure;
use baton_model::Pattern;
use baton_rules::Finding;
use serde_json::{Value, json};
use std::fmt::Write;

/// Patterns that people are shown with their reasons.
const MOST_FITS: usize = 3;

pub async fn run(global: &Global, out: &Output, asked: &Patterns) -> Result<Outcome, AppError> {
    let topology = asked.topology.as_deref();
    let (Some(head), Some(into)) = (&asked.restructure, asked.into) else {
        let registry = open::existing(global).await?;
        let advice = advise(&registry, topology, &asked.agents)?;
        out.result(|| json!(advice), |style| described(&advice, style));
        return Ok(Outcome::Fine);
    };
    let into = match into {
        PatternWord::Chain => Pattern::Chain,
        PatternWord::Supervisor => Pattern::Supervisor,
    };
    let registry = open::for_edits(global, asked.dry_run).await?;
    let (plan, reply) = restructure(&registry, topology, head, into, asked.dry_run).await?;
    out.result(
        || {
            let mut value = apply::reply_json(&reply);
            value["pattern"] = json!(plan.pattern);
            value["agents"] = json!(plan.agents);
            value["to_do"] = json!(plan.notes);
            value["adds"] = findings_json(plan.adds.as_deref());
            value["ends"] = findings_json(plan.ends.as_deref());
            value
        },
        |style| {
            let verb = if asked.dry_run {
                "would change"
            } else {
                "changed"
            };
            let mut text = apply::described(&reply, verb, style);
            for note in &plan.notes {
                let _ = write!(text, "\n{} {}", style.warning("to do:"), visible(note));
            }
            text.push_str(&findings("adds", plan.adds.as_deref(), style));
            text.push_str(&findings("ends", plan.ends.as_deref(), style));
            text
        },
    );
    Ok(Outcome::Fine)
}

fn findings_json(findings: Option<&[Finding]>) -> Value {
    let findings = findings.into_iter().flatten();
    json!(findings.map(FindingJson::of).collect::<Vec<_>>())
}

/// What it does to the findings, a line each.
fn findings(verb: &str, findings: Option<&[Finding]>, style: Style) -> String {
    let findings = findings.unwrap_or_default();
    let mut text = format!(
        "\n{verb} {}",
        counted(findings.len(), "finding", "findings")
    );
    for finding in findings {
        let _ = write!(
            text,
            "\n  {} {} {}",
            style.severity(finding.severity),
            finding.code,
            visible(&finding.message)
        );
    }
    text
}

fn described(advice: &Advice, style: Style) -> String {
    let mut text = String::new();
    for one in &advice.recognised {
        let _ = writeln!(
            text,
            "{} {}",
            style.strong(&format!("{:<22}", word(one.pattern))),
            visible(&one.because)
        );
        let _ = writeln!(
            text,
            "{:<22} {}",
            "",
            style.dim(&visible(&one.agents.join(", ")))
        );
    }
    if advice.recognised.is_empty() {
        text.push_str("no pattern is recognised\n");
    }
    let _ = writeln!(text, "\nthe work is {}", nature(advice));
    if advice.fits.iter().all(|fit| fit.reasons_for.is_empty()) {
        let _ = writeln!(
            text,
            "\nnot enough is known to recommend a pattern: {WHAT_TO_DECLARE}"
        );
    }
    for fit in advice.fits.iter().take(MOST_FITS) {
        let _ = writeln!(text, "\n{}", fitting(fit, style));
    }
    text
}

fn nature(advice: &Advice) -> String {
    let nature = &advice.nature;
    let guess = |declared: bool| if declared { "" } else { " (inferred)" };
    let flag = |read: &Trait<bool>, yes: &str, no: &str| {
        format!(
            "{}{}",
            if read.value { yes } else { no },
            guess(read.declared)
        )
    };
    let coupling = match nature.coupling.value {
        Coupled::Independent => "of independent steps",
        Coupled::Sequential => "of steps that follow from each other",
        Coupled::Unknown => "of steps of which nobody has said how they hang together",
    };
    let mut parts = vec![
        format!("{coupling}{}", guess(nature.coupling.declared)),
        flag(&nature.stateful, "sharing state", "sharing no state"),
        format!(
            "with {} at once{}",
            counted(nature.parallel_flows.value as usize, "flow", "flows"),
            guess(nature.parallel_flows.declared)
        ),
        match nature.specialists.value {
            0 => "over fields that nobody has counted".to_owned(),
            fields => format!(
                "over {}{}",
                counted(fields as usize, "field", "fields"),
                guess(nature.specialists.declared)
            ),
        },
        flag(&nature.regulated, "regulated", "not regulated"),
    ];
    if let Some(latency) = nature.latency_ms {
        parts.push(format!("users wait {latency} ms at most"));
    }
    parts.join(", ")
}

fn fitting(fit: &Fit, style: Style) -> String {
    let mut text = format!(
        "{} {}{}",
        style.strong(word(fit.pattern)),
        style.dim(&format!("{:+}", fit.points)),
        if fit.present { ", is there" } else { "" }
    );
    for reason in &fit.reasons_for {
        let _ = write!(text, "\n  {} {}", style.good("+"), visible(reason));
    }
    for reason in &fit.reasons_against {
        let _ = write!(text, "\n  {} {}", style.warning("-"), visible(reason));
    }
    let trade = fit.trade_offs;
    for (name, sentence) in [
        ("coordination", trade.coordination),
        ("scale", trade.scale),
        ("fault tolerance", trade.fault_tolerance),
        ("context", trade.context),
        ("auditability", trade.auditability),
    ] {
        let _ = write!(text, "\n  {} {sentence}", style.dim(&format!("{name}:")));
    }
    text
}

fn word(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Supervisor => "supervisor",
        Pattern::Chain => "handoff chain",
        Pattern::Hybrid => "hybrid",
        Pattern::Pipeline => "pipeline",
        Pattern::PeerToPeer => "peer to peer",
        Pattern::DynamicRouting => "dynamic routing",
        Pattern::Escalation => "escalation ladder",
        Pattern::Blackboard => "blackboard",
        Pattern::ChainOfResponsibility => "chain of responsibility",
    }
}
