//! What Baton exported, read back by the records in its metadata.
//!
//! The topology, agents, handoffs, contracts, outcomes and entries come back as they were, but for what refers to records that are not in the
//! file. What people changed in the components since (names, prompts, models) is taken from there.

use super::own_parts::Records;
use super::spec::{Part, Spec};
use crate::error::ImportError;
use crate::pen::{Pen, at};
use baton_model::Kind;
use serde_json::Value;
use std::collections::BTreeSet;

/// A record of the metadata.
pub(super) struct Told<'v> {
    pub kind: Kind,
    pub id: &'v str,
    pub fields: &'v Value,
    pub place: String,
    /// The component that it stands in, where it is about that component.
    pub part: Option<Part<'v>>,
}

/// The order in which records refer to each other.
const ORDER: [Kind; 6] = [
    Kind::Agent,
    Kind::Outcome,
    Kind::Contract,
    Kind::ContractVersion,
    Kind::Entry,
    Kind::Handoff,
];

/// Whether a file holds the records of a topology.
pub(super) fn is_own(value: &Value) -> bool {
    let told = &value["metadata"]["baton"];
    told["kind"] == "topology" && told["record"].is_object()
}

pub(super) fn draw(pen: &mut Pen<'_>, spec: &Spec<'_>, root: &Part<'_>) -> Result<(), ImportError> {
    let found = collect(spec, root);
    let mut records = Records::default();
    if let Some(told) = found.iter().find(|told| told.kind == Kind::Topology) {
        records.topology(pen, told)?;
    }
    for kind in ORDER {
        for told in found.iter().filter(|told| told.kind == kind) {
            records.draw(pen, spec, told)?;
        }
    }
    pen.notes.info("", "read back by the records that the export wrote; what it does not write is not here, and its notes say what that is");
    if found.iter().any(|told| told.kind == Kind::ContractVersion) {
        pen.notes.warning("", "of contract_version records these fields were not taken over: state, notice_date, sunset_date: versions come back as drafts, and who has the registry publishes them");
    }
    Ok(())
}

/// The records of all metadata, each once.
fn collect<'v>(spec: &Spec<'v>, root: &Part<'v>) -> Vec<Told<'v>> {
    let mut found: Vec<Told<'v>> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut take = |value: &'v Value, place: String, part: Option<Part<'v>>| {
        let kind = value["kind"].as_str().and_then(Kind::parse);
        if let (Some(kind), Some(id), true) =
            (kind, value["id"].as_str(), value["record"].is_object())
            && (kind == Kind::Topology || ORDER.contains(&kind))
            && seen.insert((kind, id))
        {
            found.push(Told {
                kind,
                id,
                fields: &value["record"],
                place: at(&place, "record"),
                part,
            });
        }
    };
    let mut whole = |value: &'v Value, place: &str, part: Option<Part<'v>>| {
        take(value, place.to_owned(), part);
        for (list, items) in value.as_object().into_iter().flatten() {
            for (index, item) in items.as_array().into_iter().flatten().enumerate() {
                let place = format!("{}/{index}", at(place, list));
                take(item, place.clone(), None);
                // Agents that stand for themselves have handoffs of their own.
                for (list, items) in item.as_object().into_iter().flatten() {
                    for (index, item) in items.as_array().into_iter().flatten().enumerate() {
                        take(item, format!("{}/{index}", at(&place, list)), None);
                    }
                }
            }
        }
    };
    whole(root.told(), "/metadata/baton", None);
    for part in spec.parts() {
        if part.place != root.place {
            let place = format!("{}/metadata/baton", part.place);
            whole(part.told(), &place, Some(part.clone()));
        }
    }
    found
}
