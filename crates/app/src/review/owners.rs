//! Who owns the two sides of a seam.

use baton_model::{
    Agent, AskedTeam, Candidates, Contract, ContractId, ContractVersion, Document, Handoff, Kind,
    OwnerModel, RecordKey, Target, Team, TeamId,
};
use std::collections::{BTreeMap, BTreeSet};

/// Most records that are kept as the reason why a team is asked.
const MOST_REASONS: usize = 20;

/// Teams with what makes each of them an owner.
pub(super) type Owners = BTreeMap<TeamId, Stake>;

/// Why a team has a say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stake {
    owns_subject: bool,
    because: Vec<RecordKey>,
    count: u32,
}

impl Stake {
    /// Notes a record through which the team is concerned.
    fn add(&mut self, key: RecordKey) {
        self.count += 1;
        if self.because.len() < MOST_REASONS {
            self.because.push(key);
        }
    }
}

/// The form in which a review keeps them.
pub(super) fn asked(owners: Owners) -> Vec<AskedTeam> {
    let asked = owners.into_iter().map(|(team, stake)| AskedTeam {
        owns_subject: stake.owns_subject,
        because: stake.because.iter().map(ToString::to_string).collect(),
        because_count: stake.count,
        ..AskedTeam::new(team)
    });
    asked.collect()
}

/// The contract's own team, and the owners of all handoffs that use the contract.
pub(super) fn of_contract(document: &Document, contract: &ContractId) -> Owners {
    let mut owners = Owners::new();
    let own = document
        .find::<Contract>(contract)
        .and_then(|c| c.team.as_ref());
    own_subject(&mut owners, own);
    let seams = Seams::new(document);
    let key = RecordKey::new(Kind::Contract, contract.as_str());
    for key in document.referrers(&key) {
        if key.kind == Kind::Handoff
            && let Some(handoff) = document.find::<Handoff>(&key.id)
        {
            for team in seams.owners(handoff) {
                owners.entry(team.clone()).or_default().add(key.clone());
            }
        }
    }
    owners
}

/// The topology's own team, and the owners of the agents and handoffs that differ, as they are in either of two states.
pub(super) fn of_records<'a>(
    states: [&Document; 2],
    own: Option<&TeamId>,
    touched: impl Iterator<Item = &'a RecordKey>,
) -> Owners {
    let mut owners = Owners::new();
    own_subject(&mut owners, own);
    let seams = states.map(Seams::new);
    for key in touched {
        let mut teams = BTreeSet::new();
        for seams in &seams {
            match key.kind {
                Kind::Handoff => {
                    let handoff = seams.document.find::<Handoff>(&key.id);
                    teams.extend(
                        handoff
                            .map(|handoff| seams.owners(handoff))
                            .unwrap_or_default(),
                    );
                }
                Kind::Agent => teams.extend(seams.team_of(&key.id)),
                _ => {}
            }
        }
        for team in teams {
            owners.entry(team.clone()).or_default().add(key.clone());
        }
    }
    owners
}

fn own_subject(owners: &mut Owners, team: Option<&TeamId>) {
    if let Some(team) = team {
        owners.entry(team.clone()).or_default().owns_subject = true;
    }
}

/// A document with what is needed to ask it about many handoffs.
struct Seams<'a> {
    document: &'a Document,
    candidates: std::cell::OnceCell<Candidates<'a>>,
}

impl<'a> Seams<'a> {
    fn new(document: &'a Document) -> Self {
        Self {
            document,
            candidates: std::cell::OnceCell::new(),
        }
    }

    /// Downstream: the receiver's team, and whoever is named. Platform: whoever is named, else every platform team. Joint: the teams that
    /// are named; where not two are, both sides' too. Without a model: whoever is named, else the receiver's team.
    fn owners(&self, handoff: &'a Handoff) -> BTreeSet<&'a TeamId> {
        let mut owners: BTreeSet<&TeamId> = handoff
            .owners
            .iter()
            .filter(|id| self.document.find::<Team>(id).is_some())
            .collect();
        match handoff.owner_model {
            Some(OwnerModel::Downstream) => owners.extend(self.receivers(handoff)),
            Some(OwnerModel::Joint) if owners.len() < 2 => {
                owners.extend(self.team_of(handoff.from.as_str()));
                owners.extend(self.receivers(handoff));
            }
            Some(OwnerModel::Platform) if owners.is_empty() => {
                let platforms = self.document.teams().filter(|team| team.platform);
                owners.extend(platforms.map(|team| &team.id));
            }
            None if owners.is_empty() => owners.extend(self.receivers(handoff)),
            _ => {}
        }
        owners
    }

    /// The teams of whoever may receive.
    fn receivers(&self, handoff: &'a Handoff) -> BTreeSet<&'a TeamId> {
        let teams = |agents: Vec<&'a Agent>| agents.into_iter().filter_map(|a| a.team.as_ref());
        match &handoff.to {
            Target::Agent(id) => self.team_of(id.as_str()).into_iter().collect(),
            Target::Outcome(_) => BTreeSet::new(),
            Target::Query(query) => {
                let candidates = self
                    .candidates
                    .get_or_init(|| Candidates::new(self.document));
                let default = query.default.as_ref();
                teams(candidates.of(handoff))
                    .chain(default.and_then(|id| self.team_of(id.as_str())))
                    .collect()
            }
        }
    }

    fn team_of(&self, agent: &str) -> Option<&'a TeamId> {
        self.document.find::<Agent>(agent)?.team.as_ref()
    }
}

/// The teams that a version matters to: the contract's own, the owners of the handoffs that pin the version or none, and the teams at their ends.
pub(crate) fn users_of(document: &Document, version: &ContractVersion) -> BTreeSet<TeamId> {
    let contract = RecordKey::new(Kind::Contract, version.contract.as_str());
    let own = document.find::<Contract>(&version.contract);
    let mut teams: BTreeSet<TeamId> = own.and_then(|c| c.team.clone()).into_iter().collect();
    let seams = Seams::new(document);
    let handoffs = document
        .referrers(&contract)
        .filter(|key| key.kind == Kind::Handoff)
        .filter_map(|key| document.find::<Handoff>(&key.id))
        .filter(|handoff| {
            handoff
                .version
                .as_ref()
                .is_none_or(|pinned| *pinned == version.version)
        });
    for handoff in handoffs {
        teams.extend(seams.owners(handoff).into_iter().cloned());
        teams.extend(seams.receivers(handoff).into_iter().cloned());
        teams.extend(seams.team_of(handoff.from.as_str()).cloned());
    }
    teams
}
