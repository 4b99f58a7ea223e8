//! How findings differ from one revision to the next.

use baton_rules::Finding;
use serde::Serialize;
use std::collections::HashMap;

/// How the findings differ from those before.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
pub struct FindingsChange {
    /// New ones, and those whose words, severity or fixes changed.
    pub changed: Vec<Finding>,
    /// Keys of findings that hold no more.
    pub gone: Vec<String>,
}

impl FindingsChange {
    /// What has to be told to somebody who knows `before`, so that they know `after`.
    pub fn between(before: &[Finding], after: &[Finding]) -> Self {
        let mut known: HashMap<&str, &Finding> = before
            .iter()
            .map(|finding| (finding.key.as_str(), finding))
            .collect();
        let changed = after
            .iter()
            .filter(|finding| known.remove(finding.key.as_str()) != Some(finding))
            .cloned()
            .collect();
        let gone = before
            .iter()
            .filter(|finding| known.contains_key(finding.key.as_str()))
            .map(|finding| finding.key.clone())
            .collect();
        Self { changed, gone }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Kind, RecordKey};
    use baton_rules::Severity;

    fn finding(key: &str, message: &str) -> Finding {
        Finding {
            key: key.to_owned(),
            code: "OWN001".to_owned(),
            name: "agent-without-owner".to_owned(),
            severity: Severity::Warning,
            subject: RecordKey::new(Kind::Agent, key),
            topology: None,
            message: message.to_owned(),
            why: String::new(),
            path: Vec::new(),
            fixes: Vec::new(),
            silenced: None,
        }
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = [finding("a", "1"), finding("b", "1"), finding("c", "1")];
        let after = [finding("d", "1"), finding("b", "2"), finding("a", "1")];
        let change = FindingsChange::between(&before, &after);
        assert_eq!(change.changed, [finding("d", "1"), finding("b", "2")]);
        assert_eq!(change.gone, ["c"]);
        assert_eq!(
            FindingsChange::between(&after, &after),
            FindingsChange::default()
        );
    }
}
