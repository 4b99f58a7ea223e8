//! Which record stands in which file.

use baton_model::{Kind, Record};

/// What a path in the folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The marker.
    Marker,
    /// A record of this kind. `id` is what the path says of it, `owner` the contract or topology that its
    /// folder names.
    Record {
        kind: Kind,
        id: String,
        owner: Option<String>,
    },
    /// All places of boxes of a topology.
    Layout { topology: String },
}

/// The folder of a kind; kinds that belong to a topology stand in the topology's folder.
fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Team => "teams",
        Kind::Person => "people",
        Kind::Rotation => "rotations",
        Kind::EscalationPath => "escalation-paths",
        Kind::TrustDomain => "trust-domains",
        Kind::Environment => "environments",
        Kind::Capability => "capabilities",
        Kind::Memory => "memories",
        Kind::Agent => "agents",
        Kind::Contract | Kind::ContractVersion => "contracts",
        Kind::AgentVersion => "agent-versions",
        Kind::Deployment => "deployments",
        Kind::Topology => "topologies",
        Kind::Entry => "entries",
        Kind::Outcome => "outcomes",
        Kind::Group => "groups",
        Kind::Note => "notes",
        Kind::Placement => "placements",
        Kind::Handoff => "handoffs",
        Kind::Scenario => "scenarios",
        Kind::Review => "reviews",
        Kind::Comment => "comments",
        Kind::Incident => "incidents",
        Kind::Baseline => "baselines",
        Kind::ObservedHandoff => "observed-handoffs",
        Kind::Notice => "notices",
        Kind::RuleSetting => "rule-settings",
        Kind::Silence => "silences",
    }
}

/// Kinds whose files stand in their topology's folder.
const IN_TOPOLOGY: [Kind; 7] = [
    Kind::Entry,
    Kind::Outcome,
    Kind::Group,
    Kind::Note,
    Kind::Handoff,
    Kind::Scenario,
    Kind::Baseline,
];

/// The topology that a record's file stands with.
pub(super) fn topology_of(record: &Record) -> Option<&str> {
    Some(match record {
        Record::Entry(r) => r.topology.as_str(),
        Record::Outcome(r) => r.topology.as_str(),
        Record::Group(r) => r.topology.as_str(),
        Record::Note(r) => r.topology.as_str(),
        Record::Placement(r) => r.topology.as_str(),
        Record::Handoff(r) => r.topology.as_str(),
        Record::Scenario(r) => r.topology.as_str(),
        Record::Baseline(r) => r.topology.as_str(),
        _ => return None,
    })
}

/// The path of a record's file.
pub(super) fn path_of(record: &Record) -> String {
    let folder = folder(record.kind());
    let id = record.id();
    match record {
        Record::Contract(_) => format!("{folder}/{id}/contract.json"),
        Record::ContractVersion(version) => {
            format!("{folder}/{}/{}.json", version.contract, version.version)
        }
        Record::Topology(_) => format!("{folder}/{id}/topology.json"),
        Record::Placement(place) => format!("topologies/{}/layout.json", place.topology),
        _ => match topology_of(record) {
            Some(topology) => format!("topologies/{topology}/{folder}/{id}.json"),
            None => format!("{folder}/{id}.json"),
        },
    }
}

/// What stands at a path; none for a path that no registry has.
pub(super) fn place_at(path: &str) -> Option<Place> {
    let parts: Vec<&str> = path.split('/').collect();
    let stem = |name: &str| {
        name.strip_suffix(".json")
            .filter(|stem| !stem.is_empty())
            .map(str::to_owned)
    };
    let record = |kind, id: String, owner: Option<&str>| {
        Some(Place::Record {
            kind,
            id,
            owner: owner.map(str::to_owned),
        })
    };
    match parts[..] {
        [super::MARKER] => Some(Place::Marker),
        ["contracts", contract, "contract.json"] => {
            record(Kind::Contract, contract.to_owned(), None)
        }
        ["contracts", contract, version] => record(
            Kind::ContractVersion,
            format!("{contract}@{}", stem(version)?),
            Some(contract),
        ),
        ["topologies", topology, "topology.json"] => {
            record(Kind::Topology, topology.to_owned(), None)
        }
        ["topologies", topology, "layout.json"] => Some(Place::Layout {
            topology: topology.to_owned(),
        }),
        ["topologies", topology, name, file] => {
            let kind = IN_TOPOLOGY.into_iter().find(|kind| folder(*kind) == name)?;
            record(kind, stem(file)?, Some(topology))
        }
        [name, file] => {
            let kind = Kind::ALL.iter().find(|kind| {
                folder(**kind) == name
                    && !IN_TOPOLOGY.contains(kind)
                    && ![
                        Kind::Contract,
                        Kind::ContractVersion,
                        Kind::Topology,
                        Kind::Placement,
                    ]
                    .contains(kind)
            })?;
            record(*kind, stem(file)?, None)
        }
        _ => None,
    }
}
