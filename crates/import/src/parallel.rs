//! Work that a tool starts at once: delegations of one parallel group, where all of it meets again.
//!
//! Readers draw what is started together as transfers with the name of a parallel group. A transfer is an alternative to other transfers,
//! so that is only half of it: whoever starts several and goes on once they are done has delegated to them, and goes on itself.

use crate::notes::Notes;
use crate::sketch::{Part, Sketch};
use crate::text::visible;
use baton_model::{
    Handoff, HandoffMode, Join, Kind, Record, RecordKey, Target, Trigger, TriggerOn,
};
use std::collections::{BTreeMap, BTreeSet};

/// Handoffs of one sender that a tool starts together, by their positions.
struct Fan {
    from: String,
    starts: Vec<usize>,
}

/// What the fan of a sender becomes.
struct Meeting {
    /// The ways from those who were started to where they meet.
    ends: Vec<usize>,
    to: Target,
    /// What each of them does when it fails: the same ways, from each. Whoever waits for all goes them instead.
    failures: Vec<Vec<usize>>,
}

/// Makes delegations of what is started at once and meets again; says which is not.
pub(crate) fn join(sketch: &mut Sketch, notes: &mut Notes) {
    let fans = fans(sketch);
    if fans.is_empty() {
        return;
    }
    let index = Index::of(sketch);
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for fan in fans {
        let place = sketch.parts()[fan.starts[0]].place.clone();
        let many = fan.starts.len();
        let (own, name) = told(sketch, Kind::Agent, &fan.from);
        let Some(meeting) = meeting(sketch, &index, &fan) else {
            notes.warning(
                &place,
                format!("{name:?} starts {many} at once, and they do not meet again in one step: their handoffs are of one parallel group, but transfers, of which a simulation takes one. Make them delegations if they come back"),
            );
            continue;
        };
        let (other, _) = match &meeting.to {
            Target::Agent(agent) => told(sketch, Kind::Agent, agent.as_str()),
            Target::Outcome(target) => told(sketch, Kind::Outcome, target.outcome.as_str()),
            Target::Query(_) => continue,
        };
        let first = meeting.ends[0];
        let Some((sender, join)) = handoff(&sketch.parts()[fan.starts[0]])
            .map(|start| start.from.clone())
            .zip(handoff(&sketch.parts()[first]).map(|end| end.join))
        else {
            continue;
        };
        for at in &fan.starts {
            if let Some(start) = handoff_mut(sketch, *at) {
                start.mode = HandoffMode::Delegate;
                if start.join == Join::default() {
                    start.join = join;
                }
            }
        }
        if let Some(end) = handoff_mut(sketch, first) {
            end.from = sender;
            end.parallel_group = None;
            end.join = Join::default();
        }
        sketch.parts_mut()[first].key = format!("{own}->{other}");
        gone.extend(meeting.ends.into_iter().skip(1));
        for (nth, ways) in meeting.failures.into_iter().enumerate() {
            for at in ways {
                if nth > 0 || !lead_from(sketch, at, &fan.from, &own) {
                    gone.insert(at);
                }
            }
        }
        notes.info(
            &place,
            format!("{name:?} starts {many} at once and goes on when they are done: drawn as delegations of one parallel group, and one handoff from {name:?} on"),
        );
    }
    sketch.take_out(&gone);
}

/// Lets an error handoff begin at another sender; false where that one has its like already.
fn lead_from(sketch: &mut Sketch, at: usize, sender: &str, own: &str) -> bool {
    let Some(error) = sketch.parts().get(at).and_then(handoff).cloned() else {
        return false;
    };
    let like = |known: &Handoff| known.from.as_str() == sender && is_same_way(known, &error);
    if sketch.parts().iter().filter_map(handoff).any(like) {
        return false;
    }
    let other = match &error.to {
        Target::Agent(agent) => told(sketch, Kind::Agent, agent.as_str()).0,
        Target::Outcome(target) => told(sketch, Kind::Outcome, target.outcome.as_str()).0,
        Target::Query(_) => return false,
    };
    let Some(from) = sketch
        .parts()
        .iter()
        .filter_map(handoff)
        .find(|known| known.from.as_str() == sender)
        .map(|known| known.from.clone())
    else {
        return false;
    };
    // It may fail there for another reason already.
    let is_free = |key: &String| sketch.parts().iter().all(|part| part.key != *key);
    let plain = format!("{own}->{other}");
    let key = if is_free(&plain) {
        plain
    } else {
        format!("{own}->{other} at {}", sketch.parts()[at].key)
    };
    if let Some(error) = handoff_mut(sketch, at) {
        error.from = from;
    }
    sketch.parts_mut()[at].key = key;
    true
}

fn handoff(part: &Part) -> Option<&Handoff> {
    match &part.record {
        Record::Handoff(handoff) => Some(handoff),
        _ => None,
    }
}

fn handoff_mut(sketch: &mut Sketch, at: usize) -> Option<&mut Handoff> {
    match &mut sketch.parts_mut().get_mut(at)?.record {
        Record::Handoff(handoff) => Some(handoff),
        _ => None,
    }
}

