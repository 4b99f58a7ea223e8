//! Agents, their versions and where they run, capability tags and memory as rows.

use super::{Rows, Table, cell};
use baton_model::{
    Agent, AgentVersion, Capability, Deployment, Environment, Kind, Memory, TrustDomain,
};

pub(super) const TABLES: &[&Table] = &[
    &TRUST_DOMAIN,
    &ENVIRONMENT,
    &CAPABILITY,
    &CAPABILITY_SYNONYM,
    &MEMORY,
    &MEMORY_KEY,
    &AGENT,
    &AGENT_CAPABILITY,
    &AGENT_AUTHORITY,
    &AGENT_LANGUAGE,
    &AGENT_CHANNEL,
    &AGENT_TOOL,
    &AGENT_MEMORY,
    &AGENT_VERSION,
    &AGENT_EMITS,
    &AGENT_ACCEPTS,
    &DEPLOYMENT,
];

const TRUST_DOMAIN: Table = Table::record(
    Kind::TrustDomain,
    "trust_domain",
    &["id", "name", "organisation"],
);
const ENVIRONMENT: Table = Table::record(
    Kind::Environment,
    "environment",
    &["id", "name", "position"],
);
const CAPABILITY: Table = Table::record(Kind::Capability, "capability", &["id", "tag", "meaning"]);
const CAPABILITY_SYNONYM: Table = Table::list(
    Kind::Capability,
    "capability_synonym",
    &["capability", "position", "synonym"],
);
const MEMORY: Table = Table::record(
    Kind::Memory,
    "memory",
    &["id", "kind", "team", "trust_domain", "retention"],
);
const MEMORY_KEY: Table = Table::list(
    Kind::Memory,
    "memory_key",
    &["memory", "position", "name", "sensitive"],
);
const AGENT: Table = Table::record(
    Kind::Agent,
    "agent",
    &[
        "id",
        "name",
        "kind",
        "function",
        "team",
        "lifecycle",
        "scope",
        "talks_to_user",
        "discloses",
        "trust_domain",
        "stateless",
        "context_window_tokens",
        "flow_limit",
        "health",
        "health_source",
        "health_checked_at",
    ],
);
const AGENT_CAPABILITY: Table = Table::list(
    Kind::Agent,
    "agent_capability",
    &["agent", "position", "tag"],
);
const AGENT_AUTHORITY: Table = Table::list(
    Kind::Agent,
    "agent_authority",
    &[
        "agent",
        "position",
        "action",
        "max_amount",
        "unit",
        "irreversible",
    ],
);
const AGENT_LANGUAGE: Table = Table::list(
    Kind::Agent,
    "agent_language",
    &["agent", "position", "language"],
);
const AGENT_CHANNEL: Table = Table::list(
    Kind::Agent,
    "agent_channel",
    &["agent", "position", "channel"],
);
const AGENT_TOOL: Table = Table::list(
    Kind::Agent,
    "agent_tool",
    &["agent", "position", "name", "irreversible"],
);
const AGENT_MEMORY: Table = Table::list(
    Kind::Agent,
    "agent_memory",
    &["agent", "position", "memory"],
);
const AGENT_VERSION: Table = Table::record(
    Kind::AgentVersion,
    "agent_version",
    &["id", "agent", "version", "model", "prompt_version", "note"],
);
const AGENT_EMITS: Table = Table::list(
    Kind::AgentVersion,
    "agent_emits",
    &["agent_version", "position", "contract", "version"],
);
const AGENT_ACCEPTS: Table = Table::list(
    Kind::AgentVersion,
    "agent_accepts",
    &["agent_version", "position", "contract", "version_range"],
);
const DEPLOYMENT: Table = Table::record(
    Kind::Deployment,
    "deployment",
    &["id", "agent", "version", "environment", "since"],
);

pub(super) fn trust_domain(r: &TrustDomain, rows: &mut Rows) {
    rows.add(
        &TRUST_DOMAIN,
        vec![cell(&r.id), cell(&r.name), cell(&r.organisation)],
    );
}

pub(super) fn environment(r: &Environment, rows: &mut Rows) {
    rows.add(
        &ENVIRONMENT,
        vec![cell(&r.id), cell(&r.name), cell(r.order)],
    );
}

pub(super) fn capability(r: &Capability, rows: &mut Rows) {
    rows.add(
        &CAPABILITY,
        vec![cell(&r.id), cell(&r.tag), cell(&r.meaning)],
    );
    rows.list(&CAPABILITY_SYNONYM, r.id.as_str(), &r.synonyms, |synonym| {
        vec![cell(synonym)]
    });
}

pub(super) fn memory(r: &Memory, rows: &mut Rows) {
    rows.add(
        &MEMORY,
        vec![
            cell(&r.id),
            cell(r.kind),
            cell(&r.team),
            cell(&r.trust_domain),
            cell(&r.retention),
        ],
    );
    rows.list(&MEMORY_KEY, r.id.as_str(), &r.keys, |key| {
        vec![cell(&key.name), cell(key.sensitive)]
    });
}

pub(super) fn agent(r: &Agent, rows: &mut Rows) {
    rows.add(
        &AGENT,
        vec![
            cell(&r.id),
            cell(&r.name),
            cell(r.kind),
            cell(r.function),
            cell(&r.team),
            cell(r.lifecycle),
            cell(&r.role.scope.text),
            cell(r.role.talks_to_user),
            cell(r.role.discloses),
            cell(&r.trust_domain),
            cell(r.stateless),
            cell(r.context_window_tokens),
            cell(r.flow_limit),
            cell(r.health.state),
            cell(&r.health.source),
            cell(&r.health.checked_at),
        ],
    );
    let id = r.id.as_str();
    rows.list(&AGENT_CAPABILITY, id, &r.capabilities, |tag| {
        vec![cell(tag)]
    });
    rows.list(&AGENT_AUTHORITY, id, &r.role.authority, |a| {
        vec![
            cell(&a.action),
            cell(a.limit),
            cell(&a.unit),
            cell(a.irreversible),
        ]
    });
    rows.list(&AGENT_LANGUAGE, id, &r.languages, |language| {
        vec![cell(language)]
    });
    rows.list(&AGENT_CHANNEL, id, &r.channels, |channel| {
        vec![cell(channel)]
    });
    rows.list(&AGENT_TOOL, id, &r.tools, |tool| {
        vec![cell(&tool.name), cell(tool.irreversible)]
    });
    rows.list(&AGENT_MEMORY, id, &r.memory, |memory| vec![cell(memory)]);
}

pub(super) fn agent_version(r: &AgentVersion, rows: &mut Rows) {
    rows.add(
        &AGENT_VERSION,
        vec![
            cell(&r.id),
            cell(&r.agent),
            cell(&r.version),
            cell(&r.model),
            cell(&r.prompt_version),
            cell(&r.note),
        ],
    );
    let id = r.id.as_str();
    rows.list(&AGENT_EMITS, id, &r.emits, |e| {
        vec![cell(&e.contract), cell(&e.version)]
    });
    rows.list(&AGENT_ACCEPTS, id, &r.accepts, |a| {
        vec![cell(&a.contract), cell(&a.range)]
    });
}

pub(super) fn deployment(r: &Deployment, rows: &mut Rows) {
    rows.add(
        &DEPLOYMENT,
        vec![
            cell(&r.id),
            cell(&r.agent),
            cell(&r.version),
            cell(&r.environment),
            cell(&r.since),
        ],
    );
}
