//! The Protobuf field numbers of contracts: given when a version is published, kept for ever.

use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Contract, ContractState, ContractVersion, Document, EditCommand, FieldNumber};
use baton_store::Action;

/// Which contracts get field numbers.
#[derive(Clone, Debug, Default)]
pub struct NumberRequest {
    /// Contracts; all of them where none is named.
    pub contracts: Vec<String>,
    /// Stop before writing.
    pub dry_run: bool,
}

/// Keeps the field numbers of published versions that came into the registry as published, and so were given none.
pub async fn number(registry: &Registry, request: &NumberRequest) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        let contracts: Vec<&Contract> = if request.contracts.is_empty() {
            document.contracts().collect()
        } else {
            let named = request.contracts.iter().map(|id| find(document, id));
            named.collect::<Result<_, _>>()?
        };
        let edits: Vec<EditCommand> = contracts
            .into_iter()
            .filter_map(|contract| numbering(document, contract, None))
            .collect();
        Ok(Plan {
            summary: format!("Keep the field numbers of {} contracts", edits.len()),
            edits,
            action: Action::Edit,
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, request.dry_run, plan).await
}

fn find<'a>(document: &'a Document, id: &str) -> Result<&'a Contract, AppError> {
    document.find::<Contract>(id).ok_or_else(|| {
        AppError::new(
            ErrorCode::NotFound,
            format!("there is no contract {id}"),
            "`baton list contract` shows them",
        )
    })
}

/// The edit that gives numbers to fields of published versions that have none, and last to those of the version that is published now; none where
/// all have theirs.
pub(super) fn numbering(
    document: &Document,
    contract: &Contract,
    published: Option<&ContractVersion>,
) -> Option<EditCommand> {
    let mut versions: Vec<&ContractVersion> = document
        .contract_versions()
        .filter(|version| version.contract == contract.id)
        .filter(|version| {
            !matches!(
                version.state,
                ContractState::Draft | ContractState::InReview
            )
        })
        .collect();
    versions.sort_by(|a, b| a.version.cmp(&b.version));
    versions.extend(published);
    let field_numbers: Vec<FieldNumber> = baton_export::field_numbers(contract, &versions);
    (field_numbers != contract.field_numbers).then(|| {
        EditCommand::put(Contract {
            field_numbers,
            ..contract.clone()
        })
    })
}
