//! Entities become teams, people, agents and contracts.

use super::entity::Entity;
use super::kinds::agent_kind;
use super::systems::Systems;
use crate::error::ImportError;
use crate::guess::Guess;
use crate::json_schema::tell_references;
use crate::notes::Notes;
use crate::said;
use crate::sketch::Sketch;
use crate::text::visible;
use baton_model::{
    AgentKind, Contact, Kind, Lifecycle, Person, PersonId, Record, RecordKey, Team, TeamId,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn catalog<'e>(
    sketch: &mut Sketch,
    entities: &'e [Entity<'e>],
    notes: &mut Notes,
) -> Result<(), ImportError> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut distinct = Vec::new();
    for entity in entities {
        if seen.insert(entity.reference()) {
            distinct.push(entity);
        } else {
            notes.switch(entity.file);
            notes.warning(
                &entity.place,
                format!(
                    "{} stands in the catalog twice; the first was taken",
                    visible(&entity.reference(), 120)
                ),
            );
        }
    }
    let mut filling = Filling {
        sketch,
        teams: BTreeMap::new(),
        systems: Systems::of(&distinct),
    };
    for entity in distinct.iter().filter(|entity| entity.kind == "group") {
        filling.group(entity, notes)?;
    }
    filling.parents(&distinct, notes);
    filling.people(&distinct, notes)?;
    let mut others: BTreeMap<String, Vec<&Entity<'_>>> = BTreeMap::new();
    for entity in &distinct {
        notes.switch(entity.file);
        filling.sketch.switch(entity.file);
        match entity.kind.as_str() {
            "group" | "user" | "system" | "domain" => {}
            "component" => match agent_kind(entity) {
                Some(kind) => filling.agent(entity, kind, notes)?,
                None => others
                    .entry(format!(
                        "component of type {:?}",
                        visible(entity.spec("type").unwrap_or_default(), 40)
                    ))
                    .or_default()
                    .push(entity),
            },
            "api" => filling.api(entity, notes)?,
            kind => others.entry(visible(kind, 40)).or_default().push(entity),
        }
    }
    let groups = ["system", "domain"];
    let around = distinct
        .iter()
        .filter(|one| groups.contains(&one.kind.as_str()));
    for entity in around.filter(|one| !filling.systems.holds_agents(one)) {
        let what = format!("{} that no agent of the catalog stands in", entity.kind);
        others.entry(what).or_default().push(entity);
    }
    if let Some(name) = filling.systems.name() {
        name.clone_into(&mut filling.sketch.topology.name);
    }
    for (what, left) in others {
        tell_left_out(&what, &left, notes);
    }
    Ok(())
}

/// Says which entities of a kind were left out, at the place of the first, and where the others stand.
fn tell_left_out(what: &str, left: &[&Entity<'_>], notes: &mut Notes) {
    let Some(first) = left.first() else { return };
    let named = |entity: &&Entity<'_>| {
        let name = visible(entity.name, 60);
        if entity.file == first.file && entity.place == first.place {
            return name;
        }
        let file = if entity.file == first.file {
            String::new()
        } else {
            visible(entity.file, 120)
        };
        format!("{name} ({file}#{})", entity.place)
    };
    let shown: Vec<String> = left.iter().take(10).map(named).collect();
    notes.switch(first.file);
    notes.warning(
        &first.place,
        format!(
            "{} ({what}): {}",
            said::counted(
                left.len(),
                "entity was left out, since it is no agent",
                "entities were left out, since they are no agents",
            ),
            shown.join(", ")
        ),
    );
}

struct Filling<'s, 'e> {
    sketch: &'s mut Sketch,
    teams: BTreeMap<String, TeamId>,
    systems: Systems<'e>,
}

impl Filling<'_, '_> {
    fn group(&mut self, entity: &Entity<'_>, notes: &mut Notes) -> Result<(), ImportError> {
        notes.switch(entity.file);
        self.sketch.switch(entity.file);
        let id = TeamId::new(self.sketch.provisional(Kind::Team))?;
        let mut team = Team::new(id.clone(), said::name(entity.shown(), entity.name));
        team.purpose = entity
            .metadata("description")
            .map_or_else(String::new, |text| said::prose(text, &entity.place, notes));
        if let Some(email) = entity.value["spec"]["profile"]["email"].as_str() {
            team.contacts
                .push(Contact::new("email".to_owned(), visible(email, 200)));
        }
        team.platform = entity
            .spec("type")
            .is_some_and(|kind| kind.contains("platform"));
        let own =
            |name: &str| name.eq_ignore_ascii_case("slack") || name.ends_with("/slack-channel");
        for (name, value) in entity.value["metadata"]["annotations"]
            .as_object()
            .into_iter()
            .flatten()
        {
            if let Some(channel) = value.as_str().filter(|_| own(name)) {
                team.contacts
                    .push(Contact::new("slack".to_owned(), visible(channel, 200)));
            }
        }
        self.named(
            &entity.reference(),
            &entity.place,
            entity.name,
            Kind::Team,
            id.as_str(),
            team,
        );
        self.teams.insert(entity.reference(), id);
        Ok(())
    }

