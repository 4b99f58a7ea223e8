//! A contract gets another version, and both sides of every handoff have to come along.

use super::{contract, contract_version};
use crate::cause::{Cause, Effect, MoveOrder};
use crate::fields::{FieldSet, differing};
use crate::inquiry::Inquiry;
use crate::judge::{Answer, Answers};
use crate::question::Unanswerable;
use crate::view::{Sent, declares, in_words};
use baton_contract::{Bump, CompareOptions, Mode, Verdict, directions, inclusion, next_version};
use baton_graph::HandoffNumber;
use baton_model::{
    CompatibilityMode, Contract, ContractId, ContractState, ContractVersion, ContractVersionId,
    Json, Version, VersionRange,
};
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// To a schema that nobody has made a version of: what would be the next version.
pub(super) fn to_draft(
    inquiry: &mut Inquiry<'_>,
    id: &ContractId,
    schema: &Value,
) -> Result<(), Unanswerable> {
    let found = contract(inquiry, id)?;
    let options = CompareOptions::for_contract(Mode::None, found.writers);
    if let Err(problem) = inclusion(schema, schema, &options) {
        return Err(Unanswerable::NoSchema {
            pointer: problem.pointer.clone(),
            message: problem.message.clone(),
        });
    }
    let Some(highest) = inquiry.view.highest(id) else {
        return Err(Unanswerable::NoVersion(id.to_string()));
    };
    let mut draft = ContractVersion {
        payload_schema: Json(schema.clone()),
        state: ContractState::Draft,
        ..highest.clone()
    };
    draft.version = number(inquiry, found, highest, &draft);
    if let Ok(id) = ContractVersionId::new(format!("{id}@{}", draft.version)) {
        draft.id = id;
    }
    moves(inquiry, found, &draft);
    Ok(())
}

/// The number that a draft would get: after the highest version in use that it is compatible with, else the next major.
fn number(
    inquiry: &mut Inquiry<'_>,
    contract: &Contract,
    highest: &ContractVersion,
    draft: &ContractVersion,
) -> Version {
    let (mode, _) = directions(contract.compatibility);
    for old in inquiry.view.versions_of(&contract.id).iter() {
        if is_live(old) {
            let answers = inquiry.judge.versions(old, draft, contract.writers);
            let bump = answers.bump(mode);
            if bump != Bump::Major {
                return next_version(&old.version, bump);
            }
        }
    }
    next_version(&highest.version, Bump::Major)
}

/// Whether somebody may rely on a version.
pub(super) fn is_live(version: &ContractVersion) -> bool {
    matches!(
        version.state,
        ContractState::Published | ContractState::Deprecated
    )
}

/// To a version of the registry.
pub(super) fn to_version(
    inquiry: &mut Inquiry<'_>,
    id: &ContractId,
    version: &Version,
) -> Result<(), Unanswerable> {
    let found = contract(inquiry, id)?;
    let new = contract_version(inquiry, id, version)?;
    moves(inquiry, found, new);
    Ok(())
}

/// An old version beside the new one, worked out once for all handoffs that carry it.
struct Compared {
    fields: FieldSet,
    answers: Rc<Answers>,
}

fn moves(inquiry: &mut Inquiry<'_>, contract: &Contract, new: &ContractVersion) {
    let mut compared: HashMap<&Version, Compared> = HashMap::new();
    for handoff in inquiry.view.handoffs_with(&contract.id) {
        let sent = inquiry.view.sent(handoff);
        let mut touched = FieldSet::NONE;
        for old in sent.iter().filter_map(|sent| sent.record) {
            let compared = compared
                .entry(&old.version)
                .or_insert_with(|| compare(inquiry, contract, old, new));
            touched = inquiry.sets.join(touched, compared.fields);
        }
        let causes = sent
            .into_iter()
            .map(|sent| from(inquiry, contract, handoff, sent, &compared, new));
        let cause = causes.reduce(Cause::worse).unwrap_or_else(|| {
            let reason = "No version goes over it that the new one could be compared with.";
            Cause::new(Effect::Undecided, reason)
        });
        inquiry.touch(handoff, Rc::new(cause), touched);
    }
}

