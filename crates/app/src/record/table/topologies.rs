//! Tables of topologies and of what stands in them.

use super::{count, findings_about, name_if, name_of, names_of, text, yes};
use crate::record::around::Around;
use crate::record::table::TableColumn;
use crate::record::words::{line, target, title, word};
use baton_model::{
    Entry, Group, Handoff, Kind, Note, Outcome, Placement, Record, RecordKey, Topology,
};

pub(super) const TOPOLOGY: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("team", "Team"),
    text("purpose", "Purpose"),
    count("handoffs", "Handoffs"),
    count("entries", "Entries"),
    count("outcomes", "Outcomes"),
    text("environment", "Environment"),
    count("findings", "Findings"),
];

pub(super) fn topology(around: &Around<'_>, topology: &Topology) -> Vec<String> {
    let key = RecordKey::new(Kind::Topology, topology.id.as_str());
    let number = |kind| super::referring(around, &key, kind).to_string();
    vec![
        line(&topology.name),
        topology.id.to_string(),
        name_if(around, Kind::Team, topology.team.as_ref()),
        line(&topology.purpose),
        number(Kind::Handoff),
        number(Kind::Entry),
        number(Kind::Outcome),
        name_if(around, Kind::Environment, topology.environment.as_ref()),
        findings_about(around, Kind::Topology, &topology.id),
    ]
}

pub(super) const HANDOFF: &[TableColumn] = &[
    text("from", "From"),
    text("to", "To"),
    text("topology", "Topology"),
    text("mode", "Mode"),
    text("contract", "Contract"),
    text("version", "Version"),
    text("owner_model", "Owner model"),
    text("owners", "Owners"),
    text("escalation_path", "Escalation path"),
    text("criticality", "Criticality"),
    text("id", "Id"),
    count("findings", "Findings"),
];

pub(super) fn handoff(around: &Around<'_>, handoff: &Handoff) -> Vec<String> {
    let version = handoff.version.as_ref();
    vec![
        name_of(around, Kind::Agent, &handoff.from),
        target(around.document, &handoff.to),
        name_of(around, Kind::Topology, &handoff.topology),
        word(handoff.mode),
        name_if(around, Kind::Contract, handoff.contract.as_ref()),
        version.map(ToString::to_string).unwrap_or_default(),
        handoff.owner_model.map(word).unwrap_or_default(),
        names_of(around, Kind::Team, &handoff.owners),
        name_if(
            around,
            Kind::EscalationPath,
            handoff.escalation_path.as_ref(),
        ),
        word(handoff.criticality),
        handoff.id.to_string(),
        findings_about(around, Kind::Handoff, &handoff.id),
    ]
}

pub(super) const ENTRY: &[TableColumn] = &[
    text("agent", "Agent"),
    text("topology", "Topology"),
    text("channel", "Channel"),
    count("share", "Share"),
    text("id", "Id"),
];

pub(super) fn entry(around: &Around<'_>, entry: &Entry) -> Vec<String> {
    vec![
        name_of(around, Kind::Agent, &entry.agent),
        name_of(around, Kind::Topology, &entry.topology),
        entry.channel.map(word).unwrap_or_default(),
        entry.share.unwrap_or(1.0).to_string(),
        entry.id.to_string(),
    ]
}

pub(super) const OUTCOME: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("topology", "Topology"),
    text("good", "What users came for"),
    count("handoffs", "Handoffs"),
];

pub(super) fn outcome(around: &Around<'_>, outcome: &Outcome) -> Vec<String> {
    let key = RecordKey::new(Kind::Outcome, outcome.id.as_str());
    vec![
        line(&outcome.name),
        outcome.id.to_string(),
        name_of(around, Kind::Topology, &outcome.topology),
        yes(outcome.good),
        super::referring(around, &key, Kind::Handoff).to_string(),
    ]
}

pub(super) const GROUP: &[TableColumn] = &[
    text("name", "Name"),
    text("id", "Id"),
    text("topology", "Topology"),
    text("parent", "Inside"),
    count("members", "Members"),
    text("colour", "Colour"),
];

pub(super) fn group(around: &Around<'_>, group: &Group) -> Vec<String> {
    let key = RecordKey::new(Kind::Group, group.id.as_str());
    vec![
        line(&group.name),
        group.id.to_string(),
        name_of(around, Kind::Topology, &group.topology),
        name_if(around, Kind::Group, group.parent.as_ref()),
        super::referring(around, &key, Kind::Placement).to_string(),
        line(group.colour.as_deref().unwrap_or_default()),
    ]
}

pub(super) const NOTE: &[TableColumn] = &[
    text("text", "Text"),
    text("topology", "Topology"),
    text("id", "Id"),
];

pub(super) fn note(around: &Around<'_>, note: &Note) -> Vec<String> {
    vec![
        title(around.document, &Record::from(note.clone())),
        name_of(around, Kind::Topology, &note.topology),
        note.id.to_string(),
    ]
}

pub(super) const PLACEMENT: &[TableColumn] = &[
    text("subject", "What"),
    text("topology", "Topology"),
    count("x", "Left"),
    count("y", "Top"),
    text("group", "Group"),
    text("pinned", "Pinned"),
    text("id", "Id"),
];

pub(super) fn placement(around: &Around<'_>, place: &Placement) -> Vec<String> {
    let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
    vec![
        name_of(around, place.subject.kind, &place.subject.id),
        name_of(around, Kind::Topology, &place.topology),
        number(place.x),
        number(place.y),
        name_if(around, Kind::Group, place.group.as_ref()),
        yes(place.pinned),
        place.id.to_string(),
    ]
}
