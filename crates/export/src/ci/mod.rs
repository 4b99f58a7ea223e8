//! `ci/`: checks that are ready to be put in place: for GitHub Actions, for GitLab, for the `pre-commit` tool and as a plain git hook.
//!
//! All of them rest on the registry in its text form beside the exports, and ask for the kinds of this export. A git hook is a script, so that
//! nothing but a shell, git and `baton` has to be there.

mod github;
mod gitlab;

use crate::file_set::{ExportFile, FileSet};
use crate::kind::ExportKind;
use crate::scope::Scope;
use crate::template::render;
use crate::yaml;
use serde::Serialize;
use serde_json::{Value, json};

/// Where the files look for the registry's text form and for the exports, unless they are told otherwise.
const TEXT: &str = "registry";
const EXPORTS: &str = "handoffs";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let checks = Checks::of(scope, files);
    let hook = include_str!("templates/pre-commit.sh").replace("{{ KINDS }}", &checks.export);
    let readme = render(include_str!("templates/readme.md.jinja"), &checks);
    for (name, bytes) in [
        ("README.md", readme.into_bytes()),
        (
            "github-actions.yml",
            yaml::bytes(&github::workflow(&checks)),
        ),
        ("gitlab-ci.yml", yaml::bytes(&gitlab::pipeline(&checks))),
        ("pre-commit", hook.into_bytes()),
        ("pre-commit-config.yaml", yaml::bytes(&pre_commit())),
    ] {
        files.add(ExportFile::new(
            format!("ci/{name}"),
            ExportKind::Ci,
            bytes,
            None,
        ));
    }
}

/// What is asked of `baton` in every place.
#[derive(Serialize)]
struct Checks {
    /// Kinds and scope of this export, as arguments.
    export: String,
    /// Environments that a version can be asked about, by id.
    environments: Vec<String>,
    text: &'static str,
    exports: &'static str,
}

impl Checks {
    fn of(scope: &Scope<'_>, files: &FileSet) -> Self {
        let all = ExportKind::ALL
            .iter()
            .all(|kind| files.kinds().contains(kind));
        let mut words: Vec<String> = if all {
            vec!["all".to_owned()]
        } else {
            let kinds = files.kinds().iter();
            kinds.map(|kind| kind.name().to_owned()).collect()
        };
        if let Some(topology) = files.topology() {
            // An id is one word of a shell as it is.
            words.extend(["--topology".to_owned(), topology.to_string()]);
        }
        let environments = scope.document.environments();
        Self {
            export: words.join(" "),
            environments: environments
                .map(|environment| environment.id.to_string())
                .collect(),
            text: TEXT,
            exports: EXPORTS,
        }
    }
}

/// Steps that every place begins with: `baton` is there, and the registry is read from its text form.
const FIND_BATON: &str = "command -v baton || { echo 'Put baton on the path of this machine, in its image or in a step before this one.' >&2; exit 1; }";
const READ_REGISTRY: &str = "baton init\nbaton push \"$BATON_TEXT\"";

fn pre_commit() -> Value {
    json!({
        "repos": [{
            "repo": "local",
            "hooks": [{
                "id": "baton",
                "name": "Baton: rules hold, exports are current",
                "entry": format!("sh {EXPORTS}/ci/pre-commit"),
                "language": "system",
                "always_run": true,
                "pass_filenames": false,
            }],
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use baton_model::{Document, TopologyId};

    fn exported(kinds: &[ExportKind], topology: Option<&TopologyId>) -> FileSet {
        crate::export(&Document::default(), kinds, topology)
    }

    fn text(files: &FileSet, name: &str) -> String {
        let file = files.get(&format!("ci/{name}")).unwrap();
        String::from_utf8(file.bytes.clone()).unwrap()
    }

    #[test]
    fn every_place_checks_the_kinds_and_the_topology_of_this_export() {
        let topology = TopologyId::new("support_desk").unwrap();
        for (kinds, topology, expected) in [
            (
                &[ExportKind::Ci, ExportKind::Contracts][..],
                None,
                "baton export ci contracts --out",
            ),
            (
                ExportKind::ALL,
                Some(&topology),
                "baton export all --topology support_desk --out",
            ),
        ] {
            let files = exported(kinds, topology);
            for name in [
                "README.md",
                "github-actions.yml",
                "gitlab-ci.yml",
                "pre-commit",
            ] {
                let text = text(&files, name);
                assert!(text.contains(expected), "{name}: {text}");
            }
        }
    }

    #[test]
    fn the_files_for_ci_are_yaml() {
        let files = exported(&[ExportKind::Ci], None);
        for (name, pointer) in [
            ("github-actions.yml", "/jobs/check/steps/0/uses"),
            ("gitlab-ci.yml", "/baton:check/script/0"),
            ("pre-commit-config.yaml", "/repos/0/hooks/0/entry"),
        ] {
            let read: Value = serde_saphyr::from_str(&text(&files, name)).unwrap();
            assert!(read.pointer(pointer).unwrap().is_string(), "{name}");
        }
    }
}
