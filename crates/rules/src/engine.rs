//! Runs the catalogue.

use crate::context::{Context, TopologyContext};
use crate::finding::Finding;
use crate::report::Report;
use crate::rule::Entry;
use crate::rules;
use crate::settings::{Settings, means};
use baton_graph::TopologyGraph;
use baton_model::{Agent, Date, Document, RuleSeverity, TopologyId};

/// How much of a registry is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All of it. What topologies share is looked at once.
    Registry,
    /// One topology and its agents, with the topology's settings for them too.
    Topology(&'a TopologyId),
}

/// Runs every rule and returns what was found, by severity (the gravest first), code and subject.
///
/// Severities and options come from the registry's rule settings, then from the topology's; `overrides` outrank
/// both and name rules by code or name. Silenced findings are among the rest, with the reason. `today` decides whether a version is past
/// its sunset.
pub fn check(
    doc: &Document,
    scope: Scope<'_>,
    today: &Date,
    overrides: &[(String, RuleSeverity)],
) -> Vec<Finding> {
    let context = Context::new(doc, today);
    let mut run = Run {
        settings: Settings::new(doc, overrides),
        findings: Vec::new(),
    };
    match scope {
        Scope::Registry => {
            let agents: Vec<&Agent> = doc.agents().collect();
            run.agents(&context, &agents, None);
            for topology in doc.topologies() {
                run.topology(
                    &context,
                    &TopologyGraph::new(doc, &topology.id),
                    &topology.id,
                );
            }
        }
        Scope::Topology(id) => {
            let graph = TopologyGraph::new(doc, id);
            let agents: Vec<&Agent> = graph.members().collect();
            run.agents(&context, &agents, Some(id));
            run.topology(&context, &graph, id);
        }
    }
    let mut findings = run.findings;
    silence(doc, scope, &mut findings);
    findings.sort_by(|a, b| {
        (a.severity, &a.code, &a.subject, &a.key).cmp(&(b.severity, &b.code, &b.subject, &b.key))
    });
    findings
}

struct Run<'a> {
    settings: Settings<'a>,
    findings: Vec<Finding>,
}

impl Run<'_> {
    fn agents(
        &mut self,
        context: &Context<'_>,
        agents: &[&Agent],
        settings_of: Option<&TopologyId>,
    ) {
        for entry in rules::all() {
            if let Some(set) = self.settings.of(entry, settings_of) {
                let mut report = self.report(entry, set.severity, None);
                (entry.check_agents)(context, agents, set.options, &mut report);
            }
        }
    }

    fn topology(&mut self, context: &Context<'_>, graph: &TopologyGraph<'_>, id: &TopologyId) {
        let context = TopologyContext::new(context, graph);
        for entry in rules::all() {
            if let Some(set) = self.settings.of(entry, Some(id)) {
                let mut report = self.report(entry, set.severity, Some(id));
                (entry.check_topology)(&context, set.options, &mut report);
            }
        }
    }

    fn report<'r>(
        &'r mut self,
        entry: &'static Entry,
        severity: Option<crate::Severity>,
        topology: Option<&'r TopologyId>,
    ) -> Report<'r> {
        Report {
            entry,
            severity,
            topology,
            findings: &mut self.findings,
        }
    }
}

/// A silence without a topology holds everywhere; one with a topology holds there, and for shared records while that
/// topology alone is looked at.
fn silence(doc: &Document, scope: Scope<'_>, findings: &mut [Finding]) {
    let looked_at = match scope {
        Scope::Registry => None,
        Scope::Topology(id) => Some(id.as_str()),
    };
    let silences: Vec<_> = doc.silences().collect();
    if silences.is_empty() {
        return;
    }
    for finding in findings {
        let place = finding.topology.as_deref().or(looked_at);
        let silence = silences.iter().find(|silence| {
            silence.subject == finding.subject
                && (silence.topology.is_none()
                    || silence.topology.as_ref().map(TopologyId::as_str) == place)
                && rules::all()
                    .any(|entry| entry.info.code == finding.code && means(&silence.code, entry))
        });
        finding.silenced = silence.map(|silence| silence.reason.clone());
    }
}
