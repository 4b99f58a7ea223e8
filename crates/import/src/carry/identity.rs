//! What a file is told by at the next import: its name, and its folder where many files have that name.

use crate::text::base_name;

/// Names, without their endings, that tools give to the file of every system.
const GENERIC: [&str; 16] = [
    "agent",
    "agents",
    "tasks",
    "root_agent",
    "main",
    "app",
    "crew",
    "flow",
    "flows",
    "workflow",
    "workflows",
    "team",
    "graph",
    "index",
    "config",
    "definition",
];
/// Folders that say as little.
const PASSED_OVER: [&str; 7] = ["config", "src", "lib", "agents", "app", ".", ".."];

/// How sure it is that two names mean one file. Those that are surer come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Same {
    /// The same file, as far as names go.
    File,
    /// A generic name, and nobody knows the folder of one of them.
    Unknown,
    /// A generic name in another folder.
    Other,
}

/// A file's name as origins keep it: `agents.yaml` of `tours/config/agents.yaml` would be any crew's, so it is kept from `tours` on.
#[derive(Clone, Debug)]
pub(super) struct FileIdentity {
    name: String,
    /// Whether many files have the name.
    is_generic: bool,
}

impl FileIdentity {
    pub(super) fn of(path: &str) -> Self {
        let base = base_name(path);
        let stem = base.split('.').next().unwrap_or(base).to_ascii_lowercase();
        let is_generic = GENERIC.contains(&stem.as_str()) && base.matches('.').count() <= 1;
        let name = if is_generic {
            with_folder(path, base)
        } else {
            base.to_owned()
        };
        Self { name, is_generic }
    }

    /// As an origin keeps it.
    pub(super) fn as_str(&self) -> &str {
        &self.name
    }

    /// Whether a name that an origin keeps may be of this file; older registries keep no folders.
    pub(super) fn is(&self, known: &str) -> Option<Same> {
        if base_name(&self.name) != base_name(known) {
            return None;
        }
        let folders = [self.name.as_str(), known].map(|name| name.contains('/'));
        Some(match folders {
            [true, true] if self.name != known => Same::Other,
            [true, true] => Same::File,
            _ if self.is_generic => Same::Unknown,
            _ => Same::File,
        })
    }
}

/// From the nearest folder on that says whose the file is; the name alone where none does.
fn with_folder(path: &str, base: &str) -> String {
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .filter(|part| !part.is_empty())
        .collect();
    let folders = parts.split_last().map_or(&[][..], |(_, folders)| folders);
    if folders.contains(&"..") {
        return base.to_owned();
    }
    let telling = folders
        .iter()
        .rposition(|folder| !PASSED_OVER.contains(&folder.to_ascii_lowercase().as_str()));
    telling.map_or_else(|| base.to_owned(), |at| parts[at..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_names_are_told_by_the_folder_that_says_whose_they_are() {
        for (path, identity) in [
            ("agents.yaml", "agents.yaml"),
            ("config/agents.yaml", "agents.yaml"),
            (
                "/work/tours/src/config/agents.yaml",
                "tours/src/config/agents.yaml",
            ),
            (r"C:\work\tours\root_agent.yaml", "tours/root_agent.yaml"),
            ("x/../agents.yaml", "agents.yaml"),
            ("x/claims.py", "claims.py"),
            ("x/desk.agents.json", "desk.agents.json"),
        ] {
            assert_eq!(FileIdentity::of(path).as_str(), identity, "{path}");
        }
    }

    #[test]
    fn a_folder_that_nobody_knows_may_be_any() {
        let here = FileIdentity::of("tours/agents.yaml");
        assert_eq!(here.is("tours/agents.yaml"), Some(Same::File));
        assert_eq!(here.is("agents.yaml"), Some(Same::Unknown));
        assert_eq!(here.is("hotels/agents.yaml"), Some(Same::Other));
        assert_eq!(here.is("tasks.yaml"), None);
        let bare = FileIdentity::of("agents.yaml");
        assert_eq!(bare.is("agents.yaml"), Some(Same::Unknown));
        assert_eq!(FileIdentity::of("x/a.py").is("a.py"), Some(Same::File));
        assert_eq!(bare.is("tours/agents.yaml"), Some(Same::Unknown));
    }
}
