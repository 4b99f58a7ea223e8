//! What a change does by itself, before fields carry it on: one question, one file.

mod agent_moves;
mod agent_retired;
mod capability;
mod contract_moves;
mod contract_retired;
mod owner;
mod range;
pub(crate) mod sensitive;

use crate::inquiry::Inquiry;
use crate::question::{ImpactQuestion as Q, Unanswerable};
use baton_graph::AgentNumber;
use baton_model::{AgentId, Contract, ContractId, ContractVersion, Kind, RecordKey, Version};

/// Adds what the change touches itself.
pub(crate) fn ask(inquiry: &mut Inquiry<'_>, question: &Q) -> Result<(), Unanswerable> {
    match question {
        Q::ContractDraft { contract, schema } => {
            contract_moves::to_draft(inquiry, contract, &schema.0)
        }
        Q::ContractMoves { contract, version } => {
            contract_moves::to_version(inquiry, contract, version)
        }
        Q::ContractRetired { contract } => contract_retired::contract(inquiry, contract),
        Q::VersionRetired { contract, version } => {
            contract_retired::version(inquiry, contract, version)
        }
        Q::VersionDeprecated {
            contract,
            version,
            sunset,
        } => contract_retired::deprecated(inquiry, contract, version, sunset.as_ref()),
        Q::AgentMoves { agent, version } => agent_moves::ask(inquiry, agent, version),
        Q::AgentRetired { agent } => agent_retired::ask(inquiry, agent),
        Q::CapabilityRemoved { tag, agent } => capability::ask(inquiry, tag, agent.as_ref()),
        Q::RangeChanged {
            agent,
            contract,
            range,
        } => range::ask(inquiry, agent, contract, range),
        Q::ResponderRemoved { kind, id } => {
            owner::responder(inquiry, &RecordKey::new(*kind, id.as_str()))
        }
        Q::OwnersRemoved { handoff } => owner::owners(inquiry, handoff),
        Q::SensitiveAdded { contract, pointer } => sensitive::ask(inquiry, contract, pointer),
    }
}

fn missing(kind: Kind, id: impl Into<String>) -> Unanswerable {
    Unanswerable::Missing(RecordKey::new(kind, id))
}

fn contract<'a>(inquiry: &Inquiry<'a>, id: &ContractId) -> Result<&'a Contract, Unanswerable> {
    let found = inquiry.view.contract(id);
    found.ok_or_else(|| missing(Kind::Contract, id.as_str()))
}

fn contract_version<'a>(
    inquiry: &Inquiry<'a>,
    contract: &ContractId,
    version: &Version,
) -> Result<&'a ContractVersion, Unanswerable> {
    let found = inquiry.view.contract_version(contract, version);
    found.ok_or_else(|| missing(Kind::ContractVersion, format!("{contract}@{version}")))
}

fn agent(inquiry: &Inquiry<'_>, id: &AgentId) -> Result<AgentNumber, Unanswerable> {
    let found = inquiry.view.graph.agent_number(id);
    found.ok_or_else(|| missing(Kind::Agent, id.as_str()))
}
