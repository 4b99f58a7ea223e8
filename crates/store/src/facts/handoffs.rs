//! Topologies, how requests come in and end, handoffs and incidents as rows.

use super::people::responder;
use super::{Rows, Table, cell};
use baton_model::{Entry, Handoff, Incident, Kind, Outcome, Target, Topology};
use serde_json::Value;

pub(super) const TABLES: &[&Table] = &[
    &TOPOLOGY,
    &ENTRY,
    &OUTCOME,
    &HANDOFF,
    &HANDOFF_QUERY,
    &HANDOFF_CAPABILITY,
    &HANDOFF_OWNER,
    &HANDOFF_FALLBACK,
    &HANDOFF_ALERT,
    &INCIDENT,
];

const TOPOLOGY: Table = Table::record(
    Kind::Topology,
    "topology",
    &["id", "name", "purpose", "team", "environment"],
);
const ENTRY: Table = Table::record(
    Kind::Entry,
    "entry",
    &["id", "topology", "agent", "channel", "share"],
);
const OUTCOME: Table = Table::record(
    Kind::Outcome,
    "outcome",
    &["id", "topology", "name", "good"],
);
const HANDOFF: Table = Table::record(
    Kind::Handoff,
    "handoff",
    &[
        "id",
        "topology",
        "from_agent",
        "to_agent",
        "to_outcome",
        "to_default_agent",
        "tie_break",
        "mode",
        "parallel_group",
        "pattern",
        "message_type",
        "contract",
        "version",
        "context_mode",
        "priority",
        "otherwise",
        "timeout_ms",
        "retries",
        "loop_limit",
        "boundary_validation",
        "dead_letter",
        "gated",
        "owner_model",
        "fallback_person",
        "fallback_rotation",
        "fallback_team",
        "escalation_path",
        "criticality",
        "span",
    ],
);
const HANDOFF_QUERY: Table = Table::list(
    Kind::Handoff,
    "handoff_query",
    &["handoff", "position", "tag"],
);
const HANDOFF_CAPABILITY: Table = Table::list(
    Kind::Handoff,
    "handoff_capability",
    &["handoff", "position", "tag"],
);
const HANDOFF_OWNER: Table = Table::list(
    Kind::Handoff,
    "handoff_owner",
    &["handoff", "position", "team"],
);
const HANDOFF_FALLBACK: Table = Table::list(
    Kind::Handoff,
    "handoff_fallback",
    &["handoff", "position", "agent"],
);
const HANDOFF_ALERT: Table = Table::list(
    Kind::Handoff,
    "handoff_alert",
    &[
        "handoff",
        "position",
        "name",
        "condition",
        "severity",
        "runbook_url",
    ],
);
const INCIDENT: Table = Table::record(
    Kind::Incident,
    "incident",
    &["id", "handoff", "at", "cause", "link", "lesson"],
);

pub(super) fn topology(r: &Topology, rows: &mut Rows) {
    rows.add(
        &TOPOLOGY,
        vec![
            cell(&r.id),
            cell(&r.name),
            cell(&r.purpose),
            cell(&r.team),
            cell(&r.environment),
        ],
    );
}

pub(super) fn entry(r: &Entry, rows: &mut Rows) {
    rows.add(
        &ENTRY,
        vec![
            cell(&r.id),
            cell(&r.topology),
            cell(&r.agent),
            cell(r.channel),
            cell(r.share),
        ],
    );
}

pub(super) fn outcome(r: &Outcome, rows: &mut Rows) {
    rows.add(
        &OUTCOME,
        vec![cell(&r.id), cell(&r.topology), cell(&r.name), cell(r.good)],
    );
}

pub(super) fn handoff(r: &Handoff, rows: &mut Rows) {
    let id = r.id.as_str();
    let null = || Value::Null;
    let [to_agent, to_outcome, to_default_agent, tie_break] = match &r.to {
        Target::Agent(agent) => [cell(agent), null(), null(), null()],
        Target::Outcome(target) => [null(), cell(&target.outcome), null(), null()],
        Target::Query(query) => {
            rows.list(&HANDOFF_QUERY, id, &query.capabilities, |tag| {
                vec![cell(tag)]
            });
            [null(), null(), cell(&query.default), cell(query.tie_break)]
        }
    };
    let [person, rotation, team] = responder(r.fallback_owner.as_ref());
    rows.add(
        &HANDOFF,
        vec![
            cell(&r.id),
            cell(&r.topology),
            cell(&r.from),
            to_agent,
            to_outcome,
            to_default_agent,
            tie_break,
            cell(r.mode),
            cell(&r.parallel_group),
            cell(r.pattern),
            cell(r.message_type),
            cell(&r.contract),
            cell(&r.version),
            cell(r.context_mode),
            cell(r.trigger.priority),
            cell(r.trigger.otherwise),
            cell(r.policy.timeout_ms),
            cell(r.policy.retries),
            cell(r.policy.loop_limit),
            cell(r.policy.boundary_validation),
            cell(&r.policy.dead_letter),
            cell(r.gate.is_some()),
            cell(r.owner_model),
            person,
            rotation,
            team,
            cell(&r.escalation_path),
            cell(r.criticality),
            cell(r.observability.span),
        ],
    );
    rows.list(&HANDOFF_CAPABILITY, id, &r.required_capabilities, |tag| {
        vec![cell(tag)]
    });
    rows.list(&HANDOFF_OWNER, id, &r.owners, |team| vec![cell(team)]);
    rows.list(&HANDOFF_FALLBACK, id, &r.fallbacks, |agent| {
        vec![cell(agent)]
    });
    rows.list(&HANDOFF_ALERT, id, &r.alerts, |alert| {
        vec![
            cell(&alert.name),
            cell(&alert.condition),
            cell(alert.severity),
            cell(&alert.runbook_url),
        ]
    });
}

pub(super) fn incident(r: &Incident, rows: &mut Rows) {
    rows.add(
        &INCIDENT,
        vec![
            cell(&r.id),
            cell(&r.handoff),
            cell(&r.at),
            cell(&r.cause),
            cell(&r.link),
            cell(&r.lesson),
        ],
    );
}
