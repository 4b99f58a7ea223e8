//! What a scene was made of, so that boxes can be moved in it without making it anew.

use super::scene::Scene;
use baton_model::{Document, Find, Kind, Placement, Record, TopologyId};
use std::sync::Arc;

/// Kinds of records, beside placements, that decide what is drawn.
const KINDS: [Kind; 6] = [
    Kind::Agent,
    Kind::Handoff,
    Kind::Entry,
    Kind::Outcome,
    Kind::Note,
    Kind::Group,
];

/// The records behind a scene, as far as it takes to see whether they are the same still.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sources {
    /// For each of the kinds how many records there are, and the revision of the newest.
    stamps: Vec<(usize, u32)>,
    /// Every placement of the topology, with what it moves.
    placements: Vec<(Arc<Record>, Spot)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Spot {
    Node(usize),
    Group(usize),
    /// Nothing that is drawn.
    Nothing,
}

/// What became of a scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// Nothing that it shows has changed.
    Same,
    /// Boxes have other places now; the scene has them.
    Moved,
    /// More has changed: it has to be collected anew.
    Outdated,
}

impl Sources {
    pub(super) fn of(document: &Document, topology: &TopologyId, scene: &Scene) -> Self {
        let nodes = scene.nodes.iter().map(|node| &node.subject);
        let nodes = nodes.zip((0..).map(Spot::Node));
        let groups = scene.groups.iter().map(|group| &group.subject);
        let groups = groups.zip((0..).map(Spot::Group));
        let spots: std::collections::HashMap<_, _> = nodes.chain(groups).collect();
        let placements = placements(document, topology).map(|(record, place)| {
            let spot = spots.get(&place.subject).copied();
            (Arc::clone(record), spot.unwrap_or(Spot::Nothing))
        });
        Self {
            stamps: stamps(document),
            placements: placements.collect(),
        }
    }
}

impl Scene {
    /// Goes along with a later state of the document that the scene was collected from.
    pub fn follow(&mut self, document: &Document) -> Followed {
        if stamps(document) != self.sources.stamps {
            return Followed::Outdated;
        }
        let mut moved = Vec::new();
        let mut known = self.sources.placements.iter().enumerate();
        for (record, place) in placements(document, &self.topology) {
            let Some((at, (before, _))) = known.next() else {
                return Followed::Outdated;
            };
            if Arc::ptr_eq(before, record) {
                continue;
            }
            if Placement::from_record(before).is_none_or(|before| before.subject != place.subject) {
                return Followed::Outdated;
            }
            moved.push((at, Arc::clone(record)));
        }
        if known.next().is_some() {
            return Followed::Outdated;
        }
        if moved.is_empty() {
            return Followed::Same;
        }
        for (at, record) in moved {
            if let Some(place) = Placement::from_record(&record) {
                self.place(self.sources.placements[at].1, place);
            }
            self.sources.placements[at].0 = record;
        }
        Followed::Moved
    }

    fn place(&mut self, spot: Spot, place: &Placement) {
        match spot {
            Spot::Node(at) => {
                let group = place.group.as_ref().and_then(|group| {
                    let mut groups = self.groups.iter();
                    groups.position(|known| known.subject.id == group.as_str())
                });
                self.place_node(at, place, group);
            }
            Spot::Group(at) => self.place_group(at, place),
            Spot::Nothing => {}
        }
    }
}

fn stamps(document: &Document) -> Vec<(usize, u32)> {
    let stamp = |kind: &Kind| {
        let revisions = document.of_kind(*kind).map(|held| held.revision);
        revisions.fold((0, 0), |(count, newest), revision| {
            (count + 1, newest.max(revision))
        })
    };
    KINDS.iter().map(stamp).collect()
}

fn placements<'a>(
    document: &'a Document,
    topology: &TopologyId,
) -> impl Iterator<Item = (&'a Arc<Record>, &'a Placement)> {
    document.of_kind(Kind::Placement).filter_map(move |held| {
        let place = Placement::from_record(&held.record)?;
        (place.topology == *topology).then_some((&held.record, place))
    })
}
