//! Where a name stands: through imports, packages that pass names on, and modules that are named as a whole.

use super::code::{inner, last_name, text};
use super::modules::{Project, is_sdk};
use crate::text::base_name;
use std::collections::BTreeSet;
use tree_sitter::Node;

/// Most modules that a name is followed through, and most that a `*` brings.
const FARTHEST: usize = 24;

/// What a name is a name of.
pub(super) enum Named {
    /// Something that this module binds, under this name.
    In(usize, String),
    /// A module or a package, by its path.
    Whole(String),
}

impl<'t> Project<'t> {
    /// The path of a module that a module names, if it is one of the import.
    pub(super) fn path_of(&self, from: usize, dotted: &'t str) -> Option<&String> {
        self.paths.get(&(from, dotted))
    }

    pub(super) fn seek(&self, from: usize, dotted: &str) -> Option<String> {
        let is_there =
            |path: &String| self.by_path.contains_key(path) || self.folders.contains(path);
        let own = &self.modules.get(from)?.folder;
        let rest = dotted.trim_start_matches('.');
        let dots = dotted.len() - rest.len();
        let rest = rest.replace('.', "/");
        let under = |folder: &str| match (folder, rest.as_str()) {
            ("", rest) => rest.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, rest) => format!("{folder}/{rest}"),
        };
        if dots > 0 {
            let mut folder = own.as_str();
            for _ in 1..dots {
                folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
            }
            return Some(under(folder)).filter(|path| path.is_empty() || is_there(path));
        }
        let mut folder = own.as_str();
        loop {
            for root in [under(folder), under(&format!("{folder}/src"))] {
                if is_there(&root) {
                    return Some(root);
                }
            }
            if folder.is_empty() {
                break;
            }
            folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
        }
        // The folder above may not have been dropped with the files, or be told elsewhere.
        let ending = format!("/{rest}");
        let mut found = self
            .by_last
            .get(base_name(&rest))
            .into_iter()
            .flatten()
            .filter(|path| **path == rest || path.ends_with(&ending));
        match (found.next(), found.next()) {
            (Some(only), None) => Some(only.clone()),
            _ => None,
        }
    }

    /// What a name of a module is a name of, through imports as far as the files go.
    pub(super) fn named(&self, module: usize, name: &str) -> Option<Named> {
        let (mut module, mut name) = (module, name);
        let mut starred = FARTHEST;
        for _ in 0..FARTHEST {
            let here = self.modules.get(module)?;
            if here.binds(name) {
                return Some(Named::In(module, name.to_owned()));
            }
            let Some(import) = here.imported.get(name) else {
                return self.by_star(module, name, &mut starred);
            };
            let path = self.path_of(module, import.module)?;
            let Some(original) = import.name else {
                return Some(Named::Whole(path.clone()));
            };
            let next = self.by_path.get(path).copied();
            let further =
                next.filter(|next| *next != module && self.modules[*next].knows(original));
            if let Some(next) = further {
                (module, name) = (next, original);
                continue;
            }
            let within = if path.is_empty() {
                original.to_owned()
            } else {
                format!("{path}/{original}")
            };
            if self.by_path.contains_key(&within) || self.folders.contains(&within) {
                return Some(Named::Whole(within));
            }
            return self.by_star(next?, original, &mut starred);
        }
        None
    }

    /// A name that one of the modules binds whose all names are imported.
    fn by_star(&self, module: usize, name: &str, left: &mut usize) -> Option<Named> {
        for star in &self.modules.get(module)?.stars {
            *left = left.checked_sub(1)?;
            let next = self.path_of(module, star);
            let Some(next) = next.and_then(|path| self.by_path.get(path).copied()) else {
                continue;
            };
            let there = &self.modules[next];
            if there.binds(name) {
                return Some(Named::In(next, name.to_owned()));
            }
            if let Some(import) = there.imported.get(name)
                && let Some(original) = import.name
                && let Some(path) = self.path_of(next, import.module)
                && let Some(home) = self.by_path.get(path)
                && self.modules[*home].binds(original)
            {
                return Some(Named::In(*home, original.to_owned()));
            }
            if next != module
                && let Some(found) = self.by_star(next, name, left)
            {
                return Some(found);
            }
        }
        None
    }

    /// What an expression is a name of, with modules before the dots.
    pub(super) fn home(&self, node: Node<'_>) -> Option<Named> {
        let node = inner(node);
        match node.kind() {
            "identifier" => {
                let module = self.module_of(node.start_byte());
                self.named(module, text(node, self.source))
            }
            "attribute" => {
                let object = node.child_by_field_name("object")?;
                let name = text(node.child_by_field_name("attribute")?, self.source);
                // Dots are as many as the source has; deep chains are no modules.
                if object.kind() == "attribute" && object.byte_range().len() > 400 {
                    return None;
                }
                let Named::Whole(path) = self.home(object)? else {
                    return None;
                };
                if let Some(module) = self.by_path.get(&path)
                    && self.modules[*module].knows(name)
                {
                    return self.named(*module, name);
                }
                let within = format!("{path}/{name}");
                let is_there = self.by_path.contains_key(&within) || self.folders.contains(&within);
                is_there.then_some(Named::Whole(within))
            }
            _ => None,
        }
    }

    /// The value that a name is bound to where it is used: the last one before it, else the first; of another module, the last.
    pub(super) fn bound(&self, name: &str, at: usize) -> Option<Node<'t>> {
        let here = self.module_of(at);
        if let Some(values) = self.modules.get(here)?.bound.get(name) {
            let before = values.iter().rev().find(|value| value.start_byte() < at);
            return before.or_else(|| values.first()).copied();
        }
        match self.named(here, name)? {
            Named::In(module, name) => self.last_bound(module, &name),
            Named::Whole(_) => None,
        }
    }

    fn last_bound(&self, module: usize, name: &str) -> Option<Node<'t>> {
        let values = self.modules.get(module)?.bound.get(name)?;
        values.last().copied()
    }

    /// What an attribute is bound to: the name of a module, else the attribute's own name wherever the source sets it.
    pub(super) fn member(&self, node: Node<'_>) -> Option<Node<'t>> {
        match self.home(node) {
            Some(Named::In(module, name)) => self.last_bound(module, &name),
            Some(Named::Whole(_)) => None,
            None => self.bound(last_name(node, self.source), node.start_byte()),
        }
    }

    /// The class that is called so where it is used.
    pub(super) fn class(&self, name: &str, at: usize) -> Option<Node<'t>> {
        match self.named(self.module_of(at), name)? {
            Named::In(module, name) => self.modules[module].classes.get(name.as_str()).copied(),
            Named::Whole(_) => None,
        }
    }

    /// The function that is called so where it is used.
    pub(super) fn function(&self, name: &str, at: usize) -> Option<Node<'t>> {
        match self.named(self.module_of(at), name)? {
            Named::In(module, name) => self.modules[module].functions.get(name.as_str()).copied(),
            Named::Whole(_) => None,
        }
    }

    /// The function that an expression names.
    pub(super) fn callee(&self, node: Node<'_>) -> Option<Node<'t>> {
        match self.home(node) {
            Some(Named::In(module, name)) => {
                self.modules[module].functions.get(name.as_str()).copied()
            }
            Some(Named::Whole(_)) => None,
            None => self.function(last_name(node, self.source), node.start_byte()),
        }
    }

    /// The name of the SDK that a name stands for; empty for what comes from another library.
    pub(super) fn original(&self, name: &'t str, at: usize) -> &'t str {
        let (mut module, mut name) = (self.module_of(at), name);
        for _ in 0..FARTHEST {
            let Some(import) = self.modules[module].imported.get(name) else {
                return name;
            };
            let original = import.name.unwrap_or(name);
            let next = self.path_of(module, import.module);
            let next = next.and_then(|path| self.by_path.get(path).copied());
            match next.filter(|next| *next != module && self.modules[*next].knows(original)) {
                Some(next) => (module, name) = (next, original),
                None if is_sdk(import.module) => return original,
                None => return "",
            }
        }
        name
    }

    /// The modules of the import that a module imports.
    pub(super) fn imported_by(&self, module: usize) -> BTreeSet<usize> {
        let Some(here) = self.modules.get(module) else {
            return BTreeSet::new();
        };
        let mut found = BTreeSet::new();
        let names = here.imported.keys();
        let homes = names.filter_map(|name| self.named(module, name));
        let whole = here.imports().filter_map(|name| self.path_of(module, name));
        let whole = whole.cloned();
        let paths = homes.filter_map(|home| match home {
            Named::Whole(path) => Some(path),
            Named::In(other, _) => {
                found.insert(other);
                None
            }
        });
        let paths: Vec<String> = paths.chain(whole).collect();
        found.extend(paths.iter().filter_map(|path| self.by_path.get(path)));
        found.remove(&module);
        found
    }
}
