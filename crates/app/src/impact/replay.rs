//! A draft of a contract over recorded payloads: how many it would have rejected.

use crate::contract::payload::replay_lines;
use crate::{AppError, Registry};
use baton_contract::{Form, Replay};
use baton_model::{ContractId, ContractState, ContractVersion, Kind, RecordKey};
use serde_json::Value;
use std::path::Path;

/// Runs a draft over a file of payloads, one JSON value a line, bare or in their envelopes; - is standard input. The invariants of the
/// contract's highest version in use are checked too, since a draft of the schema keeps them.
pub fn replay_draft(
    registry: &Registry,
    contract: &ContractId,
    schema: &Value,
    payloads: &Path,
) -> Result<Replay, AppError> {
    let invariants = registry.read(|document| {
        let key = RecordKey::new(Kind::Contract, contract.as_str());
        let versions = document
            .referrers(&key)
            .filter(|key| key.kind == Kind::ContractVersion)
            .filter_map(|key| document.find::<ContractVersion>(&key.id));
        let highest = versions
            .filter(|version| {
                matches!(
                    version.state,
                    ContractState::Published | ContractState::Deprecated
                )
            })
            .max_by(|a, b| a.version.cmp(&b.version));
        highest.map(|version| version.invariants.clone())
    });
    replay_lines(
        schema,
        &invariants.unwrap_or_default(),
        Form::Detect,
        payloads,
    )
}
