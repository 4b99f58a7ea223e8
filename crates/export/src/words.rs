//! Enumerations and policies in words, as people read them in runbooks and change notes.

use baton_model::{
    AgentKind, Channel, CompatibilityMode, ContractState, ContractVersion, Criticality, DecidedBy,
    Json, OwnerModel, SnapshotField, TaskState, Trigger, TriggerOn, Writers,
};
use serde_json::Value;
use std::fmt::Write as _;

pub(crate) fn mode_words(mode: CompatibilityMode) -> &'static str {
    match mode {
        CompatibilityMode::None => "need not be compatible",
        CompatibilityMode::Backward => "read what senders of the version before write",
        CompatibilityMode::Forward => "write what receivers of the version before read",
        CompatibilityMode::Full => "are compatible with the version before in both directions",
        CompatibilityMode::BackwardTransitive => {
            "read what senders of every live version of their major write"
        }
        CompatibilityMode::ForwardTransitive => {
            "write what receivers of every live version of their major read"
        }
        CompatibilityMode::FullTransitive => {
            "are compatible with every live version of their major in both directions"
        }
    }
}

pub(crate) fn writers_words(writers: Writers) -> &'static str {
    match writers {
        Writers::AsWritten => "whatever the schema accepts",
        Writers::Strict => "declared members only",
    }
}

/// State and dates of a contract version.
pub(crate) fn contract_state(version: &ContractVersion) -> String {
    let mut text = match version.state {
        ContractState::Draft => "Draft",
        ContractState::InReview => "In review",
        ContractState::Published => "Published",
        ContractState::Deprecated => "Deprecated",
        ContractState::Retired => "Retired",
    }
    .to_owned();
    if let Some(date) = &version.notice_date {
        let _ = write!(text, ", notice given {date}");
    }
    if let Some(date) = &version.sunset_date {
        let _ = write!(text, ", ends {date}");
    }
    text
}

pub(crate) fn task_states(states: &[TaskState]) -> Vec<&'static str> {
    let word = |state: &TaskState| match state {
        TaskState::Submitted => "submitted",
        TaskState::InProgress => "in progress",
        TaskState::InputRequired => "input required",
        TaskState::AuthRequired => "authorisation required",
        TaskState::Completed => "completed",
        TaskState::Skipped => "skipped",
        TaskState::Deferred => "deferred",
        TaskState::Failed => "failed",
        TaskState::Canceled => "canceled",
        TaskState::Rejected => "rejected",
    };
    states.iter().map(word).collect()
}

pub(crate) fn criticality(criticality: Criticality) -> &'static str {
    match criticality {
        Criticality::Low => "low",
        Criticality::Medium => "medium",
        Criticality::High => "high",
        Criticality::Critical => "critical",
    }
}

pub(crate) fn owner_model(model: OwnerModel) -> &'static str {
    match model {
        OwnerModel::Downstream => "downstream: the receiver's team owns the handoff",
        OwnerModel::Platform => "platform: a platform team owns the handoff",
        OwnerModel::Joint => "joint: both teams own the handoff",
    }
}

pub(crate) fn agent_kind(kind: AgentKind) -> &'static str {
    match kind {
        AgentKind::Ai => "AI agent",
        AgentKind::Supervisor => "Supervisor",
        AgentKind::Human => "Human",
        AgentKind::Tool => "Tool",
        AgentKind::External => "Outside agent",
        AgentKind::Queue => "Queue",
    }
}

pub(crate) fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Voice => "voice",
        Channel::Chat => "chat",
        Channel::Messaging => "messaging",
        Channel::Ivr => "IVR",
        Channel::Email => "email",
        Channel::File => "file",
        Channel::Api => "API",
    }
}

pub(crate) fn snapshot(field: SnapshotField) -> &'static str {
    match field {
        SnapshotField::Intent => "what the user wants",
        SnapshotField::ResolutionStatus => "how far it has come",
        SnapshotField::VerifiedData => "verified data",
        SnapshotField::StepsTried => "what was tried",
        SnapshotField::Sentiment => "how the user feels",
    }
}

/// When a handoff happens, as the end of a sentence that begins with "When".
pub(crate) fn trigger(trigger: &Trigger) -> String {
    let mut text = if trigger.otherwise {
        "nothing else applies".to_owned()
    } else {
        condition(&trigger.on, trigger.value.as_ref())
    };
    if let Some(seconds) = trigger.debounce_seconds {
        let _ = write!(text, ", for at least {}", seconds_words(seconds));
    }
    text.push_str(match trigger.decided_by {
        DecidedBy::Rule => "; a rule decides",
        DecidedBy::Observer => "; an observer decides",
        DecidedBy::Model => "; the sender's model decides",
        DecidedBy::User => "; the user decides",
    });
    if trigger.confirm {
        text.push_str(", and the user has to agree");
    }
    text
}

