//! The kinds of records and the union of them all.

use crate::records as r;
use crate::reference::{At, Names, RecordKey, Reference, References};
use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident = $name:literal, $iter:ident;)*) => {
        /// What a record is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema, specta::Type)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $( $(#[$meta])* $variant ),* }

        impl Kind {
            /// Every kind, in the order of declaration: what is referred to comes first.
            pub const ALL: &'static [Kind] = &[$( Kind::$variant ),*];

            /// The name used in files, JSON, views and on the command line.
            pub fn name(self) -> &'static str {
                match self { $( Kind::$variant => $name ),* }
            }

            /// Reads a name as written by [`Kind::name`].
            pub fn parse(name: &str) -> Option<Kind> {
                match name { $( $name => Some(Kind::$variant), )* _ => None }
            }
        }

        /// A record of any kind. In JSON `{kind, record}`.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema, specta::Type)]
        #[serde(tag = "kind", content = "record", rename_all = "snake_case")]
        pub enum Record { $( $(#[$meta])* $variant(Box<r::$variant>) ),* }

        impl Record {
            /// The record's kind.
            pub fn kind(&self) -> Kind {
                match self { $( Record::$variant(_) => Kind::$variant ),* }
            }

            /// The record's id.
            pub fn id(&self) -> &str {
                match self { $( Record::$variant(record) => record.id.as_str() ),* }
            }

            /// The record's fields as a JSON object, defaults left out.
            pub fn to_json(&self) -> serde_json::Value {
                let value = match self { $( Record::$variant(record) => serde_json::to_value(record) ),* };
                // Records hold strings, numbers, lists and string-keyed maps only: nothing
                // that JSON could refuse.
                value.unwrap_or(serde_json::Value::Null)
            }

            /// Reads the fields of a record; the error names the place inside it.
            pub fn from_json(kind: Kind, fields: serde_json::Value) -> Result<Record, serde_path_to_error::Error<serde_json::Error>> {
                match kind {
                    $( Kind::$variant => serde_path_to_error::deserialize::<_, r::$variant>(fields).map(|record| Record::$variant(Box::new(record))), )*
                }
            }

            /// Reads the fields of a record from the text that a store holds: the same as [`Record::from_json`] of it, in half the time.
            /// What that refuses this refuses too, and also a field that stands twice; no place is named.
            pub fn from_text(kind: Kind, fields: &str) -> serde_json::Result<Record> {
                match kind {
                    $( Kind::$variant => serde_json::from_str::<r::$variant>(fields).map(|record| Record::$variant(Box::new(record))), )*
                }
            }

            /// The JSON Schema of a kind's fields.
            pub fn json_schema(kind: Kind) -> schemars::Schema {
                match kind { $( Kind::$variant => schemars::schema_for!(r::$variant) ),* }
            }
        }

        impl References for Record {
            fn references(&self, at: &At<'_>, out: &mut Vec<Reference>) {
                match self { $( Record::$variant(record) => record.references(at, out) ),* }
            }

            fn detach(&mut self, gone: &RecordKey) -> bool {
                match self { $( Record::$variant(record) => record.detach(gone) ),* }
            }

            fn rename(&mut self, names: &Names<'_>) {
                match self { $( Record::$variant(record) => record.rename(names) ),* }
            }
        }

        $(
            impl From<r::$variant> for Record {
                fn from(record: r::$variant) -> Self {
                    Record::$variant(Box::new(record))
                }
            }
        )*

        impl crate::document::Document {
            $(
                #[doc = concat!("Every ", $name, " with its record's revision left out, in order of id.")]
                pub fn $iter(&self) -> impl Iterator<Item = &r::$variant> {
                    self.of_kind(Kind::$variant).filter_map(|entry| match entry.record.as_ref() {
                        Record::$variant(record) => Some(record.as_ref()),
                        _ => None,
                    })
                }
            )*
        }

        $(
            impl crate::document::Find for r::$variant {
                const KIND: Kind = Kind::$variant;
                #[inline]
                fn from_record(record: &Record) -> Option<&Self> {
                    match record {
                        Record::$variant(record) => Some(record),
                        _ => None,
                    }
                }
            }
        )*
    };
}

kinds! {
    /// A team that owns things.
    Team = "team", teams;
    /// A person.
    Person = "person", people;
    /// Who is on call when.
    Rotation = "rotation", rotations;
    /// Whom to notify, after how long.
    EscalationPath = "escalation_path", escalation_paths;
    /// An organisation's area of trust.
    TrustDomain = "trust_domain", trust_domains;
    /// A place where versions run.
    Environment = "environment", environments;
    /// A capability tag of the shared vocabulary.
    Capability = "capability", capabilities;
    /// A memory that agents share.
    Memory = "memory", memories;
    /// An agent: AI, supervisor, person, tool, outside agent or queue.
    Agent = "agent", agents;
    /// A contract.
    Contract = "contract", contracts;
    /// A version of a contract.
    ContractVersion = "contract_version", contract_versions;
    /// A version of an agent.
    AgentVersion = "agent_version", agent_versions;
    /// Which version runs where.
    Deployment = "deployment", deployments;
    /// A topology: agents and the handoffs between them.
    Topology = "topology", topologies;
    /// Where requests come in.
    Entry = "entry", entries;
    /// How requests end.
    Outcome = "outcome", outcomes;
    /// A visual group.
    Group = "group", groups;
    /// A note on the drawing.
    Note = "note", notes;
    /// Where a box stands.
    Placement = "placement", placements;
    /// A handoff.
    Handoff = "handoff", handoffs;
    /// Simulation parameters.
    Scenario = "scenario", scenarios;
    /// A proposed change under review.
    Review = "review", reviews;
    /// A remark on a record.
    Comment = "comment", comments;
    /// Something that went wrong at a handoff.
    Incident = "incident", incidents;
    /// A named revision of a topology.
    Baseline = "baseline", baselines;
    /// A handoff seen in traces.
    ObservedHandoff = "observed_handoff", observed_handoffs;
    /// A message to a team.
    Notice = "notice", notices;
    /// Severity and options of a rule.
    RuleSetting = "rule_setting", rule_settings;
    /// A finding silenced with a reason.
    Silence = "silence", silences;
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Record {
    /// The record's address.
    pub fn key(&self) -> RecordKey {
        RecordKey::new(self.kind(), self.id())
    }

    /// The display name, where the kind has one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Record::Team(r) => Some(&r.name),
            Record::Person(r) => Some(&r.name),
            Record::Rotation(r) => Some(&r.name),
            Record::EscalationPath(r) => Some(&r.name),
            Record::TrustDomain(r) => Some(&r.name),
            Record::Environment(r) => Some(&r.name),
            Record::Agent(r) => Some(&r.name),
            Record::Contract(r) => Some(&r.name),
            Record::Topology(r) => Some(&r.name),
            Record::Outcome(r) => Some(&r.name),
            Record::Group(r) => Some(&r.name),
            Record::Scenario(r) => Some(&r.name),
            Record::Baseline(r) => Some(&r.name),
            _ => None,
        }
    }

    /// The id that the record's other fields dictate, for the kinds that have one.
    pub fn derived_id(&self) -> Option<String> {
        match self {
            Record::AgentVersion(r) => Some(format!("{}@{}", r.agent, r.version)),
            Record::ContractVersion(r) => Some(format!("{}@{}", r.contract, r.version)),
            Record::Deployment(r) => Some(format!("{}@{}", r.agent, r.environment)),
            Record::Placement(r) => Some(format!(
                "{}.{}.{}",
                r.topology, r.subject.kind, r.subject.id
            )),
            Record::Capability(r) => Some(r.tag.clone()),
            _ => None,
        }
    }

    /// All references, with pointers from the record's root. The record's own id is none.
    pub fn outgoing(&self) -> Vec<Reference> {
        let mut out = Vec::new();
        self.references(&At::Root, &mut out);
        out.retain(|reference| reference.pointer != "/id");
        self.version_references(&mut out);
        out
    }

    /// References that two fields make together: contract and version.
    fn version_references(&self, out: &mut Vec<Reference>) {
        let mut push = |pointer: String, contract: &str, version: &r::VersionField| {
            out.push(Reference {
                pointer,
                to: RecordKey::new(Kind::ContractVersion, format!("{contract}@{version}")),
            });
        };
        match self {
            Record::Handoff(h) => {
                if let (Some(contract), Some(version)) = (&h.contract, &h.version) {
                    push("/version".to_owned(), contract.as_str(), version);
                }
            }
            Record::AgentVersion(v) => {
                for (index, emit) in v.emits.iter().enumerate() {
                    push(
                        format!("/emits/{index}/version"),
                        emit.contract.as_str(),
                        &emit.version,
                    );
                }
            }
            _ => {}
        }
    }
}
