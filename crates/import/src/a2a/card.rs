//! A card: who the agent is, how it is reached, what it can do.

use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, address, at, guess_ai, str_of};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, Kind};
use serde_json::{Map, Value};

/// The versions of the protocol that this reader was written against.
const KNOWN: [&str; 3] = ["0.2", "0.3", "1.0"];

/// An agent card with its place.
pub(super) struct Card<'v> {
    pub file: &'v str,
    pub place: String,
    pub fields: &'v Map<String, Value>,
}

/// An extension with its parameters.
pub(super) struct Extension<'v> {
    pub params: &'v Map<String, Value>,
    pub place: String,
}

impl<'v> Card<'v> {
    pub(super) fn read(file: &'v str, place: &str, value: &'v Value) -> Option<Self> {
        Some(Self {
            file,
            place: place.to_owned(),
            fields: value.as_object()?,
        })
    }

    pub(super) fn name(&self) -> &'v str {
        str_of(self.fields, "name").unwrap_or("agent")
    }

    pub(super) fn at(&self, member: &str) -> String {
        at(&self.place, member)
    }

    /// Extensions that list contracts.
    pub(super) fn seams(&self) -> Vec<Extension<'v>> {
        let list = self
            .fields
            .get("capabilities")
            .and_then(|capabilities| capabilities["extensions"].as_array());
        let place = at(&self.at("capabilities"), "extensions");
        let mut found = Vec::new();
        for (index, extension) in list.into_iter().flatten().enumerate() {
            let Some(params) = extension["params"].as_object() else {
                continue;
            };
            if params.get("accepts").is_some_and(Value::is_array)
                || params.get("emits").is_some_and(Value::is_array)
            {
                found.push(Extension {
                    params,
                    place: format!("{place}/{index}/params"),
                });
            }
        }
        found
    }

    /// The id that the agent has in a registry of Baton.
    pub(super) fn own_id(&self) -> Option<&'v str> {
        self.seams()
            .iter()
            .find_map(|extension| str_of(extension.params, "agent"))
    }

    /// The addresses at which it is called, the preferred one first.
    fn addresses(&self) -> Vec<&'v str> {
        let mut found: Vec<&str> = Vec::new();
        found.extend(str_of(self.fields, "url"));
        for list in ["supportedInterfaces", "additionalInterfaces"] {
            let items = self.fields.get(list).and_then(Value::as_array);
            for url in items
                .into_iter()
                .flatten()
                .filter_map(|item| item["url"].as_str())
            {
                if !found.contains(&url) {
                    found.push(url);
                }
            }
        }
        found
    }

    fn protocol(&self) -> Option<&'v str> {
        str_of(self.fields, "protocolVersion")
            .or_else(|| self.fields.get("supportedInterfaces")?.get(0)?["protocolVersion"].as_str())
    }
}

pub(super) fn draw(pen: &mut Pen<'_>, card: &Card<'_>) -> Result<AgentId, ImportError> {
    pen.switch(card.file);
    let name = card.name();
    let addresses = card.addresses();
    // Names are no identity: an agent is known by its id in a registry, else by where it is called.
    let key = card.own_id().or(addresses.first().copied()).unwrap_or(name);
    let guess = if card.own_id().is_some() {
        guess_ai(name)
    } else {
        Guess::new(
            AgentKind::External,
            None,
            "a card describes an agent that is called over A2A; set it to ai if it is yours",
        )
    };
    let id = pen.agent(key, name, &card.place, &guess)?;
    if let Some(own) = card.own_id() {
        pen.sketch.wish(Kind::Agent, id.as_str(), own);
    }
    match card.protocol() {
        Some(version) if !KNOWN.iter().any(|known| version.starts_with(known)) => {
            pen.notes.warning(
                &card.at("protocolVersion"),
                format!(
                    "the protocol's version {:?} is not one of those that this reader knows",
                    visible(version, 40)
                ),
            );
        }
        Some(_) => {}
        None => pen.notes.info(
            &card.place,
            "the card does not say its protocol's version, as cards before 0.3",
        ),
    }
    match addresses.iter().find_map(|link| address(link)) {
        Some(link) => {
            let link = link.to_owned();
            pen.of(&id, |agent| agent.links.a2a = Some(link));
        }
        None => pen.notes.warning(
            &card.place,
            "the card has no http address at which the agent is called",
        ),
    }
    if addresses.len() > 1 {
        pen.notes.info(
            &card.place,
            format!(
                "{} kept under the origin",
                crate::said::counted(addresses.len() - 1, "more address is", "more addresses are")
            ),
        );
    }
    let description = pen.text(&card.at("description"), card.fields.get("description"));
    pen.scope(&id, &description);
    skills(pen, &id, card);
    version(pen, &id, card)?;
    owner(pen, &id, card)?;
    let signatures = card
        .fields
        .get("signatures")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if signatures > 0 {
        pen.notes.warning(&card.at("signatures"), format!(
                "the card bears {} not verified and not stored: a card that is exported again needs its own",
                crate::said::counted(signatures, "signature, which was", "signatures, which were")
            ));
    }
    let mut rest = card.fields.clone();
    if let Some(Value::Object(capabilities)) = rest.get_mut("capabilities") {
        capabilities.remove("extensions");
    }
    let others = other_extensions(card);
    if !others.is_empty() {
        rest.insert("extensions".to_owned(), Value::Array(others));
    }
    pen.keep_of(
        &id,
        &rest,
        &[
            "name",
            "description",
            "version",
            "url",
            "skills",
            "signatures",
            "$schema",
        ],
        &card.place,
    );
    Ok(id)
}

