//! Tables of reviews, remarks, incidents, what traces show, and how rules are set.

use super::{count, joined, name_if, name_of, text, yes};
use crate::record::around::Around;
use crate::record::table::TableColumn;
use crate::record::words::{line, word};
use baton_model::{
    Baseline, Comment, Incident, Kind, Notice, ObservedHandoff, RecordKey, Review, RuleSetting,
    Scenario, Silence,
};

fn subject(around: &Around<'_>, key: &RecordKey) -> String {
    name_of(around, key.kind, &key.id)
}

fn time(at: Option<&baton_model::Timestamp>) -> String {
    at.map(ToString::to_string).unwrap_or_default()
}

fn rule(code: &str) -> String {
    baton_rules::explain(code)
        .map_or_else(|| line(code), |rule| format!("{} {}", rule.code, rule.name))
}

pub(super) const SCENARIO: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("topology", "Topology"),
    text("profile", "Fault profile"),
    count("hop_cap", "Most hops"),
];

pub(super) fn scenario(around: &Around<'_>, scenario: &Scenario) -> Vec<String> {
    vec![
        line(&scenario.name),
        scenario.id.to_string(),
        name_of(around, Kind::Topology, &scenario.topology),
        line(scenario.profile.as_deref().unwrap_or_default()),
        scenario
            .hop_cap
            .map(|hops| hops.to_string())
            .unwrap_or_default(),
    ]
}

pub(super) const REVIEW: &[TableColumn] = &[
    text("subject", "About"),
    text("state", "State"),
    text("approvals", "What was said"),
    count("comments", "Remarks"),
    text("id", "Id"),
];

pub(super) fn review(around: &Around<'_>, review: &Review) -> Vec<String> {
    let said = review.approvals.iter().map(|approval| {
        let team = name_of(around, Kind::Team, &approval.team);
        format!("{team}: {}", word(approval.decision))
    });
    vec![
        subject(around, &review.subject),
        word(review.state),
        joined(said),
        review.comments.len().to_string(),
        review.id.to_string(),
    ]
}

pub(super) const COMMENT: &[TableColumn] = &[
    text("text", "Text"),
    text("subject", "About"),
    text("by", "By"),
    text("at", "When"),
    text("resolved", "Settled"),
    text("id", "Id"),
];

pub(super) fn comment(around: &Around<'_>, comment: &Comment) -> Vec<String> {
    vec![
        line(&comment.text),
        subject(around, &comment.subject),
        line(&comment.by),
        time(comment.at.as_ref()),
        yes(comment.resolved),
        comment.id.to_string(),
    ]
}

pub(super) const INCIDENT: &[TableColumn] = &[
    text("handoff", "Handoff"),
    text("at", "When"),
    text("cause", "Cause"),
    text("resolved_at", "Resolved"),
    text("lesson", "Lesson"),
    text("id", "Id"),
];

pub(super) fn incident(around: &Around<'_>, incident: &Incident) -> Vec<String> {
    vec![
        name_of(around, Kind::Handoff, &incident.handoff),
        incident.at.to_string(),
        line(&incident.cause),
        time(incident.resolved_at.as_ref()),
        line(&incident.lesson),
        incident.id.to_string(),
    ]
}

pub(super) const BASELINE: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("topology", "Topology"),
    count("revision", "Revision"),
    text("note", "Why"),
];

pub(super) fn baseline(around: &Around<'_>, baseline: &Baseline) -> Vec<String> {
    vec![
        line(&baseline.name),
        baseline.id.to_string(),
        name_of(around, Kind::Topology, &baseline.topology),
        baseline.revision.to_string(),
        line(&baseline.note),
    ]
}

pub(super) const OBSERVED_HANDOFF: &[TableColumn] = &[
    text("from", "From"),
    text("to", "To"),
    text("handoff", "Drawn as"),
    count("seen", "Seen"),
    count("success", "Succeeded"),
    count("rejections", "Rejected"),
    count("p95_ms", "95 % within ms"),
    text("dialect", "Dialect"),
    text("inferred", "Inferred"),
    text("id", "Id"),
];

pub(super) fn observed_handoff(around: &Around<'_>, seen: &ObservedHandoff) -> Vec<String> {
    vec![
        line(&seen.from),
        line(&seen.to),
        name_if(around, Kind::Handoff, seen.handoff.as_ref()),
        seen.seen.to_string(),
        seen.success.to_string(),
        seen.rejections.to_string(),
        seen.p95_ms.map(|ms| ms.to_string()).unwrap_or_default(),
        line(&seen.dialect),
        yes(seen.inferred),
        seen.id.to_string(),
    ]
}

pub(super) const NOTICE: &[TableColumn] = &[
    text("text", "Text"),
    text("to", "To"),
    text("topic", "About"),
    text("state", "State"),
    text("channel", "Channel"),
    text("id", "Id"),
];

pub(super) fn notice(around: &Around<'_>, notice: &Notice) -> Vec<String> {
    vec![
        line(&notice.text),
        name_of(around, Kind::Team, &notice.to),
        notice.topic.map(word).unwrap_or_default(),
        word(notice.state),
        line(&notice.channel),
        notice.id.to_string(),
    ]
}

pub(super) const RULE_SETTING: &[TableColumn] = &[
    text("code", "Rule"),
    text("topology", "Topology"),
    text("severity", "Severity"),
    text("options", "Options"),
    text("id", "Id"),
];

pub(super) fn rule_setting(around: &Around<'_>, setting: &RuleSetting) -> Vec<String> {
    let options = setting.options.as_ref();
    vec![
        rule(&setting.code),
        name_if(around, Kind::Topology, setting.topology.as_ref()),
        setting.severity.map(word).unwrap_or_default(),
        options
            .map(|options| options.0.to_string())
            .unwrap_or_default(),
        setting.id.to_string(),
    ]
}

pub(super) const SILENCE: &[TableColumn] = &[
    text("code", "Rule"),
    text("subject", "About"),
    text("reason", "Why it may stand"),
    text("topology", "Topology"),
    text("id", "Id"),
];

pub(super) fn silence(around: &Around<'_>, silence: &Silence) -> Vec<String> {
    vec![
        rule(&silence.code),
        subject(around, &silence.subject),
        line(&silence.reason),
        name_if(around, Kind::Topology, silence.topology.as_ref()),
        silence.id.to_string(),
    ]
}
