//! Going on without everybody's word.

use super::answer::not_stale;
use super::clearance::{is_platform, needed};
use super::{find, told};
use crate::registry::{EditReply, Plan};
use crate::{AppError, ErrorCode, Registry};
use baton_model::{Document, EditCommand, Override, ReviewState, Team, TeamId};
use baton_store::Action;

/// Records that a platform team goes on, and why. It holds for exactly what was reviewed.
pub async fn override_review(
    registry: &Registry,
    review: &str,
    team: &str,
    reason: &str,
) -> Result<EditReply, AppError> {
    if reason.trim().is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "an override needs a reason",
            "say why it cannot wait",
        )
        .in_terminal("give it with --reason"));
    }
    registry.follow().await?;
    let (by, at) = (registry.host().author(), registry.host().now());
    let plan = |document: &Document| {
        let review = find::open_review(document, review)?;
        not_stale(document, review)?;
        let team = platform_team(document, team)?;
        let mut overruled = review.clone();
        overruled.overridden = Some(Override {
            at: Some(at.clone()),
            ..Override::new(team.clone(), by.clone(), reason.trim().to_owned())
        });
        overruled.state = ReviewState::Approved;
        let to = needed(document, review);
        let mut edits = told::overridden(document, &overruled, to)?;
        let summary = format!("{team} overrides {}", review.id);
        edits.insert(0, EditCommand::put(overruled));
        Ok(Plan {
            edits,
            action: Action::Edit,
            summary,
            mark: None,
            notes: Vec::new(),
        })
    };
    registry.commit(None, false, plan).await
}

fn platform_team(document: &Document, team: &str) -> Result<TeamId, AppError> {
    if let Some(team) = document.find::<Team>(team)
        && is_platform(document, &team.id)
    {
        return Ok(team.id.clone());
    }
    let platforms = document.teams().filter(|team| team.platform);
    let platforms: Vec<&str> = platforms.map(|team| team.id.as_str()).collect();
    let hint = if platforms.is_empty() {
        "no team is marked as one: set `platform` on the team that may decide for others".to_owned()
    } else {
        format!("platform teams are: {}", platforms.join(", "))
    };
    Err(AppError::new(
        ErrorCode::InvalidInput,
        format!("only a platform team may override a review; {team:?} is none"),
        hint,
    ))
}
