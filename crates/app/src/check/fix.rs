//! Applying fixes until nothing changes.

use super::run::CheckRequest;
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, RecordChange, RecordKey, apply};
use baton_rules::{Finding, Fix};
use baton_store::Action;
use serde::Serialize;
use std::collections::BTreeSet;

/// Rounds after which fixing stops, should fixes ever call each other forth.
const ROUNDS: usize = 20;

/// A fix that was applied.
#[derive(Clone, Debug, Serialize)]
pub struct Applied {
    /// The rule's code.
    pub code: String,
    /// What was wrong.
    pub subject: RecordKey,
    /// What the fix did.
    pub title: String,
}

/// What fixing did, and what is left.
#[derive(Clone, Debug, Serialize)]
pub struct FixReport {
    /// The registry's revision after it.
    pub revision: u32,
    /// The fixes, in order.
    pub applied: Vec<Applied>,
    /// The changed records.
    pub diff: Vec<RecordChange>,
    /// Findings that are left.
    pub left: Vec<Finding>,
}

/// Applies every safe fix of the findings in scope, as one group; with `dry_run` nothing is written.
pub async fn fix_safe(
    registry: &Registry,
    request: &CheckRequest,
    dry_run: bool,
) -> Result<FixReport, AppError> {
    registry.follow().await?;
    let mut applied = Vec::new();
    let mut edits = Vec::new();
    let mut document = registry.read(Document::clone);
    for _ in 0..ROUNDS {
        let wanted = run_on(registry, &document, request);
        let mut touched: BTreeSet<RecordKey> = BTreeSet::new();
        let before = applied.len();
        for finding in &wanted {
            let Some(fix) = finding.fixes.iter().find(|fix| fix.safe) else {
                continue;
            };
            let unconditional = without_base(fix);
            // Fixes are whole records: two on one record would undo each other; the second waits a round.
            let keys: Vec<RecordKey> = unconditional.iter().map(EditCommand::key).collect();
            if keys.iter().any(|key| touched.contains(key)) {
                continue;
            }
            let Ok(diff) = apply(&document, &unconditional) else {
                continue;
            };
            if diff.is_empty() {
                continue;
            }
            let revision = document.revision();
            document.commit(&diff, revision);
            touched.extend(keys);
            edits.extend(unconditional);
            applied.push(Applied {
                code: finding.code.to_string(),
                subject: finding.subject.clone(),
                title: fix.title.to_string(),
            });
        }
        if applied.len() == before {
            break;
        }
    }
    let summary = format!(
        "Apply {} safe {}",
        applied.len(),
        if applied.len() == 1 { "fix" } else { "fixes" }
    );
    write(
        registry,
        request,
        Fixed {
            document,
            edits,
            applied,
            summary,
        },
        dry_run,
    )
    .await
}

/// One fix of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The finding's key.
    pub finding: String,
    /// Which of its fixes, from 1.
    pub number: usize,
}

/// Applies fixes that somebody has decided on, one after the other and as one group; with `dry_run` nothing is written.
pub async fn fix_chosen(
    registry: &Registry,
    request: &CheckRequest,
    choices: &[Choice],
    dry_run: bool,
) -> Result<FixReport, AppError> {
    registry.follow().await?;
    let mut applied = Vec::new();
    let mut edits = Vec::new();
    let mut document = registry.read(Document::clone);
    for choice in choices {
        let found = run_on(registry, &document, request);
        let finding = found.iter().find(|finding| finding.key == choice.finding);
        let finding = finding.ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no finding {:?}", choice.finding),
                "a check in JSON names the keys of all; a fix before it may have ended this one",
            )
        })?;
        let fix = choice
            .number
            .checked_sub(1)
            .and_then(|at| finding.fixes.get(at));
        let fix = fix.ok_or_else(|| {
            let count = finding.fixes.len();
            AppError::new(
                ErrorCode::NotFound,
                format!("{} has no fix of that number; it has {count}", finding.key),
                "fixes are numbered from 1, in the order in which a check lists them",
            )
        })?;
        let unconditional = without_base(fix);
        let diff = apply(&document, &unconditional)?;
        let revision = document.revision();
        document.commit(&diff, revision);
        edits.extend(unconditional);
        applied.push(Applied {
            code: finding.code.to_string(),
            subject: finding.subject.clone(),
            title: fix.title.to_string(),
        });
    }
    let summary = match applied.as_slice() {
        [one] => one.title.clone(),
        all => format!("Apply {} fixes", all.len()),
    };
    write(
        registry,
        request,
        Fixed {
            document,
            edits,
            applied,
            summary,
        },
        dry_run,
    )
    .await
}

/// What fixes make of the registry, before it is written.
struct Fixed {
    document: Document,
    edits: Vec<EditCommand>,
    applied: Vec<Applied>,
    summary: String,
}

async fn write(
    registry: &Registry,
    request: &CheckRequest,
    fixed: Fixed,
    dry_run: bool,
) -> Result<FixReport, AppError> {
    let Fixed {
        document,
        edits,
        applied,
        summary,
    } = fixed;
    let expected = registry.read(Document::revision);
    let reply = registry
        .commit(None, dry_run, |now| {
            if now.revision() != expected {
                return Err(AppError::new(
                    ErrorCode::Conflict,
                    "somebody changed the registry meanwhile",
                    "nothing was fixed; run it again",
                ));
            }
            Ok(crate::registry::Plan {
                edits: edits.clone(),
                action: Action::Fix,
                summary: summary.clone(),
                mark: None,
                notes: Vec::new(),
            })
        })
        .await?;
    Ok(FixReport {
        revision: reply.revision,
        applied,
        diff: reply.diff,
        left: run_on(registry, &document, request),
    })
}

fn run_on(registry: &Registry, document: &Document, request: &CheckRequest) -> Vec<Finding> {
    let scope = request
        .topology
        .as_ref()
        .map_or(baton_rules::Scope::Registry, baton_rules::Scope::Topology);
    let today = registry.host().today();
    let own = baton_rules::check(document, scope, &today, &request.overrides);
    let (findings, _) = registry
        .custom()
        .run(own, document, scope, &request.overrides);
    findings
        .into_iter()
        .filter(|finding| finding.silenced.is_none())
        .collect()
}

fn without_base(fix: &Fix) -> Vec<EditCommand> {
    let mut edits = fix.commands();
    for edit in &mut edits {
        match edit {
            EditCommand::Put { base_revision, .. } | EditCommand::Delete { base_revision, .. } => {
                *base_revision = None;
            }
        }
    }
    edits
}
