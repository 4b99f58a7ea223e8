//! What each export is called, and which belong together: the order in which people are shown them.

use crate::kind::ExportKind;

/// Families, and the kinds of each by name with their titles.
///
/// The names are those that the command line has promised, so that a kind has its place and its title on the day it is made.
const FAMILIES: &[(&str, &[(&str, &str)])] = &[
    (
        "Contracts & types",
        &[
            ("contracts", "Contracts as JSON Schema"),
            ("types-typescript", "Types for TypeScript"),
            ("types-python", "Types for Python"),
            ("types-rust", "Types for Rust"),
            ("openapi", "OpenAPI components"),
            ("asyncapi", "AsyncAPI documents"),
            ("protobuf", "Protobuf messages"),
            ("cloudevents", "CloudEvents binding"),
        ],
    ),
    (
        "Guards & tests",
        &[
            ("guard-typescript", "Boundary guard for TypeScript"),
            ("guard-python", "Boundary guard for Python"),
            ("guard-rust", "Boundary guard for Rust"),
            ("tests-vitest", "Contract tests for Vitest"),
            ("tests-pytest", "Contract tests for pytest"),
            ("tests-cargo", "Contract tests for Cargo"),
        ],
    ),
    (
        "Agents & tools",
        &[
            ("agent-cards", "A2A agent cards"),
            ("agent-spec", "Open Agent Spec"),
            ("mcp", "MCP servers"),
            ("skeleton-langgraph", "LangGraph skeleton"),
            ("skeleton-openai-agents", "OpenAI Agents SDK skeleton"),
            ("state-machine", "State machine"),
        ],
    ),
    (
        "Operations",
        &[
            ("runbooks", "Runbooks"),
            ("alerts", "Prometheus alerts"),
            ("dashboards", "Grafana dashboards"),
            ("tracing", "Tracing conventions"),
            ("escalation", "PagerDuty escalation"),
            ("codeowners", "CODEOWNERS"),
            ("catalog", "Backstage catalogue"),
        ],
    ),
    (
        "Documentation & pictures",
        &[
            ("site", "Website"),
            ("pictures", "Pictures"),
            ("compliance", "Compliance report"),
        ],
    ),
    ("CI", &[("ci", "Checks for CI and git hooks")]),
];

impl ExportKind {
    /// What people are shown as its name.
    pub fn title(self) -> &'static str {
        self.place().map_or(self.name(), |(_, _, title)| title)
    }

    /// The family that it belongs to, as people are shown it.
    pub fn family(self) -> &'static str {
        self.place().map_or("Others", |(_, family, _)| family)
    }

    /// Every kind in the order in which people are shown them: family by family.
    pub fn by_family() -> Vec<ExportKind> {
        let mut kinds = Self::ALL.to_vec();
        kinds.sort_by_key(|kind| kind.place().map_or(usize::MAX, |(at, ..)| at));
        kinds
    }

    /// How many kinds stand before it, its family and its title.
    fn place(self) -> Option<(usize, &'static str, &'static str)> {
        let all = FAMILIES
            .iter()
            .flat_map(|(family, kinds)| kinds.iter().map(move |kind| (*family, kind)));
        all.enumerate()
            .find(|(_, (_, (name, _)))| *name == self.name())
            .map(|(at, (family, (_, title)))| (at, family, *title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_has_a_family_a_title_and_a_sentence() {
        for kind in ExportKind::ALL {
            assert!(kind.place().is_some(), "{} has no family", kind.name());
            let about = kind.about();
            let sentence = about.ends_with('.') && about.len() > 20 && !about.contains('\n');
            assert!(sentence, "{}: {about:?} is no sentence", kind.name());
        }
    }

    #[test]
    fn names_and_titles_occur_once() {
        let kinds = || FAMILIES.iter().flat_map(|(_, kinds)| *kinds);
        let names: BTreeSet<&str> = kinds().map(|(name, _)| *name).collect();
        let titles: BTreeSet<&str> = kinds().map(|(_, title)| *title).collect();
        assert_eq!((names.len(), titles.len()), (31, 31));
    }

    #[test]
    fn families_stay_together() {
        let kinds = ExportKind::by_family();
        assert_eq!(kinds.len(), ExportKind::ALL.len());
        assert_eq!(kinds[0], ExportKind::Contracts);
        let mut families: Vec<&str> = kinds.iter().map(|kind| kind.family()).collect();
        families.dedup();
        let once: BTreeSet<&&str> = families.iter().collect();
        assert_eq!(once.len(), families.len());
    }
}
