//! Whether two schemas that accept the same values also let strict senders write the same ones.

use crate::set::{Declaration, NodeId, Schemas};
use std::collections::BTreeSet;

/// Whether both declare the same in the same way, at every depth, so that of the values that both accept a strict sender of the one may write
/// exactly those that a strict sender of the other may write. False where that is not plain to see: where a branch of theirs differs in
/// anything, its set of values decides what is declared.
pub(super) fn are_written_alike(schemas: &Schemas, old: NodeId, new: NodeId) -> bool {
    let mut known = BTreeSet::new();
    let mut open = vec![(old, new)];
    while let Some((old, new)) = open.pop() {
        if old == new || !known.insert((old, new)) {
            continue;
        }
        let (old, new) = (schemas.declaration(old), schemas.declaration(new));
        if !declare_alike(old, new) {
            return false;
        }
        open.extend(parts(old).zip(parts(new)));
    }
    true
}

/// Whether two declarations say the same but for the schemas of members, items and what else applies at the same value.
fn declare_alike(old: &Declaration, new: &Declaration) -> bool {
    let is_clear = old.unclear.is_none() && new.unclear.is_none();
    let has_same_branches = old.any == new.any && old.one == new.one && old.branch == new.branch;
    let names = |declaration: &Declaration| -> Vec<_> {
        let members = declaration.members.iter().map(|(names, _)| names.clone());
        declaration.names.iter().cloned().chain(members).collect()
    };
    let items = |declaration: &Declaration| -> Vec<_> {
        let items = declaration.items.iter();
        items.map(|(from, to, _)| (*from, *to)).collect()
    };
    let triggers = |declaration: &Declaration| -> Vec<_> {
        let triggers = declaration.if_has.iter();
        triggers.map(|(name, _)| name.clone()).collect()
    };
    is_clear
        && has_same_branches
        && old.enumerated == new.enumerated
        && old.names_if == new.names_if
        && old.names.len() == new.names.len()
        && names(old) == names(new)
        && items(old) == items(new)
        && triggers(old) == triggers(new)
        && old.all.len() == new.all.len()
}

/// The schemas of members, items and what else applies, in their order.
fn parts(declaration: &Declaration) -> impl Iterator<Item = NodeId> {
    let members = declaration.members.iter().map(|(_, schema)| *schema);
    let items = declaration.items.iter().map(|(_, _, schema)| *schema);
    let triggered = declaration.if_has.iter().map(|(_, schema)| *schema);
    members
        .chain(items)
        .chain(triggered)
        .chain(declaration.all.iter().copied())
}
