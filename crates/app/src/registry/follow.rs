//! What other programs did to the same registry.

use super::{EditReply, Registry};
use crate::AppError;
use baton_model::{RecordChange, RecordsDiff, combine};
use baton_store::StoreError;
use serde::Serialize;

/// Commits read at a time.
const PAGE: u32 = 500;

/// Changes that came from outside, joined.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct Followed {
    /// Who made them, without repetition.
    pub authors: Vec<String>,
    /// The joined changes with what the rules say now.
    pub reply: EditReply,
}

impl Registry {
    /// Takes in what others committed since; `None` when nothing did. Cheap when nothing has changed.
    pub async fn follow(&self) -> Result<Option<Followed>, AppError> {
        if self.store.head().await? == self.state().document.revision() {
            return Ok(None);
        }
        let _writing = self.writing.lock().await;
        let (authors, changes) = self.catch_up().await?;
        Ok((!authors.is_empty()).then(|| Followed {
            authors,
            reply: self.reply(changes),
        }))
    }

    /// Reads the log from the document's revision on. The caller holds the write lock.
    pub(super) async fn catch_up(&self) -> Result<(Vec<String>, Vec<RecordChange>), AppError> {
        let own = self.host.author();
        let mut authors: Vec<String> = Vec::new();
        let mut groups = Vec::new();
        loop {
            let since = self.state().document.revision();
            let entries = self.store.changes_since(since, PAGE).await?;
            if entries.is_empty() {
                break;
            }
            for entry in entries {
                let diff = RecordsDiff::from_wire(&entry.changes).map_err(|message| {
                    StoreError::corrupt(
                        baton_store::Problem::row(
                            "change_log",
                            entry.revision.to_string(),
                            message,
                        )
                        .column("changes"),
                    )
                })?;
                self.change_state(|state| {
                    state.document.commit(&diff, entry.revision);
                    if entry.author == own {
                        state
                            .undo
                            .push(entry.revision, &entry.action, entry.mark.as_deref());
                    }
                });
                if !authors.contains(&entry.author) {
                    authors.push(entry.author);
                }
                groups.push(entry.changes);
            }
        }
        if !groups.is_empty() {
            self.change_state(|state| state.refresh(self.host.as_ref()));
        }
        Ok((authors, combine(&groups)))
    }
}
