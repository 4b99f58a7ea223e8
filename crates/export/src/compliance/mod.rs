//! `compliance/<topology>.{md,json}`: what the records show about requirements of law, and where they show nothing.
//!
//! A registry describes a design; whether a law is met is a question of how it runs and of lawyers. So the report never says that something
//! complies: it lists what is recorded, what is missing, what was silenced with which reason, and the rules that look for it. Findings are
//! not in it, as exports do not run rules: `baton check` says them, against the same registry.

mod requirements;

use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::{json, template};
use baton_model::{Kind, Silence};
use requirements::{REQUIREMENTS, Seam};
use serde::Serialize;

/// Entries of a list in the Markdown; the JSON has all of them.
const MOST_LINES: usize = 12;
const DISCLAIMER: &str = "This is a list of evidence from the design, made by Baton. It does not say that any law is complied with, and is no legal advice.";

/// What the records show.
#[derive(Debug, Default, Serialize)]
struct Evidence {
    shown: Vec<String>,
    gaps: Vec<String>,
}

impl Evidence {
    /// Sorts subjects into what shows something and what is missing.
    fn each<T>(
        subjects: impl Iterator<Item = T>,
        look: impl Fn(T) -> Result<String, String>,
    ) -> Self {
        let mut evidence = Self::default();
        for subject in subjects {
            match look(subject) {
                Ok(shown) => evidence.shown.push(shown),
                Err(gap) => evidence.gaps.push(gap),
            }
        }
        evidence
    }
}

#[derive(Serialize)]
struct Report {
    topology: String,
    name: String,
    regulated: bool,
    disclaimer: &'static str,
    requirements: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    law: &'static str,
    article: &'static str,
    asks: &'static str,
    rules: &'static [&'static str],
    /// `evidence`, `partial`, `gap`, or `nothing_to_show` where it has no subject in this topology.
    state: &'static str,
    evidence: Vec<String>,
    gaps: Vec<String>,
    silenced: Vec<Silenced>,
}

#[derive(Serialize)]
struct Silenced {
    rule: String,
    subject: String,
    reason: String,
}

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    for topology in scope.topologies() {
        let seam = Seam::of(scope, topology);
        let report = Report {
            topology: topology.id.to_string(),
            name: topology.name.clone(),
            regulated: topology.nature.regulated,
            disclaimer: DISCLAIMER,
            requirements: REQUIREMENTS
                .iter()
                .map(|requirement| {
                    let found = (requirement.look)(&seam);
                    Row {
                        law: requirement.law,
                        article: requirement.article,
                        asks: requirement.asks,
                        rules: requirement.rules,
                        state: match (found.shown.is_empty(), found.gaps.is_empty()) {
                            (true, true) => "nothing_to_show",
                            (false, true) => "evidence",
                            (false, false) => "partial",
                            (true, false) => "gap",
                        },
                        evidence: found.shown,
                        gaps: found.gaps,
                        silenced: silenced(&seam, requirement.rules),
                    }
                })
                .collect(),
        };
        let markdown = template::render(
            include_str!("templates/report.md.jinja"),
            &Shown {
                report: &report,
                most: MOST_LINES,
            },
        );
        let value = serde_json::to_value(&report).unwrap_or_default();
        for (extension, bytes) in [("md", markdown.into_bytes()), ("json", json::bytes(&value))] {
            files.add(ExportFile::new(
                format!("compliance/{}.{extension}", topology.id),
                ExportKind::Compliance,
                bytes,
                Some(Source::new(Kind::Topology, topology.id.as_str())),
            ));
        }
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    #[serde(flatten)]
    report: &'a Report,
    most: usize,
}

/// Findings of these rules that somebody has silenced here, with the reason.
fn silenced(seam: &Seam<'_>, rules: &[&str]) -> Vec<Silenced> {
    let here = |silence: &&Silence| {
        silence
            .topology
            .as_ref()
            .is_none_or(|topology| *topology == seam.topology.id)
            && rules.contains(&silence.code.as_str())
    };
    let concerns = |silence: &&Silence| {
        silence.subject.kind != Kind::Handoff
            || seam
                .handoffs
                .iter()
                .any(|handoff| handoff.id.as_str() == silence.subject.id)
    };
    seam.document
        .silences()
        .filter(here)
        .filter(concerns)
        .map(|silence| Silenced {
            rule: silence.code.clone(),
            subject: format!("{} {}", silence.subject.kind, silence.subject.id),
            reason: silence.reason.clone(),
        })
        .collect()
}
