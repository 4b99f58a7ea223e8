//! What of a clip becomes of which record in another place.

use super::Clip;
use crate::record::around::Around;
use baton_model::{
    Agent, AgentId, Document, EditCommand, Entry, EntryId, Group, GroupId, Handoff, HandoffId,
    Kind, Note, NoteId, Outcome, OutcomeId, Placement, PlacementId, Record, RecordKey, Target,
    TopologyId,
};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

/// Distance from the original, in drawing units, where no place is given.
const STEP: f64 = 32.0;
/// Longest id that is made, in bytes: with topology and kind in front it still fits an id.
const LONGEST_ID: usize = 100;
/// Most records that a note lists.
const MOST_LISTED: usize = 5;

/// Where and how a clip is to stand.
pub(super) struct Wanted<'a> {
    pub topology: &'a TopologyId,
    pub at: Option<(f64, f64)>,
    pub as_copies: bool,
    pub same_registry: bool,
}

/// The edits that paste a clip.
pub(super) struct Rewired {
    pub edits: Vec<EditCommand>,
    /// What is drawn because of it.
    pub boxes: Vec<RecordKey>,
    pub notes: Vec<String>,
    pub summary: String,
}

/// Works out what pasting does.
pub(super) fn rewire(document: &Document, clip: &Clip, wanted: &Wanted<'_>) -> Rewired {
    let index = OnceLock::new();
    let mut work = Work {
        document,
        around: Around::new(document, &index, &[]),
        wanted,
        names: BTreeMap::new(),
        taken: BTreeSet::new(),
        called: BTreeMap::new(),
        records: Vec::new(),
        lost: BTreeSet::new(),
        dropped: 0,
    };
    let may_share =
        wanted.same_registry && !wanted.as_copies && clip.topology != wanted.topology.as_str();
    // Ids first, so that records may refer to each other in any order.
    for record in &clip.records {
        if record.kind() != Kind::Placement {
            let shared = may_share && work.can_be_shared(record);
            work.name(record, shared);
        }
    }
    for record in &clip.records {
        work.take(record);
    }
    let boxes = work.place(&clip.records);
    work.finish(boxes)
}

struct Work<'a> {
    document: &'a Document,
    around: Around<'a>,
    wanted: &'a Wanted<'a>,
    /// What becomes of which record of the clip; shared agents stay what they are.
    names: BTreeMap<RecordKey, RecordKey>,
    /// Ids that are given away already.
    taken: BTreeSet<RecordKey>,
    /// Names that are given away already, of the kinds that have been asked for.
    called: BTreeMap<Kind, HashSet<String>>,
    records: Vec<Record>,
    /// References that lead nowhere here.
    lost: BTreeSet<RecordKey>,
    /// Handoffs and entries that cannot stand here.
    dropped: usize,
}