fn compare(
    inquiry: &mut Inquiry<'_>,
    contract: &Contract,
    old: &ContractVersion,
    new: &ContractVersion,
) -> Compared {
    let (before, after) = (&old.payload_schema.0, &new.payload_schema.0);
    let fields = differing(&mut inquiry.judge, before, after, contract.writers);
    Compared {
        fields: inquiry.sets.of(fields),
        answers: inquiry.judge.versions(old, new, contract.writers),
    }
}

/// What moving from one version to another does to a handoff.
fn from(
    inquiry: &Inquiry<'_>,
    contract: &Contract,
    handoff: HandoffNumber,
    sent: Sent<'_>,
    compared: &HashMap<&Version, Compared>,
    new: &ContractVersion,
) -> Cause {
    let known = sent.record.zip(compared.get(sent.version));
    let Some((old, Compared { answers, .. })) = known else {
        return unknown(&contract.id, sent.version);
    };
    let until = old
        .sunset_date
        .as_ref()
        .filter(|_| old.state == ContractState::Deprecated);
    if std::ptr::eq(old, new) {
        return deprecated_or(
            old,
            until,
            Cause::new(
                Effect::Unaffected,
                format!("It carries {} already.", new.version),
            ),
        );
    }
    if let Some(lacking) = lacking(inquiry, handoff, new) {
        return lacking.until(until);
    }
    if takes_both(inquiry, handoff, old, new) {
        let reason = format!(
            "Every receiver accepts both {} and {}.",
            old.version, new.version
        );
        return deprecated_or(
            old,
            until,
            Cause::new(Effect::Unaffected, reason).order(MoveOrder::ReceiversFirst),
        );
    }
    let cause = judged(contract.compatibility, answers, old, new);
    if cause.effect != Effect::Unaffected {
        return cause.until(until);
    }
    match left_out(inquiry, handoff, new) {
        Some(upgrade) => upgrade.until(until),
        None => deprecated_or(old, until, cause),
    }
}

/// A version is sent that the registry does not have.
pub(super) fn unknown(contract: &ContractId, version: &Version) -> Cause {
    Cause::new(
        Effect::Undecided,
        format!("It carries {contract} {version}, which the registry does not have."),
    )
}

fn deprecated_or(old: &ContractVersion, until: Option<&baton_model::Date>, cause: Cause) -> Cause {
    if old.state != ContractState::Deprecated {
        return cause;
    }
    deprecated(old, until)
}

/// What a handoff carries has a date on which it ends.
pub(super) fn deprecated(old: &ContractVersion, until: Option<&baton_model::Date>) -> Cause {
    let end = until.map_or_else(
        || "no end is set".to_owned(),
        |day| format!("it ends on {day}"),
    );
    let reason = format!(
        "It carries {} {}, which is deprecated; {end}.",
        old.contract, old.version
    );
    Cause::new(Effect::Deprecated, reason)
        .order(MoveOrder::SendersOnly)
        .until(until)
}

/// The verdict in the directions that have to hold. A mode that promises nothing says nothing about who moves first, so both have to.
fn judged(
    mode: CompatibilityMode,
    answers: &Answers,
    old: &ContractVersion,
    new: &ContractVersion,
) -> Cause {
    use CompatibilityMode as M;
    let order = order(answers);
    let backward = || {
        let who = format!(
            "A receiver on {} would get what senders of {} may write",
            new.version, old.version
        );
        said(&answers.backward, &who, order)
    };
    let forward = || {
        let who = format!(
            "A receiver on {} would get what senders of {} may write",
            old.version, new.version
        );
        said(&answers.forward, &who, order)
    };
    match mode {
        M::Backward | M::BackwardTransitive => backward(),
        M::Forward | M::ForwardTransitive => forward(),
        M::None | M::Full | M::FullTransitive => backward().worse(forward()),
    }
}

