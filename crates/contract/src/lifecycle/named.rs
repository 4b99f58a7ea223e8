//! Which versions a new one is compared with, and how far apart two numbers are.

use crate::compat::{Bump, Mode};
use baton_model::{CompatibilityMode, ContractState as State, ContractVersion, Version};

/// The directions that a mode asks for, and whether it names more than the highest version.
pub fn directions(mode: CompatibilityMode) -> (Mode, bool) {
    use CompatibilityMode as C;
    match mode {
        C::None => (Mode::None, false),
        C::Backward => (Mode::Backward, false),
        C::Forward => (Mode::Forward, false),
        C::Full => (Mode::Full, false),
        C::BackwardTransitive => (Mode::Backward, true),
        C::ForwardTransitive => (Mode::Forward, true),
        C::FullTransitive => (Mode::Full, true),
    }
}

/// The versions that `mode` names for a version of this number, the highest first. Without `_transitive` the highest published one (the
/// highest deprecated one where none is published any more), with it every published or deprecated one of the same major.
pub fn named<'a>(
    mode: CompatibilityMode,
    number: &Version,
    versions: &[&'a ContractVersion],
) -> Vec<&'a ContractVersion> {
    let others = live(number, versions);
    let (_, transitive) = directions(mode);
    if transitive {
        let major = number.semver().major;
        return others
            .into_iter()
            .filter(|version| version.version.semver().major == major)
            .collect();
    }
    let published = others
        .iter()
        .find(|version| version.state == State::Published);
    published.or(others.first()).copied().into_iter().collect()
}

/// The version that people will compare a version of this number with: the next lower one that is published or deprecated, else the
/// lowest above it.
pub fn predecessor<'a>(
    number: &Version,
    versions: &[&'a ContractVersion],
) -> Option<&'a ContractVersion> {
    let others = live(number, versions);
    let below = others.iter().find(|version| version.version < *number);
    below.or(others.last()).copied()
}

/// Published and deprecated versions of other numbers, the highest first.
fn live<'a>(number: &Version, versions: &[&'a ContractVersion]) -> Vec<&'a ContractVersion> {
    let mut live: Vec<&ContractVersion> = versions
        .iter()
        .copied()
        .filter(|version| matches!(version.state, State::Published | State::Deprecated))
        .filter(|version| version.version != *number)
        .collect();
    live.sort_by(|a, b| b.version.cmp(&a.version));
    live
}

/// How far apart two numbers are: the first of major and minor in which they differ, else patch. What a pre-release or a build adds counts
/// as patch.
pub fn distance(a: &Version, b: &Version) -> Bump {
    let (a, b) = (a.semver(), b.semver());
    if a.major != b.major {
        Bump::Major
    } else if a.minor != b.minor {
        Bump::Minor
    } else {
        Bump::Patch
    }
}

/// The number that a bump gives; of a pre-release the number that it prepares, for a patch.
pub fn next_version(from: &Version, bump: Bump) -> Version {
    let numbers = from.semver();
    let (major, minor, patch) = match bump {
        Bump::Major => (numbers.major.saturating_add(1), 0, 0),
        Bump::Minor => (numbers.major, numbers.minor.saturating_add(1), 0),
        Bump::Patch if numbers.pre.is_empty() => (
            numbers.major,
            numbers.minor,
            numbers.patch.saturating_add(1),
        ),
        Bump::Patch => (numbers.major, numbers.minor, numbers.patch),
    };
    Version::new(&format!("{major}.{minor}.{patch}")).unwrap_or_else(|_| from.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use CompatibilityMode as C;
    use baton_model::{ContractId, ContractVersionId};

    fn number(text: &str) -> Version {
        Version::new(text).unwrap()
    }

    fn registry() -> Vec<ContractVersion> {
        [
            ("0.9.0", State::Retired),
            ("1.0.0", State::Deprecated),
            ("1.1.0", State::Published),
            ("1.10.0", State::Published),
            ("2.0.0", State::Published),
            ("2.1.0", State::Deprecated),
            ("2.2.0", State::InReview),
            ("3.0.0", State::Draft),
        ]
        .into_iter()
        .map(|(text, state)| {
            let mut version = ContractVersion::new(
                ContractVersionId::new(format!("c@{text}")).unwrap(),
                ContractId::new("c").unwrap(),
                number(text),
            );
            version.state = state;
            version
        })
        .collect()
    }

    #[test]
    fn a_mode_names_versions() {
        let registry = registry();
        let all: Vec<&ContractVersion> = registry.iter().collect();
        for (mode, candidate, expected) in [
            (C::None, "2.2.0", &["2.0.0"][..]),
            (C::Backward, "1.11.0", &["2.0.0"]),
            (C::Full, "3.0.0", &["2.0.0"]),
            (C::FullTransitive, "1.11.0", &["1.10.0", "1.1.0", "1.0.0"]),
            (C::FullTransitive, "1.5.0", &["1.10.0", "1.1.0", "1.0.0"]),
            (C::ForwardTransitive, "2.2.0", &["2.1.0", "2.0.0"]),
            (C::BackwardTransitive, "3.0.0", &[]),
            (C::BackwardTransitive, "0.9.1", &[]),
        ] {
            let found: Vec<String> = named(mode, &number(candidate), &all)
                .into_iter()
                .map(|version| version.version.to_string())
                .collect();
            assert_eq!(found, expected, "{mode:?} {candidate}");
        }
    }

    #[test]
    fn a_version_that_ends_is_the_last_word_where_no_other_is_published() {
        let mut registry = registry();
        registry.retain(|version| version.state != State::Published);
        let all: Vec<&ContractVersion> = registry.iter().collect();
        let found = named(CompatibilityMode::Full, &number("3.0.0"), &all);
        assert_eq!(found[0].version, number("2.1.0"));
    }

    #[test]
    fn the_predecessor_is_the_next_lower_live_version() {
        let registry = registry();
        let all: Vec<&ContractVersion> = registry.iter().collect();
        for (candidate, expected) in [
            ("3.0.0", Some("2.1.0")),
            ("2.1.0", Some("2.0.0")),
            ("1.5.0", Some("1.1.0")),
            ("0.1.0", Some("1.0.0")),
        ] {
            let found = predecessor(&number(candidate), &all).map(|v| v.version.to_string());
            assert_eq!(found.as_deref(), expected, "{candidate}");
        }
        assert!(predecessor(&number("1.0.0"), &[]).is_none());
    }

    #[test]
    fn numbers_are_as_far_apart_as_their_first_difference() {
        for (a, b, expected) in [
            ("1.2.3", "2.0.0", Bump::Major),
            ("1.2.3", "1.3.0", Bump::Minor),
            ("1.3.0", "1.2.3", Bump::Minor),
            ("1.2.3", "1.2.4", Bump::Patch),
            ("1.2.3-rc.1", "1.2.3", Bump::Patch),
        ] {
            assert_eq!(distance(&number(a), &number(b)), expected, "{a} {b}");
        }
    }

    #[test]
    fn a_bump_gives_the_next_number() {
        for (from, bump, expected) in [
            ("1.2.3", Bump::Patch, "1.2.4"),
            ("1.2.3", Bump::Minor, "1.3.0"),
            ("1.2.3", Bump::Major, "2.0.0"),
            ("2.0.0-rc.1", Bump::Patch, "2.0.0"),
        ] {
            assert_eq!(
                next_version(&number(from), bump),
                number(expected),
                "{from} {bump:?}"
            );
        }
    }
}