/// What several senders share a name of a group in is as many fans.
fn fans(sketch: &Sketch) -> Vec<Fan> {
    let mut found: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, part) in sketch.parts().iter().enumerate() {
        let Some(handoff) = handoff(part) else {
            continue;
        };
        let to_agent = matches!(handoff.to, Target::Agent(_));
        if let (HandoffMode::Transfer, Some(group), true) =
            (handoff.mode, &handoff.parallel_group, to_agent)
        {
            let key = (handoff.from.to_string(), group.clone());
            found.entry(key).or_default().push(at);
        }
    }
    found
        .into_iter()
        .filter(|(_, starts)| starts.len() > 1)
        .map(|((from, _), starts)| Fan { from, starts })
        .collect()
}

/// Handoffs by their ends, and who is an entry.
#[derive(Default)]
struct Index {
    from: BTreeMap<String, Vec<usize>>,
    to: BTreeMap<String, Vec<usize>>,
    entries: BTreeSet<String>,
}

impl Index {
    fn of(sketch: &Sketch) -> Self {
        let mut index = Self::default();
        for (at, part) in sketch.parts().iter().enumerate() {
            match &part.record {
                Record::Entry(entry) => {
                    index.entries.insert(entry.agent.to_string());
                }
                Record::Handoff(handoff) => {
                    let from = index.from.entry(handoff.from.to_string());
                    from.or_default().push(at);
                    if let Target::Agent(to) = &handoff.to {
                        index.to.entry(to.to_string()).or_default().push(at);
                    }
                }
                _ => {}
            }
        }
        index
    }

    /// The transfers of an agent.
    fn transfers<'s>(
        &self,
        sketch: &'s Sketch,
        agent: &str,
    ) -> impl Iterator<Item = (usize, &'s Handoff)> {
        let all = self.from.get(agent).into_iter().flatten();
        all.filter_map(|at| Some((*at, handoff(sketch.parts().get(*at)?)?)))
            .filter(|(_, handoff)| handoff.mode == HandoffMode::Transfer)
    }
}

/// Where all that a fan starts leads to, if nobody else sends there and nothing else leads on.
fn meeting(sketch: &Sketch, index: &Index, fan: &Fan) -> Option<Meeting> {
    let others = index
        .transfers(sketch, &fan.from)
        .any(|(at, other)| fan.starts.binary_search(&at).is_err() && !is_failure(other));
    if others {
        return None;
    }
    let mut ends = Vec::new();
    let mut failures: Vec<Vec<usize>> = Vec::new();
    let mut meets: Option<&Target> = None;
    for at in &fan.starts {
        let start = handoff(&sketch.parts()[*at])?;
        let Target::Agent(to) = &start.to else {
            return None;
        };
        let is_alone = index.to.get(to.as_str()).is_some_and(|all| all.len() == 1);
        if !is_plain(start)
            || !is_alone
            || to.as_str() == fan.from
            || index.entries.contains(to.as_str())
        {
            return None;
        }
        let (failed, onward): (Vec<_>, Vec<_>) = index
            .transfers(sketch, to.as_str())
            .partition(|(_, onward)| is_failure(onward));
        let mut onward = onward.into_iter();
        let (at, end) = onward.next()?;
        let is_same = meets.is_none_or(|meets| *meets == end.to);
        let is_back = matches!(&end.to, Target::Agent(to) if to.as_str() == fan.from);
        if !is_plain(end)
            || end.contract.is_some()
            || !is_same
            || is_back
            || onward.next().is_some()
            || !fails_alike(sketch, failures.first(), &failed)
        {
            return None;
        }
        meets = Some(&end.to);
        ends.push(at);
        failures.push(failed.into_iter().map(|(at, _)| at).collect());
    }
    Some(Meeting {
        ends,
        to: meets?.clone(),
        failures,
    })
}

/// Whether these failures are those of the first one who was started.
fn fails_alike(sketch: &Sketch, first: Option<&Vec<usize>>, these: &[(usize, &Handoff)]) -> bool {
    let Some(first) = first else {
        return true;
    };
    let known = || first.iter().filter_map(|at| handoff(&sketch.parts()[*at]));
    first.len() == these.len()
        && these
            .iter()
            .all(|(_, one)| known().any(|known| is_same_way(known, one)))
}

/// An error handoff that nothing else depends on.
fn is_failure(handoff: &Handoff) -> bool {
    handoff.trigger.on == TriggerOn::Error
        && handoff.gate.is_none()
        && handoff.contract.is_none()
        && handoff.parallel_group.is_none()
}

/// Whether two handoffs lead to the same end for the same reason.
fn is_same_way(one: &Handoff, other: &Handoff) -> bool {
    let reason = |handoff: &Handoff| Trigger {
        priority: 0,
        ..handoff.trigger.clone()
    };
    one.to == other.to && reason(one) == reason(other)
}

/// Whether a handoff asks for nothing.
fn is_plain(handoff: &Handoff) -> bool {
    handoff.gate.is_none()
        && Trigger {
            priority: 0,
            ..handoff.trigger.clone()
        } == Trigger::new()
}

/// What the file calls an agent or an outcome, and its name.
fn told(sketch: &mut Sketch, kind: Kind, id: &str) -> (String, String) {
    let part = sketch.part_mut(&RecordKey::new(kind, id));
    part.map_or_else(Default::default, |part| {
        let name = part.record.name().unwrap_or_default();
        (part.key.clone(), visible(name, 80))
    })
}
