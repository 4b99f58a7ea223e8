//! Findings that somebody has silenced, with the reason.

use crate::finding::Finding;
use crate::rules;
use crate::settings::means;
use baton_model::{Document, RecordKey, Silence, TopologyId};
use std::collections::BTreeMap;

/// The silences of a registry.
pub(crate) struct Silences<'a> {
    by_subject: BTreeMap<&'a RecordKey, Vec<(&'a Silence, &'static str)>>,
}

impl<'a> Silences<'a> {
    /// Those of codes that no rule has, and those without a reason, are left out: see [`crate::setting_diagnostics`].
    pub fn new(doc: &'a Document) -> Self {
        let mut by_subject: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for silence in doc.silences().filter(|silence| has_reason(silence)) {
            let meant = rules::all().filter(|entry| means(&silence.code, entry));
            let meant = meant.map(|entry| (silence, entry.info.code));
            by_subject
                .entry(&silence.subject)
                .or_default()
                .extend(meant);
        }
        Self { by_subject }
    }

    /// A silence without a topology holds everywhere; one with a topology holds there, and for shared records while that
    /// topology alone is looked at.
    pub fn apply(&self, finding: &mut Finding, looked_at: Option<&TopologyId>) {
        let place = finding.topology.as_deref();
        let place = place.or(looked_at.map(TopologyId::as_str));
        let mut silences = self.by_subject.get(&finding.subject).into_iter().flatten();
        let silence = silences.find(|(silence, code)| {
            let topology = silence.topology.as_ref().map(TopologyId::as_str);
            finding.code == *code && (topology.is_none() || topology == place)
        });
        finding.silenced = silence.map(|(silence, _)| silence.reason.clone());
    }
}

/// Whether somebody said why.
pub(crate) fn has_reason(silence: &Silence) -> bool {
    !silence.reason.trim().is_empty()
}
