//! The exporters, by name. A new one is a folder with a `run` function and a line in the list below.

use crate::file_set::FileSet;
use crate::scope::Scope;
use serde::{Deserialize, Serialize};

macro_rules! exporters {
    ($($(#[$meta:meta])* $variant:ident = $name:literal in $($module:ident)::+;)*) => {
        /// What can be exported.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, specta::Type)]
        pub enum ExportKind { $( $(#[$meta])* #[serde(rename = $name)] $variant ),* }

        impl ExportKind {
            /// Every kind, by name.
            pub const ALL: &'static [ExportKind] = &[$( ExportKind::$variant ),*];

            /// The name on the command line and in the manifest.
            pub const fn name(self) -> &'static str {
                match self { $( ExportKind::$variant => $name ),* }
            }

            pub(crate) fn run(self, scope: &Scope<'_>, files: &mut FileSet) {
                match self { $( ExportKind::$variant => crate::$($module)::+::run(scope, files) ),* }
            }
        }
    };
}

exporters! {
    /// JSON Schemas of payloads and messages, with examples and change notes.
    Contracts = "contracts" in contracts;
    /// Pictures of topologies: SVG, Mermaid and Graphviz.
    Pictures = "pictures" in pictures;
    /// A runbook for every handoff, with an index.
    Runbooks = "runbooks" in runbooks;
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
