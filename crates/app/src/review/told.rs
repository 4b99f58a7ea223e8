//! Whom the steps of a review are told, in words.

use super::clearance::needed;
use crate::AppError;
use crate::notice::draft::Draft;
use crate::record::words::{called, cut, line};
use baton_model::{
    Contract, ContractVersion, Decision, Document, EditCommand, Kind, NoticeTopic, Review,
    ReviewState, Team, TeamId, Topology,
};
use std::collections::BTreeSet;

/// Longest message that is repeated in a notice, in characters.
const LONGEST: usize = 2000;

/// The teams that are asked hear what for.
pub(super) fn asked(document: &Document, review: &Review) -> Result<Vec<EditCommand>, AppError> {
    let subject = called(document, &review.subject);
    let text = format!(
        "Review asked: {subject}\n\n{} asks for your word on {subject}:\n\n{}\n\nAnswer on its page in Baton, or in a terminal: baton review approve {} --team YOUR-TEAM",
        line(&review.asked_by),
        cut(&review.message, LONGEST),
        review.id
    );
    let to = review.asked.iter().map(|asked| asked.team.clone());
    draft(NoticeTopic::ReviewAsked, review, "asked", text).to(document, to)
}

/// Agreement of everybody is told to all of them, a no and a not yet to the side that asked.
pub(super) fn answered(
    document: &Document,
    before: &Review,
    review: &Review,
) -> Result<Vec<EditCommand>, AppError> {
    let subject = called(document, &review.subject);
    let Some(last) = review.approvals.last() else {
        return Ok(Vec::new());
    };
    let cause = |what: &str| format!("{what}-{}", review.approvals.len());
    if last.decision != Decision::Approve {
        let does = match last.decision {
            Decision::RequestChanges => "wants changes",
            Decision::Approve | Decision::Reject => "objects",
        };
        let text = format!(
            "{} {does}: {subject}\n\n{} says for {}:\n\n{}",
            team_name(document, &last.team),
            line(&last.by),
            team_name(document, &last.team),
            cut(&last.reason, LONGEST)
        );
        let mut to = asking_side(document, review);
        to.remove(&last.team);
        return draft(
            NoticeTopic::ReviewObjected,
            review,
            &cause("objected"),
            text,
        )
        .to(document, to);
    }
    if review.state != ReviewState::Approved || before.state == ReviewState::Approved {
        return Ok(Vec::new());
    }
    let text = format!(
        "Review approved: {subject}\n\nEverybody who was asked agreed to {subject}; it may be published."
    );
    let to = everybody(document, review);
    draft(
        NoticeTopic::ReviewApproved,
        review,
        &cause("approved"),
        text,
    )
    .to(document, to)
}

/// Everybody whose word was needed hears that it is not waited for.
pub(super) fn overridden(
    document: &Document,
    review: &Review,
    to: BTreeSet<TeamId>,
) -> Result<Vec<EditCommand>, AppError> {
    let Some(decision) = &review.overridden else {
        return Ok(Vec::new());
    };
    let subject = called(document, &review.subject);
    let text = format!(
        "Review overridden: {subject}\n\n{} decided for {} that {subject} may be published without everybody's word:\n\n{}",
        line(&decision.by),
        team_name(document, &decision.team),
        cut(&decision.reason, LONGEST)
    );
    draft(NoticeTopic::ReviewOverridden, review, "overridden", text).to(document, to)
}

fn draft(topic: NoticeTopic, review: &Review, what: &str, text: String) -> Draft {
    Draft {
        topic,
        about: review.subject.clone(),
        cause: format!("{}.{what}", review.id),
        text,
    }
}

fn everybody(document: &Document, review: &Review) -> BTreeSet<TeamId> {
    let own = own_team(document, review).cloned();
    needed(document, review).into_iter().chain(own).collect()
}

/// The team of the subject; where it has none, everybody who was asked.
fn asking_side(document: &Document, review: &Review) -> BTreeSet<TeamId> {
    match own_team(document, review) {
        Some(own) => BTreeSet::from([own.clone()]),
        None => needed(document, review),
    }
}

fn own_team<'a>(document: &'a Document, review: &Review) -> Option<&'a TeamId> {
    let id = &review.subject.id;
    match review.subject.kind {
        Kind::ContractVersion => {
            let version = document.find::<ContractVersion>(id)?;
            document.find::<Contract>(&version.contract)?.team.as_ref()
        }
        _ => document.find::<Topology>(id)?.team.as_ref(),
    }
}

fn team_name(document: &Document, team: &TeamId) -> String {
    document
        .find::<Team>(team)
        .map_or_else(|| team.to_string(), |team| line(&team.name))
}