/// A verdict as what it does to a handoff.
pub(super) fn said(answer: &Answer, who: &str, order: MoveOrder) -> Cause {
    let cause = match answer.verdict {
        Verdict::Safe => Cause::new(
            Effect::Unaffected,
            "Both versions fit each other as far as they meet here.",
        ),
        Verdict::Breaking => Cause::new(
            Effect::Breaks,
            format!("{who}, and reject it: {}", answer.reason),
        )
        .counterexample(answer.counterexample.clone()),
        Verdict::Undecided => Cause::new(
            Effect::Undecided,
            format!(
                "{who}; whether it would be accepted is not proven: {}",
                answer.reason
            ),
        ),
    };
    cause.order(order)
}

/// Who can move first.
pub(super) fn order(answers: &Answers) -> MoveOrder {
    let safe = |answer: &Answer| answer.verdict == Verdict::Safe;
    match (safe(&answers.backward), safe(&answers.forward)) {
        (true, true) => MoveOrder::AnyOrder,
        (true, false) => MoveOrder::ReceiversFirst,
        (false, true) => MoveOrder::SendersFirst,
        (false, false) => MoveOrder::Together,
    }
}

/// A receiver lacks a tag that the new version asks for.
fn lacking(inquiry: &Inquiry<'_>, handoff: HandoffNumber, new: &ContractVersion) -> Option<Cause> {
    let view = &inquiry.view;
    let agents = view
        .receivers(handoff)
        .into_iter()
        .filter_map(|agent| view.graph.agent(agent));
    let mut agents = agents.filter(|agent| !declares(agent, &new.required_capabilities));
    let agent = agents.next()?;
    let tag = new
        .required_capabilities
        .iter()
        .find(|tag| !agent.capabilities.contains(tag))?;
    let reason = format!(
        "{} {} asks for the capability {tag}, which {} does not declare.",
        new.contract, new.version, agent.name
    );
    Some(Cause::new(Effect::Breaks, reason).order(MoveOrder::ReceiversOnly))
}

/// A taker says that it takes other versions only.
pub(super) fn left_out(
    inquiry: &Inquiry<'_>,
    number: HandoffNumber,
    new: &ContractVersion,
) -> Option<Cause> {
    let view = &inquiry.view;
    let handoff = view.graph.handoff(number)?;
    view.graph.takers(number).into_iter().find_map(|taker| {
        let ranges = view.accepted(taker, handoff, &new.contract)?;
        if ranges.iter().any(|range| range.accepts(&new.version)) {
            return None;
        }
        let name = view.agent_name(taker);
        let accepts = if ranges.is_empty() {
            format!("{name} does not say that it accepts {}", new.contract)
        } else {
            format!(
                "{name} accepts {}, which leaves {} out",
                in_words(&ranges),
                new.version
            )
        };
        let cause = Cause::new(
            Effect::NeedsUpgrade,
            format!("Safe in itself, but {accepts}."),
        );
        Some(cause.order(MoveOrder::ReceiversFirst))
    })
}

/// Whether every taker has said that it takes two versions of different majors. A range never gets into another major by itself, unless
/// it has no upper end: then it was written for no version in particular.
pub(super) fn takes_both(
    inquiry: &Inquiry<'_>,
    number: HandoffNumber,
    old: &ContractVersion,
    new: &ContractVersion,
) -> bool {
    let other_major = old.version.semver().major != new.version.semver().major;
    let view = &inquiry.view;
    let (true, true, Some(handoff)) = (is_live(new), other_major, view.graph.handoff(number))
    else {
        return false;
    };
    let Ok(beyond) = Version::new(&format!("{}.0.0", u64::MAX)) else {
        return false;
    };
    let all = view.graph.takers(number);
    let takes = |ranges: &[&VersionRange], version: &Version| {
        ranges.iter().any(|range| range.accepts(version))
    };
    !all.is_empty()
        && all.into_iter().all(|taker| {
            let ranges = view
                .accepted(taker, handoff, &new.contract)
                .unwrap_or_default();
            takes(&ranges, &old.version) && takes(&ranges, &new.version) && !takes(&ranges, &beyond)
        })
}
