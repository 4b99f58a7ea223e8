//! Semantic versions and the ranges of versions that receivers accept.

use crate::reference::no_references;
use serde::{Deserialize, Serialize};

/// A semantic version, `MAJOR.MINOR.PATCH` (semver.org, 2.0.0).
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    schemars::JsonSchema,
    specta::Type,
)]
#[serde(transparent)]
pub struct Version(
    #[specta(type = String)]
    #[schemars(with = "String")]
    semver::Version,
);

impl Version {
    /// Checks the text; the error says what was expected.
    pub fn new(text: &str) -> Result<Self, String> {
        semver::Version::parse(text)
            .map(Self)
            .map_err(|error| format!("{:?} is not a version such as 1.2.0: {error}", cut(text)))
    }

    /// The parsed version.
    pub fn semver(&self) -> &semver::Version {
        &self.0
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// Which versions a receiver accepts: comparators joined by `,`, alternatives by `||`,
/// for example `^1.2` or `>=1.4, <2 || ^3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema, specta::Type)]
#[serde(transparent)]
pub struct VersionRange(String);

impl VersionRange {
    /// Checks the text; the error says what was expected.
    pub fn new(text: impl Into<String>) -> Result<Self, String> {
        let text = text.into();
        if text.len() > 200 {
            return Err("a version range is at most 200 characters".to_owned());
        }
        for part in text.split("||") {
            semver::VersionReq::parse(part.trim()).map_err(|error| {
                format!(
                    "{:?} is not a version range such as ^1.2: {error}",
                    cut(&text)
                )
            })?;
        }
        Ok(Self(text))
    }

    /// Whether the range takes the version.
    pub fn accepts(&self, version: &Version) -> bool {
        self.0
            .split("||")
            .filter_map(|part| semver::VersionReq::parse(part.trim()).ok())
            .any(|requirement| requirement.matches(&version.0))
    }

    /// The range as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for VersionRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for VersionRange {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

no_references!(Version, VersionRange);

fn cut(text: &str) -> String {
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_join_alternatives() {
        let range = VersionRange::new(">=1.4, <2 || ^3").unwrap();
        let accepts = |v: &str| range.accepts(&Version::new(v).unwrap());
        assert!(accepts("1.4.0") && accepts("3.9.1"));
        assert!(!accepts("1.3.9") && !accepts("2.0.0") && !accepts("4.0.0"));
        assert!(VersionRange::new("one or two").is_err());
        assert!(Version::new("1.2").is_err());
    }
}
