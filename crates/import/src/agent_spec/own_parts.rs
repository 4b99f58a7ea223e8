//! Agents, outcomes and contracts of an export of Baton.

use super::spec::{Part, Spec};
use crate::error::ImportError;
use crate::guess::Guess;
use crate::pen::{Pen, address, str_of};
use crate::text::visible;
use baton_model::{AgentId, AgentKind, ContractId, Kind, Target, Tool, Version};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What the export writes where no model is on record.
const NO_MODEL: &str = "model-not-recorded";

/// A contract with the version that is pinned, if one is.
type Pinned = (ContractId, Option<Version>);

/// Records by the ids that they had.
#[derive(Default)]
pub(super) struct Known {
    agents: BTreeMap<String, AgentId>,
    outcomes: BTreeMap<String, Target>,
}

/// The node that chooses where a request begins.
pub(super) fn is_choice_of_entries(part: &Part<'_>) -> bool {
    part.kind == "BranchingNode" && part.key() == "node.entries"
}

impl Known {
    pub(super) fn agent(&self, id: &str) -> Option<AgentId> {
        self.agents.get(id).cloned()
    }

    /// Who or what a node of a flow stands for.
    pub(super) fn at_node(&self, node: &Part<'_>) -> Option<Target> {
        let told = node.told();
        let id = told["id"].as_str()?;
        match told["kind"].as_str()? {
            "agent" => self.agent(id).map(Target::Agent),
            "outcome" => self.outcomes.get(id).cloned(),
            _ => None,
        }
    }

    pub(super) fn agents(&mut self, pen: &mut Pen<'_>, spec: &Spec<'_>) -> Result<(), ImportError> {
        let ours =
            |part: &Part<'_>| part.told()["kind"] == "agent" && part.told()["id"].is_string();
        let parts: Vec<Part<'_>> = spec.parts().into_iter().filter(ours).collect();
        // Components say more than the nodes that run them.
        let (nodes, components): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .partition(|part| part.kind.ends_with("Node"));
        for part in components.iter().chain(
            nodes
                .iter()
                .filter(|node| node.told()["agent_kind"].is_string()),
        ) {
            let id = part.told()["id"].as_str().unwrap_or_default();
            if self.agents.contains_key(id) {
                continue;
            }
            let agent = Self::drawn(pen, spec, part, id)?;
            self.agents.insert(id.to_owned(), agent);
        }
        Ok(())
    }

