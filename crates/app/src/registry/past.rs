//! The registry as it was.

use super::follow::diff_of;
use super::{Judged, Registry, Snapshot, findings_on};
use crate::{AppError, ErrorCode};
use baton_model::{Date, Document, RecordChange, StoredRecord};
use baton_store::LogQuery;
use std::sync::Arc;

/// Commits read at a time, so that a long way back takes no more room than a short one.
const PAGE: u32 = 64;

/// A walk through the registry's past, from now to earlier and earlier revisions.
pub(crate) struct WayBack<'a> {
    registry: &'a Registry,
    document: Document,
    /// The revision that the document stands at.
    at: u32,
}

impl<'a> WayBack<'a> {
    pub(crate) fn from_now(registry: &'a Registry) -> Self {
        let document = registry.read(Document::clone);
        let at = document.revision();
        Self {
            registry,
            document,
            at,
        }
    }

    /// The registry as it was at a revision that is not later than the last one that was gone to.
    pub(crate) async fn to(&mut self, revision: u32) -> Result<&Document, AppError> {
        if revision > self.at {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("there is no revision {revision}; the newest is {}", self.at),
                "`baton log` lists the revisions",
            ));
        }
        while self.at > revision {
            let before = self.at + 1;
            let query = LogQuery {
                before_revision: Some(before),
                ..LogQuery::newest(PAGE.min(self.at - revision))
            };
            for entry in self.registry.store().log(&query).await? {
                if entry.revision != self.at {
                    break;
                }
                let reversed = diff_of(&entry)?.reversed();
                self.document.commit(&reversed, revision);
                self.at -= 1;
            }
            if self.at + 1 == before {
                return Err(AppError::new(
                    ErrorCode::Damaged,
                    format!("revision {} is missing in the change log", self.at),
                    "run `baton doctor`",
                ));
            }
        }
        Ok(&self.document)
    }
}

impl Registry {
    /// The records as they were at a revision; 0 is the empty registry.
    ///
    /// The log is walked back from the newest commit. What changed since then carries the asked revision: the log does not say
    /// without being read to its start when it had changed before.
    pub async fn document_at(&self, revision: u32) -> Result<Document, AppError> {
        if revision > self.read(Document::revision) {
            self.follow().await?;
        }
        let mut way = WayBack::from_now(self);
        way.to(revision).await?;
        Ok(way.document)
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

    /// What the commit that made a revision changed, record by record; nothing where there is no such commit.
    pub async fn changes_of(&self, revision: u32) -> Result<Vec<RecordChange>, AppError> {
        let query = LogQuery {
            before_revision: Some(revision.saturating_add(1)),
            ..LogQuery::newest(1)
        };
        let entries = self.store().log(&query).await?;
        let made = entries.into_iter().find(|entry| entry.revision == revision);
        Ok(made.map(|entry| entry.changes).unwrap_or_default())
    }

    /// This registry as it was at a revision, for looking at it in every way there is. An edit or a follow brings it back to the
    /// present.
    pub async fn as_of(self, revision: u32) -> Result<Self, AppError> {
        let document = self.document_at(revision).await?;
        let judged = Judged::new(&document, &self.custom(), &self.day_of(revision).await?);
        self.change_state(|state| {
            state.document = Arc::new(document);
            state.findings_before = Some(Arc::clone(&judged.findings));
            state.judged = judged.into();
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
