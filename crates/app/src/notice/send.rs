//! Taking the outbox to the teams' channels.

use super::allow::{Allowed, Way};
use super::contact::{can_be_sent, fingerprint};
use super::deliver::{Addressee, Letter, deliver};
use crate::registry::Plan;
use crate::{AppError, Registry};
use baton_model::{
    Contact, Document, EditCommand, Notice, NoticeId, NoticeState, Team, TeamId, Timestamp,
};
use baton_store::Action;
use jiff::SignedDuration;
use serde::Serialize;
use std::collections::BTreeSet;
use std::time::Duration;

/// Tries after which a notice is given up: over a day of waiting in all.
const MOST_ATTEMPTS: u32 = 12;
/// Wait after the first failure, in minutes; it doubles with each.
const FIRST_WAIT_MINUTES: i64 = 1;
/// Longest wait, in minutes.
const LONGEST_WAIT_MINUTES: i64 = 6 * 60;

/// How notices are sent.
#[derive(Clone, Debug)]
pub struct SendOptions {
    /// Where they may go.
    pub allowed: Allowed,
    /// Longest time for one server or program.
    pub timeout: Duration,
    /// Also try what waits for its next try, and what was given up.
    pub retry: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SendReport {
    /// What reached a channel.
    pub sent: Vec<Delivery>,
    /// What was tried in vain.
    pub failed: Vec<Delivery>,
    /// What was not tried, and why.
    pub held: Vec<Delivery>,
}

/// One notice on one channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivery {
    /// The notice.
    pub notice: NoticeId,
    /// The team.
    pub team: TeamId,
    /// The channel; empty where the team has none.
    pub channel: String,
    /// Why it failed or was not tried.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Sends every notice that is due to each channel of its team that it has not reached yet, and notes what came of it.
pub async fn send_notices(
    registry: &Registry,
    options: &SendOptions,
) -> Result<SendReport, AppError> {
    registry.follow().await?;
    let mut run = Run {
        options,
        report: SendReport::default(),
        down: BTreeSet::new(),
    };
    let waiting: Vec<Notice> = registry.read(|document| {
        let mut waiting: Vec<Notice> = document
            .notices()
            .filter(|notice| match notice.state {
                NoticeState::Pending => true,
                NoticeState::Failed => options.retry,
                NoticeState::Sent | NoticeState::Dismissed => false,
            })
            .cloned()
            .collect();
        waiting.sort_by(|a, b| (a.revision, &a.id).cmp(&(b.revision, &b.id)));
        waiting
    });
    for notice in waiting {
        let now = registry.host().now();
        if !options.retry && !is_due(&notice, &now) {
            let until = notice.next_try.as_ref().map(ToString::to_string);
            let reason = format!(
                "it failed {} times ({}) and is tried again at {}; --retry tries now",
                notice.attempts,
                notice.last_error,
                until.unwrap_or_default()
            );
            run.hold(&notice, "", reason);
            continue;
        }
        let outcome = run.send(registry, &notice, &now).await?;
        keep(registry, &notice, &outcome, &now).await?;
    }
    Ok(run.report)
}

/// What became of one notice.
#[derive(Default)]
struct Outcome {
    /// Fingerprints of channels that it reached now.
    reached: Vec<String>,
    /// Why the last channel that failed did.
    error: Option<String>,
    /// Whether some channel waits for the local user's permission or for a server that is down.
    waits: bool,
}

struct Run<'a> {
    options: &'a SendOptions,
    report: SendReport,
    /// Fingerprints of addresses that failed in this run: one that does not answer holds up one notice, not all.
    down: BTreeSet<String>,
}

impl Run<'_> {
    fn hold(&mut self, notice: &Notice, channel: &str, reason: String) {
        self.report.held.push(Delivery {
            notice: notice.id.clone(),
            team: notice.to.clone(),
            channel: channel.to_owned(),
            reason,
        });
    }

    async fn send(
        &mut self,
        registry: &Registry,
        notice: &Notice,
        now: &Timestamp,
    ) -> Result<Outcome, AppError> {
        let team = registry.read(|document| document.find::<Team>(&notice.to).cloned());
        let Some(team) = team else {
            return Ok(Outcome::default());
        };
        let mut outcome = Outcome::default();
        let wanted = |contact: &&Contact| {
            notice.channel.is_empty() || contact.channel.eq_ignore_ascii_case(&notice.channel)
        };
        let contacts: Vec<&Contact> = team.contacts.iter().filter(wanted).collect();
        if !contacts.iter().any(|contact| can_be_sent(contact)) {
            let reason = "the team has no contact for webhook, email or command".to_owned();
            self.hold(notice, "", reason);
            return Ok(outcome);
        }
        let letter = letter(notice, &team, now);
        for contact in contacts {
            let name = fingerprint(contact);
            if notice.reached.contains(&name) || outcome.reached.contains(&name) {
                continue;
            }
            let way = match self.options.allowed.way(contact) {
                Ok(way) => way,
                Err(reason) => {
                    outcome.waits |= can_be_sent(contact);
                    self.hold(notice, &name, reason);
                    continue;
                }
            };
            if self.down.contains(&name) {
                outcome.waits = true;
                self.hold(
                    notice,
                    &name,
                    "it failed for another notice a moment ago".to_owned(),
                );
                continue;
            }
            let told = Delivery {
                notice: notice.id.clone(),
                team: notice.to.clone(),
                channel: name.clone(),
                reason: String::new(),
            };
            match self.deliver(letter.clone(), way).await? {
                Ok(()) => {
                    self.report.sent.push(told);
                    outcome.reached.push(name);
                }
                Err(reason) => {
                    self.report.failed.push(Delivery {
                        reason: reason.clone(),
                        ..told
                    });
                    outcome.error = Some(format!("{}: {reason}", contact.channel));
                    self.down.insert(name);
                }
            }
        }
        Ok(outcome)
    }

    async fn deliver(&self, letter: Letter, way: Way) -> Result<Result<(), String>, AppError> {
        let timeout = self.options.timeout;
        tokio::task::spawn_blocking(move || deliver(&letter, &way, timeout))
            .await
            .map_err(|error| AppError::io(std::path::Path::new("a thread"), error.into()))
    }
}

