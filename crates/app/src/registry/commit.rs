//! The way of every write: work it out, write it durably, only then show it.

use super::series::{CHANGES, Operation, TAKEN_BACK, done_before, too_many};
use super::{Judged, Registry, State, with_custom};
use crate::check::change::FindingsChange;
use crate::notice::cause::{caused, left_behind};
use crate::{AppError, ErrorCode};
use baton_model::{Document, EditCommand, Json, RecordChange, RecordsDiff, apply};
use baton_rules::Finding;
use baton_store::{Action, CommitOutcome, LogEntry, NewCommit, SeriesOutcome};
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
#[derive(Clone, Debug)]
pub struct EditReply {
    /// The registry's revision after it; unchanged by a dry run and by an edit that changes nothing.
    pub revision: u32,
    /// The changed records.
    pub diff: Vec<RecordChange>,
    /// All findings of the registry.
    pub findings: Arc<Vec<Arc<Finding>>>,
    /// All findings as they were before the edit; none where an earlier commit had done the same operation.
    pub findings_before: Option<Arc<Vec<Arc<Finding>>>>,
    /// Whether the author has something to undo.
    pub can_undo: bool,
    /// Whether the author has something to redo.
    pub can_redo: bool,
    /// What was passed over or kept, in sentences.
    pub notes: Vec<String>,
}

impl EditReply {
    /// What the edit did to the findings; none where an earlier commit had done the same operation.
    pub fn findings_change(&self) -> Option<FindingsChange> {
        let before = self.findings_before.as_ref()?;
        Some(FindingsChange::between(before, &self.findings))
    }
}

/// What a commit is worked out from; done again when somebody else was faster.
pub(crate) struct Plan {
    pub edits: Vec<EditCommand>,
    pub action: Action,
    pub summary: String,
    pub mark: Option<String>,
    /// What is passed over or kept, in sentences.
    pub notes: Vec<String>,
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
                notes: Vec::new(),
            })
        };
        self.commit(operation_id, dry_run, plan).await
    }

    /// Writes what `plan` makes of the document, until nobody else was faster.
    pub(crate) async fn commit(
        &self,
        operation_id: Option<String>,
        dry_run: bool,
        plan: impl Fn(&Document) -> Result<Plan, AppError> + Send + Sync,
    ) -> Result<EditReply, AppError> {
        let _writing = self.writing.lock().await;
        // What they said before is told beside what they say after.
        self.findings();
        if let Some(operation_id) = &operation_id
            && let Some(entry) = self.store.find_operation(operation_id).await?
        {
            return self.repeated(entry).await;
        }
        let operation_id = operation_id.unwrap_or_else(|| self.host.operation_id());
        for _ in 0..ATTEMPTS {
            let (revision, mut made, diff) = self.worked_out(&plan)?;
            let mut notes = std::mem::take(&mut made.notes);
            if dry_run {
                return Ok(EditReply {
                    notes,
                    ..self.preview(&diff)
                });
            }
            if diff.is_empty() {
                return Ok(EditReply {
                    notes,
                    ..self.reply(Vec::new())
                });
            }
            let is_way_back = matches!(made.action, Action::Undo(_) | Action::Redo(_));
            if is_way_back && diff.changes.len() > TAKEN_BACK {
                return Err(too_many(diff.changes.len()));
            }
            if !is_way_back && diff.changes.len() > CHANGES {
                match self.large(revision, &made, &diff, &operation_id).await? {
                    SeriesOutcome::Not(outcome) if is_stale(&outcome) => {
                        self.catch_up().await?;
                        continue;
                    }
                    SeriesOutcome::Not(_) => return Err(done_before(&operation_id)),
                    SeriesOutcome::Committed(_) | SeriesOutcome::GivenUp => {}
                }
                return Ok(EditReply {
                    notes,
                    ..self.reply(diff.to_wire())
                });
            }
            let mut commit = self.new_commit(revision, made, diff, &operation_id);
            let mut anew = None;
            let mut again = |entries: &[LogEntry]| {
                anew = self.again(entries, &plan, &operation_id);
                let (commit, _) = anew.as_ref()?;
                Some(Box::new(commit.clone()))
            };
            let outcome = self.store.commit_in_turn(&commit, &mut again).await?;
            if let Some(made) = anew {
                (commit, notes) = made;
            }
            match outcome {
                CommitOutcome::Committed(committed) => {
                    let changes = commit.diff.to_wire();
                    self.change_state(|state| {
                        state.take_in(&commit.diff, committed.revision);
                        state
                            .undo
                            .push(committed.revision, &commit.action, commit.mark.as_deref());
                        state.refresh(&commit.diff, self.host.as_ref());
                    });
                    return Ok(EditReply {
                        notes,
                        ..self.reply(changes)
                    });
                }
                CommitOutcome::Duplicate(entry) => return self.repeated(*entry).await,
                CommitOutcome::Stale { .. } => {
                    self.catch_up().await?;
                }
            }
        }
        Err(others_are_faster())
    }

    /// What a plan makes of the records as they stand, and of what it causes.
    fn worked_out(
        &self,
        plan: &impl Fn(&Document) -> Result<Plan, AppError>,
    ) -> Result<(u32, Plan, RecordsDiff), AppError> {
        let state = self.state();
        let mut made = plan(&state.document)?;
        let diff = self.with_notices(&state.document, &mut made)?;
        Ok((state.document.revision(), made, diff))
    }

    /// Takes in what others committed meanwhile and works the plan out on it, with what is to be said about it; `None` where that is refused
    /// or too much for a turn, which is told when it is worked out once more outside of it.
    fn again(
        &self,
        entries: &[LogEntry],
        plan: &impl Fn(&Document) -> Result<Plan, AppError>,
        operation_id: &str,
    ) -> Option<(NewCommit, Vec<String>)> {
        self.take_in_page(entries).ok()?;
        let (revision, mut made, diff) = self.worked_out(plan).ok()?;
        let notes = std::mem::take(&mut made.notes);
        let fits = !diff.is_empty() && diff.changes.len() <= CHANGES.min(TAKEN_BACK);
        fits.then(|| (self.new_commit(revision, made, diff, operation_id), notes))
    }

    /// What a plan does, with the notices that it causes written in the same group, and those to teams that it deletes gone. What takes back
    /// or puts back causes none: it takes back what was told, too.
    fn with_notices(&self, document: &Document, plan: &mut Plan) -> Result<RecordsDiff, AppError> {
        plan.edits.extend(left_behind(document, &plan.edits));
        let diff = apply(document, &plan.edits)?;
        if !matches!(plan.action, Action::Edit | Action::Fix | Action::Push) {
            return Ok(diff);
        }
        let caused = caused(document, &diff, &self.host.author())?;
        if caused.is_empty() {
            return Ok(diff);
        }
        plan.edits.extend(caused);
        Ok(apply(document, &plan.edits)?)
    }

    /// Writes a diff that is too large for one commit.
    async fn large(
        &self,
        revision: u32,
        plan: &Plan,
        diff: &RecordsDiff,
        operation_id: &str,
    ) -> Result<SeriesOutcome, AppError> {
        let operation = Operation {
            id: operation_id,
            action: &plan.action,
            summary: &summary(plan, diff),
            mark: plan.mark.as_deref(),
            changes: CHANGES,
        };
        self.write_parts(revision, diff, &operation, &mut |_, _| true)
            .await
    }

    fn new_commit(
        &self,
        revision: u32,
        plan: Plan,
        diff: RecordsDiff,
        operation_id: &str,
    ) -> NewCommit {
        let summary = summary(&plan, &diff);
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
    pub(crate) fn preview(&self, diff: &RecordsDiff) -> EditReply {
        let (mut document, mut checked) = {
            let state = self.state();
            let judged = state.judged(self.host.as_ref());
            (Document::clone(&state.document), judged.checked.clone())
        };
        let revision = document.revision();
        document.commit(diff, revision);
        checked.update(&document, diff, &self.host.today());
        let reply = self.reply(diff.to_wire());
        EditReply {
            findings: with_custom(&self.custom(), &checked, &document),
            findings_before: Some(reply.findings),
            ..reply
        }
    }

    /// The reply to an operation that was stored although nobody heard of it; none where it was not.
    pub(crate) async fn stored_unheard(
        &self,
        operation_id: &str,
    ) -> Result<Option<EditReply>, AppError> {
        let _writing = self.writing.lock().await;
        match self.store.find_operation(operation_id).await? {
            Some(entry) => Ok(Some(self.repeated(entry).await?)),
            None => Ok(None),
        }
    }

    async fn repeated(&self, entry: LogEntry) -> Result<EditReply, AppError> {
        self.catch_up().await?;
        Ok(EditReply {
            revision: entry.revision,
            findings_before: None,
            ..self.reply(entry.changes)
        })
    }

    /// The reply to whoever brought the registry where it is. The caller holds the write lock, or changed nothing.
    pub(crate) fn reply(&self, diff: Vec<RecordChange>) -> EditReply {
        let state = self.state();
        let now = state.findings(self.host.as_ref());
        let before = match &state.findings_before {
            Some(before) if !diff.is_empty() => before,
            _ => now,
        };
        EditReply {
            revision: state.document.revision(),
            diff,
            findings: Arc::clone(now),
            findings_before: Some(Arc::clone(before)),
            can_undo: state.undo.can_undo(),
            can_redo: state.undo.can_redo(),
            notes: Vec::new(),
        }
    }
}

