//! The report's words.

use crate::audit::run::{Audit, HandoffAudit, RiskSide};
use crate::check::run::CheckReport;
use crate::pattern::advise::{Advice, Coupled, Fit, NatureRead, Trait, WHAT_TO_DECLARE};
use baton_export::escape::{markdown_code, markdown_inline};
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentKind, Diagnostic, Document, Level, Pattern, Team, Topology, TopologyId,
};
use baton_rules::{Finding, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Handoffs that are explained term by term.
const RISKIEST: usize = 5;
/// Findings of one rule that are written out.
const MOST_OF_A_RULE: usize = 10;
/// Patterns that are recommended.
const MOST_FITS: usize = 3;
/// Notes of one level that are written out.
const MOST_NOTES: usize = 50;

/// What a report is made of.
pub(super) struct Parts<'a> {
    pub document: &'a Document,
    pub topology: &'a TopologyId,
    pub notes: &'a [Diagnostic],
    pub checked: &'a CheckReport,
    pub audited: &'a Audit,
    pub advice: &'a Advice,
}

pub(super) fn write(parts: &Parts<'_>) -> String {
    let mut text = String::new();
    head(&mut text, parts);
    agents(&mut text, parts);
    riskiest(&mut text, parts);
    findings(&mut text, parts);
    patterns(&mut text, parts.advice);
    notes(&mut text, parts.notes);
    text
}

fn head(text: &mut String, parts: &Parts<'_>) {
    let topology = parts.document.find::<Topology>(parts.topology);
    let name = topology.map_or(parts.topology.as_str(), |topology| &topology.name);
    line(
        text,
        format_args!("# What stands in {}\n", markdown_inline(name)),
    );
    if let Some(purpose) = topology.map(|topology| topology.purpose.trim())
        && !purpose.is_empty()
    {
        line(text, format_args!("{}\n", markdown_inline(purpose)));
    }
    let graph = TopologyGraph::new(parts.document, parts.topology);
    let counts = parts.checked.counts;
    let score = parts
        .audited
        .scores
        .iter()
        .find(|card| card.id == parts.topology.as_str());
    let score = score.map_or_else(String::new, |card| {
        format!(
            " Of the audit's questions, {:.0} % are answered with yes.",
            card.score * 100.0
        )
    });
    line(
        text,
        format_args!(
            "{} and {}; the rules find {}, {} and {} of advice.{score}\n",
            counted(graph.members().count(), "agent", "agents"),
            counted(graph.handoffs().len(), "handoff", "handoffs"),
            counted(counts.errors, "error", "errors"),
            counted(counts.warnings, "warning", "warnings"),
            counted(counts.advice, "piece", "pieces"),
        ),
    );
    line(
        text,
        format_args!(
            "```mermaid\n{}\n```\n",
            baton_export::mermaid(parts.document, parts.topology).trim_end()
        ),
    );
}

fn agents(text: &mut String, parts: &Parts<'_>) {
    let graph = TopologyGraph::new(parts.document, parts.topology);
    line(
        text,
        format_args!(
            "## Agents\n\n| agent | kind | owner | tools | what it is for |\n| --- | --- | --- | --- | --- |"
        ),
    );
    for agent in graph.members() {
        let tools: Vec<String> = agent
            .tools
            .iter()
            .map(|tool| markdown_inline(&tool.name))
            .collect();
        line(
            text,
            format_args!(
                "| {} | {} | {} | {} | {} |",
                markdown_inline(&agent.name),
                kind(agent),
                owner(parts.document, agent),
                tools.join(", "),
                markdown_inline(agent.role.scope.text.lines().next().unwrap_or_default())
            ),
        );
    }
    text.push('\n');
}

fn kind(agent: &Agent) -> String {
    let kind = match agent.kind {
        AgentKind::Ai => "AI agent",
        AgentKind::Supervisor => "supervisor",
        AgentKind::Human => "people",
        AgentKind::Tool => "tool",
        AgentKind::External => "outside agent",
        AgentKind::Queue => "queue",
    };
    let is_guess = agent
        .origin
        .as_ref()
        .is_some_and(|origin| !origin.guesses.is_empty());
    format!("{kind}{}", if is_guess { " (a guess)" } else { "" })
}

