//! `runbooks/`: what the person on call needs for every handoff, and an index by topology.

mod failure;
mod night;
pub(crate) mod view;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::template::render;
use crate::{people, words};
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
            files.add(ExportFile::new(
                path(handoff),
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

/// What the runbook of a handoff says; `None` where its topology is not there.
pub fn runbook(document: &Document, handoff: &Handoff) -> Option<view::View> {
    let topology = document.find::<Topology>(&handoff.topology)?;
    Some(view::of(document, topology, handoff))
}

/// The same as Markdown, as it is exported.
pub fn text(document: &Document, handoff: &Handoff) -> Option<String> {
    let view = runbook(document, handoff)?;
    Some(render(include_str!("templates/handoff.md.jinja"), &view))
}

/// Where the runbook of a handoff stands in the exported folder.
pub fn path(handoff: &Handoff) -> String {
    format!("runbooks/{}.md", stem(handoff))
}

/// The index has a name of its own; a handoff that is called so gets a longer one.
fn stem(handoff: &Handoff) -> &str {
    if handoff.id.as_str().eq_ignore_ascii_case("index") {
        "index.handoff"
    } else {
        handoff.id.as_str()
    }
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
    IndexRow {
        file: format!("{}.md", stem(handoff)),
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