fn summary(plan: &Plan, diff: &RecordsDiff) -> String {
    if plan.summary.is_empty() {
        crate::edit::summary::summarise(diff)
    } else {
        plan.summary.clone()
    }
}

fn is_stale(outcome: &CommitOutcome) -> bool {
    matches!(outcome, CommitOutcome::Stale { .. })
}

pub(crate) fn others_are_faster() -> AppError {
    AppError::new(
        ErrorCode::Locked,
        "other programs keep changing the registry",
        "nothing was changed; try again",
    )
}

impl State {
    /// Takes in a diff that was committed.
    pub(super) fn take_in(&mut self, diff: &RecordsDiff, revision: u32) {
        Arc::make_mut(&mut self.document).commit(diff, revision);
        if let Some(index) = self.index.get_mut() {
            index.take_in(&self.document, diff);
        }
        if let Some(graph) = self.graph.get_mut() {
            Arc::make_mut(graph).update(diff);
        }
    }

    /// Runs the rules over what a diff has touched that the document has taken in; in the same breath, so that nobody sees findings of
    /// another revision. Where nobody asked for findings yet, they wait until somebody does.
    pub(super) fn refresh(&mut self, diff: &RecordsDiff, host: &dyn crate::Host) {
        let Some(judged) = self.judged.get_mut() else {
            return;
        };
        judged.checked.update(&self.document, diff, &host.today());
        let fresh = with_custom(&self.custom, &judged.checked, &self.document);
        self.findings_before = Some(std::mem::replace(&mut judged.findings, fresh));
    }

    /// What the rules say about the document.
    fn judged(&self, host: &dyn crate::Host) -> &Judged {
        self.judged
            .get_or_init(|| Judged::new(&self.document, &self.custom, &host.today()))
    }

    /// Every finding about the document.
    pub(super) fn findings(&self, host: &dyn crate::Host) -> &Arc<Vec<Arc<Finding>>> {
        &self.judged(host).findings
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
