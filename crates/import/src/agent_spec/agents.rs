//! Agents with their models, tools and servers; agents elsewhere.

use super::flow;
use super::groups;
use super::spec::{Part, Spec};
use crate::error::ImportError;
use crate::pen::{
    Pen, address, at, count_of, guess_ai, guess_by, known, milliseconds, object_schema, str_of,
};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, Backoff, ContractId, GroupId, HandoffId, Policy, Version};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting of groups and flows.
const DEEPEST: usize = 24;

/// Where a component is entered and left.
#[derive(Clone, Debug, Default)]
pub(super) struct Seat {
    pub entries: Vec<AgentId>,
    pub exits: Vec<AgentId>,
}

impl Seat {
    pub(super) fn one(agent: AgentId) -> Self {
        Self {
            entries: vec![agent.clone()],
            exits: vec![agent],
        }
    }
}

/// A payload, pinned.
pub(super) type Pinned = (ContractId, Version);

/// Everybody that was drawn, by component.
pub(super) struct Cast<'s, 'v> {
    pub spec: &'s Spec<'v>,
    /// The group that is drawn in.
    pub group: Option<GroupId>,
    pub drawn: BTreeMap<String, Seat>,
    /// Components that are being drawn: a circle comes back to one of them.
    open: BTreeSet<String>,
    pub inputs: BTreeMap<AgentId, Pinned>,
    outputs: BTreeMap<AgentId, Pinned>,
    policies: BTreeMap<AgentId, Policy>,
}

impl<'s, 'v> Cast<'s, 'v> {
    pub(super) fn new(spec: &'s Spec<'v>) -> Self {
        Self {
            spec,
            group: None,
            drawn: BTreeMap::new(),
            open: BTreeSet::new(),
            inputs: BTreeMap::new(),
            outputs: BTreeMap::new(),
            policies: BTreeMap::new(),
        }
    }

