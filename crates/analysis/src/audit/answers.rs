//! The questions that every handoff is asked.

use super::{Place, QUESTIONS, Question};
use baton_model::{
    ContractState, ContractVersion, Handoff, Kind, Person, RecordKey, Responder, Review,
    ReviewState, Rotation, Target, Team,
};
use serde::Serialize;

/// The audit's questions and whether they are answered with yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[allow(clippy::struct_excessive_bools)] // each is a question of its own
pub struct Answers {
    /// Does it name a contract?
    pub contract: bool,
    /// Is a version pinned that is in use: published or deprecated, and not past its sunset?
    pub versioned: bool,
    /// Does a team own it, by one of the models, and is somebody named for when it fails?
    pub owned: bool,
    /// Does it write a span, and does an alert cover it?
    pub instrumented: bool,
    /// Does a failure end: a timeout, and somebody or something that gets the task then?
    pub failure_path: bool,
    /// Has the contract's version payloads that must be accepted and such that must be rejected?
    pub tested: bool,
    /// Did the teams concerned agree to the contract's version?
    pub reviewed: bool,
}

impl Answers {
    pub(super) fn of(place: &Place<'_>, handoff: &Handoff) -> Self {
        let version = pinned(place, handoff);
        Self {
            contract: handoff
                .contract
                .as_ref()
                .is_some_and(|id| place.document.contains(Kind::Contract, id.as_str())),
            versioned: version.is_some_and(|version| is_in_use(place, version)),
            owned: is_owned(place, handoff),
            instrumented: handoff.observability.span && !handoff.alerts.is_empty(),
            failure_path: has_failure_path(handoff),
            tested: version.is_some_and(|version| {
                !version.examples.accepted.is_empty() && !version.examples.rejected.is_empty()
            }),
            reviewed: version.is_some_and(|version| is_reviewed(place, version)),
        }
    }

    /// The answer to a question.
    pub fn to(self, question: Question) -> bool {
        match question {
            Question::Contract => self.contract,
            Question::Versioned => self.versioned,
            Question::Owned => self.owned,
            Question::Instrumented => self.instrumented,
            Question::FailurePath => self.failure_path,
            Question::Tested => self.tested,
            Question::Reviewed => self.reviewed,
        }
    }

    /// The questions with their answers, in order.
    pub fn each(self) -> [(Question, bool); 7] {
        QUESTIONS.map(|question| (question, self.to(question)))
    }

    /// Share of the questions that are answered with yes.
    pub(super) fn share(self) -> f64 {
        let all = self.each();
        let yes = all.iter().filter(|(_, answer)| *answer).count();
        yes as f64 / all.len() as f64
    }
}

pub(super) fn pinned<'a>(place: &Place<'a>, handoff: &Handoff) -> Option<&'a ContractVersion> {
    let contract = handoff.contract.as_ref()?;
    let version = handoff.version.as_ref()?;
    place.document.find(format!("{contract}@{version}"))
}

fn is_in_use(place: &Place<'_>, version: &ContractVersion) -> bool {
    let over = version
        .sunset_date
        .as_ref()
        .is_some_and(|sunset| sunset < place.today);
    !over
        && matches!(
            version.state,
            ContractState::Published | ContractState::Deprecated
        )
}

/// A handoff to an outcome ends the request: whoever owns the sender owns it.
fn is_owned(place: &Place<'_>, handoff: &Handoff) -> bool {
    let is_team = |id: &_| place.document.find::<Team>(id).is_some();
    if matches!(handoff.to, Target::Outcome(_)) {
        let sender = place.graph.member(&handoff.from);
        return sender
            .and_then(|agent| agent.team.as_ref())
            .is_some_and(is_team);
    }
    let is_named = handoff
        .fallback_owner
        .as_ref()
        .is_some_and(|responder| match responder {
            Responder::Person(id) => place.document.find::<Person>(id).is_some(),
            Responder::Rotation(id) => place.document.find::<Rotation>(id).is_some(),
            Responder::Team(id) => place.document.find::<Team>(id).is_some(),
        });
    handoff.owner_model.is_some()
        && !handoff.owners.is_empty()
        && handoff.owners.iter().all(is_team)
        && is_named
}

/// A request that ends needs nobody to take over.
fn has_failure_path(handoff: &Handoff) -> bool {
    let policy = &handoff.policy;
    matches!(handoff.to, Target::Outcome(_))
        || (policy.timeout_ms.is_some()
            && (!handoff.fallbacks.is_empty() || policy.dead_letter.is_some()))
}

fn is_reviewed(place: &Place<'_>, version: &ContractVersion) -> bool {
    let key = RecordKey::new(Kind::ContractVersion, version.id.as_str());
    place
        .document
        .referrers(&key)
        .filter(|key| key.kind == Kind::Review)
        .filter_map(|key| place.document.find::<Review>(&key.id))
        .any(|review| {
            review.subject.kind == Kind::ContractVersion
                && matches!(review.state, ReviewState::Approved | ReviewState::Published)
        })
}
