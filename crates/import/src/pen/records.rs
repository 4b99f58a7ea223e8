//! Records that a pen draws beside agents and handoffs: contracts, versions, servers.

use super::Pen;
use super::values::{address, clean, known, shown, within};
use crate::error::ImportError;
use crate::limits;
use crate::sketch::DRAFT;
use crate::text::{looks_secret, visible};
use baton_model::{
    AgentId, AgentKind, AgentVersion, AgentVersionId, ContractId, Kind, Record, RecordKey, Version,
    slug,
};
use serde_json::Value;

impl Pen<'_> {
    /// A draft contract with one version, its schema without secrets.
    pub(crate) fn contract(
        &mut self,
        key: &str,
        name: &str,
        schema: &Value,
        place: &str,
    ) -> Result<(ContractId, Version), ImportError> {
        let (key, _) = self.key(Kind::Contract, key, place);
        let mut schema = schema.clone();
        self.cleaned(&mut schema, place);
        self.sketch
            .contract(&key, &shown(name, &key), &schema, place)
    }

    /// A contract that the file knows by an id, with one of its versions; the same id and version give the same records.
    pub(crate) fn contract_at(
        &mut self,
        id: &str,
        version: Option<&str>,
        place: &str,
        schema: impl FnOnce() -> Option<Value>,
    ) -> Result<(ContractId, Option<Version>), ImportError> {
        let contract = if let Some(known) = self.contracts.get(id) {
            known.clone()
        } else {
            let (key, _) = self.key(Kind::Contract, id, place);
            let contract = self.sketch.contract_called(&key, id, place)?;
            self.contracts.insert(id.to_owned(), contract.clone());
            contract
        };
        let Some(number) = version else {
            return Ok((contract, None));
        };
        let key = (id.to_owned(), number.to_owned());
        if let Some(known) = self.pinned.get(&key) {
            return Ok((contract, Some(known.clone())));
        }
        let Ok(parsed) = Version::new(number) else {
            let number = visible(number, 40);
            self.notes.warning(
                place,
                format!("{number:?} is no version; the handoff pins none"),
            );
            return Ok((contract, None));
        };
        let mut schema = schema();
        match &mut schema {
            Some(schema) => self.cleaned(schema, place),
            None => self.notes.warning(
                place,
                format!(
                    "the payload of {} {number} is not in the file: its schema is empty",
                    visible(id, 80)
                ),
            ),
        }
        let (kept, _) = self.key(Kind::ContractVersion, &format!("{id}@{number}"), place);
        self.sketch
            .version_of(&kept, &contract, &parsed, schema, place)?;
        self.pinned.insert(key, parsed.clone());
        Ok((contract, Some(parsed)))
    }

    /// A record that was written down whole: `id` is what it was called, its references have to be of this drawing.
    pub(crate) fn record(
        &mut self,
        record: Record,
        id: &str,
        place: &str,
    ) -> Result<(), ImportError> {
        let (key, _) = self.key(record.kind(), id, place);
        match &record {
            Record::Agent(agent) => {
                self.agents += 1;
                within(self.agents, limits::AGENTS, "agents", place)?;
                self.keys.insert(agent.id.clone(), key.clone());
            }
            Record::Handoff(_) => {
                self.handoffs += 1;
                within(self.handoffs, limits::HANDOFFS, "handoffs", place)?;
            }
            _ => {}
        }
        let address = record.key();
        if record.derived_id().is_none() && slug(id, "record") != id {
            self.notes.info(
                place,
                format!(
                    "the id {:?} is written as {:?} here",
                    visible(id, 80),
                    slug(id, "record")
                ),
            );
        }
        self.sketch.add(&key, place, record);
        self.sketch.wish(address.kind, &address.id, id);
        Ok(())
    }

    /// Takes secrets out of a value, with a note where there were any.
    pub(crate) fn cleaned(&mut self, value: &mut Value, place: &str) {
        for place in clean(value, place) {
            self.secret(&place);
        }
    }

    /// The model behind an agent, as its first version.
    pub(crate) fn model(
        &mut self,
        id: &AgentId,
        model: &str,
        place: &str,
    ) -> Result<(), ImportError> {
        let model = model.trim();
        if model.is_empty() || looks_secret(model) {
            return Ok(());
        }
        self.version(id, DRAFT, place, |version| {
            version.model = Some(visible(model, 200));
        })
    }

    /// The agent's version, made where it is not there yet.
    pub(crate) fn version(
        &mut self,
        agent: &AgentId,
        number: &str,
        place: &str,
        say: impl FnOnce(&mut AgentVersion),
    ) -> Result<(), ImportError> {
        let key = if let Some(key) = self.versions.get(agent) {
            key.clone()
        } else {
            let id = AgentVersionId::new(self.sketch.provisional(Kind::AgentVersion))?;
            let number = Version::new(number)
                .or_else(|_| Version::new(DRAFT))
                .map_err(|error| ImportError::new("", place, error, ""))?;
            let version = AgentVersion::new(id, agent.clone(), number);
            let key = RecordKey::new(Kind::AgentVersion, version.id.as_str());
            self.sketch.add(&self.key_of(agent), place, version);
            self.versions.insert(agent.clone(), key.clone());
            key
        };
        if let Some(part) = self.sketch.part_mut(&key)
            && let Record::AgentVersion(version) = &mut part.record
        {
            say(version);
        }
        Ok(())
    }

    /// An MCP server, as a tool of its own on the drawing.
    pub(crate) fn server(
        &mut self,
        key: &str,
        name: &str,
        url: Option<&str>,
        place: &str,
    ) -> Result<AgentId, ImportError> {
        let tool = known(AgentKind::Tool);
        let id = self.agent(key, name, place, &tool)?;
        match url.map(|url| (url, address(url))) {
            Some((_, Some(address))) => {
                let address = address.to_owned();
                self.of(&id, |agent| agent.links.mcp = Some(address));
            }
            Some((url, None)) if !url.trim().is_empty() => self.notes.warning(
                place,
                "the server's address is no http address without a password, and was not carried",
            ),
            _ => {}
        }
        Ok(id)
    }
}