    fn drawn(
        pen: &mut Pen<'_>,
        spec: &Spec<'_>,
        part: &Part<'_>,
        id: &str,
    ) -> Result<AgentId, ImportError> {
        let told = part.told();
        let kind: Option<AgentKind> = serde_json::from_value(told["agent_kind"].clone()).ok();
        let guess = kind.map_or_else(Guess::worker, |kind| Guess::new(kind, None, ""));
        // Tools are called by their ids: their names are not in the file.
        let is_called = ["ServerTool", "ClientTool"].contains(&part.kind);
        let name = if is_called {
            id.to_owned()
        } else {
            part.name()
        };
        let agent = pen.agent(id, &name, &part.place, &guess)?;
        pen.sketch.wish(Kind::Agent, agent.as_str(), id);
        Self::words(pen, &agent, part, &name);
        if let Some(team) = told["team"].as_str() {
            let team = pen.sketch.team(team, &part.at("metadata"))?;
            pen.of(&agent, |agent| agent.team = Some(team));
        }
        let tags = told["capabilities"].as_array();
        let tags: Vec<String> = tags
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(|tag| visible(tag, 200))
            .collect();
        let link = told["a2a"]
            .as_str()
            .or_else(|| str_of(part.fields, "agent_url"))
            .and_then(address)
            .map(str::to_owned);
        let transport = part
            .fields
            .get("client_transport")
            .and_then(|transport| spec.part(transport, ""));
        let server = transport
            .and_then(|transport| str_of(transport.fields, "url"))
            .and_then(address)
            .map(str::to_owned);
        let talks = part
            .fields
            .get("human_in_the_loop")
            .and_then(Value::as_bool)
            == Some(true);
        pen.of(&agent, |agent| {
            agent.capabilities = tags;
            agent.links.a2a = link;
            agent.links.mcp = server;
            agent.role.talks_to_user = talks;
        });
        let model = part
            .fields
            .get("llm_config")
            .and_then(|model| spec.part(model, ""));
        if let Some(model) = model
            .as_ref()
            .and_then(|model| str_of(model.fields, "model_id"))
            .filter(|model| *model != NO_MODEL)
        {
            pen.model(&agent, model, &part.place)?;
        }
        for tool in part
            .fields
            .get("tools")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            let Some(tool) = spec
                .part(tool, "")
                .filter(|tool| tool.told()["kind"] == "tool")
            else {
                continue;
            };
            let irreversible = tool
                .fields
                .get("requires_confirmation")
                .and_then(Value::as_bool)
                == Some(true);
            let mut own = Tool::new(visible(&tool.name(), 200));
            own.irreversible = irreversible;
            pen.of(&agent, |agent| agent.tools.push(own));
        }
        Ok(agent)
    }

    /// The scope: of the prompt, without what the export put around it.
    fn words(pen: &mut Pen<'_>, agent: &AgentId, part: &Part<'_>, name: &str) {
        let description = pen.text(&part.at("description"), part.fields.get("description"));
        let prompt = pen.text(&part.at("system_prompt"), part.fields.get("system_prompt"));
        let said = prompt
            .strip_prefix(&format!("You are {name}. "))
            .unwrap_or(&prompt);
        let end = said
            .find(":\n{{")
            .map_or(said.len(), |at| said[..at].rfind("\n\n").unwrap_or(0));
        let said = said[..end].trim();
        let said = if said.is_empty() {
            description.as_str()
        } else {
            said
        };
        if !is_made_up(said) {
            pen.scope(agent, said);
        }
    }

    pub(super) fn outcomes(
        &mut self,
        pen: &mut Pen<'_>,
        spec: &Spec<'_>,
    ) -> Result<(), ImportError> {
        for part in spec.parts() {
            let told = part.told();
            let Some(id) = told["id"].as_str().filter(|_| told["kind"] == "outcome") else {
                continue;
            };
            if !self.outcomes.contains_key(id) {
                let good = told["good"].as_bool().unwrap_or(true);
                let target = pen.sketch.outcome(id, &part.name(), good, &part.place)?;
                if let Target::Outcome(outcome) = &target {
                    pen.sketch.wish(Kind::Outcome, outcome.outcome.as_str(), id);
                }
                self.outcomes.insert(id.to_owned(), target);
            }
        }
        Ok(())
    }

    /// An outcome; a swarm only names them.
    pub(super) fn outcome(
        &mut self,
        pen: &mut Pen<'_>,
        id: &str,
        place: &str,
    ) -> Result<Target, ImportError> {
        if let Some(target) = self.outcomes.get(id) {
            return Ok(target.clone());
        }
        let target = pen.sketch.outcome(id, id, true, place)?;
        pen.notes.info(
            place,
            format!(
                "the file only names the outcome {:?}: whether it is good was guessed",
                visible(id, 80)
            ),
        );
        self.outcomes.insert(id.to_owned(), target.clone());
        Ok(target)
    }

    /// A contract with the version that a handoff pins, and its schema where somebody gives or takes it.
    pub(super) fn contract(
        pen: &mut Pen<'_>,
        spec: &Spec<'_>,
        id: &str,
        version: Option<&str>,
        place: &str,
    ) -> Result<Pinned, ImportError> {
        pen.contract_at(id, version, place, || payload(spec, id, version?))
    }

    /// The one payload that `from` gives and `to` takes.
    pub(super) fn shared(
        pen: &mut Pen<'_>,
        spec: &Spec<'_>,
        from: &str,
        to: &str,
        place: &str,
    ) -> Result<Option<Pinned>, ImportError> {
        let of = |id: &str, member: &str| -> Vec<String> {
            let parts = spec.parts();
            let part = parts.iter().find(|part| {
                part.told()["kind"] == "agent"
                    && part.told()["id"] == id
                    && part.fields.contains_key(member)
            });
            let list = part.and_then(|part| part.fields.get(member)?.as_array());
            list.into_iter()
                .flatten()
                .filter_map(|property| property["description"].as_str())
                .map(str::to_owned)
                .collect()
        };
        let taken = of(to, "inputs");
        let both: Vec<String> = of(from, "outputs")
            .into_iter()
            .filter(|given| taken.contains(given))
            .collect();
        let named = match &both[..] {
            [one] => one
                .strip_prefix("The payload of ")
                .and_then(|rest| rest.strip_suffix('.'))
                .and_then(|rest| rest.rsplit_once(' ')),
            _ => None,
        };
        match named {
            Some((contract, version)) => {
                Self::contract(pen, spec, contract, Some(version), place).map(Some)
            }
            None => Ok(None),
        }
    }
}

/// Whether the export made up the words because nobody had written a scope.
fn is_made_up(text: &str) -> bool {
    let kinds = [
        "AI agent",
        "Supervisor",
        "Human",
        "Tool",
        "Outside agent",
        "Queue",
    ];
    kinds.iter().any(|kind| {
        text.strip_prefix(kind).is_some_and(|rest| {
            rest == "; nobody has written down what it is responsible for."
                || (rest.starts_with(" of ")
                    && rest.ends_with('.')
                    && !rest.contains('\n')
                    && rest.len() < 240)
        })
    })
}

/// The schema of a contract's version among the inputs and outputs, as it was before the export gave it a title.
fn payload(spec: &Spec<'_>, contract: &str, version: &str) -> Option<Value> {
    let plain = |text: &str| -> String {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let wanted = plain(&format!("{contract}{version}"));
    let made = format!("The payload of {contract} {version}.");
    let of = |fields: &Map<String, Value>| {
        let lists = ["inputs", "outputs"]
            .iter()
            .filter_map(|member| fields.get(*member)?.as_array());
        let property = lists.flatten().find(|property| {
            let title = property["title"].as_str().unwrap_or_default();
            plain(title) == wanted && title.ends_with(&version.replace(['.', '-', '+'], "_"))
                || property["description"] == made.as_str()
        })?;
        let mut schema = property.as_object()?.clone();
        schema.remove("title");
        if schema.get("description").and_then(Value::as_str) == Some(made.as_str()) {
            schema.remove("description");
        }
        Some(Value::Object(schema))
    };
    spec.parts().iter().find_map(|part| of(part.fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_words_are_told_from_a_scope() {
        assert!(is_made_up("Human of Payments."));
        assert!(is_made_up(
            "AI agent; nobody has written down what it is responsible for."
        ));
        assert!(!is_made_up("Human rights questions of all sorts"));
        assert!(!is_made_up("Tool chains."));
    }
}
