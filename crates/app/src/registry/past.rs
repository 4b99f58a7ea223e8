//! The registry as it was.

use super::follow::diff_of;
use super::{Registry, Snapshot, findings_on};
use crate::{AppError, ErrorCode};
use baton_model::{Date, Document, StoredRecord};
use baton_store::LogQuery;
use std::sync::Arc;

/// Commits read at a time, so that a long way back takes no more room than a short one.
const PAGE: u32 = 64;

impl Registry {
    /// The records as they were at a revision; 0 is the empty registry.
    ///
    /// The log is walked back from the newest commit. What changed since then carries the asked revision: the log does not say
    /// without being read to its start when it had changed before.
    pub async fn document_at(&self, revision: u32) -> Result<Document, AppError> {
        if revision > self.read(Document::revision) {
            self.follow().await?;
        }
        let mut document = self.read(Document::clone);
        let newest = document.revision();
        if revision > newest {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("there is no revision {revision}; the newest is {newest}"),
                "`baton log` lists the revisions",
            ));
        }
        let mut next = newest;
        while next > revision {
            let query = LogQuery {
                before_revision: Some(next + 1),
                ..LogQuery::newest(PAGE.min(next - revision))
            };
            let entries = self.store().log(&query).await?;
            for entry in entries {
                if entry.revision != next {
                    break;
                }
                document.commit(&diff_of(&entry)?.reversed(), revision);
                next -= 1;
            }
            if next + 1 == query.before_revision.unwrap_or_default() {
                return Err(AppError::new(
                    ErrorCode::Damaged,
                    format!("revision {next} is missing in the change log"),
                    "run `baton doctor`",
                ));
            }
        }
        Ok(document)
    }

    /// Everything as it was at a revision, with what the rules said on the day of its commit.
    pub async fn snapshot_at(&self, revision: u32) -> Result<Snapshot, AppError> {
        let document = self.document_at(revision).await?;
        let own = findings_on(&document, &self.day_of(revision).await?);
        let findings = self.custom().join(own, &document);
        Ok(Snapshot {
            revision,
            records: document.all().map(StoredRecord::of).collect(),
            findings,
            can_undo: false,
            can_redo: false,
        })
    }

    /// This registry as it was at a revision, for looking at it in every way there is. An edit or a follow brings it back to the
    /// present.
    pub async fn as_of(self, revision: u32) -> Result<Self, AppError> {
        let document = self.document_at(revision).await?;
        let own = findings_on(&document, &self.day_of(revision).await?);
        let findings = Arc::new(self.custom().join(own, &document));
        self.change_state(|state| {
            state.document = Arc::new(document);
            state.findings_before = Arc::clone(&findings);
            state.findings = findings;
            state.index.take();
            state.graph.take();
        });
        Ok(self)
    }

    /// The day on which a revision was made, by its author's clock.
    async fn day_of(&self, revision: u32) -> Result<Date, AppError> {
        let query = LogQuery {
            before_revision: Some(revision + 1),
            ..LogQuery::newest(1)
        };
        let entries = self.store().headlines(&query).await?;
        let day = entries.first().and_then(|entry| {
            let day = entry.at.as_str().get(..10)?;
            Date::new(day).ok()
        });
        Ok(day.unwrap_or_else(|| self.host().today()))
    }
}
