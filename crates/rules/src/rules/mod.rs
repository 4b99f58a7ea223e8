//! The families of rules. A family's `mod.rs` lists its files; a file is one rule.

use crate::rule::Entry;

mod cap;
mod con;
mod hil;
mod obs;
mod own;
mod res;
mod top;

/// A family's folder, and its files with their rules.
type Family = (&'static str, &'static [(&'static str, &'static Entry)]);

static FAMILIES: &[Family] = &[
    ("own", own::RULES),
    ("con", con::RULES),
    ("top", top::RULES),
    ("res", res::RULES),
    ("hil", hil::RULES),
    ("obs", obs::RULES),
    ("cap", cap::RULES),
];

/// Every rule, family by family.
pub(crate) fn all() -> impl Iterator<Item = &'static Entry> {
    FAMILIES
        .iter()
        .flat_map(|(_, rules)| rules.iter())
        .map(|(_, entry)| *entry)
}

/// Every rule with its folder and file, for the test that compares names.
#[cfg(test)]
pub(crate) fn files() -> impl Iterator<Item = (&'static str, &'static str, &'static Entry)> {
    let rules = FAMILIES
        .iter()
        .flat_map(|(family, rules)| rules.iter().map(move |rule| (family, rule)));
    rules.map(|(family, (file, entry))| (*family, *file, *entry))
}
