//! Which checks run in one place, with their severities and options.

use crate::context::{Context, TopologyContext};
use crate::finding::{Finding, Severity};
use crate::parts::Parts;
use crate::report::Report;
use crate::rule::{
    AgentCheck, Check, Entry, HandoffCheck, MemberCheck, TopologyCheck, Use, VersionCheck,
};
use crate::rules;
use crate::settings::Settings;
use baton_model::{Agent, Handoff, TopologyId};

/// The checks of one topology, or of what topologies share, by what they look at.
#[derive(Default)]
pub(crate) struct Plan {
    agents: Vec<Ready<AgentCheck>>,
    members: Vec<Ready<MemberCheck>>,
    handoffs: Vec<Ready<HandoffCheck>>,
    versions: Vec<Ready<VersionCheck>>,
    topologies: Vec<Ready<TopologyCheck>>,
}

/// A check as settings want it.
struct Ready<C: ?Sized> {
    entry: &'static Entry,
    severity: Option<Severity>,
    check: Box<C>,
}

impl<C: ?Sized> Ready<C> {
    fn report<'r>(
        &self,
        topology: Option<&'r TopologyId>,
        findings: &'r mut Vec<Finding>,
    ) -> Report<'r> {
        Report {
            entry: self.entry,
            severity: self.severity,
            topology,
            findings,
            parts: None,
        }
    }
}

impl Plan {
    pub fn new(settings: &Settings<'_>, topology: Option<&TopologyId>) -> Self {
        let mut plan = Self::default();
        for entry in rules::all() {
            let Some(set) = settings.of(entry, topology) else {
                continue;
            };
            let severity = set.severity;
            macro_rules! put {
                ($checks:ident, $check:ident) => {
                    plan.$checks.push(Ready {
                        entry,
                        severity,
                        check: $check,
                    })
                };
            }
            match (entry.check)(set.options) {
                Check::Agent(check) => put!(agents, check),
                Check::Member(check) => put!(members, check),
                Check::Handoff(check) => put!(handoffs, check),
                Check::Version(check) => put!(versions, check),
                Check::Topology(check) => put!(topologies, check),
            }
        }
        plan
    }

    pub fn agent(&self, context: &Context<'_>, agent: &Agent, findings: &mut Vec<Finding>) {
        for ready in &self.agents {
            (ready.check)(context, agent, &mut ready.report(None, findings));
        }
    }

    pub fn member(
        &self,
        context: &TopologyContext<'_>,
        agent: &Agent,
        id: &TopologyId,
        findings: &mut Vec<Finding>,
    ) {
        for ready in &self.members {
            (ready.check)(context, agent, &mut ready.report(Some(id), findings));
        }
    }

    pub fn handoff(
        &self,
        context: &TopologyContext<'_>,
        handoff: &Handoff,
        id: &TopologyId,
        findings: &mut Vec<Finding>,
    ) {
        for ready in &self.handoffs {
            (ready.check)(context, handoff, &mut ready.report(Some(id), findings));
        }
    }

    pub fn version(
        &self,
        context: &TopologyContext<'_>,
        version: &Use<'_>,
        id: &TopologyId,
        findings: &mut Vec<Finding>,
    ) {
        for ready in &self.versions {
            (ready.check)(context, version, &mut ready.report(Some(id), findings));
        }
    }

    /// How many checks look at a topology as a whole.
    pub fn wholes(&self) -> usize {
        self.topologies.len()
    }

    /// What one of the checks finds that look at a topology as a whole; what it tells apart goes into `parts`, where somebody keeps them.
    pub fn whole(
        &self,
        at: usize,
        context: &TopologyContext<'_>,
        id: &TopologyId,
        parts: Option<&mut Parts>,
        findings: &mut Vec<Finding>,
    ) {
        if let Some(ready) = self.topologies.get(at) {
            let mut report = ready.report(Some(id), findings);
            report.parts = parts;
            (ready.check)(context, &mut report);
        }
    }
}
