//! What is in the outbox.

use crate::Registry;
use crate::record::words::called;
use baton_model::{
    Document, Kind, Notice, NoticeId, NoticeState, NoticeSubject, NoticeTopic, RecordKey, TeamId,
    Timestamp,
};
use serde::Serialize;

/// A notice as lists show it.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct NoticeRow {
    /// Its id.
    pub id: NoticeId,
    /// The team.
    pub to: TeamId,
    /// What the team is called.
    pub team_name: String,
    /// What it is about.
    pub topic: Option<NoticeTopic>,
    /// The record that it is about; it may be gone.
    pub about: Option<NoticeSubject>,
    /// The words; the first line is the subject.
    pub text: String,
    /// The registry's revision that wrote it.
    pub revision: u32,
    /// Where it stands.
    pub state: NoticeState,
    /// Channels that it has reached, each with a fingerprint of the address.
    pub reached: Vec<String>,
    /// How often sending was tried and failed.
    pub attempts: u32,
    /// When it is tried again.
    pub next_try: Option<Timestamp>,
    /// Why the last try failed.
    pub last_error: String,
}

/// Notices, the newest first; only those that are not done with unless `all`.
pub fn notices(registry: &Registry, all: bool) -> Vec<NoticeRow> {
    registry.read(|document| {
        let mut rows: Vec<NoticeRow> = document
            .notices()
            .filter(|notice| {
                all || matches!(notice.state, NoticeState::Pending | NoticeState::Failed)
            })
            .map(|notice| row(document, notice))
            .collect();
        rows.sort_by(|a, b| (b.revision, &a.id).cmp(&(a.revision, &b.id)));
        rows
    })
}

fn row(document: &Document, notice: &Notice) -> NoticeRow {
    NoticeRow {
        id: notice.id.clone(),
        to: notice.to.clone(),
        team_name: called(document, &RecordKey::new(Kind::Team, notice.to.as_str())),
        topic: notice.topic,
        about: notice.about.clone(),
        text: notice.text.clone(),
        revision: notice.revision,
        state: notice.state,
        reached: notice.reached.clone(),
        attempts: notice.attempts,
        next_try: notice.next_try.clone(),
        last_error: notice.last_error.clone(),
    }
}