fn owner(document: &Document, agent: &Agent) -> String {
    match &agent.team {
        Some(team) => markdown_inline(
            document
                .find::<Team>(team)
                .map_or(team.as_str(), |team| &team.name),
        ),
        None => "nobody".to_owned(),
    }
}

fn riskiest(text: &mut String, parts: &Parts<'_>) {
    let handoffs = &parts.audited.handoffs;
    if handoffs.is_empty() {
        return;
    }
    line(
        text,
        format_args!(
            "## The riskiest handoffs\n\nRisk is 100 times consequence times likelihood.\n"
        ),
    );
    for (place, audited) in handoffs.iter().take(RISKIEST).enumerate() {
        line(
            text,
            format_args!(
                "{}. {} has a risk of {:.1}.",
                place + 1,
                markdown_code(&audited.id),
                audited.risk
            ),
        );
        for (side, title, value) in [
            (RiskSide::Consequence, "Consequence", audited.consequence),
            (RiskSide::Likelihood, "Likelihood", audited.likelihood),
        ] {
            line(
                text,
                format_args!("   - {title} {value:.2}: {}.", terms(audited, side)),
            );
        }
        let noes: Vec<String> = audited
            .answers
            .each()
            .iter()
            .filter(|(_, yes)| !yes)
            .map(|(question, _)| question.name().replace('_', " "))
            .collect();
        if !noes.is_empty() {
            line(text, format_args!("   - Not there: {}.", noes.join(", ")));
        }
    }
    text.push('\n');
}

fn terms(audited: &HandoffAudit, side: RiskSide) -> String {
    let of_side = audited.terms.iter().filter(|term| term.side == side);
    let reasons: Vec<String> = of_side
        .map(|term| format!("{} ({:.2})", markdown_inline(&term.reason), term.weight))
        .collect();
    reasons.join("; ")
}

fn findings(text: &mut String, parts: &Parts<'_>) {
    line(text, format_args!("## What the rules find\n"));
    if parts.checked.findings.is_empty() {
        line(text, format_args!("Nothing.\n"));
        return;
    }
    let mut by_rule: BTreeMap<(Severity, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in &parts.checked.findings {
        by_rule
            .entry((finding.severity, &finding.code))
            .or_default()
            .push(finding);
    }
    for ((severity, code), found) in by_rule {
        let Some(first) = found.first() else { continue };
        let severity = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        };
        line(
            text,
            format_args!(
                "### {code} {} ({severity}, {})\n",
                markdown_inline(&first.name),
                found.len()
            ),
        );
        line(text, format_args!("{}\n", markdown_inline(&first.why)));
        for finding in found.iter().take(MOST_OF_A_RULE) {
            let fix = match finding.fixes.first().map(|fix| fix.safe) {
                Some(true) => " Can be mended with a click.",
                Some(false) => " A fix is offered for your decision.",
                None => "",
            };
            line(
                text,
                format_args!("- {}{fix}", markdown_inline(&finding.message)),
            );
        }
        if found.len() > MOST_OF_A_RULE {
            line(
                text,
                format_args!("- and {} more", found.len() - MOST_OF_A_RULE),
            );
        }
        text.push('\n');
    }
}

fn patterns(text: &mut String, advice: &Advice) {
    line(text, format_args!("## Its shape\n"));
    if advice.recognised.is_empty() {
        line(
            text,
            format_args!("No pattern of coordination was recognised.\n"),
        );
    } else {
        for recognised in &advice.recognised {
            let agents: Vec<String> = recognised
                .agents
                .iter()
                .map(|id| markdown_code(id))
                .collect();
            line(
                text,
                format_args!(
                    "- **{}**: {} ({}).",
                    pattern_name(recognised.pattern),
                    markdown_inline(&recognised.because),
                    agents.join(", ")
                ),
            );
        }
        text.push('\n');
    }
    recommendation(text, advice);
}

