//! Configurations that refer to each other by path.

use crate::pen::Page;
use crate::text::base_name;
use serde_json::Value;
use std::collections::BTreeSet;

/// Deepest place in which references are looked for.
const DEEPEST: usize = 64;

/// The files of an import.
pub(super) struct Files<'p> {
    pages: &'p [Page<'p>],
    paths: Vec<Vec<String>>,
}

impl<'p> Files<'p> {
    pub(super) fn new(pages: &'p [Page<'p>]) -> Self {
        Self {
            pages,
            paths: pages.iter().map(|page| parts(&[], page.name)).collect(),
        }
    }

    pub(super) fn page(&self, index: usize) -> Page<'p> {
        self.pages[index]
    }

    /// The file that a path in another means: the one at that place, else the only one of that name.
    pub(super) fn find(&self, from: usize, path: &str) -> Option<usize> {
        let folder = self.paths[from]
            .split_last()
            .map_or(&[][..], |(_, folder)| folder);
        let wanted = parts(folder, path);
        let exact = self.paths.iter().position(|known| *known == wanted);
        exact.or_else(|| {
            let name = base_name(path);
            let mut same =
                (0..self.pages.len()).filter(|index| base_name(self.pages[*index].name) == name);
            same.next().filter(|_| same.next().is_none())
        })
    }

    /// The files that no other refers to; the first where they refer to each other in a circle.
    pub(super) fn roots(&self) -> Vec<usize> {
        let mut used = BTreeSet::new();
        for (index, page) in self.pages.iter().enumerate() {
            let mut paths = Vec::new();
            referred(page.value, 0, &mut paths);
            used.extend(
                paths
                    .iter()
                    .filter_map(|path| self.find(index, path))
                    .filter(|found| *found != index),
            );
        }
        let roots: Vec<usize> = (0..self.pages.len())
            .filter(|index| !used.contains(index))
            .collect();
        if roots.is_empty() {
            let named = self
                .pages
                .iter()
                .position(|page| base_name(page.name).starts_with("root_agent"));
            return named
                .or((!self.pages.is_empty()).then_some(0))
                .into_iter()
                .collect();
        }
        roots
    }
}

/// The parts of a path from a folder; nothing leads above where the import began.
fn parts(folder: &[String], path: &str) -> Vec<String> {
    let mut found: Vec<String> = if path.starts_with('/') {
        Vec::new()
    } else {
        folder.to_vec()
    };
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                found.pop();
            }
            part => found.push(part.to_owned()),
        }
    }
    found
}

/// Whether a text is the path of a configuration.
pub(super) fn is_file(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["yaml", "yml"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

fn referred<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v str>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| referred(item, depth + 1, found)),
        Value::Object(fields) => {
            for (name, item) in fields {
                match item {
                    Value::String(path)
                        if name == "config_path" || (name == "agent" && is_file(path)) =>
                    {
                        found.push(path);
                    }
                    item if name == "edges" => led_to(item, depth + 1, found),
                    item => referred(item, depth + 1, found),
                }
            }
        }
        _ => {}
    }
}

/// The files that the edges of a workflow name, in chains, maps of routes, and by themselves; and those that nodes among them refer to.
fn led_to<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v str>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(path) if is_file(path) && !path.contains(char::is_whitespace) => {
            found.push(path);
        }
        Value::Array(items) => items.iter().for_each(|item| led_to(item, depth + 1, found)),
        Value::Object(fields) => {
            referred(value, depth, found);
            for item in fields.values() {
                led_to(item, depth + 1, found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_import() {
        let folder = parts(&[], "a/b");
        assert_eq!(parts(&folder, "../c.yaml"), ["a", "c.yaml"]);
        assert_eq!(parts(&folder, "../../../../c.yaml"), ["c.yaml"]);
        assert_eq!(parts(&folder, r".\x\c.yaml"), ["a", "b", "x", "c.yaml"]);
    }
}
