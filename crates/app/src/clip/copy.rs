//! Copying a part of a drawing.

use super::{Clip, copied, identity};
use crate::topology::drawing::drawing;
use crate::{AppError, ErrorCode, Registry};
use baton_layout::topology::TopologyDrawing;
use baton_model::{
    Document, Handoff, Kind, Placement, PlacementId, Record, RecordKey, Target, TopologyId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The records as text that [`paste`](super::paste::paste) takes: what is asked for, what stands in groups among it, and the
/// handoffs between its agents and outcomes. Each with the place where it is drawn.
pub async fn copy(
    registry: &Registry,
    topology: &TopologyId,
    keys: &[RecordKey],
) -> Result<String, AppError> {
    let identity = identity(registry).await?;
    let drawn = drawing(registry, topology);
    let records = registry.read(|document| {
        let selection = Selection::of(document, topology, keys)?;
        Ok::<_, AppError>(selection.records(document, &drawn))
    })?;
    if records.is_empty() {
        return Err(AppError::new(
            ErrorCode::InvalidInput,
            "there is nothing to copy",
            "choose agents, handoffs, entries, outcomes, notes or groups of the drawing",
        ));
    }
    let clip = Clip {
        registry: identity,
        topology: topology.to_string(),
        records,
    };
    Ok(clip.to_text())
}

/// What is named, what stands in groups among it, and the handoffs between its agents and outcomes.
pub(crate) fn with_what_belongs(
    document: &Document,
    topology: &TopologyId,
    keys: &[RecordKey],
) -> Result<BTreeSet<RecordKey>, AppError> {
    Ok(Selection::of(document, topology, keys)?.keys)
}

/// What is copied.
struct Selection<'a> {
    topology: &'a TopologyId,
    keys: BTreeSet<RecordKey>,
    places: BTreeMap<&'a RecordKey, &'a Placement>,
}

impl<'a> Selection<'a> {
    fn of(
        document: &'a Document,
        topology: &'a TopologyId,
        keys: &[RecordKey],
    ) -> Result<Self, AppError> {
        if let Some(missing) = keys.iter().find(|key| document.get(key).is_none()) {
            return Err(AppError::new(
                ErrorCode::NotFound,
                format!("{missing} does not exist"),
                "check its kind and id",
            ));
        }
        let places = document
            .placements()
            .filter(|place| place.topology == *topology)
            .map(|place| (&place.subject, place))
            .collect();
        let mut selection = Self {
            topology,
            keys: BTreeSet::new(),
            places,
        };
        for key in keys {
            selection.take(document, key);
        }
        selection.take_handoffs(document);
        Ok(selection)
    }

    /// A group is taken with all that stands in it.
    fn take(&mut self, document: &Document, key: &RecordKey) {
        if !copied(key.kind) || !self.keys.insert(key.clone()) || key.kind != Kind::Group {
            return;
        }
        let members = self.places.iter().filter(|(_, place)| {
            let group = place.group.as_ref();
            group.is_some_and(|group| group.as_str() == key.id)
        });
        let members: Vec<RecordKey> = members.map(|(subject, _)| (*subject).clone()).collect();
        let inner = document.groups().filter(|group| {
            let parent = group.parent.as_ref();
            parent.is_some_and(|parent| parent.as_str() == key.id)
        });
        let inner = inner.map(|group| RecordKey::new(Kind::Group, group.id.as_str()));
        for member in members.into_iter().chain(inner) {
            self.take(document, &member);
        }
    }

    /// A handoff between things that are copied is copied with them.
    fn take_handoffs(&mut self, document: &Document) {
        let has = |kind, id: &str| self.keys.contains(&RecordKey::new(kind, id));
        let between = |handoff: &&Handoff| {
            let to = match &handoff.to {
                Target::Agent(id) => has(Kind::Agent, id.as_str()),
                Target::Outcome(target) => has(Kind::Outcome, target.outcome.as_str()),
                Target::Query(_) => false,
            };
            handoff.topology == *self.topology && to && has(Kind::Agent, handoff.from.as_str())
        };
        let found: Vec<RecordKey> = document
            .handoffs()
            .filter(between)
            .map(|handoff| RecordKey::new(Kind::Handoff, handoff.id.as_str()))
            .collect();
        self.keys.extend(found);
    }

    fn records(&self, document: &Document, drawn: &TopologyDrawing) -> Vec<Record> {
        let boxes: BTreeMap<&RecordKey, (f64, f64)> = drawn
            .boxes
            .iter()
            .map(|item| (&item.subject, (item.x, item.y)))
            .collect();
        let mut out = Vec::new();
        for key in &self.keys {
            let Some(held) = document.get(key) else {
                continue;
            };
            out.push(Arc::unwrap_or_clone(Arc::clone(&held.record)));
            let place = self.place(key, boxes.get(key).copied());
            out.extend(place.map(Record::from));
        }
        out
    }

    /// Where a box stands: as it is drawn, for what was placed automatically too.
    fn place(&self, key: &RecordKey, drawn: Option<(f64, f64)>) -> Option<Placement> {
        let known = self.places.get(key).map(|place| (*place).clone());
        let Some((x, y)) = drawn.filter(|_| key.kind != Kind::Group) else {
            return known;
        };
        let fresh = || {
            let id = format!("{}.{}.{}", self.topology, key.kind, key.id);
            let id = PlacementId::new(id).ok()?;
            Some(Placement::new(id, self.topology.clone(), key.clone()))
        };
        let mut place = known.or_else(fresh)?;
        (place.x, place.y) = (Some(x), Some(y));
        Some(place)
    }
}