    /// A member of a component; a note where there is none.
    pub(super) fn member(
        &self,
        pen: &mut Pen<'_>,
        part: &Part<'v>,
        member: &str,
    ) -> Option<Part<'v>> {
        let place = part.at(member);
        let value = part.fields.get(member).filter(|value| !value.is_null());
        let found = value.and_then(|value| self.spec.part(value, &place));
        if found.is_none() {
            pen.notes.warning(
                &place,
                "a component is needed here, or a reference to one that is in the file",
            );
        }
        found
    }

    /// The components of a list.
    pub(super) fn list(&self, pen: &mut Pen<'_>, part: &Part<'v>, member: &str) -> Vec<Part<'v>> {
        let place = part.at(member);
        let items = match part.fields.get(member) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(_) => {
                pen.notes
                    .warning(&place, "a list is needed here; it was left out");
                return Vec::new();
            }
        };
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = format!("{place}/{index}");
            match self.spec.part(item, &place) {
                Some(part) => found.push(part),
                None => pen.notes.warning(
                    &place,
                    "this refers to no component of the file and was left out",
                ),
            }
        }
        found
    }

    /// Whoever a component is: one agent, or a group of them.
    pub(super) fn seat(
        &mut self,
        pen: &mut Pen<'_>,
        part: &Part<'v>,
        depth: usize,
    ) -> Result<Seat, ImportError> {
        let key = part.key();
        if let Some(seat) = self.drawn.get(&key) {
            return Ok(seat.clone());
        }
        if depth > DEEPEST || !self.open.insert(key.clone()) {
            pen.notes.warning(&part.place, "components refer to each other in a circle, or are nested too deep; the inner one was left out");
            return Ok(Seat::default());
        }
        let around = self.group.clone();
        let seat = match part.kind {
            "Swarm" | "ManagerWorkers" | "Flow" => {
                if depth > 0 {
                    self.group =
                        Some(pen.group(&key, &part.name(), around.as_ref(), &part.place)?);
                }
                let seat = match part.kind {
                    "Swarm" => groups::swarm(pen, self, part, depth),
                    "ManagerWorkers" => groups::manager_workers(pen, self, part, depth),
                    _ => flow::seat(pen, self, part, depth),
                };
                self.group = around;
                seat?
            }
            "SpecializedAgent" => self.specialized(pen, part, depth)?,
            _ => Seat::one(self.agent(pen, part)?),
        };
        self.open.remove(&key);
        self.drawn.insert(key, seat.clone());
        Ok(seat)
    }

    fn specialized(
        &mut self,
        pen: &mut Pen<'_>,
        part: &Part<'v>,
        depth: usize,
    ) -> Result<Seat, ImportError> {
        let Some(inner) = self.member(pen, part, "agent") else {
            return Ok(Seat::one(self.agent(pen, part)?));
        };
        if inner.kind != "Agent" {
            return self.seat(pen, &inner, depth + 1);
        }
        // The same agent may be specialised twice: each is somebody of its own.
        let id = self.drawn_agent(pen, &inner, &part.key(), &part.name())?;
        if let Some(more) = self.member(pen, part, "agent_specialization_parameters") {
            let text = pen.text(
                &more.at("additional_instructions"),
                more.fields.get("additional_instructions"),
            );
            pen.scope(&id, &text);
            self.tools(pen, &id, &more, "additional_tools")?;
        }
        Ok(Seat::one(id))
    }

    fn agent(&mut self, pen: &mut Pen<'_>, part: &Part<'v>) -> Result<AgentId, ImportError> {
        self.drawn_agent(pen, part, &part.key(), &part.name())
    }

    fn drawn_agent(
        &mut self,
        pen: &mut Pen<'_>,
        part: &Part<'v>,
        key: &str,
        name: &str,
    ) -> Result<AgentId, ImportError> {
        let is_elsewhere =
            ["A2AAgent", "OciAgent", "OpenAiAgent", "RemoteAgent"].contains(&part.kind);
        let guess = match part.kind {
            _ if is_elsewhere => known(AgentKind::External),
            "Agent" | "LlmNode" => guess_ai(name),
            other => {
                pen.notes.warning(
                    &part.place,
                    format!(
                        "the component {:?} is not known; it was drawn as one agent",
                        visible(other, 80)
                    ),
                );
                guess_by(name)
            }
        };
        let id = pen.agent(key, name, &part.place, &guess)?;
        pen.stands(&id, self.group.as_ref())?;
        for words in ["description", "system_prompt", "prompt_template"] {
            let text = pen.text(&part.at(words), part.fields.get(words));
            pen.scope(&id, &text);
        }
        if part
            .fields
            .get("human_in_the_loop")
            .and_then(Value::as_bool)
            == Some(true)
        {
            pen.of(&id, |agent| agent.role.talks_to_user = true);
        }
        if part
            .fields
            .get("llm_config")
            .is_some_and(|model| !model.is_null())
            && let Some(model) = self.member(pen, part, "llm_config")
        {
            let name = str_of(model.fields, "model_id").map_or_else(|| model.name(), str::to_owned);
            pen.model(&id, &name, &model.place)?;
            if model
                .fields
                .get("api_key")
                .is_some_and(|key| !key.is_null())
            {
                pen.notes
                    .warning(&model.at("api_key"), "the model's key was not read");
            }
        }
        if is_elsewhere {
            self.elsewhere(pen, &id, part);
        }
        owner(pen, &id, part)?;
        self.tools(pen, &id, part, "tools")?;
        self.toolboxes(pen, &id, part)?;
        for (member, is_input) in [("inputs", true), ("outputs", false)] {
            if let Some(pinned) = payload(pen, part, member)? {
                if is_input {
                    &mut self.inputs
                } else {
                    &mut self.outputs
                }
                .insert(id.clone(), pinned);
            }
        }
        pen.keep_of(
            &id,
            part.fields,
            &[
                "component_type",
                "id",
                "name",
                "description",
                "system_prompt",
                "prompt_template",
                "llm_config",
                "tools",
                "toolboxes",
                "inputs",
                "outputs",
                "human_in_the_loop",
                "agent_url",
                "connection_config",
                "session_parameters",
                "agentspec_version",
                "air_version",
                "$referenced_components",
                "branches",
            ],
            &part.place,
        );
        Ok(id)
    }

    /// How an agent of others is reached, and how long it is waited for.
    fn elsewhere(&mut self, pen: &mut Pen<'_>, id: &AgentId, part: &Part<'v>) {
        if let Some(url) = str_of(part.fields, "agent_url") {
            match address(url) {
                Some(url) => {
                    let url = url.to_owned();
                    pen.of(id, |agent| agent.links.a2a = Some(url));
                }
                None => pen.notes.warning(
                    &part.at("agent_url"),
                    "this is no http address without a password, and was not carried",
                ),
            }
        }
        let mut policy = Policy::new();
        if let Some(session) = part
            .fields
            .get("session_parameters")
            .and_then(Value::as_object)
        {
            policy.timeout_ms = milliseconds(session.get("timeout"));
            policy.retries = count_of(session, "max_retries").unwrap_or_default();
        }
        let connection = part
            .fields
            .get("connection_config")
            .and_then(|value| self.spec.part(value, &part.at("connection_config")));
        if let Some(connection) = connection {
            policy.timeout_ms = policy
                .timeout_ms
                .or_else(|| milliseconds(connection.fields.get("timeout")));
            if let Some(retry) = connection
                .fields
                .get("retry_policy")
                .and_then(Value::as_object)
            {
                policy.retries = count_of(retry, "max_attempts").unwrap_or(policy.retries);
                policy.backoff = Backoff::Exponential;
            }
            if ["headers", "key_file", "cert_file", "ssl_ca_cert"]
                .iter()
                .any(|name| {
                    connection
                        .fields
                        .get(*name)
                        .is_some_and(|value| !value.is_null())
                })
            {
                pen.notes.warning(
                    &connection.place,
                    "headers, keys and certificates of the connection were not read",
                );
            }
        }
        if policy != Policy::new() {
            self.policies.insert(id.clone(), policy);
        }
    }

    /// What the receiver asks of whoever hands over to it.
    pub(super) fn receives(&self, pen: &mut Pen<'_>, to: &AgentId, id: &HandoffId) {
        let policy = self.policies.get(to).cloned();
        let pinned = self.inputs.get(to).cloned();
        pen.about(id, |handoff| {
            if let Some(policy) = policy {
                handoff.policy = policy;
            }
            if let (None, Some((contract, version))) = (&handoff.contract, pinned) {
                handoff.contract = Some(contract);
                handoff.version = Some(version);
            }
        });
    }

    /// What an agent answers at the end.
    pub(super) fn answers(&self, pen: &mut Pen<'_>, agent: &AgentId, id: &HandoffId) {
        if let Some((contract, version)) = self.outputs.get(agent).cloned() {
            pen.about(id, |handoff| {
                handoff.contract = Some(contract);
                handoff.version = Some(version);
            });
        }
    }

    /// What is left to say of the whole file.
    pub(super) fn tell(&self, pen: &mut Pen<'_>, root: &Part<'v>) {
        if !self.inputs.is_empty() {
            pen.notes.info(&root.place, "what agents and tools take became draft contracts of the handoffs to them (a guess): an input may also come from elsewhere");
        }
        let drawn: BTreeSet<&str> = self.drawn.keys().map(String::as_str).collect();
        for part in self.spec.parts() {
            let is_somebody = part.kind.ends_with("Agent")
                || part.kind == "Swarm"
                || part.kind == "ManagerWorkers";
            if is_somebody
                && part.place != root.place
                && !drawn.contains(part.key().as_str())
                && !part.place.is_empty()
            {
                pen.notes.warning(
                    &part.place,
                    format!(
                        "{:?} takes no part in what the file describes, and was left out",
                        visible(&part.name(), 80)
                    ),
                );
            }
        }
        for member in ["inputs", "outputs"] {
            let has_any = root
                .fields
                .get(member)
                .and_then(Value::as_array)
                .is_some_and(|list| !list.is_empty());
            if has_any && root.kind != "Agent" {
                pen.notes.warning(
                    &root.at(member),
                    "what goes into and out of the whole was not carried: it belongs to no handoff",
                );
            }
        }
    }
}

