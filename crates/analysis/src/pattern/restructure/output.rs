//! What agents say they put out, and whether a contract takes it. The rule CON019 asks the same of handoffs as they are.

use super::Ground;
use baton_contract::{CompareOptions, Effort, PayloadValidator, inclusion};
use baton_model::{
    AgentId, AgentVersion, Contract, ContractId, ContractVersion, Deployment, Handoff, Kind,
    RecordKey, Version,
};

/// Steps of a comparison; what takes more is passed over.
const STEPS: u64 = 20_000;

impl<'a> Ground<'a> {
    /// The version of an agent whose declared output holds something that neither the handoff's contract takes nor any other that it sends.
    /// `None` as well where nobody has said what it puts out.
    pub(super) fn puts_out_else(
        &self,
        sender: &AgentId,
        handoff: &Handoff,
    ) -> Option<&'a AgentVersion> {
        let of_sender = self.in_use(sender)?;
        let output = &of_sender.output_schema.as_ref()?.0;
        let asked = self.pinned(handoff)?;
        let contract: Option<&Contract> = self.document.find(&asked.contract);
        let options = CompareOptions {
            writers: contract.map(|one| one.writers).unwrap_or_default(),
            effort: Effort {
                steps: STEPS,
                milliseconds: None,
            },
            ..CompareOptions::default()
        };
        let asked = &asked.payload_schema.0;
        let example = inclusion(output, asked, &options).ok()?.counterexample?;
        let emitted = of_sender
            .emits
            .iter()
            .filter_map(|emits| self.version(&emits.contract, &emits.version));
        let sent = self.graph().sent_by(sender);
        let sent = sent.filter_map(|other| self.pinned(other));
        let mut schemas = emitted
            .chain(sent)
            .map(|version| &version.payload_schema.0)
            .chain([asked]);
        let is_refused = schemas.all(|schema| {
            PayloadValidator::compile(schema).is_ok_and(|validator| !validator.accepts(&example.0))
        });
        is_refused.then_some(of_sender)
    }

    /// Whether any version of an agent emits what a handoff carries, in that version if one is named. An agent without versions has not said.
    pub(super) fn emits(&self, agent: &AgentId, handoff: &Handoff) -> bool {
        let Some(contract) = &handoff.contract else {
            return true;
        };
        let is_it = |emits: &baton_model::Emits| {
            let version = handoff.version.as_ref();
            emits.contract == *contract && version.is_none_or(|version| emits.version == *version)
        };
        let mut versions = self.versions(agent).peekable();
        versions.peek().is_none() || versions.any(|of_agent| of_agent.emits.iter().any(is_it))
    }

    /// Whether the version of an agent that is in use takes what a handoff carries, as far as it has said what it takes.
    pub(super) fn accepts(&self, agent: &AgentId, handoff: &Handoff) -> bool {
        let Some(contract) = &handoff.contract else {
            return true;
        };
        let ranges = self
            .in_use(agent)
            .and_then(|version| baton_graph::exchange::accepted(version, contract));
        ranges.is_none_or(|ranges| {
            let version = handoff.version.as_ref();
            ranges
                .iter()
                .any(|range| version.is_none_or(|version| range.accepts(version)))
        })
    }

    /// The version that is deployed in the topology's environment, else the highest.
    fn in_use(&self, agent: &AgentId) -> Option<&'a AgentVersion> {
        let environment = self.graph().topology()?.environment.as_ref();
        let deployed = environment.and_then(|environment| {
            let deployment: &Deployment = self.document.find(format!("{agent}@{environment}"))?;
            self.document
                .find(format!("{agent}@{}", deployment.version))
        });
        deployed.or_else(|| {
            self.versions(agent)
                .max_by(|a, b| a.version.cmp(&b.version))
        })
    }

    fn versions(&self, agent: &AgentId) -> impl Iterator<Item = &'a AgentVersion> + use<'a> {
        let key = RecordKey::new(Kind::Agent, agent.as_str());
        let document = self.document;
        let of_agent: Vec<&AgentVersion> = document
            .referrers(&key)
            .filter(|key| key.kind == Kind::AgentVersion)
            .filter_map(|key| document.find(&key.id))
            .collect();
        of_agent.into_iter()
    }

    fn pinned(&self, handoff: &Handoff) -> Option<&'a ContractVersion> {
        self.version(handoff.contract.as_ref()?, handoff.version.as_ref()?)
    }

    fn version(&self, contract: &ContractId, version: &Version) -> Option<&'a ContractVersion> {
        self.document.find(format!("{contract}@{version}"))
    }
}

/// What a handoff carries, for example `case@1.0.0`.
pub(super) fn carried(handoff: &Handoff) -> String {
    match (&handoff.contract, &handoff.version) {
        (Some(contract), Some(version)) => format!("{contract}@{version}"),
        (Some(contract), None) => contract.to_string(),
        (None, _) => "what nobody has agreed".to_owned(),
    }
}
