//! Severity and options of rules, as the registry and its topologies set them.

use crate::finding::Severity;
use crate::rule::Entry;
use crate::rules;
use crate::silences::has_reason;
use baton_model::{Diagnostic, Document, Level, RuleSetting, RuleSeverity, TopologyId};
use serde_json::Value;

/// How one rule runs in one place.
pub(crate) struct Effective {
    /// `None` leaves it to the rule.
    pub severity: Option<Severity>,
    pub options: Value,
}

/// The settings of a registry, and what the caller says over them.
pub(crate) struct Settings<'a> {
    records: Vec<&'a RuleSetting>,
    overrides: &'a [(String, RuleSeverity)],
}

impl<'a> Settings<'a> {
    pub fn new(doc: &'a Document, overrides: &'a [(String, RuleSeverity)]) -> Self {
        Self {
            records: doc.rule_settings().collect(),
            overrides,
        }
    }

    /// The registry's setting, then the topology's, then what the caller says; `None` where the rule is off. Options
    /// that cannot be read are left out: see [`setting_diagnostics`].
    pub fn of(&self, entry: &Entry, topology: Option<&TopologyId>) -> Option<Effective> {
        let mut severity = None;
        let mut options = Value::Null;
        let of_rule = || {
            self.records
                .iter()
                .filter(|record| means(&record.code, entry))
        };
        let shared = of_rule().filter(|record| record.topology.is_none());
        let own = of_rule()
            .filter(|record| record.topology.is_some() && record.topology.as_ref() == topology);
        for record in shared.chain(own) {
            severity = record.severity.or(severity);
            let merged = record.options.as_ref().map(|set| merge(&options, &set.0));
            if let Some(merged) =
                merged.filter(|merged| (entry.read_options)(merged.clone()).is_ok())
            {
                options = merged;
            }
        }
        let over = self
            .overrides
            .iter()
            .rev()
            .find(|(code, _)| means(code, entry));
        severity = over.map(|(_, severity)| *severity).or(severity);
        let severity = match severity {
            Some(RuleSeverity::Off) => return None,
            Some(RuleSeverity::Error) => Some(Severity::Error),
            Some(RuleSeverity::Warning) => Some(Severity::Warning),
            Some(RuleSeverity::Advice) => Some(Severity::Advice),
            None => None,
        };
        Some(Effective { severity, options })
    }
}

/// What is wrong with the settings and silences of a registry: codes that no rule has, options that a rule does not know. They
/// have no effect; everything else still has. `own` are the codes and names of rules that users wrote.
pub fn setting_diagnostics(doc: &Document, own: &[&str]) -> Vec<Diagnostic> {
    let is_own = |code: &str| own.iter().any(|known| known.eq_ignore_ascii_case(code));
    let is_known = |code: &str| is_own(code) || rules::all().any(|entry| means(code, entry));
    let mut diagnostics = Vec::new();
    for setting in doc.rule_settings() {
        let place = format!("rule_setting {}", setting.id);
        let subject = baton_model::Record::from(setting.clone()).key();
        let mut say = |pointer: &str, message: String| {
            let diagnostic = Diagnostic::new(Level::Warning, format!("{place}{pointer}"), message);
            diagnostics.push(Diagnostic {
                subject: Some(subject.clone()),
                ..diagnostic
            });
        };
        let Some(entry) = rules::all().find(|entry| means(&setting.code, entry)) else {
            if !is_own(&setting.code) {
                say("/code", unknown(&setting.code));
            }
            continue;
        };
        if let Some(options) = &setting.options
            && let Err(error) = (entry.read_options)(options.0.clone())
        {
            let code = entry.info.code;
            say(
                "/options",
                format!("{code} cannot use these options: {error}; see the explanation of {code}"),
            );
        }
    }
    for silence in doc.silences() {
        let mut say = |pointer: &str, message: String| {
            let place = format!("silence {}{pointer}", silence.id);
            let subject = baton_model::Record::from(silence.clone()).key();
            diagnostics.push(Diagnostic {
                subject: Some(subject),
                ..Diagnostic::new(Level::Warning, place, message)
            });
        };
        if !is_known(&silence.code) {
            say("/code", unknown(&silence.code));
        }
        if !has_reason(silence) {
            say(
                "/reason",
                "it says no reason, and silences nothing until it does".to_owned(),
            );
        }
    }
    diagnostics
}

/// Codes and names are taken in upper and lower case.
pub(crate) fn means(text: &str, entry: &Entry) -> bool {
    text.eq_ignore_ascii_case(entry.info.code) || text.eq_ignore_ascii_case(entry.info.name)
}

fn unknown(code: &str) -> String {
    let code: String = code.chars().take(40).collect();
    format!("no rule has the code {code:?}; the catalogue lists them all")
}

/// Field by field; anything but an object replaces.
fn merge(below: &Value, above: &Value) -> Value {
    match (below, above) {
        (Value::Object(below), Value::Object(above)) => {
            let mut merged = below.clone();
            merged.extend(
                above
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
            Value::Object(merged)
        }
        (_, above) => above.clone(),
    }
}