    /// Adds a record that goes by its name in the registry, and wishes for the entity's name as its id.
    fn named(
        &mut self,
        key: &str,
        place: &str,
        name: &str,
        kind: Kind,
        id: &str,
        record: impl Into<Record>,
    ) {
        self.sketch.add(key, place, record);
        self.sketch.wish(kind, id, name);
        if let Some(part) = self.sketch.part_mut(&RecordKey::new(kind, id)) {
            part.goes_by_name = true;
        }
    }

    /// Parents of groups, said from below or from above; circles are left open.
    fn parents(&mut self, entities: &[&Entity<'_>], notes: &mut Notes) {
        let mut parents: BTreeMap<String, String> = BTreeMap::new();
        for entity in entities.iter().filter(|entity| entity.kind == "group") {
            if let Some(parent) = entity.spec("parent") {
                parents.insert(entity.reference(), entity.to(parent, "group"));
            }
            for child in entity.list("children") {
                parents
                    .entry(entity.to(child, "group"))
                    .or_insert_with(|| entity.reference());
            }
        }
        let mut settled: BTreeMap<String, String> = BTreeMap::new();
        for (child, parent) in parents {
            let (Some(id), Some(parent_id)) = (self.teams.get(&child), self.teams.get(&parent))
            else {
                continue;
            };
            let mut above = Some(&parent);
            while let Some(next) = above.filter(|next| **next != child) {
                above = settled.get(next);
            }
            if above.is_some() {
                notes.warning(
                    "",
                    format!(
                        "{} and {} are each above the other; one of it was left out",
                        visible(&child, 80),
                        visible(&parent, 80)
                    ),
                );
                continue;
            }
            if let Some(part) = self
                .sketch
                .part_mut(&RecordKey::new(Kind::Team, id.as_str()))
                && let Record::Team(team) = &mut part.record
            {
                team.parent = Some(parent_id.clone());
            }
            settled.insert(child, parent);
        }
    }

    fn people(&mut self, entities: &[&Entity<'_>], notes: &mut Notes) -> Result<(), ImportError> {
        let mut memberships: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for group in entities.iter().filter(|entity| entity.kind == "group") {
            for member in group.list("members") {
                memberships
                    .entry(group.to(member, "user"))
                    .or_default()
                    .insert(group.reference());
            }
        }
        for user in entities.iter().filter(|entity| entity.kind == "user") {
            notes.switch(user.file);
            self.sketch.switch(user.file);
            let mut groups = memberships.remove(&user.reference()).unwrap_or_default();
            groups.extend(user.list("memberOf").map(|group| user.to(group, "group")));
            let email = user.value["spec"]["profile"]["email"].as_str();
            self.person(
                &user.reference(),
                user.name,
                user.shown(),
                email,
                &groups,
                &user.place,
            )?;
        }
        for (reference, groups) in memberships {
            let name = reference
                .rsplit('/')
                .next()
                .unwrap_or(&reference)
                .to_owned();
            notes.info("", format!("{} is a member of a group and stands nowhere as a user; only the name is known", visible(&reference, 120)));
            self.person(&reference, &name, &name, None, &groups, "")?;
        }
        Ok(())
    }

    fn person(
        &mut self,
        key: &str,
        id: &str,
        name: &str,
        email: Option<&str>,
        groups: &BTreeSet<String>,
        place: &str,
    ) -> Result<(), ImportError> {
        let own = PersonId::new(self.sketch.provisional(Kind::Person))?;
        let mut person = Person::new(own.clone(), said::name(name, id));
        person.email = email.map(|email| visible(email, 200));
        person.teams = groups
            .iter()
            .filter_map(|group| self.teams.get(group))
            .cloned()
            .collect();
        self.named(key, place, id, Kind::Person, own.as_str(), person);
        Ok(())
    }

    /// The team of an owner; a person is none.
    fn owner(
        &mut self,
        entity: &Entity<'_>,
        notes: &mut Notes,
    ) -> Result<Option<TeamId>, ImportError> {
        let place = format!("{}/spec/owner", entity.place);
        let Some(owner) = entity.spec("owner") else {
            notes.warning(
                &place,
                format!("{:?} has no owner", visible(entity.name, 80)),
            );
            return Ok(None);
        };
        let reference = entity.to(owner, "group");
        if reference.starts_with("user:") {
            notes.warning(
                &place,
                format!(
                    "{:?} is owned by a person, {:?}; a team has to own it",
                    visible(entity.name, 80),
                    visible(owner, 80)
                ),
            );
            return Ok(None);
        }
        if let Some(team) = self.teams.get(&reference) {
            return Ok(Some(team.clone()));
        }
        let name = reference.rsplit('/').next().unwrap_or(&reference);
        let team = self
            .sketch
            .team(if name.is_empty() { &reference } else { name }, &place)?;
        self.teams.insert(reference.clone(), team.clone());
        Ok(Some(team))
    }

    fn agent(
        &mut self,
        entity: &Entity<'_>,
        (kind, reason): (AgentKind, String),
        notes: &mut Notes,
    ) -> Result<(), ImportError> {
        let team = self.owner(entity, notes)?;
        let name = said::name(entity.shown(), entity.name);
        let id = self.sketch.agent(
            &entity.reference(),
            &name,
            &entity.place,
            &Guess::new(kind, None, reason),
        )?;
        self.sketch.wish(Kind::Agent, id.as_str(), entity.name);
        let lifecycle = match entity.spec("lifecycle").unwrap_or_default() {
            "production" => Lifecycle::Production,
            "deprecated" => Lifecycle::Deprecated,
            "retired" => Lifecycle::Retired,
            "experimental" | "" => Lifecycle::Experimental,
            other => {
                notes.info(
                    &format!("{}/spec/lifecycle", entity.place),
                    format!(
                        "{:?} is no lifecycle that Baton knows; experimental was taken",
                        visible(other, 40)
                    ),
                );
                Lifecycle::Experimental
            }
        };
        let scope = entity
            .metadata("description")
            .map_or_else(String::new, |text| said::prose(text, &entity.place, notes));
        if let Some(agent) = self.sketch.agent_mut(&id) {
            agent.team = team;
            agent.lifecycle = lifecycle;
            agent.role.scope.text = scope;
            agent.capabilities = entity.value["metadata"]["tags"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .map(|tag| visible(tag, 100))
                .collect();
            for link in entity.value["metadata"]["links"]
                .as_array()
                .into_iter()
                .flatten()
                .take(100)
            {
                let Some(url) = link["url"].as_str().map(|url| visible(url, 500)) else {
                    continue;
                };
                let title = link["title"]
                    .as_str()
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                if title.contains("mcp") {
                    agent.links.mcp = Some(url);
                } else if title.contains("a2a") || title.contains("agent card") {
                    agent.links.a2a = Some(url);
                } else if title.contains("dashboard") {
                    agent.links.dashboard = Some(url);
                } else if title.contains("repo") || title.contains("source") {
                    agent.links.repo = Some(url);
                }
            }
            let annotation = |name: &str| entity.value["metadata"]["annotations"][name].as_str();
            if agent.links.repo.is_none() {
                let source = annotation("backstage.io/source-location")
                    .map(|text| text.trim_start_matches("url:").to_owned());
                let slug = annotation("github.com/project-slug")
                    .map(|slug| format!("https://github.com/{slug}"));
                agent.links.repo = source.or(slug).map(|url| visible(&url, 500));
            }
        }
        self.systems.put(self.sketch, entity, &id, notes)?;
        for name in [
            "system",
            "subcomponentOf",
            "dependsOn",
            "providesApis",
            "consumesApis",
        ] {
            if let Some(value) =
                said::metadata(name, &entity.value["spec"][name], &entity.place, notes)
            {
                self.sketch.keep(Kind::Agent, id.as_str(), name, value);
            }
        }
        if entity.value["spec"]["dependsOn"]
            .as_array()
            .is_some_and(|list| !list.is_empty())
        {
            notes.info(&format!("{}/spec/dependsOn", entity.place), "what a component depends on is no handoff and was kept as metadata: draw whom the agent hands over to");
        }
        Ok(())
    }

    fn api(&mut self, entity: &Entity<'_>, notes: &mut Notes) -> Result<(), ImportError> {
        let place = format!("{}/spec/definition", entity.place);
        let kind = entity.spec("type").unwrap_or_default().to_ascii_lowercase();
        if !matches!(kind.as_str(), "jsonschema" | "json-schema") {
            notes.warning(&place, format!("the API {:?} is of type {:?} and was not carried; import its definition by itself if it is an AsyncAPI document", visible(entity.name, 80), visible(&kind, 40)));
            return Ok(());
        }
        let schema = match &entity.value["spec"]["definition"] {
            Value::String(text) => baton_model::parse_json(text).ok(),
            Value::Object(fields)
                if fields.contains_key("$text")
                    || fields.contains_key("$json")
                    || fields.contains_key("$yaml") =>
            {
                notes.warning(
                    &place,
                    "the definition stands in another file, which was not fetched",
                );
                return Ok(());
            }
            other => Some(other.clone()),
        };
        let Some(schema) = schema.and_then(|schema| said::schema(&schema, &place, notes)) else {
            notes.warning(
                &place,
                "the definition is no JSON Schema; no contract was made",
            );
            return Ok(());
        };
        tell_references(&schema, &place, notes);
        let team = self.owner(entity, notes)?;
        let (id, _) = self.sketch.contract(
            &entity.reference(),
            &said::name(entity.shown(), entity.name),
            &schema,
            &place,
        )?;
        self.sketch.wish(Kind::Contract, id.as_str(), entity.name);
        let purpose = entity
            .metadata("description")
            .map_or_else(String::new, |text| said::prose(text, &entity.place, notes));
        if let Some(contract) = self.sketch.contract_mut(&id) {
            contract.team = team;
            contract.purpose = purpose;
        }
        Ok(())
    }
}
