//! Tables of agents and of what agents share.

use super::{count, findings_about, joined, name_if, name_of, names_of, text, yes};
use crate::record::around::Around;
use crate::record::table::TableColumn;
use crate::record::words::{line, word};
use baton_model::{
    Agent, AgentVersion, Capability, Deployment, Environment, Kind, Memory, Record, TrustDomain,
};

pub(super) const AGENT: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("kind", "Kind"),
    text("team", "Team"),
    text("lifecycle", "Lifecycle"),
    text("capabilities", "Capabilities"),
    count("handoffs_in", "Handoffs in"),
    count("handoffs_out", "Handoffs out"),
    text("topologies", "Topologies"),
    count("findings", "Findings"),
];

pub(super) fn agent(around: &Around<'_>, agent: &Agent) -> Vec<String> {
    let known = around.agent(agent.id.as_str());
    let number = |number: u32| number.to_string();
    let topologies = known.into_iter().flat_map(|known| &known.topologies);
    vec![
        line(&agent.name),
        agent.id.to_string(),
        word(agent.kind),
        name_if(around, Kind::Team, agent.team.as_ref()),
        word(agent.lifecycle),
        agent.capabilities.join(", "),
        number(known.map_or(0, |known| known.handoffs_in)),
        number(known.map_or(0, |known| known.handoffs_out)),
        names_of(around, Kind::Topology, topologies),
        findings_about(around, Kind::Agent, &agent.id),
    ]
}

pub(super) const AGENT_VERSION: &[TableColumn] = &[
    text("agent", "Agent"),
    text("version", "Version"),
    text("accepts", "Accepts"),
    text("emits", "Emits"),
    text("model", "Model"),
    text("note", "What changed"),
    text("id", "Id"),
];

pub(super) fn agent_version(around: &Around<'_>, version: &AgentVersion) -> Vec<String> {
    let accepts = version.accepts.iter();
    let emits = version.emits.iter();
    vec![
        name_of(around, Kind::Agent, &version.agent),
        version.version.to_string(),
        joined(accepts.map(|accepts| format!("{} {}", accepts.contract, accepts.range))),
        joined(emits.map(|emits| format!("{} {}", emits.contract, emits.version))),
        line(version.model.as_deref().unwrap_or_default()),
        line(&version.note),
        version.id.to_string(),
    ]
}

pub(super) const DEPLOYMENT: &[TableColumn] = &[
    text("agent", "Agent"),
    text("version", "Version"),
    text("environment", "Environment"),
    text("since", "Since"),
];

pub(super) fn deployment(around: &Around<'_>, deployment: &Deployment) -> Vec<String> {
    let since = deployment.since.as_ref();
    vec![
        name_of(around, Kind::Agent, &deployment.agent),
        deployment.version.to_string(),
        name_of(around, Kind::Environment, &deployment.environment),
        since.map(ToString::to_string).unwrap_or_default(),
    ]
}

pub(super) const ENVIRONMENT: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    count("order", "Order"),
    count("deployments", "Deployments"),
];

pub(super) fn environment(around: &Around<'_>, environment: &Environment) -> Vec<String> {
    let here = around.document.deployments();
    let here = here.filter(|deployment| deployment.environment == environment.id);
    vec![
        line(&environment.name),
        environment.id.to_string(),
        environment.order.to_string(),
        here.count().to_string(),
    ]
}

pub(super) const CAPABILITY: &[TableColumn] = &[
    text("tag", "Tag"),
    text("meaning", "Meaning"),
    text("synonyms", "Synonyms"),
    count("agents", "Agents"),
];

pub(super) fn capability(around: &Around<'_>, capability: &Capability) -> Vec<String> {
    let declaring = around.document.agents();
    let declaring = declaring.filter(|agent| agent.capabilities.contains(&capability.tag));
    vec![
        capability.tag.clone(),
        line(&capability.meaning),
        capability.synonyms.join(", "),
        declaring.count().to_string(),
    ]
}

pub(super) const TRUST_DOMAIN: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("organisation", "Organisation"),
    count("agents", "Agents"),
    count("memories", "Memories"),
];

pub(super) fn trust_domain(around: &Around<'_>, domain: &TrustDomain) -> Vec<String> {
    let key = Record::from(domain.clone()).key();
    vec![
        line(&domain.name),
        domain.id.to_string(),
        line(&domain.organisation),
        super::referring(around, &key, Kind::Agent).to_string(),
        super::referring(around, &key, Kind::Memory).to_string(),
    ]
}

pub(super) const MEMORY: &[TableColumn] = &[
    text("id", "Id"),
    text("kind", "Kind"),
    text("team", "Team"),
    text("trust_domain", "Trust domain"),
    text("retention", "Retention"),
    text("keys", "Keys"),
    text("sensitive", "Sensitive"),
    count("agents", "Agents"),
];

pub(super) fn memory(around: &Around<'_>, memory: &Memory) -> Vec<String> {
    let key = Record::from(memory.clone()).key();
    vec![
        memory.id.to_string(),
        word(memory.kind),
        name_if(around, Kind::Team, memory.team.as_ref()),
        name_if(around, Kind::TrustDomain, memory.trust_domain.as_ref()),
        line(&memory.retention),
        joined(memory.keys.iter().map(|key| line(&key.name))),
        yes(memory.keys.iter().any(|key| key.sensitive)),
        super::referring(around, &key, Kind::Agent).to_string(),
    ]
}
