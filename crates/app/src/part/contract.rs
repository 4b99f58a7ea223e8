//! What travels over the handoffs of a part: a contract that is named, or the case that comes with the parts.

use super::place::Place;
use crate::{AppError, ErrorCode};
use baton_model::{Contract, ContractState, ContractVersion, Record, parse_record};
use serde_json::{Value, json};

const CASE: &str = include_str!("../../../../parts/contracts/case.json");
/// The id of the contract that comes with the parts.
const CASE_ID: &str = "handed-over-case";

/// The version that handoffs pin.
pub(super) struct Carried {
    pub version: ContractVersion,
    pub made: Vec<Record>,
    pub notes: Vec<String>,
}

/// The contract that is named, else the one of all parts; it is made where the registry does not have it.
pub(super) fn chosen(place: &Place<'_>, named: Option<&String>) -> Result<Carried, AppError> {
    if let Some(named) = named {
        let version = place.document.find::<ContractVersion>(named).cloned();
        let version = version.ok_or_else(|| {
            AppError::new(
                ErrorCode::NotFound,
                format!("there is no contract version {named:?}"),
                "write contract@version; `baton list contract_version` names them",
            )
        })?;
        return Ok(Carried {
            version,
            made: Vec::new(),
            notes: Vec::new(),
        });
    }
    let case: Value = serde_json::from_str(CASE)
        .map_err(|error| AppError::new(ErrorCode::Internal, error.to_string(), ""))?;
    for count in 1..u32::MAX {
        let id = match count {
            1 => CASE_ID.to_owned(),
            _ => format!("{CASE_ID}-{count}"),
        };
        let (contract, version) = records(&case, &id, place)?;
        let there = place.document.find::<Contract>(&id);
        let same = place
            .document
            .find::<ContractVersion>(&version.id)
            .filter(|there| there.payload_schema == version.payload_schema)
            .filter(|there| there.state != ContractState::Retired);
        if let Some(same) = same {
            return Ok(Carried {
                version: same.clone(),
                made: Vec::new(),
                notes: Vec::new(),
            });
        }
        if there.is_none() {
            return Ok(Carried {
                notes: vec![format!(
                    "the contract {} is a draft: publish it once both sides agree, or put your own in its place",
                    version.id
                )],
                made: vec![contract.into(), version.clone().into()],
                version,
            });
        }
    }
    Err(AppError::new(ErrorCode::Internal, "no id is free", ""))
}

fn records(
    case: &Value,
    id: &str,
    place: &Place<'_>,
) -> Result<(Contract, ContractVersion), AppError> {
    let mut contract = case["contract"].clone();
    contract["id"] = json!(id);
    contract["team"] = json!(place.team.id);
    let mut version = case["version"].clone();
    version["contract"] = json!(id);
    version["id"] = json!(format!(
        "{id}@{}",
        version["version"].as_str().unwrap_or_default()
    ));
    let contract = parse_record(baton_model::Kind::Contract, contract)?;
    let version = parse_record(baton_model::Kind::ContractVersion, version)?;
    match (contract, version) {
        (Record::Contract(contract), Record::ContractVersion(version)) => Ok((*contract, *version)),
        _ => Err(AppError::new(
            ErrorCode::Internal,
            "the case is no contract",
            "",
        )),
    }
}
