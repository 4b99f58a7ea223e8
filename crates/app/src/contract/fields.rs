//! The fields of a contract version.

use crate::{AppError, ErrorCode, Registry};
use baton_contract::{FieldRow, fields};
use baton_model::ContractVersion;

/// The payload's fields in words, parents before children.
pub fn contract_fields(
    registry: &Registry,
    contract: &str,
    version: &str,
) -> Result<Vec<FieldRow>, AppError> {
    registry.read(|document| {
        let id = format!("{contract}@{version}");
        let Some(version) = document.find::<ContractVersion>(&id) else {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("there is no contract version {id:?}"),
                "`baton list contract_version` shows all",
            ));
        };
        let sensitive = version.sensitive.iter().map(|field| field.pointer.as_str());
        Ok(fields(&version.payload_schema.0, sensitive))
    })
}
