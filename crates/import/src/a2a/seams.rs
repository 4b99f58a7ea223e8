//! Contracts that cards list: versions that agents emit and accept, and the handoffs that carry them.

use super::card::Card;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, guess_by, str_of};
use crate::text::visible;
use baton_model::{
    Accepts, AgentId, Emits, HandoffId, Kind, RecordKey, Target, Version, VersionRange, slug,
};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Draws what the extensions say; gives how many handoffs that were.
pub(super) fn draw(
    pen: &mut Pen<'_>,
    cards: &[Card<'_>],
    drawn: &[AgentId],
) -> Result<usize, ImportError> {
    let mut known: BTreeMap<String, AgentId> = BTreeMap::new();
    for (card, id) in cards.iter().zip(drawn) {
        for name in [card.own_id(), Some(card.name())].into_iter().flatten() {
            known
                .entry(slug(name, "agent"))
                .or_insert_with(|| id.clone());
        }
    }
    let mut made: BTreeMap<String, HandoffId> = BTreeMap::new();
    for (card, own) in cards.iter().zip(drawn) {
        pen.switch(card.file);
        for extension in card.seams() {
            for (list, others) in [("accepts", "from"), ("emits", "to")] {
                let place = format!("{}/{list}", extension.place);
                for (index, entry) in pen.objects(&place, extension.params.get(list)) {
                    let place = format!("{place}/{index}");
                    let seam = Seam {
                        entry,
                        place: &place,
                        gives: list == "emits",
                        others,
                    };
                    seam.draw(pen, own, &mut known, &mut made)?;
                }
            }
        }
    }
    Ok(made.len())
}

/// A contract that an agent gives or takes.
struct Seam<'s> {
    entry: &'s Map<String, Value>,
    place: &'s str,
    gives: bool,
    /// The member that names the other end, beside `agents`.
    others: &'static str,
}

impl Seam<'_> {
    fn draw(
        &self,
        pen: &mut Pen<'_>,
        own: &AgentId,
        known: &mut BTreeMap<String, AgentId>,
        made: &mut BTreeMap<String, HandoffId>,
    ) -> Result<(), ImportError> {
        let Some(name) = str_of(self.entry, "contract") else {
            pen.notes
                .warning(self.place, "this names no contract and was left out");
            return Ok(());
        };
        let schema = self.entry.get("schema").filter(|schema| schema.is_object());
        let (contract, version) =
            pen.contract_at(name, str_of(self.entry, "version"), self.place, || {
                schema.cloned()
            })?;
        let range = match (str_of(self.entry, "range"), &version) {
            (Some(range), _) => VersionRange::new(range).ok(),
            (None, Some(version)) => VersionRange::new(format!("^{version}")).ok(),
            (None, None) => None,
        };
        let gives = self.gives;
        let (emitted, accepted) = (contract.clone(), version.clone());
        pen.version(own, crate::sketch::DRAFT, self.place, |record| {
            match (gives, accepted, range) {
                (true, Some(version), _) => record.emits.push(Emits::new(emitted, version)),
                (false, _, Some(range))
                    if !record.accepts.iter().any(|known| known.contract == emitted) =>
                {
                    record.accepts.push(Accepts::new(emitted, range));
                }
                _ => {}
            }
        })?;
        let ends = self.names(&["agents", self.others]);
        let ids = self.names(&["handoffs"]);
        if ids.len() > 1 && ends.len() > 1 {
            pen.notes.info(self.place, "which of these handoffs leads to which agent is not in the card: one was drawn to each agent");
        }
        for end in &ends {
            let other = match known.get(&slug(end, "agent")) {
                Some(other) => other.clone(),
                None => self.stranger(pen, end, known)?,
            };
            let (from, to) = if gives { (own, &other) } else { (&other, own) };
            let pairs: Vec<Option<&str>> = if ends.len() == 1 && !ids.is_empty() {
                ids.iter().map(|id| Some(*id)).collect()
            } else {
                vec![None]
            };
            for id in pairs {
                let key = id.map_or_else(
                    || format!("{}->{}:{name}", pen.key_of(from), pen.key_of(to)),
                    str::to_owned,
                );
                if made.contains_key(&key) {
                    continue;
                }
                let handoff = pen.handoff(&key, from, Target::Agent(to.clone()), self.place)?;
                if let Some(id) = id {
                    pen.sketch.wish(Kind::Handoff, handoff.as_str(), id);
                }
                self.pin(pen, &handoff, &contract, version.as_ref());
                made.insert(key, handoff);
            }
        }
        Ok(())
    }

    fn pin(
        &self,
        pen: &mut Pen<'_>,
        id: &HandoffId,
        contract: &baton_model::ContractId,
        version: Option<&Version>,
    ) {
        pen.about(id, |handoff| {
            handoff.contract = Some(contract.clone());
            handoff.version = version.cloned();
        });
        pen.guessed_of(
            id,
            "mode transfer: a card does not say whether the caller keeps ownership",
        );
        let known = [
            "contract", "version", "range", "schema", "agents", "from", "to", "handoffs",
        ];
        pen.keep(
            &RecordKey::new(Kind::Handoff, id.as_str()),
            self.entry,
            &known,
            self.place,
        );
    }

    /// Somebody of whom a card only says the name.
    fn stranger(
        &self,
        pen: &mut Pen<'_>,
        name: &str,
        known: &mut BTreeMap<String, AgentId>,
    ) -> Result<AgentId, ImportError> {
        let by_name = guess_by(name);
        let guess = Guess::new(
            by_name.kind,
            by_name.function,
            format!("only the card of another names it, and {}", by_name.reason),
        );
        let id = pen.agent(name, name, self.place, &guess)?;
        pen.notes.info(
            self.place,
            format!(
                "{:?} is only named here; give its card too",
                visible(name, 80)
            ),
        );
        known.insert(slug(name, "agent"), id.clone());
        Ok(id)
    }

    /// Names in members that hold one or several.
    fn names(&self, members: &[&str]) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for member in members {
            let names: Vec<&str> = match self.entry.get(*member) {
                Some(Value::String(name)) => vec![name.as_str()],
                Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
                _ => Vec::new(),
            };
            for name in names {
                if !name.trim().is_empty() && !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }
}