impl Work<'_> {
    /// Whether an agent is in this registry and not yet in the topology.
    fn can_be_shared(&self, record: &Record) -> bool {
        let key = record.key();
        key.kind == Kind::Agent && self.document.get(&key).is_some() && !self.is_drawn(&key)
    }

    fn is_drawn(&self, key: &RecordKey) -> bool {
        match key.kind {
            Kind::Agent => self
                .around
                .agent(&key.id)
                .is_some_and(|agent| agent.topologies.contains(self.wanted.topology.as_str())),
            Kind::Outcome => self
                .document
                .find::<Outcome>(&key.id)
                .is_some_and(|outcome| outcome.topology == *self.wanted.topology),
            _ => false,
        }
    }

    fn name(&mut self, record: &Record, shared: bool) {
        let key = record.key();
        let id = if shared {
            key.id.clone()
        } else {
            self.free_id(&key)
        };
        let new = RecordKey::new(key.kind, id);
        self.taken.insert(new.clone());
        self.names.insert(key, new);
    }

    /// The id itself where it is free, else with `-copy`, `-copy-2` and so on behind it.
    fn free_id(&self, key: &RecordKey) -> String {
        let is_free = |id: &str| {
            let key = RecordKey::new(key.kind, id);
            self.document.get(&key).is_none() && !self.taken.contains(&key)
        };
        if key.id.len() <= LONGEST_ID && is_free(&key.id) {
            return key.id.clone();
        }
        let stem = without_count(&key.id, "-copy", '-');
        let stem: String = stem.chars().take(LONGEST_ID).collect();
        let stem = stem.trim_end_matches('.');
        counted(|count| match count {
            1 => format!("{stem}-copy"),
            _ => format!("{stem}-copy-{count}"),
        })
        .find(|id| is_free(id))
        .unwrap_or_default()
    }

    /// The name itself where nothing of the kind is called so, else with `copy` behind it.
    fn free_name(&mut self, kind: Kind, name: &str) -> String {
        let topology = self.wanted.topology;
        let same_place = |record: &Record| match record {
            Record::Outcome(outcome) => outcome.topology == *topology,
            Record::Group(group) => group.topology == *topology,
            _ => true,
        };
        let document = self.document;
        let names = self.called.entry(kind).or_insert_with(|| {
            let there = document.of_kind(kind).map(|held| held.record.as_ref());
            let there = there.filter(|record| same_place(record));
            there.filter_map(Record::name).map(str::to_owned).collect()
        });
        let stem = without_count(name, " copy", ' ');
        let copies = counted(|count| match count {
            1 => format!("{stem} copy"),
            _ => format!("{stem} copy {count}"),
        });
        let free = std::iter::once(name.to_owned())
            .chain(copies)
            .find(|name| !names.contains(name))
            .unwrap_or_default();
        names.insert(free.clone());
        free
    }

    fn take(&mut self, record: &Record) {
        let key = record.key();
        let Some(new) = self.names.get(&key).cloned() else {
            return;
        };
        let made = match record {
            // A shared agent is drawn, and otherwise left alone.
            Record::Agent(_) if new == key && self.document.get(&key).is_some() => return,
            Record::Agent(agent) => self.agent(agent, &new).map(Record::from),
            Record::Outcome(outcome) => self.outcome(outcome, &new).map(Record::from),
            Record::Group(group) => self.group(group, &new).map(Record::from),
            Record::Note(note) => self.note(note, &new).map(Record::from),
            Record::Entry(entry) => self.entry(entry, &new).map(Record::from),
            Record::Handoff(handoff) => self.handoff(handoff, &new).map(Record::from),
            _ => None,
        };
        // The next import of the same file means the original.
        let made = made.map(|mut record| {
            record.set_origin(None);
            record
        });
        if let Some(record) = made.and_then(|record| self.within_reach(record)) {
            self.records.push(record);
        } else {
            self.dropped += 1;
            self.names.remove(&key);
        }
    }

    fn agent(&mut self, agent: &Agent, new: &RecordKey) -> Option<Agent> {
        Some(Agent {
            id: AgentId::new(new.id.as_str()).ok()?,
            name: self.free_name(Kind::Agent, &agent.name),
            ..agent.clone()
        })
    }

    fn outcome(&mut self, outcome: &Outcome, new: &RecordKey) -> Option<Outcome> {
        Some(Outcome {
            id: OutcomeId::new(new.id.as_str()).ok()?,
            topology: self.wanted.topology.clone(),
            name: self.free_name(Kind::Outcome, &outcome.name),
            ..outcome.clone()
        })
    }

    fn group(&mut self, group: &Group, new: &RecordKey) -> Option<Group> {
        Some(Group {
            id: GroupId::new(new.id.as_str()).ok()?,
            topology: self.wanted.topology.clone(),
            name: self.free_name(Kind::Group, &group.name),
            parent: self.group_of(group.parent.as_ref()),
            ..group.clone()
        })
    }

    fn note(&self, note: &Note, new: &RecordKey) -> Option<Note> {
        Some(Note {
            id: NoteId::new(new.id.as_str()).ok()?,
            topology: self.wanted.topology.clone(),
            ..note.clone()
        })
    }

    fn entry(&self, entry: &Entry, new: &RecordKey) -> Option<Entry> {
        Some(Entry {
            id: EntryId::new(new.id.as_str()).ok()?,
            topology: self.wanted.topology.clone(),
            agent: self.agent_here(&entry.agent)?,
            ..entry.clone()
        })
    }

    fn handoff(&self, handoff: &Handoff, new: &RecordKey) -> Option<Handoff> {
        let mut fallbacks: Vec<AgentId> = Vec::new();
        for agent in handoff
            .fallbacks
            .iter()
            .filter_map(|id| self.agent_here(id))
        {
            if !fallbacks.contains(&agent) {
                fallbacks.push(agent);
            }
        }
        let mut gate = handoff.gate.clone();
        for branch in gate.iter_mut().flat_map(|gate| &mut gate.branches) {
            branch.goes_to = branch.goes_to.as_ref().and_then(|to| self.target_here(to));
        }
        Some(Handoff {
            id: HandoffId::new(new.id.as_str()).ok()?,
            topology: self.wanted.topology.clone(),
            from: self.agent_here(&handoff.from)?,
            to: self.target_here(&handoff.to)?,
            fallbacks,
            gate,
            ..handoff.clone()
        })
    }

    /// The copy of an agent, or the agent itself where it is drawn.
    fn agent_here(&self, id: &AgentId) -> Option<AgentId> {
        let key = RecordKey::new(Kind::Agent, id.as_str());
        match self.names.get(&key) {
            Some(new) => AgentId::new(new.id.as_str()).ok(),
            None => (self.wanted.same_registry && self.is_drawn(&key)).then(|| id.clone()),
        }
    }

    fn target_here(&self, target: &Target) -> Option<Target> {
        match target {
            Target::Agent(id) => self.agent_here(id).map(Target::Agent),
            Target::Query(query) => {
                let mut query = query.clone();
                query.default = query.default.as_ref().and_then(|id| self.agent_here(id));
                Some(Target::Query(query))
            }
            Target::Outcome(target) => {
                let key = RecordKey::new(Kind::Outcome, target.outcome.as_str());
                let mut target = target.clone();
                match self.names.get(&key) {
                    Some(new) => target.outcome = OutcomeId::new(new.id.as_str()).ok()?,
                    None if self.wanted.same_registry && self.is_drawn(&key) => {}
                    None => return None,
                }
                Some(Target::Outcome(target))
            }
        }
    }

    fn group_of(&self, group: Option<&GroupId>) -> Option<GroupId> {
        let key = RecordKey::new(Kind::Group, group?.as_str());
        GroupId::new(self.names.get(&key)?.id.as_str()).ok()
    }

    /// The record without references that lead nowhere; `None` where it cannot stand without one.
    fn within_reach(&mut self, mut record: Record) -> Option<Record> {
        for reference in record.outgoing() {
            let there = self.document.get(&reference.to).is_some();
            if !there && !self.taken.contains(&reference.to) {
                let stands = record.let_go(&reference.to);
                self.lost.insert(reference.to);
                if !stands {
                    return None;
                }
            }
        }
        Some(record)
    }

    /// Places for all boxes of the clip, as they stood to each other.
    fn place(&mut self, clip: &[Record]) -> Vec<RecordKey> {
        let places: Vec<&Placement> = clip
            .iter()
            .filter_map(|record| match record {
                Record::Placement(place) if self.names.contains_key(&place.subject) => {
                    Some(place.as_ref())
                }
                _ => None,
            })
            .collect();
        let (dx, dy) = self.offset(&places);
        let boxes = self.boxes();
        for place in places {
            let Some(subject) = self
                .names
                .get(&place.subject)
                .filter(|key| boxes.contains(key))
            else {
                continue;
            };
            let topology = self.wanted.topology.clone();
            let id = format!("{topology}.{}.{}", subject.kind, subject.id);
            let moved = PlacementId::new(id).map(|id| Placement {
                id,
                topology,
                subject: subject.clone(),
                x: place.x.map(|x| x + dx).filter(|x| x.is_finite()),
                y: place.y.map(|y| y + dy).filter(|y| y.is_finite()),
                group: self.group_of(place.group.as_ref()),
                ..place.clone()
            });
            // Without a place of its own, a box is placed automatically.
            let moved = moved
                .ok()
                .filter(|place| place.x.is_some() == place.y.is_some());
            self.records.extend(moved.map(Record::from));
        }
        boxes.into_iter().collect()
    }

    /// What is drawn as a box: everything but handoffs, and those of them that ask for capabilities.
    fn boxes(&self) -> BTreeSet<RecordKey> {
        let asks = |record: &Record| matches!(record, Record::Handoff(handoff) if matches!(handoff.to, Target::Query(_)));
        let queries = self.records.iter().filter(|record| asks(record));
        let others = self.names.values().filter(|key| key.kind != Kind::Handoff);
        others.cloned().chain(queries.map(Record::key)).collect()
    }

    fn offset(&self, places: &[&Placement]) -> (f64, f64) {
        let Some((left, top)) = self.wanted.at else {
            return (STEP, STEP);
        };
        let corner = |of: fn(&Placement) -> Option<f64>| {
            let all = places.iter().filter_map(|place| of(place));
            all.min_by(f64::total_cmp).unwrap_or_default()
        };
        (
            left - corner(|place| place.x),
            top - corner(|place| place.y),
        )
    }

    fn finish(self, boxes: Vec<RecordKey>) -> Rewired {
        let mut notes = Vec::new();
        if self.dropped > 0 {
            notes.push(format!(
                "{} left out: the other end is neither copied nor drawn here",
                match self.dropped {
                    1 => "1 handoff or entry was".to_owned(),
                    many => format!("{many} handoffs and entries were"),
                }
            ));
        }
        if !self.lost.is_empty() {
            let mut names: Vec<String> = self
                .lost
                .iter()
                .take(MOST_LISTED)
                .map(ToString::to_string)
                .collect();
            if self.lost.len() > MOST_LISTED {
                names.push(format!("{} more", self.lost.len() - MOST_LISTED));
            }
            notes.push(format!(
                "left out, because this registry does not have it: {}",
                names.join(", ")
            ));
        }
        let handoffs = self.records.iter().filter(|r| r.kind() == Kind::Handoff);
        let summary = format!(
            "Paste {} {} and {} {}",
            boxes.len(),
            if boxes.len() == 1 { "box" } else { "boxes" },
            handoffs.clone().count(),
            if handoffs.count() == 1 {
                "handoff"
            } else {
                "handoffs"
            }
        );
        Rewired {
            edits: self.records.into_iter().map(EditCommand::put).collect(),
            boxes,
            notes,
            summary,
        }
    }
}

/// Texts made of 1, 2, 3 and so on; more than there can be records.
fn counted(text: impl Fn(u32) -> String) -> impl Iterator<Item = String> {
    (1..u32::MAX).map(text)
}

/// A name without the mark of a copy and the count behind it: `A copy 2` is `A`.
fn without_count<'t>(text: &'t str, mark: &str, before_count: char) -> &'t str {
    let counted = text.rsplit_once(before_count);
    let plain = match counted {
        Some((stem, count)) if !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()) => {
            stem
        }
        _ => text,
    };
    match plain.strip_suffix(mark) {
        Some(stem) if !stem.is_empty() => stem,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_a_copy_counts_on() {
        for (name, stem) in [
            ("Triage", "Triage"),
            ("Triage copy", "Triage"),
            ("Triage copy 12", "Triage"),
            ("Agent 7", "Agent 7"),
            (" copy", " copy"),
            ("copy 3", "copy 3"),
        ] {
            assert_eq!(without_count(name, " copy", ' '), stem, "{name}");
        }
        assert_eq!(without_count("triage-copy-3", "-copy", '-'), "triage");
        assert_eq!(without_count("agent-7", "-copy", '-'), "agent-7");
    }
}
