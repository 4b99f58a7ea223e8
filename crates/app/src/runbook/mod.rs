//! What the person on call sees of a handoff: the exported runbook with who is called at a time.

use crate::incident::list::{IncidentRow, incidents};
use crate::on_call::who::{WhoAnswers, who};
use crate::record::list::show;
use crate::record::words::title;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Handoff, Held, Kind, Record, Runbook};
use serde::Serialize;

/// A runbook, as the window shows it.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct RunbookPage {
    /// Owners, whom to page now and next, and what was changed last.
    pub who: WhoAnswers,
    /// Everything that stands in the exported file.
    pub runbook: baton_export::HandoffRunbook,
    /// All incidents, the newest first.
    pub incidents: Vec<IncidentRow>,
    /// What is missing for whoever is called, in sentences; empty where nothing is.
    pub gaps: Vec<RunbookGap>,
    /// The exported file, as Markdown.
    pub text: String,
    /// Where the file stands in an exported folder.
    pub file: String,
}

/// Something that whoever is called will miss.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct RunbookGap {
    /// The field of the handoff that would say it, for example `fallback_owner`.
    pub field: String,
    /// What is missing.
    pub words: String,
}

/// The runbook of a handoff at a time; see [`crate::on_call::Moment::read`] for how that is written.
pub async fn runbook(
    registry: &Registry,
    handoff: &str,
    at: &str,
    zone: &str,
) -> Result<RunbookPage, AppError> {
    show(registry, Kind::Handoff, handoff)?;
    let who = who(registry, &format!("handoff:{handoff}"), at, zone).await?;
    let read = registry.read(|document| {
        let found = document.find::<Handoff>(handoff)?;
        Some((
            baton_export::runbook(document, found)?,
            gaps(found, &who),
            baton_export::runbook_text(document, found)?,
            baton_export::runbook_path(found),
        ))
    });
    let (runbook, gaps, text, file) = read.ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no handoff {handoff:?}"),
            "it was deleted meanwhile",
        )
    })?;
    Ok(RunbookPage {
        incidents: incidents(registry, Some(handoff)),
        who,
        runbook,
        gaps,
        text,
        file,
    })
}

/// A handoff in the list of all runbooks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct RunbookLine {
    /// The handoff's id.
    pub handoff: String,
    /// What it is called: what it is between.
    pub name: String,
    /// Whether somebody has written something for whoever is called.
    pub is_written: bool,
    /// Whether an escalation path says whom to call.
    pub has_path: bool,
}

/// All handoffs with what there is of their runbooks: those of which nothing was written come first, then by name.
pub fn runbook_lines(registry: &Registry) -> Vec<RunbookLine> {
    let mut lines: Vec<RunbookLine> = registry.read(|document| {
        let handoffs = document.of_kind(Kind::Handoff);
        let line = |held: &Held| {
            let Record::Handoff(handoff) = held.record.as_ref() else {
                return None;
            };
            Some(RunbookLine {
                handoff: handoff.id.to_string(),
                name: title(document, &held.record),
                is_written: is_written(&handoff.runbook),
                has_path: handoff.escalation_path.is_some(),
            })
        };
        handoffs.filter_map(line).collect()
    });
    lines.sort_by(|a, b| {
        (a.is_written, &a.name, &a.handoff).cmp(&(b.is_written, &b.name, &b.handoff))
    });
    lines
}

fn is_written(runbook: &Runbook) -> bool {
    let texts = [&runbook.replay, &runbook.notes];
    let mut all = runbook.checks.iter().chain(texts);
    all.any(|text| !text.trim().is_empty())
}

fn gaps(handoff: &Handoff, who: &WhoAnswers) -> Vec<RunbookGap> {
    let policy = &handoff.policy;
    let missing = [
        ("owners", who.owners.is_empty(), "Nobody owns it."),
        (
            "escalation_path",
            who.path.is_none(),
            "No escalation path says whom to call when the first one does not answer.",
        ),
        (
            "fallback_owner",
            handoff.fallback_owner.is_none(),
            "No fallback owner is named.",
        ),
        (
            "alerts",
            handoff.alerts.is_empty(),
            "No alert of its own covers it.",
        ),
        (
            "checks",
            handoff.runbook.checks.is_empty(),
            "Nobody has written what to check.",
        ),
        (
            "replay",
            handoff.runbook.replay.trim().is_empty(),
            "Nobody has written how to replay.",
        ),
        (
            "fallbacks",
            handoff.fallbacks.is_empty() && policy.dead_letter.is_none(),
            "Nothing takes over: there is no fallback agent and no dead letter queue.",
        ),
    ];
    missing
        .into_iter()
        .filter(|(_, is_missing, _)| *is_missing)
        .map(|(field, _, words)| RunbookGap {
            field: field.to_owned(),
            words: words.to_owned(),
        })
        .collect()
}