fn condition(on: &TriggerOn, value: Option<&Json>) -> String {
    let value = value.map(|value| plain(&value.0));
    let given = |with: &str, without: &str| match &value {
        Some(value) => with.replace("{}", value),
        None => without.to_owned(),
    };
    match on {
        TriggerOn::Done => "the sender has done its part".to_owned(),
        TriggerOn::ConfidenceBelow => given("confidence is below {}", "confidence is low"),
        TriggerOn::UserAsks => given("the user asks for {}", "the user asks for it"),
        TriggerOn::Error => given("a tool or step failed ({})", "a tool or step failed"),
        TriggerOn::Intent => given("the intent is {}", "the intent says so"),
        TriggerOn::DomainBoundary => given(
            "the request leaves the sender's field ({})",
            "the request leaves the sender's field",
        ),
        TriggerOn::Keyword => given("somebody says {}", "a keyword is said"),
        TriggerOn::RepeatedClarification => given(
            "the sender asked again {} times",
            "the sender keeps asking again",
        ),
        TriggerOn::Sentiment => given("sentiment is below {}", "sentiment is low"),
        TriggerOn::Elapsed => given("{} seconds have passed", "too much time has passed"),
        TriggerOn::Language => given("the language is {}", "the language is another"),
        TriggerOn::Load => given("load is above {}", "load is high"),
        TriggerOn::ReceiverDown => given(
            "the usual receiver is down ({})",
            "the usual receiver is down",
        ),
        TriggerOn::AuthorityLimit => given(
            "the amount exceeds the sender's authority ({})",
            "the amount exceeds the sender's authority",
        ),
        TriggerOn::All(clauses) | TriggerOn::Any(clauses) => {
            let word = if matches!(on, TriggerOn::All(_)) {
                " and "
            } else {
                " or "
            };
            let parts: Vec<String> = clauses
                .iter()
                .map(|clause| {
                    let text = condition(&clause.on, clause.value.as_ref());
                    let is_nested = matches!(clause.on, TriggerOn::All(_) | TriggerOn::Any(_));
                    if is_nested { format!("({text})") } else { text }
                })
                .collect();
            if parts.is_empty() {
                "no condition is given".to_owned()
            } else {
                parts.join(word)
            }
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => format!("\"{text}\""),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// A time, in the largest unit that holds it whole.
pub(crate) fn milliseconds_words(milliseconds: u32) -> String {
    if milliseconds > 0 && milliseconds.is_multiple_of(1000) {
        seconds_words(milliseconds / 1000)
    } else {
        format!("{milliseconds} ms")
    }
}

/// As [`milliseconds_words`], from seconds.
pub(crate) fn seconds_words(seconds: u32) -> String {
    match seconds {
        0 => "0 s".to_owned(),
        hours if hours.is_multiple_of(3600) => format!("{} h", hours / 3600),
        minutes if minutes.is_multiple_of(60) => format!("{} min", minutes / 60),
        seconds => format!("{seconds} s"),
    }
}

/// `1 time`, `2 times`.
pub(crate) fn times(count: u32) -> String {
    format!("{count} {}", if count == 1 { "time" } else { "times" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::TriggerClause;
    use serde_json::json;

    #[test]
    fn triggers_read_as_sentences() {
        let mut subject = Trigger::new();
        subject.on = TriggerOn::Any(vec![
            TriggerClause {
                value: Some(Json(json!(0.8))),
                ..TriggerClause::new(TriggerOn::ConfidenceBelow)
            },
            TriggerClause::new(TriggerOn::All(vec![
                TriggerClause::new(TriggerOn::Error),
                TriggerClause {
                    value: Some(Json(json!(["human", "agent"]))),
                    ..TriggerClause::new(TriggerOn::Keyword)
                },
            ])),
        ]);
        subject.debounce_seconds = Some(120);
        subject.confirm = true;
        assert_eq!(
            trigger(&subject),
            "confidence is below 0.8 or (a tool or step failed and somebody says \"human\", \"agent\"), for at least 2 min; \
             a rule decides, and the user has to agree"
        );
    }

    #[test]
    fn times_take_the_largest_unit() {
        let words: Vec<_> = [0, 250, 30_000, 120_000, 7_200_000, 90_000]
            .map(milliseconds_words)
            .into();
        assert_eq!(words, ["0 ms", "250 ms", "30 s", "2 min", "2 h", "90 s"]);
    }
}
