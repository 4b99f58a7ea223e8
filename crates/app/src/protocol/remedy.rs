//! What to change so that a handoff transfers cleanly, as an edit.

use baton_model::{Agent, Document, EditCommand, Handoff, HandoffMode, IdempotentBy, Record};
use baton_protocol::Change;
use baton_rules::Fix;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The timeout that is offered for a transfer, in milliseconds. A call gets twice the 95th percentile of its receiver, if that is more.
const TIMEOUT_MS: u32 = 3_000;

/// The edit that makes these changes in a handoff. Only recognising repeats is applied without asking: the rest asks both sides to be built so.
pub(super) fn fix(document: &Document, handoff: &Handoff, changes: &[Change]) -> Fix {
    let mut mended = handoff.clone();
    let titles: Vec<String> = changes
        .iter()
        .map(|change| apply(document, &mut mended, *change))
        .collect();
    let record = Record::from(mended);
    let revision = document.get(&record.key()).map_or(0, |held| held.revision);
    Fix {
        title: sentence(&titles).into(),
        safe: changes == [Change::RecogniseRepeats],
        edits: vec![EditCommand::put(record).on(revision).into()],
    }
}

/// Makes one change and says what it does.
fn apply(document: &Document, handoff: &mut Handoff, change: Change) -> String {
    match change {
        Change::RecogniseRepeats => {
            handoff.policy.idempotent_by = IdempotentBy::HandoffId;
            "recognise repeats by `handoff_id`".to_owned()
        }
        Change::Acknowledge => {
            handoff.policy.acknowledge = true;
            "release control only on acknowledgement".to_owned()
        }
        Change::RollBack => {
            handoff.policy.rollback = true;
            "roll back a transfer that fails".to_owned()
        }
        Change::GiveUp => {
            let limit = timeout_ms(document, handoff);
            handoff.policy.timeout_ms = Some(limit);
            format!("give up an attempt after {limit} ms")
        }
        Change::DeadLetter => {
            let name = dead_letter(document, handoff);
            let title = format!("keep stuck tasks in `{name}`");
            handoff.policy.dead_letter = Some(name);
            title
        }
    }
}

fn timeout_ms(document: &Document, handoff: &Handoff) -> u32 {
    if handoff.mode == HandoffMode::Transfer {
        return TIMEOUT_MS;
    }
    let receiver = handoff.to.agent();
    let receiver = receiver.and_then(|id| document.find::<Agent>(id));
    let slowest = receiver.map_or(0.0, |agent| agent.behaviour.latency_p95_ms * 2.0);
    let works = std::time::Duration::try_from_secs_f64(slowest / 1000.0).unwrap_or_default();
    u32::try_from(works.as_millis()).map_or(TIMEOUT_MS, |works| works.max(TIMEOUT_MS))
}

/// The dead letter that most handoffs of the topology use, else one that is named after the topology.
fn dead_letter(document: &Document, handoff: &Handoff) -> String {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let others = document
        .handoffs()
        .filter(|other| other.topology == handoff.topology);
    for name in others.filter_map(|other| other.policy.dead_letter.as_deref()) {
        if !name.trim().is_empty() {
            *uses.entry(name).or_default() += 1;
        }
    }
    let most = uses
        .into_iter()
        .max_by_key(|(name, uses)| (*uses, Reverse(*name)));
    most.map_or_else(
        || format!("{}.dead-letter", handoff.topology),
        |(name, _)| name.to_owned(),
    )
}

/// `["a", "b", "c"]` as "A, b and c".
fn sentence(titles: &[String]) -> String {
    let mut text = match titles {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    if let Some(first) = text.get(..1).map(str::to_uppercase) {
        text.replace_range(..1, &first);
    }
    text
}
