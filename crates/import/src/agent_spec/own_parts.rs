//! Records of an export of Baton, as they were written down.

use super::own::Told;
use super::spec::{Part, Spec};
use crate::error::ImportError;
use crate::pen::{Pen, str_of};
use crate::text::visible;
use baton_model::{
    AgentId, At, ContractId, ContractState, Kind, Record, RecordKey, References, Topology, Version,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the export writes where no model is on record.
const NO_MODEL: &str = "model-not-recorded";
/// How many fields of a record may be left out because nobody knows them.
const MOST_UNKNOWN: usize = 40;

/// What records of the file are called in the sketch.
#[derive(Default)]
pub(super) struct Records {
    names: BTreeMap<RecordKey, String>,
    /// Contracts of the file with the numbers of their versions.
    numbers: BTreeSet<(ContractId, Version)>,
}

impl Records {
    /// The topology itself.
    pub(super) fn topology(
        &mut self,
        pen: &mut Pen<'_>,
        told: &Told<'_>,
    ) -> Result<(), ImportError> {
        let id = pen.sketch.topology.id.clone();
        self.names
            .insert(RecordKey::new(Kind::Topology, told.id), id.to_string());
        if let Some(Record::Topology(topology)) = self.read(pen, told)? {
            pen.sketch.topology = Topology { id, ..*topology };
            pen.sketch.topology_wish = Some(told.id.to_owned());
        }
        Ok(())
    }

    /// A record with what the components around it say of it.
    pub(super) fn draw(
        &mut self,
        pen: &mut Pen<'_>,
        spec: &Spec<'_>,
        told: &Told<'_>,
    ) -> Result<(), ImportError> {
        let Some(mut record) = self.read(pen, told)? else {
            return Ok(());
        };
        if let Record::ContractVersion(version) = &mut record {
            version.state = ContractState::Draft;
            version.notice_date = None;
            version.sunset_date = None;
        }
        let own = pen.sketch.provisional(told.kind);
        let key = record.key();
        record.rename(&|kind, id| (RecordKey::new(kind, id) == key).then(|| own.clone()));
        self.names.insert(key, own);
        let agent = match &record {
            Record::Agent(agent) => Some(agent.id.clone()),
            _ => None,
        };
        pen.record(record, told.id, &told.place)?;
        if let (Some(agent), Some(part)) = (agent, &told.part) {
            words(pen, &agent, part);
            model(pen, spec, &agent, part)?;
        }
        Ok(())
    }

    /// The record in names of the sketch; nothing, with a note, where it cannot stand.
    fn read(&mut self, pen: &mut Pen<'_>, told: &Told<'_>) -> Result<Option<Record>, ImportError> {
        let mut fields = told.fields.clone();
        pen.cleaned(&mut fields, &told.place);
        fields["id"] = Value::from(told.id);
        let Some(mut record) = parsed(pen, told, fields) else {
            return Ok(None);
        };
        record.set_origin(None);
        let mut found = Vec::new();
        record.references(&At::Root, &mut found);
        let mut teams = BTreeMap::new();
        for reference in found {
            let to = reference.to;
            if to.kind == Kind::Team {
                let team = pen.sketch.team(&to.id, &told.place)?;
                pen.sketch.wish(Kind::Team, team.as_str(), &to.id);
                teams.insert(to.id, team.to_string());
            } else if to != record.key() && !self.names.contains_key(&to) {
                let stands = record.detach(&to);
                let kept = if stands {
                    "that was left out"
                } else {
                    "it was left out"
                };
                pen.notes.warning(
                    &told.place,
                    format!(
                        "the {} {:?} names the {to}, which is not in the file: {kept}",
                        told.kind,
                        visible(told.id, 80)
                    ),
                );
                if !stands {
                    return Ok(None);
                }
            }
        }
        agree(pen, told, &mut record);
        if !self.pinned(pen, told, &mut record) {
            return Ok(None);
        }
        record.rename(&|kind, id| match kind {
            Kind::Team => teams.get(id).cloned(),
            _ => self.names.get(&RecordKey::new(kind, id)).cloned(),
        });
        Ok(Some(record))
    }
}

impl Records {
    /// Whether a record stands by the versions of its contract: a handoff lets go of one that is not in the file, and of two versions
    /// with one number the second is none.
    fn pinned(&mut self, pen: &mut Pen<'_>, told: &Told<'_>, record: &mut Record) -> bool {
        let (stands, message) = match record {
            Record::ContractVersion(one) => {
                let is_new = self
                    .numbers
                    .insert((one.contract.clone(), one.version.clone()));
                (
                    is_new,
                    "the contract has this version already: it was left out",
                )
            }
            Record::Handoff(handoff) => {
                let pin = handoff.contract.clone().zip(handoff.version.clone());
                if pin.is_none_or(|pin| self.numbers.contains(&pin)) {
                    return true;
                }
                handoff.version = None;
                (
                    true,
                    "its version of the contract is not in the file: that was left out",
                )
            }
            _ => return true,
        };
        if !stands || matches!(record, Record::Handoff(_)) {
            pen.notes.warning(&told.place, message);
        }
        stands
    }
}

/// Takes out fields that do not agree with each other: no registry holds them.
fn agree(pen: &mut Pen<'_>, told: &Told<'_>, record: &mut Record) {
    let left_out = match record {
        Record::Handoff(handoff) if handoff.contract.is_none() && handoff.version.is_some() => {
            handoff.version = None;
            "a version without a contract"
        }
        Record::Contract(contract) => {
            let mut numbers = BTreeSet::new();
            let mut fields = BTreeSet::new();
            let fit = contract.field_numbers.iter().all(|one| {
                (1..=536_870_911).contains(&one.number)
                    && !(19_000..=19_999).contains(&one.number)
                    && numbers.insert((&one.message, one.number))
                    && fields.insert((&one.message, &one.field, &one.proto_type))
            });
            if fit {
                return;
            }
            contract.field_numbers = Vec::new();
            "field numbers that Protobuf does not take, or that two fields share"
        }
        _ => return,
    };
    let message = format!("{left_out}: that was left out");
    pen.notes.warning(&told.place, message);
}

/// The record; fields that nobody understands are left out, each with a note.
fn parsed(pen: &mut Pen<'_>, told: &Told<'_>, mut fields: Value) -> Option<Record> {
    for _ in 0..MOST_UNKNOWN {
        let error = match Record::from_json(told.kind, fields.clone()) {
            Ok(record) => return Some(record),
            Err(error) => error,
        };
        let path = error.path().to_string();
        let field = path.split(['.', '[']).next().unwrap_or_default();
        let message = visible(&error.inner().to_string(), 200);
        let is_left_out = fields
            .as_object_mut()
            .is_some_and(|fields| fields.remove(field).is_some());
        let what = if is_left_out {
            "the field"
        } else {
            "the record"
        };
        pen.notes.warning(
            &told.place,
            format!("{what} was left out, as it cannot be read: {message}"),
        );
        if !is_left_out {
            return None;
        }
    }
    None
}

/// Takes over the name and the scope where somebody has changed them in the component since.
fn words(pen: &mut Pen<'_>, agent: &AgentId, part: &Part<'_>) {
    let Some((known, scope)) = pen
        .sketch
        .agent_mut(agent)
        .map(|agent| (agent.name.clone(), agent.role.scope.text.clone()))
    else {
        return;
    };
    // Tools are called by their ids: their names are not in the file.
    let is_called = ["ServerTool", "ClientTool"].contains(&part.kind);
    let name = visible(&part.name(), 200);
    if !is_called
        && plain(&name) != plain(&visible(&known, 200))
        && str_of(part.fields, "name").is_some()
    {
        pen.of(agent, |agent| agent.name.clone_from(&name));
    }
    let prompt = pen.text(&part.at("system_prompt"), part.fields.get("system_prompt"));
    let said = prompt
        .strip_prefix(&format!("You are {}. ", part.name()))
        .unwrap_or(&prompt);
    let end = said
        .find(":\n{{")
        .map_or(said.len(), |at| said[..at].rfind("\n\n").unwrap_or(0));
    let said = said[..end].trim();
    let is_made_up = scope.trim().is_empty()
        && str_of(part.fields, "description").is_some_and(|text| plain(text) == plain(said));
    if !said.is_empty() && !is_made_up && plain(said) != plain(&scope) {
        pen.of(agent, |agent| said.clone_into(&mut agent.role.scope.text));
    }
}

fn model(
    pen: &mut Pen<'_>,
    spec: &Spec<'_>,
    agent: &AgentId,
    part: &Part<'_>,
) -> Result<(), ImportError> {
    let model = part
        .fields
        .get("llm_config")
        .and_then(|model| spec.part(model, ""));
    let named = model
        .as_ref()
        .and_then(|model| str_of(model.fields, "model_id"))
        .filter(|model| *model != NO_MODEL);
    match named {
        Some(model) => pen.model(agent, model, &part.place),
        None => Ok(()),
    }
}

/// A text without what the export changes in it: white space, and room between braces.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}
