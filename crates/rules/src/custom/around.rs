//! What rules can look at beside the record itself: `owner`, `from`, `handoffs_in` ...

use super::shapes;
use baton_graph::TopologyGraph;
use baton_model::{
    Agent, AgentId, Candidates, ContractId, Document, Handoff, Kind, Record, RecordKey, Target,
    TeamId, TopologyId,
};
use serde_json::Value;
use std::sync::{Arc, OnceLock};

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A record, or null.
    One(Kind),
    /// A list of records.
    Many(Kind),
}

/// A variable of the rules over a kind of record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variable {
    pub name: &'static str,
    pub holds: Holds,
    find: fn(&Lookup<'_>, &Record) -> Vec<Arc<Record>>,
}

/// The variables that one rule looks at.
#[derive(Debug)]
pub(super) struct Surroundings {
    variables: Vec<Variable>,
}

/// A document with what is worked out once for all rules.
pub(super) struct Lookup<'a> {
    pub document: &'a Document,
    candidates: OnceLock<Candidates<'a>>,
}

/// The variables of the rules over a kind, `record` first.
pub(super) fn variables(kind: Kind) -> Vec<Variable> {
    let mut all = vec![Variable {
        name: "record",
        holds: Holds::One(kind),
        find: |lookup, record| lookup.one(record.kind(), Some(record.id())),
    }];
    all.extend_from_slice(of_kind(kind));
    let has_topology = shapes::check(kind, &["topology".to_owned()]).is_ok();
    if has_topology {
        all.push(Variable {
            name: "topology",
            holds: Holds::One(Kind::Topology),
            find: |lookup, record| lookup.topology(record),
        });
    }
    all
}

macro_rules! variables {
    ($($name:literal: $holds:expr => $find:expr;)*) => {
        &[$( Variable { name: $name, holds: $holds, find: $find } ),*]
    };
}

fn of_kind(kind: Kind) -> &'static [Variable] {
    use Holds::{Many, One};
    match kind {
        Kind::Agent => variables! {
            "owner": One(Kind::Team) => |lookup, record| lookup.owner(record);
            "handoffs_in": Many(Kind::Handoff) => |lookup, record| lookup.handoffs_in(record);
            "handoffs_out": Many(Kind::Handoff) => |lookup, record| lookup.handoffs_out(record);
            "versions": Many(Kind::AgentVersion) => |lookup, record| lookup.referrers(record, Kind::AgentVersion);
            "entries": Many(Kind::Entry) => |lookup, record| lookup.referrers(record, Kind::Entry);
        },
        Kind::Handoff => variables! {
            "from": One(Kind::Agent) => |lookup, record| lookup.agent(record);
            "to": One(Kind::Agent) => |lookup, record| lookup.receiver(record);
            "outcome": One(Kind::Outcome) => |lookup, record| lookup.outcome(record);
            "candidates": Many(Kind::Agent) => |lookup, record| lookup.candidates(record);
            "contract": One(Kind::Contract) => |lookup, record| lookup.contract(record);
            "version": One(Kind::ContractVersion) => |lookup, record| lookup.version(record);
            "owners": Many(Kind::Team) => |lookup, record| lookup.owners(record);
        },
        Kind::Contract => variables! {
            "owner": One(Kind::Team) => |lookup, record| lookup.owner(record);
            "versions": Many(Kind::ContractVersion) => |lookup, record| lookup.referrers(record, Kind::ContractVersion);
            "handoffs": Many(Kind::Handoff) => |lookup, record| lookup.referrers(record, Kind::Handoff);
        },
        Kind::ContractVersion => variables! {
            "contract": One(Kind::Contract) => |lookup, record| lookup.contract(record);
            "handoffs": Many(Kind::Handoff) => |lookup, record| lookup.referrers(record, Kind::Handoff);
        },
        Kind::AgentVersion => variables! {
            "agent": One(Kind::Agent) => |lookup, record| lookup.agent(record);
        },
        Kind::Topology => variables! {
            "owner": One(Kind::Team) => |lookup, record| lookup.owner(record);
            "agents": Many(Kind::Agent) => |lookup, record| lookup.members(record);
            "handoffs": Many(Kind::Handoff) => |lookup, record| lookup.referrers(record, Kind::Handoff);
            "entries": Many(Kind::Entry) => |lookup, record| lookup.referrers(record, Kind::Entry);
        },
        Kind::Team => variables! {
            "agents": Many(Kind::Agent) => |lookup, record| lookup.referrers(record, Kind::Agent);
            "members": Many(Kind::Person) => |lookup, record| lookup.referrers(record, Kind::Person);
            "handoffs": Many(Kind::Handoff) => |lookup, record| lookup.referrers(record, Kind::Handoff);
        },
        _ => &[],
    }
}

