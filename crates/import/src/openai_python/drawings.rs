//! Which modules make one drawing: those that share agents. Modules that only help (tools, texts, data classes) join nobody.

use super::agents::Reading;
use super::code::{children, inner};
use super::modules::Project;
use super::names::Named;
use crate::openai_agents::course::has;
use crate::text::base_name;
use std::collections::{BTreeMap, BTreeSet};
use tree_sitter::Node;

/// Names of files that say nothing of what is in them.
const GENERIC: [&str; 10] = [
    "__init__", "__main__", "agent", "agents", "app", "cli", "demo", "main", "run", "workflow",
];

/// The modules of one drawing.
pub(super) struct Drawing<'r, 't> {
    /// The module that the drawing's identity hangs on: the one that the others are imported into.
    pub root: usize,
    pub name: String,
    pub reading: Reading<'r, 't>,
}

/// The drawings of the modules, in the order of the files; none where no module makes an agent.
pub(super) fn find<'r, 't>(project: &'r Project<'t>) -> Vec<Drawing<'r, 't>> {
    let everything = Reading::of(project, (0..project.modules.len()).collect());
    let mut runs: Vec<usize> = Vec::new();
    let mut marks: Vec<usize> = everything
        .made
        .iter()
        .map(|made| made.call.node.start_byte())
        .collect();
    for node in &project.calls {
        if everything.run_of(*node).is_some() {
            runs.push(node.start_byte());
        }
    }
    marks.extend(&runs);
    marks.sort_unstable();
    runs.sort_unstable();
    let mut joined = Joined((0..project.modules.len()).collect());
    for (index, module) in project.modules.iter().enumerate() {
        let mut with: BTreeSet<usize> = BTreeSet::new();
        for name in module.imported.keys() {
            match project.named(index, name) {
                Some(Named::In(other, name)) => {
                    with.extend(shares(&everything, &marks, other, &name));
                }
                Some(Named::Whole(path)) => with.extend(whole(project, &marks, &path)),
                None => {}
            }
        }
        for star in &module.stars {
            let path = project.path_of(index, star);
            with.extend(path.and_then(|path| whole(project, &marks, path)));
        }
        for other in with {
            joined.join(index, other);
        }
    }
    let mut groups: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for index in 0..project.modules.len() {
        groups.entry(joined.of(index)).or_default().insert(index);
    }
    let makes: BTreeSet<usize> = everything
        .made
        .iter()
        .map(|made| project.module_of(made.call.node.start_byte()))
        .collect();
    let mut drawings: Vec<Drawing<'r, 't>> = groups
        .into_values()
        .filter(|group| !group.is_disjoint(&makes))
        .map(|group| {
            let root = root(project, &group, &runs);
            Drawing {
                root,
                name: name(&project.modules[root].file, group.len() > 1),
                reading: Reading::of(project, group),
            }
        })
        .collect();
    drawings.sort_by_key(|drawing| drawing.reading.modules.first().copied());
    drawings
}

/// The modules that stand in a drawing or help one, as far as imports go.
pub(super) fn used(project: &Project<'_>, drawings: &[Drawing<'_, '_>]) -> BTreeSet<usize> {
    let mut waiting: Vec<usize> = drawings
        .iter()
        .flat_map(|drawing| drawing.reading.modules.iter().copied())
        .collect();
    let mut used: BTreeSet<usize> = waiting.iter().copied().collect();
    while let Some(next) = waiting.pop() {
        for other in project.imported_by(next) {
            if used.insert(other) {
                waiting.push(other);
            }
        }
    }
    used
}

/// The modules whose agents a name of a module brings.
fn shares(
    everything: &Reading<'_, '_>,
    marks: &[usize],
    module: usize,
    name: &str,
) -> BTreeSet<usize> {
    let project = everything.project;
    let there = &project.modules[module];
    let mut with = BTreeSet::new();
    let code = [there.functions.get(name), there.classes.get(name)];
    if code.into_iter().flatten().any(|node| has(marks, *node)) {
        with.insert(module);
    }
    let value = there.bound.get(name).and_then(|values| values.last());
    let Some(value) = value.copied().map(inner) else {
        return with;
    };
    let items: Vec<Node<'_>> = match value.kind() {
        "list" | "tuple" | "set" => children(value).into_iter().take(1000).collect(),
        "dictionary" => children(value)
            .into_iter()
            .take(1000)
            .filter_map(|pair| pair.child_by_field_name("value"))
            .collect(),
        _ => vec![value],
    };
    for item in items {
        let agent = everything.resolve(item, 0);
        let made = agent.map(|agent| everything.made[agent].call.node);
        with.extend(made.map(|node| project.module_of(node.start_byte())));
        // A handoff that has a name, and what else is made of an agent there.
        if has(marks, item) || agent.is_none() && everything.names_agent(item) {
            with.insert(module);
        }
    }
    with
}

/// The module of a path, where it makes or runs agents.
fn whole(project: &Project<'_>, marks: &[usize], path: &str) -> Option<usize> {
    let index = *project.by_path.get(path)?;
    has(marks, project.modules[index].root).then_some(index)
}

/// The module that no other of the group imports; of several, one that runs agents.
fn root(project: &Project<'_>, group: &BTreeSet<usize>, runs: &[usize]) -> usize {
    let imported: BTreeSet<usize> = group
        .iter()
        .flat_map(|index| project.imported_by(*index))
        .collect();
    let rank = |index: &usize| {
        let runs = has(runs, project.modules[*index].root);
        (imported.contains(index), !runs, *index)
    };
    group.iter().copied().min_by_key(rank).unwrap_or_default()
}

/// What a drawing is called: its file, or the folder where many files have that name.
fn name(file: &str, several: bool) -> String {
    let base = base_name(file);
    let stem = base.strip_suffix(".py").unwrap_or(base);
    let folder = file[..file.len() - base.len()].trim_end_matches(['/', '\\']);
    let folder = base_name(folder);
    if several && GENERIC.contains(&stem) && !folder.is_empty() && !folder.starts_with('.') {
        return folder.to_owned();
    }
    match base.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem.to_owned(),
        _ => base.to_owned(),
    }
}

/// Modules that belong together: each knows one of its group, the first of it knows itself.
struct Joined(Vec<usize>);

impl Joined {
    fn of(&self, mut index: usize) -> usize {
        while self.0[index] != index {
            index = self.0[index];
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.of(one), self.of(other));
        let (first, last) = (one.min(other), one.max(other));
        self.0[last] = first;
    }
}