/// Extensions that list no contracts.
fn other_extensions(card: &Card<'_>) -> Vec<Value> {
    let list = card
        .fields
        .get("capabilities")
        .and_then(|capabilities| capabilities["extensions"].as_array());
    let lists_contracts = |extension: &Value| {
        extension["params"]["accepts"].is_array() || extension["params"]["emits"].is_array()
    };
    list.into_iter()
        .flatten()
        .filter(|extension| !lists_contracts(extension))
        .cloned()
        .collect()
}

/// Every skill is a capability; its words are part of the scope, its tags are topics.
fn skills(pen: &mut Pen<'_>, id: &AgentId, card: &Card<'_>) {
    let place = card.at("skills");
    let own = card.own_id().is_some();
    for (index, skill) in pen.objects(&place, card.fields.get("skills")) {
        let place = format!("{place}/{index}");
        let Some(tag) = str_of(skill, "id").or_else(|| str_of(skill, "name")) else {
            pen.notes
                .warning(&place, "a skill without id and name was left out");
            continue;
        };
        let name = str_of(skill, "name").unwrap_or(tag);
        // Baton writes the tag as the name, and its slug as the id.
        let tag = if own { name } else { tag };
        // An agent without tags is one skill itself.
        if own && card.own_id() == str_of(skill, "id") {
            continue;
        }
        let tag = pen.text(&place, Some(&Value::from(tag)));
        let text = pen.text(&at(&place, "description"), skill.get("description"));
        let name = pen.text(&at(&place, "name"), Some(&Value::from(name)));
        if !text.is_empty() && !text.ends_with(&format!("declares the capability {tag}.")) {
            pen.scope(id, &format!("{name}: {text}"));
        }
        let topics: Vec<String> = skill
            .get("tags")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|tag| visible(tag.trim(), 100))
            .filter(|topic| !topic.is_empty() && *topic != tag)
            .collect();
        pen.of(id, |agent| {
            let tag = visible(&tag, 200);
            if !agent.capabilities.contains(&tag) {
                agent.capabilities.push(tag);
            }
            for topic in topics {
                if !agent.role.scope.topics.contains(&topic) {
                    agent.role.scope.topics.push(topic);
                }
            }
        });
        let rest: Map<String, Value> = [
            "examples",
            "inputModes",
            "outputModes",
            "securityRequirements",
            "security",
        ]
        .iter()
        .filter_map(|member| {
            Some((
                format!("skill {name}.{member}"),
                skill.get(*member)?.clone(),
            ))
        })
        .collect();
        pen.keep_of(id, &rest, &[], &place);
    }
}

fn version(pen: &mut Pen<'_>, id: &AgentId, card: &Card<'_>) -> Result<(), ImportError> {
    let place = card.at("version");
    let Some(number) =
        str_of(card.fields, "version").filter(|number| !number.starts_with("0.0.0-unversioned"))
    else {
        return Ok(());
    };
    if baton_model::Version::new(number).is_err() {
        pen.notes.warning(
            &place,
            format!(
                "{:?} is no semantic version and was not carried",
                visible(number, 40)
            ),
        );
        return Ok(());
    }
    pen.version(id, number, &place, |_| ())
}

/// The owner that an extension names: a team with its id and name, or a reference as catalogs write it.
fn owner(pen: &mut Pen<'_>, id: &AgentId, card: &Card<'_>) -> Result<(), ImportError> {
    for extension in card.seams() {
        let place = at(&extension.place, "owner");
        let name = match extension.params.get("owner") {
            Some(Value::String(name)) => name.rsplit(['/', ':']).next().map(str::to_owned),
            Some(owner) => owner["team"]
                .as_str()
                .or_else(|| owner["name"].as_str())
                .map(str::to_owned),
            None => None,
        };
        let Some(name) = name.filter(|name| !name.trim().is_empty()) else {
            continue;
        };
        let name = pen.text(&place, Some(&Value::from(name)));
        let team = pen.sketch.team(&name, &place)?;
        pen.of(id, |agent| agent.team = Some(team));
        return Ok(());
    }
    Ok(())
}
