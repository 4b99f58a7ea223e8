//! Finding again the handoffs that an earlier import made.
//!
//! A key tells a handoff where the file's tool has one for it. Where it has none, or it changed with the label, both ends and the intent do,
//! then both ends alone where one of each is left.

use super::before::Before;
use super::{Names, Place, full_key};
use crate::sketch::Sketch;
use baton_model::{Document, Handoff, Kind, Record, RecordKey, Target};
use std::collections::{BTreeMap, BTreeSet};

/// From whom to whom, in ids of the registry.
type Ends = (String, String);

/// What earlier imports made of the handoffs at these positions of the sketch.
pub(super) fn find(
    existing: &Document,
    sketch: &Sketch,
    place: &Place,
    before: &Before<'_>,
    names: &Names,
    handoffs: &[usize],
) -> BTreeMap<usize, RecordKey> {
    let mut found = BTreeMap::new();
    if !place.known {
        return found;
    }
    let mut taken: BTreeSet<RecordKey> = BTreeSet::new();
    let mut left: BTreeMap<Ends, Vec<(usize, Option<&str>)>> = BTreeMap::new();
    for at in handoffs {
        let part = &sketch.parts()[*at];
        let Record::Handoff(handoff) = &part.record else {
            continue;
        };
        let key = full_key(sketch, &part.key);
        match before.find(Kind::Handoff, &key, place) {
            Some(known) if taken.insert(known.clone()) => {
                found.insert(*at, known);
            }
            _ => {
                let ends = ends(handoff, |kind, id| {
                    names.get(kind, id).unwrap_or(id).to_owned()
                });
                left.entry(ends).or_default().push((*at, intent(handoff)));
            }
        }
    }
    if left.is_empty() {
        return found;
    }
    let mut waiting: BTreeMap<Ends, Vec<&Handoff>> = BTreeMap::new();
    for handoff in existing.handoffs() {
        let ours = handoff
            .origin
            .as_ref()
            .is_none_or(|origin| before.is_file(&origin.file));
        if handoff.topology.as_str() == place.id
            && ours
            && !taken.contains(&RecordKey::new(Kind::Handoff, handoff.id.as_str()))
        {
            let ends = ends(handoff, |_, id| id.to_owned());
            waiting.entry(ends).or_default().push(handoff);
        }
    }
    for (ends, wanted) in left {
        let Some(waiting) = waiting.get_mut(&ends) else {
            continue;
        };
        let mut rest = Vec::new();
        for (at, intent_now) in wanted {
            match waiting.iter().position(|known| intent(known) == intent_now) {
                Some(same) => {
                    let known = waiting.remove(same);
                    found.insert(at, RecordKey::new(Kind::Handoff, known.id.as_str()));
                }
                None => rest.push(at),
            }
        }
        if let ([at], [known]) = (&rest[..], &waiting[..]) {
            found.insert(*at, RecordKey::new(Kind::Handoff, known.id.as_str()));
        }
    }
    found
}

fn ends(handoff: &Handoff, named: impl Fn(Kind, &str) -> String) -> Ends {
    let to = match &handoff.to {
        Target::Agent(agent) => named(Kind::Agent, agent.as_str()),
        Target::Outcome(target) => {
            format!("({})", named(Kind::Outcome, target.outcome.as_str()))
        }
        Target::Query(_) => "?".to_owned(),
    };
    (named(Kind::Agent, handoff.from.as_str()), to)
}

fn intent(handoff: &Handoff) -> Option<&str> {
    handoff.trigger.value.as_ref()?.0.as_str()
}
