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

/// A file's name as origins keep it: `agents.yaml` of `tours/config/agents.yaml` would be any crew's, so it is kept from `tours` on; and of
/// several files of one name in an import, each is kept from the folder on that tells it from the others.
#[derive(Clone, Debug)]
pub(super) struct FileIdentity {
    name: String,
    /// All of the path, as far as it is known.
    path: String,
    /// Whether many files have the name.
    is_generic: bool,
}

impl FileIdentity {
    /// The identity of a file among all files of an import.
    pub(super) fn of(path: &str, all: &[&str]) -> Self {
        let parts = parts(path);
        let base = base_name(path);
        let stem = base.split('.').next().unwrap_or(base).to_ascii_lowercase();
        let is_common = GENERIC.contains(&stem.as_str()) && base.matches('.').count() <= 1;
        let others: Vec<Vec<&str>> = all
            .iter()
            .filter(|other| base_name(other) == base)
            .map(|other| self::parts(other))
            .filter(|other| *other != parts)
            .collect();
        let telling = if is_common { telling(&parts) } else { 1 };
        let apart = (1..=parts.len())
            .find(|many| others.iter().all(|other| !ends(other, tail(&parts, *many))));
        let kept = apart.unwrap_or(parts.len()).max(telling);
        Self {
            name: tail(&parts, kept).join("/"),
            path: parts.join("/"),
            is_generic: is_common || !others.is_empty(),
        }
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
        let (own, known) = (parts(&self.path), parts(known));
        let is_kept = self.name.contains('/');
        Some(match known.len() > 1 {
            true if ends(&own, &known) => Same::File,
            // The import does not say all of the path.
            true if ends(&known, &own) && is_kept => Same::File,
            true if own.len() > 1 && (is_kept || !self.is_generic) => Same::Other,
            false if !is_kept && !self.is_generic => Same::File,
            _ => Same::Unknown,
        })
    }
}

/// Folders and name of a path; what stands before the last step upwards tells nothing.
fn parts(path: &str) -> Vec<&str> {
    let parts: Vec<&str> = path
        .split(['/', '\\'])
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let up = parts.iter().rposition(|part| *part == "..");
    up.map_or(parts.clone(), |up| parts[up + 1..].to_vec())
}

/// The last parts of a path.
fn tail<'a, 'p>(parts: &'a [&'p str], many: usize) -> &'a [&'p str] {
    &parts[parts.len().saturating_sub(many)..]
}

fn ends(path: &[&str], ending: &[&str]) -> bool {
    path.ends_with(ending)
}

/// How many parts say whose the file is: from the nearest folder on that does; the name alone where none does.
fn telling(parts: &[&str]) -> usize {
    let folders = &parts[..parts.len().saturating_sub(1)];
    let nearest = folders
        .iter()
        .rposition(|folder| !PASSED_OVER.contains(&folder.to_ascii_lowercase().as_str()));
    nearest.map_or(1, |at| parts.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(path: &str) -> FileIdentity {
        FileIdentity::of(path, &[path])
    }

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
            assert_eq!(alone(path).as_str(), identity, "{path}");
        }
    }

    #[test]
    fn files_of_one_name_are_told_apart_by_their_folders() {
        let all = [
            "drop/north/desk/claims.py",
            r"drop\south\desk\claims.py",
            "drop/claims.py",
            "drop/other.py",
        ];
        let names: Vec<String> = all
            .iter()
            .map(|path| FileIdentity::of(path, &all).as_str().to_owned())
            .collect();
        assert_eq!(
            names,
            [
                "north/desk/claims.py",
                "south/desk/claims.py",
                "drop/claims.py",
                "other.py"
            ]
        );
        let north = FileIdentity::of(all[0], &all);
        assert_eq!(north.is("north/desk/claims.py"), Some(Same::File));
        assert_eq!(north.is("south/desk/claims.py"), Some(Same::Other));
        assert_eq!(north.is("claims.py"), Some(Same::Unknown));
        // By itself later, from another place, or without its folder.
        let later = alone("/home/me/drop/north/desk/claims.py");
        assert_eq!(later.is("north/desk/claims.py"), Some(Same::File));
        assert_eq!(later.is("south/desk/claims.py"), Some(Same::Other));
        assert_eq!(
            alone("claims.py").is("north/desk/claims.py"),
            Some(Same::Unknown)
        );
        assert_eq!(alone("x/claims.py").is("claims.py"), Some(Same::File));
    }

    #[test]
    fn a_folder_that_nobody_knows_may_be_any() {
        let here = alone("tours/agents.yaml");
        assert_eq!(here.is("tours/agents.yaml"), Some(Same::File));
        assert_eq!(here.is("agents.yaml"), Some(Same::Unknown));
        assert_eq!(here.is("hotels/agents.yaml"), Some(Same::Other));
        assert_eq!(here.is("tasks.yaml"), None);
        let bare = alone("agents.yaml");
        assert_eq!(bare.is("agents.yaml"), Some(Same::Unknown));
        assert_eq!(alone("x/a.py").is("a.py"), Some(Same::File));
        assert_eq!(bare.is("tours/agents.yaml"), Some(Same::Unknown));
    }
}