/// Which pattern the nature of the work speaks for, or what is missing to say so.
fn recommendation(text: &mut String, advice: &Advice) {
    line(text, format_args!("### Which shape would fit\n"));
    line(
        text,
        format_args!("What is known of the work: {}.\n", known(&advice.nature)),
    );
    let speaks = |fit: &&Fit| !fit.reasons_for.is_empty();
    let fits: Vec<&Fit> = advice.fits.iter().filter(speaks).take(MOST_FITS).collect();
    let Some(best) = fits.first().filter(|fit| fit.points > 0) else {
        line(
            text,
            format_args!("That is not enough to recommend a shape: {WHAT_TO_DECLARE}.\n"),
        );
        return;
    };
    let stands = if best.present { ", which is there" } else { "" };
    line(
        text,
        format_args!(
            "That speaks most for **{}**{stands}. The reasons on both sides:\n",
            pattern_name(best.pattern)
        ),
    );
    for fit in fits {
        let against = match &fit.reasons_against[..] {
            [] => String::new(),
            reasons => format!(" Against it: {}", sentences(reasons)),
        };
        line(
            text,
            format_args!(
                "- **{}**: {}{against}",
                pattern_name(fit.pattern),
                sentences(&fit.reasons_for)
            ),
        );
    }
    if !advice.nature.coupling.declared {
        line(
            text,
            format_args!(
                "\nMost of it is inferred from the drawing. To be sure, {WHAT_TO_DECLARE}."
            ),
        );
    }
    text.push('\n');
}

/// The nature of the work, each trait with where it is known from.
fn known(nature: &NatureRead) -> String {
    let from = |declared: bool, because: &str| {
        if declared {
            " (declared)".to_owned()
        } else {
            format!(" ({})", markdown_inline(because))
        }
    };
    let coupling = match nature.coupling.value {
        Coupled::Independent => "its steps do not need each other",
        Coupled::Sequential => "its steps follow from each other",
        Coupled::Unknown => "nobody has said how its steps hang together",
    };
    let flag = |read: &Trait<bool>, yes: &str, no: &str| {
        let word = if read.value { yes } else { no };
        format!("{word}{}", from(read.declared, &read.because))
    };
    let count = |read: &Trait<u32>, one: &str, many: &str| {
        let what = counted(read.value as usize, one, many);
        format!("{what}{}", from(read.declared, &read.because))
    };
    let mut parts = vec![
        format!(
            "{coupling}{}",
            from(nature.coupling.declared, &nature.coupling.because)
        ),
        flag(&nature.stateful, "it shares state", "it shares no state"),
        count(&nature.parallel_flows, "flow at once", "flows at once"),
    ];
    if nature.specialists.value > 0 {
        parts.push(count(&nature.specialists, "field", "fields"));
    }
    parts.push(flag(&nature.regulated, "regulated", "not regulated"));
    if let Some(latency) = nature.latency_ms {
        parts.push(format!("users wait {latency} ms at most (declared)"));
    }
    parts.join("; ")
}

fn sentences(reasons: &[String]) -> String {
    let reasons: Vec<String> = reasons
        .iter()
        .map(|reason| markdown_inline(reason))
        .collect();
    reasons.join(" ")
}

fn pattern_name(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::Supervisor => "Supervisor",
        Pattern::Chain => "Handoff chain",
        Pattern::Hybrid => "Hybrid",
        Pattern::Pipeline => "Pipeline",
        Pattern::PeerToPeer => "Peer-to-peer mesh",
        Pattern::DynamicRouting => "Dynamic routing",
        Pattern::Escalation => "Escalation ladder",
        Pattern::Blackboard => "Blackboard",
        Pattern::ChainOfResponsibility => "Chain of responsibility",
    }
}

fn notes(text: &mut String, notes: &[Diagnostic]) {
    for (level, title) in [
        (Level::Error, "What could not be read"),
        (Level::Warning, "What was not carried"),
        (Level::Info, "What was guessed or left to you"),
    ] {
        let of_level: Vec<&Diagnostic> = notes.iter().filter(|note| note.level == level).collect();
        if of_level.is_empty() {
            continue;
        }
        line(text, format_args!("## {title}\n"));
        for note in of_level.iter().take(MOST_NOTES) {
            let place = note.path.rsplit(['/', '\\']).next().unwrap_or_default();
            let place = note
                .path
                .split_once('#')
                .map_or(place, |(_, pointer)| pointer);
            line(
                text,
                format_args!(
                    "- {}: {}",
                    markdown_code(place),
                    markdown_inline(&note.message)
                ),
            );
        }
        if of_level.len() > MOST_NOTES {
            line(
                text,
                format_args!("- and {} more", of_level.len() - MOST_NOTES),
            );
        }
        text.push('\n');
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writing to a String cannot fail.
fn line(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = writeln!(text, "{words}");
}