impl Surroundings {
    /// Those variables of a kind whose names are among the given ones.
    pub fn new<'n>(kind: Kind, names: impl Iterator<Item = &'n str>) -> Self {
        let names: Vec<&str> = names.collect();
        let wanted = |variable: &Variable| names.contains(&variable.name);
        Self {
            variables: variables(kind).into_iter().filter(wanted).collect(),
        }
    }

    /// The records behind each variable, in the order of the variables; the same pointers as long as nothing changed.
    pub fn look(&self, lookup: &Lookup<'_>, record: &Record) -> Vec<Vec<Arc<Record>>> {
        let find = |variable: &Variable| (variable.find)(lookup, record);
        self.variables.iter().map(find).collect()
    }

    /// The values of the variables.
    pub fn values(&self, seen: &[Vec<Arc<Record>>]) -> Vec<(&'static str, Value)> {
        let value = |(variable, records): (&Variable, &Vec<Arc<Record>>)| {
            let mut values = records.iter().map(|record| shapes::complete(record));
            let value = match variable.holds {
                Holds::One(_) => values.next().unwrap_or(Value::Null),
                Holds::Many(_) => values.collect(),
            };
            (variable.name, value)
        };
        self.variables.iter().zip(seen).map(value).collect()
    }
}

/// The id of the topology that a record belongs to, or is.
pub(super) fn topology_of(record: &Record) -> Option<String> {
    match record {
        Record::Topology(topology) => Some(topology.id.as_str().to_owned()),
        Record::Handoff(handoff) => Some(handoff.topology.as_str().to_owned()),
        Record::Agent(_) | Record::Contract(_) | Record::ContractVersion(_) | Record::Team(_) => {
            None
        }
        other => {
            let fields = other.to_json();
            fields.get("topology")?.as_str().map(str::to_owned)
        }
    }
}

