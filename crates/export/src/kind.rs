//! The exporters, by name. A new one is a folder with a `run` function and a line in the list below.

use crate::file_set::FileSet;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};

macro_rules! exporters {
    ($($(#[doc = $about:literal])+ $variant:ident = $name:literal in $($module:ident)::+;)*) => {
        /// What can be exported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
        pub enum ExportKind { $( $(#[doc = $about])+ #[serde(rename = $name)] $variant ),* }

        impl ExportKind {
            /// Every kind, by name.
            pub const ALL: &'static [ExportKind] = &[$( ExportKind::$variant ),*];

            /// The name on the command line and in the manifest.
            pub const fn name(self) -> &'static str {
                match self { $( ExportKind::$variant => $name ),* }
            }

            /// What it gives, in a sentence or two: the words above its line in the list.
            pub fn about(self) -> &'static str {
                match self { $( ExportKind::$variant => concat!($($about),+).trim() ),* }
            }

            pub(crate) fn run(self, scope: &Scope<'_>, files: &mut FileSet) {
                match self { $( ExportKind::$variant => crate::$($module)::+::run(scope, files) ),* }
            }
        }
    };
}

exporters! {
    /// A2A agent cards for agents that have an address; the contracts travel as an extension.
    AgentCards = "agent-cards" in agent::cards;
    /// Topologies as Open Agent Spec: agents, tools, people and the ways between them.
    AgentSpec = "agent-spec" in agent::spec;
    /// Prometheus rules for every handoff, with their tests.
    Alerts = "alerts" in alerts;
    /// AsyncAPI 3.0 documents: a channel for every handoff.
    Asyncapi = "asyncapi" in asyncapi;
    /// Entities of Backstage: systems, components, APIs and groups.
    Catalog = "catalog" in catalog;
    /// Checks for GitHub Actions and GitLab, and a hook that refuses a commit with stale exports.
    Ci = "ci" in ci;
    /// Messages as CloudEvents: the mapping, a schema of events, examples.
    Cloudevents = "cloudevents" in cloudevents;
    /// Who reviews changes of the exported files.
    Codeowners = "codeowners" in codeowners;
    /// What the records show about requirements of law.
    Compliance = "compliance" in compliance;
    /// JSON Schemas of payloads and messages, with examples and change notes.
    Contracts = "contracts" in contracts;
    /// Grafana dashboards of topologies.
    Dashboards = "dashboards" in dashboards;
    /// Escalation paths as policies of PagerDuty.
    Escalation = "escalation" in escalation;
    /// What lets a message in or routes it away at the end of a handoff, for Python.
    GuardPython = "guard-python" in guard::python;
    /// What lets a message in or routes it away at the end of a handoff, for Rust.
    GuardRust = "guard-rust" in guard::rust;
    /// What lets a message in or routes it away at the end of a handoff, for TypeScript.
    GuardTypescript = "guard-typescript" in guard::typescript;
    /// MCP servers, as the MCP registry describes them.
    Mcp = "mcp" in mcp;
    /// OpenAPI 3.1 components: schemas of payloads and messages.
    Openapi = "openapi" in openapi;
    /// Pictures of topologies: SVG, PNG, Mermaid and Graphviz, and a sequence diagram of every handoff.
    Pictures = "pictures" in pictures;
    /// Protobuf messages with field numbers that never change their meaning.
    Protobuf = "protobuf" in protobuf;
    /// A runbook for every handoff, with an index.
    Runbooks = "runbooks" in runbooks;
    /// Agents, handoffs, contracts, teams and runbooks on one self-contained page with a search.
    Site = "site" in site;
    /// A Python program for every topology to start from, with LangGraph.
    SkeletonLanggraph = "skeleton-langgraph" in skeleton::langgraph;
    /// A Python program for every topology to start from, with the Agents SDK of OpenAI.
    SkeletonOpenaiAgents = "skeleton-openai-agents" in skeleton::openai::agents;
    /// The routing of topologies as a state machine: SCXML and a JSON table.
    StateMachine = "state-machine" in state::machine;
    /// Payloads, versions, duplicates and routes as tests for cargo.
    TestsCargo = "tests-cargo" in tests::cargo;
    /// Payloads, versions, duplicates and routes as tests for pytest.
    TestsPytest = "tests-pytest" in tests::pytest;
    /// Payloads, versions, duplicates and routes as tests for Vitest.
    TestsVitest = "tests-vitest" in tests::vitest;
    /// The span of a handoff: its attributes, and helpers that write it.
    Tracing = "tracing" in tracing;
    /// Types of payloads for Python, as Pydantic 2 models.
    TypesPython = "types-python" in types::python;
    /// Types of payloads for Rust, with serde.
    TypesRust = "types-rust" in types::rust;
    /// Types of payloads for TypeScript, with checks.
    TypesTypescript = "types-typescript" in types::typescript;
}

impl ExportKind {
    /// Reads a name as written by [`name`](Self::name).
    pub fn parse(name: &str) -> Option<ExportKind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// Reads names, of which `all` means every kind. The error is the first name that is none.
    pub fn parse_all<'a>(
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<ExportKind>, String> {
        let mut kinds = Vec::new();
        for name in names {
            if name == "all" {
                kinds.extend(Self::ALL);
            } else {
                kinds.push(Self::parse(name).ok_or_else(|| name.to_owned())?);
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        Ok(kinds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_sorted() {
        for kind in ExportKind::ALL {
            assert_eq!(ExportKind::parse(kind.name()), Some(*kind));
        }
        assert!(ExportKind::ALL.is_sorted_by_key(|kind| kind.name()));
        assert_eq!(
            ExportKind::parse_all(["all", "contracts"]).unwrap(),
            ExportKind::ALL
        );
        assert_eq!(
            ExportKind::parse_all(["contracts", "../x"]),
            Err("../x".to_owned())
        );
    }
}
