//! Whether what one agent version sends over a seam is what another one takes.

use super::matrix::Seam;
use baton_contract::{Effort, Mode, Verdict, VersionDirection, compare_versions};
use baton_model::{
    AgentVersion, Contract, ContractId, ContractState, ContractVersion, Date, Document, Json, Kind,
    RecordKey, Version, VersionRange, Writers,
};
use std::collections::HashMap;

/// Why a contract version that goes over a seam is not taken.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Misfit {
    /// What is sent.
    pub(super) emits: Version,
    /// What the receiver takes of the contract; none where it takes nothing of it.
    pub(super) accepts: Option<String>,
    /// Why, as half a sentence.
    pub(super) reason: String,
    /// A payload that shows it.
    pub(super) counterexample: Option<Json>,
}

/// Answers about pairs of versions, each worked out once.
pub(super) struct Fits<'a> {
    document: &'a Document,
    today: &'a Date,
    known: HashMap<(String, String), Option<VersionDirection>>,
}

impl<'a> Fits<'a> {
    pub(super) fn new(document: &'a Document, today: &'a Date) -> Self {
        Self {
            document,
            today,
            known: HashMap::new(),
        }
    }

    /// What does not fit at a seam, with these versions at its ends. An agent without versions, a receiver that says nothing about what it
    /// takes, and a sender that says nothing where nothing is pinned, are silent.
    pub(super) fn misfits(
        &mut self,
        seam: &Seam<'_>,
        sender: Option<&AgentVersion>,
        receiver: Option<&AgentVersion>,
    ) -> Vec<Misfit> {
        let Some(receiver) = receiver.filter(|receiver| !receiver.accepts.is_empty()) else {
            return Vec::new();
        };
        let ranges: Vec<&VersionRange> = receiver
            .accepts
            .iter()
            .filter(|accepts| accepts.contract == *seam.contract)
            .map(|accepts| &accepts.range)
            .collect();
        sent(seam, sender)
            .into_iter()
            .filter_map(|emits| self.misfit(seam.contract, emits, &ranges))
            .collect()
    }

    fn misfit(
        &mut self,
        contract: &ContractId,
        emits: &Version,
        ranges: &[&VersionRange],
    ) -> Option<Misfit> {
        let accepts = ranges
            .iter()
            .map(|range| range.as_str())
            .collect::<Vec<_>>()
            .join(" || ");
        let refusal = |reason: String, counterexample| {
            Some(Misfit {
                emits: emits.clone(),
                accepts: (!ranges.is_empty()).then(|| accepts.clone()),
                reason,
                counterexample,
            })
        };
        if ranges.is_empty() {
            return refusal(format!("{contract} is not accepted at all"), None);
        }
        if !ranges.iter().any(|range| range.accepts(emits)) {
            return refusal(
                format!("{contract} {emits} is outside of the accepted range {accepts}"),
                None,
            );
        }
        let version = self
            .document
            .find::<ContractVersion>(format!("{contract}@{emits}"))?;
        if let Some(reason) = self.not_in_use(version) {
            return refusal(reason, None);
        }
        let reader = self.read_as(version, ranges)?;
        let direction = self.direction(version, reader)?;
        let read = format!("{contract} {emits} is read as {}", reader.version);
        let why = direction.reason.clone().unwrap_or_default();
        match direction.verdict {
            Verdict::Safe => None,
            Verdict::Breaking => refusal(
                format!("{read}, and breaks: {why}"),
                direction.counterexample.clone(),
            ),
            Verdict::Undecided => refusal(
                format!("{read}, and whether that breaks is undecided: {why}"),
                None,
            ),
        }
    }

    fn not_in_use(&self, version: &ContractVersion) -> Option<String> {
        let name = format!("{} {}", version.contract, version.version);
        match version.state {
            ContractState::Draft | ContractState::InReview => {
                Some(format!("{name} is not published"))
            }
            ContractState::Retired => Some(format!("{name} is retired")),
            ContractState::Published | ContractState::Deprecated => {
                let sunset = version
                    .sunset_date
                    .as_ref()
                    .filter(|sunset| *sunset < self.today)?;
                Some(format!("{name} ended on {sunset}"))
            }
        }
    }

    /// The version that a receiver of these ranges was built for: the highest one in use of the same major that it takes. None where it
    /// is the one that is sent.
    fn read_as(
        &self,
        sent: &ContractVersion,
        ranges: &[&VersionRange],
    ) -> Option<&'a ContractVersion> {
        let key = RecordKey::new(Kind::Contract, sent.contract.as_str());
        let highest = self
            .document
            .referrers(&key)
            .filter(|key| key.kind == Kind::ContractVersion)
            .filter_map(|key| self.document.find::<ContractVersion>(&key.id))
            .filter(|other| {
                matches!(
                    other.state,
                    ContractState::Published | ContractState::Deprecated
                )
            })
            .filter(|other| other.version.semver().major == sent.version.semver().major)
            .filter(|other| ranges.iter().any(|range| range.accepts(&other.version)))
            .max_by(|a, b| a.version.cmp(&b.version))?;
        (highest.id != sent.id).then_some(highest)
    }

    /// Whether what senders of one version write is read by receivers of another. None where one of them cannot be used.
    fn direction(
        &mut self,
        sent: &ContractVersion,
        reader: &ContractVersion,
    ) -> Option<VersionDirection> {
        let question = (sent.id.to_string(), reader.id.to_string());
        if let Some(known) = self.known.get(&question) {
            return known.clone();
        }
        let contract = self.document.find::<Contract>(&sent.contract);
        let writers = contract.map_or(Writers::default(), |contract| contract.writers);
        let compared = compare_versions(sent, reader, Mode::Backward, writers, Effort::default());
        let direction = compared.ok().map(|comparison| comparison.backward);
        self.known.insert(question, direction.clone());
        direction
    }
}

/// The contract versions that go over a seam: what the sender's version sends, of several the pinned one where it is among them; the pinned one
/// where the sender says nothing.
fn sent<'x>(seam: &Seam<'x>, sender: Option<&'x AgentVersion>) -> Vec<&'x Version> {
    let emits = sender.into_iter().flat_map(|sender| &sender.emits);
    let mut sent: Vec<&Version> = emits
        .filter(|emits| emits.contract == *seam.contract)
        .map(|emits| &emits.version)
        .collect();
    if let Some(pinned) = seam.pinned
        && (sent.is_empty() || sent.contains(&pinned))
    {
        return vec![pinned];
    }
    sent.sort_unstable();
    sent.dedup();
    sent
}