fn letter(notice: &Notice, team: &Team, now: &Timestamp) -> Letter {
    Letter {
        notice: notice.id.to_string(),
        topic: notice.topic,
        team: Addressee {
            id: team.id.clone(),
            name: team.name.clone(),
        },
        text: notice.text.clone(),
        about: notice.about.clone(),
        at: now.clone(),
    }
}

/// Notes what became of a notice, on the record as it is now.
async fn keep(
    registry: &Registry,
    notice: &Notice,
    outcome: &Outcome,
    now: &Timestamp,
) -> Result<(), AppError> {
    if outcome.reached.is_empty() && outcome.error.is_none() {
        return Ok(());
    }
    let plan = |document: &Document| {
        let kept = document.find::<Notice>(&notice.id);
        Ok(Plan {
            edits: kept
                .map(|kept| EditCommand::put(after(kept, outcome, now)))
                .into_iter()
                .collect(),
            action: Action::Edit,
            summary: format!("Send notice {}", notice.id),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await.map(|_| ())
}

fn after(notice: &Notice, outcome: &Outcome, now: &Timestamp) -> Notice {
    let mut after = notice.clone();
    let fresh = outcome
        .reached
        .iter()
        .filter(|name| !notice.reached.contains(name));
    after.reached.extend(fresh.cloned());
    after.next_try = None;
    after.last_error.clear();
    if let Some(error) = &outcome.error {
        after.attempts += 1;
        after.last_error.clone_from(error);
        if after.attempts >= MOST_ATTEMPTS {
            after.state = NoticeState::Failed;
        } else {
            after.state = NoticeState::Pending;
            after.next_try = later(now, wait(after.attempts));
        }
    } else if outcome.waits {
        after.state = NoticeState::Pending;
    } else {
        after.state = NoticeState::Sent;
    }
    after
}

fn wait(attempts: u32) -> SignedDuration {
    let doubled = FIRST_WAIT_MINUTES << attempts.saturating_sub(1).min(20);
    SignedDuration::from_mins(doubled.min(LONGEST_WAIT_MINUTES))
}

fn later(now: &Timestamp, wait: SignedDuration) -> Option<Timestamp> {
    let then = instant(now)?.checked_add(wait).ok()?;
    Timestamp::new(then.to_string()).ok()
}

/// Whether a notice may be tried. A clock that went back does not make it wait for longer than the longest wait.
fn is_due(notice: &Notice, now: &Timestamp) -> bool {
    let next = notice.next_try.as_ref().and_then(instant);
    let (Some(next), Some(now)) = (next, instant(now)) else {
        return true;
    };
    let left = next.duration_since(now);
    left <= SignedDuration::ZERO || left > SignedDuration::from_mins(LONGEST_WAIT_MINUTES)
}

fn instant(at: &Timestamp) -> Option<jiff::Timestamp> {
    at.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::new(text).unwrap()
    }

    fn failed(attempts: u32) -> Notice {
        let notice = Notice {
            attempts,
            ..Notice::new(
                NoticeId::new("n").unwrap(),
                TeamId::new("t").unwrap(),
                String::new(),
            )
        };
        let outcome = Outcome {
            error: Some("webhook: it answered 500".to_owned()),
            ..Outcome::default()
        };
        after(&notice, &outcome, &at("2026-11-21T00:00:00Z"))
    }

    #[test]
    fn waits_double_up_to_six_hours_and_end() {
        for (attempts, next) in [
            (0, Some("2026-11-21T00:01:00Z")),
            (1, Some("2026-11-21T00:02:00Z")),
            (4, Some("2026-11-21T00:16:00Z")),
            (9, Some("2026-11-21T06:00:00Z")),
            (11, None),
            (50, None),
        ] {
            let notice = failed(attempts);
            assert_eq!(
                notice.next_try.as_ref().map(Timestamp::as_str),
                next,
                "{attempts}"
            );
            let given_up = notice.state == NoticeState::Failed;
            assert_eq!(given_up, next.is_none(), "{attempts}");
        }
    }

    #[test]
    fn a_notice_waits_for_its_time_but_not_for_a_clock_that_went_back() {
        let notice = failed(4);
        for (now, due) in [
            ("2026-11-21T00:15:59Z", false),
            ("2026-11-21T00:16:00Z", true),
            ("2027-11-21T00:00:00Z", true),
            ("2025-11-21T00:00:00Z", true),
        ] {
            assert_eq!(is_due(&notice, &at(now)), due, "{now}");
        }
    }

    #[test]
    fn a_notice_is_sent_when_every_channel_that_can_be_was_reached() {
        let notice = Notice::new(
            NoticeId::new("n").unwrap(),
            TeamId::new("t").unwrap(),
            String::new(),
        );
        let now = at("2026-11-21T00:00:00Z");
        let reached = |waits| Outcome {
            reached: vec!["webhook 1".to_owned()],
            error: None,
            waits,
        };
        assert_eq!(
            after(&notice, &reached(false), &now).state,
            NoticeState::Sent
        );
        let half = after(&notice, &reached(true), &now);
        assert_eq!(
            (half.state, half.reached.len(), half.attempts),
            (NoticeState::Pending, 1, 0)
        );
    }
}
