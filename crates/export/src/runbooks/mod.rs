//! `runbooks/`: what the person on call needs for every handoff, and an index by topology.

mod failure;
mod people;
mod view;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::template::render;
use crate::words;
use baton_model::{Criticality, Document, Handoff, Kind, Team, Topology};
use serde::Serialize;
use std::cmp::Reverse;

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let mut topologies = Vec::new();
    for topology in scope.topologies() {
        let mut handoffs: Vec<&Handoff> = scope.handoffs(&topology.id).collect();
        handoffs.sort_by_key(|handoff| (Reverse(handoff.criticality), &handoff.id));
        for handoff in &handoffs {
            let text = render(
                include_str!("templates/handoff.md.jinja"),
                &view::of(scope.document, topology, handoff),
            );
            let source = Source {
                version: handoff.version.as_ref().map(ToString::to_string),
                ..Source::new(Kind::Handoff, handoff.id.as_str())
            };
            let path = format!("runbooks/{}.md", handoff.id);
            // The index has this name; a handoff that is called so gets a longer one.
            let path = if path.eq_ignore_ascii_case("runbooks/index.md") {
                "runbooks/index.handoff.md".to_owned()
            } else {
                path
            };
            files.add(ExportFile::new(
                path,
                ExportKind::Runbooks,
                text,
                Some(source),
            ));
        }
        topologies.push(IndexTopology::new(scope.document, topology, &handoffs));
    }
    let text = render(
        include_str!("templates/index.md.jinja"),
        &Index { topologies },
    );
    files.add(ExportFile::new(
        "runbooks/index.md",
        ExportKind::Runbooks,
        text,
        None,
    ));
}

#[derive(Serialize)]
struct Index {
    topologies: Vec<IndexTopology>,
}

#[derive(Serialize)]
struct IndexTopology {
    name: String,
    purpose: String,
    team: Option<String>,
    handoffs: Vec<IndexRow>,
}

#[derive(Serialize)]
struct IndexRow {
    file: String,
    from: String,
    to: String,
    criticality: &'static str,
    is_urgent: bool,
    contract: Option<String>,
    owners: Vec<String>,
    fallback_owner: Option<String>,
    escalation: Option<String>,
}

impl IndexTopology {
    fn new(document: &Document, topology: &Topology, handoffs: &[&Handoff]) -> Self {
        let team = topology
            .team
            .as_ref()
            .and_then(|team| document.find::<Team>(team));
        Self {
            name: topology.name.clone(),
            purpose: topology.purpose.clone(),
            team: team.map(|team| team.name.clone()),
            handoffs: handoffs
                .iter()
                .map(|handoff| row(document, handoff))
                .collect(),
        }
    }
}

fn row(document: &Document, handoff: &Handoff) -> IndexRow {
    let stem = if handoff.id.as_str().eq_ignore_ascii_case("index") {
        "index.handoff"
    } else {
        handoff.id.as_str()
    };
    IndexRow {
        file: format!("{stem}.md"),
        from: people::agent_name(document, &handoff.from),
        to: people::target_name(document, &handoff.to),
        criticality: words::criticality(handoff.criticality),
        is_urgent: handoff.criticality >= Criticality::High,
        contract: view::contract_label(handoff),
        owners: people::owners(document, handoff)
            .iter()
            .map(|team| team.name.clone())
            .collect(),
        fallback_owner: handoff
            .fallback_owner
            .as_ref()
            .map(|who| people::responder_name(document, who)),
        escalation: handoff
            .escalation_path
            .as_ref()
            .and_then(|path| document.find::<baton_model::EscalationPath>(path))
            .map(|path| path.name.clone()),
    }
}
