//! The one way in which notices are made.

use crate::{AppError, ErrorCode};
use baton_model::{
    Document, EditCommand, Kind, Notice, NoticeId, NoticeSubject, NoticeTopic, RecordKey, TeamId,
};

/// Longest readable id, in bytes; longer ones become a hash.
const LONGEST_ID: usize = 120;

/// What is told, to whomever.
pub(crate) struct Draft {
    /// What it is about, as a word.
    pub topic: NoticeTopic,
    /// The record that it is about.
    pub about: RecordKey,
    /// What causes it, named so that the same cause has the same name: a team is told of a cause once.
    pub cause: String,
    /// The words; the first line is the subject.
    pub text: String,
}

impl Draft {
    /// The edits that put the notice into the outbox of each team that is there and does not have it yet.
    pub fn to(
        &self,
        document: &Document,
        teams: impl IntoIterator<Item = TeamId>,
    ) -> Result<Vec<EditCommand>, AppError> {
        let there = |key: &RecordKey| document.get(key).is_some();
        self.to_those(document, there, teams)
    }

    /// The same where the group of edits itself changes what is there.
    pub fn to_those(
        &self,
        document: &Document,
        there: impl Fn(&RecordKey) -> bool,
        teams: impl IntoIterator<Item = TeamId>,
    ) -> Result<Vec<EditCommand>, AppError> {
        let mut edits = Vec::new();
        for team in teams {
            let id = self.id(&team)?;
            let known = there(&RecordKey::new(Kind::Notice, id.as_str()));
            if known || !there(&RecordKey::new(Kind::Team, team.as_str())) {
                continue;
            }
            let about = NoticeSubject::new(self.about.kind, self.about.id.clone());
            edits.push(EditCommand::put(Notice {
                topic: Some(self.topic),
                about: Some(about),
                revision: document.revision() + 1,
                ..Notice::new(id, team, self.text.clone())
            }));
        }
        Ok(edits)
    }

    fn id(&self, team: &TeamId) -> Result<NoticeId, AppError> {
        let readable = format!("{}.{team}", self.cause);
        let readable = (readable.len() <= LONGEST_ID)
            .then(|| NoticeId::new(readable.as_str()).ok())
            .flatten();
        let hash = || {
            let name = baton_contract::content_hash(&serde_json::json!([self.cause, team]));
            NoticeId::new(format!("notice-{}", &name[..40]))
        };
        readable.map_or_else(hash, Ok).map_err(|error| {
            AppError::new(ErrorCode::Internal, error.to_string(), "please report this")
        })
    }
}
