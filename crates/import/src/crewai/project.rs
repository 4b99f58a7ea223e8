//! Projects in JSON: a crew names its agents, and each stands in a file of its own that is called so (`crew.jsonc`, `agents/writer.jsonc`).

use super::crew::{Crew, Item};
use super::{Holds, holds, stem};
use crate::pen::Page;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The files of agents among the files of an import.
pub(super) struct Project<'v> {
    /// By path without its ending.
    by_path: BTreeMap<String, Page<'v>>,
    /// By name alone, where only one crew can mean it; nothing for a name that several files have.
    by_name: BTreeMap<String, Option<Page<'v>>>,
    named: BTreeSet<&'v str>,
}

impl<'v> Project<'v> {
    pub(super) fn new(pages: &[Page<'v>]) -> Self {
        let mut project = Self {
            by_path: BTreeMap::new(),
            by_name: BTreeMap::new(),
            named: BTreeSet::new(),
        };
        let crews = pages
            .iter()
            .filter(|page| holds(page.value) == Some(Holds::Crew))
            .count();
        for page in pages {
            if holds(page.value) != Some(Holds::Agent) {
                continue;
            }
            let path = without_ending(page.name);
            // Of two endings, the tool takes the one with comments.
            let is_first = has_comments(page.name) || !project.by_path.contains_key(&path);
            if is_first {
                project.by_path.insert(path.clone(), *page);
            }
            if crews == 1 {
                let name = path.rsplit('/').next().unwrap_or_default().to_owned();
                project
                    .by_name
                    .entry(name)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(*page));
            }
        }
        project
    }

    /// Gives the agents that a crew only names what their files say; its manager may be one that it lists nowhere.
    pub(super) fn complete(&mut self, crew: &mut Crew<'v>) {
        for item in &mut crew.agents {
            if item.fields.is_empty()
                && let Some(found) = self.find(crew.file, &item.key)
            {
                *item = found;
            }
        }
        if let Some(Value::String(name)) = crew.manager
            && !crew.agents.iter().any(|item| item.key == *name)
            && let Some(found) = self.find(crew.file, name)
        {
            crew.agents.push(found);
        }
    }

    fn find(&mut self, crew: &str, name: &str) -> Option<Item<'v>> {
        let crew = crew.replace('\\', "/");
        let folder = crew.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = if folder.is_empty() {
            format!("agents/{name}")
        } else {
            format!("{folder}/agents/{name}")
        };
        let by_name = || self.by_name.get(name).copied().flatten();
        let page = self.by_path.get(&path).copied().or_else(by_name)?;
        self.named.insert(page.name);
        Some(item(page, name))
    }

    /// The agents that no crew names, by the crew whose folder they stand in.
    pub(super) fn left(&self) -> BTreeMap<String, Vec<Item<'v>>> {
        let mut left: BTreeMap<String, Vec<Item<'v>>> = BTreeMap::new();
        for (path, page) in &self.by_path {
            if !self.named.contains(page.name) {
                let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
                left.entry(stem(folder))
                    .or_default()
                    .push(item(*page, name));
            }
        }
        left
    }
}

fn item<'v>(page: Page<'v>, name: &str) -> Item<'v> {
    static EMPTY: std::sync::LazyLock<serde_json::Map<String, Value>> =
        std::sync::LazyLock::new(serde_json::Map::new);
    Item {
        key: name.to_owned(),
        fields: page.value.as_object().unwrap_or(&EMPTY),
        place: String::new(),
        file: page.name,
    }
}

/// Whether a file's ending says that it may hold comments.
fn has_comments(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("jsonc"))
}

fn without_ending(name: &str) -> String {
    let name = name.replace('\\', "/");
    match name.rsplit_once('.') {
        Some((path, ending)) if !ending.contains('/') => path.to_owned(),
        _ => name,
    }
}
