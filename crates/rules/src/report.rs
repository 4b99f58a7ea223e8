//! Where rules put what they find.

use crate::finding::{Finding, Fix, Severity};
use crate::parts::Parts;
use crate::rule::Entry;
use baton_model::{HandoffId, Kind, RecordKey, TopologyId};

/// Takes the findings of one rule in one place.
pub(crate) struct Report<'r> {
    pub entry: &'static Entry,
    /// What settings say; it outranks the rule.
    pub severity: Option<Severity>,
    pub topology: Option<&'r TopologyId>,
    pub findings: &'r mut Vec<Finding>,
    /// Where parts are kept apart; none where nobody goes on from this run.
    pub parts: Option<&'r mut Parts>,
}

/// A finding as a rule words it.
pub(crate) struct Draft {
    subject: RecordKey,
    message: String,
    part: Option<String>,
    severity: Option<Severity>,
    path: Vec<RecordKey>,
    fixes: Vec<Fix>,
}

impl Draft {
    /// `message` says what is wrong with the subject and what to do.
    pub fn new(subject: RecordKey, message: String) -> Self {
        Self {
            subject,
            message,
            part: None,
            severity: None,
            path: Vec::new(),
            fixes: Vec::new(),
        }
    }

    /// What tells this finding from others of the rule about the same subject.
    pub fn part(mut self, part: impl Into<String>) -> Self {
        self.part = Some(part.into());
        self
    }

    /// Another severity than the rule's usual one.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub fn path<'h>(mut self, handoffs: impl IntoIterator<Item = &'h HandoffId>) -> Self {
        let keys = handoffs
            .into_iter()
            .map(|id| RecordKey::new(Kind::Handoff, id.as_str()));
        self.path = keys.collect();
        self
    }

    /// Records that take part, where they are no handoffs.
    pub fn involving(mut self, records: impl IntoIterator<Item = RecordKey>) -> Self {
        self.path = records.into_iter().collect();
        self
    }

    pub fn fixes(mut self, fixes: impl IntoIterator<Item = Fix>) -> Self {
        self.fixes.extend(fixes);
        self
    }
}

impl Report<'_> {
    /// Tells of one subject of a check of the whole apart from others: `word` runs again only when something has changed that it looks at through the
    /// context, or `given`, which has to hold whatever else it uses.
    pub fn apart(&mut self, subject: &str, given: String, word: impl FnOnce(&mut Report<'_>)) {
        let (entry, severity, topology) = (self.entry, self.severity, self.topology);
        let on = |findings: &mut Vec<Finding>| {
            word(&mut Report {
                entry,
                severity,
                topology,
                findings,
                parts: None,
            });
        };
        match &mut self.parts {
            Some(parts) => parts.tell(subject, given, on),
            None => on(self.findings),
        }
    }

    pub fn add(&mut self, draft: Draft) {
        let info = &self.entry.info;
        let mut key = format!("{}/{}/{}", info.code, draft.subject.kind, draft.subject.id);
        // A handoff is in one topology; agents and contracts are in many.
        let topology = self
            .topology
            .filter(|_| draft.subject.kind != Kind::Handoff);
        for part in topology
            .map(TopologyId::as_str)
            .into_iter()
            .chain(draft.part.as_deref())
        {
            key.push('/');
            key.push_str(part);
        }
        self.findings.push(Finding {
            key,
            code: info.code.into(),
            name: info.name.into(),
            severity: self.severity.or(draft.severity).unwrap_or(info.severity),
            subject: draft.subject,
            topology: self.topology.map(|id| id.as_str().to_owned()),
            message: draft.message,
            why: self.entry.why.into(),
            path: draft.path,
            fixes: draft.fixes,
            silenced: None,
        });
    }
}
