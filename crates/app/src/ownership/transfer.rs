//! Handing over: one group of edits.

use super::owned::{owned_by, role};
use crate::record::repoint::repointed;
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, Kind, RecordKey};
use baton_store::Action;

/// Gives what `from` answers for to `to`, in one group; only some records where `only` names any. People stay in their teams.
pub async fn transfer_ownership(
    registry: &Registry,
    from: &str,
    to: &str,
    only: &[RecordKey],
    dry_run: bool,
) -> Result<EditReply, AppError> {
    registry.follow().await?;
    let plan = |document: &Document| {
        for team in [from, to] {
            if !document.contains(Kind::Team, team) {
                return Err(AppError::new(
                    ErrorCode::NotFound,
                    format!("there is no team {team:?}"),
                    "check its id",
                )
                .in_terminal("`baton list team` shows all"));
            }
        }
        if from == to {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                "a team cannot hand over to itself",
                "choose another team",
            ));
        }
        let owned = owned_by(document, from);
        if let Some(foreign) = only
            .iter()
            .find(|key| !owned.iter().any(|own| own.key == **key))
        {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("{foreign} does not name the team {from}"),
                "leave it out",
            ));
        }
        let (old, new) = (
            RecordKey::new(Kind::Team, from),
            RecordKey::new(Kind::Team, to),
        );
        let edits: Vec<EditCommand> = owned
            .iter()
            .filter(|own| only.is_empty() || only.contains(&own.key))
            .filter_map(|own| document.get(&own.key))
            .filter_map(|held| {
                let changed =
                    repointed(&held.record, &old, &new, |pointer| role(pointer).is_some())?;
                Some(EditCommand::put(changed))
            })
            .collect();
        if edits.is_empty() {
            return Err(AppError::new(
                ErrorCode::InvalidInput,
                format!("the team {from} answers for nothing"),
                "there is nothing to hand over",
            ));
        }
        let count = edits.len();
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary: format!(
                "Hand over {count} record{} from {from} to {to}",
                if count == 1 { "" } else { "s" }
            ),
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, dry_run, plan).await
}