/// The properties of a component as a contract.
pub(super) fn payload(
    pen: &mut Pen<'_>,
    part: &Part<'_>,
    member: &str,
) -> Result<Option<Pinned>, ImportError> {
    let place = part.at(member);
    let mut members = Vec::new();
    for (index, property) in pen.objects(&place, part.fields.get(member)) {
        let Some(title) = str_of(property, "title") else {
            pen.notes.warning(
                &format!("{place}/{index}"),
                "a property without a title was left out",
            );
            continue;
        };
        let mut schema = property.clone();
        schema.remove("title");
        members.push((
            title.to_owned(),
            Value::Object(schema),
            !property.contains_key("default"),
        ));
    }
    if members.is_empty() {
        return Ok(None);
    }
    let word = if member == "inputs" {
        "input"
    } else {
        "output"
    };
    let key = format!("{} {word}", part.key());
    pen.contract(
        &key,
        &format!("{} {word}", part.name()),
        &object_schema(members),
        &place,
    )
    .map(Some)
}

/// The team that metadata name as owner.
pub(super) fn owner(pen: &mut Pen<'_>, id: &AgentId, part: &Part<'_>) -> Result<(), ImportError> {
    let Some(metadata) = part.fields.get("metadata").and_then(Value::as_object) else {
        return Ok(());
    };
    let owner = ["owner", "x-owner", "team"]
        .iter()
        .find_map(|name| Some((*name, str_of(metadata, name)?)));
    if let Some((member, owner)) = owner {
        let place = at(&part.at("metadata"), member);
        let owner = pen.text(&place, Some(&Value::from(owner)));
        let name = owner.rsplit(['/', ':']).next().unwrap_or(&owner);
        if !name.is_empty() {
            let team = pen.sketch.team(name, &place)?;
            pen.of(id, |agent| agent.team = Some(team));
        }
    }
    Ok(())
}
