//! The way of every write: work it out, write it durably, only then show it.

use super::{Registry, State, findings};
use crate::{AppError, ErrorCode};
use baton_model::{Document, EditCommand, Json, RecordChange, RecordsDiff, apply};
use baton_rules::Finding;
use baton_store::{Action, CommitOutcome, LogEntry, NewCommit};
use serde::Serialize;
use std::sync::Arc;

/// How often a commit is worked out anew when others keep being faster.
const ATTEMPTS: usize = 50;

/// A group of edits with what is to be said about it.
pub struct EditRequest {
    /// All of it happens, or nothing.
    pub edits: Vec<EditCommand>,
    /// Why.
    pub action: Action,
    /// What is done, in a line; made from the changes when empty.
    pub summary: String,
    /// Groups commits that are undone together.
    pub mark: Option<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

impl EditRequest {
    /// An ordinary edit.
    pub fn edit(edits: Vec<EditCommand>) -> Self {
        Self {
            edits,
            action: Action::Edit,
            summary: String::new(),
            mark: None,
            dry_run: false,
        }
    }
}

/// What an edit did, and what the rules say now.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct EditReply {
    /// The registry's revision after it; unchanged by a dry run and by an edit that changes nothing.
    pub revision: u32,
    /// The changed records.
    pub diff: Vec<RecordChange>,
    /// All findings of the registry.
    pub findings: Vec<Finding>,
    /// Whether the author has something to undo.
    pub can_undo: bool,
    /// Whether the author has something to redo.
    pub can_redo: bool,
}

/// What a commit is worked out from; done again when somebody else was faster.
pub(crate) struct Plan {
    pub edits: Vec<EditCommand>,
    pub action: Action,
    pub summary: String,
    pub mark: Option<String>,
}

impl Registry {
    /// Checks, writes and shows a group of edits. A dry run stops before writing and gives the same reply.
    pub async fn edit(&self, request: EditRequest) -> Result<EditReply, AppError> {
        let operation_id = operation_of(&request.edits)?;
        let dry_run = request.dry_run;
        let plan = |_: &Document| {
            Ok(Plan {
                edits: request.edits.clone(),
                action: request.action.clone(),
                summary: request.summary.clone(),
                mark: request.mark.clone(),
            })
        };
        self.commit(operation_id, dry_run, plan).await
    }

    /// Writes what `plan` makes of the document, until nobody else was faster.
    pub(crate) async fn commit(
        &self,
        operation_id: Option<String>,
        dry_run: bool,
        plan: impl Fn(&Document) -> Result<Plan, AppError> + Send,
    ) -> Result<EditReply, AppError> {
        let _writing = self.writing.lock().await;
        if let Some(operation_id) = &operation_id
            && let Some(entry) = self.store.find_operation(operation_id).await?
        {
            return self.repeated(entry).await;
        }
        let operation_id = operation_id.unwrap_or_else(|| self.host.operation_id());
        for _ in 0..ATTEMPTS {
            let (revision, plan, diff) = {
                let state = self.state();
                let plan = plan(&state.document)?;
                let diff = apply(&state.document, &plan.edits)?;
                (state.document.revision(), plan, diff)
            };
            if dry_run {
                return Ok(self.preview(&diff));
            }
            if diff.is_empty() {
                return Ok(self.reply(Vec::new()));
            }
            let commit = self.new_commit(revision, plan, diff, &operation_id);
            match self.store.commit(&commit).await? {
                CommitOutcome::Committed(committed) => {
                    let changes = commit.diff.to_wire();
                    self.change_state(|state| {
                        state.document.commit(&commit.diff, committed.revision);
                        state
                            .undo
                            .push(committed.revision, &commit.action, commit.mark.as_deref());
                        state.refresh(self.host.as_ref());
                    });
                    return Ok(self.reply(changes));
                }
                CommitOutcome::Duplicate(entry) => return self.repeated(*entry).await,
                CommitOutcome::Stale { .. } => {
                    self.catch_up().await?;
                }
            }
        }
        Err(AppError::new(
            ErrorCode::Locked,
            "other programs keep changing the registry",
            "nothing was changed; try again",
        ))
    }

    fn new_commit(
        &self,
        revision: u32,
        plan: Plan,
        diff: RecordsDiff,
        operation_id: &str,
    ) -> NewCommit {
        let summary = if plan.summary.is_empty() {
            crate::edit::summary::summarise(&diff)
        } else {
            plan.summary
        };
        NewCommit {
            expected_revision: revision,
            diff,
            author: self.host.author(),
            at: self.host.now(),
            operation_id: operation_id.to_owned(),
            action: plan.action,
            summary,
            mark: plan.mark,
            command: Json(serde_json::to_value(&plan.edits).unwrap_or_default()),
        }
    }

    /// What the rules would say after a diff that is not written.
    fn preview(&self, diff: &RecordsDiff) -> EditReply {
        let mut document = self.state().document.clone();
        let revision = document.revision();
        document.commit(diff, revision);
        let mut reply = self.reply(diff.to_wire());
        reply.findings = findings(&document, self.host.as_ref());
        reply
    }

    async fn repeated(&self, entry: LogEntry) -> Result<EditReply, AppError> {
        self.catch_up().await?;
        let mut reply = self.reply(entry.changes);
        reply.revision = entry.revision;
        Ok(reply)
    }

    pub(crate) fn reply(&self, diff: Vec<RecordChange>) -> EditReply {
        let state = self.state();
        EditReply {
            revision: state.document.revision(),
            diff,
            findings: state.findings.as_ref().clone(),
            can_undo: state.undo.can_undo(),
            can_redo: state.undo.can_redo(),
        }
    }
}

impl State {
    pub(super) fn refresh(&mut self, host: &dyn crate::Host) {
        self.findings = Arc::new(findings(&self.document, host));
    }
}

/// The operation that all edits of a group name; none when they name none.
fn operation_of(edits: &[EditCommand]) -> Result<Option<String>, AppError> {
    let mut names = edits
        .iter()
        .map(EditCommand::operation_id)
        .filter(|id| !id.is_empty());
    let first = names.next();
    if let (Some(first), Some(other)) =
        (first, first.and_then(|first| names.find(|id| *id != first)))
    {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            format!("the edits of one group name two operations, {first} and {other}"),
            "use one `operation_id` for the whole group",
        ));
    }
    Ok(first.map(str::to_owned))
}
