//! Who takes part in an action, and what it is called with.

use super::actions::Does;
use super::people;
use super::workflow::Draft;
use crate::error::ImportError;
use crate::pen::{at, object_schema, str_of};
use crate::steps::Step;
use crate::text::visible;
use baton_model::AgentId;
use serde_json::{Map, Value, json};

impl Draft<'_, '_> {
    pub(super) fn step(
        &mut self,
        what: Does,
        id: &str,
        action: &Map<String, Value>,
        place: &str,
    ) -> Result<usize, ImportError> {
        let step = match what {
            Does::Agent => Step::Work(self.agent(id, action, place)?),
            Does::Person => Step::Work(people::person(self.pen, id, action, place)?),
            Does::Tool => Step::Work(people::tool(self.pen, id, action, place)?),
            Does::Ends => Step::End(self.pen.completed(place)?),
            Does::Cancels => Step::End(self.pen.sketch.outcome(
                &format!("canceled {id}"),
                "Canceled",
                false,
                place,
            )?),
            _ => Step::Pass,
        };
        let step = self.wiring.add(step, id, place);
        match what {
            Does::Agent | Does::Tool => self.payload(step, id, action, place)?,
            Does::Tells => {
                let member = if action.contains_key("activity") {
                    "activity"
                } else {
                    "message"
                };
                let said = action.get(member);
                let text = match said {
                    Some(Value::Object(inner)) => self
                        .pen
                        .text(&at(&at(place, member), "text"), inner.get("text")),
                    said => self.pen.text(&at(place, member), said),
                };
                self.told.insert(step, text);
            }
            Does::Sets => self.pen.notes.warning(
                place,
                format!(
                    "{:?} changes the workflow's own state; it was passed over",
                    visible(id, 80)
                ),
            ),
            Does::Unknown => self.pen.notes.warning(
                place,
                format!(
                    "the action {:?} is not known; it was passed over",
                    visible(str_of(action, "kind").unwrap_or_default(), 80)
                ),
            ),
            _ => {}
        }
        if let Some(asked) = action
            .get("requireApproval")
            .filter(|asked| !matches!(asked, Value::Null | Value::Bool(false)))
        {
            let words = asked.as_str().map(str::to_owned).unwrap_or_default();
            self.approved.insert(step, words);
        }
        Ok(step)
    }

    /// The agent of an action: the same one wherever its name stands.
    fn agent(
        &mut self,
        id: &str,
        action: &Map<String, Value>,
        place: &str,
    ) -> Result<AgentId, ImportError> {
        let name = people::invoked(action);
        if name.is_none() {
            self.pen.notes.warning(
                place,
                format!(
                    "{:?} names no agent; it was drawn by its id",
                    visible(id, 80)
                ),
            );
        }
        let name = name.unwrap_or(id).to_owned();
        let agent = if let Some(known) = self.agents.get(&name) {
            known.clone()
        } else {
            if name.starts_with('=') {
                self.pen.notes.warning(
                    place,
                    format!(
                        "which agent it is stands in the expression {:?}",
                        visible(&name, 120)
                    ),
                );
            }
            let agent = match self
                .definitions
                .get(&name)
                .map(|(fields, at)| (*fields, at.clone()))
            {
                Some((fields, at)) => people::defined(self.pen, &name, fields, &at)?,
                None => people::named(self.pen, &name, &name, place)?,
            };
            self.agents.insert(name, agent.clone());
            agent
        };
        let asks = action
            .get("input")
            .and_then(|input| input.get("externalLoop"));
        if let Some(asks) = asks.filter(|asks| asks.is_object()) {
            let place = at(&at(place, "input"), "externalLoop");
            self.pen.of(&agent, |agent| agent.role.talks_to_user = true);
            let when = self.pen.text(&at(&place, "when"), asks.get("when"));
            self.pen.notes.info(&place, format!("the agent goes on talking with the user while {:?}; that is kept under its origin", visible(&when, 200)));
        }
        let known = [
            "kind",
            "id",
            "displayName",
            "agent",
            "agentName",
            "conversationId",
            "autoSend",
        ];
        let rest: Map<String, Value> = action
            .iter()
            .filter(|(name, _)| !known.contains(&name.as_str()))
            .map(|(name, value)| (format!("{id}.{name}"), value.clone()))
            .collect();
        self.pen.keep_of(&agent, &rest, &[], place);
        Ok(agent)
    }

    /// What an action is called with becomes the contract of whoever calls it.
    fn payload(
        &mut self,
        step: usize,
        id: &str,
        action: &Map<String, Value>,
        place: &str,
    ) -> Result<(), ImportError> {
        let inner = action.get("input").and_then(|input| input.get("arguments"));
        let (place, arguments) = match inner {
            Some(arguments) => (at(&at(place, "input"), "arguments"), arguments),
            None => (
                at(place, "arguments"),
                action.get("arguments").unwrap_or(&Value::Null),
            ),
        };
        let Some(arguments) = arguments
            .as_object()
            .filter(|arguments| !arguments.is_empty())
        else {
            return Ok(());
        };
        let mut members = Vec::new();
        for (name, value) in arguments {
            let schema = match value {
                Value::String(text) if text.starts_with('=') => {
                    json!({"description": format!("Comes from {text}")})
                }
                Value::String(_) => json!({"type": "string"}),
                Value::Bool(_) => json!({"type": "boolean"}),
                Value::Number(_) => json!({"type": "number"}),
                _ => json!({}),
            };
            members.push((name.clone(), schema, true));
        }
        let contract = self.pen.contract(
            &format!("{id} arguments"),
            &format!("{id} arguments"),
            &object_schema(members),
            &place,
        )?;
        self.pen.notes.info(
            &place,
            "the names of the arguments became a draft contract; the file does not say their types",
        );
        self.payloads.insert(step, contract);
        Ok(())
    }
}
