//! One notice to one contact.

use super::allow::Way;
use super::{command, mail, webhook};
use baton_model::{NoticeSubject, NoticeTopic, TeamId, Timestamp};
use serde::Serialize;
use std::time::Duration;

/// What a webhook and a program get, as JSON.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Letter {
    /// The notice's id: the same for every copy.
    pub notice: String,
    pub topic: Option<NoticeTopic>,
    pub team: Addressee,
    pub text: String,
    pub about: Option<NoticeSubject>,
    pub at: Timestamp,
}

/// The team that is told.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Addressee {
    pub id: TeamId,
    pub name: String,
}

impl Letter {
    /// When it is sent, as mails say it (RFC 5322).
    pub fn date(&self) -> String {
        let at = self
            .at
            .as_str()
            .parse::<jiff::Timestamp>()
            .unwrap_or_default();
        let at = at.to_zoned(jiff::tz::TimeZone::UTC);
        jiff::fmt::rfc2822::to_string(&at).unwrap_or_default()
    }
}

/// Sends; blocks until it is done, failed or out of time. The error is a sentence without a secret of the address.
pub(super) fn deliver(letter: &Letter, way: &Way, timeout: Duration) -> Result<(), String> {
    let body = || serde_json::to_vec(letter).unwrap_or_default();
    match way {
        Way::Post(url) => webhook::post(url, &letter.notice, &body(), timeout),
        Way::Run(argv) => command::run(argv, body(), timeout),
        Way::Write { folder, to } => mail::write(folder, to.as_deref(), letter),
    }
}
