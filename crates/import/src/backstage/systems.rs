//! Systems and domains become groups of a drawing, where agents of the catalog belong to them.

use super::entity::Entity;
use crate::error::ImportError;
use crate::notes::Notes;
use crate::said;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{AgentId, GroupId, Kind, RecordRef};
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of domains.
const DEEPEST: usize = 32;

/// The groups of a catalog.
#[derive(Default)]
pub(super) struct Systems<'e> {
    known: BTreeMap<String, &'e Entity<'e>>,
    groups: BTreeMap<String, GroupId>,
    /// Groups that stand in no other, with their names.
    outermost: BTreeSet<String>,
}

impl<'e> Systems<'e> {
    pub(super) fn of(entities: &[&'e Entity<'e>]) -> Self {
        let all = entities.iter();
        let known = all
            .filter(|entity| matches!(entity.kind.as_str(), "system" | "domain"))
            .map(|entity| (entity.reference(), *entity));
        Self {
            known: known.collect(),
            ..Self::default()
        }
    }

    /// Whether an agent stands in the system or domain.
    pub(super) fn holds_agents(&self, entity: &Entity<'_>) -> bool {
        self.groups.contains_key(&entity.reference())
    }

    /// Puts an agent into the group of its system.
    pub(super) fn put(
        &mut self,
        sketch: &mut Sketch,
        entity: &Entity<'_>,
        agent: &AgentId,
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        let Some(system) = entity.spec("system") else {
            return Ok(());
        };
        let reference = entity.to(system, "system");
        if !self.known.contains_key(&reference) {
            notes.info(
                &format!("{}/spec/system", entity.place),
                format!(
                    "the system {:?} is no entity of this catalog, so no group was made of it; its name was kept as metadata",
                    visible(system, 80)
                ),
            );
            return Ok(());
        }
        let group = self.group(sketch, &reference, 0, notes)?;
        sketch.switch(entity.file);
        notes.switch(entity.file);
        let subject = RecordRef::new(Kind::Agent, agent.as_str());
        sketch.stands(subject, None, group.as_ref())
    }

    /// The group of a system or domain, inside that of what is around it.
    fn group(
        &mut self,
        sketch: &mut Sketch,
        reference: &str,
        depth: usize,
        notes: &mut Notes,
    ) -> Result<Option<GroupId>, ImportError> {
        if let Some(group) = self.groups.get(reference) {
            return Ok(Some(group.clone()));
        }
        let Some(entity) = self.known.get(reference).copied() else {
            return Ok(None);
        };
        let field = match entity.kind.as_str() {
            "system" => "domain",
            _ => "subdomainOf",
        };
        let mut parent = None;
        if let Some(around) = entity.spec(field) {
            let around = entity.to(around, "domain");
            notes.switch(entity.file);
            let place = format!("{}/spec/{field}", entity.place);
            if depth >= DEEPEST || self.is_around(reference, &around) {
                notes.warning(
                    &place,
                    format!(
                        "{} is inside itself, or nested too deep; this was left out",
                        visible(&around, 120)
                    ),
                );
            } else {
                parent = self.group(sketch, &around, depth + 1, notes)?;
                notes.switch(entity.file);
                if parent.is_none() {
                    notes.info(
                        &place,
                        format!(
                            "{} is no entity of this catalog, so no group was made of it",
                            visible(&around, 120)
                        ),
                    );
                }
            }
        }
        sketch.switch(entity.file);
        let name = said::name(entity.shown(), entity.name);
        let group = sketch.group(reference, &name, parent.as_ref(), &entity.place)?;
        for field in ["description", "owner"] {
            let value = match field {
                "owner" => &entity.value["spec"][field],
                _ => &entity.value["metadata"][field],
            };
            if let Some(value) = said::metadata(field, value, &entity.place, notes) {
                sketch.keep(Kind::Group, group.as_str(), field, value);
            }
        }
        if parent.is_none() {
            self.outermost.insert(name);
        }
        self.groups.insert(reference.to_owned(), group.clone());
        Ok(Some(group))
    }

    /// Whether what is around a domain is, in the end, the domain itself.
    fn is_around(&self, reference: &str, around: &str) -> bool {
        let mut next = around.to_owned();
        for _ in 0..DEEPEST {
            if next == reference {
                return true;
            }
            let above = self
                .known
                .get(&next)
                .and_then(|entity| Some(entity.to(entity.spec("subdomainOf")?, "domain")));
            match above {
                Some(above) => next = above,
                None => return false,
            }
        }
        true
    }

    /// What the drawing is called where one group is around all others.
    pub(super) fn name(&self) -> Option<&str> {
        let only = self.outermost.first().filter(|_| self.outermost.len() == 1);
        only.map(String::as_str)
    }
}
