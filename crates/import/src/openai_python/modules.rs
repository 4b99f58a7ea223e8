//! The modules of an import: what each binds and imports, and where a name that comes from another one stands.
//!
//! All sources stand one after the other in one text, so that an offset tells the module as well.

use super::code::{call, children, is_function, last_name, text};
use crate::notes::Notes;
use crate::text::base_name;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::rc::Rc;
use tree_sitter::{Node, Tree};

/// A name that is imported.
#[derive(Clone, Copy)]
pub(super) struct Imported<'t> {
    /// The module as it is written, with the dots of a relative one.
    pub module: &'t str,
    /// What it is called there; none for the module itself.
    pub name: Option<&'t str>,
}

/// A source with what was found in it.
pub(super) struct Module<'t> {
    pub file: Rc<str>,
    pub range: Range<usize>,
    pub first_row: usize,
    pub root: Node<'t>,
    /// Its folder, with slashes, without one at the end.
    pub folder: String,
    /// Whether it uses the SDK.
    pub uses_sdk: bool,
    /// What names are bound to, in order of the source.
    pub bound: BTreeMap<&'t str, Vec<Node<'t>>>,
    pub classes: BTreeMap<&'t str, Node<'t>>,
    pub functions: BTreeMap<&'t str, Node<'t>>,
    pub imported: BTreeMap<&'t str, Imported<'t>>,
    /// `from x import *`.
    pub stars: Vec<&'t str>,
}

/// A source that was parsed.
pub(super) struct Parsed<'t> {
    pub file: &'t str,
    pub range: Range<usize>,
    pub first_row: usize,
    pub tree: &'t Tree,
}

/// All modules of an import.
#[derive(Default)]
pub(super) struct Project<'t> {
    /// All sources, one after the other.
    pub source: &'t str,
    pub modules: Vec<Module<'t>>,
    /// By path without the ending; a package by its folder.
    pub by_path: BTreeMap<String, usize>,
    pub folders: BTreeSet<String>,
    /// The modules that end in a name.
    pub by_last: BTreeMap<String, Vec<String>>,
    /// What modules name by the words of their imports.
    pub paths: BTreeMap<(usize, &'t str), String>,
    pub calls: Vec<Node<'t>>,
    /// `x.handoffs = ...` and its like: object, attribute, value.
    pub set: Vec<(Node<'t>, &'t str, Node<'t>)>,
    /// All functions, outer ones first.
    pub all_functions: Vec<Node<'t>>,
    /// Where functions, by their id, are left or loops of theirs are.
    pub leaves: BTreeMap<usize, Vec<usize>>,
}

impl<'t> Project<'t> {
    /// Goes over all trees once.
    pub(super) fn find(source: &'t str, parsed: Vec<Parsed<'t>>) -> Self {
        let mut project = Project {
            source,
            ..Project::default()
        };
        for one in parsed {
            let path = one.file.replace('\\', "/");
            let path = path.trim_start_matches("./").to_owned();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let base = base_name(&path);
            let own = if base == "__init__.py" {
                folder.to_owned()
            } else {
                path.strip_suffix(".py").unwrap_or(&path).to_owned()
            };
            let mut above = folder;
            while !above.is_empty() {
                project.folders.insert(above.to_owned());
                above = above.rsplit_once('/').map_or("", |(folder, _)| folder);
            }
            let last = base_name(&own).to_owned();
            project.by_last.entry(last).or_default().push(own.clone());
            project.by_path.entry(own).or_insert(project.modules.len());
            project.modules.push(Module {
                file: one.file.into(),
                range: one.range,
                first_row: one.first_row,
                root: one.tree.root_node(),
                folder: folder.to_owned(),
                uses_sdk: false,
                bound: BTreeMap::new(),
                classes: BTreeMap::new(),
                functions: BTreeMap::new(),
                imported: BTreeMap::new(),
                stars: Vec::new(),
            });
            project.walk(one.tree);
        }
        let mut paths = BTreeMap::new();
        for (index, module) in project.modules.iter().enumerate() {
            let written: BTreeSet<&'t str> = module.imports().collect();
            let found = written
                .into_iter()
                .filter_map(|dotted| Some(((index, dotted), project.seek(index, dotted)?)));
            paths.extend(found);
        }
        project.paths = paths;
        project
    }

    fn walk(&mut self, tree: &'t Tree) {
        let mut within: Vec<(usize, usize)> = Vec::new();
        let mut cursor = tree.walk();
        'walk: loop {
            let node = cursor.node();
            while within
                .last()
                .is_some_and(|(end, _)| *end <= node.start_byte())
            {
                within.pop();
            }
            if is_function(node) {
                self.all_functions.push(node);
                within.push((node.end_byte(), node.id()));
            }
            if matches!(
                node.kind(),
                "return_statement" | "break_statement" | "continue_statement"
            ) {
                let function = within.last().map_or(0, |(_, id)| *id);
                let leaves = self.leaves.entry(function).or_default();
                leaves.push(node.start_byte());
            }
            self.note(node);
            if cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    break 'walk;
                }
            }
        }
    }

    fn note(&mut self, node: Node<'t>) {
        let source = self.source;
        let Some(module) = self.modules.last_mut() else {
            return;
        };
        match node.kind() {
            "assignment" | "augmented_assignment" | "named_expression" => {
                let left = ["left", "name"];
                let left = left.iter().find_map(|name| node.child_by_field_name(name));
                let right = ["right", "value"];
                let right = right.iter().find_map(|name| node.child_by_field_name(name));
                let (Some(left), Some(right)) = (left, right) else {
                    return;
                };
                match left.kind() {
                    "identifier" if node.kind() != "augmented_assignment" => {
                        let values = module.bound.entry(text(left, source)).or_default();
                        values.push(right);
                    }
                    "attribute" => {
                        let (Some(object), Some(name)) = (
                            left.child_by_field_name("object"),
                            left.child_by_field_name("attribute"),
                        ) else {
                            return;
                        };
                        let name = text(name, source);
                        // `self.triage = Agent(...)` binds the name as well.
                        module.bound.entry(name).or_default().push(right);
                        self.set.push((object, name, right));
                    }
                    _ => {}
                }
            }
            "class_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    module.classes.entry(text(name, source)).or_insert(node);
                }
            }
            "function_definition" => {
                if let Some(name) = node.child_by_field_name("name") {
                    module.functions.entry(text(name, source)).or_insert(node);
                }
            }
            "import_from_statement" => module.import_from(node, source),
            "import_statement" => module.import(node, source),
            "call" => {
                self.calls.push(node);
                self.put_into(node);
            }
            _ => {}
        }
    }

    /// `x.handoffs.append(y)` and `.extend([...])`.
    fn put_into(&mut self, node: Node<'t>) {
        let Some(made) = call(node, self.source) else {
            return;
        };
        let method = last_name(made.function, self.source);
        let list = made.function.child_by_field_name("object");
        if let (Some(list), "append" | "extend", [value]) = (list, method, &made.positional[..])
            && list.kind() == "attribute"
            && let (Some(object), Some(name)) = (
                list.child_by_field_name("object"),
                list.child_by_field_name("attribute"),
            )
        {
            self.set.push((object, text(name, self.source), *value));
        }
    }

    /// The module that an offset of the text lies in.
    pub(super) fn module_of(&self, at: usize) -> usize {
        let after = self
            .modules
            .partition_point(|module| module.range.start <= at);
        after.saturating_sub(1)
    }

    /// The place of a node in notes about its own file.
    pub(super) fn place(&self, node: Node<'_>) -> String {
        format!("line {}", self.row(node) + 1)
    }

    /// The row of a node in its own file.
    pub(super) fn row(&self, node: Node<'_>) -> usize {
        let module = self.modules.get(self.module_of(node.start_byte()));
        let first = module.map_or(0, |module| module.first_row);
        node.start_position().row.saturating_sub(first)
    }

    /// The file of a node.
    pub(super) fn file(&self, node: Node<'_>) -> Option<Rc<str>> {
        let module = self.modules.get(self.module_of(node.start_byte()))?;
        Some(Rc::clone(&module.file))
    }

    /// Notes that follow are about the file of this node; gives the node's place in it.
    pub(super) fn switch(&self, node: Node<'_>, notes: &mut Notes) -> String {
        if let Some(module) = self.modules.get(self.module_of(node.start_byte())) {
            notes.switch(&module.file);
        }
        self.place(node)
    }

    /// A warning about the file of this node.
    pub(super) fn warn(&self, node: Node<'_>, notes: &mut Notes, message: impl Into<String>) {
        let place = self.switch(node, notes);
        notes.warning(&place, message);
    }
}

