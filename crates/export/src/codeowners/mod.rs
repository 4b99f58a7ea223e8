//! `CODEOWNERS`: who has to look at a change of an exported file, by the team that owns what it was made from.
//!
//! A team is named there by its handle in the forge. A registry has none, so a contact whose address is a handle (`@acme/payments`) or an
//! electronic mail address is taken; teams without one are told in a comment, since a line that names nobody would take the owners away.

use crate::escape::visible_line;
use crate::file_set::{ExportFile, FileSet, Source};
use crate::kind::ExportKind;
use crate::people;
use crate::scope::Scope;
use baton_model::{Document, Kind, Team, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const HEAD: &str = "\
# Owners of the files that Baton exports. Copy this section into your repository's CODEOWNERS, with the folder of the export in front of
# each path where it is not the root.
";

pub(crate) fn run(scope: &Scope<'_>, files: &mut FileSet) {
    let document = scope.document;
    let mut section = Section {
        document,
        lines: BTreeMap::new(),
        unknown: BTreeSet::new(),
    };
    for topology in scope.topologies() {
        if let Some(team) = &topology.team {
            for path in [
                format!("/alerts/{}.*", topology.id),
                format!("/dashboards/{}.*", topology.id),
                format!("/pictures/{}.*", topology.id),
                format!("/pictures/{}/", topology.id),
                format!("/state-machine/{}.*", topology.id),
                format!("/asyncapi/{}.*", topology.id),
                format!("/openapi/{}.*", topology.id),
            ] {
                section.add(path, &[team]);
            }
        }
        for handoff in scope.handoffs(&topology.id) {
            let owners: Vec<&TeamId> = people::owners(document, handoff)
                .into_iter()
                .map(|team| &team.id)
                .collect();
            section.add(format!("/{}", crate::runbooks::path(handoff)), &owners);
        }
    }
    for contract in scope.contracts() {
        if let Some(team) = &contract.team {
            section.add(format!("/contracts/{}/", contract.id), &[team]);
            section.add(format!("/proto/{}.proto", contract.id), &[team]);
        }
    }
    for agent in document.agents() {
        if let (true, Some(team)) = (scope.is_whole(), &agent.team) {
            section.add(format!("/agents/{}.*", agent.id), &[team]);
        }
    }
    let source = scope
        .only()
        .map(|topology| Source::new(Kind::Topology, topology.as_str()));
    files.add(ExportFile::new(
        "CODEOWNERS",
        ExportKind::Codeowners,
        section.text(),
        source,
    ));
}

struct Section<'a> {
    document: &'a Document,
    /// By path; a later line overrides an earlier one, and these do not overlap.
    lines: BTreeMap<String, Vec<String>>,
    unknown: BTreeSet<&'a TeamId>,
}

impl<'a> Section<'a> {
    fn add(&mut self, path: String, teams: &[&'a TeamId]) {
        let mut owners = Vec::new();
        for team in teams {
            match self.document.find::<Team>(*team).and_then(handle) {
                Some(handle) if !owners.contains(&handle) => owners.push(handle),
                Some(_) => {}
                None => {
                    self.unknown.insert(team);
                }
            }
        }
        if !owners.is_empty() {
            self.lines.insert(path, owners);
        }
    }

    fn text(&self) -> String {
        let mut out = HEAD.to_owned();
        for team in &self.unknown {
            let name = self
                .document
                .find::<Team>(*team)
                .map_or_else(String::new, |team| {
                    format!(" ({})", visible_line(&team.name))
                });
            let _ = writeln!(
                out,
                "# No owner: team {team}{name} has no contact that is a handle or an electronic mail address."
            );
        }
        let widest = self.lines.keys().map(String::len).max().unwrap_or(0);
        for (path, owners) in &self.lines {
            let _ = writeln!(out, "{path:widest$} {}", owners.join(" "));
        }
        out
    }
}

/// The name by which forges know a team.
fn handle(team: &Team) -> Option<String> {
    let addresses = || team.contacts.iter().map(|contact| contact.address.as_str());
    addresses()
        .find(|address| is_handle(address))
        .or_else(|| addresses().find(|address| is_mail(address)))
        .map(str::to_owned)
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
}

/// `@name` or `@organisation/team`.
fn is_handle(address: &str) -> bool {
    address.strip_prefix('@').is_some_and(|name| {
        let mut parts = name.split('/');
        parts.clone().count() <= 2 && parts.all(is_word)
    })
}

fn is_mail(address: &str) -> bool {
    address.split_once('@').is_some_and(|(name, domain)| {
        is_word(&name.replace('+', "-")) && is_word(domain) && domain.contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_handles_and_addresses_are_owners() {
        assert!(is_handle("@acme/payments") && is_handle("@ada") && is_mail("a+b@shop.example"));
        for text in [
            "@",
            "@a/b/c",
            "@a b",
            "#payments",
            "a@b c",
            "a@localhost",
            "*@x.example",
        ] {
            assert!(!is_handle(text) && !is_mail(text), "{text}");
        }
    }
}