impl<'a> Lookup<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            candidates: OnceLock::new(),
        }
    }

    fn one(&self, kind: Kind, id: Option<&str>) -> Vec<Arc<Record>> {
        let held = id.and_then(|id| self.document.entry(kind, id));
        held.map(|held| Arc::clone(&held.record))
            .into_iter()
            .collect()
    }

    /// The topology that a record belongs to.
    fn topology(&self, record: &Record) -> Vec<Arc<Record>> {
        self.one(Kind::Topology, topology_of(record).as_deref())
    }

    /// The team of an agent, a contract or a topology.
    fn owner(&self, record: &Record) -> Vec<Arc<Record>> {
        let team = match record {
            Record::Agent(agent) => agent.team.as_ref(),
            Record::Contract(contract) => contract.team.as_ref(),
            Record::Topology(topology) => topology.team.as_ref(),
            _ => None,
        };
        self.one(Kind::Team, team.map(TeamId::as_str))
    }

    /// The sender of a handoff, or the agent of a version.
    fn agent(&self, record: &Record) -> Vec<Arc<Record>> {
        let agent = match record {
            Record::Handoff(handoff) => Some(&handoff.from),
            Record::AgentVersion(version) => Some(&version.agent),
            _ => None,
        };
        self.one(Kind::Agent, agent.map(AgentId::as_str))
    }

    /// The contract of a handoff or of a version.
    fn contract(&self, record: &Record) -> Vec<Arc<Record>> {
        let contract = match record {
            Record::Handoff(handoff) => handoff.contract.as_ref(),
            Record::ContractVersion(version) => Some(&version.contract),
            _ => None,
        };
        self.one(Kind::Contract, contract.map(ContractId::as_str))
    }

    /// The owning teams of a handoff.
    fn owners(&self, record: &Record) -> Vec<Arc<Record>> {
        let owners = match record {
            Record::Handoff(handoff) => handoff.owners.as_slice(),
            _ => &[],
        };
        let team = |id: &TeamId| self.one(Kind::Team, Some(id.as_str()));
        owners.iter().flat_map(team).collect()
    }

    /// The records of a kind that refer to one.
    fn referrers(&self, record: &Record, kind: Kind) -> Vec<Arc<Record>> {
        let key = RecordKey::new(record.kind(), record.id());
        let keys = self.document.referrers(&key).filter(|key| key.kind == kind);
        keys.flat_map(|key| self.one(kind, Some(&key.id))).collect()
    }

    fn handoffs(&self, record: &Record, is_meant: impl Fn(&Handoff) -> bool) -> Vec<Arc<Record>> {
        let mut handoffs = self.referrers(record, Kind::Handoff);
        handoffs.retain(|held| matches!(&**held, Record::Handoff(handoff) if is_meant(handoff)));
        handoffs
    }

    fn handoffs_in(&self, record: &Record) -> Vec<Arc<Record>> {
        self.handoffs(
            record,
            |handoff| matches!(&handoff.to, Target::Agent(to) if to.as_str() == record.id()),
        )
    }

    fn handoffs_out(&self, record: &Record) -> Vec<Arc<Record>> {
        self.handoffs(record, |handoff| handoff.from.as_str() == record.id())
    }

    fn receiver(&self, record: &Record) -> Vec<Arc<Record>> {
        match record {
            Record::Handoff(handoff) => match &handoff.to {
                Target::Agent(agent) => self.one(Kind::Agent, Some(agent.as_str())),
                Target::Outcome(_) | Target::Query(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn outcome(&self, record: &Record) -> Vec<Arc<Record>> {
        match record {
            Record::Handoff(handoff) => match &handoff.to {
                Target::Outcome(target) => self.one(Kind::Outcome, Some(target.outcome.as_str())),
                Target::Agent(_) | Target::Query(_) => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Whoever may get what is handed over: the receiver, or all who fulfil the query.
    fn candidates(&self, record: &Record) -> Vec<Arc<Record>> {
        let Record::Handoff(handoff) = record else {
            return Vec::new();
        };
        if matches!(handoff.to, Target::Agent(_)) {
            return self.receiver(record);
        }
        let known = self
            .candidates
            .get_or_init(|| Candidates::new(self.document));
        self.agents(known.of(handoff))
    }

    fn version(&self, record: &Record) -> Vec<Arc<Record>> {
        match record {
            Record::Handoff(handoff) => match (&handoff.contract, &handoff.version) {
                (Some(contract), Some(version)) => self.one(
                    Kind::ContractVersion,
                    Some(&format!("{contract}@{version}")),
                ),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn members(&self, record: &Record) -> Vec<Arc<Record>> {
        let id = TopologyId::new(record.id());
        let graph = id.ok().map(|id| TopologyGraph::new(self.document, &id));
        graph.map_or_else(Vec::new, |graph| self.agents(graph.members()))
    }

    fn agents<'r>(&self, agents: impl IntoIterator<Item = &'r Agent>) -> Vec<Arc<Record>> {
        let one = |agent: &Agent| self.one(Kind::Agent, Some(agent.id.as_str()));
        agents.into_iter().flat_map(one).collect()
    }
}