impl<'t> Module<'t> {
    /// Whether a name is bound here.
    pub(super) fn binds(&self, name: &str) -> bool {
        self.bound.contains_key(name)
            || self.functions.contains_key(name)
            || self.classes.contains_key(name)
    }

    /// Whether a name is bound or imported here.
    pub(super) fn knows(&self, name: &str) -> bool {
        self.binds(name) || self.imported.contains_key(name)
    }

    fn take(&mut self, local: &'t str, imported: Imported<'t>) {
        // Where a source tries several libraries, the SDK is the one that is meant.
        let known = self.imported.get(local);
        if !known.is_some_and(|known| is_sdk(known.module) && !is_sdk(imported.module)) {
            self.imported.insert(local, imported);
        }
    }

    fn import_from(&mut self, node: Node<'t>, source: &'t str) {
        let module = node
            .child_by_field_name("module_name")
            .map_or("", |name| text(name, source));
        self.uses_sdk |= is_sdk(module);
        for name in children(node).into_iter().skip(1) {
            if name.kind() == "wildcard_import" {
                self.stars.push(module);
                continue;
            }
            let (original, local) = aliased(name);
            if let (Some(original), Some(local)) = (original, local) {
                let name = Some(text(original, source));
                self.take(text(local, source), Imported { module, name });
            }
        }
    }

    /// `import a.b as c` names the module; `import a.b` names `a`.
    fn import(&mut self, node: Node<'t>, source: &'t str) {
        for name in children(node) {
            let (original, local) = aliased(name);
            let (Some(original), Some(local)) = (original, local) else {
                continue;
            };
            let mut module = text(original, source);
            self.uses_sdk |= is_sdk(module);
            let mut local = text(local, source);
            if name.kind() != "aliased_import" {
                module = module.split('.').next().unwrap_or(module);
                local = module;
            }
            let name = None;
            self.take(local, Imported { module, name });
        }
    }

    /// Every module that is imported, as it is written.
    pub(super) fn imports(&self) -> impl Iterator<Item = &'t str> {
        let named = self.imported.values().map(|import| import.module);
        named.chain(self.stars.iter().copied())
    }
}

/// The names before and behind `as`.
fn aliased(node: Node<'_>) -> (Option<Node<'_>>, Option<Node<'_>>) {
    match node.kind() {
        "aliased_import" => (
            node.child_by_field_name("name"),
            node.child_by_field_name("alias"),
        ),
        _ => (Some(node), Some(node)),
    }
}

pub(super) fn is_sdk(module: &str) -> bool {
    module == "agents" || module.starts_with("agents.")
}
