//! How findings differ from one revision to the next.

use baton_rules::{Finding, unshared};
use serde::Serialize;
use std::collections::HashSet;
use std::sync::Arc;

/// How the findings differ from those before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct FindingsChange {
    /// New ones, and those whose words, severity or fixes changed.
    pub changed: Vec<Finding>,
    /// Keys of findings that hold no more.
    pub gone: Vec<String>,
}

impl FindingsChange {
    /// What has to be told to somebody who knows `before`, so that they know `after`; both are sorted as the rules sort them.
    pub fn between(before: &[Arc<Finding>], after: &[Arc<Finding>]) -> Self {
        let (was, is) = unshared(before, after);
        let still: HashSet<&str> = is.iter().map(|finding| finding.key.as_str()).collect();
        let gone = was
            .iter()
            .filter(|finding| !still.contains(finding.key.as_str()));
        Self {
            changed: is.iter().map(|finding| Finding::clone(finding)).collect(),
            gone: gone.map(|finding| finding.key.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Kind, RecordKey};
    use baton_rules::Severity;

    fn finding(key: &str, message: &str) -> Arc<Finding> {
        Arc::new(Finding {
            key: key.to_owned(),
            code: "OWN001".into(),
            name: "agent-without-owner".into(),
            severity: Severity::Warning,
            subject: RecordKey::new(Kind::Agent, key),
            topology: None,
            message: message.to_owned(),
            why: "".into(),
            path: Vec::new(),
            fixes: Vec::new(),
            silenced: None,
        })
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = [finding("a", "1"), finding("b", "1"), finding("c", "1")];
        let after = [finding("a", "1"), finding("b", "2"), finding("d", "1")];
        let change = FindingsChange::between(&before, &after);
        let changed = [finding("b", "2"), finding("d", "1")].map(|it| Finding::clone(&it));
        assert_eq!(change.changed, changed);
        assert_eq!(change.gone, ["c"]);
        assert_eq!(
            FindingsChange::between(&after, &after),
            FindingsChange::default()
        );
    }
}
