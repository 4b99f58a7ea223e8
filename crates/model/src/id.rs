//! Ids: readable slugs, chosen at creation, unique in their kind, never changed.
//!
//! An id becomes a file name in the text form and in exports, so the grammar shuts out
//! everything a path could be built from: separators, leading dots, `..`, control and
//! non-ASCII characters.

use crate::kind::Kind;
use crate::reference::{Names, RecordKey, Reference, References};
use serde::{Deserialize, Serialize};

/// The longest id in bytes. With an extension it still fits the 255 bytes of a file name.
pub const MAX_ID_BYTES: usize = 240;

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not an id: {reason}")]
pub struct InvalidId {
    /// The text, cut to 80 characters.
    pub text: String,
    /// What is wrong, in words.
    pub reason: &'static str,
}

/// Checks the grammar of ids: `[A-Za-z0-9_][A-Za-z0-9._@+-]*`, no `..`, at most
/// 240 bytes, not a name that Windows reserves.
pub fn check_id(text: &str) -> Result<(), InvalidId> {
    let reason = if text.is_empty() {
        "it is empty; use letters, digits, '-' and '_'"
    } else if text.len() > MAX_ID_BYTES {
        "it is longer than 240 bytes"
    } else if !text.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
        "it must start with a letter, a digit or '_'"
    } else if !text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._@+-".contains(&b))
    {
        "only letters, digits and . _ @ + - are allowed"
    } else if text.contains("..") || text.ends_with('.') {
        "it must not contain '..' or end with '.'"
    } else if is_reserved(text) {
        "the name is reserved by an operating system"
    } else {
        return Ok(());
    };
    Err(InvalidId {
        text: text.chars().take(80).collect(),
        reason,
    })
}

fn is_reserved(text: &str) -> bool {
    let stem = text.split('.').next().unwrap_or(text).to_ascii_lowercase();
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4
            && (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.ends_with(|c: char| c.is_ascii_digit()))
}

/// A readable id made from a display name: lower-case ASCII words joined by `-`.
/// Names without any ASCII letter or digit give `fallback`.
pub fn slug(name: &str, fallback: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= 60 {
            break;
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if check_id(&out).is_ok() {
        out
    } else if out.is_empty() {
        fallback.to_owned()
    } else {
        format!("{fallback}-{out}")
    }
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident => $kind:ident;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema, specta::Type)]
        #[serde(transparent)]
        pub struct $name(#[schemars(regex(pattern = r"^[A-Za-z0-9_][A-Za-z0-9._@+-]*$"), length(max = 240))] String);

        impl $name {
            /// The kind of record that this id names.
            pub const KIND: Kind = Kind::$kind;

            /// Checks the grammar of ids.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                check_id(&text)?;
                Ok(Self(text))
            }

            /// The id as text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            #[inline]
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::new(String::deserialize(d)?).map_err(serde::de::Error::custom)
            }
        }

        impl References for $name {
            fn references(&self, at: &$crate::reference::At<'_>, out: &mut Vec<Reference>) {
                out.push(Reference {
                    pointer: at.to_string(),
                    to: RecordKey::new(Kind::$kind, self.0.clone()),
                });
            }

            fn detach(&mut self, gone: &RecordKey) -> bool {
                !(gone.kind == Kind::$kind && gone.id == self.0)
            }

            fn rename(&mut self, names: &Names<'_>) {
                if let Some(id) = names(Kind::$kind, &self.0).and_then(|id| Self::new(id).ok()) {
                    *self = id;
                }
            }
        }
    )*};
}

ids! {
    /// Names a team.
    TeamId => Team;
    /// Names a person.
    PersonId => Person;
    /// Names an on-call rotation.
    RotationId => Rotation;
    /// Names an escalation path.
    EscalationPathId => EscalationPath;
    /// Names an agent.
    AgentId => Agent;
    /// Names a version of an agent: `<agent>@<version>`.
    AgentVersionId => AgentVersion;
    /// Names what runs where: `<agent>@<environment>`.
    DeploymentId => Deployment;
    /// Names an environment.
    EnvironmentId => Environment;
    /// Names a capability tag's entry in the vocabulary.
    CapabilityId => Capability;
    /// Names a trust domain.
    TrustDomainId => TrustDomain;
    /// Names a shared memory.
    MemoryId => Memory;
    /// Names a contract.
    ContractId => Contract;
    /// Names a version of a contract: `<contract>@<version>`.
    ContractVersionId => ContractVersion;
    /// Names a topology.
    TopologyId => Topology;
    /// Names an entry of a topology.
    EntryId => Entry;
    /// Names an outcome of a topology.
    OutcomeId => Outcome;
    /// Names the place of a box: `<topology>.<kind>.<id>`.
    PlacementId => Placement;
    /// Names a group of boxes.
    GroupId => Group;
    /// Names a note on a drawing.
    NoteId => Note;
    /// Names a handoff.
    HandoffId => Handoff;
    /// Names a simulation scenario.
    ScenarioId => Scenario;
    /// Names a review.
    ReviewId => Review;
    /// Names a comment.
    CommentId => Comment;
    /// Names an incident.
    IncidentId => Incident;
    /// Names a baseline.
    BaselineId => Baseline;
    /// Names a handoff seen in traces.
    ObservedHandoffId => ObservedHandoff;
    /// Names a notice in the outbox.
    NoticeId => Notice;
    /// Names the setting of a rule.
    RuleSettingId => RuleSetting;
    /// Names a silenced finding.
    SilenceId => Silence;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_shut_out_paths_and_reserved_names() {
        for good in [
            "a",
            "A",
            "triage",
            "refund-request@1.2.0",
            "__start__",
            "t.agent.x",
        ] {
            assert!(check_id(good).is_ok(), "{good}");
        }
        let long = "x".repeat(241);
        for bad in [
            "",
            "../x",
            "a/b",
            "a\\b",
            ".git",
            "a..b",
            "a.",
            "é",
            "a b",
            "nul",
            "com1.json",
            "-rf",
            "a\u{0}b",
            &long,
        ] {
            assert!(check_id(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_slug_is_always_an_id() {
        assert_eq!(slug("Refund Agent (EU)", "agent"), "refund-agent-eu");
        assert_eq!(slug("退款", "agent"), "agent");
        assert_eq!(slug("con", "agent"), "agent-con");
        assert_eq!(slug("", "agent"), "agent");
    }
}
